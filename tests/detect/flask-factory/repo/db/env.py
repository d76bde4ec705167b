from alembic import context

from hello.app import create_app

app = create_app()
db = app.extensions["sqlalchemy"]
target_metadata = db.metadata
context.configure(url="x", target_metadata=target_metadata)
