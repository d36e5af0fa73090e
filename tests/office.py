"""An office for tests, built and worked through the services only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guiju.matters.clock import SimulatedClock
    from guiju.matters.requests import ActRequest, Outcome

START = dt.datetime.fromisoformat("2026-03-02T08:00:00+08:00")
FOUNDED = dt.date(2015, 1, 1)
PARTY = {"name": "示例商贸有限公司", "kind": "法人", "code": "91620000MA00000007"}
POSTS = {
    "officer": ["承办人"],
    "second": ["承办人"],
    "uncertified": ["承办人"],
    "head": ["机关负责人"],
    "reviewer": ["法制审核员"],
    "host": ["听证主持人"],
    "supervisor": ["法制机构", "监督人员"],
    "certifier": ["证件管理员"],
    "reviewing": ["行政复议人员", "行政复议机构负责人"],
    "clerk": ["人民调解员", "普法联络员", "清单管理员"],
}


@dataclass
class Office:
    """A bureau, its people by what they do, and the clock."""

    time: SimulatedClock
    body: Any
    county: Any
    people: dict[str, Any]

    @classmethod
    def open(cls, time: SimulatedClock) -> Office:
        from guiju.people.models import BodyKind
        from guiju.people.services import appoint, establish_body, register_person

        county = establish_body(
            "SLX", "示例县人民政府", kind=BodyKind.GOVERNMENT, since=FOUNDED, word="示政"
        )
        body = establish_body(
            "SLX-SJ", "示例县市场监督管理局", kind=BodyKind.ORGAN, since=FOUNDED, parent=county,
            field="市场监管", word="示市监",
        )  # fmt: skip
        people = {}
        for name, roles in POSTS.items():
            people[name] = register_person(name)
            appoint(people[name], county if name == "certifier" else body, roles, since=FOUNDED)
        office = cls(time, body, county, people)
        for name in ("officer", "second"):
            office.certify(name)
        return office

    def go_to(self, day: str, hour: int = 9) -> None:
        """Move the clock to a day."""
        self.time.move_to(dt.datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00"))

    def ask(self, act: str, matter: str = "", who: str = "officer", **more: Any) -> Outcome:
        """Ask for an act; names of people stand for their ids."""
        from guiju.matters.services import perform

        return perform(self.request(act, matter, who, **more))

    def request(self, act: str, matter: str = "", who: str = "officer", **more: Any) -> ActRequest:
        """The request for an act."""
        from guiju.matters.requests import ActRequest

        more["signers"] = tuple(self.people[name].id for name in more.get("signers", ()))
        if "by" in more:
            more["by"] = self.people[more["by"]].id
        if isinstance(more.get("done_on"), str):
            more["done_on"] = dt.date.fromisoformat(more["done_on"])
        if not matter:
            more.setdefault("body", self.body.code)
        return ActRequest(recorded_by=self.people[who].id, act=act, matter=matter, **more)

    def do(self, act: str, matter: str = "", who: str = "officer", **more: Any) -> Outcome:
        """Perform an act that must be accepted."""
        outcome = self.ask(act, matter, who, **more)
        assert outcome.accepted, outcome.refusal
        return outcome

    def approved(self, act: str, matter: str = "", who: str = "officer", **more: Any) -> Outcome:
        """Propose an act and have the head agree."""
        proposal = self.do(act, matter, who, kind="proposal", **more)
        return self.agree(proposal)

    def agree(self, proposal: Outcome, who: str = "head") -> Outcome:
        """Agree to a proposal."""
        return self.do(
            "", proposal.matter, who, kind="opinion", data={"提请": proposal.seq, "意见": "同意"}
        )

    def certify(self, name: str) -> Outcome:
        """Give a person a certificate."""
        return self.do(
            "列入", who="certifier", procedure="officer-certificate", body=self.county.code,
            data={
                "持证人": self.people[name].id, "姓名": name, "证号": f"示例-{name}", "证件种类": "行政执法证",
                "执法领域": "市场监管", "所在单位": self.body.code, "发证机关": "示例省", "在编在职": True,
                "考试合格": True, "法律职业资格": False, "有效期起": "2026-01-01", "有效期至": "2030-12-31",
            },
        )  # fmt: skip

    def keep(self, name: str = "证明.pdf", content: bytes = b"%PDF-1.4 proof") -> Any:
        """Keep a file."""
        from guiju.matters.files import keep

        return keep(name, content)

    def mediation(self, number: str = "调1", **data: Any) -> Outcome:
        """Accept a dispute."""
        return self.do(
            "登记受理",
            who="clerk",
            procedure="people-mediation",
            data=mediation_data(number, **data),
        )

    def many_mediations(self, count: int) -> None:
        """Accept so many disputes in one go."""
        from guiju.matters.services import perform_many

        asked = (
            self.request("登记受理", who="clerk", procedure="people-mediation", data=mediation_data(f"大{turn}"))
            for turn in range(count)
        )  # fmt: skip
        assert all(outcome.accepted for outcome in perform_many(asked))

    def delegation(self, first: str, last: str) -> Outcome:
        """Enter a power delegated from one day to another."""
        data = {
            "事项编号": "赋1", "事项名称": "检查", "事项类型": "行政检查", "承接方式": "赋权", "委托机关": "SLX-SJ", "承接范围": "本辖区全部乡镇街道",
            "承接方性质": "行政机关", "法律依据": "行政处罚法第二十四条", "省级决定": "省政发〔2026〕1号", "再委托": False,
            "具备执法人员": True, "有效期起": first, "有效期至": last,
        }  # fmt: skip
        return self.do("列入", who="clerk", procedure="delegation", data=data)

    def penalty(self, **data: Any) -> Outcome:
        """File a penalty case, approved by the head."""
        return self.approved(
            "立案",
            procedure="ordinary-penalty",
            signers=("officer", "second"),
            data=filing_data(**data),
        )

    def notified_too_early(self, matter: str) -> Outcome:
        """Enter by the supervisor that the notice was given before the investigation ended."""
        return self.do(
            "拟处罚告知", matter, "supervisor", kind="accomplished", files=(self.keep(),),
            data={"内容": {}, "违反": "行政处罚法第五十七条", "理由": "调查终结之前已经告知"},
        )  # fmt: skip

    def evidence(self, matter: str) -> Outcome:
        """Collect evidence by two officers."""
        file = self.keep("笔录.pdf", b"%PDF-1.4 record")
        return self.do(
            "调查取证",
            matter,
            signers=("officer", "second"),
            data={"证据": file.sha256},
            files=(file,),
        )


def mediation_data(number: str = "调1", **data: Any) -> dict[str, Any]:
    return {
        "登记簿号": number, "启动方式": "当事人申请", "联动方式": "人民调解单独办理", "纠纷类型": "邻里",
        "调解员": "示例调解员", "可能引发案件": False, **data,
    }  # fmt: skip


def filing_data(**data: Any) -> dict[str, Any]:
    return {
        "当事人": PARTY, "当事人类型": "单位", "案由": "未按规定公示价格", "线索编号": "线1",
        "立案理由": "现场检查发现未公示价格", "有违法事实证据": True, "应受处罚": True, "属于本机关管辖": True,
        "违法行为终了日": "2026-02-20", "违法行为发现日": "2026-02-25", "五年追责情形": False,
        "在追责期限内": True, "追责期限理由": "发现时未满二年", **data,
    }  # fmt: skip
