"""Standing acts: who may perform each, what each must say, and that a refusal leaves no trace."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from guiju.matters.standing import HEADS, STANDING_ACTS, SUPERVISION
from guiju.people.models import Post
from guiju.people.services import appoint, register_person, relieve
from guiju.record.act import Kind
from tests.matters.asking import forms_of
from tests.matters.standing_acts import accepted, acts_and_what_follows, dispute, neighbour, refused
from tests.office import FOUNDED

pytestmark = pytest.mark.django_db

SAYING: dict[str, dict[str, Any]] = {
    "correction": {"目标": 1, "理由": "录入有误", "更正": {"纠纷类型": "合同"}},
    "retraction": {"目标": 2, "理由": "串案误录"},
    "handover": {"移交人": "clerk", "接收人": "second", "理由": "调离"},
    "attachment": {"目标": 1, "说明": "照片"},
    "reminder": {"事项": "调解"},
    "notice": {"来源办件": "复议1", "来源机关": "SLX", "事由": "责令重作"},
    "migration": {"理由": "法律修改"},
    "opening": {"行为": [{"act": "登记受理", "done_on": "2026-01-05"}], "说明": "在办"},
    "accomplished": {"内容": {}, "违反": "人民调解法第二十七条", "理由": "未经调解"},
    "erasure": {"目标": 1, "字段": "申请人", "依据": "个人信息保护法", "批准人": "head"},
}
KINDS = sorted(SAYING)
BY_ANY_POST = sorted(
    kind for kind in KINDS if not STANDING_ACTS[Kind(kind)].roles and kind != "handover"
)
WITH_EVIDENCE = {"correction", "retraction", "attachment", "opening", "accomplished"}
SIGNED_BY_TWO = {"correction", "retraction"}
WRONG_POSTS = {"migration": "head", "opening": "supervisor", "accomplished": "head", "erasure": "supervisor"}  # fmt: skip


def request_of(office, kind: str, matter: str, **changed: Any) -> dict[str, Any]:
    """What each kind needs, complete; ``changed`` replaces parts."""
    whole: dict[str, Any] = {"kind": kind, "data": dict(SAYING[kind])}
    for name in {"移交人", "接收人"} & whole["data"].keys():
        whole["data"][name] = office.people[whole["data"][name]].id
    if kind == "opening":
        whole |= {"procedure": "people-mediation"}
    else:
        whole |= {"matter": matter}
    if kind == "accomplished":
        whole |= {"act": "达成协议"}
    if kind in WITH_EVIDENCE:
        whole |= {"files": (office.keep(),)}
    if kind in SIGNED_BY_TWO:
        whole |= {"signers": ("second",)}
    return whole | changed


def ask(office, kind: str, matter: str, who: str, **changed: Any):
    whole = request_of(office, kind, matter, **changed)
    return office.ask(whole.pop("act", ""), whole.pop("matter", ""), who, **whole)


def entitled(kind: str) -> str:
    """Somebody whose post is enough for a kind."""
    return "supervisor" if STANDING_ACTS[Kind(kind)].roles == SUPERVISION else "head"


@pytest.fixture
def matter(office) -> str:
    found = dispute(office)
    office.do("调解", found, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    return found


@pytest.fixture
def untouched():
    """Fails unless the record is at the end what it was when the test asked for it."""
    before: list[Any] = []
    yield lambda: before.append(acts_and_what_follows())
    assert before
    assert acts_and_what_follows() == before[0]


def test_every_standing_kind_of_the_format_is_known_here():
    assert set(STANDING_ACTS) == {Kind(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", BY_ANY_POST)
def test_whoever_holds_a_post_at_the_owning_body_may(office, matter, kind):
    outcome = accepted(ask(office, kind, matter, "officer"))
    assert (forms_of(matter)[-1].kind, outcome.seq) == (kind, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_of_another_body_may_not(office, matter, kind, untouched):
    neighbour(office)
    untouched()
    assert refused(ask(office, kind, matter, "outsider")) == "standing.role"


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_of_another_body_does_not_record_in_a_member_s_name(office, matter, kind, untouched):  # fmt: skip
    neighbour(office)
    untouched()
    outcome = ask(office, kind, matter, "outsider", by=entitled(kind))
    assert refused(outcome) == "authority.recorder_outside"


@pytest.mark.parametrize("kind", sorted(WRONG_POSTS))
def test_a_post_without_the_kind_s_own_role_does_not_do(office, matter, kind, untouched):
    untouched()
    outcome = ask(office, kind, matter, WRONG_POSTS[kind])
    assert refused(outcome) == "standing.role"
    for role in STANDING_ACTS[Kind(kind)].roles:
        assert role in outcome.refusal.sentence


@pytest.mark.parametrize("role", sorted(HEADS))
def test_each_kind_of_head_may_erase(office, matter, role):
    office.people["chief"] = register_person("chief")
    appoint(office.people["chief"], office.body, [role], since=FOUNDED)
    accepted(ask(office, "erasure", matter, "chief"))
    assert forms_of(matter)[-1].role == role


@pytest.mark.parametrize("role", sorted(SUPERVISION))
def test_each_supervision_role_may_enter_an_accomplished_fact(office, role):
    matter = dispute(office)
    office.people["overseer"] = register_person("overseer")
    appoint(office.people["overseer"], office.body, [role], since=FOUNDED)
    accepted(ask(office, "accomplished", matter, "overseer"))
    assert forms_of(matter)[-1].role == role


def test_the_post_counts_on_the_day_of_the_act_and_not_on_the_day_of_recording(office, matter):
    post = Post.objects.get(person=office.people["head"], role="机关负责人")
    relieve(post, until=dt.date(2026, 3, 3))
    office.go_to("2026-03-04")
    late = {"by": "head", "done_on": "2026-03-03"}
    assert refused(ask(office, "erasure", matter, "clerk", by="head")) == "standing.role"
    accepted(ask(office, "erasure", matter, "clerk", **late))


def test_the_role_claimed_stands_in_the_record_if_it_is_held(office, matter):
    ask(office, "reminder", matter, "supervisor", role="监督人员")
    ask(office, "reminder", matter, "supervisor", role="机关负责人")
    assert [form.role for form in forms_of(matter)[2:]] == ["监督人员", "法制机构"]


@pytest.mark.parametrize("kind", sorted(SIGNED_BY_TWO))
def test_the_signature_of_the_one_who_enters_it_is_no_second_signature(
    office, matter, kind, untouched
):
    untouched()
    outcome = ask(office, kind, matter, "clerk", signers=("clerk",))
    assert refused(outcome) == "standing.second_person"


@pytest.mark.parametrize("kind", sorted(SIGNED_BY_TWO))
def test_the_second_person_holds_a_post_at_the_body_on_that_day(office, matter, kind, untouched):
    """Neither somebody of another body, nor whoever left the day before."""
    neighbour(office)
    relieve(Post.objects.get(person=office.people["second"]), until=dt.date(2026, 3, 3))
    office.go_to("2026-03-04")
    untouched()
    for signer in ("outsider", "second"):
        outcome = ask(office, kind, matter, "clerk", signers=(signer,))
        assert refused(outcome) == "standing.second_person"


@pytest.mark.parametrize("kind", sorted(SIGNED_BY_TWO))
def test_a_second_person_who_held_the_post_on_the_day_of_the_act_does(office, matter, kind):
    relieve(Post.objects.get(person=office.people["second"]), until=dt.date(2026, 3, 3))
    office.go_to("2026-03-04")
    accepted(ask(office, kind, matter, "clerk", done_on=dt.date(2026, 3, 3)))


@pytest.mark.parametrize("kind", sorted(SIGNED_BY_TWO))
def test_on_paper_the_one_who_acts_is_the_second_person(office, matter, kind):
    accepted(ask(office, kind, matter, "clerk", signers=(), by="head"))
    form = forms_of(matter)[-1]
    assert (form.by, form.recorded_by) == (office.people["head"].id, office.people["clerk"].id)


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_upsets_or_proves_needs_a_file(office, matter, kind):
    outcome = ask(office, kind, matter, entitled(kind), files=())
    code = outcome.refusal.code if outcome.refusal else ""
    assert (code == "standing.no_evidence") is (kind in WITH_EVIDENCE)


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind in KINDS for field in STANDING_ACTS[Kind(kind)].fields]
)  # fmt: skip
def test_what_a_kind_must_say_is_asked_for_by_name(office, matter, kind, field):
    data = {name: value for name, value in SAYING[kind].items() if name != field}
    refusal = ask(office, kind, matter, "head", data=data).refusal
    assert refusal.code == "standing.field_missing"
    assert f"“{field}”" in refusal.sentence


WRONG = [
    ("correction", "理由", "   "),
    ("correction", "理由", "长" * 2001),
    ("correction", "理由", 7),
    ("correction", "目标", 0),
    ("correction", "目标", True),
    ("correction", "目标", "1"),
    ("correction", "更正", ["纠纷类型"]),
    ("correction", "更正办理日", "2026-3-2"),
    ("correction", "更正办理日", "20260302"),
    ("correction", "更正办理日", "2026-02-30"),
    ("correction", "部分", -1),
    ("migration", "版本", "最新"),
    ("opening", "行为", []),
    ("opening", "行为", {"act": "登记受理"}),
    ("opening", "行为", ["登记受理"]),
    ("opening", "行为", [{"act": "登记受理"}]),
    ("opening", "行为", [{"done_on": "2026-01-05"}]),
    ("opening", "行为", [{"act": "登记受理", "done_on": "一月五日"}]),
    ("opening", "行为", [{"act": "登记受理", "done_on": "2026-01-05", "data": "无"}]),
    ("accomplished", "内容", "无"),
]


@pytest.mark.parametrize(("kind", "field", "value"), WRONG)
def test_what_is_said_wrongly_is_refused_by_name(office, matter, kind, field, value):
    data = {**SAYING[kind], field: value}
    refusal = ask(office, kind, matter, "head", data=data).refusal
    assert refusal.code == "standing.field_wrong"
    assert f"“{field}”" in refusal.sentence


def test_a_reason_may_be_as_long_as_is_said(office, matter):
    accepted(ask(office, "reminder", matter, "clerk", data={"事项": "长" * 2000}))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "opening"])
def test_without_a_matter_there_is_nothing_to_perform_it_on(office, kind, untouched):
    untouched()
    outcome = ask(office, kind, "", entitled(kind), procedure="people-mediation")
    assert refused(outcome) == "standing.no_matter"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "opening"])
@pytest.mark.parametrize(
    ("day", "code"), [("2026-03-03", "act.in_future"), ("2026-03-01", "act.before_matter")]
)
def test_it_has_a_day_from_the_matter_s_first_to_today(office, matter, kind, day, code):
    assert refused(ask(office, kind, matter, "head", done_on=day)) == code
