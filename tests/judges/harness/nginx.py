"""Lays out what the nginx container of a tree would see, under a folder that an ordinary user can test it in."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from harness import certificates, compose, nginx_text, trees
from harness.tools import Tools

SERVICE = "nginx"
MAIN = Path("etc/nginx/nginx.conf")
# What the official image holds beside the user's own files.
IMAGE_FILES = {
    MAIN: "events {\n}\nhttp {\n    include /etc/nginx/mime.types;\n    include /etc/nginx/conf.d/*.conf;\n}\n",
    Path(
        "etc/nginx/mime.types"
    ): "types {\n    text/html html;\n    text/css css;\n    application/javascript js;\n}\n",
}
FOLDERS = (
    "dev",
    "var/log/nginx",
    "var/cache/nginx",
    "var/run",
    "run",
    "tmp",
    "etc/nginx/conf.d",
    "usr/share/nginx/html",
)


@dataclass
class Layout:
    root: Path
    origin: dict[Path, Path] = field(default_factory=dict)  # file under root -> file of the tree
    findings: list[str] = field(default_factory=list)

    @property
    def main(self) -> Path:
        return self.root / MAIN

    def translate(self, text: str) -> str:
        """The tool's words with the tree's own paths in them."""
        for inside, source in sorted(self.origin.items(), key=lambda pair: -len(str(pair[0]))):
            text = text.replace(str(self.root / inside), str(source))
        return text.replace(str(self.root), "")


def lay_out(tree: Path, files: list[Path], folder: Path, tools: Tools) -> Layout:
    layout = Layout(folder / "root")
    service, names = _service(tree, tools)
    for name in FOLDERS:
        (layout.root / name).mkdir(parents=True, exist_ok=True)
    for source, target in service.get("mounts") or [(Path("deploy/nginx"), Path("etc/nginx"))]:
        if (tree / source).exists():  # not a secret, which only the user has
            _place(layout, tree, source, target)
    _templates(layout, service.get("environment") or {})
    for inside, text in IMAGE_FILES.items():
        if not (layout.root / inside).exists():
            (layout.root / inside).parent.mkdir(parents=True, exist_ok=True)
            (layout.root / inside).write_text(text)
    unused = [path for path in files if path not in layout.origin.values()]
    layout.findings += [f"{path}: no mount of the nginx service brings it into the container" for path in unused]
    _rewrite(layout, names, keeps_root=not service.get("user"))
    return layout


def _service(tree: Path, tools: Tools) -> tuple[dict, set[str]]:
    """The resolved nginx service, and every name that resolves on the stack's networks."""
    main = compose.stack(tree)
    if main is None:
        return {}, set()
    with compose.prepared(tree, tools) as folder:
        model = compose.model(folder, tools, (main,))
        services = model["services"]
        service = services.get(SERVICE) or {}
        service["mounts"] = [
            (Path(volume["source"]).relative_to(folder), Path(volume["target"].lstrip("/")))
            for volume in service.get("volumes") or []
            if volume.get("type") == "bind" and Path(volume["source"]).is_relative_to(folder)
        ]
    aliases = {
        alias
        for service in services.values()
        for network in (service.get("networks") or {}).values()
        for alias in (network or {}).get("aliases") or []
    }
    return service, set(services) | aliases


def _place(layout: Layout, tree: Path, source: Path, target: Path) -> None:
    whole = tree / source
    inner = [Path()] if whole.is_file() else [path for path in trees.all_files(whole)]
    for path in inner:
        destination = layout.root / target / path
        destination.parent.mkdir(parents=True, exist_ok=True)
        destination.write_bytes((whole / path).read_bytes())
        layout.origin[target / path] = source / path


def _templates(layout: Layout, environment: dict) -> None:
    """The image's entry point fills *.template files with the variables of its environment, and no others."""
    source = Path(str(environment.get("NGINX_ENVSUBST_TEMPLATE_DIR", "/etc/nginx/templates")).lstrip("/"))
    target = Path(str(environment.get("NGINX_ENVSUBST_OUTPUT_DIR", "/etc/nginx/conf.d")).lstrip("/"))
    for path in sorted((layout.root / source).rglob("*.template")):
        inner = path.relative_to(layout.root / source).with_suffix("")
        text = re.sub(
            r"\$\{?(\w+)\}?", lambda match: str(environment.get(match[1], match[0])), path.read_text(errors="replace")
        )
        (layout.root / target / inner).parent.mkdir(parents=True, exist_ok=True)
        (layout.root / target / inner).write_text(text)
        layout.origin[target / inner] = layout.origin[path.relative_to(layout.root)]


def _rewrite(layout: Layout, names: set[str], keeps_root: bool) -> None:
    for path in sorted(layout.root.rglob("*")):
        inside = path.relative_to(layout.root)
        if not path.is_file() or path.suffix not in ("", ".conf", ".types") and inside != MAIN:
            continue
        text = path.read_text(errors="replace")
        shown = layout.origin.get(inside, inside)
        layout.findings += [f"{shown}:{line}: {said}" for line, said in nginx_text.foreign(text, names)]
        certificates.provide(layout.root, text)
        path.write_text(nginx_text.rewrite(text, layout.root, names, keeps_root))
