"""How long programs take, for tests that change it."""

FACTOR = 1
