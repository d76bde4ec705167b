"""Articles and orders. The tables are made by the migrations, before new code serves."""

from sqlalchemy import BigInteger, ForeignKey, Numeric, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

from config import config

engine = create_engine(
    config.database_url.get_secret_value(),
    pool_size=5,
    max_overflow=5,
    pool_pre_ping=True,
    pool_recycle=1800,
    pool_timeout=10,
    connect_args={"connect_timeout": 10},
)
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
