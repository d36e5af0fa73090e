"""催办: choose what is owed by unit, remind of it, paste a text into a work group, print a numbered paper."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from django.http import Http404
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from guiju.matters.rulebook import pinned
from guiju.matters.tallies import duties_due
from guiju.supervision.columns import DAWN, soon_day
from guiju.supervision.errors import SupervisionError
from guiju.supervision.models import SheetKind
from guiju.supervision.rights import REMINDED_AT_MOST, bodies_reminded, may_remind
from guiju.supervision.selectors import (
    lines_by_unit,
    lines_of,
    matters_named,
    names_of_bodies,
    sheet_of,
    sheets_of,
    to_remind,
)
from guiju.supervision.services import make_reminder, number_text
from guiju.ui.parts import Chip
from guiju.web.access import page, staff_page
from guiju.web.alternatives import grouped
from guiju.web.forms import UnreadableError, read_day
from guiju.web.present import urgency
from guiju.web.sheet_pages import (
    address_of,
    answered,
    begun,
    paper_context,
    sheet_context,
)
from guiju.web.stage import procedure_name
from guiju.web.views_supervision import tabs
from guiju.web.wording import left_text, short_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from django.http import HttpRequest, HttpResponse

    from guiju.matters.models import Matter
    from guiju.supervision.models import Sheet, SheetLine
    from guiju.supervision.selectors import Reminding
    from guiju.web.access import Staff
    from guiju.web.timeline import Badge

LISTED = 150
SHEETS_SHOWN = 20
SPANS = {
    "late": "已经逾期",
    "soon": "三个工作日内到期",
    "both": "逾期和将到期",
    "all": "全部有期限的",
}
FAR = date(9999, 12, 31)
SHEET, UNTIL = "reminder", "until"
TEXT_AT_MOST = 60


class Choice(NamedTuple):
    """A matter one can remind of, as a row; ticked until somebody takes the tick away."""

    matter: str
    called: str
    title: str
    procedure: str
    acts: str
    day: str
    badge: Badge | None
    ticked: bool


class Wrong(NamedTuple):
    """What is wrong with what was typed: the input, empty for none, and the sentence."""

    key: str
    sentence: str


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What is owed, unit by unit, to be ticked and reminded of."""
    if not may_remind(staff.viewer):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    span, unit, matter = (str(asked.get(name, "")) for name in ("span", "unit", "matter"))
    span = span if span in SPANS else "all" if matter else "both"
    days, units = _days(span, staff.today), {unit} if unit else set()
    whole = request.method == "POST"
    late = to_remind(staff.viewer, days, units, matter, REMINDED_AT_MOST if whole else LISTED)
    seen = matters_named(staff.viewer, [one.matter for one in late])
    owed = worded(late, seen)
    problem, ticked = None, {one.matter for one in owed}
    if request.method == "POST":
        ticked = set(request.POST.getlist("matters"))
        answer = _made(request, staff, owed, ticked)
        if not isinstance(answer, Wrong):
            return answer
        problem = answer
    context = {
        "tabs": tabs(staff, "reminders"),
        "chips": [Chip(label, _asked(one, unit, matter), one == span) for one, label in SPANS.items()],
        "units": sorted(names_of_bodies(bodies_reminded(staff.viewer)).items()),
        "unit": unit, "span": span, "matter": matter,
        "groups": _groups(staff, owed[:LISTED], seen, ticked),
        "listed": min(len(owed), LISTED), "count": _count(staff, owed, days, units),
        "most": REMINDED_AT_MOST,
        "problem": problem, "typed": asked, "once": asked.get("once") or uuid4().hex,
        "sheets": [_sheet_line(one) for one in sheets_of(staff.viewer, SheetKind.REMINDER, SHEETS_SHOWN)],
    }  # fmt: skip
    return page(request, staff, "web/reminders.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_page(request: HttpRequest, staff: Staff, identifier: int) -> HttpResponse:
    """A paper: the texts to paste, and what became of each matter."""
    sheet = _sheet_or_404(staff, identifier)
    answer = answered(request, staff, sheet, SHEET)
    if answer is not None:
        return answer
    context = sheet_context(request, staff, sheet, SHEET)
    texts = _texts(staff, sheet) if sheet.finished else []
    return page(request, staff, "web/reminder.html", {**context, "texts": texts})


@staff_page
@require_safe
def reminder_paper(request: HttpRequest, staff: Staff, identifier: int) -> HttpResponse:
    """The paper to print and sign."""
    sheet = _sheet_or_404(staff, identifier)
    context = {
        **paper_context(request, staff, sheet, SHEET),
        "until": _until(sheet),
        "besides": sheet.about.get("besides", ""),
    }
    return page(request, staff, "web/reminder_paper.html", context)


def _made(
    request: HttpRequest, staff: Staff, owed: Sequence[Reminding], ticked: AbstractSet[str]
) -> HttpResponse | Wrong:
    """Make the paper and begin with its matters, or say what is wrong with what was typed."""
    whole = request.POST.get("scope") == "all"
    chosen = [one for one in owed if whole or one.matter in ticked]
    typed = str(request.POST.get("until", "")).strip()
    try:
        until = read_day(typed) if typed else ""
        if until and until < staff.today.isoformat():
            return Wrong(UNTIL, "请办好的日期不能早于今天，请改正。")
        words = {"until": until, "besides": str(request.POST.get("besides", "")).strip()[:500]}
        once = str(request.POST.get("once", ""))[:32] or uuid4().hex
        sheet = make_reminder(staff.viewer, staff.today, chosen[:REMINDED_AT_MOST], words, once)
        return begun(staff, sheet, SHEET)
    except UnreadableError as bad:
        return Wrong(UNTIL, f"请办好的日期{bad.sentence}")
    except SupervisionError as error:
        return Wrong("", error.sentence)


def _count(
    staff: Staff, owed: Sequence[Reminding], days: tuple[date, date], units: set[str]
) -> int:
    """How many there are to remind of, those not listed included."""
    if len(owed) <= LISTED:
        return len(owed)
    return sum(duties_due(staff.viewer, units or bodies_reminded(staff.viewer), *days).values())


def _days(span: str, today: date) -> tuple[date, date]:
    """The first and the last day of what is chosen."""
    late, near = (DAWN, today - timedelta(1)), (today, soon_day(today))
    return {"late": late, "soon": near, "both": (DAWN, near[1]), "all": (DAWN, FAR)}[span]


def worded(owed: Sequence[Reminding], seen: Mapping[str, Matter]) -> list[Reminding]:
    """What is owed with alternatives as one duty: 达成协议或者终止调解; matters not to be seen are left out."""
    pairs = {one.rules_id: pinned(one.rules_id).effective.alternatives for one in seen.values()}
    found = []
    for one in owed:
        if one.matter in seen:
            known = {one.matter: pairs[seen[one.matter].rules_id]}
            groups = grouped(one.acts, known, partial(_of_matter, one.matter))
            found.append(one._replace(acts=tuple("或者".join(group) for group in groups)))
    return found


def _of_matter(matter: str, act: str) -> tuple[str, str, None]:
    return matter, act, None


def _groups(
    staff: Staff, owed: Sequence[Reminding], seen: Mapping[str, Matter], ticked: AbstractSet[str]
) -> list[tuple[str, list[Choice]]]:
    names = names_of_bodies(one.unit for one in owed)
    groups: dict[str, list[Choice]] = {}
    for one in owed:
        matter = seen[one.matter]
        row = Choice(
            one.matter, matter.number or matter.title or "未编号", matter.title if matter.number else "",
            procedure_name(matter.procedure), "、".join(one.acts), short_day(one.due), urgency(one.due, staff.today),
            one.matter in ticked,
        )  # fmt: skip
        groups.setdefault(names.get(one.unit, one.unit), []).append(row)
    return list(groups.items())


def _texts(staff: Staff, sheet: Sheet) -> list[tuple[str, int, str]]:
    """One text a unit, ready to paste: numbers and duties only, because a work group is not the house."""
    texts = []
    for unit, lines in lines_by_unit(lines_of(staff.viewer, sheet, 0, REMINDED_AT_MOST)):
        texts.append((unit, len(lines), _text(sheet, unit, lines)))
    return texts


def _text(sheet: Sheet, unit: str, lines: Sequence[SheetLine]) -> str:
    told = [f"{place}. {_told(line, sheet.made_on)}" for place, line in enumerate(lines[:TEXT_AT_MOST], 1)]  # fmt: skip
    if len(lines) > TEXT_AT_MOST:
        told.append(f"……其余{len(lines) - TEXT_AT_MOST}件见催办单。")
    asked = f"请于{_until(sheet)}前办理。" if _until(sheet) else "请抓紧办理。"
    besides = str(sheet.about.get("besides", ""))
    return "\n".join(
        [
            f"【催办】{unit}：有{len(lines)}件应办事项请抓紧。",
            *told,
            f"{asked}{besides}",
            f"{sheet.body.name}　{short_day(sheet.made_on)}　{number_text(sheet)}",
        ]
    )


def _told(line: SheetLine, day: date) -> str:
    number = line.matter.number or "未编号的一件"
    due = f"，应在{short_day(line.due)}前，{left_text(line.due, day)}" if line.due else ""
    return f"{number}（{procedure_name(line.matter.procedure)}）：{line.acts}{due}"


def _until(sheet: Sheet) -> str:
    typed = str(sheet.about.get("until", ""))
    return short_day(date.fromisoformat(typed)) if typed else ""


def _sheet_line(sheet: Sheet) -> dict[str, Any]:
    return {
        "number": number_text(sheet),
        "address": address_of(sheet, SHEET),
        "said": f"{short_day(sheet.made_on)} {sheet.made_by.name} · {sheet.total} 件",
        "left": sheet.total - sheet.done,
    }


def _asked(span: str, unit: str, matter: str) -> str:
    pairs = {"span": span, "unit": unit, "matter": matter}
    return f"?{urlencode({key: value for key, value in pairs.items() if value})}"


def _sheet_or_404(staff: Staff, identifier: int) -> Sheet:
    found = sheet_of(staff.viewer, SheetKind.REMINDER, identifier)
    if found is None or not may_remind(staff.viewer):
        raise Http404
    return found
