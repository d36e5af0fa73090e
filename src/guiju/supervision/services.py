"""Making papers and performing their lines; choosing columns. Matters change through ``matters.services.perform_many`` only."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from guiju.matters.entry import GIVER, TAKER
from guiju.matters.requests import ActRequest
from guiju.matters.services import perform_many
from guiju.matters.standing import REASON, SENDER
from guiju.people.models import Body
from guiju.record.act import Kind
from guiju.supervision.errors import refuse
from guiju.supervision.models import ChosenColumns, LineState, Sheet, SheetKind, SheetLine
from guiju.supervision.rights import REMINDED_AT_MOST, bodies_reminded, may_hand_over, may_remind
from guiju.supervision.selectors import held_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from guiju.matters.requests import Outcome
    from guiju.people.viewer import Viewer
    from guiju.supervision.selectors import Reminding

LINES_AT_ONCE = 500
ATTEMPTS = 3
LONGEST, ONCE = 400, 32
WORDS = {SheetKind.REMINDER: "催", SheetKind.HANDOVER: "交"}


def make_reminder(
    viewer: Viewer, today: date, matters: Sequence[Reminding], words: Mapping[str, str], once: str
) -> Sheet:
    """Number a paper that reminds of what is owed in some matters; nothing is recorded in them yet.

    Args:
        viewer: who reminds.
        today: the civil day.
        matters: what is owed, unit by unit.
        words: ``until``, an ISO day or empty, and ``besides``: said in every matter.
        once: token of the form; the same one from the same person gives the same paper.

    Raises:
        SupervisionError: ``reminder.nothing``, ``reminder.not_yours``, ``reminder.too_many``.
    """
    if not matters:
        refuse("reminder.nothing", "没有选中要催办的办件。请勾选后再催办。")
    if not {one.unit for one in matters} <= bodies_reminded(viewer):
        refuse(
            "reminder.not_yours",
            "选中的办件有不归您催办的：本机关由负责人、法制机构和监督人员催办，下级由监督职责的人员催办。",
        )
    if len(matters) > REMINDED_AT_MOST:
        refuse(
            "reminder.too_many",
            f"一张催办单至多催办{REMINDED_AT_MOST:,}件，请分单位或者分期限催办。",
        )
    lines = [
        SheetLine(place=place, matter_id=one.matter, unit=one.unit, acts=_short(one.acts), due=one.due)
        for place, one in enumerate(matters, 1)
    ]  # fmt: skip
    return _made(SheetKind.REMINDER, viewer, today, dict(words), lines, once)


def make_handover(
    viewer: Viewer, today: date, people: tuple[str, str], words: Mapping[str, Any], once: str
) -> Sheet:
    """Number a paper that hands over everything a person has in hand; nothing is recorded yet.

    Args:
        viewer: who hands over.
        today: the civil day.
        people: ids of the giver and of the receiver.
        words: ``reason``, and the lists ``drafts`` and ``papers``, a text a line.
        once: token of the form; the same one from the same person gives the same paper.

    Raises:
        SupervisionError: ``handover.not_yours``, ``handover.same``, ``handover.nothing``.
    """
    giver, taker = people
    if not may_hand_over(viewer, giver):
        refuse(
            "handover.not_yours",
            "移交应由移交人本人办理；本人不能办理的，由机关负责人、法制机构或者监督人员办理。",
        )
    if giver == taker:
        refuse("handover.same", "接收人不能是移交人本人，请另选接收人。")
    lines = [
        SheetLine(place=place, matter_id=matter, unit=viewer.body, due=due)
        for place, (matter, due) in enumerate(held_by(viewer, giver).values_list("id", "next_due"), 1)
    ]  # fmt: skip
    if not lines and not (words.get("papers") or words.get("drafts")):
        refuse("handover.nothing", "移交人名下没有在办的办件，也没有填写纸质卷宗，没有可以移交的。")
    about = {**words, "giver": giver, "taker": taker}
    return _made(SheetKind.HANDOVER, viewer, today, about, lines, once)


def go_on(viewer: Viewer, sheet: Sheet, lines: int = LINES_AT_ONCE) -> Sheet:
    """Perform the next lines of a paper: a line's act and what became of it are written together, so leaving off loses nothing.

    Args:
        viewer: who goes on; the acts are recorded by this person.
        sheet: the paper.
        lines: how many at most.

    Raises:
        SupervisionError: ``sheet.not_yours``.
    """
    if sheet.body_id != viewer.body or not _may_go_on(viewer, sheet):
        refuse("sheet.not_yours", "这张单不归您办理。请由制单人或者有同样职责的人员接着办理。")
    with transaction.atomic():
        held = Sheet.objects.select_for_update(of=("self",)).select_related("body").get(id=sheet.id)
        waiting = SheetLine.objects.filter(sheet=held, state=LineState.WAITING)
        taken = list(waiting.order_by("place")[:lines])
        request = _REQUESTS[SheetKind(held.kind)]
        outcomes = perform_many([request(viewer, held, line) for line in taken])
        for line, outcome in zip(taken, outcomes, strict=True):
            _note(line, outcome)
        SheetLine.objects.bulk_update(taken, ["state", "seq", "refusal"], batch_size=200)
        held.done += len(taken)
        held.save(update_fields=["done"])
    return held


def number_text(sheet: Sheet) -> str:
    """The paper's number as written on it."""
    word = WORDS[SheetKind(sheet.kind)]
    return f"{sheet.body.word}{word}〔{sheet.year}〕{sheet.value}号"


