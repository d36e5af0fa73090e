"""Names that nobody bears: staff have 示 in the middle, parties 某, companies begin with 示例."""

from __future__ import annotations

from typing import Final

SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN: Final = "安宁平和勤敏诚信公正明达恒毅思远立行知章守法清廉朴实开元亨利贞吉"
TRADES: Final = (
    "商贸",
    "食品",
    "超市",
    "餐饮服务",
    "药房",
    "物流",
    "建材",
    "农资",
    "种业",
    "客运",
    "物业服务",
    "科技",
)
MARKS: Final = "甲乙丙丁戊己庚辛壬癸"


def staff_name(number: int) -> str:
    """The name of a member of staff; each number has another name up to a thousand."""
    surname = SURNAMES[number % len(SURNAMES)]
    return f"{surname}示{GIVEN[(number // len(SURNAMES)) % len(GIVEN)]}"


def citizen(number: int) -> dict[str, str]:
    """A person who is party to a matter."""
    surname = SURNAMES[number % len(SURNAMES)]
    name = f"{surname}某{MARKS[number // len(SURNAMES) % len(MARKS)]}"
    return {"name": name, "kind": "自然人", "address": f"示例县示例村{number % 90 + 1}号"}


def company(number: int) -> dict[str, str]:
    """A company that is party to a matter."""
    trade = TRADES[number % len(TRADES)]
    order = number // len(TRADES) + 1
    return {
        "name": f"示例{trade}有限公司（第{order}号）", "kind": "法人",
        "address": f"示例县示例路{number % 190 + 1}号", "head": f"示某{MARKS[number % len(MARKS)]}",
    }  # fmt: skip


def trader(number: int) -> dict[str, str]:
    """A sole trader who is party to a matter."""
    trade = TRADES[number % len(TRADES)]
    return {
        "name": f"示例{trade}经营部（第{number // len(TRADES) + 1}号）", "kind": "个体工商户",
        "address": f"示例县示例市场{number % 190 + 1}号", "head": f"示某{MARKS[number % len(MARKS)]}",
    }  # fmt: skip
