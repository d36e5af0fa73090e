"""Whoever has no business with a matter finds nothing, learns nothing and changes nothing, whatever he sends."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from guiju.matters.models import Act
from guiju.people.models import Person
from tests.office import filing_data
from tests.web.desk import (
    NEW_MEDIATION,
    Desk,
    act_address,
    filing_form,
    hidden,
    last_form,
    mediation_form,
)

pytestmark = pytest.mark.django_db
TITLE = "未按规定公示价格"


@pytest.fixture
def matter(desk: Desk) -> str:
    """A penalty case of the office with a file."""
    opened = desk.office.penalty().matter
    desk.office.evidence(opened)
    return opened


@pytest.fixture
def proposal(desk: Desk) -> str:
    """A case of the office that waits for the head."""
    return desk.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(线索编号="线9"),
    ).matter  # fmt: skip


def addresses(matter: str) -> list[str]:
    return [
        f"/matters/{matter}",
        f"/matters/{matter}?all",
        f"/matters/{matter}/sheets/{quote('处罚决定')}",
        f"/matters/{matter}/files/4/0",
        f"/matters/{matter}/opinions/1",
        act_address(matter, "调查取证"),
        act_address(matter, "处罚决定"),
        act_address(matter, "没有这一行为"),
    ]


def count() -> int:
    return Act.objects.count()


def test_a_matter_of_another_body_looks_exactly_like_none(matter: str, stranger: Desk):
    nowhere = "00000000-0000-7000-8000-000000000000"
    for there, none in zip(addresses(matter), addresses(nowhere), strict=True):
        first, second = stranger.client.get(there), stranger.client.get(none)
        assert first.status_code == second.status_code == 404
        assert first.content == second.content
        assert first.headers == second.headers


@pytest.mark.parametrize("step", ["check", "confirm", "edit", ""])
def test_nothing_can_be_sent_into_a_matter_of_another_body(matter: str, stranger: Desk, step: str):
    before = count()
    for address in addresses(matter):
        answer = stranger.send(address, step=step, opinion="同意", **{"f-调解记录": "x"})
        assert answer.status_code in {404, 405}
    assert count() == before


def test_a_proposal_of_another_body_is_not_approved_by_its_own_head(proposal: str, stranger: Desk):
    before = count()
    person = Person.objects.get(name="外局人员").id
    address = f"/matters/{proposal}/opinions/1"
    answer = stranger.send(address, opinion="同意", by=person, done_on="2026-03-02")
    assert answer.status_code == 404
    assert count() == before


def test_a_superior_reads_matter_sheet_and_files_and_does_nothing(
    matter: str, proposal: str, overseer: Desk
):
    before = count()
    overseer.page(f"/matters/{matter}")
    overseer.page(f"/matters/{matter}/sheets/{quote('处罚决定')}")
    for address in (act_address(matter, "调查取证"), f"/matters/{proposal}/opinions/1"):
        overseer.page(address, status=404)
        assert overseer.send(address, step="confirm", opinion="同意").status_code == 404
    assert count() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_reads_and_changes_nothing(desk: Desk, matter: str, method: str):
    before = count()
    for address in [
        *addresses(matter),
        "/",
        "/new",
        NEW_MEDIATION,
        "/law",
        "/law/people-mediation",
    ]:
        answer = getattr(Client(), method)(address, {"step": "confirm"} if method == "post" else {})
        page = answer.content.decode()
        assert answer.status_code in {200, 302}
        assert "登录" in page or answer["Location"].startswith("/signin?next=")
        assert TITLE not in page
        assert "示例商贸" not in page
    assert count() == before


def test_a_new_matter_is_opened_in_ones_own_body_whatever_is_sent(stranger: Desk):
    typed = {**mediation_form(), "body": "SLX-SJ", "matter": "x", "procedure": "ordinary-penalty"}
    page = stranger.check(NEW_MEDIATION, **typed)
    answer = stranger.confirm(page, NEW_MEDIATION)
    made = last_form(answer["Location"].rpartition("/")[2])
    assert (made.body, made.act) == ("SLX-NY", "登记受理")


def test_whoever_records_is_the_one_signed_in_whatever_is_sent(mediator: Desk):
    office = mediator.office
    other = office.people["officer"].id
    typed = {**mediation_form(), "recorded_by": other, "role": "机关负责人", "kind": "opinion"}
    page = mediator.check(NEW_MEDIATION, **typed)
    matter = mediator.confirm(page, NEW_MEDIATION)["Location"].rpartition("/")[2]
    assert last_form(matter).recorded_by == office.people["clerk"].id


@pytest.mark.parametrize("name", ["stranger", "nobody"])
def test_nobody_of_another_body_acts_here_by_being_named(mediator: Desk, stranger: Desk, name: str):
    person = Person.objects.get(name="外局人员").id if name == "stranger" else name
    before = count()
    page = mediator.check(NEW_MEDIATION, **mediation_form(by=person))
    assert "没有登记。" in page
    answer = mediator.send(NEW_MEDIATION, step="confirm", **mediation_form(by=person))
    assert answer.status_code == 200
    assert count() == before


def test_nobody_of_another_body_signs_here_by_being_named(officer: Desk, stranger: Desk):
    person = Person.objects.get(name="外局人员").id
    own = officer.office.people["officer"].id
    page = officer.check(
        "/new/ordinary-penalty", **filing_form(officer.office, signers=[own, person])
    )
    assert "没有登记。" in page
    assert "外局人员" in page


def test_the_page_offers_nobody_and_nothing_of_another_body(
    desk: Desk, matter: str, stranger: Desk
):
    for address in ("/new/ordinary-penalty", "/new/lead-verification", NEW_MEDIATION, "/", "/new"):
        page = stranger.page(address)
        for name in ("officer", "second", "clerk", TITLE, matter):
            assert f">{name}<" not in page
            assert f'"{name}' not in page


@pytest.fixture
def lead(desk: Desk) -> str:
    """A lead whose act 转入普通程序 names a penalty case."""
    data = {
        "线索摘要": "价格未公示", "线索来源": "投诉举报", "来源编号": "举1", "实名举报": False,
    }  # fmt: skip
    return desk.office.do("线索登记", procedure="lead-verification", data=data).matter


def linked_problem(desk: Desk, lead: str, typed: str) -> str:
    page = desk.check(act_address(lead, "转入普通程序"), **{"f-处罚案件": typed})
    assert f'value="{typed}"' in page
    return page.partition('id="f-处罚案件-problem"')[2].partition("</p>")[0]


def test_a_field_that_names_a_matter_takes_it_by_number_by_id_and_as_offered(
    desk: Desk, matter: str, lead: str
):
    officer = desk.enter("officer")
    offered = officer.page(act_address(lead, "转入普通程序"))
    assert "示市监罚立〔2026〕1号" in offered.partition('id="f-处罚案件-list"')[2]
    for typed in (matter, "示市监罚立〔2026〕1号"):
        assert linked_problem(officer, lead, typed) == ""


@pytest.mark.parametrize(
    "typed", ["示市监罚立〔2026〕2号", "某案", "00000000-0000-7000-8000-000000000000"]
)
def test_it_takes_no_matter_that_is_not_there(desk: Desk, lead: str, typed: str):
    problem = linked_problem(desk.enter("officer"), lead, typed)
    assert "没有找到所填的办件" in problem
    assert "填写它的编号" in problem


def test_it_takes_no_matter_of_another_procedure(desk: Desk, lead: str):
    other = desk.office.mediation().matter
    assert "没有找到所填的办件" in linked_problem(desk.enter("officer"), lead, other)


def test_it_takes_no_matter_of_another_body(desk: Desk, stranger: Desk, lead: str):
    from guiju.matters.requests import ActRequest
    from guiju.matters.services import perform

    person = Person.objects.get(name="外局人员").id
    foreign = perform(
        ActRequest(
            person, "线索登记", procedure="lead-verification", body="SLX-NY",
            data={"线索摘要": "x", "线索来源": "投诉举报", "来源编号": "1", "实名举报": False},
        )
    )  # fmt: skip
    assert foreign.accepted, foreign.refusal
    case = desk.office.penalty().matter
    address = act_address(foreign.matter, "转入普通程序")
    for typed in (case, "示市监罚立〔2026〕1号"):
        page = stranger.check(address, **{"f-处罚案件": typed})
        assert "没有找到所填的办件" in page
        assert TITLE not in page


def test_more_matters_than_are_offered_are_found_by_number(
    desk: Desk, matter: str, lead: str, monkeypatch
):
    from guiju.web import stage

    monkeypatch.setattr(stage, "LINKED_AT_MOST", 0)
    officer = desk.enter("officer")
    assert "示市监罚立" not in officer.page(act_address(lead, "转入普通程序"))
    assert linked_problem(officer, lead, "示市监罚立〔2026〕1号") == ""


def test_a_token_of_somebody_elses_file_carries_no_right_to_read_it(
    officer: Desk, matter: str, stranger: Desk
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    scan = SimpleUploadedFile("笔录.pdf", b"%PDF-1.4 secret")
    page = officer.check(act_address(matter, "调查取证"), **{"f-证据": scan, "done_on": "x"})
    digest = hidden(page)["kept-f-证据"][0]
    for address in (f"/files/{digest}", f"/static/{digest}", f"/media/{digest}"):
        stranger.page(address, status=404)
