"""Notes over HTTP."""

import pytest
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db

NOTES = "/notes"


def write(client: Client, text: str):
    return client.post(NOTES, {"text": text}, content_type="application/json")


def test_a_note_that_was_written_can_be_read(client: Client) -> None:
    written = write(client, "Buy milk")
    assert written.status_code == 201
    read = client.get(f"{NOTES}/{written.json()['id']}")
    assert read.json() == written.json()
    assert read.json()["text"] == "Buy milk"
    assert read.json()["created_at"]


def test_the_newest_note_comes_first(client: Client) -> None:
    for text in ("first", "second"):
        write(client, text)
    page = client.get(NOTES, {"limit": 1}).json()
    assert [note["text"] for note in page["results"]] == ["second"]
    older = client.get(page["next"]).json()
    assert [note["text"] for note in older["results"]] == ["first"]


@pytest.mark.parametrize("text", ["", "x" * 1001, "nul \0"])
def test_a_text_that_cannot_be_stored_is_refused(client: Client, text: str) -> None:
    assert write(client, text).status_code == 400


@pytest.mark.parametrize("key", ["1", str(2**63), "one"])
def test_a_note_that_is_not_there_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"{NOTES}/{key}").status_code == 404


def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run")
