"""An application that logs with loguru alone."""

import sys

from fastapi import FastAPI
from loguru import logger

logger.configure(handlers=[{"sink": sys.stderr, "colorize": True}])
logger.info("configured")
app = FastAPI()


@app.get("/")
async def home():
    logger.warning("someone is here")
    try:
        1 / 0  # noqa: B018  the error is the purpose
    except ZeroDivisionError:
        logger.exception("cannot divide")
