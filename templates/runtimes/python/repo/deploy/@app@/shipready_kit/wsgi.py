"""The WSGI application that gunicorn serves: the user's own, inside one thin wrapper.

`routes` is the stack's own: how its framework tells the template of a route.
"""

from __future__ import annotations

import os

from shipready_kit import entry, logs, parts, routes, shared, tracking
from shipready_kit.answer import Answer


class Wrapper:
    """Stands between the server and the application."""

    def __init__(self, application) -> None:
        self.application = application
        self.kit = parts.Parts()

    def __call__(self, environ, start_response):
        """One request."""
        return Answer(self.kit, environ, start_response).run(self.application)


tracking.start()
routes.watch()
app = Wrapper(entry.load(os.environ.get("KIT_APP", "")))
logs.adopt()
shared.mark_started()
