"""One file per check, found by listing."""
