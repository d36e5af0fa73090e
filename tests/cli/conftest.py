"""One demonstration store for the tests that only read it or copy it."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.cli.running import guiju


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Folder and announcement of a demonstration built by the command itself."""
    folder = tmp_path_factory.mktemp("demo") / "store"
    done = guiju("demo", "--no-serve", "--db", folder, "--format", "json")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout), done.stderr


@pytest.fixture
def copied(demo, tmp_path):
    """A demonstration store that the test may damage."""
    folder = tmp_path / "copied"
    shutil.copytree(demo[0], folder)
    return folder
