"""The application: `flask run` finds its factory, `create_app`."""

from flask import Blueprint, Flask

{% if "postgres" in selected and "redis" in selected %}
from app import cache, database, errors, hits, notes
{% elif "postgres" in selected %}
from app import database, errors, notes
{% elif "redis" in selected %}
from app import cache, errors, hits
{% else %}
from app import errors
{% endif %}
{% if "postgres" in selected and not "alembic" in selected %}
from app.models import create_tables
{% endif %}
from app.settings import Settings

NAME = {= project.name | quoted =}

api = Blueprint("api", __name__, url_prefix="{= app.prefix =}/")
{% if "postgres" in selected %}
api.register_blueprint(notes.blueprint)
{% endif %}
{% if "redis" in selected %}
api.register_blueprint(hits.blueprint)
{% endif %}


@api.get("/")
def read_root() -> dict[str, str]:
    """Who answers here."""
    return {"name": NAME}


def create_app(settings: Settings | None = None) -> Flask:
    """One application; tests make several, each with settings of its own."""
    settings = settings or Settings()
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Bytes; what is larger is refused before it is read.
        MAX_CONTENT_LENGTH=1024 * 1024,
    )
{% if "postgres" in selected %}
    database.connect(app, str(settings.database_url))
{% endif %}
{% if "postgres" in selected and not "alembic" in selected %}
    with app.app_context():
        create_tables()
{% endif %}
{% if "redis" in selected %}
    cache.connect(app, str(settings.redis_url))
{% endif %}
    app.register_blueprint(api)
    errors.register(app)
    return app
