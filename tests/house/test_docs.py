"""What the documents claim is there: links, commands, tests, terms, settings."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
from functools import cache
from pathlib import Path

import pytest

from guiju.cli.main import parser
from guiju.lawbook.catalog import ROOT as CATALOG
from guiju.lawbook.shelf import load_shelf
from guiju.record.act import Kind
from tests.house import references

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:^|[ /])guiju ((?:[a-z]|--)[^#;&|]*)")
TEST_NAME = re.compile(r"`(tests/[\w/.]+)::(\w+)`")


@cache
def pages() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """The commands of this program that a page shows as code."""
    lines = [line for block, span in CODE.findall(text) for line in (block or span).splitlines()]
    return [found.group(1).strip() for line in lines if (found := COMMAND.search(line))]


def unknown_in(command: str) -> str:
    """The first word of a command that the parser does not know, or nothing."""
    made: argparse.ArgumentParser = parser()
    for word in shlex.split(command):
        below = [
            one.choices for one in made._actions if isinstance(one, argparse._SubParsersAction)
        ]
        options = {name for one in made._actions for name in one.option_strings}
        if word.startswith("--") and word.partition("=")[0].rstrip("]") not in options:
            return word
        if below and not word.startswith("-"):
            if word not in below[0]:
                return word
            made = below[0][word]
    return ""


def test_every_link_between_pages_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages()
        for target in LINK.findall(read(page))
        if "://" not in target and not target.startswith(("#", "mailto:"))
        if not (page.parent / target.partition("#")[0]).exists()
    ]
    assert not broken


def test_every_command_shown_exists_with_its_options():
    wrong = [
        f"{page.relative_to(ROOT)}: guiju {command}"
        for page in pages()
        for command in commands(read(page))
        if unknown_in(command)
    ]
    assert not wrong


def test_the_check_of_commands_sees_what_is_wrong():
    assert commands("`guiju law list` and\n```\n$ .venv/bin/guiju serve --db x\n```\n") == [
        "law list",
        "serve --db x",
    ]
    assert unknown_in("law lst") == "lst"
    assert unknown_in("serve --dbb x") == "--dbb"
    assert unknown_in("serve --db x --port 8001") == ""


def test_every_target_of_make_that_is_shown_exists():
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    shown = {
        word
        for page in pages()
        for block, span in CODE.findall(read(page))
        for word in re.findall(r"^(?:\$ )?make ([a-z-]+)", block or span, re.MULTILINE)
    }
    assert {"demo", "test"} <= shown
    assert shown <= targets


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_is_short_and_begins_with_the_two_commands(name):
    text = read(ROOT / name)
    assert len(text.splitlines()) <= 120
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert blocks[0].splitlines() == ["make demo", "make test"]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_lists_the_rooms_that_exist(name):
    listed = set(re.findall(r"^\| `(\w+)/` \|", read(ROOT / name), re.MULTILINE))
    there = {path.parent.name for path in (ROOT / "src/guiju").glob("*/__init__.py")} | {"catalog"}
    assert listed == there


def test_every_test_that_a_page_names_exists():
    named = [(page.name, *found) for page in pages() for found in TEST_NAME.findall(read(page))]
    assert len(named) > 20
    missing = [
        f"{page}: {path}::{name}"
        for page, path, name in named
        if not (ROOT / path).is_file() or f"def {name}(" not in read(ROOT / path)
    ]
    assert not missing


def test_the_page_about_the_command_line_is_that_of_the_program():
    assert read(references.CLI) == references.cli_reference()
    for words, made in references.leaves(parser()):
        assert f"### `{' '.join(words)}`" in read(references.CLI)
        for action in made._actions:
            for option in set(action.option_strings) - {"-h", "--help"}:
                assert f"`{option}" in read(references.CLI)


def test_the_page_about_settings_is_that_of_the_program():
    assert read(references.SETTINGS) == references.settings_reference()


def test_every_variable_that_is_read_is_documented():
    read_somewhere = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in references.VARIABLE.findall(read(path))
    }
    documented = set(re.findall(r"`(GUIJU_[A-Z_]+)`", read(references.SETTINGS)))
    assert read_somewhere == documented


def test_every_stored_term_kind_of_act_role_and_procedure_is_in_the_glossary():
    rows = set(
        re.findall(r"^\| `([^`]+)` \| ([^|]*[^| ])", read(references.GLOSSARY), re.MULTILINE)
    )
    shelf = load_shelf(CATALOG)
    wanted = {
        *references.stored_terms(),
        *((kind.value, kind.label) for kind in Kind),
        *((str(role.id), str(role.name)) for role in shelf.roles.values()),
    }
    assert len(wanted) > 50
    assert not wanted - rows
    identifiers = {identifier for identifier, _ in rows}
    assert {path.parent.name for path in CATALOG.glob("*/*/*.yaml")} <= identifiers


def test_the_glossary_cites_only_articles_that_were_read():
    book = load_shelf(CATALOG).statutes
    written = read(references.GLOSSARY).partition(references.DRAWN)[0]
    cites = re.findall(r"\| ([^| ]+#[\d,]+) \|", written)
    assert len(cites) > 4
    for cite in cites:
        statute = cite.partition("#")[0]
        assert book.check(cite, [f"{statute}@{versions(statute)[-1]}"])


def versions(statute: str) -> list[str]:
    text = "".join(read(path) for path in (CATALOG / "statutes").glob("*.yaml"))
    block = re.search(rf"^{statute}:\n((?:  .*\n)+)", text, re.MULTILINE)
    assert block is not None, statute
    return re.findall(r"^    (\d{4}-\d\d-\d\d):", block.group(1), re.MULTILINE)
