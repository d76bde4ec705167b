"""The Flask and Django applications of the tests, for every environment that has one."""

from harness import Server
from prepared import DJANGOS, FLASKS, STACKS

SITES = [*FLASKS, *DJANGOS]
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "shipready_kit.django.settings",
    "KIT_SETTINGS": "store.settings",
    "KIT_HOSTS": "shop.example.com 127.0.0.1 localhost",
    "STORE_KEY": "0123456789abcdefghij-ABCDEFGHIJ-0123456789-abcdefghij",
}


def told(name, **settings):
    """What the image of an environment's application is told."""
    stack, interface = STACKS[name]
    if stack == "django":
        return {"app": f"store.{interface}:application", **SETTINGS, **settings}
    return {"app": "stall:create_app()", **settings}


def serve(python, name, folder, **settings):
    """Start it; `name` stays with the server."""
    server = Server(python, folder, **told(name, **settings))
    server.name = name
    server.stack = STACKS[name][0]
    return server
