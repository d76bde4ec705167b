"""The metrics count requests by route template, never by raw path."""

import re
import uuid

from harness.failure import expect

NEEDS = ("proxy", "web", "kit")
SAMPLE = re.compile(r"^http_requests_total\{(?P<labels>[^}]*)\} (?P<value>\S+)", re.MULTILINE)

FAMILY = re.compile(r"^# TYPE (\S+)", re.MULTILINE)


def total(text):
    return sum(float(sample["value"]) for sample in SAMPLE.finditer(text))


def check(stack):
    status, before = stack.inside("/metrics")
    expect(status == 200, f"expected 200 from :9464/metrics, got {status}: {before[:200]}")
    odd = f"boot-{uuid.uuid4().hex}"
    answers = [stack.front.https(path) for path in (stack.path, stack.path, stack.absent(odd))]
    _, after = stack.inside("/metrics")
    samples = [sample["labels"] for sample in SAMPLE.finditer(after)]
    expect(
        samples,
        f"expected http_requests_total after answers {[str(a) for a in answers]}, got {FAMILY.findall(after)}",
    )
    expect(any('route="' in labels for labels in samples), f"expected a label `route`, got {samples[:3]}")
    expect(odd not in after, f"expected unknown paths to share a label, got one for {stack.absent(odd)}")
    # With replicas the requests may have gone to another one than the one scraped.
    if len(stack.containers(stack.web_service)) == 1:
        expect(total(after) > total(before), f"expected the count to grow from {total(before)}, got {total(after)}")
    return f"{len(samples)} series"
