"""What a test does at the staff door: sign in, read pages, fill forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from django.test import Client

    from tests.office import Office

PASSWORD = "gongzuo-renyuan-1"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass
class Desk:
    """A client and the office behind the door."""

    office: Office
    client: Client

    def enter(self, name: str, password: str = PASSWORD) -> Desk:
        """Sign in."""
        answer = self.client.post("/signin", {"username": name, "password": password})
        assert answer.status_code == 302, answer.content.decode()
        return self

    def page(self, address: str, status: int = 200) -> str:
        """The text of a page."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    def send(self, address: str, **typed: Any) -> Any:
        """Send a form."""
        return self.client.post(address, typed)

    def check(self, address: str, **typed: Any) -> str:
        """The page after the first step of an act."""
        answer = self.send(address, step="check", **typed)
        assert answer.status_code == 200, answer
        return answer.content.decode()

    def confirm(self, page: str, address: str) -> Any:
        """Press the button of a confirmation page."""
        return self.client.post(address, {**hidden(page), "step": "confirm"})


def open_accounts(office: Office) -> None:
    """An account for everybody, by what they do."""
    from guiju.people.services import open_account

    for name, person in office.people.items():
        open_account(person, name, PASSWORD)


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden inputs of the form in the main part, every value of each."""
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.partition('id="main"')[2]):
        if name != "csrfmiddlewaretoken":
            found.setdefault(unescape(name), []).append(unescape(value))
    return found


def wide(text: str) -> str:
    """A text in full-width signs, as an input method leaves it."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def act_address(matter: str, act: str) -> str:
    """The address of an act's form."""
    return f"/matters/{matter}/acts/{quote(act)}"


def mediation_form(number: str = "调1", **typed: Any) -> dict[str, Any]:
    """What one types to accept a dispute."""
    return {
        "f-登记簿号": number,
        "f-启动方式": "当事人申请",
        "f-联动方式": "人民调解单独办理",
        "f-纠纷类型": "邻里",
        "f-调解员": "示例调解员",
        "f-可能引发案件": "no",
        "done_on": "2026-03-02",
        **typed,
    }


def filing_form(office: Office, **typed: Any) -> dict[str, Any]:
    """What one types to file a penalty case."""
    return {
        "done_on": "2026-03-02",
        "by": office.people["officer"].id,
        "signers": [office.people["officer"].id, office.people["second"].id],
        "f-当事人-name": "示例商贸有限公司",
        "f-当事人-kind": "法人",
        "f-当事人-code": "91620000MA00000007",
        "f-当事人类型": "单位",
        "f-案由": "未按规定公示价格",
        "f-线索编号": "线1",
        "f-违法行为终了日": "2026年2月20日",
        "f-违法行为发现日": "2026-02-25",
        "f-五年追责情形": "no",
        "f-在追责期限内": "yes",
        "f-追责期限理由": "发现时未满二年",
        **typed,
    }
