"""Which peers may say who the client is: the addresses in KIT_TRUSTED_PROXIES.

One rule for every server version: networks are understood, and the client is the last
address in X-Forwarded-For that is not a trusted proxy, so nobody can invent one.
"""

from __future__ import annotations

import ipaddress
import os
from functools import lru_cache

from shipready_kit.settings import SettingError

# Private ranges: the proxy stands in the same network, the internet does not.
PRIVATE = (
    "127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 "
    "::1/128 fc00::/7 fe80::/10"
)
SCHEMES = {"http", "https", "ws", "wss"}


@lru_cache(maxsize=1)
def networks() -> tuple | None:
    """The trusted networks; None when everybody is trusted (`*`)."""
    words = (os.environ.get("KIT_TRUSTED_PROXIES") or PRIVATE).replace(",", " ").split()
    if "*" in words:
        return None
    try:
        return tuple(ipaddress.ip_network(word, strict=False) for word in words)
    except ValueError as error:
        raise SettingError(f"KIT_TRUSTED_PROXIES: {error}") from None


@lru_cache(maxsize=1024)
def trusted(host: str) -> bool:
    """True when this peer is a proxy of ours."""
    known = networks()
    if known is None:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in known)


def client(peer: str, forwarded_for: str) -> str:
    """The client's address: the peer's, unless a trusted peer names another."""
    if not forwarded_for or not trusted(peer):
        return peer
    chain = [word.strip() for word in forwarded_for.split(",") if word.strip()]
    for host in reversed(chain):
        if networks() is None:
            break
        if not trusted(host):
            return host
    return chain[0] if chain else peer


def scheme(peer: str, forwarded_proto: str, default: str) -> str:
    """`http` or `https` as the client used it, when a trusted peer says so."""
    said = forwarded_proto.partition(",")[0].strip().lower()
    return said if said in SCHEMES and trusted(peer) else default
