"""MongoDB: the connection pool of this process, and its database for each request."""

from typing import Annotated, Any

from fastapi import Depends, Request
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

type Documents = AsyncDatabase[dict[str, Any]]


def connect(url: str) -> AsyncMongoClient[dict[str, Any]]:
    """A pool that opens its first connection with the first command."""
    return AsyncMongoClient(
        url,
        # Times are UTC and say so.
        tz_aware=True,
        # Per process: workers × size must fit into what the server allows.
        maxPoolSize=10,
        # A server that does not answer must not hold requests.
        serverSelectionTimeoutMS=5000,
        waitQueueTimeoutMS=5000,
    )


def database(client: AsyncMongoClient[dict[str, Any]]) -> Documents:
    """The one that the URL names."""
    return client.get_default_database("app")


def shared_database(request: Request) -> Documents:
    """Of the client that the application opened at its start."""
    return database(request.state.mongodb)


Mongo = Annotated[Documents, Depends(shared_database)]
