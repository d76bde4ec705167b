"""The addresses."""

from django.contrib import admin
{% if app.prefix %}
from django.urls import include, path
{% else %}
from django.urls import path
{% endif %}

from config import views
from notes.views import router

{% if app.prefix %}
api = [
    path("", views.read_root),
{% if "redis" in selected %}
    path("hits", views.count_hit),
{% endif %}
    *router.urls,
    path("admin/", admin.site.urls),
]

urlpatterns = [path("{= app.prefix[1:] =}/", include(api))]
{% else %}
urlpatterns = [
    path("", views.read_root),
{% if "redis" in selected %}
    path("hits", views.count_hit),
{% endif %}
    *router.urls,
    path("admin/", admin.site.urls),
]
{% endif %}
