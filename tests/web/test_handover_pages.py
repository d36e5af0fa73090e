"""交接 on the pages: one screen, read over, confirmed, a paper to sign; three thousand matters are a matter of seconds."""

from __future__ import annotations

import pytest

from guiju.matters.models import Matter
from guiju.record.act import Kind
from guiju.supervision.models import Sheet
from tests.web.desk import Desk, hidden, last_form

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/handover"


def typed(desk: Desk, **more) -> dict[str, object]:
    people = desk.office.people
    return {
        "giver": people["clerk"].id, "taker": people["second"].id, "reason": "调离",
        "drafts": "约谈王某\n\n", "papers": "卷宗一册\r\n印章一枚", **more,
    }  # fmt: skip


def handed(desk: Desk, **more):
    page = desk.check(ADDRESS, **typed(desk, **more))
    return page, desk.send(ADDRESS, step="confirm", **hidden(page))


def test_what_will_be_moved_is_read_over_before_it_is_confirmed(mediator: Desk):
    matter = mediator.office.mediation().matter
    assert "clerk（1 件）" in mediator.page(ADDRESS)
    page = mediator.check(ADDRESS, **typed(mediator))
    assert "clerk名下在办的 1 件，改由second承办" in page
    assert "约谈王某" in page
    assert "印章一枚" in page
    assert Matter.objects.get(id=matter).seq == 1
    back = mediator.send(ADDRESS, step="edit", **hidden(page)).content.decode()
    assert ">约谈王某" in back
    assert "调离" in back


def test_confirmed_it_moves_everything_and_gives_a_numbered_paper(mediator: Desk):
    office = mediator.office
    matters = [office.mediation(f"调{turn}").matter for turn in range(3)]
    _, answer = handed(mediator)
    page = mediator.page(answer["Location"])
    assert "交接单 示市监交〔2026〕1号" in page
    for matter in matters:
        assert last_form(matter).kind is Kind.HANDOVER
    paper = mediator.page(f"{answer['Location']}/paper")
    for words in (
        "工 作 交 接 单",
        "示市监交〔2026〕1号（内部编号）",
        "clerk因调离",
        "卷宗一册",
        "监交人",
    ):
        assert words in paper
    assert paper.count("<tr><td>") == 3 + 1 + 2
    assert mediator.page(ADDRESS).count("示市监交〔2026〕1号") == 1


def test_the_receiver_reads_the_paper_and_a_colleague_does_not(mediator: Desk, desk: Desk):
    mediator.office.mediation()
    where = handed(mediator)[1]["Location"]
    assert "交接单" in desk.enter("second").page(where)
    desk.enter("officer").page(where, 404)


def test_what_lacks_is_asked_for_at_once_and_nothing_typed_is_lost(mediator: Desk):
    page = mediator.check(ADDRESS, papers="卷宗一册", giver=mediator.office.people["officer"].id)
    for words in ("请选移交人", "请选接收人", "请写明移交的理由"):
        assert words in page
    assert ">卷宗一册</textarea>" in page
    same = mediator.check(ADDRESS, **typed(mediator, taker=mediator.office.people["clerk"].id))
    assert "接收人不能是移交人本人" in same


def test_the_same_button_twice_moves_once(mediator: Desk):
    mediator.office.mediation()
    page, first = handed(mediator)
    second = mediator.send(ADDRESS, step="confirm", **hidden(page))
    assert first["Location"] == second["Location"]
    assert Sheet.objects.count() == 1


def test_three_thousand_matters_move_in_seconds_and_pages_stay_small(mediator: Desk):
    import time

    office = mediator.office
    office.many_mediations(3000)
    began = time.monotonic()
    answer = handed(mediator)[1]
    address = answer["Location"].partition("?")[0]
    while answer["Location"].endswith("?go"):
        answer = mediator.client.post(address)
    assert time.monotonic() - began < 30
    second = office.people["second"].id
    assert Matter.objects.filter(handler=second).count() == 3000
    for part in (
        address,
        f"{address}?after=2900",
        f"{address}/paper",
        f"{address}/paper?after=2700",
    ):
        assert len(mediator.page(part).encode()) < 100_000, part
