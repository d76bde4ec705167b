import razorpay
from django.conf import settings
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from .models import Article, Order
from .serializers import ArticleSerializer, OrderSerializer
from .tasks import confirm

payments = razorpay.Client(auth=(settings.RAZORPAY_KEY_ID, settings.RAZORPAY_KEY_SECRET))


class Articles(viewsets.ReadOnlyModelViewSet):
    queryset = Article.objects.order_by("id")
    serializer_class = ArticleSerializer
    permission_classes = [AllowAny]


class Orders(mixins.CreateModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.filter(buyer=self.request.user).order_by("-placed_at")

    def perform_create(self, serializer):
        order = serializer.save(buyer=self.request.user)
        amount = int(order.article.price * order.count * 100)
        order.payment = payments.order.create({"amount": amount, "currency": "INR"})["id"]
        order.save(update_fields=["payment"])

    @action(detail=False, methods=["post"])
    def paid(self, request):
        try:
            payments.utility.verify_payment_signature(
                {
                    "razorpay_order_id": request.data["order"],
                    "razorpay_payment_id": request.data["payment"],
                    "razorpay_signature": request.data["signature"],
                }
            )
        except (KeyError, razorpay.errors.SignatureVerificationError):
            return Response({"detail": "The payment is not known"}, status=status.HTTP_400_BAD_REQUEST)
        open_orders = Order.objects.filter(payment=request.data["order"], status=Order.Status.PLACED)
        if open_orders.update(status=Order.Status.PAID):
            confirm.delay(request.data["order"])
        return Response(status=status.HTTP_204_NO_CONTENT)
