"""The application without servers: {% if "postgres" in selected %}SQLite in memory{% if "redis" in selected %}, a counter for Redis{% endif %}{% elif "redis" in selected %}a counter stands in for Redis{% else %}requests go straight to it{% endif %}."""

from collections.abc import AsyncIterator
{% if "redis" in selected %}
from itertools import count
{% endif %}

import pytest
from httpx import ASGITransport, AsyncClient
{% if "postgres" in selected %}
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
{% endif %}

{% if "redis" in selected %}
from app.cache import shared_client
{% endif %}
{% if "postgres" in selected %}
from app.database import open_session
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
@pytest.fixture
{% if "postgres" in selected and "redis" in selected %}
async def client(database: None, redis: None) -> AsyncIterator[AsyncClient]:
{% elif "postgres" in selected %}
async def client(database: None) -> AsyncIterator[AsyncClient]:
{% elif "redis" in selected %}
async def client(redis: None) -> AsyncIterator[AsyncClient]:
{% else %}
async def client() -> AsyncIterator[AsyncClient]:
{% endif %}
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
{% if "postgres" in selected or "redis" in selected %}
    app.dependency_overrides.clear()
{% endif %}


async def test_the_root_says_who_answers(client: AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.json() == {"name": app.title, "documentation": "/docs"}
{% if "postgres" in selected %}


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
{% endif %}
{% if "redis" in selected %}


async def test_hits_are_counted(client: AsyncClient) -> None:
    answers = [(await client.get("/hits")).json() for _ in range(2)]
    assert answers == [{"hits": 1}, {"hits": 2}]
{% endif %}
