"""Paths, regular expressions, and paths within paths."""

from django.urls import include, path, re_path

from store import views

orders = [
    path("<int:order>/", views.order),
    re_path(r"^(?P<year>[0-9]{4})/(?:page-)?(\d+)\.html$", views.page),
]

urlpatterns = [
    path("", views.home),
    path("api/<str:version>/orders/", include(orders)),
    path("slow", views.slow),
    path("pid", views.pid),
    path("boom", views.boom),
    path("own-headers", views.own_headers),
    path("log", views.log_something),
    path("who", views.who),
    path("remember", views.remember),
    path("events", views.events),
    path("download", views.download),
    path("upload", views.upload),
]
