"""Deep verification: what is derived must follow from the acts, and files must be what their digests say.

Everything is read in one pass by matter, beside the walk over the acts' bytes, so that a large store costs time and no memory.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from guiju.lawbook.effective import EffectiveRules
from guiju.lawbook.errors import CatalogError
from guiju.matters import statements
from guiju.matters.deep_numbers import verify_awaited, verify_given
from guiju.matters.files import digest_on_disk, path_of
from guiju.matters.models import StoredFile
from guiju.matters.private import PrivateValueError, opened
from guiju.matters.replay import derived_columns, replayed
from guiju.matters.rulebook import pinned, renew_calendar
from guiju.procedure import settle
from guiju.record.act import ActForm, Kind
from guiju.record.attachments import PLAIN_LIMIT
from guiju.record.canonical import decode
from guiju.record.digests import SM3, sm3
from guiju.record.errors import RecordError
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guiju.matters.live import LiveMatter
    from guiju.matters.rulebook import Pinned
    from guiju.matters.spans import Span

Row = tuple[Any, ...]
LAST = "\uffff"
NO_MATTER = ("deep.no_matter", "有登记行，却没有这一办件。")
_SCALARS = (
    "body_id", "procedure", "rules_id", "number", "title", "opened", "closed", "valid_from",
    "valid_until", "next_due", "next_wake", "handler", "adjusted",
)  # fmt: skip
_MATTERS = (
    f"SELECT id, {', '.join(_SCALARS)}, seq, state FROM matters_matter {{within}} ORDER BY id"  # noqa: S608 -- names fixed above
)
_SIDES = (
    "SELECT matter_id, body, act, roles, due, suspended, ready FROM matters_duty {within} ORDER BY matter_id",
    f"SELECT matter_id, body, procedure, opened, {', '.join(statements.SLOT_COLUMNS)} FROM matters_slots {{within}} ORDER BY matter_id",  # noqa: S608 -- names fixed
    "SELECT matter_id, seq, field, key, sealed FROM matters_privatevalue {within} ORDER BY matter_id",
    "SELECT matter_id, body_id, procedure FROM matters_matterkey {within} ORDER BY matter_id",
    "SELECT matter_id, seq, series, text, year, body_id, voided, value FROM matters_allottednumber {within} ORDER BY matter_id",
    "SELECT matter_id, seq, body, document, done_on FROM matters_awaitedscan {within} ORDER BY matter_id",
    "SELECT matter_id, body, act, proposal, role, person, proposer, since FROM matters_awaited {within} ORDER BY matter_id",
)


class _Stored(NamedTuple):
    """All rows of one matter besides its acts."""

    columns: Row
    seq: int
    state: str
    duties: list[Row]
    slots: list[Row]
    private: list[Row]
    keys: list[Row]
    numbers: list[Row]
    scans: list[Row]
    awaited: list[Row]


class Refolding:
    """Folds every matter of a span anew while its acts pass by, and compares what the store derived from them.

    Args:
        span: which matters.
        report: report to add to.
    """

    def __init__(self, span: Span, report: Report) -> None:
        renew_calendar()
        self._report = report
        self._matters = statements.stream(*span.of(_MATTERS, "id"))
        self._next = next(self._matters, None)
        self._sides = [
            _Side(statements.stream(*span.of(statement, "matter_id"))) for statement in _SIDES
        ]
        self._forms: list[ActForm] = []

    def read(self, form: dict[str, Any]) -> None:
        """Take the next act.

        Args:
            form: a decoded form of the format, used up.
        """
        if self._forms and form["matter"] != self._forms[0].matter:
            self._close()
        self._forms.append(ActForm.of(form))

    def finish(self) -> None:
        """Take the matters that are left."""
        if self._forms:
            self._close()
        self._pass_over(LAST)
        for side in self._sides:
            side.take(LAST, self._report)

    def _close(self) -> None:
        """Verify the matter whose acts have all been read."""
        forms, self._forms = self._forms, []
        matter = forms[0].matter
        self._pass_over(matter)
        if self._next is None or self._next[0] != matter:
            self._report.add_broken(Place(matter), *NO_MATTER)
        else:
            self._verify(self._next, forms)

    def _pass_over(self, matter: str) -> None:
        """Verify the matters before one: they have no acts."""
        while self._next is not None and self._next[0] < matter:
            self._verify(self._next, [])

    def _verify(self, row: Row, forms: list[ActForm]) -> None:
        self._next = next(self._matters, None)
        matter, *columns, seq, state = row
        found = [side.take(matter, self._report) for side in self._sides]
        _verify_matter(matter, _Stored(tuple(columns), seq, state, *found), forms, self._report)


class _Side:
    """Rows of one table beside the matters, grouped by matter."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def take(self, matter: str, report: Report) -> list[Row]:
        """The rows of a matter; rows of matters that do not exist are reported on the way."""
        while self._next is not None and self._next[0] < matter:
            report.add_broken(Place(self._next[0]), *NO_MATTER)
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != matter:
            return []
        rows = [row[1:] for row in self._next[1]]
        self._next = next(self._groups, None)
        return rows


