"""Counting over the acts: figures defined in the catalog, each open to the acts that make it."""
