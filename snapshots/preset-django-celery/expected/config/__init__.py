"""The project: its settings, its addresses, its task queue."""

# Django loads this package first, so that tasks find the application that they belong to.
from config.celery import app as celery_app

__all__ = ["celery_app"]
