"""Live and ready answer 200 on the admin port inside the application's container."""

from harness.failure import expect


def check(stack):
    for path in ("/-/live", "/-/ready"):
        status, body = stack.inside(path)
        expect(status == 200, f"expected 200 from :9464{path}, got {status}: {body[:200]}")
