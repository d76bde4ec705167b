"""Reads what a down_revision is."""
