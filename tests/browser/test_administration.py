"""What administrators do in a browser: the keyboard is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.people.administrators import AUDIT, SECURITY, SYSTEM
from guiju.people.grants import Wish, propose
from guiju.people.models import GrantKind
from guiju.people.services import appoint, open_account, register_person
from tests.browser.test_accessible import faults
from tests.web.desk import PASSWORD

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def administrators(office: Office) -> None:
    """The three, and a change that waits."""
    for name, role in (("xitong", SYSTEM), ("anquan", SECURITY), ("shenji", AUDIT)):
        person = register_person(name)
        appoint(person, office.county, [role], since=office.county.since)
        open_account(person, name, PASSWORD)
        office.people[name] = person
    day = office.time.now().date()
    wish = Wish(GrantKind.APPOINT, None, "某甲", office.body, ("登记员",), day, "moujia")
    propose(wish, office.people["xitong"], office.time.now())


def enter(visit: Visit, name: str) -> None:
    visit.page.context.clear_cookies()
    visit.go("/signin")
    visit.page.get_by_label("用户名").fill(name)
    visit.page.get_by_label("密码").fill(PASSWORD)
    visit.page.get_by_role("button", name="登录").click()
    visit.page.wait_for_url(lambda address: "/signin" not in address)


def test_a_change_is_confirmed_with_the_keyboard_alone_and_its_slip_is_shown_once(
    visit: Visit, office: Office
):
    administrators(office)
    enter(visit, "anquan")
    visit.go("/manage/grants")
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.value") == "confirm":
            break
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("密码只显示这一次").wait_for()
    assert faults(visit) == []
    (drawn,) = visit.page.locator(".secret").all_text_contents()
    visit.go("/manage/grants")
    assert drawn not in visit.page.content()
