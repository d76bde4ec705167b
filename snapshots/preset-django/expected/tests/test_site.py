"""What surrounds the notes: the root, the administration, errors, the settings."""

import os
import subprocess
import sys

import pytest
from django.test import Client


def test_the_root_says_who_answers(client: Client) -> None:
    answer = client.get("/")
    assert answer.json() == {"name": "shop"}


def test_the_administration_asks_who_comes(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 200
    assert b"Log in" in answer.content


def test_an_unknown_address_has_a_page_of_ours(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert b"There is nothing at this address." in answer.content


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    """Django's own look at the settings of production."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_set_up_safely() -> None:
    names = ("ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")
    given = {name: os.environ[name] for name in names if name in os.environ}
    checked = check(SECRET_KEY="0123456789" * 5 + "abcdefg", **given)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_start_without_settings_says_which(name: str) -> None:
    checked = check()
    assert checked.returncode != 0
    assert name in checked.stderr.splitlines()[-1]
