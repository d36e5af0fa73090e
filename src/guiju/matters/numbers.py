"""Numbers: one series each per body and year, gap-free, given out inside the act's transaction.

A number that paper gave before is taken as it stands there. What it leaves out is kept as 空号, which paper entered later may still claim; a
number once voided with a reason is never given again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from guiju.matters import statements
from guiju.matters.requests import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SeriesKey = tuple[str, str, int]
NUMBER = "number"
UNCLAIMED = "空号"
WIDEST_GAP = 500
LONGEST_REASON = 200
BRACKETS = str.maketrans(
    {"[": "〔", "]": "〕", "\uff3b": "〔", "\uff3d": "〕", "【": "〔", "】": "〕"}
)
SERIAL = re.compile(r"[1-9]\d{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Allotted:
    """A number given out.

    Attributes:
        body: code of the body whose series it is.
        series: name of the series.
        year: year of the series.
        value: place in the series, from 1.
        text: as written on paper.
        claimed: it stood as 空号 before.
        skipped: the numbers it leaves out, each with its text.
    """

    body: str
    series: str
    year: int
    value: int
    text: str
    claimed: bool = False
    skipped: tuple[tuple[int, str], ...] = ()


def value_of(form: str, year: int, text: str, word: str | None = None) -> int:
    """The place in its series of a number as written; 0 when it is not written in this form.

    Args:
        form: e.g. ``{word}罚〔{year}〕{n}号``.
        year: year of the series.
        text: as written.
        word: the body's 代字; None: whatever it was then.
    """
    mark = "\0"
    parts = form.format(word="\1", year=year, n=mark)
    said = "".join(_part(one, word) for one in re.split("([\0\1])", parts))
    match = re.fullmatch(said, text)
    return int(match["n"]) if match else 0


def _part(part: str, word: str | None) -> str:
    if part == "\0":
        return r"(?P<n>[1-9][0-9]{0,8})"
    if part == "\1":
        return ".*" if word is None else re.escape(word)
    return re.escape(part)


def fits(spec: Mapping[str, str] | None, word: str, year: int, typed: str) -> int:
    """The place in a series that a hand-given number names; 0 when it does not fit.

    Args:
        spec: ``series`` and ``form``; None fits nothing.
        word: the body's 代字.
        year: year of the act.
        typed: the whole number, or only its serial part.
    """
    if spec is None:
        return 0
    text = typed.translate(BRACKETS)
    if SERIAL.fullmatch(text):
        return int(text)
    return value_of(spec["form"], year, text, word)


@dataclass
class NumberDesk:
    """Gives out numbers during one transaction; each series is locked when first used."""

    _last: dict[SeriesKey, int] = field(default_factory=dict)
    _used: set[SeriesKey] = field(default_factory=set)
    _voided: dict[tuple[SeriesKey, int], str] = field(default_factory=dict)

    def allot(self, spec: Mapping[str, str], body: str, word: str, day: date) -> Allotted:
        """The next number of a series.

        Args:
            spec: ``series`` and ``form``, e.g. ``{word}罚〔{year}〕{n}号``.
            body: code of the body.
            word: the body's 代字.
            day: day of the act; its year is the series' year.
        """
        key = (body, spec["series"], day.year)
        value = self._reached(key) + 1
        self._last[key] = value
        self._used.add(key)
        self._voided[key, value] = ""
        return Allotted(*key, value, _written(spec, word, day.year, value))

    def take(
        self, spec: Mapping[str, str], body: str, word: str, day: date, value: int
    ) -> Allotted:
        """A number that paper gave before.

        Args:
            spec: ``series`` and ``form``.
            body: code of the body.
            word: the body's 代字.
            day: day of the act; its year is the series' year.
            value: its place in the series, from 1.

        Raises:
            Refused: ``number.taken``, ``number.voided``, ``number.gap``.
        """
        key = (body, spec["series"], day.year)
        last = self.check(spec, body, word, day, value)
        self._used.add(key)
        claimed = value <= last
        skipped = tuple(
            (one, _written(spec, word, day.year, one)) for one in range(last + 1, value)
        )
        for one, _ in skipped:
            self._voided[key, one] = UNCLAIMED
        self._last[key] = max(last, value)
        self._voided[key, value] = ""
        return Allotted(*key, value, _written(spec, word, day.year, value), claimed, skipped)

    def check(self, spec: Mapping[str, str], body: str, word: str, day: date, value: int) -> int:
        """Refuse a hand-given number that cannot be taken; gives the last number of its series."""
        key = (body, spec["series"], day.year)
        last = self._reached(key)
        text = _written(spec, word, day.year, value)
        if value - last - 1 > WIDEST_GAP:
            refuse_number(
                "number.gap",
                f"编号“{text}”比已有的最后一号（{last}号）跳过{value - last - 1}个号，多于{WIDEST_GAP}个，没有登记。请核对纸上的编号。",
            )
        if value <= last:
            self._check_free(key, value, text)
        return last

    def flush(self) -> None:
        """Write where each series stands."""
        statements.write(
            statements.ADVANCE_SERIES, [(self._last[key], *key) for key in sorted(self._used)]
        )
        self._used.clear()

    def _reached(self, key: SeriesKey) -> int:
        if key not in self._last:
            self._last[key] = statements.locked_series(*key)
        return self._last[key]

    def _check_free(self, key: SeriesKey, value: int, text: str) -> None:
        holder = ""
        voided = self._voided.get((key, value))
        if voided is None:
            voided, holder = statements.number_held(*key, value)
        if voided == "":
            _taken(text, holder)
        if voided != UNCLAIMED:
            refuse_number(
                "number.voided",
                f"编号“{text}”已经作废（{voided}），不能再用。请核对纸上的编号，或者由系统取下一个号。",
            )


def refuse_number(code: str, sentence: str, **details: Any) -> NoReturn:
    """Refuse a hand-given number, at the input it was typed into.

    Raises:
        Refused: always.
    """
    refuse(code, sentence, problems={NUMBER: sentence}, **details)


def _taken(text: str, holder: str) -> NoReturn:
    refuse_number(
        "number.taken",
        f"编号“{text}”已经给了另一份文书，不能重号。请核对纸上的编号；原来登记错的，先在“文号”中写明理由作废。",
        matter=holder,
    )


def _written(spec: Mapping[str, str], word: str, year: int, value: int) -> str:
    return spec["form"].format(word=word, year=year, n=value)
