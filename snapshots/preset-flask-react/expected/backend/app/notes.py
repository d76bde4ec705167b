"""Notes: write one, read one, read the newest."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field

from app.database import db
from app.errors import checked
from app.models import Note

blueprint = Blueprint("notes", __name__, url_prefix="/notes")


class NewNote(BaseModel):
    """What is sent."""

    # PostgreSQL stores every character but NUL.
    text: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class Page(BaseModel):
    """How many are asked for."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50


class SavedNote(BaseModel):
    """What is answered."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    text: str
    created_at: datetime


def answer(note: Note) -> dict[str, Any]:
    return SavedNote.model_validate(note).model_dump(mode="json")


@blueprint.get("")
def list_notes() -> list[dict[str, Any]]:
    """The newest first."""
    page = checked(Page, request.args.to_dict())
    newest = db.select(Note).order_by(Note.id.desc()).limit(page.limit)
    return [answer(note) for note in db.session.scalars(newest)]


@blueprint.post("")
def create_note() -> tuple[dict[str, Any], int]:
    """Saved when this answers."""
    new = checked(NewNote, request.get_json())
    note = Note(text=new.text)
    db.session.add(note)
    db.session.commit()
    return answer(note), 201


@blueprint.get(f"/<int(max={2**31 - 1}):note_id>")
def read_note(note_id: int) -> dict[str, Any]:
    """One note."""
    return answer(db.get_or_404(Note, note_id))
