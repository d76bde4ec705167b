"""Notes: write one, read one, read the newest."""
