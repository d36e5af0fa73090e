"""管理: where everything that keeps the office running is found; the steps of beginning; and how the machine does."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from guiju.matters.pulse import TENDED, VERIFIED, last, room, tending
from guiju.matters.rulebook import calendar_book, local_values, resolved
from guiju.matters.selectors import log_size, visible_matters, waiting_for_seal
from guiju.people.administrators import ADMINISTRATORS, SECURITY, SYSTEM
from guiju.people.models import Account, Body, Grant, Post
from guiju.ui.parts import Step
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.access import page, staff_page
from guiju.web.administration import administrators_page
from guiju.web.views_calendar import missing_year
from guiju.web.views_parameters import needed
from guiju.web.wording import size_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from guiju.web.access import Staff

FIRST_LISTS = ("officer-certificate", "power-list")
LITTLE_ROOM = 2 * 1024**3
STATES = {"intact": "完好", "broken": "有损坏", "not_verifiable": "没有可核验的"}


class Door(NamedTuple):
    """A page of this place.

    Attributes:
        label: what it is called.
        name: name of its address.
        says: what is found there.
        of: what the address asks for besides; empty for nothing.
    """

    label: str
    name: str
    says: str
    of: str = ""

    @property
    def address(self) -> str:
        """Where it leads."""
        return reverse(self.name, args=[self.of] if self.of else [])


DOORS = (
    Door("启用步骤", "setup", "从登记人员到登记在办事项，哪一步做到了哪里"),
    Door("机构", "bodies", "上下级机构、成立和撤销的日期、期初登记截止日"),
    Door("人员与任职", "people", "谁在哪里任什么职，自何日至何日"),
    Door("请假代理", "leave", "请假的几天由谁代行职责"),
    Door("参数", "parameters", "法律留给部委、省和本单位定的数，现在按哪一层"),
    Door("日历", "calendar", "每年的放假和调休上班，期限照它计算"),
)
ACTING_DOORS = (
    Door("交接", "handover", "一个人名下在办的办件和纸质卷宗，一次移交给接手的人"),
    Door("证件", "list", "谁持有哪个领域的执法证件，有效期到哪天", "officer-certificate"),
    Door("期初登记", "openings", "启用以前的证件、清单和在办事项，照原件登记"),
)
ADMINISTRATORS_DOORS = (
    Door("人员变动", "grants", "等待确认的任职、离任和账号变动，以及谁提出、谁确认"),
    Door("备份与健康", "health", "程序版本、存储、后台工作、最近一次核验"),
)


@staff_page
@require_safe
def manage(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The doors of this place; those of the administrators for them alone."""
    administers = staff.viewer.administers
    context = {
        "doors": DOORS + (ADMINISTRATORS_DOORS if administers else ACTING_DOORS),
        "roles": "、".join(sorted(staff.viewer.roles)), "missing_year": missing_year(staff.today),
        "waiting": Grant.objects.filter(state="open").count() if administers else 0,
    }  # fmt: skip
    return page(request, staff, "web/manage.html", context)


