"""No address fails, whatever stands in it: every page, asked by everybody, with odd pieces and odd answers to all it looks for."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from datetime import date
from itertools import chain
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client

from guiju.exchange.pasting import paste_in
from guiju.people.administrators import AUDIT, SECURITY, SYSTEM
from guiju.people.leave import Leave, substitute
from guiju.people.models import Body, BodyKind, Post
from guiju.people.services import appoint, open_account, register_person
from guiju.people.viewer import viewer_of
from guiju.supervision.selectors import to_remind
from guiju.supervision.services import make_handover, make_reminder
from guiju.web import urls
from guiju.web.models import SavedView
from tests.office import filing_data
from tests.web.desk import PASSWORD, Desk, open_accounts

pytestmark = pytest.mark.django_db
PIECE = re.compile(r"<(?:(\w+):)?(\w+)>")
HUGE = "9" * 30
ENDLESS = "9" * 5000  # more digits than Python reads
ODD_PIECES = {
    "int": ["0", HUGE],
    "slug": ["x", "-", "x" * 300],
    "str": ["x", "..", "𬭳", "%00", "%ED%A0%80", "'\"><", "x" * 3000],
}


def cursor(told: object) -> str:
    """What a list's address says of a place, made up."""
    return urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


SHARPEST = [HUGE, ENDLESS, "²"]
PLACES = ["x~y", "2026-01-01~x~" + HUGE + "~x", "2026-01-01~" + HUGE]
ODD_ANSWERS = [
    *SHARPEST, *PLACES, "", "-1", "٣", "𬭳\u202e", "\0", "2026-02-30", "0001-01-01", "9999-12-31", "2026-01-01~" + HUGE,
    "2026-03-02_00000000-0000-0000-0000-000000000000_" + HUGE + "_1", "f-x", "'\";--", "x" * 3000,
]  # fmt: skip
ODD_CURSORS = [
    cursor(told)
    for told in (
        [], {}, [[], [], 0], [0, 1, 0], [1.0, ["2026-01-01", "x"], 0], [0, ["2026-01-01", "\ud800"], 0],
        [0, ["\0", "\0"], 1], [0, ["0001-01-01", "x"], {}], [1, [10**30, "x"], 0], [0, [10**30, "x"], 0],
        [0, ["x", "2026-01-01", "\0"], 0],
    )
] + [urlsafe_b64encode(b"[" * 3000).decode()]  # fmt: skip
ROLES = ("overseer", "system")


class LivedIn:
    """An office in which there is one of everything, and the people who ask."""

    def __init__(self, office) -> None:
        open_accounts(office)
        self.office = office
        county = office.county
        self._new("overseer", ["监督人员", "机关负责人", "人民调解员"], county)
        for name, role in (("system", SYSTEM), ("security", SECURITY), ("audit", AUDIT)):
            self._new(name, [role], county)
        self.pieces = {
            "procedure": ["people-mediation", "ordinary-penalty", "law-activity", "officer-certificate"],
            "identifier": self._matters(), "act": ["调解", "立案"], "seq": ["1", "2"], "place": ["0"],
            "kind": ["correction", "party", "unit", "people-mediation"], "aim": ["1"], "code": ["SLX-SJ"],
            "body": ["SLX-SJ"], "year": ["2025"], "figure": ["mediation-accepted"], "step": ["送审", "启动编制"],
            "name": ["行政处罚法"], "number": ["1"],
        }  # fmt: skip
        self._papers()

    def _new(self, name: str, roles: list[str], body) -> None:
        person = self.office.people[name] = register_person(name)
        appoint(person, body, roles, since=body.since)
        open_account(person, name, PASSWORD)

    def _matters(self) -> list[str]:
        office = self.office
        asked = office.do(
            "立案", who="officer", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
            data=filing_data(线索编号="线9"),
        )  # fmt: skip
        return [office.penalty().matter, office.mediation().matter, asked.matter]

    def _papers(self) -> None:
        office = self.office
        today = office.time.now().date()
        clerk = viewer_of(office.people["clerk"], office.body, today)
        head = viewer_of(office.people["head"], office.body, today)
        paste_in(clerk, "law-activity", "活动编号或名称\n宪法进校园")
        due = to_remind(head, (date(2000, 1, 1), date(9999, 12, 31)))
        make_reminder(head, today, due, {"until": "", "besides": ""}, "a")
        people = (office.people["clerk"].id, office.people["second"].id)
        make_handover(clerk, today, people, {"reason": "调离", "drafts": [], "papers": []}, "b")
        post = Post.objects.get(person=office.people["head"], role="机关负责人")
        leave = Leave(post, office.people["host"], today, date(2026, 3, 6), "年休假")
        substitute(leave, entered_by=office.people["head"], today=today, roles={"机关负责人"})
        SavedView.objects.create(person="p", body="SLX-SJ", name="x", query="state=open")

    def enter(self, who: str) -> Client:
        """Somebody's browser."""
        client = Desk(self.office, Client()).enter(who).client
        client.raise_request_exception = False
        return client

    def addresses(self, *, odd: bool) -> dict[str, list[str]]:
        """Name of a page → its addresses: with pieces there are, or with each piece odd in turn."""
        found: dict[str, list[str]] = {}
        for pattern in urls.urlpatterns:
            route = str(pattern.pattern)
            pieces = [(kind, *self._there(kind, name)) for kind, name in PIECE.findall(route)]
            whole = [there for _, *there in pieces]
            made = chain(*(_turned(whole, place, ODD_PIECES[kind]) for place, (kind, *_) in enumerate(pieces))) if odd else _combined(whole)  # fmt: skip
            found[str(pattern.name)] = [_filled(route, one) for one in made]
        return found

    def _there(self, kind: str, name: str) -> list[str]:
        return ["1", "2"] if (kind, name) == ("int", "identifier") else self.pieces[name]


