{% if "postgres" in selected %}
"""The tables."""

from datetime import datetime

{% if "alembic" in selected %}
from sqlalchemy import DateTime, Identity, MetaData, String, func
{% else %}
from sqlalchemy import DateTime, Identity, MetaData, String, func, select
from sqlalchemy.ext.asyncio import AsyncEngine
{% endif %}
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables have in common."""

    # Known names, so that a migration can change a constraint that it did not create.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Note(Base):
    """A text and when it came."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    text: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
{% if not "alembic" in selected %}


async def create_tables(engine: AsyncEngine) -> None:
    """Creates what is missing. Changes nothing that is there: that takes migrations."""
    async with engine.begin() as connection:
        # Several processes start at once; the second must see what the first made.
        await connection.execute(select(func.pg_advisory_xact_lock(1)))
        await connection.run_sync(Base.metadata.create_all)
{% endif %}
{% endif %}
