"""PostgreSQL: the connection pool of each process, and a session for each request as `db.session`."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, make_url
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """What all tables have in common."""

    # Known names, so that a migration can change a constraint that it did not create.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


def connect(app: Flask, url: str) -> None:
    """A pool that opens its first connection with the first query."""
    # Platforms hand out `postgres://` and `postgresql://`, which name no driver.
    address = make_url(url).set(drivername="postgresql+psycopg")
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=address,
        SQLALCHEMY_ENGINE_OPTIONS={
            # A connection that broke while it was idle is replaced before it is used.
            "pool_pre_ping": True,
            # Per process: workers × (size + overflow) must fit into max_connections.
            "pool_size": 5,
            "max_overflow": 5,
            # When all are busy, an early error is kinder than a request that hangs.
            "pool_timeout": 5,
        },
    )
    db.init_app(app)
