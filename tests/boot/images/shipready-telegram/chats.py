"""One bot's side of Telegram: updates that wait for it, calls that it made, and where its webhook is."""

from __future__ import annotations

import itertools
import threading
import time
from typing import Any

BOT = {"id": 123456789, "is_bot": True, "first_name": "Boot", "username": "boot_bot", "can_join_groups": True,
       "can_read_all_group_messages": False, "supports_inline_queries": False}  # fmt: skip
LONGEST_POLL = 50


class Conflict(Exception):
    """Two ways of getting updates at once; the text is Telegram's."""


class Chats:
    """Thread-safe; everything that waits is woken by `changed`."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.numbers = itertools.count(1)
        self.waiting: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.webhook: dict[str, Any] = {"url": ""}
        self.delivered: list[dict[str, Any]] = []
        self.polls = 0
        self.polled = 0.0
        self.poller = 0
        self.failing_until = 0.0

    def record(self, method: str, parameters: dict[str, Any]) -> int:
        with self.changed:
            number = len(self.calls) + 1
            self.calls.append({"number": number, "method": method, "parameters": parameters, "time": time.time()})
            self.changed.notify_all()
            return number

    def write(self, text: str, chat: int) -> int:
        """A person writes to the bot; the update's number."""
        person = {"id": chat, "is_bot": False, "first_name": "Ada", "username": "ada", "language_code": "en"}
        message: dict[str, Any] = {
            "message_id": next(self.numbers),
            "from": person,
            "date": int(time.time()),
            "text": text,
            "chat": {"id": chat, "type": "private", "first_name": "Ada"},
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return self.put({"message": message})

    def press(self, data: str, chat: int) -> int:
        """A person presses a button under a message; the update's number."""
        person = {"id": chat, "is_bot": False, "first_name": "Ada"}
        message = self.message({"chat_id": chat, "text": "?"})
        query = {"id": str(next(self.numbers)), "from": person, "chat_instance": "1", "data": data, "message": message}
        return self.put({"callback_query": query})

    def put(self, update: dict[str, Any]) -> int:
        with self.changed:
            number = next(self.numbers)
            self.waiting.append({"update_id": number, **update})
            self.changed.notify_all()
            return number

    def poll(self, offset: int, limit: int, patience: float) -> list[dict[str, Any]]:
        """What getUpdates answers; those before `offset` are done with."""
        end = time.monotonic() + min(patience, LONGEST_POLL)
        with self.changed:
            if self.webhook["url"]:
                raise Conflict("can't use getUpdates method while webhook is active")
            self.polls, self.polled = self.polls + 1, time.time()
            self.poller = mine = self.polls
            self.changed.notify_all()
            self.confirm(offset)
            while not self.waiting and (left := end - time.monotonic()) > 0:
                self.changed.wait(left)
                if self.poller != mine:
                    raise Conflict("terminated by other getUpdates request")
            return self.waiting[:limit]

    def confirm(self, offset: int) -> None:
        if offset > 0:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        elif offset < 0:
            self.waiting = self.waiting[offset:]

    def set_webhook(self, parameters: dict[str, Any]) -> None:
        with self.changed:
            self.webhook = {"url": parameters.get("url") or "", "secret": parameters.get("secret_token") or ""}
            if str(parameters.get("drop_pending_updates", "")).lower() == "true":
                self.waiting.clear()
            self.poller = 0
            self.changed.notify_all()

    def message(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """The message that a call of the bot sent or changed."""
        chat = parameters.get("chat_id")
        chat = int(chat) if str(chat).lstrip("-").isdigit() else 1001
        number = parameters.get("message_id")
        return {
            "message_id": int(number) if str(number).isdigit() else next(self.numbers),
            "from": BOT,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Ada"},
            "text": parameters.get("text") or parameters.get("caption") or "",
        }
