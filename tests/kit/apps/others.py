"""Applications of other shapes."""

import logging
import logging.config
from pathlib import Path

from fastapi import FastAPI

Path("logs").mkdir(exist_ok=True)
logging.config.dictConfig(
    {
        "version": 1,
        "formatters": {"plain": {"format": "%(levelname)s | %(message)s"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain"},
            "file": {
                "class": "logging.FileHandler",
                "filename": "logs/app.log",
                "formatter": "plain",
            },
        },
        "root": {"level": "INFO", "handlers": ["console", "file"]},
    }
)


def create_app():
    app = FastAPI()

    @app.get("/made")
    def made():
        logging.getLogger("others").info("made by a factory")
        return "by a factory"

    @app.get("/broken")
    def broken():
        raise RuntimeError("in a factory's application")

    return app


async def bare(scope, _receive, send):
    """No framework, no lifespan."""
    if scope["type"] != "http":
        raise RuntimeError("only HTTP here")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"bare"})


class Held:
    app = staticmethod(bare)
