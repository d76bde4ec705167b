from alembic import context
from flask import current_app

target_db = current_app.extensions["migrate"].db
