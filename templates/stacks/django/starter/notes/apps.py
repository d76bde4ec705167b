"""How Django knows this application."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"
