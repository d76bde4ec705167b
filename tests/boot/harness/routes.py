"""Where the proxy sends requests, read from the configuration that nginx runs with (`nginx -T`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Comments, quoted words, the signs of the grammar, plain words.
TOKEN = re.compile(r"""#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^\s{};]+""")


@dataclass(frozen=True)
class Route:
    """The address of an application: every path below `path`, of the host, or of any where the proxy names none."""

    path: str
    host: str


@dataclass
class Block:
    """A directive, with what stands between its braces where it has some: `location /api/ { … }`."""

    words: list[str]
    inner: list[Block] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Block]:
        """Those of that name, at any depth."""
        for block in self.inner:
            if block.words[:1] == [name]:
                yield block
            yield from block.all(name)


def parse(text: str) -> Block:
    opened, words = [Block([])], []
    for token in TOKEN.findall(text):
        if token in ";{" and words:
            opened[-1].inner.append(Block(words))
            words = []
        if token == "{":
            opened.append(opened[-1].inner[-1])
        elif token == "}":
            opened.pop()
        elif token != ";" and not token.startswith("#"):
            words.append(token.strip("\"'"))
    return opened[0]


def host_of(server: Block) -> str:
    """The first name that a client can ask for, or nothing where any will do."""
    names = [name for block in server.all("server_name") for name in block.words[1:]]
    return next((name for name in names if re.fullmatch(r"[\w-]+(\.[\w-]+)*", name) and name != "_"), "")


def targets(location: Block, upstreams: dict[str, set[str]]) -> set[str]:
    """The services that a location passes requests to."""
    addresses = [re.sub(r"^\w+://", "", block.words[1]) for block in location.all("proxy_pass")]
    names = {re.split(r"[:/]", address)[0] for address in addresses}
    return {service for name in names for service in upstreams.get(name, {name})}


def routes(text: str) -> dict[str, Route]:
    """The route of each service that nginx passes requests to: the widest, where it has several."""
    root = parse(text)
    upstreams = {
        block.words[1]: {server.words[1].rsplit(":", 1)[0] for server in block.all("server")}
        for block in root.all("upstream")
    }
    found: dict[str, Route] = {}
    # `server` is a line of an upstream as well.
    for server in (block for block in root.all("server") if block.inner):
        for location in server.all("location"):
            path = location.words[-1]
            # `=` is one address alone, `~` a pattern.
            if location.words[1] in ("=", "~", "~*") or not path.startswith("/"):
                continue
            for service in targets(location, upstreams):
                if service not in found or len(path) < len(found[service].path):
                    found[service] = Route(path, host_of(server))
    return found
