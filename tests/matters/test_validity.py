"""An entry of a list is valid from the day it is entered to its last day, or to the act that ends it if that comes first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Q

from guiju.figures.definitions import Period
from guiju.figures.selectors import ask
from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD
from guiju.matters import rulebook, statements
from guiju.matters.models import Matter
from guiju.matters.verification import verify_store
from guiju.people.services import relieve
from guiju.people.viewer import machine_viewer

if TYPE_CHECKING:
    from guiju.matters.requests import Outcome
    from tests.office import Office

pytestmark = pytest.mark.django_db
ENTERED, LAST = "2026-03-02", "2026-06-30"
BEFORE, AFTER, LATER = "2026-04-01", "2026-07-01", "2026-09-01"


def delegate(
    office: Office, until: str | None = LAST, number: str = "委1", since: str = ENTERED
) -> Outcome:
    """Enter a power delegated to a town."""
    letter = office.keep("委托书.pdf")
    data: dict[str, Any] = {
        "事项编号": number, "事项名称": "市容检查", "事项类型": "行政检查", "承接方式": "委托",
        "委托机关": office.body.code, "承接范围": "指定主体", "承接主体": "SLX-Z", "承接方性质": "行政机关",
        "法律依据": "演示依据", "委托书": letter.sha256, "再委托": False, "具备执法人员": True,
        FIRST_DAY_FIELD: since,
    }  # fmt: skip
    data |= {LAST_DAY_FIELD: until} if until else {}
    return office.do("列入", who="clerk", procedure="delegation", data=data, files=(letter,))


def publish(office: Office, matter: str) -> None:
    office.do("公布", matter, "clerk", data={"公布位置": "县政府网站"})


def remove(office: Office, matter: str) -> None:
    office.do("移出", matter, "clerk", data={"移出事由": "期满"})


def listed(day: str) -> int:
    """How many delegations the list shows as valid on a day."""
    on = dt.date.fromisoformat(day)
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    return Matter.objects.filter(valid, procedure="delegation", valid_from__lte=on).count()


def counted(office: Office, day: str) -> int:
    """How many delegations the figure counts as valid on a day."""
    viewer = machine_viewer(office.county.code)
    assert viewer is not None
    period = Period(dt.date(2026, 1, 1), dt.date.fromisoformat(day))
    return int(ask(viewer, "delegated-items", period).value)


def valid(office: Office, day: str) -> int:
    """Both say the same."""
    assert listed(day) == counted(office, day)
    return listed(day)


def test_a_delegation_counts_to_its_last_day_and_no_longer(office):
    """行政处罚法第二十条：委托书载明期限；期限过后不再有委托。"""
    delegate(office)
    assert [valid(office, day) for day in (ENTERED, BEFORE, LAST, AFTER, LATER)] == [1, 1, 1, 0, 0]


def test_a_delegation_without_a_last_day_goes_on(office):
    delegate(office, until=None)
    assert valid(office, "2036-12-31") == 1


def test_a_delegation_that_begins_later_does_not_count_before(office):
    delegate(office, since=BEFORE)
    assert [valid(office, day) for day in (ENTERED, "2026-03-31", BEFORE, LAST, AFTER)] == [
        0,
        0,
        1,
        1,
        0,
    ]


def test_a_delegation_that_began_earlier_counts_from_the_day_it_was_entered(office):
    delegate(office, since="2026-01-01")
    assert [valid(office, day) for day in ("2026-03-01", ENTERED)] == [0, 1]


def test_only_the_lapsed_one_of_two_falls_out(office):
    delegate(office)
    delegate(office, until=LATER, number="委2")
    assert [valid(office, day) for day in (LAST, AFTER, "2026-09-02")] == [2, 1, 0]


def test_an_adjustment_moves_the_last_day(office):
    matter = delegate(office).matter
    publish(office, matter)
    office.go_to(BEFORE)
    office.do("调整", matter, "clerk", data={LAST_DAY_FIELD: LATER})
    assert [valid(office, day) for day in (AFTER, LATER, "2026-09-02")] == [1, 1, 0]


def test_a_correction_of_the_last_day_counts_from_the_beginning(office):
    matter = delegate(office).matter
    office.do(
        "", matter, "clerk", kind="correction", signers=("second",),
        data={"目标": 1, "理由": "录入有误", "更正": {LAST_DAY_FIELD: BEFORE}},
        files=(office.keep(),),
    )  # fmt: skip
    assert [valid(office, day) for day in (BEFORE, "2026-04-02")] == [1, 0]


def test_what_is_taken_off_earlier_ends_on_that_day(office):
    matter = delegate(office).matter
    office.go_to(BEFORE)
    remove(office, matter)
    assert [valid(office, day) for day in (BEFORE, "2026-04-02", LAST)] == [1, 0, 0]


def test_taking_off_what_has_lapsed_does_not_bring_the_time_between_back(office):
    matter = delegate(office).matter
    office.go_to(LATER)
    remove(office, matter)
    publish(office, matter)
    assert [valid(office, day) for day in (LAST, AFTER, LATER)] == [1, 0, 0]
    assert Matter.objects.get(id=matter).closed == dt.date.fromisoformat(LATER)
    assert verify_store(deep=True).intact


def certify(
    office: Office, kind: str = "行政执法证", since: str = ENTERED, field: str = "市场监管"
) -> str:
    """Enter a certificate of the one who has none, to 10 March."""
    data = {
        "持证人": office.people["uncertified"].id, "姓名": "uncertified", "证号": "示例-短", "证件种类": kind,
        "执法领域": field, "所在单位": office.body.code, "发证机关": "示例省", "在编在职": True,
        "考试合格": True, "法律职业资格": False, FIRST_DAY_FIELD: since, LAST_DAY_FIELD: "2026-03-10",
    }  # fmt: skip
    return office.do(
        "列入", who="certifier", procedure="officer-certificate", body=office.county.code, data=data
    ).matter


def entitled(office: Office, matter: str, day: str) -> bool:
    """Whether the holder may collect evidence on a day; the refusal is about the certificate."""
    file = office.keep("笔录.pdf")
    outcome = office.ask(
        "调查取证", matter, done_on=day, data={"证据": file.sha256},
        signers=("officer", "uncertified"), files=(file,),
    )  # fmt: skip
    assert outcome.accepted or outcome.refusal.code == "authority.certificate", outcome.refusal
    return outcome.accepted


def test_a_certificate_cancelled_after_its_last_day_entitles_nobody_in_between(office):
    """行政处罚法第四十二条：由具有执法资格的人员实施；过期以后、注销以前的日子没有证件。"""
    certificate = certify(office)
    matter = office.penalty().matter
    office.go_to("2026-03-13")
    office.do("移出", certificate, "certifier", data={"移出事由": "有效期满"})
    assert [entitled(office, matter, day) for day in ("2026-03-10", "2026-03-12")] == [True, False]


def test_a_certificate_entitles_from_its_first_day_whenever_it_was_entered(office):
    matter = office.penalty().matter
    office.go_to("2026-03-09")
    certify(office, since="2026-03-05")
    days = ("2026-03-04", "2026-03-05", "2026-03-09")
    assert [entitled(office, matter, day) for day in days] == [False, True, True]


def test_the_certificate_of_a_supervisor_entitles_nobody_to_enforce(office):
    """行政处罚法第四十二条：行政执法监督证用于监督，不是执法资格。"""
    certify(office, kind="行政执法监督证")
    assert not entitled(office, office.penalty().matter, ENTERED)


@pytest.mark.parametrize(
    ("field", "expected"), [("市场监管", True), ("综合", True), ("交通运输", False)]
)
def test_a_certificate_entitles_in_its_own_field_of_work(office, field, expected):
    """行政处罚法第四十二条：具有行政执法资格；证件写明执法领域。"""
    certify(office, field=field)
    assert entitled(office, office.penalty().matter, ENTERED) is expected


def test_an_officer_of_another_body_does_not_sign_for_this_one(office):
    """行政处罚法第四十二条：由本机关的执法人员实施。"""
    certify(office)
    matter = office.penalty().matter
    for post in office.people["uncertified"].posts.all():
        relieve(post, until=dt.date(2026, 3, 1))
    file = office.keep("笔录.pdf")
    refusal = office.ask(
        "调查取证", matter, data={"证据": file.sha256}, files=(file,), signers=("officer", "uncertified")
    ).refusal  # fmt: skip
    assert refusal is not None
    assert refusal.code == "authority.officer_outside"


def test_the_list_of_certificates_keeps_what_entitles_where_it_is_looked_up():
    slots = pinned_certificates().slots
    looked_up = (
        statements.HOLDER, statements.CERTIFICATE_KIND, statements.FIELD_OF_WORK, statements.CERTIFIED_FROM,
    )  # fmt: skip
    assert [slots[column] for column in looked_up] == [
        "持证人",
        "证件种类",
        "执法领域",
        FIRST_DAY_FIELD,
    ]


def pinned_certificates() -> rulebook.Pinned:
    return rulebook.pin("officer-certificate", "", dt.date.fromisoformat(ENTERED), ())
