"""The tables of the first shop."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("price", sa.Numeric(9, 2), nullable=False),
        sa.Column("picture", sa.String(200)),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("buyer", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Integer(), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(20)),
    )
    op.create_index("ix_orders_buyer", "orders", ["buyer"])
    op.create_index("ix_orders_article_id", "orders", ["article_id"])


def downgrade() -> None:
    op.drop_table("orders")
    op.drop_table("articles")
