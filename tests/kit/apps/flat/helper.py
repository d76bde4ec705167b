"""Imported by its bare name, as a neighbour."""

WORD = "neighbour"
