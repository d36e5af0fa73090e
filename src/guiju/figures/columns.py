"""The columns of a procedure's flat rows, typed from the catalog; private fields have none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as derived
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from guiju.record.canonical import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.lawbook.schema import FieldSpec, Procedure

DECIMAL: Final = "DECIMAL(38,10)"
TEXT: Final = "VARCHAR"
SQL_TYPES: Final[Mapping[str, str]] = {
    "int": "BIGINT",
    "money": "BIGINT",
    "yesno": "BOOLEAN",
    "date": "DATE",
    "decimal": DECIMAL,
    "percent": DECIMAL,
}
FIXED: Final[Mapping[str, str]] = {
    "position": "BIGINT",
    "part": "INTEGER",
    "matter": "UUID",
    "seq": "INTEGER",
    "procedure": TEXT,
    "act": TEXT,
    "kind": TEXT,
    "body": TEXT,
    "done_on": "DATE",
    "recorded_on": "DATE",
    "late": "BOOLEAN",
    "unlawful": "BOOLEAN",
    "stated": "BOOLEAN",
}
STANDING: Final[Mapping[str, str]] = {
    "position": "BIGINT",
    "procedure": TEXT,
    "matter": "UUID",
    "seq": "INTEGER",
    "kind": TEXT,
    "target": "INTEGER",
    "target_position": "BIGINT",
    "part": "INTEGER",
    "changes": TEXT,
    "day": "DATE",
}
NATURAL_PERSON: Final = "自然人"
PERSON_KEYS: Final = frozenset({"kind"})
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CAPITAL: Final = re.compile("[A-Z]")
PLACES: Final = Decimal("1e-10")
NUMBER_LIMIT: Final = Decimal("1e28")
WIDE: Final = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Column:
    """One field as a column.

    Attributes:
        field: name of the field in the catalog.
        kind: its type in the catalog.
        hidden: private fields inside it, for ``rows``.
        name: name of the column.
        sql_type: type of the column.
    """

    field: str
    kind: str
    hidden: frozenset[str] = frozenset()
    name: str = derived(init=False)
    sql_type: str = derived(init=False)

    def __post_init__(self) -> None:
        # capitals are marked, because SQL does not tell them from small letters
        object.__setattr__(self, "name", "f_" + CAPITAL.sub(r"^\g<0>", self.field))
        object.__setattr__(self, "sql_type", SQL_TYPES.get(self.kind, TEXT))

    def typed(self, value: Any) -> Any:
        """A value of an act as the column holds it; None where it is not of the column's type.

        Of a natural person only that it is one is kept: names and numbers of people are not needed for counting.

        Args:
            value: a value of the canonical form.
        """
        if value is None:
            return None
        convert: Callable[[Any], Any] = _TYPED.get(self.sql_type, _text)
        return convert(self._shown(value))

    def _shown(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._shown(entry) for entry in value]
        if not isinstance(value, dict):
            return value
        kept = PERSON_KEYS if value.get("kind") == NATURAL_PERSON else value.keys()
        return {
            key: self._shown(item)
            for key, item in value.items()
            if key in kept and key not in self.hidden
        }


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a procedure, over all its versions.

    Attributes:
        procedure: id of the procedure.
        by_field: field → column.
    """

    procedure: str
    by_field: Mapping[str, Column] = derived(default_factory=dict)

    def sql_types(self) -> dict[str, str]:
        """Every column of a row with its type."""
        return {**FIXED, **{column.name: column.sql_type for column in self.by_field.values()}}

    def typed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The columns that an act's fields fill; fields unknown or private fill none."""
        filled = {}
        for name, value in data.items():
            column = self.by_field.get(name)
            if column is not None and (held := column.typed(value)) is not None:
                filled[column.name] = held
        return filled


def columns_of(versions: Iterable[Procedure]) -> Columns:
    """The columns of a procedure.

    A field that is private in any version has no column; one whose type changed has the type of the latest.

    Args:
        versions: the versions of one procedure, at least one.
    """
    ordered = sorted(versions, key=lambda one: one.version)
    private = {
        str(name) for version in ordered for name, spec in version.fields().items() if spec.private
    }
    found: dict[str, Column] = {}
    for version in ordered:
        for name, spec in version.fields().items():
            if str(name) not in private:
                found[str(name)] = _column(str(name), spec)
    return Columns(ordered[-1].id, found)


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _column(name: str, spec: FieldSpec) -> Column:
    hidden = frozenset(str(inner.name) for inner in spec.rows if inner.private)
    return Column(name, spec.type, hidden)


def _whole(value: Any) -> int | None:
    return value if type(value) is int else None


def _flag(value: Any) -> bool | None:
    return value if type(value) is bool else None


def _day(value: Any) -> str | None:
    if type(value) is not str or DAY.fullmatch(value) is None:
        return None
    try:
        date.fromisoformat(value)
    except ValueError:
        return None
    return value


def _number(value: Any) -> str | None:
    if type(value) not in {int, str}:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= NUMBER_LIMIT:
        return None
    return f"{number.quantize(PLACES, context=WIDE):f}"


def _text(value: Any) -> str:
    return value if type(value) is str else encode(value).decode("utf-8")


_TYPED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "BIGINT": _whole,
    "BOOLEAN": _flag,
    "DATE": _day,
    DECIMAL: _number,
}
