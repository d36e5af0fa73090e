"""What a test does at the staff door: sign in, read pages, fill forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from django.test import Client

    from guiju.record.act import ActForm
    from tests.office import Office

NEW_MEDIATION = "/new/people-mediation"
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

    def send(self, address: str, /, **typed: Any) -> Any:
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


def last_form(matter: str) -> ActForm:
    """The last act of a matter as recorded."""
    from guiju.matters.models import Act
    from guiju.record.act import ActForm

    return ActForm.from_bytes(bytes(Act.objects.filter(matter=matter).order_by("-seq")[0].form))


def opened(desk: Desk, **typed: Any) -> str:
    """A dispute accepted at the door."""
    page = desk.check(NEW_MEDIATION, **mediation_form(**typed))
    answer = desk.confirm(page, NEW_MEDIATION)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].rpartition("/")[2])


def mediated(desk: Desk) -> str:
    """A dispute accepted and talked over."""
    matter = opened(desk)
    desk.office.do("调解", matter, "clerk", data={"调解记录": "到场", "可能引发案件": False})
    return matter


def signing(office: Office) -> list[str]:
    """The ids of the two certified officers."""
    return [office.people["officer"].id, office.people["second"].id]


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
        "signers": signing(office),
        "f-当事人-name": "示例商贸有限公司",
        "f-当事人-kind": "法人",
        "f-当事人-code": "91620000MA00000007",
        "f-当事人类型": "单位",
        "f-案由": "未按规定公示价格",
        "f-线索编号": "线1",
        "f-立案理由": "现场检查发现未公示价格",
        "f-有违法事实证据": "yes",
        "f-应受处罚": "yes",
        "f-属于本机关管辖": "yes",
        "f-违法行为终了日": "2026年2月20日",
        "f-违法行为发现日": "2026-02-25",
        "f-五年追责情形": "no",
        "f-在追责期限内": "yes",
        "f-追责期限理由": "发现时未满二年",
        **typed,
    }


def closing_form(office: Office, **typed: Any) -> dict[str, Any]:
    """What one types to close the investigation of a penalty case."""
    return {
        "signers": signing(office), "f-拟处罚款": "120,000", "f-拟没收数额": "0", "f-拟处其他处罚": "无",
        "f-需法制审核": "yes", "f-法制审核理由": "听证案件", "f-复杂重大": "no", "f-复杂重大理由": "简单",
        "f-须责令改正": "no", "f-五年追责情形": "no", "f-在追责期限内": "yes", "f-追责期限理由": "未满二年", **typed,
    }  # fmt: skip


def decision_form(office: Office, **typed: Any) -> dict[str, Any]:
    """What one types to propose a penalty decision."""
    return {
        "by": office.people["officer"].id, "f-违法事实": "未公示价格", "f-处罚依据": "价格法第四十二条",
        "f-裁量理由": "首次", "f-罚款": "1,000.00", "f-没收违法所得": "0", "f-罚没款": "1000", "f-其他处罚": "无", "f-使用柔性执法": "未使用",
        "f-社会影响": "no", "f-社会影响理由": "无", "f-有其他履行义务": "no", "f-已告知救济": "yes", "f-有涉案财物": "no",
        **typed,
    }  # fmt: skip
