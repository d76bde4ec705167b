#!/usr/bin/env python3
"""Check a started stack from outside and inside: `check.py --project DIR`, after `docker compose up -d --build --wait`.

A check is a file in `checks/`: its docstring says what must hold, its `check(stack)` raises Failure when it does
not and may return what it saw. `NEEDS` names what a stack must have for the check to be meant for it, in the words of
harness/features.py; one that needs `web` runs for every web application that has the rest as well. A file with
`DISTURBS = True` stops or floods services and puts them back; those run last.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

sys.dont_write_bytecode = True

from harness.failure import Failure  # noqa: E402
from harness.stack import Front, Stack  # noqa: E402

CHECKS = Path(__file__).parent / "checks"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--project", type=Path, required=True, help="folder of the compose file")
    parser.add_argument("--app", default="", help="look at this web application alone; default: at all")
    each = {"action": "append", "default": [], "metavar": "[APP=]VALUE"}
    parser.add_argument(
        "--path", **each, help="a page that an application answers with 200 (default: its route's head)"
    )
    parser.add_argument("--host", **each, help="the host name of an application (default: its route's)")
    parser.add_argument("--message", default="/start", help="what the bot answers to (default: /start)")
    parser.add_argument("--rate", type=float, default=15, help="requests a second under load (default: 15)")
    parser.add_argument("--has", default="", help="what the stack must have, separated by commas: proxy, web, bot …")
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
    of = f" of {stack.app}" if "web" in needs(module) and len(stack.webs) > 1 else ""
    print(f"{'ok  ' if passed else 'FAIL'}  {name}{of} ({took:.1f} s){': ' if seen else ''}{seen}", flush=True)
    return passed


def needs(module: ModuleType) -> set[str]:
    return set(getattr(module, "NEEDS", ()))


def of_app(values: list[str], app: str, usual: str) -> str:
    """`APP=VALUE` for one application, `VALUE` for all that are not named."""
    split = dict(value.split("=", 1) if "=" in value.split("/")[0] else ("", value) for value in values)
    return split.get(app, split.get("", usual))


def skip(module: ModuleType, missing: set[str], app: str = "") -> None:
    name, lacking = module.__name__.rpartition(".")[2], ", ".join(sorted(missing))
    print(f"skip  {name}{f' of {app}' if app else ''}: {app or 'the stack'} has no {lacking}", flush=True)


def turns(modules: list[ModuleType], stack: Stack, apps: list[str]) -> Iterator[tuple[ModuleType, str, set[str]]]:
    """Each check with the application that it looks at, and what they lack for it."""
    has = {app: stack.features | stack.features_of(app) for app in apps}
    for module in modules:
        if "web" in needs(module) and apps:
            yield from ((module, app, needs(module) - has[app]) for app in apps)
        else:
            yield module, (apps or [""])[0], needs(module) - stack.features


def main() -> int:
    options = arguments()
    modules = select(names(options.only), names(options.skip))
    stack = Stack(options.project.resolve(), options.app, rate=options.rate)
    if missing := set(names(options.has)) - stack.features:
        raise SystemExit(f"the stack has no {', '.join(sorted(missing))}, only {', '.join(sorted(stack.features))}")
    results, skipped = [], 0
    for module, app, missing in turns(modules, stack, [options.app] if options.app else stack.webs):
        if missing:
            skip(module, missing, app if "web" in needs(module) else "")
            skipped += 1
            continue
        stack.look_at(app, Front(of_app(options.path, app, ""), of_app(options.host, app, ""), options.message))
        results.append(run(module, stack))
    print(f"{results.count(True)} passed, {results.count(False)} failed, {skipped} skipped")
    return 0 if all(results) and results else 1


if __name__ == "__main__":
    sys.exit(main())
