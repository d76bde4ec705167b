"""The image's HEALTHCHECK: asks the admin port whether the application is ready.

It runs every few seconds next to the application, so it imports next to nothing.
"""

import os
import socket

TIMEOUT_SECONDS = 3.0


def check():
    """0 when /-/ready answers 200, else 1 with the reason on stdout."""
    port = int(os.environ.get("KIT_ADMIN_PORT") or 9464)
    try:
        with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
            connection.settimeout(TIMEOUT_SECONDS)
            connection.sendall(b"GET /-/ready HTTP/1.0\r\nHost: localhost\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
    except OSError as error:
        print(f"no answer from the admin port {port}: {error}")
        return 1
    head, _, body = answer.partition(b"\r\n\r\n")
    print(body.decode("utf-8", "replace").strip())
    return 0 if head.split(b" ", 2)[1:2] == [b"200"] else 1


if __name__ == "__main__":
    raise SystemExit(check())
