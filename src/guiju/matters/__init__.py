"""Matters: the record's home and the one way in."""
