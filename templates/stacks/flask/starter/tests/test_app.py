"""The application without servers{% if "postgres" in selected %}: SQLite in memory{% if "redis" in selected %}, a counter for Redis{% endif %}{% elif "redis" in selected %}: a counter stands in for Redis{% endif %}."""

{% if "redis" in selected %}
from itertools import count

{% endif %}
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

{% if "postgres" in selected %}
from app import create_app, database
from app.database import db
{% else %}
from app import create_app
{% endif %}
from app.settings import Settings

ENVIRONMENT = {
    "SECRET_KEY": "only for tests",
{% if "postgres" in selected %}
    "DATABASE_URL": "postgresql://nowhere/nothing",
{% endif %}
{% if "redis" in selected %}
    "REDIS_URL": "redis://nowhere",
{% endif %}
{% if "celery" in selected %}
    "CELERY_BROKER_URL": "memory://",
{% endif %}
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
{% if "postgres" in selected %}


def connect(app: Flask, _: str) -> None:
    """A database in memory in the place of the server."""
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
{% endif %}
{% if "redis" in selected %}


class Counter:
    """As much of Redis as the application uses."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def incr(self, _: str) -> int:
        return next(self.numbers)
{% endif %}


@pytest.fixture
{% if "postgres" in selected %}
def app(monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(database, "connect", connect)
{% if "alembic" in selected %}
    app = create_app()
    with app.app_context():
        db.create_all()
{% else %}
    monkeypatch.setattr("app.create_tables", db.create_all)
    app = create_app()
{% endif %}
{% else %}
def app() -> Flask:
    app = create_app()
{% endif %}
{% if "redis" in selected %}
    app.extensions["redis"] = Counter()
{% endif %}
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_the_root_says_who_answers(client: FlaskClient) -> None:
    assert client.get("{= app.prefix =}/").json == {"name": {= project.name | quoted =}}


def test_an_unknown_address_is_answered_as_json(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.json and answer.json["error"]


def test_a_failure_says_nothing_of_its_cause(app: Flask) -> None:
    @app.get("/fails")
    def fail() -> str:
        raise RuntimeError("the password is hunter2")

    answer = app.test_client().get("/fails")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text


def test_a_start_without_settings_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name)
    with pytest.raises(ValidationError) as raised:
        Settings()
    missing = {str(error["loc"][0]).upper() for error in raised.value.errors()}
    assert missing == set(ENVIRONMENT)
{% if "postgres" in selected %}


def test_a_note_that_was_written_can_be_read(client: FlaskClient) -> None:
    written = client.post("{= app.prefix =}/notes", json={"text": "Buy milk"})
    assert written.status_code == 201
    assert written.json
    read = client.get(f"{= app.prefix =}/notes/{written.json['id']}")
    assert read.json == written.json
    assert read.json["text"] == "Buy milk"


def test_the_newest_note_comes_first(client: FlaskClient) -> None:
    for text in ("first", "second"):
        client.post("{= app.prefix =}/notes", json={"text": text})
    notes = client.get("{= app.prefix =}/notes?limit=1").json
    assert notes and [note["text"] for note in notes] == ["second"]


@pytest.mark.parametrize("text", ["", "x" * 1001, "nul \0", 5])
def test_a_text_that_cannot_be_stored_is_refused(
    client: FlaskClient, text: object
) -> None:
    answer = client.post("{= app.prefix =}/notes", json={"text": text})
    assert answer.status_code == 422
    assert answer.json and answer.json["faults"][0]["loc"] == ["text"]


@pytest.mark.parametrize("key", [1, 2**31, "one"])
def test_a_note_that_is_not_there_is_not_found(
    client: FlaskClient, key: object
) -> None:
    assert client.get(f"{= app.prefix =}/notes/{key}").status_code == 404
{% endif %}
{% if "redis" in selected %}


def test_hits_are_counted(client: FlaskClient) -> None:
    answers = [client.get("{= app.prefix =}/hits").json for _ in range(2)]
    assert answers == [{"hits": 1}, {"hits": 2}]
{% endif %}
{% if "celery" in selected %}


def test_the_planned_tasks_exist() -> None:
    from app.tasks import celery

    planned = [entry["task"] for entry in celery.conf.beat_schedule.values()]
    assert planned
    assert all(task in celery.tasks for task in planned)
{% endif %}
