"""The application: `flask run` finds its factory, `create_app`."""

from flask import Blueprint, Flask

from app import errors
from app.settings import Settings

NAME = "shop"

api = Blueprint("api", __name__, url_prefix="/")


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
    app.register_blueprint(api)
    errors.register(app)
    return app
