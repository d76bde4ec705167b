from alembic import context

from shop.all import Model

target_metadata = Model.metadata
