from rest_framework import serializers

from .models import Article, Order


class ArticleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Article
        fields = ["id", "name", "price", "picture"]


class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "article", "count", "status", "placed_at"]
        read_only_fields = ["status", "placed_at"]
