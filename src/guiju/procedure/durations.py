"""Lengths of time as statutes give them: a number and a unit, never a number alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.procedure.errors import CalendarError

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS = {"d": "日", "wd": "个工作日", "m": "个月", "y": "年"}
_TEXT = re.compile(r"([0-9]+)(wd|d|m|y)((?: (?:clear|roll))*)")
_KEYS = {"n", "unit", "roll", "clear"}


class Duration(NamedTuple):
    """A length of time; the day it starts on is never counted.

    ``roll``: a last day that is not a working day moves to the next working day; ``None`` leaves it
    to where the duration stands (deadlines roll, delays do not). ``clear``: so many full days must
    lie between, one day more.
    """

    n: int
    unit: str
    roll: bool | None = None
    clear: bool = False

    @classmethod
    def from_json(cls, obj: Mapping[str, Any], where: str = "") -> Duration:
        """Reads ``{"n", "unit", "roll", "clear"}``.

        Args:
            obj: The JSON object.
            where: Its place, for the error.

        Raises:
            CalendarError: A number without unit, a unit that does not exist, a wrong type.
        """
        n, unit = obj.get("n"), obj.get("unit")
        if type(n) is not int or n < 0:
            sentence = f"期限的长度应是不小于0的整数，现在是{n!r}。"
            raise CalendarError(code="duration-length", sentence=sentence, where=where)
        if unit not in UNITS:
            sentence = f"期限必须写明单位（d、wd、m、y 之一），现在是{unit!r}。"
            raise CalendarError(code="duration-unit", sentence=sentence, where=where)
        _check_flags(obj, where)
        return cls(n, unit, obj.get("roll"), bool(obj.get("clear")))

    def to_json(self) -> dict[str, Any]:
        """The JSON object, with only what was said."""
        found: dict[str, Any] = {"n": self.n, "unit": self.unit}
        if self.roll is not None:
            found["roll"] = self.roll
        if self.clear:
            found["clear"] = True
        return found

    def resolved(self, *, deadline: bool) -> Duration:
        """The same with ``roll`` decided: deadlines in d, m, y roll unless told otherwise.

        Args:
            deadline: Whether it stands as a deadline (or extension) rather than a delay.
        """
        if self.roll is not None:
            return self
        return self._replace(roll=deadline and self.unit != "wd")

    def text(self) -> str:
        """The short form, ``7wd clear``."""
        flags = (" clear" if self.clear else "") + (" roll" if self.roll else "")
        return f"{self.n}{self.unit}{flags}"

    def words(self) -> str:
        """The form for people, ``7个工作日``."""
        return f"{self.n}{UNITS[self.unit]}"


def parse_duration(text: str) -> Duration:
    """Reads the short form: ``5wd``, ``90d``, ``3m``, ``1y``, with `` clear`` and `` roll``.

    Args:
        text: The short form.

    Raises:
        CalendarError: The text is none.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        sentence = f"“{text}”不是期限：应写数字和单位，如 5wd、90d、3m、1y，其后可加 clear、roll。"
        raise CalendarError(code="duration-text", sentence=sentence)
    flags = match[3].split()
    return Duration(int(match[1]), match[2], "roll" in flags or None, "clear" in flags)


def _check_flags(obj: Mapping[str, Any], where: str) -> None:
    for key in ("roll", "clear"):
        if obj.get(key) is not None and not isinstance(obj[key], bool):
            raise CalendarError(
                code="duration-flag", sentence=f"期限的 {key} 只能是 true 或 false。", where=where
            )
    unknown = set(obj) - _KEYS
    if unknown:
        names = "、".join(sorted(unknown))
        raise CalendarError(
            code="duration-key", sentence=f"期限里没有“{names}”这一项，请删去。", where=where
        )
