"""The application without servers{% if "postgres" in selected %}: SQLite in memory{% if "redis" in selected %}, a counter for Redis{% endif %}{% elif "redis" in selected %}: a counter stands in for Redis{% else %}: requests go straight to it{% endif %}."""

from collections.abc import AsyncIterator
{% if "redis" in selected %}
from itertools import count
{% endif %}
{% if "mongodb" in selected or "telegram" in selected %}
from typing import Any
{% endif %}

import pytest
{% if "telegram" in selected %}
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
{% endif %}
from httpx import ASGITransport, AsyncClient
{% if "postgres" in selected %}
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
{% endif %}

{% if "telegram" in selected %}
from app import bot
{% endif %}
{% if "redis" in selected %}
from app.cache import shared_client
{% endif %}
{% if "postgres" in selected %}
from app.database import open_session
{% endif %}
{% if "mongodb" in selected %}
from app.documents import shared_database
{% endif %}
from app.main import app
{% if "postgres" in selected %}
from app.models import Base
{% endif %}

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


{% if "postgres" in selected %}
@pytest.fixture
async def database() -> AsyncIterator[None]:
    """An empty database with the tables of the models, for each test."""
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)

    async def session() -> AsyncIterator[AsyncSession]:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            yield session

    app.dependency_overrides[open_session] = session
    yield
    await engine.dispose()


{% endif %}
{% if "redis" in selected %}
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


{% endif %}
{% if "mongodb" in selected %}
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


{% endif %}
{% if "telegram" in selected %}
class Telegram(BaseSession):
    """Notes what it is asked for, and agrees to everything."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[TelegramMethod[Any]] = []

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any
    ) -> Any:
        self.asked.append(method)
        return True

    async def stream_content(self, *_: Any, **__: Any) -> AsyncIterator[bytes]:
        yield b""

    async def close(self) -> None:
        """Nothing was opened."""


@pytest.fixture
def telegram() -> Telegram:
    """A bot that the API takes updates for."""
    session = Telegram()
    dispatcher = Dispatcher()
    dispatcher.message.register(bot.echo)
    hook = bot.Webhook(Bot("42:only-for-tests", session), dispatcher, "known")
    app.dependency_overrides[bot.shared_webhook] = lambda: hook
    return session


{% endif %}
@pytest.fixture
{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}
async def client(
{% if "postgres" in selected %}
    database: None,
{% endif %}
{% if "mongodb" in selected %}
    mongodb: None,
{% endif %}
{% if "redis" in selected %}
    redis: None,
{% endif %}
) -> AsyncIterator[AsyncClient]:
{% else %}
async def client() -> AsyncIterator[AsyncClient]:
{% endif %}
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
    app.dependency_overrides.clear()


async def test_the_root_says_who_answers(client: AsyncClient) -> None:
    answer = await client.get("{= app.prefix =}/")
    assert answer.json() == {"name": app.title, "documentation": "{= app.prefix =}/docs"}
{% if "postgres" in selected %}


async def test_a_note_that_was_written_can_be_read(client: AsyncClient) -> None:
    written = await client.post("{= app.prefix =}/notes", json={"text": "Buy milk"})
    assert written.status_code == 201
    read = await client.get(f"{= app.prefix =}/notes/{written.json()['id']}")
    assert read.json() == written.json()
    assert read.json()["text"] == "Buy milk"


async def test_the_newest_note_comes_first(client: AsyncClient) -> None:
    for text in ("first", "second"):
        await client.post("{= app.prefix =}/notes", json={"text": text})
    notes = (await client.get("{= app.prefix =}/notes", params={"limit": 1})).json()
    assert [note["text"] for note in notes] == ["second"]


@pytest.mark.parametrize("text", ["", "x" * 1001, "nul \0"])
async def test_a_text_that_cannot_be_stored_is_refused(
    client: AsyncClient, text: str
) -> None:
    answer = await client.post("{= app.prefix =}/notes", json={"text": text})
    assert answer.status_code == 422


async def test_a_note_that_is_not_there_is_not_found(client: AsyncClient) -> None:
    assert (await client.get("{= app.prefix =}/notes/1")).status_code == 404
    assert (await client.get(f"{= app.prefix =}/notes/{2**31}")).status_code == 422
{% endif %}
{% if "redis" in selected %}


async def test_hits_are_counted(client: AsyncClient) -> None:
    answers = [(await client.get("{= app.prefix =}/hits")).json() for _ in range(2)]
    assert answers == [{"hits": 1}, {"hits": 2}]
{% endif %}
{% if "mongodb" in selected %}


async def test_events_come_by_their_kind(client: AsyncClient) -> None:
    for kind, number in (("paid", 1), ("left", 2), ("paid", 3)):
        sent = {"kind": kind, "data": {"number": number}}
        answer = await client.post("{= app.prefix =}/events", json=sent)
        assert answer.status_code == 201
    events = (await client.get("{= app.prefix =}/events", params={"kind": "paid"})).json()
    assert [event["data"]["number"] for event in events] == [3, 1]


@pytest.mark.parametrize("kind", ["", "$where", {"$ne": "paid"}])
async def test_a_kind_is_a_plain_word(client: AsyncClient, kind: object) -> None:
    answer = await client.post("{= app.prefix =}/events", json={"kind": kind})
    assert answer.status_code == 422
{% endif %}
{% if "celery" in selected %}


def test_the_planned_tasks_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "memory://")
    monkeypatch.setenv("REDIS_URL", "redis://nowhere")
{% if "postgres" in selected %}
    monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere/nothing")
{% endif %}
{% if "mongodb" in selected %}
    monkeypatch.setenv("MONGODB_URL", "mongodb://nowhere")
{% endif %}
{% if "telegram" in selected %}
    monkeypatch.setenv("BOT_TOKEN", "42:only-for-tests")
{% endif %}
    from app.tasks import celery

    planned = [entry["task"] for entry in celery.conf.beat_schedule.values()]
    assert planned
    assert all(task in celery.tasks for task in planned)
{% endif %}
{% if "telegram" in selected %}


async def test_the_bot_takes_updates_from_telegram_alone(
    client: AsyncClient, telegram: Telegram
) -> None:
    someone = {"id": 2**40, "is_bot": False, "first_name": "Ada"}
    message = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": 7, "type": "private"},
        "from": someone,
        "text": "good morning",
    }
    update = {"update_id": 1, "message": message}
    secret = {"X-Telegram-Bot-Api-Secret-Token": "known"}
    assert (await client.post(bot.PATH, json=update)).status_code == 401
    assert (await client.post(bot.PATH, json=update, headers=secret)).status_code == 200
    assert [getattr(method, "text", None) for method in telegram.asked] == [
        "good morning"
    ]


async def test_without_a_webhook_there_is_no_such_address(client: AsyncClient) -> None:
    assert (await client.post(bot.PATH, json={})).status_code == 404
{% endif %}
