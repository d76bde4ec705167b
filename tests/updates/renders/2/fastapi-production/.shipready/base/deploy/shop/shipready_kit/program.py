"""Runs another Python program inside this process: its logs become JSON, its errors are tracked.

It is started as it would start itself: a script of a package (`celery`, `arq`), `python -m
module` or `python file.py`, from the working directory. Whatever is no Python program
replaces this process and prints what it likes.
"""

from __future__ import annotations

import os
import runpy
import shutil
import signal
import sys
from pathlib import Path

from shipready_kit import capture, logs, programs, shared, tracking


def run(command: list[str]) -> int:
    """Become the program. 127 when there is none of that name."""
    name, arguments = command[0], command[1:]
    if Path(name).name.startswith("python") and arguments:
        if arguments[0] == "-m" and len(arguments) > 1:
            return _module(arguments[1], arguments[2:])
        if arguments[0].endswith(".py"):
            return _script(Path(arguments[0]), arguments[1:])
    found = shutil.which(name)
    if found is not None and _is_python(Path(found)):
        return _script(Path(found), arguments, of_package=True)
    if found is not None:
        shared.mark_started()
        os.execv(found, command)
    print(f"shipready: {name}: no such program", file=sys.stderr)
    return 127


def _is_python(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(256).split(b"\n")
    # A path that is too long for a first line stands in the second.
    return head[0].startswith(b"#!") and b"python" in b" ".join(head[:2])


def _module(name: str, arguments: list[str]) -> int:
    _prepare(name.partition(".")[0], os.getcwd())
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)
    return 0


def _script(path: Path, arguments: list[str], of_package: bool = False) -> int:
    _prepare(path.stem, os.getcwd() if of_package else str(path.resolve().parent))
    sys.argv = [str(path), *arguments]
    runpy.run_path(str(path), run_name="__main__")
    return 0


def _prepare(name: str, folder: str) -> None:
    sys.path.insert(0, folder)
    capture.install()
    logs.watch()
    tracking.start()
    # A program that does not care about TERM ends as by `sys.exit()`, with every `finally`
    # on the way; one that does installs a handler of its own over this one.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    watch = programs.known(name, "watch")
    if watch is None:
        shared.mark_started()
    else:
        watch()
