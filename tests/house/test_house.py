"""Rules of the house that no other tool holds."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "guiju"
WALL = 500
ROOMS = {
    "catalog", "procedure", "record", "checker", "draws", "ui", "lawbook", "people", "matters",
    "figures", "documents", "search", "reports", "supervision", "exchange", "demo", "web", "portal", "api",
    "cli", "site",
}  # fmt: skip


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def tracked_files() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_every_folder_of_the_package_is_a_room_of_the_design():
    found = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found <= ROOMS, f"a new room is an ADR: {found - ROOMS}"


def test_the_import_contract_names_every_room():
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = re.search(r"^layers = \[(.*?)^\]", contract, re.DOTALL | re.MULTILINE)
    assert layers is not None
    assert set(re.findall(r"[a-z]+", layers.group(1))) == ROOMS - {"catalog"}


def test_no_file_passes_the_wall():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files("src", "tests", "bench")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > WALL
    }
    assert not long


def test_no_room_is_called_utils():
    assert not [path for path in SOURCE.rglob("*") if "util" in path.stem]


@pytest.mark.parametrize(
    "pattern",
    [
        r"pytest\.skip",
        r"mark\.skip",
        r"mark\.xfail",
        r"import" + "orskip",
        r"#\s*(TODO|FIXME|XXX)",
        "NotImplemented" + "Error",
    ],
)
def test_nothing_is_left_undone_or_left_out(pattern):
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in python_files("src", "tests", "bench")
        if path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line)
    ]
    assert not found


def test_every_silenced_check_gives_its_reason():
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files("src")
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[^]]+\])\s*$", line)
        or re.search(r"#\s*(noqa|type: ignore)\s*$", line)
    ]
    assert not bare


def test_migrations_are_named():
    assert not [path.name for path in SOURCE.rglob("migrations/*_auto_*.py")]


def test_every_django_room_has_models_services_selectors():
    for room in ("people", "matters", "search", "exchange"):
        for name in ("models.py", "services.py", "selectors.py"):
            assert (SOURCE / room / name).is_file(), f"{room}/{name}"


def test_the_record_is_written_by_the_one_write_path_only():
    """Only the hand-written statements of matters may write acts and matters."""
    writers = re.compile(
        r"\b(Act|Matter|Duty|Slots|Seal|Unsealed)\.objects\.(create|bulk_create|update|get_or_create|filter\([^)]*\)\.(update|delete))"
    )
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("src")
        if "migrations" not in path.parts  # where a derived column that is new is filled once
        and (
            writers.search(path.read_text(encoding="utf-8"))
            or (
                re.search(
                    r"(INSERT INTO|UPDATE|DELETE FROM) matters_(act|matter)\b",
                    path.read_text(encoding="utf-8"),
                )
                and path.name != "statements.py"
            )
        )
    ]
    assert not found


def test_lock_files_name_no_index_and_pin_by_hash():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,]+\])?==", text, re.MULTILINE)
        assert len(pinned) > 10
        for block in re.split(r"\n(?=[a-z0-9])", text.strip()):
            assert "--hash=sha256:" in block, block


def test_every_runtime_dependency_says_why_it_is_there():
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgresql"],
    ]
    wanted += [one for group in project["dependency-groups"].values() for one in group]
    named = [re.split(r"[^\w-]", one)[0] for one in wanted]
    assert len(named) > 10
    for name in named:
        assert f"`{name}`" in reasons, f"docs/dependencies.md does not say why {name} is used"
    forbidden = {"pymupdf", "pymerkle", "zhconv", "easyofd", "ghostscript"}
    assert not forbidden & set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def test_the_project_speaks_only_of_itself():
    machine_path = re.compile(r"(^|[^a-z])/(" + "wor" + "k|" + "far" + r"m)/|index-" + "url")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.suffix in {".py", ".md", ".yaml", ".toml", ".lock", ".html", ".txt", ""}
        and machine_path.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not found


def test_public_functions_and_classes_have_docstrings():
    bare = []
    for path in python_files("src"):
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                bare.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not bare
