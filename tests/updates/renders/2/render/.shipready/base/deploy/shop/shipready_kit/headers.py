"""Security headers, each only where the application did not set it itself.

Change the values here when the application needs others. None of them forbids anything
that a browser allows the page itself: the content policy only reports.
"""

from __future__ import annotations

from shipready_kit import settings

CONTENT_POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"

ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"permissions-policy": b"camera=(self), geolocation=(self), microphone=(self)",
    b"content-security-policy-report-only": CONTENT_POLICY.encode(),
}

# A browser that has seen this refuses plain HTTP for a year, subdomains included.
BEHIND_TLS = {b"strict-transport-security": b"max-age=31536000; includeSubDomains"}


def chosen() -> list[tuple[bytes, bytes]]:
    """The headers of this deployment: none, the usual ones, or also HSTS."""
    if settings.off("headers"):
        return []
    return list({**ALWAYS, **(BEHIND_TLS if settings.on("KIT_BEHIND_TLS") else {})}.items())


def missing(wanted: list[tuple[bytes, bytes]], present: dict[bytes, bytes]):
    """Those of the wanted headers that an answer lacks. Names are lower case.

    An application that has a content policy of its own decides about frames in it.
    """
    policy = present.get(b"content-security-policy")
    for name, value in wanted:
        if name in present:
            continue
        if policy is not None and name == b"content-security-policy-report-only":
            continue
        if policy is not None and name == b"x-frame-options" and b"frame-ancestors" in policy:
            continue
        yield name, value
