"""The tables."""

from django.db import models
from django.db.models.functions import Now


class Note(models.Model):
    """A text and when it came."""

    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.text[:50]