def _verify_matter(matter: str, stored: _Stored, forms: list[ActForm], report: Report) -> None:
    if not forms:
        report.add_broken(Place(matter), "deep.no_acts", "本件没有任何可读的行为，不应存在。")
        return
    if [form.seq for form in forms] != list(range(1, stored.seq + 1)):
        report.add_broken(
            Place(matter), "deep.unreadable", "本件的行为有缺失或者不可读的，不能重算。"
        )
        return
    try:
        rules = [pinned(form.rules) for form in forms]
    except (CatalogError, LookupError, ValueError) as error:
        report.add_broken(
            Place(matter), "deep.unreadable", f"本件所用的规则读不出来，不能重算：{error}"
        )
        return
    found = _columns(stored)
    live = replayed(matter, _reached(found["state"]), rules[-1], forms)
    for name, value in derived_columns(live).items():
        if found[name] != value:
            report.add_broken(
                Place(matter, 0, name),
                "deep.projection",
                "与按行为重算的结果不同，派生数据被单独改动。",
            )
    _verify_private(matter, forms, stored.private, report)
    _verify_key(live, forms, rules, stored.keys, report)
    verify_given(forms, rules, stored.numbers, report)
    verify_awaited(forms, rules, stored.scans, report)
    _verify_attachments(forms, report)


def _columns(stored: _Stored) -> dict[str, Any]:
    return {
        **dict(zip(_SCALARS, map(_plain, stored.columns), strict=True)),
        "state": _state(stored.state),
        "duties": sorted(
            (body, act, roles, _plain(due), bool(suspended), _plain(ready))
            for body, act, roles, due, suspended, ready in stored.duties
        ),
        "awaited": sorted(tuple(map(_plain, row)) for row in stored.awaited),
        "slots": [_plain(value) for value in stored.slots[0]] if stored.slots else None,
    }