def choose_columns(viewer: Viewer, columns: Iterable[str]) -> None:
    """Keep which columns a person wants to see of a body's units."""
    ChosenColumns.objects.update_or_create(
        person_id=viewer.person, body_id=viewer.body, defaults={"columns": list(columns)}
    )


def _made(
    kind: SheetKind, viewer: Viewer, today: date, about: dict[str, Any], lines: list[SheetLine], once: str
) -> Sheet:  # fmt: skip
    """The paper of a form; tried again where another paper took its number meanwhile, or the form's twin was quicker."""
    once = sha256(f"{kind} {viewer.body} {viewer.person} {once}".encode()).hexdigest()[:ONCE]
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return _once(kind, viewer, today, about, lines, once)
    return _once(kind, viewer, today, about, lines, once)


def _once(
    kind: SheetKind, viewer: Viewer, today: date, about: dict[str, Any], lines: list[SheetLine], once: str
) -> Sheet:  # fmt: skip
    known = Sheet.objects.filter(once=once).first()
    if known is not None:
        return known
    with transaction.atomic():
        return _written(kind, viewer, today, about, lines, once)


def _written(
    kind: SheetKind, viewer: Viewer, today: date, about: dict[str, Any], lines: list[SheetLine], once: str
) -> Sheet:  # fmt: skip
    body = Body.objects.get(code=viewer.body)
    series = Sheet.objects.filter(body=body, kind=kind, year=today.year)
    last = series.aggregate(last=Max("value"))["last"] or 0
    sheet = Sheet.objects.create(
        kind=kind, body=body, year=today.year, value=last + 1, made_by_id=viewer.person,
        made_on=today, about=about, once=once, total=len(lines),
    )  # fmt: skip
    for line in lines:
        line.sheet = sheet
    SheetLine.objects.bulk_create(lines, batch_size=500)
    return sheet


def _may_go_on(viewer: Viewer, sheet: Sheet) -> bool:
    if sheet.kind == SheetKind.HANDOVER:
        return may_hand_over(viewer, str(sheet.about["giver"]))
    beyond = SheetLine.objects.filter(sheet=sheet).exclude(unit__in=bodies_reminded(viewer))
    return may_remind(viewer) and not beyond.exists()


def _note(line: SheetLine, outcome: Outcome) -> None:
    line.seq = outcome.seq
    line.state = LineState.DONE if outcome.accepted else LineState.REFUSED
    line.refusal = outcome.refusal.sentence[:LONGEST] if outcome.refusal else ""


def _reminding(viewer: Viewer, sheet: Sheet, line: SheetLine) -> ActRequest:
    """In a matter of the own body a reminder; into a matter below, a notice that names the paper."""
    said = told(sheet, line)
    if line.unit == viewer.body:
        return ActRequest(
            viewer.person, matter=line.matter_id, kind=Kind.REMINDER.value,
            data={"事项": line.acts, "说明": said},
        )  # fmt: skip
    return ActRequest(
        viewer.person, matter=line.matter_id, kind=Kind.NOTICE.value,
        data={"来源办件": number_text(sheet), SENDER: viewer.body, "事由": said},
    )  # fmt: skip


def told(sheet: Sheet, line: SheetLine) -> str:
    """What a reminder says in a matter."""
    until = str(sheet.about.get("until", ""))
    asked = f"请于{_words(date.fromisoformat(until))}前办理" if until else "请抓紧办理"
    besides = str(sheet.about.get("besides", ""))
    return f"催办单{number_text(sheet)}：{asked}“{line.acts}”。{besides}"


def _handing(viewer: Viewer, sheet: Sheet, line: SheetLine) -> ActRequest:
    about = sheet.about
    return ActRequest(
        viewer.person, matter=line.matter_id, kind=Kind.HANDOVER.value,
        data={
            GIVER: about["giver"], TAKER: about["taker"],
            REASON: f"{about['reason']}（交接单{number_text(sheet)}）",
        },
    )  # fmt: skip


_REQUESTS: Mapping[SheetKind, Callable[[Viewer, Sheet, SheetLine], ActRequest]] = {
    SheetKind.REMINDER: _reminding,
    SheetKind.HANDOVER: _handing,
}


def _short(acts: Iterable[str]) -> str:
    text = "、".join(acts)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
