"""The catalog itself, read once for all tests of a process."""

from __future__ import annotations

from functools import cache

from guiju.lawbook.catalog import Catalog, load_catalog


@cache
def real_catalog() -> Catalog:
    return load_catalog()
