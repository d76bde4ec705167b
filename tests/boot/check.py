#!/usr/bin/env python3
"""Check a started stack from outside and inside: `check.py --project DIR`, after `docker compose up -d --build --wait`.

A check is a file in `checks/`: its docstring says what must hold, its `check(stack)` raises Failure when it does
not and may return what it saw. A file with `DISTURBS = True` stops or floods services and puts them back; those
run last.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path
from types import ModuleType

sys.dont_write_bytecode = True

from harness.failure import Failure  # noqa: E402
from harness.stack import Stack  # noqa: E402

CHECKS = Path(__file__).parent / "checks"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--project", type=Path, required=True, help="folder of the compose file")
    parser.add_argument("--app", default="", help="application; default: the only one whose service ends in -web")
    parser.add_argument("--path", default="/", help="a page that the application answers with 200 (default: /)")
    parser.add_argument("--rate", type=float, default=15, help="requests a second under load (default: 15)")
    parser.add_argument("--only", default="", help="names of checks, separated by commas")
    parser.add_argument("--skip", default="", help="names of checks to leave out, separated by commas")
    return parser.parse_args()


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def select(only: list[str], skip: list[str]) -> list[ModuleType]:
    found = {path.stem: path for path in sorted(CHECKS.glob("*.py")) if path.stem != "__init__"}
    unknown = [name for name in only + skip if name not in found]
    if unknown:
        raise SystemExit(f"no such check: {', '.join(unknown)}; there are {', '.join(found)}")
    chosen = [name for name in found if (not only or name in only) and name not in skip]
    modules = [importlib.import_module(f"checks.{name}") for name in chosen]
    return sorted(modules, key=lambda module: getattr(module, "DISTURBS", False))


def run(module: ModuleType, stack: Stack) -> bool:
    """Run one check and print its line; whether it passed."""
    name = module.__name__.rpartition(".")[2]
    began = time.monotonic()
    try:
        seen = module.check(stack) or ""
        passed = True
    except Failure as failure:
        seen = f"{(module.__doc__ or '').strip()}\n      {failure}"
        passed = False
    except Exception as error:  # a check that cannot even run has not passed
        seen = f"the check itself broke: {type(error).__name__}: {error}"
        passed = False
    took = time.monotonic() - began
    print(f"{'ok  ' if passed else 'FAIL'}  {name} ({took:.1f} s){': ' if seen else ''}{seen}", flush=True)
    return passed


def main() -> int:
    options = arguments()
    modules = select(names(options.only), names(options.skip))
    stack = Stack(options.project.resolve(), options.app, options.path, options.rate)
    results = [run(module, stack) for module in modules]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) and results else 1


if __name__ == "__main__":
    sys.exit(main())
