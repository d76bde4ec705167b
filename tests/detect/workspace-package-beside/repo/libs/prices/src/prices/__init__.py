"""A package of the workspace that the service needs."""


def price() -> int:
    """In cents."""
    return 100
