"""What Stripe has told already."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
    )


def downgrade():
    op.drop_table("stripe_events")
