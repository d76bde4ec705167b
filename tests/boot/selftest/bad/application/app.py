"""Fails for every page, and counts raw paths."""

import admin


def application(environ, start_response):
    admin.count(environ["REQUEST_METHOD"], environ["PATH_INFO"], "500")
    start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
    return [b"Traceback\n"]