def _combined(pieces: list[list[str]]) -> list[list[str]]:
    """Each choice of the first piece, with the first and the last of the others."""
    if not pieces:
        return [[]]
    return [
        [first, *(rest[place] for rest in pieces[1:])]
        for first in pieces[0]
        for place in ((0, -1) if any(len(rest) > 1 for rest in pieces[1:]) else (0,))
    ]


def _turned(pieces: list[list[str]], place: int, odd: list[str]) -> list[list[str]]:
    """The first of every piece, one of them odd."""
    usual = [there[0] for there in pieces]
    return [[*usual[:place], one, *usual[place + 1 :]] for one in odd]


def _filled(route: str, pieces: list[str]) -> str:
    given = iter(pieces)
    return "/" + PIECE.sub(
        lambda _: one if "%" in (one := next(given)) else quote(one, safe=""), route
    )


@pytest.fixture
def lived_in(office) -> LivedIn:
    return LivedIn(office)


class Asked:
    """The keys that a page looks for in its address."""

    def __init__(self, monkeypatch) -> None:
        self.keys: set[str] = set()
        for name in ("get", "getlist", "__contains__", "__getitem__"):
            self._watch(monkeypatch, name)

    def _watch(self, monkeypatch, name: str) -> None:
        whole, keys = getattr(QueryDict, name), self.keys

        def watched(query, key, *more, **named):
            if isinstance(key, str):
                keys.add(key)
            return whole(query, key, *more, **named)

        monkeypatch.setattr(QueryDict, name, watched)

    def of(self, client: Client, address: str) -> list[str]:
        """The keys, as a page without any looks for them."""
        self.keys.clear()
        client.get(address)
        return sorted(self.keys)


def a_thousand_bodies(county: Body) -> None:
    """Towns below the county, as many as one would rather not establish one by one."""
    Body.objects.bulk_create(
        Body(code=f"SLX-C{turn}", name=f"第{turn}镇", kind=BodyKind.TOWN, since=county.since, word=f"{turn}镇", parent=county)
        for turn in range(1000)
    )  # fmt: skip


def everything() -> dict[str, set[tuple]]:
    """Every row of the store, sessions left out."""
    models = [one for one in apps.get_models() if one is not Session]
    return {
        one.__name__: {tuple(map(str, row)) for row in one.objects.values_list()} for one in models
    }


def failures(client: Client, addresses) -> list[str]:
    """The addresses that were not answered."""
    return [one[:200] for one in addresses if client.get(one).status_code >= 500]


@pytest.mark.parametrize("who", ["officer", "head", "overseer", "system"])
def test_every_page_answers_everybody(lived_in: LivedIn, who):
    client, before = lived_in.enter(who), everything()
    assert failures(client, chain(*lived_in.addresses(odd=False).values())) == []
    assert everything() == before, "reading changes nothing"


@pytest.mark.parametrize("who", ROLES)
def test_every_page_answers_whoever_sees_a_thousand_bodies(lived_in: LivedIn, who):
    """A city; a statement that unites what each body has takes as many as there are."""
    a_thousand_bodies(lived_in.office.county)
    client = lived_in.enter(who)
    asked = [*chain(*lived_in.addresses(odd=False).values()), "/matters?on=2026-03-02", "/matters?state=late&sort=next_due"]  # fmt: skip
    asked += [f"/lists/{one}?on=2026-03-02" for one in lived_in.pieces["procedure"]]
    assert failures(client, asked) == []