@staff_page
@require_safe
def setup(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The steps from the first administrators to daily work, each with what is done."""
    steps = _one_now(list(_steps(staff)))
    done = sum(step.state == "done" for step in steps)
    return page(request, staff, "web/setup.html", {"steps": steps, "done": done})


def _one_now(steps: list[Step]) -> list[Step]:
    """The first step that is not done is the one to do now."""
    first = next((place for place, step in enumerate(steps) if step.state != "done"), len(steps))
    return [
        step if step.state == "done" else step._replace(state="now" if place == first else "later")
        for place, step in enumerate(steps)
    ]


def _steps(staff: Staff) -> Iterator[Step]:
    yield Step("本机关、下级机构", "done", reverse("bodies"), f"{Body.objects.count()} 个机构")
    yield _administrators_step(staff)
    yield _people_step(staff)
    yield _particulars_step(staff)
    yield _parameters_step(staff)
    yield _calendar_step(staff)
    yield _lists_step(staff)
    yield _openings_step(staff)


def _administrators_step(staff: Staff) -> Step:
    pending = Account.objects.filter(
        person__posts__role__in=ADMINISTRATORS, one_time_until__isnull=False
    ).distinct()
    waiting = "、".join(sorted(one.person.name for one in pending.select_related("person")))
    who = (
        waiting if staff.viewer.administers else "有的管理员"
    )  # whose password is still a drawn one is not for everybody
    note = f"{who}还没有设定自己的密码" if waiting else "三个人都已设定密码"
    return Step("三员", "now" if waiting else "done", note=note)


def _people_step(staff: Staff) -> Step:
    held = Post.objects.exclude(role__in=ADMINISTRATORS).values("person").distinct().count()
    waiting = Grant.objects.filter(state="open").count()
    notes = [f"{held} 人有任职"] + ([f"{waiting} 项变动等安全管理员确认"] if waiting else [])
    roles, link = staff.viewer.roles, ""
    if SYSTEM in roles:
        link = reverse("people-new")
    elif SECURITY in roles:
        link = reverse("grants")
    else:
        notes.append("由系统管理员提出，安全管理员确认")
    return Step("人员", "done" if held and not waiting else "now", link, "；".join(notes))


def _particulars_step(staff: Staff) -> Step:
    standing = Body.objects.filter(until__isnull=True)
    missing = standing.filter(particulars__isnull=True).count()
    note = f"{missing} 个机构没有登记地址、电话等：文书上留空" if missing else "都已登记"
    if SYSTEM not in staff.viewer.roles:
        note += "；由系统管理员登记"
    return Step("文书信息", "now" if missing else "done", reverse("bodies"), note)


def _parameters_step(staff: Staff) -> Step:
    values = resolved(staff.body.field, local_values(staff.body.code, staff.today), staff.today)
    asked = needed(staff.body.field, staff.today)
    missing = sum(values[one.parameter.name].value is None for one in asked)
    note = f"{missing} 个没有设定：没有设定的不计期限" if missing else "都已设定"
    return Step("参数", "now" if missing else "done", reverse("parameters"), note)


def _calendar_step(staff: Staff) -> Step:
    year = missing_year(staff.today)
    note = (
        f"还没有{year}年的放假安排" if year else f"已有到{max(calendar_book().notices)}年的放假安排"
    )
    return Step("日历", "now" if year else "done", reverse("calendar"), note)


def _lists_step(staff: Staff) -> Step:
    if staff.viewer.administers:
        return Step("证件和权责清单", note="由机关负责人、证件管理员、清单管理员登录后办理")
    found = [_exists(staff, name) for name in FIRST_LISTS]
    return Step(
        "证件和权责清单",
        "done" if all(found) else "now",
        reverse("openings"),
        "照原件期初登记，机关负责人签字",
    )


def _openings_step(staff: Staff) -> Step:
    closing = staff.body.openings_until
    if closing is not None:
        return Step("在办事项", "done", note=f"期初登记截止于{closing.isoformat()}")
    if staff.viewer.administers:
        return Step(
            "在办事项",
            "later",
            reverse("body", args=[staff.body.code]),
            "登记完以后，在机构页定下截止日",
        )
    return Step(
        "在办事项", "later", reverse("openings"), "启用以前开始、还没有办结的，逐件照原件登记"
    )


def _exists(staff: Staff, procedure: str) -> bool:
    return visible_matters(staff.viewer).filter(procedure=procedure).exists()


@administrators_page()
@require_safe
def health(request: HttpRequest, staff: Staff) -> HttpResponse:
    """How the machine does: version, store, sealing, sweeping, verification, the work beside the pages."""
    tended, verified, space = last(TENDED), last(VERIFIED), room()
    alive = tending()
    rows = [
        _line("程序版本", _version()),
        _line("后台工作", "正在运行" if alive else "没有运行", None if alive else Mark("请重新启动服务"), _moment(tended)),
        _line("已编位的行为", f"{log_size():,}", note=f"还有 {waiting_for_seal():,} 个等待编位"),
        _line("最近登记到期事件", str(tended.get("swept", "还没有"))),
        _line("最近一次核验", STATES.get(verified.get("state", ""), "还没有"), _verified_mark(verified), _moment(verified)),
        _line("存储占用", size_text(space.used)),
        _line("磁盘剩余", size_text(space.free), Mark("不多了") if space.free < LITTLE_ROOM else None),
    ]  # fmt: skip
    table = Table("备份与健康", [Column("项目"), Column("情况")], rows)
    return page(request, staff, "web/health.html", {"table": table})


def _line(label: str, text: str, mark: Mark | None = None, note: str = "") -> list[Cell]:
    return [Cell(label), Cell(text, badge=mark, note=note)]


def _verified_mark(told: dict[str, object]) -> Mark | None:
    if not told:
        return Mark("请运行 guiju verify")
    return Mark("已核验", "green") if told["state"] == "intact" else Mark("请查看核验结果")


def _moment(told: dict[str, datetime]) -> str:
    return f"{localtime(told['at']):%Y-%m-%d %H:%M}" if told else ""


def _version() -> str:
    try:
        return version("guiju")
    except PackageNotFoundError:
        return "未安装的开发版本"
