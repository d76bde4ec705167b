"""Articles and orders."""

from sqlalchemy import BigInteger, ForeignKey, Numeric, String, create_engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

import config

engine = create_engine(config.DATABASE_URL)
Session = sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    price: Mapped[float] = mapped_column(Numeric(9, 2))
    picture: Mapped[str | None] = mapped_column(String(200))


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    buyer: Mapped[int] = mapped_column(BigInteger, index=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    count: Mapped[int]
    phone: Mapped[str | None] = mapped_column(String(20))


def orders_of(buyer):
    with Session() as session:
        query = select(Order.count, Article.name).join(Article).where(Order.buyer == buyer)
        return session.execute(query).all()


def prepare():
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        # The first shop had no telephone numbers and no pictures.
        connection.execute(text("ALTER TABLE orders ADD COLUMN IF NOT EXISTS phone VARCHAR(20)"))
        connection.execute(text("ALTER TABLE articles ADD COLUMN IF NOT EXISTS picture VARCHAR(200)"))
