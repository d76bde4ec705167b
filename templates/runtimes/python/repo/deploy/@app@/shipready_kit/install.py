"""Runs once, while the image is built: `python /opt/kit/shipready_kit/install.py`.

Brings the packages that the kit needs and the application lacks, into a folder that comes
after the application's own on the path: nothing that the application locked is replaced.
Ends the build with a clear message when the two do not fit together.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

KIT = Path(__file__).resolve().parent.parent
SITE = KIT / "site"
VENDOR = KIT / "shipready_kit" / "_vendor"
PRIVATE = "prometheus-client"
RESOURCES = "setuptools"
WEB = (KIT / "shipready_kit" / "server.py").exists()
WEB_ONLY = {"gunicorn"}
ASGI = (KIT / "shipready_kit" / "asgi.py").exists()
ASGI_ONLY = {"uvicorn", "uvicorn-worker", "h11", "click", "colorama", "typing-extensions"}
DJANGO = (KIT / "shipready_kit" / "django").exists()
DJANGO_ONLY = {"whitenoise"}
STARTUP = (KIT / "shipready_kit" / "startup.py").exists()

# What the kit can do without, and what it does then.
OPTIONAL = {
    "uvicorn-worker": "the worker class of the application's own uvicorn is used",
    "sentry-sdk": "there is NO error tracking, even with SENTRY_DSN set",
    "whitenoise": "nothing answers for static files unless the application does",
}

# This file is run as a script: the first entry would be the folder of the kit's modules.
sys.path[0] = str(KIT)

from shipready_kit.resources import lacks_resources


class Misfit(Exception):
    """The kit cannot be installed beside the application; the text says why."""


def normal(name: str) -> str:
    """A package's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def versions(*folders: str) -> dict[str, metadata.Distribution]:
    """The distributions in these folders; the first folder wins, as it does at import."""
    found: dict[str, metadata.Distribution] = {}
    for folder in folders:
        for distribution in metadata.distributions(path=[folder]):
            if distribution.metadata["Name"]:
                found.setdefault(normal(distribution.metadata["Name"]), distribution)
    return found


def requirements() -> list[tuple[str, str]]:
    """Name and full text, hashes and marker included, of each line of requirements.txt."""
    text = (KIT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    return [(normal(re.split(r"[=\s]", line, maxsplit=1)[0]), line) for line in lines]


def installer() -> list[str]:
    """The start of a command that installs: uv, else this Python's pip, else its parent's."""
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--quiet", "--python", sys.executable]
    base = f"{sys.base_prefix}/bin/python{sys.version_info[0]}.{sys.version_info[1]}"
    python = sys.executable if find_spec("pip") else base
    if subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode:
        raise Misfit("neither pip nor uv is available in this build stage")
    return [python, "-m", "pip", "install", "--quiet", "--no-warn-script-location"]


def fetch(lines: list[str], target: Path) -> None:
    """Install exactly these lines into a folder, without what they depend on."""
    if not lines:
        return
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "requirements.txt"
        listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
        command = [*installer(), *options, "--target", str(target), "-r", str(listing)]
        quiet = {"PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        if subprocess.run(command, check=False, env={**os.environ, **quiet}).returncode:
            raise Misfit("the kit's packages could not be installed: see the lines above")
    shutil.rmtree(target / "bin", ignore_errors=True)


def remove(distribution: metadata.Distribution) -> None:
    """Delete a package from the kit's folder, with everything that it brought."""
    for top in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
        path = SITE / top
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def conflicts(application: str) -> list[tuple[str, str]]:
    """Each unmet need between the two folders: the kit's package in question, and a sentence."""
    from packaging.requirements import Requirement

    ours, everything = versions(str(SITE)), versions(application, str(SITE))
    found = []
    for name, distribution in everything.items():
        for text in distribution.requires or ():
            need = Requirement(text)
            if need.marker is not None and not need.marker.evaluate({"extra": ""}):
                continue
            wanted = normal(need.name)
            if name not in ours and wanted not in ours:
                continue  # between packages of the application alone: not our business
            have = everything.get(wanted)
            if have is None or not need.specifier.contains(have.version, prereleases=True):
                state = "is missing" if have is None else f"is {have.version}"
                sentence = f"{name} {distribution.version} needs {need}, which {state}"
                found.append((name if name in ours else wanted, sentence))
    return found


def settle(application: str) -> None:
    """Give up what can be given up; raises Misfit for what cannot."""
    brought = versions(str(SITE))
    for name, sentence in conflicts(application):
        if name in OPTIONAL and name in brought:
            print(f"kit: {sentence}: left out; {OPTIONAL[name]}")
            remove(brought.pop(name))
    left = conflicts(application)
    if left:
        raise Misfit(
            "the application's locked packages do not fit the kit:\n  "
            + "\n  ".join(sentence for _, sentence in left)
            + "\nUpdate these packages in the application's lock file."
        )


def try_imports() -> None:
    """Import what starts the server, in a fresh process; metadata alone does not prove it."""
    modules = ["gunicorn.app.wsgiapp", "gunicorn.workers.gthread"] if WEB else []
    modules += ["shipready_kit.worker"] if ASGI else []
    program = "import " + ", ".join(["shipready_kit.launch", *modules])
    command = [sys.executable, "-c", program]
    # Not from the working directory, whose modules would come first.
    result = subprocess.run(command, capture_output=True, check=False, cwd="/", text=True)
    if result.returncode:
        print(result.stderr, file=sys.stderr)
        cause = (result.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise Misfit(
            f"what starts the application cannot be imported beside its packages: {cause}\n"
            "The lines above say which package asks. List what it lacks, or a newer version of it."
        )


def main() -> int:
    """Install, check, compile; 1 when the build must not go on."""
    application = sysconfig.get_path("purelib")
    present = versions(application, sysconfig.get_path("platlib"))
    lines = requirements()
    unwanted = {PRIVATE}
    for there, packages in ((WEB, WEB_ONLY), (ASGI, ASGI_ONLY), (DJANGO, DJANGO_ONLY)):
        unwanted |= set() if there else packages
    asks = lacks_resources(application, sysconfig.get_path("platlib"))
    if asks:
        print(f"kit: {asks} imports pkg_resources: brings the last setuptools that has it")
        present.pop(RESOURCES, None)
    else:
        unwanted.add(RESOURCES)
    missing = [line for name, line in lines if name not in present and name not in unwanted]
    try:
        private = [line for name, line in lines if name == PRIVATE]
        with ThreadPoolExecutor() as both:
            list(both.map(fetch, (private, missing), (VENDOR, SITE)))
        # Lines in a .pth file are appended: the application's packages stay in front. One that
        # begins with `import` is run whenever Python starts.
        start = "import shipready_kit.startup\n" if STARTUP else ""
        Path(application, "kit.pth").write_text(f"{KIT}\n{SITE}\n{start}", encoding="utf-8")
        sys.path.append(str(SITE))
        settle(application)
        try_imports()
    except Misfit as error:
        print(f"kit: {error}", file=sys.stderr)
        return 1
    compileall.compile_dir(str(KIT), quiet=1)
    names = [f"{name} {dist.version}" for name, dist in sorted(versions(str(SITE)).items())]
    print("kit: brings " + (", ".join(names) or "nothing: the application has it all"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
