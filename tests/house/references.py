"""Writes the reference pages that are drawn from the program: ``python -m tests.house.references``."""

from __future__ import annotations

import argparse
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

from guiju.cli.main import parser
from guiju.lawbook.catalog import load_catalog
from guiju.record.act import Kind
from guiju.site.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"
CLI = DOCS / "reference" / "cli.md"
SETTINGS = DOCS / "reference" / "settings.md"
GLOSSARY = DOCS / "glossary.md"
PENALTY_FACTS = DOCS / "reference" / "penalty-facts.md"
DRAWN = "<!-- drawn from the program by `python -m tests.house.references` -->"
VARIABLE = re.compile(r"GUIJU_[A-Z_]+")

CLI_HEAD = f"""\
# The command line

{DRAWN}

`make setup` leaves the command `.venv/bin/guiju`. What it says to people is Chinese; with `--format json` it answers programs. Sentences about
what is going on and what went wrong go to the error output, answers to the standard output.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | something is against the rules: an act was refused, the record is broken, the catalog has errors, a worked case fails |
| 2 | not done: wrong arguments, no store, nothing to verify, a file that cannot be read |
| 130 | interrupted |

## Answers for programs

What goes wrong is answered with exit code 2 and `{{"error": {{"code", "sentence"}}}}`; wrong arguments are told to people only.

| command | JSON |
|---|---|
| `guiju law list` | a list of `{{"id", "system", "name", "kind", "chapter", "acts", "rules", "cases", "versions"}}`; counts are those of the latest version |
| `guiju law check` | a list of `{{"weight", "code", "file", "line", "sentence", "means"}}` |
| `guiju law show` | `{{"digest", "rules"}}` |
| `guiju law test` | a list of `{{"id", "version", "passed", "failed", "problems"}}`; with `--mutate` also `"mutants", "noticed", "score", "survivors"`, where all cases hold |
| `guiju law coverage` | `{{"rules": [{{"id", "status", "where", "why"}}]}}`; `status` is `encoded`, `parameter`, `outside` or `missing` |
| `guiju perform --json` | for each line `{{"line", "accepted", "matter", "seq", "number", "conflicts", "refusal"}}`; `refusal` is null or `{{"code", "sentence", "cite", "passes_on", "helps", "problems"}}` |
| `guiju verify` | `{{"intact", "broken", "not_verifiable", "acts", "matters"}}`; `intact` is a truth value, `broken` and `not_verifiable` are lists of `{{"code", "sentence", "matter", "seq", "column", "position", "file"}}` |
| `guiju report build` | `{{"title", "body", "year", "from", "to", "position", "mark", "figures"}}`, each figure `{{"id", "name", "unit", "value", "rows"}}` |
| `guiju figures` | without `--year` a list of `{{"id", "name", "unit", "procedure", "how", "by"}}`; with it `{{"id", "name", "unit", "value", "count", "position", "splits"}}`, for one figure with `rows` |
| `guiju init`, `guiju seal`, `guiju checkpoint`, `guiju sweep` | `{{"store", "changed"}}`, `{{"size"}}`, `{{"size", "text"}}`, `{{"changed"}}` |
| `guiju search rebuild` | `{{"covered", "added"}}` |
| `guiju demo` | `{{"county", "year", "matters", "acts", "accounts", "store", "built"}}` |

Whole numbers are numbers; money (in 元) and shares are exact decimal text.

## Commands
"""

SETTINGS_HEAD = f"""\
# Settings

{DRAWN}

Environment variables, read once at the start by `guiju.site.environment`. A wrong value stops the start and says what is accepted.

| variable | what it sets |
|---|---|
"""


PENALTY_HEAD = f"""\
# The facts of a penalty case

{DRAWN}

What a case of 行政处罚（普通程序） asks for from 立案 to 归档, in a course without hearing: `tests/web/test_nothing_twice.py::test_each_fact_of_a_penalty_case_is_asked_once` reads the pages. Days, people, signatures and files belong to each act.

"""


