{% if "postgres" in selected %}
"""The tables."""

from datetime import datetime

{% if "alembic" in selected %}
from sqlalchemy import DateTime, Identity, String, func
{% else %}
from sqlalchemy import DateTime, Identity, String, func, select
{% endif %}
from sqlalchemy.orm import Mapped, mapped_column

from app.database import db


class Note(db.Model):
    """A text and when it came."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    text: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
{% if not "alembic" in selected %}


def create_tables() -> None:
    """Creates what is missing. Changes nothing that is there: that takes migrations."""
    with db.engine.begin() as connection:
        # Several processes start at once; the second must see what the first made.
        connection.execute(select(func.pg_advisory_xact_lock(1)))
        db.metadata.create_all(connection)
{% endif %}
{% endif %}
