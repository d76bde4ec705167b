"""What Telegram answers to each method of its Bot API."""

from __future__ import annotations

from typing import Any

from chats import BOT, Chats

# Answer `true` and change nothing that anybody could see.
NODS = {
    "setMyCommands",
    "deleteMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setMyName",
    "answerCallbackQuery",
    "answerInlineQuery",
    "sendChatAction",
    "deleteMessage",
    "deleteMessages",
    "pinChatMessage",
    "setChatMenuButton",
    "setMessageReaction",
    "setMyDefaultAdministratorRights",
    "logOut",
    "close",
}


def number(parameters: dict[str, Any], name: str, usual: int) -> int:
    return int(parameters.get(name) or usual)


def get_updates(chats: Chats, parameters: dict[str, Any]) -> Any:
    limit = number(parameters, "limit", 100)
    return chats.poll(number(parameters, "offset", 0), limit, float(parameters.get("timeout") or 0))


def set_webhook(chats: Chats, parameters: dict[str, Any]) -> bool:
    chats.set_webhook(parameters)
    return True


def delete_webhook(chats: Chats, parameters: dict[str, Any]) -> bool:
    chats.set_webhook({**parameters, "url": ""})
    return True


def webhook_info(chats: Chats, _parameters: dict[str, Any]) -> dict[str, Any]:
    return {"url": chats.webhook["url"], "has_custom_certificate": False, "pending_update_count": len(chats.waiting)}


def chat(_chats: Chats, parameters: dict[str, Any]) -> dict[str, Any]:
    return {"id": number(parameters, "chat_id", 1001), "type": "private", "first_name": "Ada", "accent_color_id": 0,
            "max_reaction_count": 1}  # fmt: skip


METHODS = {
    "getMe": lambda _chats, _parameters: BOT,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
    "getMyCommands": lambda _chats, _parameters: [],
    "getChat": chat,
}
BY_NAME = {name.lower(): name for name in [*METHODS, *NODS]}


def answer(chats: Chats, name: str, parameters: dict[str, Any]) -> tuple[str, Any]:
    """The method's own spelling and its result; a KeyError when Telegram has no such method."""
    known = BY_NAME.get(name.lower())
    if known in METHODS:
        return known, METHODS[known](chats, parameters)
    if known in NODS:
        return known, True
    # Everything that sends or edits answers with the message.
    if name.startswith(("send", "edit", "copy", "forward")):
        return name, chats.message(parameters)
    raise KeyError(name)
