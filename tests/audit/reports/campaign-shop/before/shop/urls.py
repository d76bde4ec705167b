from rest_framework.routers import DefaultRouter

from .views import Articles, Orders

router = DefaultRouter()
router.register("articles", Articles)
router.register("orders", Orders, basename="order")

urlpatterns = router.urls
