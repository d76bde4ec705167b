from alembic import context

from app.base import Base
from app.models.user import User

target_metadata = Base.metadata
