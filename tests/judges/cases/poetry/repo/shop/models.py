"""The beginning of the models: no table yet."""

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass
