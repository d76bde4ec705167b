from django.test import TestCase

from .models import Article


class ArticlesTest(TestCase):
    def test_everybody_sees_what_is_sold(self):
        Article.objects.create(name="Sash", price="120.00")
        names = [article["name"] for article in self.client.get("/api/articles/", secure=True).json()]
        self.assertEqual(names, ["Sash"])

    def test_nobody_orders_without_a_name(self):
        self.assertEqual(self.client.post("/api/orders/", {"article": 1, "count": 2}, secure=True).status_code, 401)
