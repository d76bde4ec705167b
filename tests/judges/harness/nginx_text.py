"""Edits to nginx configuration text that keep every line where it is, so that a judge's line numbers stay true."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

# Directives whose argument is a path in the container.
PATHS = re.compile(
    r"(?P<head>(?:^|[\s{;])(?:include|root|alias|pid|lock_file|(?:error|access)_log|ssl_(?:stapling_)?\w*?"
    r"(?:certificate|certificate_key|dhparam|file|password_file|ticket_key)|auth_basic_user_file|proxy_cache_path|"
    r"(?:client_body|proxy|fastcgi|uwsgi|scgi)_temp_path)\s+[\"']?)/"
)
# In the official image's build, but not in the judge's: known good, left out of the test. `listen … quic` likewise.
IMAGE_ONLY = re.compile(
    r"(^|[\s{;])(stub_status|gzip_static|http3(_\w+)?|quic_\w+|sub_filter\w*|slice|gunzip|dav_\w+)\b[^;{}]*;"
)
# In the judge's build, but not in the official image's: they would stop the user's nginx.
JUDGE_ONLY = re.compile(
    r"(?:^|[{;])\s*(more_\w+|js_\w+|echo\w*|set_(?!real_ip_from)\w+|auth_jwt\w*|keyval\w*|ndk_\w+)\s"
)
LISTEN = re.compile(r"((?:^|[\s{;])listen\s+(?:[^\s;]*[:\]])?)(\d{1,3})(?=[\s;])")
QUIC = re.compile(r"(^|[\s{;])listen\s[^;]*\bquic\b[^;]*;")
PEER = re.compile(
    r"((?:^|[\s{;])(?:server\s+|(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass\s+(?:\w+://)?))([a-z][\w.-]*)(:\d+)([^;{]*;)"
)
USER = re.compile(r"^(\s*)user\s[^;]*;", re.MULTILINE)


def rewrite(text: str, root: Path, names: set[str], keeps_root: bool) -> str:
    lines = [line if line.lstrip().startswith("#") else _line(line, root, names) for line in text.split("\n")]
    done = "\n".join(lines)
    # Only an nginx that starts as root may name its workers' user; the test itself never runs as root.
    return USER.sub(r"\1", done) if keeps_root else done


def _line(line: str, root: Path, names: set[str]) -> str:
    line = QUIC.sub(r"\1", IMAGE_ONLY.sub(r"\1", line))
    line = PATHS.sub(rf"\g<head>{root}/", line)
    # A container may bind low ports without being root; the machine that tests may not.
    line = LISTEN.sub(lambda match: f"{match[1]}{20000 + int(match[2])}", line)
    if not socket.has_ipv6:
        line = line.replace("[::]:", "127.0.0.2:")
    return PEER.sub(lambda match: _peer(match, names), line)


def _peer(match: re.Match[str], names: set[str]) -> str:
    head, host, port, rest = match.groups()
    if host not in names or "resolve" in rest:
        return match[0]
    return f"{head}127.0.0.1{port}{rest}"


def foreign(text: str, names: set[str]) -> Iterator[tuple[int, str]]:
    """What the test cannot see: directives of modules that users lack, names that would only be looked up later."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip().startswith("#"):
            continue
        for directive in JUDGE_ONLY.findall(line):
            yield number, f"{directive} is not in the official image"
        for _, host, _, rest in PEER.findall(line):
            if names and "resolve" in rest and host not in names and "." not in host:
                yield number, f"{host} is not a service of the stack"
