from app.models.order import Order
