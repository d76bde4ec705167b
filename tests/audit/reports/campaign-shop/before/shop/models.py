from django.conf import settings
from django.db import models


class Article(models.Model):
    name = models.CharField(max_length=120)
    price = models.DecimalField(max_digits=9, decimal_places=2)
    picture = models.ImageField(upload_to="articles", blank=True)

    def __str__(self):
        return self.name


class Order(models.Model):
    class Status(models.TextChoices):
        PLACED = "placed"
        PAID = "paid"
        CANCELLED = "cancelled"

    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    article = models.ForeignKey(Article, on_delete=models.PROTECT)
    count = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLACED, db_index=True)
    payment = models.CharField(max_length=40, unique=True, null=True)
    placed_at = models.DateTimeField(auto_now_add=True, db_index=True)
