{% if "postgres" in selected %}
"""The tables."""

from datetime import datetime

{% if "alembic" in selected %}
from sqlalchemy import BigInteger, DateTime, MetaData, func
{% else %}
from sqlalchemy import BigInteger, DateTime, MetaData, func, select
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


class Visitor(Base):
    """Somebody who has started the bot, by Telegram's number for them."""

    __tablename__ = "visitor"

    # Telegram's numbers are larger than 32 bits.
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    came_at: Mapped[datetime] = mapped_column(
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