def _state(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return text


def _reached(state: Any) -> int:
    """The day a stored state's clock stands at; 0 where it tells none."""
    try:
        return int(state["marking"]["now"])
    except (KeyError, TypeError, ValueError):
        return 0


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _verify_private(matter: str, forms: list[ActForm], rows: list[Row], report: Report) -> None:
    kept = {(seq, field): (key, sealed) for seq, field, key, sealed in rows}
    erased = {(one.data["目标"], one.data["字段"]) for one in forms if one.kind is Kind.ERASURE}
    for form in forms:
        for name, commitment in form.private.items():
            row = kept.pop((form.seq, name), None)
            place = Place(matter, form.seq, f"private.{name}")
            if row is not None:
                _verify_value(place, row, commitment, report)
            elif (form.seq, name) not in erased:
                report.add_broken(place, "private.lost", "非公开的值不见了，也没有依法删除的记录。")
    for seq, name in kept:
        report.add_broken(
            Place(matter, seq, f"private.{name}"),
            "private.extra",
            "有非公开的值，行为中却没有它的承诺。",
        )


def _verify_value(place: Place, row: Row, commitment: str, report: Report) -> None:
    key, sealed = row
    field = place.column.removeprefix("private.")
    try:
        opened(f"{place.matter}#{place.seq}#{field}", key, bytes(sealed), commitment)
    except (PrivateValueError, RecordError):
        report.add_broken(place, "private.changed", "非公开的值与承诺不符，被改动或者调换。")


def _verify_key(
    live: LiveMatter, forms: list[ActForm], rules: list[Pinned], rows: list[Row], report: Report
) -> None:
    """A key is held by whom it bars from being registered twice; its text says no more than the acts and is not compared."""
    entitled = bool(live.pinned.keys) and live.begun and not live.frees_key()
    if rows and not (entitled and rows == [(live.body, live.procedure)]):
        sentence = "本件占有不应由它占有的唯一编码，派生数据被单独改动。"
        report.add_broken(Place(live.id, 0, "key"), "deep.key", sentence)
    elif not rows and entitled and _claimed(forms, rules) and not _freed_before(live, forms, rules):
        sentence = "本件应当占有的唯一编码不见了，派生数据被单独改动。"
        report.add_broken(Place(live.id, 0, "key"), "deep.key", sentence)


def _claimed(forms: list[ActForm], rules: list[Pinned]) -> bool:
    """Whether it was opened by an act or a statement, which takes the key; what was entered as a fact takes none."""
    return any(
        known.keys
        and (
            form.kind is Kind.OPENING
            or (form.kind is Kind.EVENT and form.act == known.effective.opens)
        )
        for form, known in zip(forms, rules, strict=True)
    )


def _freed_before(live: LiveMatter, forms: list[ActForm], rules: list[Pinned]) -> bool:
    """Whether it had ended once: what was opened again does not get back a key that another may hold by now."""
    for count in range(1, len(forms)):
        known, following = rules[count - 1], date.fromisoformat(forms[count].recorded_at[:10])
        earlier = replayed(live.id, 0, known, forms[:count])
        if not earlier.begun:
            continue
        if earlier.frees_key():
            return True
        if following.toordinal() > earlier.marking.now:
            earlier.marking = settle(known.rules, earlier.marking, following.toordinal()).marking
            earlier.settle_life()
            if earlier.frees_key():
                return True
    return False


def _verify_attachments(forms: list[ActForm], report: Report) -> None:
    for form in forms:
        for file in form.files:
            digest = digest_on_disk(str(file["sha256"]))
            place = Place(form.matter, form.seq, "files", 0, str(file["name"]))
            if digest is None:
                report.add_broken(place, "file.missing", "附件不在文件库中。")
            elif digest != file["sha256"]:
                report.add_broken(place, "file.changed", "附件的内容与登记的摘要不符。")


def verify_rules(report: Report) -> None:
    """Every kept set of rules is what its digest and its columns say."""
    statement = "SELECT digest, procedure, version, content FROM matters_effectiverules"
    for digest, *columns, content in statements.stream(statement):
        try:
            rules = EffectiveRules.from_json(decode(bytes(content)), digest)  # type: ignore[arg-type]  # what is no object is caught
            found = [rules.procedure, rules.version]
        except (AttributeError, CatalogError, KeyError, RecordError):
            found = []
        if found != columns:
            report.add_broken(
                Place(column=f"rules {digest}"),
                "deep.rules",
                "办理规则与它的摘要或者所列各项不符。",
            )


def verify_files(report: Report) -> None:
    """Every file kept is what its digests and its size say."""
    for file in StoredFile.objects.order_by("sha256").iterator():
        if digest_on_disk(file.sha256) != file.sha256:
            report.add_broken(
                Place(file=file.sha256), "file.changed", "文件库中的文件缺失或者被改动。"
            )
        elif not _described(file):
            report.add_broken(
                Place(file=file.sha256), "file.described", "登记的文件大小或者国密摘要与文件不符。"
            )


def _described(file: StoredFile) -> bool:
    """Whether the row tells a kept file's size and SM3, as far as this host can tell in time."""
    content = path_of(file.sha256).read_bytes()
    slow = SM3.source == "plain" and len(content) > PLAIN_LIMIT
    return file.size == len(content) and (slow or file.sm3 == sm3(content))
