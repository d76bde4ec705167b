"""A registry of this machine's own, so that images have digests to be deployed by."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from harness.failure import Failure

CONFIG = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {folder}/images}}}}
http: {{addr: "127.0.0.1:{port}"}}
log: {{level: error}}
"""


def program() -> Path:
    """Debian's registry, unpacked without installing it: an installed one would start by itself."""
    cache = Path(os.environ.get("BOOT_CACHE") or Path.home() / ".cache/shipready-boot") / "registry"
    found = cache / "usr/bin/docker-registry"
    if not found.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "-qq", "download", "docker-registry"], cwd=cache, check=True, capture_output=True)
        for package in cache.glob("docker-registry_*.deb"):
            subprocess.run(["dpkg", "-x", package, cache], check=True)
            package.unlink()
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Registry:
    """Use as a context; `push` gives the reference by digest."""

    def __enter__(self) -> Registry:
        self.folder = tempfile.TemporaryDirectory()
        self.port = free_port()
        config = Path(self.folder.name, "config.yml")
        config.write_text(CONFIG.format(folder=self.folder.name, port=self.port))
        self.process = subprocess.Popen(
            [program(), "serve", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def _wait(self) -> None:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/v2/", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise Failure("the registry did not start")

    def push(self, image: str, name: str) -> str:
        """The image under its digest in this registry: `127.0.0.1:5000/web@sha256:…`."""
        place = f"127.0.0.1:{self.port}/{name}"
        for command in (["tag", image, f"{place}:pushed"], ["push", "--quiet", f"{place}:pushed"]):
            subprocess.run(["docker", *command], check=True, capture_output=True, text=True)
        listing = ["docker", "image", "inspect", "-f", "{{range .RepoDigests}}{{println .}}{{end}}", f"{place}:pushed"]
        digests = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split()
        subprocess.run(["docker", "image", "rm", f"{place}:pushed"], check=True, capture_output=True)
        return next(digest for digest in digests if digest.startswith(f"{place}@"))
