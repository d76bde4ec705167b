from sqlalchemy.orm import DeclarativeBase


class Model(DeclarativeBase): ...
