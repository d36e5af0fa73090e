"""What a demonstration writes into a field: the catalog's samples, and plain values of each type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from guiju.demo.course import MatterOf
from guiju.demo.names import citizen, company
from guiju.lawbook.guard_terms import parse_money
from guiju.matters import rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from guiju.demo.setting import Setting
    from guiju.lawbook.schema import FieldSpec

LATER: Final = ("至", "止", "期限", "到期", "届满", "截止", "有效期")
NATURAL: Final = "自然人"
REGION: Final = "000000"


@dataclass(frozen=True)
class Writer:
    """Writes the fields of one course.

    Attributes:
        setting: the ground.
        body: code of the owning body.
        turn: the place among the courses; values differ by it.
        linked: procedure → key of a course whose matter may be named, where there is one.
    """

    setting: Setting
    body: str
    turn: int
    linked: Mapping[str, str]

    def value(self, spec: FieldSpec, day: date) -> Any:
        """A value that a field takes.

        Args:
            spec: the field.
            day: the day of the act.

        Raises:
            LookupError: nothing can be named: no course of the procedure that the field points to.
        """
        write = WRITERS.get(spec.type)
        if write is None:
            message = f"nothing to write into {spec.name}"
            raise LookupError(message)
        return write(self, spec, day)

    def sample(self, spec: FieldSpec) -> str | None:
        """One of the catalog's samples, in turn."""
        return spec.sample[self.turn % len(spec.sample)] if spec.sample else None

    def party(self, kind: str = "") -> dict[str, str]:
        """A party; a company where it need not be a person."""
        return citizen(300 + self.turn) if kind in ("", NATURAL) else company(200 + self.turn)


def _text(writer: Writer, spec: FieldSpec, _day: date) -> str:
    return writer.sample(spec) or f"{spec.name}（演示）"


def _date(_writer: Writer, spec: FieldSpec, day: date) -> str:
    later = any(mark in spec.name for mark in LATER)
    return (day + timedelta(days=365) if later else day).isoformat()


def _whole(writer: Writer, spec: FieldSpec, _day: date) -> int:
    sample = writer.sample(spec)
    return int(_within(spec, int(sample) if sample else 3 + writer.turn % 7))


def _money(writer: Writer, spec: FieldSpec, _day: date) -> int:
    sample = writer.sample(spec)
    fen = parse_money(sample) if sample else None
    return int(_within(spec, fen if fen is not None else 1_000_00 * (1 + writer.turn % 9)))


def _decimal(writer: Writer, spec: FieldSpec, _day: date) -> str:
    return str(_within(spec, Decimal(writer.sample(spec) or 10 + writer.turn % 7)))


def _within(spec: FieldSpec, value: Any) -> Any:
    number = type(value)
    low = value if spec.min is None else max(value, number(spec.min))
    return low if spec.max is None else min(low, number(spec.max))


def _choice(writer: Writer, spec: FieldSpec, _day: date) -> str:
    return spec.choice[writer.turn % len(spec.choice)]


def _yesno(_writer: Writer, _spec: FieldSpec, _day: date) -> bool:
    return True


def _party(writer: Writer, _spec: FieldSpec, _day: date) -> dict[str, str]:
    return writer.party()


def _unit(writer: Writer, spec: FieldSpec, _day: date) -> str:
    """The own body; another where the field says which authority an outside role is, as 被申请人 does."""
    role = rulebook.catalog().shelf.roles.get(str(spec.name))
    if role is None or role.own:
        return writer.body
    others = [one.code for one in writer.setting.scenario.bodies if one.code != writer.body]
    return others[writer.turn % len(others)]


def _officers(writer: Writer, _spec: FieldSpec, _day: date) -> list[str]:
    staff = writer.setting.staff
    return [person for person, home in staff.home.items() if home == writer.body][:2]


def _linked(writer: Writer, spec: FieldSpec, _day: date) -> MatterOf:
    return MatterOf(writer.linked[str(spec.of)])


def _article(_writer: Writer, _spec: FieldSpec, _day: date) -> str:
    return "演示依据：法律、法规、规章的名称和条款"


def _file(writer: Writer, _spec: FieldSpec, _day: date) -> str:
    return writer.setting.paper("证据清单")


def _rows(writer: Writer, spec: FieldSpec, day: date) -> list[dict[str, Any]]:
    return [{str(column.name): writer.value(column, day) for column in spec.rows}]


WRITERS: Final[Mapping[str, Callable[[Writer, FieldSpec, date], Any]]] = {
    "text": _text,
    "paragraph": _text,
    "date": _date,
    "time": lambda _writer, _spec, _day: "09:30",
    "int": _whole,
    "money": _money,
    "decimal": _decimal,
    "percent": _decimal,
    "choice": _choice,
    "yesno": _yesno,
    "party": _party,
    "unit": _unit,
    "officers": _officers,
    "entry": _linked,
    "matter": _linked,
    "article": _article,
    "file": _file,
    "region": lambda _writer, _spec, _day: REGION,
    "rows": _rows,
}
