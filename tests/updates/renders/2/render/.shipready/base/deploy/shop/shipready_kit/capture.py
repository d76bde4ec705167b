"""What a web process prints in a form of its own: every line becomes one JSON object.

That is `print()`, warnings, tracebacks, and loggers that write to `sys.stdout` or
`sys.stderr` themselves, such as loguru. A line that is a JSON object stays as it is, apart
from secrets in it. `run` and `health` are read by people: their output is left alone.

Out of reach is what passes Python's streams by: C code that writes to the descriptors 1
and 2 (faulthandler, crashes), programs that the application starts, and whoever opens
these descriptors anew. It appears in the log as it was written.
"""

from __future__ import annotations

import atexit
import codecs
import io
import json
import os
import re
import sys
import threading
import time

from shipready_kit import logs, mask, settings

MOST = 65536  # characters of an unfinished line or traceback that are kept back

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_HEADER = r"^[^\w\n]*(?:Exception Group )?Traceback \(most recent call last\)"
_TRACEBACK = re.compile(_HEADER, re.MULTILINE)
# Python prints it line by line, so the rest will follow; others write their boxes at once.
_OPENING = re.compile(
    r"^(?:  \+ Exception Group )?Traceback \(most recent call last\):$", re.MULTILINE
)
# It ends with the exception, the first line that is not indented, or an exception group's rule.
_FINISHED = re.compile(_HEADER + r"[^\n]*\n(?:[^\n]*\n)*?(?:\S| *\+-{36})", re.MULTILINE)

LEVELS = {
    name: level
    for level, names in {
        "debug": "debug trace",
        "info": "info success notice",
        "warning": "warning warn warni",  # the last as `%-5.5s` cuts it
        "error": "error",
        "critical": "critical criti fatal",
    }.items()
    for name in names.split()
}

_installed: list[Stream] = []


def install() -> None:
    """Put both streams in place, before the application is imported; a second call does nothing.

    `sys.__stdout__` and `sys.__stderr__` too: many go back to them after a redirection.
    """
    if settings.off("logs"):
        return
    for name, level in (("stdout", "info"), ("stderr", "warning")):
        original = getattr(sys, name)
        if original is None or isinstance(original, Stream):
            continue
        original.flush()
        stream = Stream(name, level, original)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
        os.register_at_fork(after_in_child=stream.forget)
        _installed.append(stream)
    atexit.register(finish)


def finish() -> None:
    """At the end of the process: log the lines that were never completed."""
    for stream in _installed:
        stream.finish()


class Stream(io.TextIOBase):
    """Stands for `sys.stdout` or `sys.stderr`, and looks like a stream into a pipe.

    Every thread has its own unfinished line, so there is nothing to lock: neither other
    threads nor a fork at a bad moment can block or mix lines.
    """

    encoding = "utf-8"
    errors = "backslashreplace"
    line_buffering = True
    mode = "w"

    def __init__(self, name: str, level: str, original) -> None:
        self.name = f"<{name}>"
        self.buffer = _Bytes(self)
        self._logger, self._level, self._original = name, level, original
        self._parts: dict[int, str] = {}  # by thread: a line without its end
        self._traces: dict[int, str] = {}  # by thread: a traceback without its exception

    def write(self, text: str) -> int:
        """Log all lines that are complete now. Raises TypeError for bytes, as usual."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        thread = threading.get_ident()
        whole, newline, rest = (self._parts.pop(thread, "") + text).rpartition("\n")
        if "\r" in rest:
            rest = rest[rest.rstrip("\r").rfind("\r") + 1 :]  # progress bars overwrite themselves
        if len(rest) > MOST:
            whole, newline, rest = whole + newline + rest, "\n", ""
        if rest:
            self._parts[thread] = rest
        if newline:
            self._lines(thread, whole)
        return len(text)

    def finish(self) -> None:
        """Log what every thread left unfinished."""
        for thread in {*self._parts, *self._traces}:
            self._lines(thread, self._parts.pop(thread, ""))
            self._entry(self._traces.pop(thread, ""), "error")

    def forget(self) -> None:
        """In a forked process: what the parent left unfinished is the parent's to finish."""
        self._parts.clear()
        self._traces.clear()

    def _lines(self, thread: int, text: str) -> None:
        """Complete lines of one write, without the last line's end; tracebacks stay whole."""
        text = _ANSI.sub("", text).replace("\r\n", "\n")
        trace = self._traces.pop(thread, "")
        if trace or _TRACEBACK.search(text):
            text = f"{trace}\n{text}" if trace else text
            if len(text) < MOST and _OPENING.search(text) and not _FINISHED.search(text):
                self._traces[thread] = text
            else:
                self._entry(text, "error")
            return
        for line in text.split("\n"):
            visible = line.rstrip().rpartition("\r")[2]
            found = _object(visible)
            if found is None:
                self._entry(visible, self._level)
                continue
            masked = mask.document(found)
            if masked == found:
                logs.send(visible + "\n")
            else:
                logs.write(masked)

    def _entry(self, text: str, level: str) -> None:
        text = text.strip("\n")
        if not text.strip():
            return
        moment, identity = time.time(), logs.request_id.get()
        said = level_of(text) or level
        logs.write(logs.head(moment, said, self._logger, mask.text(text), identity))

    def fileno(self) -> int:
        """The real descriptor, for whoever needs one; what is written there stays raw."""
        return self._original.fileno()

    def isatty(self) -> bool:
        """Never: nobody should colour these lines."""
        return False

    def writable(self) -> bool:
        """Always."""
        return True

    def reconfigure(self, **_options) -> None:
        """Applications choose UTF-8 or line buffering this way; both are so already."""

    def detach(self) -> _Bytes:
        """The bytes below, for whoever puts a text stream of its own on them."""
        return self.buffer

    def close(self) -> None:
        """Ignored, like the end of a text stream that was put on `buffer`."""


class _Bytes(io.BufferedIOBase):
    """`sys.stdout.buffer`: bytes take the same way as text."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rest: dict[int, bytes] = {}  # by thread: the begin of a character

    def write(self, data) -> int:
        """Take UTF-8, in pieces that may end within a character."""
        given, thread = bytes(memoryview(data)), threading.get_ident()
        whole = self._rest.pop(thread, b"") + given
        text, used = codecs.utf_8_decode(whole, "backslashreplace", False)
        if used < len(whole):
            self._rest[thread] = whole[used:]
        self._stream.write(text)
        return len(given)

    def fileno(self) -> int:
        """That of the stream."""
        return self._stream.fileno()

    def writable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Ignored: text streams close what they were put on when they are thrown away."""


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _object(line: str) -> dict | None:
    """The JSON object that the line is, or None."""
    if not line.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def level_of(line: str) -> str | None:
    """The level that a line plainly names: behind times, numbers and at most one name.

    `ERROR:root:…`, `2026-01-31 09:00:00 | INFO | …`, `[info ] …` and `level=warn …` do;
    `The ERROR count is 0` does not.
    """
    numbered = named = False
    begin = line.partition("\n")[0][:160].replace("|", " ")
    for field in begin.split()[:8]:
        word, colon, _ = field.strip("[](){}<>,;-*").partition(":")
        if word.lower().startswith("level="):
            return LEVELS.get(word[6:].strip("\"'").lower())
        level = LEVELS.get(word.lower())
        if level and (colon or word.isupper() or field.startswith("[")):
            return level
        if any(character.isdigit() for character in word):
            numbered = True
        elif word:
            logger = colon or "." in word or field.startswith("[")
            if named or not (logger or numbered):
                return None
            named = True
    return None
