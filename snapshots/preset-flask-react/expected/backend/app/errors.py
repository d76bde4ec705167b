"""What is refused, and how: as JSON, like everything else."""

from typing import Any

from flask import Flask, abort, make_response
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException


def refused(error: HTTPException) -> Any:
    """An address that is not there, a method that is not allowed, a failure of ours …"""
    if error.response is not None:
        return error.response
    return {"error": error.description}, error.code or 500


def register(app: Flask) -> None:
    """For every blueprint. The text of an unhandled exception goes to the log, never to a client."""
    app.register_error_handler(HTTPException, refused)


def checked(model: type[BaseModel], sent: object) -> Any:
    """What a client sent, as `model`; if it does not fit, the answer says where."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        faults = error.errors(
            include_url=False, include_context=False, include_input=False
        )
    abort(make_response({"error": "This does not fit.", "faults": faults}, 422))
