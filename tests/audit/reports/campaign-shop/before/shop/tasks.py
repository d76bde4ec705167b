from datetime import timedelta

from celery import shared_task
from django.core.mail import send_mail
from django.utils import timezone

from .models import Order


@shared_task
def confirm(payment):
    order = Order.objects.select_related("buyer", "article").get(payment=payment)
    if order.buyer.email:
        text = f"{order.count} × {order.article.name} are on their way."
        send_mail("Your order", text, None, [order.buyer.email])


@shared_task
def cancel_forgotten_orders():
    before = timezone.now() - timedelta(days=2)
    Order.objects.filter(status=Order.Status.PLACED, placed_at__lt=before).update(status=Order.Status.CANCELLED)
