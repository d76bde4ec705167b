"""A page, and a 404 for everything else; each request is counted and told in one line."""

import json
import time

import admin

ROUTES = {"/": "/"}


def application(environ, start_response):
    began = time.monotonic()
    path = environ["PATH_INFO"]
    route = ROUTES.get(path, "unmatched")
    status = "200 OK" if path in ROUTES else "404 Not Found"
    # Slow enough that a request is under way when the server is told to stop.
    time.sleep(0.1)
    body = f"{status}\n".encode()
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    admin.count(environ["REQUEST_METHOD"], route, status[:3])
    took = round((time.monotonic() - began) * 1000)
    print(json.dumps({"message": "request", "path": path, "route": route, "status": status[:3], "ms": took}))
    return [body]
