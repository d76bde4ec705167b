from app.base import Base


class Order(Base):
    __tablename__ = "orders"
