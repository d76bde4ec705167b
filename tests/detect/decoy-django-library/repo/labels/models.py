from django.db import models


class Loaf(models.Model):
    name = models.CharField(max_length=80)
