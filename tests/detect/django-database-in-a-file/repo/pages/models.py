from django.db import models


class Stamped(models.Model):
    at = models.DateTimeField()

    class Meta:
        abstract = True
