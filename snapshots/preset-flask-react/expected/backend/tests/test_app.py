"""The application without servers: SQLite in memory, a counter for Redis."""

from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from app import create_app, database
from app.database import db
from app.settings import Settings

ENVIRONMENT = {
    "SECRET_KEY": "only for tests",
    "DATABASE_URL": "postgresql://nowhere/nothing",
    "REDIS_URL": "redis://nowhere",
    "CELERY_BROKER_URL": "memory://",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def connect(app: Flask, _: str) -> None:
    """A database in memory in the place of the server."""
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)


class Counter:
    """As much of Redis as the application uses."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def incr(self, _: str) -> int:
        return next(self.numbers)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(database, "connect", connect)
    app = create_app()
    with app.app_context():
        db.create_all()
    app.extensions["redis"] = Counter()
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_the_root_says_who_answers(client: FlaskClient) -> None:
    assert client.get("/api/").json == {"name": "shop"}


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


def test_a_note_that_was_written_can_be_read(client: FlaskClient) -> None:
    written = client.post("/api/notes", json={"text": "Buy milk"})
    assert written.status_code == 201
    assert written.json
    read = client.get(f"/api/notes/{written.json['id']}")
    assert read.json == written.json
    assert read.json["text"] == "Buy milk"


def test_the_newest_note_comes_first(client: FlaskClient) -> None:
    for text in ("first", "second"):
        client.post("/api/notes", json={"text": text})
    notes = client.get("/api/notes?limit=1").json
    assert notes and [note["text"] for note in notes] == ["second"]


@pytest.mark.parametrize("text", ["", "x" * 1001, "nul \0", 5])
def test_a_text_that_cannot_be_stored_is_refused(
    client: FlaskClient, text: object
) -> None:
    answer = client.post("/api/notes", json={"text": text})
    assert answer.status_code == 422
    assert answer.json and answer.json["faults"][0]["loc"] == ["text"]


@pytest.mark.parametrize("key", [1, 2**31, "one"])
def test_a_note_that_is_not_there_is_not_found(
    client: FlaskClient, key: object
) -> None:
    assert client.get(f"/api/notes/{key}").status_code == 404


def test_hits_are_counted(client: FlaskClient) -> None:
    answers = [client.get("/api/hits").json for _ in range(2)]
    assert answers == [{"hits": 1}, {"hits": 2}]


def test_the_planned_tasks_exist() -> None:
    from app.tasks import celery

    planned = [entry["task"] for entry in celery.conf.beat_schedule.values()]
    assert planned
    assert all(task in celery.tasks for task in planned)
