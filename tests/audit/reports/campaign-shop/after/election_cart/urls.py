from django.contrib import admin
from django.urls import include, path

from shop.views import counted

urlpatterns = [
    path("admin/", admin.site.urls),
    path("internal/metrics", counted),
    path("api/", include("shop.urls")),
]
