"""Notes: write one, read one, read the newest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, status
from pydantic import BaseModel, Field
from sqlalchemy import select

from app.database import Session
from app.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])


class NewNote(BaseModel):
    """What is sent."""

    # PostgreSQL stores every character but NUL.
    text: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class SavedNote(BaseModel):
    """What is answered."""

    id: int
    text: str
    created_at: datetime


@router.get("", response_model=list[SavedNote])
async def list_notes(
    session: Session, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> Sequence[Note]:
    """The newest first."""
    newest = select(Note).order_by(Note.id.desc()).limit(limit)
    return (await session.scalars(newest)).all()


@router.post("", response_model=SavedNote, status_code=status.HTTP_201_CREATED)
async def create_note(session: Session, new: NewNote) -> Note:
    """Saved when this answers."""
    note = Note(text=new.text)
    session.add(note)
    await session.commit()
    return note


@router.get("/{note_id}", response_model=SavedNote)
async def read_note(
    session: Session, note_id: Annotated[int, Path(ge=1, lt=2**31)]
) -> Note:
    """One note."""
    note = await session.get(Note, note_id)
    if note is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return note
