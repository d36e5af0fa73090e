"""Deep verification of numbers and awaited papers: both must follow from the acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.matters import statements
from guiju.matters.numbering import BY_HAND, DOCUMENT, MATTER
from guiju.matters.numbers import LONGEST_REASON, UNCLAIMED, value_of
from guiju.matters.papers import VOIDED_NUMBER, awaited
from guiju.record.act import Kind
from guiju.record.report import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.matters.rulebook import Pinned
    from guiju.record.act import ActForm
    from guiju.record.report import Report

Row = tuple[Any, ...]


def verify_given(
    forms: list[ActForm], rules: list[Pinned], rows: list[Row], report: Report
) -> None:
    """The numbers kept for a matter are those its acts say they gave or left out, voided where an act says so.

    Args:
        forms: the matter's acts in order.
        rules: the rules each was done under.
        rows: seq, series, text, year, body, voided, value.
        report: report to add to.
    """
    voided = _voided(forms)
    given = {
        (form.seq, spec["series"], text): (spec["form"], [int(form.done_on[:4]), form.body, voided.get((form.seq, text), "")])
        for form, known in zip(forms, rules, strict=True)
        for spec, text in _numbers_of(form, known)
    }  # fmt: skip
    for seq, series, text, year, body, void, value in rows:
        written, told = given.pop((seq, series, text), ("", []))
        if not written and 1 <= seq <= len(forms):
            form = forms[seq - 1]
            written = _left_out(form, rules[seq - 1], series, value)
            told = [int(form.done_on[:4]), form.body, voided.get((seq, text), UNCLAIMED)]
        if told != [year, body, void] or value_of(written, year, text) != value:
            _add(forms, seq, report)
    for seq, _, _ in given:
        _add(forms, seq, report)


def _add(forms: list[ActForm], seq: int, report: Report) -> None:
    report.add_broken(
        Place(forms[0].matter, seq, "number"), "deep.number", "登记的编号与行为所给的不符。"
    )


def _voided(forms: list[ActForm]) -> dict[tuple[int, str], str]:
    """Numbers that acts void: act and text → reason."""
    return {
        (form.data["目标"], str(form.data[VOIDED_NUMBER])): str(form.data["理由"])[:LONGEST_REASON]
        for form in forms
        if form.kind is Kind.CORRECTION and VOIDED_NUMBER in form.data
    }


def _specs(form: ActForm, known: Pinned) -> dict[str, Mapping[str, str]]:
    act = known.effective.acts.get(form.act)
    specs = {MATTER: known.effective.content["number"], DOCUMENT: act and act.number}
    return {name: spec for name, spec in specs.items() if spec}


def _numbers_of(form: ActForm, known: Pinned) -> Iterator[tuple[Mapping[str, str], str]]:
    """The numbers an act says it gave, each with what its series says of it."""
    if form.kind is not Kind.EVENT:
        return
    for name, spec in _specs(form, known).items():
        if name in form.verdict:
            yield spec, str(form.verdict[name])


def _left_out(form: ActForm, known: Pinned, series: str, value: int) -> str:
    """The form of a number that an act left out; empty where the act says nothing of it."""
    told: list[Any] = form.verdict.get(BY_HAND, [""]) if form.kind is Kind.EVENT else [""]
    name, *span = told
    spec = _specs(form, known).get(name)
    if not span or spec is None or spec["series"] != series or not span[0] <= value <= span[-1]:
        return ""
    return str(spec["form"])


def verify_awaited(
    forms: list[ActForm], rules: list[Pinned], rows: list[Row], report: Report
) -> None:
    """The papers awaited are those the acts issued and nothing brought back.

    Args:
        forms: the matter's acts in order.
        rules: the rules each was done under.
        rows: seq, body, document, day.
        report: report to add to.
    """
    acts = [known.effective.acts.get(form.act) for form, known in zip(forms, rules, strict=True)]
    told = {(seq, *rest) for seq, rest in awaited(forms, acts).items()}
    kept = {(seq, body, name, _iso(day)) for seq, body, name, day in rows}
    for seq in sorted({one[0] for one in told ^ kept}):
        report.add_broken(
            Place(forms[0].matter, seq, "scan"),
            "deep.scan",
            "待回收的签章扫描件与行为不符，派生数据被单独改动。",
        )


def _iso(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)[:10]


def verify_numbers(report: Report) -> None:
    """Every series runs from 1 without gap to where its counter stands."""
    statement = (
        "SELECT s.body_id, s.series, s.year, s.last, count(n.id), coalesce(max(n.value), 0) "
        "FROM matters_numberseries s LEFT JOIN matters_allottednumber n "
        "ON n.body_id = s.body_id AND n.series = s.series AND n.year = s.year "
        "GROUP BY s.body_id, s.series, s.year, s.last"
    )
    for body, series, year, last, count, highest in statements.stream(statement):
        if not last == count == highest:
            report.add_broken(
                Place(column=f"{body} {series} {year}"),
                "number.gap",
                f"编号应有{last}个，现有{count}个，最大为{highest}。",
            )
    lost = (
        "SELECT DISTINCT n.body_id, n.series, n.year FROM matters_allottednumber n "
        "LEFT JOIN matters_numberseries s ON n.body_id = s.body_id AND n.series = s.series AND n.year = s.year "
        "WHERE s.id IS NULL"
    )
    for row in statements.stream(lost):
        place = Place(column=" ".join(map(str, row)))
        report.add_broken(place, "number.no_series", "有给出的编号，却没有这一编号序列。")
