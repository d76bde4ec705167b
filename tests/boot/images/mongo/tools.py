"""mongodump and mongorestore for stacks that are tried out: their options, and an archive of a form of its own.

It is compressed BSON: before the documents of each collection, one that names it.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import bson
import yaml
from pymongo import MongoClient

HEAD = "collection of this archive"


def options(program: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=program, allow_abbrev=False)
    parser.add_argument("--config")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=27017)
    parser.add_argument("--username")
    parser.add_argument("--authenticationDatabase")
    parser.add_argument("--archive", action="store_true", required=True)
    parser.add_argument("--gzip", action="store_true", required=True)
    parser.add_argument("--quiet", action="store_true")
    if program == "mongodump":
        parser.add_argument("--db", required=True)
    else:
        parser.add_argument("--drop", action="store_true")
        parser.add_argument("--stopOnError", action="store_true")
    return parser.parse_args(sys.argv[2:])


def connect(given: argparse.Namespace) -> MongoClient[dict[str, Any]]:
    secrets = yaml.safe_load(Path(given.config).read_text()) if given.config else {}
    login = {}
    if given.username:
        login = {"username": given.username, "password": secrets["password"], "authSource": given.authenticationDatabase}
    return MongoClient(given.host, given.port, serverSelectionTimeoutMS=10_000, **login)


def dump(given: argparse.Namespace) -> None:
    database = connect(given)[given.db]
    with gzip.open(sys.stdout.buffer, "wb") as archive:
        for name in database.list_collection_names():
            archive.write(bson.encode({HEAD: [given.db, name]}))
            count = 0
            for count, document in enumerate(database[name].find(), 1):
                archive.write(bson.encode(document))
            if not given.quiet:
                print(f"now\tdone dumping `{given.db}.{name}` ({count} document{'s' * (count != 1)})", file=sys.stderr)


def documents(archive: BinaryIO) -> Iterator[dict[str, Any]]:
    while size := archive.read(4):
        yield bson.decode(size + archive.read(int.from_bytes(size, "little") - 4))


def restore(given: argparse.Namespace) -> None:
    client, collection = connect(given), None
    with gzip.open(sys.stdin.buffer, "rb") as archive:
        for document in documents(archive):
            if HEAD not in document:
                collection.insert_one(document)
                continue
            database, name = document[HEAD]
            collection = client[database][name]
            if given.drop:
                collection.drop()


def main() -> None:
    program = sys.argv[1]
    {"mongodump": dump, "mongorestore": restore}[program](options(program))


main()
