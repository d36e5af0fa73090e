"""What one expects of the catalog: statutory rules by id, each with the place that carries it.

An entry of `expected/` is written by whoever encodes the chapter. It is not believed: the place must be
there, cite the article and have the period (`expected_findings`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guiju.lawbook.shared_text import load_shared
from guiju.lawbook.yaml_text import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from guiju.lawbook.errors import Place
    from guiju.lawbook.yaml_text import Text

FOLDER: Final = "expected"
STATUTE: Final = "statute"
DAYS: Final = re.compile(r"\d+(?:wd|d|m|y)", re.ASCII)

ENCODED, PARAMETER, OUTSIDE, MISSING = "encoded", "parameter", "outside", "missing"


@dataclass(frozen=True, slots=True)
class Expected:
    """One statutory rule and where the catalog carries it.

    Attributes:
        id: Its id.
        place: Where the entry stands.
        cite: Statute and article.
        days: Its period, such as `5wd`; None where it has none.
        at: Places that carry it: `procedure/act`, or `statute/name` where the counting of days does.
        parameter: The parameter that carries it; None where none does.
        outside: Why no procedure carries it; empty where one does.
        missing: The procedure that should carry it and does not yet; None for all others.
    """

    id: str
    place: Place
    cite: Text
    days: Text | None
    at: tuple[Text, ...]
    parameter: Text | None
    outside: str
    missing: Text | None

    @property
    def status(self) -> str:
        """Return `encoded`, `parameter`, `outside` or `missing`."""
        if self.at:
            return ENCODED
        if self.parameter is not None:
            return PARAMETER
        return OUTSIDE if self.outside else MISSING

    @property
    def where(self) -> str:
        """Return the places that carry it, or should."""
        parameter = (f"{PARAMETER}/{self.parameter}",) if self.parameter is not None else ()
        return "；".join((*self.at, *parameter)) or str(self.missing or "")

    @property
    def owners(self) -> frozenset[str]:
        """Return the procedures it belongs to."""
        named = {at.partition("/")[0] for at in self.at} - {STATUTE}
        return frozenset(named | ({str(self.missing)} if self.missing else set()))


def load_expected(root: Path) -> dict[str, Expected]:
    """Read the expectations of a catalog, by id; none where the catalog has no such folder.

    Raises:
        CatalogError: `expected.where`, when an entry does not say exactly where; `expected.days`, when a
            period is not written as one; what the reader refuses.
    """
    if not (root / FOLDER).is_dir():
        return {}
    entries = Reader(load_shared(root / FOLDER), "应有规则")
    return {str(name): _entry(name, reader) for name, reader in entries.entries()}


def _entry(name: Text, reader: Reader) -> Expected:
    one = Expected(
        str(name),
        name.place,
        reader.text("cite"),
        reader.optional("days"),
        reader.list_of_text("at"),
        reader.optional("parameter"),
        str(reader.optional("outside") or ""),
        reader.optional("missing"),
    )
    reader.done()
    carried = bool(one.at) or one.parameter is not None
    if carried + bool(one.outside) + (one.missing is not None) != 1:
        reader.refuse(
            "expected.where",
            f"“{name}”应写明由哪里承载：at 或 parameter，或者用 outside 说明理由，或者用 missing 写明欠在哪个程序，只写一样。",
        )
    if one.days is not None and not DAYS.fullmatch(one.days):
        reader.refuse("expected.days", f"“{one.days}”不是期限。请写成 5wd、90d、3m、1y。", "days")
    return one
