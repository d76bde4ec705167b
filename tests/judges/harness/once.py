"""What was judged before: the same text at the same place in another tree has the same verdict."""

import hashlib
from pathlib import Path
from threading import Lock
from types import ModuleType

# What a judge says of itself in `DEPENDS_ON`, where its verdict on a file follows from …
ITSELF = "itself"  # … that file alone,
ITS_NAME = "its name"  # … that file and those of its name in other folders, of all that it judges,
ITS_KIND = "its kind"  # … all files together that it judges; or a function names the files that it follows from.


class Once:
    """Remembers what each judge found nothing in. A judge that says nothing of itself judges everything, always."""

    def __init__(self) -> None:
        self._good: set[tuple[str, str]] = set()
        self._lock = Lock()

    def fresh(self, name: str, judge: ModuleType, tree: Path, files: list[Path]) -> list[Path]:
        """Those of `files` that are yet to be judged."""
        known = self._known(name, judge, tree, files)
        with self._lock:
            return [path for path, key in zip(files, known, strict=True) if key not in self._good]

    def note(self, name: str, judge: ModuleType, tree: Path, files: list[Path]) -> None:
        """Nothing was found in `files`, which are all that the judge has in this tree."""
        with self._lock:
            self._good.update(key for key in self._known(name, judge, tree, files) if key)

    def _known(self, name: str, judge: ModuleType, tree: Path, files: list[Path]) -> list[tuple[str, str] | None]:
        depends = getattr(judge, "DEPENDS_ON", None)
        if depends is None:
            return [None] * len(files)
        each = {path: hashlib.sha256(bytes(path) + b"\0" + (tree / path).read_bytes()).hexdigest() for path in files}
        if callable(depends):
            each = {path: "".join(each[other] for other in depends(tree, path, files)) for path in files}
        elif depends == ITS_KIND:
            each = dict.fromkeys(files, "".join(each.values()))
        elif depends == ITS_NAME:
            each = {path: "".join(each[other] for other in files if other.name == path.name) for path in files}
        return [(name, each[path]) for path in files]
