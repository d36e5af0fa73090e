"""People of the test office with accounts, a browser-like client, and the machine's own clock."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.desk import PASSWORD, Desk, open_accounts
from tests.web.three import Three


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords quickly; the store's hasher is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class MachineTime:
    """The clock that sessions live by."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000

    def wait(self, *, minutes: float = 0, seconds: int = 0) -> None:
        """Let time pass."""
        self.seconds += int(minutes * 60) + seconds


@pytest.fixture
def machine(monkeypatch) -> MachineTime:
    """A machine's clock that the test moves."""
    from guiju.web import session

    running = MachineTime()
    monkeypatch.setattr(session, "_now", lambda: running.seconds)
    return running


@pytest.fixture
def desk(office, client: Client) -> Desk:
    """The office with accounts; nobody is signed in yet."""
    open_accounts(office)
    return Desk(office, client)


@pytest.fixture
def officer(desk) -> Desk:
    """The case officer at the desk."""
    return desk.enter("officer", PASSWORD)


@pytest.fixture
def mediator(desk) -> Desk:
    """The clerk who mediates and keeps lists."""
    return desk.enter("clerk", PASSWORD)


@pytest.fixture
def stranger(desk) -> Desk:
    """Somebody of another bureau, with the same roles."""
    from guiju.people.models import BodyKind
    from guiju.people.services import appoint, establish_body, open_account, register_person

    office = desk.office
    other = establish_body(
        "SLX-NY", "示例县农业农村局", kind=BodyKind.ORGAN, since=office.county.since,
        parent=office.county, field="农业", word="示农",
    )  # fmt: skip
    person = register_person("外局人员")
    appoint(person, other, ["承办人", "人民调解员", "机关负责人"], since=other.since)
    open_account(person, "stranger", PASSWORD)
    return Desk(office, Client()).enter("stranger")


@pytest.fixture
def overseer(desk) -> Desk:
    """Somebody of the county who supervises what is below."""
    from guiju.people.services import appoint, open_account, register_person

    county = desk.office.county
    person = register_person("县监督")
    appoint(person, county, ["监督人员", "机关负责人", "人民调解员", "承办人"], since=county.since)
    open_account(person, "overseer", PASSWORD)
    return Desk(desk.office, Client()).enter("overseer")


@pytest.fixture
def three(office) -> Three:
    """The three administrators, beside the office."""
    return Three(office)
