"""Answers WebSockets too, by Channels."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "store.settings")
http = get_asgi_application()

from channels.generic.websocket import WebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402


class Chat(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        room = self.scope["url_route"]["kwargs"]["room"]
        self.send(text_data=f"{room}: {text_data}")


sockets = URLRouter([path("chat/<str:room>", Chat.as_asgi())])
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
