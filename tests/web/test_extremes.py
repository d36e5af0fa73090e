"""What an office is sure to meet some day: very many acts, files and duties, very long and rare words; pages stay small and whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office import PARTY
from tests.web.desk import Desk, act_address, opened

pytestmark = pytest.mark.django_db
KILOBYTES_100 = 100_000
TALK = {"调解记录": "双方到场，各自陈述", "可能引发案件": False}


def bytes_of(desk: Desk, address: str) -> int:
    return len(desk.page(address).encode())


def questions(desk: Desk, address: str) -> int:
    desk.page(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desk.page(address)
    return len(asked)


def talked(desk: Desk, matter: str, times: int) -> None:
    for _ in range(times):
        desk.office.do("调解", matter, "clerk", data=TALK)


def test_a_matter_of_three_hundred_acts_asks_no_more_questions_than_one_of_three(mediator: Desk):
    matter = opened(mediator)
    address = f"/matters/{matter}"
    talked(mediator, matter, 3)
    few = questions(mediator, address)
    talked(mediator, matter, 297)
    assert questions(mediator, address) == few
    assert bytes_of(mediator, address) < KILOBYTES_100
    assert "301" in mediator.page(address)
    for shown in (
        act_address(matter, "调解"),
        f"{address}/notes/correction",
        f"{address}/notes/correction/150",
    ):
        assert bytes_of(mediator, shown) < KILOBYTES_100, shown


def test_four_hundred_attachments_of_an_act_are_all_there_to_be_opened(mediator: Desk):
    matter = opened(mediator)
    kept = [
        mediator.office.keep(
            f"材料{turn}㙓.pdf", b"%PDF-1.4 " + bytes([65, turn % 256, turn // 256])
        )
        for turn in range(400)
    ]
    mediator.office.do("调解", matter, "clerk", data=TALK, files=tuple(kept))
    page = mediator.page(f"/matters/{matter}")
    assert all(f"材料{turn}㙓.pdf" in page for turn in range(400))
    assert len(page.encode()) < KILOBYTES_100
    answer = mediator.client.get(f"/matters/{matter}/files/2/399")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_a_clerk_with_three_thousand_open_duties_reads_small_pages(mediator: Desk):
    mediator.office.many_mediations(3000)
    for address in ("/", "/matters", "/lists/people-mediation", "/search?q=大1", "/new"):
        assert bytes_of(mediator, address) < KILOBYTES_100, address
    assert "?state=open&amp;sort=next_due&amp;way=up" in mediator.page("/"), (
        "the rest is a list by what is due first"
    )
    assert "aria-sort" in mediator.page("/matters?state=open&sort=next_due&way=up")


def test_rare_characters_and_long_names_stand_whole_on_every_page(officer: Desk):
    name, cause = "㙓𬭳" * 50, "未按规定公示价格" * 25
    matter = officer.office.penalty(当事人={**PARTY, "name": name}, 案由=cause).matter
    page = officer.page(f"/matters/{matter}")
    assert name in page
    assert cause in page
    assert name[:8] in officer.page("/lists/ordinary-penalty")
    assert name[:8] in officer.page("/search?q=㙓𬭳")
