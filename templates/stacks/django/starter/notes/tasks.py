{% if "celery" in selected %}
"""What is done beside the requests."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Deletes sessions that have ended: Django itself leaves them in the database."""
    call_command("clearsessions")
{% endif %}
