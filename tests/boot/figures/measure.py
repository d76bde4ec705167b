"""One image by one Dockerfile: built with nothing cached, after a changed line, after one more dependency."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from results import Figures

HERE = Path(__file__).resolve().parent
APPS = HERE / "apps"
PEERS = HERE / "peers"
OURS = "shipready"
MANIFESTS = ("pyproject.toml", "requirements.txt", "package.json")
PORTS = {"python": 8000, "node": 3000}
# Both answer without it; it is only there to be read.
DATABASE = {"python": "postgresql+asyncpg://nobody@127.0.0.1/shop", "node": "postgresql://nobody@127.0.0.1/shop"}
PATIENCE = 60


def run(*command: str | Path, folder: Path = HERE) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        said = (done.stdout + done.stderr)[-2000:]
        raise SystemExit(f"`{' '.join(map(str, command))}` exited {done.returncode}: {said}")
    return done.stdout


@dataclass(frozen=True)
class Way:
    """Where a Dockerfile comes from: a peer's folder, or ours without one."""

    name: str
    peer: Path | None = None

    def write(self, app: str, folder: Path) -> None:
        if self.peer is None:
            program = os.environ.get("SHIPREADY") or HERE.parents[2] / "target/debug/shipready"
            run(program, "init", "--yes", folder=folder)
        elif (self.peer / "make").exists():
            run(self.peer / "make", folder=folder)
        else:
            shutil.copy(self.peer / f"{app}.Dockerfile", folder / "Dockerfile")
            (folder / ".dockerignore").write_text(".git\n.dockerignore\nDockerfile\n")


def ways(app: str) -> Iterator[Way]:
    yield Way(OURS)
    for peer in sorted(PEERS.iterdir()):
        made_for = (peer / "apps").read_text().split() if (peer / "make").exists() else []
        if app in made_for or (peer / f"{app}.Dockerfile").exists():
            yield Way(peer.name, peer)


@contextmanager
def repository(app: str, way: Way) -> Iterator[Path]:
    """The app as its user has it, with a Dockerfile of that way."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "shop")
        shutil.copytree(APPS / app / "before", folder)
        run("git", "init", "--quiet", folder=folder)
        way.write(app, folder)
        yield folder


def base(app: str) -> str:
    """What ours runs on; all others get the same."""
    with repository(app, Way(OURS)) as folder:
        stages = [line.split() for line in (folder / "Dockerfile").read_text().splitlines() if line.startswith("FROM ")]
    return stages[-1][1]


def size(image: str) -> int:
    return int(run("docker", "image", "inspect", "--format", "{{.Size}}", image))


def seconds(tag: str, folder: Path, *choices: str) -> float:
    began = time.monotonic()
    run("docker", "build", "--quiet", "--provenance=false", *choices, "--tag", tag, ".", folder=folder)
    return time.monotonic() - began


def change_code(folder: Path, state: str) -> None:
    """The shop's front page shows another state."""
    source = next(path for path in (folder / "shop/main.py", folder / "src/index.ts") if path.exists())
    source.write_text(source.read_text().replace('"open"', f'"{state}"'))


def change_dependencies(app: str, folder: Path, state: str) -> None:
    """One more in manifest and lock. The manifest says something new as well: no round before has built the same."""
    shutil.copytree(APPS / app / "after", folder, dirs_exist_ok=True)
    manifest = next(folder / name for name in MANIFESTS if (folder / name).exists())
    if manifest.suffix == ".json":
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "description": state}))
    else:
        manifest.write_text(f"{manifest.read_text()}# {state}\n")


def insist(app: str, tag: str, state: str) -> None:
    """The image is no good when its front page does not say so."""
    runtime = app.split("-")[0]
    container = run("docker", "run", "--detach", "--env", f"DATABASE_URL={DATABASE[runtime]}", tag).strip()
    address = run("docker", "inspect", "--format", "{{.NetworkSettings.IPAddress}}", container).strip()
    try:
        until = time.monotonic() + PATIENCE
        while (answer := asked(f"http://{address}:{PORTS[runtime]}/")) is None and time.monotonic() < until:
            time.sleep(0.2)
        if answer != {"shop": state}:
            raise SystemExit(f"{tag} answers {answer}: {run('docker', 'logs', container)[-2000:]}")
    finally:
        run("docker", "rm", "--force", container)


def asked(url: str) -> object:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return json.load(response)
    except OSError:
        return None


def measure(app: str, way: Way) -> Figures:
    tag, bottom = f"shipready-figures-{app}-{way.name}", base(app)
    with repository(app, way) as folder:
        given = f"--build-arg=BASE={bottom}"
        # Layers are not taken from the cache by --no-cache; what package managers cached would be.
        run("docker", "builder", "prune", "--force", "--filter", "type=exec.cachemount")
        cold = seconds(tag, folder, given, "--no-cache")
        insist(app, tag, "open")
        whole = size(tag)
        change_code(folder, state := f"closed, {time.time_ns()}")
        code = seconds(tag, folder, given)
        insist(app, tag, state)
        change_dependencies(app, folder, state)
        dependency = seconds(tag, folder, given)
        insist(app, tag, state)
        run("docker", "image", "rm", "--force", tag)
    return Figures(app, way.name, whole, whole - size(bottom), cold, code, dependency)
