"""Tea houses, their people, and what they did."""

from datetime import datetime, timezone

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class House(db.Model):
    __tablename__ = "houses"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    customer: Mapped[str | None] = mapped_column(String(40), unique=True)
    months: Mapped[int] = mapped_column(default=0)


class Person(db.Model):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("houses.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str] = mapped_column(String(60))
    totp: Mapped[str] = mapped_column(String(32))


class Entry(db.Model):
    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("houses.id"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(timezone.utc))


class StripeEvent(db.Model):
    """What Stripe has told already: it tells everything at least once."""

    __tablename__ = "stripe_events"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(timezone.utc))
