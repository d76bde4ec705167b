"""The application without servers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from app import create_app
from app.settings import Settings

ENVIRONMENT = {
    "SECRET_KEY": "only for tests",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def app() -> Flask:
    app = create_app()
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_the_root_says_who_answers(client: FlaskClient) -> None:
    assert client.get("/").json == {"name": "shop"}


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
