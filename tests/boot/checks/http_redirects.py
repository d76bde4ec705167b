"""Plain HTTP redirects every page to the same page over HTTPS."""

from harness.failure import expect

NEEDS = ("proxy",)


def check(stack):
    path = "/boot/redirect?x=1"
    answer = stack.front.http(path)
    place = answer.header("location")
    expect(answer.status in (301, 308), f"expected 301 or 308 for http {path}, got {answer}")
    expect(
        place.startswith(f"https://{stack.front.domain}"),
        f"expected a redirect to https://{stack.front.domain}, got {place!r}",
    )
    expect(place.endswith(path), f"expected the redirect to keep {path}, got {place!r}")
    return place
