"""Events: what happened, in whatever shape it came."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, Field
from pymongo import DESCENDING

from app.documents import Documents, Mongo

router = APIRouter(prefix="/events", tags=["events"])

Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,49}$")]


class NewEvent(BaseModel):
    """What is sent."""

    kind: Kind
    data: dict[str, Any] = {}


class SavedEvent(NewEvent):
    """What is answered."""

    at: datetime


async def create_indexes(database: Documents) -> None:
    """For the one question that is asked. Those that exist stay as they are."""
    await database.events.create_index([("kind", 1), ("at", DESCENDING)])


@router.get("")
async def list_events(
    database: Mongo, kind: Kind, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> list[SavedEvent]:
    """The newest first."""
    found = database.events.find({"kind": kind}).sort("at", DESCENDING).limit(limit)
    return [SavedEvent.model_validate(document) async for document in found]


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_event(database: Mongo, new: NewEvent) -> SavedEvent:
    """Saved when this answers."""
    event = SavedEvent(**new.model_dump(), at=datetime.now(UTC))
    await database.events.insert_one(event.model_dump())
    return event
