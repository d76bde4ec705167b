"""Prometheus reaches everything that it asks for metrics, and every job of its configuration has something to ask."""

from urllib.parse import urlsplit

from harness.failure import expect_none
from harness.prometheus import ask

NEEDS = ("prometheus",)


def complaints(stack):
    targets = ask(stack, "targets", state="active")["activeTargets"]
    # What cannot run here cannot be up.
    targets = [target for target in targets if urlsplit(target["scrapeUrl"]).hostname not in stack.left_out]
    found = [
        f"{target['scrapePool']}: {target['scrapeUrl']}: {target['health']} {target['lastError'][:200]}"
        for target in targets
        if target["health"] != "up"
    ]
    asked = {target["scrapePool"] for target in targets} | stack.left_out
    jobs = ask(stack, "scrape_pools")["scrapePools"]
    return found + [f"{job}: nothing to ask" for job in jobs if job not in asked], len(targets)


def check(stack):
    # A process that was just started is found within a quarter of a minute, and asked in the next.
    stack.wait(lambda: not complaints(stack)[0], 60)
    found, count = complaints(stack)
    expect_none(found, "every target to be up")
    return f"{count} targets" + (f", without {', '.join(sorted(stack.left_out))}" if stack.left_out else "")
