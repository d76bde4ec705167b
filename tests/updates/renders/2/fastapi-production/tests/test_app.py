"""The application without servers: SQLite in memory, a counter for Redis."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.cache import shared_client
from app.database import open_session
from app.main import app
from app.models import Base

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


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


@pytest.fixture
async def client(database: None, redis: None) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
    app.dependency_overrides.clear()


async def test_the_root_says_who_answers(client: AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.json() == {"name": app.title, "documentation": "/docs"}


async def test_a_note_that_was_written_can_be_read(client: AsyncClient) -> None:
    written = await client.post("/notes", json={"text": "Buy milk"})
    assert written.status_code == 201
    read = await client.get(f"/notes/{written.json()['id']}")
    assert read.json() == written.json()
    assert read.json()["text"] == "Buy milk"


async def test_the_newest_note_comes_first(client: AsyncClient) -> None:
    for text in ("first", "second"):
        await client.post("/notes", json={"text": text})
    notes = (await client.get("/notes", params={"limit": 1})).json()
    assert [note["text"] for note in notes] == ["second"]


@pytest.mark.parametrize("text", ["", "x" * 1001, "nul \0"])
async def test_a_text_that_cannot_be_stored_is_refused(
    client: AsyncClient, text: str
) -> None:
    answer = await client.post("/notes", json={"text": text})
    assert answer.status_code == 422


async def test_a_note_that_is_not_there_is_not_found(client: AsyncClient) -> None:
    assert (await client.get("/notes/1")).status_code == 404
    assert (await client.get(f"/notes/{2**31}")).status_code == 422


async def test_hits_are_counted(client: AsyncClient) -> None:
    answers = [(await client.get("/hits")).json() for _ in range(2)]
    assert answers == [{"hits": 1}, {"hits": 2}]
