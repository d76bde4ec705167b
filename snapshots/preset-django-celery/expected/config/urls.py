"""The addresses."""

from django.contrib import admin
from django.urls import path

from config import views
from notes.views import router

urlpatterns = [
    path("", views.read_root),
    path("hits", views.count_hit),
    *router.urls,
    path("admin/", admin.site.urls),
]
