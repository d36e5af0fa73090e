"""One demonstration store for the tests that only read it or copy it."""

from __future__ import annotations

import json
import shutil

import pytest

from guiju.cli.main import main
from tests.cli.running import end_warm, guiju


@pytest.fixture(scope="session", autouse=True)
def _no_process_is_left():
    yield
    end_warm()


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


@pytest.fixture
def perform(office, store, tmp_path, capsys):
    """Perform lines as a file; the code and the answers."""

    def run(*lines: object, raw: bytes | None = None):
        path = tmp_path / "lines.jsonl"
        text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        path.write_bytes(text.encode() if raw is None else raw)
        code = main(["perform", "--json", str(path), "--db", str(store)])
        said = capsys.readouterr()
        assert "（" not in said.err
        return code, [json.loads(line) for line in said.out.splitlines()]

    return run
