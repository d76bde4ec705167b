from sqlalchemy.orm import Mapped, mapped_column

from shop.base import Model


class Order(Model):
    __tablename__ = "order"

    id: Mapped[int] = mapped_column(primary_key=True)
