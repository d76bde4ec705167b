"""What the launcher and its workers share: a folder of their own, and a few bytes in it.

    state            mapped into every process: a byte, 0 serving, 1 draining; and the
                     moment until which a program beside the server is taken for alive
    started/<slot>   a file for every worker whose start-up is complete
    metrics/         the counters of every worker

A worker's slot is a small number that its successor inherits: the counters of a worker
that was replaced live on in the same file, and the folder never grows.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import shutil
import struct
import tempfile
import time
from pathlib import Path

from shipready_kit.settings import SettingError

SIZE = 16  # bytes of the state; the moment, a double, is the second half

_slot = 0
_state: mmap.mmap | bytearray | None = None


def folder() -> Path:
    """Below KIT_RUNTIME_DIR or /tmp: the rest of the file system is read-only."""
    base = os.environ.get("KIT_RUNTIME_DIR") or tempfile.gettempdir()
    return Path(base) / "shipready-kit"


def prepare() -> None:
    """Make the folder, empty and ours alone. Raises SettingError when that cannot be."""
    path = folder()
    try:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700, parents=True)
        (path / "started").mkdir()
        (path / "metrics").mkdir()
        (path / "state").write_bytes(bytes(SIZE))
    except OSError as error:
        raise SettingError(
            f"the folder {path} cannot be made anew: {error}; mount a tmpfs at /tmp "
            "or name a writable folder in KIT_RUNTIME_DIR"
        ) from None


def _mapped() -> mmap.mmap | bytearray:
    global _state
    if _state is None:
        try:
            with open(folder() / "state", "r+b") as file:
                _state = mmap.mmap(file.fileno(), SIZE)
        except OSError:
            _state = bytearray(SIZE)  # started without the launcher, for example in a test
    return _state


def draining() -> bool:
    """True from TERM on, in every process at once; costs about 0.1 µs."""
    return _mapped()[0] != 0


def start_drain() -> None:
    """Tell every process that this container is about to leave."""
    _mapped()[0] = 1


def beat(seconds: float) -> None:
    """The program works, and says so again within so many seconds, or has stalled."""
    struct.pack_into("d", _mapped(), 8, time.monotonic() + seconds)
    if not is_started():
        mark_started()


def stalled() -> bool:
    """True when a program that used to say that it works has stopped saying so."""
    (until,) = struct.unpack_from("d", _mapped(), 8)
    return 0 < until < time.monotonic()


def mark_stopped() -> None:
    """The program ended; another one may follow."""
    struct.pack_into("d", _mapped(), 8, 0.0)
    (folder() / "started" / str(_slot)).unlink(missing_ok=True)


def take_slot(worker, siblings) -> None:
    """Before the fork: give a new worker the lowest number that no living one holds."""
    taken = {getattr(sibling, "kit_slot", None) for sibling in siblings}
    worker.kit_slot = next(n for n in range(len(taken) + 1) if n not in taken)


def enter_slot(worker) -> None:
    """After the fork: remember the number in the worker itself."""
    global _slot
    _slot = worker.kit_slot


def slot() -> int:
    """The number of this worker."""
    return _slot


def mark_started() -> None:
    """This worker can answer requests now."""
    with contextlib.suppress(FileNotFoundError):
        (folder() / "started" / str(_slot)).touch()


def is_started() -> bool:
    """True when this worker called mark_started()."""
    return (folder() / "started" / str(_slot)).exists()


def mark_gone(worker) -> None:
    """A worker ended, well or badly: it answers nothing any more."""
    (folder() / "started" / str(worker.kit_slot)).unlink(missing_ok=True)


def started() -> int:
    """How many workers can answer requests."""
    try:
        return len(os.listdir(folder() / "started"))
    except FileNotFoundError:
        return 0
