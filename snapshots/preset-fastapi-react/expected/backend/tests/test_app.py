"""The application without servers: a counter stands in for Redis."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from app.cache import shared_client
from app.documents import shared_database
from app.main import app

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Counter:
    """As much of Redis as the application uses."""

    def __init__(self) -> None:
        self.numbers = count(1)

    async def incr(self, _: str) -> int:
        return next(self.numbers)


@pytest.fixture
def redis() -> None:
    counter = Counter()
    app.dependency_overrides[shared_client] = lambda: counter


class Collection:
    """As much of MongoDB as the application uses."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []

    async def insert_one(self, document: dict[str, Any]) -> None:
        self.documents.append(document)

    def find(self, wanted: dict[str, Any]) -> "Collection":
        found = Collection()
        for document in self.documents:
            if wanted.items() <= document.items():
                found.documents.append(document)
        return found

    def sort(self, key: str, direction: int) -> "Collection":
        self.documents.sort(key=lambda one: one[key], reverse=direction < 0)
        return self

    def limit(self, number: int) -> "Collection":
        self.documents = self.documents[:number]
        return self

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        for document in self.documents:
            yield document


class Mongo:
    def __init__(self) -> None:
        self.events = Collection()


@pytest.fixture
def mongodb() -> None:
    mongo = Mongo()
    app.dependency_overrides[shared_database] = lambda: mongo


@pytest.fixture
async def client(
    mongodb: None,
    redis: None,
) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
    app.dependency_overrides.clear()


async def test_the_root_says_who_answers(client: AsyncClient) -> None:
    answer = await client.get("/api/")
    assert answer.json() == {"name": app.title, "documentation": "/api/docs"}


async def test_hits_are_counted(client: AsyncClient) -> None:
    answers = [(await client.get("/api/hits")).json() for _ in range(2)]
    assert answers == [{"hits": 1}, {"hits": 2}]


async def test_events_come_by_their_kind(client: AsyncClient) -> None:
    for kind, number in (("paid", 1), ("left", 2), ("paid", 3)):
        sent = {"kind": kind, "data": {"number": number}}
        answer = await client.post("/api/events", json=sent)
        assert answer.status_code == 201
    events = (await client.get("/api/events", params={"kind": "paid"})).json()
    assert [event["data"]["number"] for event in events] == [3, 1]


@pytest.mark.parametrize("kind", ["", "$where", {"$ne": "paid"}])
async def test_a_kind_is_a_plain_word(client: AsyncClient, kind: object) -> None:
    answer = await client.post("/api/events", json={"kind": kind})
    assert answer.status_code == 422


def test_the_planned_tasks_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "memory://")
    monkeypatch.setenv("REDIS_URL", "redis://nowhere")
    monkeypatch.setenv("MONGODB_URL", "mongodb://nowhere")
    from app.tasks import celery

    planned = [entry["task"] for entry in celery.conf.beat_schedule.values()]
    assert planned
    assert all(task in celery.tasks for task in planned)
