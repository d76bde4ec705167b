"""One of two replicas can be stopped under load without one failed request."""

import time
import uuid

from harness.failure import expect
from harness.features import PROXY
from harness.load import PacedLoad, tally

NEEDS = ("proxy", "web")
DISTURBS = True
# Long enough for the proxy to meet an address that no longer answers, and to take up the one that comes back: it asks
# for addresses every five seconds, and leaves one alone for ten that refused a request.
BEFORE, AFTER = 2, 12


def scale(stack, count):
    up = ("up", "--detach", "--no-deps", "--no-recreate", "--scale", f"{stack.web_service}={count}")
    stack.compose(*up, stack.web_service)
    stack.await_healthy(stack.web_service)


def reaches_both(stack):
    """Whether the proxy gives requests to both replicas: without that, stopping one proves nothing."""
    token = f"boot-{uuid.uuid4().hex}"
    for _ in range(20):
        stack.front.https(stack.absent(token))
        time.sleep(1 / stack.rate)
    webs = stack.containers(stack.web_service)
    return stack.wait(lambda: all(token in stack.logs(web) for web in webs), 5)


def stop_under_load(stack, victim, usual):
    """The answers to the load, the seconds that stopping took, and the code that the replica ended with."""
    with PacedLoad(lambda: stack.front.https(stack.path), stack.rate) as load:
        time.sleep(BEFORE)
        began = time.monotonic()
        # TERM, and KILL after the service's own stop_grace_period.
        stack.run("docker", "stop", victim.id)
        took = time.monotonic() - began
        time.sleep(AFTER)
        code = stack.run("docker", "inspect", "-f", "{{.State.ExitCode}}", victim.id).strip()
        stack.run("docker", "start", victim.id)
        stack.await_healthy(stack.web_service)
        time.sleep(AFTER)
        # Scaling down removes a container and its address for good.
        scale(stack, usual)
        time.sleep(AFTER)
    return load.answers(), took, int(code)


def told_by_proxy(stack, count=6):
    """What the proxy logged of requests that failed, and of replicas that did not answer."""
    logs = "".join(stack.logs(proxy) for proxy in stack.containers(PROXY))
    told = [line for line in logs.splitlines() if '"status":50' in line or "while connecting to upstream" in line]
    return "".join(f"\n{line}" for line in told[-count:])


def check(stack):
    usual = len([web for web in stack.containers(stack.web_service) if web.running]) or 1
    scale(stack, 2)
    try:
        shared = stack.wait(lambda: reaches_both(stack), 30)
        answers, took, code = stop_under_load(stack, stack.containers(stack.web_service)[0], usual)
    finally:
        if len(stack.containers(stack.web_service)) != usual:
            scale(stack, usual)
        stack.front.settle(stack.path)
    seen = f"{tally(answers)} at {stack.rate:g}/s, stopping took {took:.1f} s"
    limited = any(answer.status == 429 for answer in answers)
    expect(not limited, f"expected a load below the rate limit (see --rate), got {seen}")
    well = all(answer.status == 200 for answer in answers)
    expect(well, f"expected only 200, got {seen}{'' if well else told_by_proxy(stack)}")
    expect(shared, "expected the proxy to give requests to both replicas, one got none")
    expect(code not in (137, 143), f"expected the replica to end by itself on TERM, it ended with {code}")
    return seen
