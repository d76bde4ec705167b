"""Updates come in from Telegram's networks alone, with the secret that it was told, and in no size that it never sends."""

import http.client
from urllib.parse import urlsplit

from harness.failure import expect
from harness.features import PROXY
from harness.telegram import name_of
from harness.web import NamedHTTPS

NEEDS = ("proxy", "webhook")
HEADER = "X-Telegram-Bot-Api-Secret-Token"
REFUSED = (401, 403, 404)
# What the container of Telegram sends from its other address, inside of the stack's own network.
STRANGER = """
import http.client, ssl, sys
place, host, path, header, secret = sys.argv[1:]
made = http.client.HTTPSConnection(place, 8443, timeout=10, context=ssl._create_unverified_context())
made.sock = made._context.wrap_socket(made._create_connection((place, 8443), 10), server_hostname=host)
made.request("POST", path, b'{"update_id": 1}', {"Host": host, "Content-Type": "application/json", header: secret})
print(made.getresponse().status)
"""
LARGE = b'{"update_id": 1, "text": "' + b"a" * 3_000_000 + b'"}'


def post(stack, path, headers, body=b'{"update_id": 1}'):
    """The status of a request from one of Telegram's networks: the published port leads in from there."""
    connection = NamedHTTPS(stack.ports[1], stack.domain, 15)
    try:
        connection.request("POST", path, body, {"Host": stack.domain, "Content-Type": "application/json", **headers})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        # A proxy may end the connection while the body is still on its way.
        return 413 if len(body) > 1_000_000 else 0
    finally:
        connection.close()


def stranger(stack, path, secret):
    """The status of the same request from elsewhere."""
    name = name_of(stack.config["name"])
    program = ("docker", "exec", name, "python3", "-c", STRANGER)
    return int(stack.run(*program, PROXY, stack.domain, path, HEADER, secret))


def check(stack):
    webhook = stack.telegram.state()["webhook"]
    path, secret = urlsplit(webhook["url"]).path, webhook.get("secret", "")
    expect(secret, f"expected Telegram to be told a secret with {webhook['url']}, got none")
    known = {HEADER: secret}
    passed = post(stack, path, known)
    expect(passed not in (*REFUSED, 0), f"expected what Telegram brings to reach the bot, got {passed}")
    for name, headers in {"no secret": {}, "another secret": {HEADER: "x" * len(secret)}}.items():
        status = post(stack, path, headers)
        expect(status in REFUSED, f"expected a request to {path} with {name} to be refused, got {status}")
    status = stranger(stack, path, secret)
    expect(status in REFUSED, f"expected a request from no network of Telegram's to be refused, got {status}")
    status = post(stack, path, known, LARGE)
    expect(status == 413, f"expected 413 for an update of {len(LARGE)} bytes, got {status}")
    return f"{path}: no other secret, no other network, no large body"