def leaves(
    made: argparse.ArgumentParser, words: tuple[str, ...] = ("guiju",)
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every command that can be run, with its parser."""
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from leaves(inner, (*words, name))
            return
    yield words, made


def cli_reference() -> str:
    """The page about the command line."""
    return CLI_HEAD + "".join(_command(words, made) for words, made in leaves(parser()))


def _command(words: tuple[str, ...], made: argparse.ArgumentParser) -> str:
    rows = [
        f"| {_word(action)} | {(action.help or '').replace('|', '/')} |"
        for action in made._actions
        if not isinstance(action, argparse._HelpAction)
    ]
    table = ["", "| 参数 | 说明 |", "|---|---|", *rows] if rows else []
    return "\n".join(["", f"### `{' '.join(words)}`", "", made.description or "", *table, ""])


def _word(action: argparse.Action) -> str:
    shown = action.metavar or (("|".join(action.choices)) if action.choices else action.dest)
    value = "" if action.nargs == 0 else f" {shown}"
    if not action.option_strings:
        return f"`{shown}`"
    return "、".join(f"`{name}{value}`" for name in action.option_strings).replace("|", "\\|")


def settings_reference() -> str:
    """The page about the settings."""
    told = inspect.getdoc(Environment) or ""
    listed = told.partition("Attributes:")[2]
    rows = []
    for line in listed.splitlines():
        name, _, meaning = line.strip().partition(": ")
        variables = VARIABLE.findall(meaning)
        if name and variables:
            rows.append(
                f"| {', '.join(f'`{one}`' for one in variables)} | {meaning.rstrip('.').replace('``', '`')} |\n"
            )
    return SETTINGS_HEAD + "".join(rows)


def penalty_facts() -> str:
    """The page about the facts of a penalty case."""
    from tests.web.penalty_facts import reference

    return PENALTY_HEAD + reference()


def drawn_terms() -> str:
    """The tables of the glossary that follow the program."""
    catalog = load_catalog()
    procedures = [
        (one.id, one.name, "、".join(one.statutes))
        for one in (versions[-1] for versions in catalog.versions.values())
    ]
    roles = [(role.id, role.name, role.side) for role in catalog.shelf.roles.values()]
    kinds = [(kind.value, kind.label) for kind in Kind]
    return "\n\n".join(
        [
            "## Stored things\n\n" + _table(("identifier", "term"), stored_terms()),
            "## Kinds of act\n\n" + _table(("identifier", "term"), kinds),
            "## Procedures\n\n" + _table(("identifier", "term", "statutes"), procedures),
            "## Roles\n\n" + _table(("identifier", "term", "side"), roles),
        ]
    )


def stored_terms() -> list[tuple[str, str]]:
    """Identifier and term of every model, field and choice that has a Chinese name."""
    from django.apps import apps

    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("guiju."):
            continue
        found.append((model.__name__, str(model._meta.verbose_name)))
        for field in model._meta.get_fields():
            name = str(getattr(field, "verbose_name", ""))
            found.append((f"{model.__name__}.{field.name}", name))
            found += [
                (f"{model.__name__}.{field.name}={value}", str(label))
                for value, label in getattr(field, "choices", None) or ()
            ]
    return [(identifier, name) for identifier, name in found if re.search(r"[\u4e00-\u9fff]", name)]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *((f"`{row[0]}`", *row[1:]) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write() -> None:
    """Write every page anew; of the glossary only what is drawn."""
    CLI.write_text(cli_reference(), encoding="utf-8")
    SETTINGS.write_text(settings_reference(), encoding="utf-8")
    PENALTY_FACTS.write_text(penalty_facts(), encoding="utf-8")
    written = GLOSSARY.read_text(encoding="utf-8").partition(DRAWN)[0]
    GLOSSARY.write_text(f"{written}{DRAWN}\n\n{drawn_terms()}\n", encoding="utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.site.settings")
    django.setup()
    write()
