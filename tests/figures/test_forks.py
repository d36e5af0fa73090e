"""A server's workers are forked from a process that may have counted before: each counts with an engine of its own."""

from __future__ import annotations

import multiprocessing

import pytest

from guiju.figures.engine import connect

pytestmark = pytest.mark.killing
PATIENCE = 20  # seconds


def tables(folder) -> list:
    return connect(folder).execute("SELECT table_name FROM duckdb_tables()").fetchall()


def tell(folder, end) -> None:
    end.send(tables(folder))


def test_a_process_forked_after_counting_has_an_engine_of_its_own(tmp_path):
    connect(tmp_path).execute("CREATE TABLE made_before_the_fork AS SELECT 1 AS one")
    forking = multiprocessing.get_context("fork")
    here, there = forking.Pipe()
    child = forking.Process(target=tell, args=(tmp_path, there), daemon=True)
    child.start()
    try:
        assert here.poll(PATIENCE), "an inherited engine has no threads and may wait for ever"
        assert here.recv() == []
    finally:
        child.kill()
        child.join()
    assert tables(tmp_path) == [("made_before_the_fork",)]
