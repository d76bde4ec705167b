from alembic import context

down_revision_of = None