def test_no_address_takes_a_form_without_its_token(lived_in: LivedIn):
    """In place as well: htmx sends the page's token like any form."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = lived_in.enter("overseer").cookies["sessionid"].value
    taken = [
        address
        for address in chain(*lived_in.addresses(odd=False).values())
        for headers in ({}, {"HX-Request": "true", "Origin": "https://elsewhere.example"})
        if client.post(address, {"step": "confirm"}, headers=headers).status_code != 403
    ]
    assert taken == []


@pytest.mark.parametrize("who", ROLES)
def test_an_odd_piece_of_an_address_fails_no_page(lived_in: LivedIn, who):
    client = lived_in.enter(who)
    assert failures(client, chain(*lived_in.addresses(odd=True).values())) == []


@pytest.mark.parametrize("who", ROLES)
def test_an_odd_answer_to_what_a_page_looks_for_fails_no_page(lived_in, who, monkeypatch):
    client, asked = lived_in.enter(who), Asked(monkeypatch)
    odd: list[str] = []
    for addresses in lived_in.addresses(odd=False).values():
        if addresses[0].startswith("/manage") is not (who == "system"):
            continue
        address = next((one for one in addresses if client.get(one).status_code == 200), "")
        keys = [quote(key) for key in asked.of(client, address)] if address else []
        odd += [f"{address}?{key}={quote(answer)}" for key in keys for answer in SHARPEST]
        together = [f"{'&'.join(f'{key}={quote(one)}' for key in keys)}" for one in ODD_ANSWERS]
        odd += [f"{address}?{question}" for question in together] if keys else []
    assert len(odd) > 100
    assert failures(client, odd) == []


def test_odd_conditions_of_a_list_fail_no_list(lived_in: LivedIn):
    from guiju.matters.listed import ALL, listed

    client = lived_in.enter("overseer")
    lists = {"/matters": ALL, **{f"/lists/{one}": listed(one) for one in lived_in.pieces["procedure"]}}  # fmt: skip
    odd = []
    for path, found in lists.items():
        keys = ["year", "state", "unit", "sort", "way", "by", "on", "view"]
        keys += [f"{kind}-{column}" for column in found.columns for kind in ("is", "from", "to")]
        odd += [
            f"{path}?{quote(key)}={quote(one)}" for key in keys for one in (HUGE, "²", "9999-12-31")
        ]
        odd += [f"{path}?sort={quote(one)}&way=up&at=" + at for one in ("", *found.sort[:1]) for at in ODD_CURSORS]  # fmt: skip
    assert failures(client, odd) == []


def test_odd_answers_while_a_period_of_days_or_a_page_of_rows_is_asked_for_fail_no_page(lived_in: LivedIn):  # fmt: skip
    client = lived_in.enter("overseer")
    pages = [
        "/figures?span=days&to=2026-03-01&from=", "/figures/mediation-accepted?span=days&from=2026-01-01&to=",
        "/figures/mediation-accepted?as_of=", "/figures?chapter=all&as_of=", "/manage/leave?body=SLX-SJ&before=",
        *(f"/supervision/rows?column={one}&unit=SLX-SJ&after=" for one in (
            "overdue", "soon", "open", "last", "certified", "reported:people-mediation", "age:power-list",
            "figure:mediation-accepted",
        )),
        *(f"/lookup/{one}?key=f-x&f-x=" for one in ("party", "unit", "people-mediation", "x")),
        "/lookup/party?key=f-x&f-x-name=", "/lookup/party?key=f-x&f-x-code=", "/search?before=1&q=", "/search?q=示例&before=",
        "/supervision/reminders?span=all&unit=", "/supervision/reminders?span=all&matter=",
    ]  # fmt: skip
    answers = [*SHARPEST, *PLACES, "0001-01-01", "9999-12-31", "'\";--"]
    odd = [quote(page, safe="/?&=:") + quote(one) for page in pages for one in answers]
    assert failures(client, odd) == []


def test_nobody_signed_in_breaks_no_page(lived_in: LivedIn):
    client = Client(raise_request_exception=False)
    addresses = chain(*lived_in.addresses(odd=True).values())
    assert failures(client, addresses) == []
    odd = [f"/signin?next={quote(one)}" for one in (*ODD_ANSWERS, "//x", "http://[x", "/\\x")]
    assert failures(client, odd) == []
