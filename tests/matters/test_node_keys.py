"""The node's keys lie outside the database, readable by nobody else, and are drawn once."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from guiju.matters import keys

DRAWN = {"private-1.key": 16, "checkpoint.key": 32, "node.id": 8}


def draw() -> tuple[bytes, bytes, str]:
    return keys.private_key("private-1"), keys.signing_key(), keys.node_name()


@pytest.fixture
def forgotten():
    """Another process: nothing is remembered of the keys."""
    keys._read_or_draw.cache_clear()
    return keys._read_or_draw.cache_clear


def test_keys_lie_in_the_store_and_only_their_owner_reads_them(store, forgotten):
    draw()
    folder = store / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: path.stat().st_size for path in folder.iterdir()} == DRAWN
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_key_is_drawn_once_and_read_by_every_process_after(store, forgotten):
    first = draw()
    forgotten()
    assert draw() == first


def test_keys_of_two_names_and_of_two_stores_differ(store, forgotten, settings, tmp_path):
    first = draw()
    assert keys.private_key("private-2") != first[0]
    settings.GUIJU_STORE = tmp_path / "another"
    assert not set(draw()) & set(first)


def test_the_name_of_a_node_says_nothing(store, forgotten):
    name = keys.node_name()
    assert name.startswith("node-")
    assert len(bytes.fromhex(name.removeprefix("node-"))) == DRAWN["node.id"]


def test_of_two_processes_that_draw_at_once_the_first_decides(store, forgotten, monkeypatch):
    opened = os.open

    def overtaken(path, flags, mode=0o777):
        Path(path).write_bytes(b"k" * 16)
        return opened(path, flags, mode)

    monkeypatch.setattr(keys.os, "open", overtaken)
    assert keys.private_key("private-1") == b"k" * 16
