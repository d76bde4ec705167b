from alembic import context

from hello.app import create_app

app = create_app()
context.configure(url="x")
