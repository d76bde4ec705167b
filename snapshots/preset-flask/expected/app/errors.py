"""What is refused, and how: as JSON, like everything else."""

from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException


def refused(error: HTTPException) -> Any:
    """An address that is not there, a method that is not allowed, a failure of ours …"""
    if error.response is not None:
        return error.response
    return {"error": error.description}, error.code or 500


def register(app: Flask) -> None:
    """For every blueprint. The text of an unhandled exception goes to the log, never to a client."""
    app.register_error_handler(HTTPException, refused)
