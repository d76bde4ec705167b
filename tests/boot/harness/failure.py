"""How a check fails: with what was expected and what came."""


class Failure(Exception):
    """The stack does not do what it should."""


def expect(condition: object, message: str) -> None:
    if not condition:
        raise Failure(message)


def expect_none(complaints: list[str], rule: str) -> None:
    """Fail with all complaints at once, so that one run shows everything that breaks the rule."""
    if complaints:
        raise Failure(f"expected {rule}; " + "; ".join(complaints))
