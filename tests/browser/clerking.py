"""What people do at the pages, by the words they see: fill a form by its labels, read it over, confirm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.test_staff_door import go_on, press

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visit

ACT = "#act"


def sign_in_instead(visit: Visit, name: str) -> None:
    """Somebody else sits down at the same machine."""
    visit.page.context.clear_cookies(name="sessionid")
    visit.sign_in(name)


def begin_act(visit: Visit, matter: str, act: str) -> Locator:
    """Open an act's form from the matter's page."""
    visit.go(f"/matters/{matter}")
    visit.page.locator("section.now").get_by_role("link", name=act, exact=True).first.click()
    expect(visit.page.get_by_role("heading", name=act, exact=True, level=1)).to_be_visible()
    return visit.page.locator(ACT)


def fill(page: Page, answers: dict[str, Any]) -> None:
    """Answer a form by its labels: a text, one of several, several people, a file."""
    for label, answer in answers.items():
        group = page.get_by_role("group", name=re.compile(rf"^{label}(必填)?$"))
        control = page.get_by_label(re.compile(rf"^{label}(（.*）)?(必填)?$"))
        expect(group.or_(control).first).to_be_attached()  # the form may still be on its way
        if group.count():
            for one in [answer] if isinstance(answer, str) else answer:
                group.get_by_label(re.compile(rf"^\s*{one}\s*(（.*）)?\s*$")).check()
        else:
            _answer(control, answer)


def _answer(control: Locator, answer: str | Path) -> None:
    if control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(label=str(answer))
    elif control.get_attribute("type") == "file":
        control.set_input_files(answer)
    else:
        control.fill(str(answer))


def do(visit: Visit, matter: str, act: str, button: str = "确认登记", **answers: Any) -> None:
    """Do an act from beginning to end; it must be accepted."""
    begin_act(visit, matter, act)
    fill(visit.page, answers)
    go_on(visit)
    alerts = visit.page.get_by_role("alert").all_inner_texts()
    assert not alerts, alerts
    confirm(visit, button)


def confirm(visit: Visit, button: str = "确认登记") -> None:
    """Press what records, and wait until the page says that it is recorded."""
    press(visit, button)
    expect(visit.page.get_by_role("status").first).to_be_visible()


def refused(visit: Visit) -> Locator:
    """The refusal on the page."""
    alert = visit.page.get_by_role("alert")
    expect(alert).to_be_visible()
    return alert
