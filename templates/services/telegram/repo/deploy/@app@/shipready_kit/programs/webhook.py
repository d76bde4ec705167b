"""Tells Telegram where to bring a bot's updates, for code that does not do so itself.

KIT_WEBHOOK is the address. KIT_WEBHOOK_BY and KIT_WEBHOOK_SHOWS name the variables that hold
the bot's token and what Telegram shows with every update. Exit codes: 1 Telegram refuses, or
cannot be reached · 78 a variable is missing.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

ATTEMPTS = 5


def main() -> int:
    address = os.environ["KIT_WEBHOOK"]
    token = os.environ.get(os.environ["KIT_WEBHOOK_BY"])
    if not token:
        print(f"webhook: {os.environ['KIT_WEBHOOK_BY']} is not set", file=sys.stderr)
        return 78
    call = {"url": address}
    secret = os.environ.get(os.environ.get("KIT_WEBHOOK_SHOWS", ""))
    if secret:
        call["secret_token"] = secret
    request = urllib.request.Request(
        f"https://api.telegram.org/bot{token}/setWebhook",
        json.dumps(call).encode(),
        {"Content-Type": "application/json"},
    )
    for attempt in range(ATTEMPTS):
        problem = tell(request)
        if problem is None:
            print(f"webhook: Telegram brings updates to {address}")
            return 0
        print(f"webhook: {problem}", file=sys.stderr)
        if not problem.startswith("Telegram cannot"):
            break
        time.sleep(2**attempt)
    return 1


def tell(request):
    """What went wrong, or None; without the address asked, which holds the token."""
    try:
        with urllib.request.urlopen(request, timeout=10):
            return None
    except urllib.error.HTTPError as error:
        answer = error.read().decode(errors="replace")
        if error.code >= 500 or error.code == 429:
            return f"Telegram cannot answer now: {error.code}"
        return f"Telegram refuses: {error.code} {answer}"
    except OSError as error:
        return f"Telegram cannot be reached: {getattr(error, 'reason', error)}"


if __name__ == "__main__":
    sys.exit(main())
