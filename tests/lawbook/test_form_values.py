"""Whatever a person or a program sends, each type of field takes it unchanged or says what to do."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guiju.lawbook.codes import CITIZEN_SIGNS, CREDIT_SIGNS, is_citizen_number, is_credit_code
from guiju.lawbook.form import Checked, check_data
from guiju.lawbook.pinned import ActRules, FieldRules
from guiju.lawbook.values import PARAGRAPH_LIMIT, PARTY_KINDS, TEXT_LIMIT, WHOLE_LIMIT
from guiju.record.canonical import encode

if TYPE_CHECKING:
    from decimal import Decimal

COLUMNS = (FieldRules("名称", "text", required=True), FieldRules("数量", "int"))
FIELDS = {
    "choice": FieldRules("项", "choice", choice=("通过", "不通过")),
    "rows": FieldRules("项", "rows", rows=COLUMNS),
    **{
        kind: FieldRules("项", kind)
        for kind in (
            "text", "paragraph", "date", "time", "int", "decimal", "percent", "money", "yesno", "party",
            "unit", "officers", "entry", "matter", "child", "article", "file", "region",
        )
    },
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "kind", "code", "document", "名称", "x"]), inner)
    ),
    max_leaves=6,
)
SHA = "a" * 64


def checked(kind: str | FieldRules, value: Any) -> Checked:
    spec = kind if isinstance(kind, FieldRules) else FIELDS[kind]
    return check_data(ActRules("甲", fields={"项": spec}), {"项": value})


def problem(kind: str | FieldRules, value: Any) -> tuple[str, str]:
    """Return code and sentence of the only problem."""
    (one,) = checked(kind, value).problems
    assert one.field == "项"
    return one.code, one.sentence


def takes(kind: str | FieldRules, value: Any) -> bool:
    found = checked(kind, value)
    if found.problems:
        return False
    assert found.data == {"项": value}
    return True


@pytest.mark.parametrize("kind", FIELDS)
@given(value=JSON)
@example(
    value={"name": "甲", "kind": "法人", "code": "91\uff13\uff15\uff10\uff11\uff10\uff10M000100Y43"}
)
@example(value={"name": "甲", "kind": "自然人", "code": "\ud800", "document": "护照"})
@example(value="\ud800")
@example(value=10**400)
def test_any_value_is_taken_whole_or_refused_with_a_remedy(kind: str, value: Any) -> None:
    found = checked(kind, value)
    for one in found.problems:
        assert one.field.startswith("项")
        assert re.fullmatch(r"form\.[a-z_]+", one.code)
        assert one.sentence.startswith("“")
        assert one.sentence.endswith("。")
        assert re.search("请|只能|写成|位数字", one.sentence)
    if not found.problems:
        given_nothing = value is None or value in ("", [], {})
        assert found.data == {"项": None if given_nothing else value}
        encode(found.data)


@given(st.text(max_size=30))
def test_a_line_of_text_is_any_text_without_breaks_and_control_signs(text: str) -> None:
    broken = re.search("[\x00-\x08\x0a-\x1f\x7f\u2028\u2029\ud800-\udfff]", text)
    assert takes("text", "x" + text) is (broken is None)
    assert takes("article", "x" + text) is (broken is None)


@pytest.mark.parametrize("sign", ["\n", "\t", "\r"])
def test_a_paragraph_may_have_lines(sign: str) -> None:
    assert takes("paragraph", f"甲{sign}乙")
    assert problem("paragraph", "甲\x0b乙") == (
        "form.control", "“项”含有不可见的控制字符，请删去后重填。",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "limit"), [("text", 200), ("paragraph", 20_000), ("article", 200)]
)
def test_a_text_ends_at_its_limit(kind: str, limit: int) -> None:
    assert (TEXT_LIMIT, PARAGRAPH_LIMIT) == (200, 20_000)
    assert takes(kind, "字" * limit)
    assert problem(kind, "字" * (limit + 1)) == (
        "form.too_long", f"“项”有 {limit + 1} 字，最多 {limit} 字。请缩短，详情可作附件。",
    )  # fmt: skip


@given(st.integers(-(2 * WHOLE_LIMIT), 2 * WHOLE_LIMIT))
@example(WHOLE_LIMIT)
@example(-WHOLE_LIMIT)
@example(WHOLE_LIMIT + 1)
def test_a_whole_number_has_fifteen_digits(n: int) -> None:
    assert WHOLE_LIMIT == 10**15
    assert takes("int", n) is takes("money", n) is (abs(n) <= 10**15)


@given(st.integers(-20, 20), st.integers(-20, 20), st.integers(-20, 20))
def test_a_number_lies_between_its_bounds_whatever_its_type(low: int, high: int, n: int) -> None:
    for kind in ("int", "money", "decimal", "percent"):
        spec = FieldRules("项", kind, min=str(low), max=str(high))
        value = f"{n}.0" if kind in {"decimal", "percent"} else n
        assert takes(spec, value) is (low <= n <= high)


BOUNDS = {
    ("int", "人", 0): "“项”不能小于 1人，请核对。",
    ("int", "人", 10): "“项”不能大于 9人，请核对。",
    ("decimal", "亩", "0.5"): "“项”不能小于 1亩，请核对。",
    ("percent", "%", "9.1"): "“项”不能大于 9%，请核对。",
    ("money", "", 0): "“项”不能小于 0.01元，请核对。",
    ("money", "", 10): "“项”不能大于 0.09元，请核对。",
}


@pytest.mark.parametrize("what", BOUNDS, ids=str)
def test_a_bound_is_told_in_the_unit_of_its_field(what: tuple[str, str, Any]) -> None:
    kind, unit, value = what
    spec = FieldRules("项", kind, min="1", max="9", unit=unit)
    assert problem(spec, value)[1] == BOUNDS[what]


@given(st.decimals(-(10**14), 10**14, places=9))
def test_a_decimal_of_nine_places_stays_as_written(number: Decimal) -> None:
    assert takes("decimal", format(number, "f"))


@pytest.mark.parametrize(
    "text", ["1.", ".5", "+1", "1e3", "1,000", "0.1234567890", "1" * 16, "\uff11"]
)
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    assert problem("decimal", text) == (
        "form.decimal", "“项”应是小数，如 12.5，最多九位小数。请改填半角数字。",
    )  # fmt: skip


@given(st.dates(), st.times())
def test_every_day_and_every_minute_is_taken(day: dt.date, time: dt.time) -> None:
    assert takes("date", day.isoformat())
    assert takes("time", f"{time:%H:%M}")
    assert not takes("time", f"{time:%H%M}")


@pytest.mark.parametrize("value", ["20260301", "2026-W10-7", "2026-02-29", 20260301, "2026-03-01 "])
def test_a_day_has_one_form(value: Any) -> None:
    assert problem("date", value) == (
        "form.date", "“项”应是真实的日期，写成 2026-01-31 这样。",
    )  # fmt: skip


@given(st.lists(st.from_regex("[0-9a-f]{64}", fullmatch=True), min_size=1, max_size=3))
def test_files_are_each_named_once_by_their_digest(files: list[str]) -> None:
    twice = len(set(files)) < len(files)
    assert takes("file", files) is not twice
    assert takes("file", files[0])
    assert problem("file", [*files, files[0]])[0] == "form.file_twice"
    assert problem("file", [*files, 5])[0] == "form.file"


@pytest.mark.parametrize("value", ["p1", ["p1", 2], ["p1", "甲 乙"], [""], {"p1": 1}, [["p1"]]])
def test_officers_are_a_list_of_people(value: Any) -> None:
    assert problem("officers", value) == ("form.officers", "“项”应是人员的列表，请从人员中选取。")


def test_a_choice_is_told_its_values_and_the_nearest() -> None:
    assert problem("choice", "通国")[1] == "“项”只能是：通过、不通过。是否要写“通过”？"
    assert problem("choice", ["通过"])[0] == "form.choice"


PARTIES = {
    "no mapping": ("张三", "form.party"),
    "a number": ({"name": "张三", "kind": "自然人", "code": 1}, "form.party"),
    "an unknown part": ({"name": "张三", "kind": "自然人", "phone": "1"}, "form.party"),
    "no name": ({"kind": "自然人"}, "form.party_name"),
    "an empty name": ({"name": "", "kind": "自然人"}, "form.party_name"),
    "a name of 201 signs": ({"name": "张" * 201, "kind": "自然人"}, "form.too_long"),
    "a name of two lines": ({"name": "张\n三", "kind": "自然人"}, "form.one_line"),
    "a code with a control sign": ({"name": "张三", "kind": "自然人", "code": "E1\x00", "document": "护照"}, "form.control"),
    "a document of 201 signs": ({"name": "张三", "kind": "自然人", "code": "E1", "document": "护" * 201}, "form.too_long"),
    "a code of 201 signs": ({"name": "张三", "kind": "自然人", "code": "1" * 201, "document": "护照"}, "form.too_long"),
    "no kind": ({"name": "张三"}, "form.party_kind"),
    "another kind": ({"name": "张三", "kind": "公民"}, "form.party_kind"),
    "a firm's number of a person": ({"name": "张三", "kind": "自然人", "code": "91350100M000100Y43"}, "form.party_code"),
    "a person's number of a firm": ({"name": "甲厂", "kind": "个体工商户", "code": "11010519491231002X"}, "form.party_code"),
}  # fmt: skip


@pytest.mark.parametrize("what", PARTIES)
def test_a_party_is_refused_for(what: str) -> None:
    value, code = PARTIES[what]
    assert problem("party", value)[0] == code


@pytest.mark.parametrize("kind", ["自然人", "法人", "非法人组织", "个体工商户"])
def test_a_party_of_every_kind_is_taken_with_its_own_code_or_another_document(kind: str) -> None:
    code = "11010519491231002X" if kind == "自然人" else "91350100M000100Y43"
    assert takes("party", {"name": "甲", "kind": kind})
    assert takes("party", {"name": "甲", "kind": kind, "code": ""})
    assert takes("party", {"name": "甲", "kind": kind, "code": code})
    assert takes("party", {"name": "甲", "kind": kind, "code": "E123", "document": "护照"})
    assert problem("party", {"name": "甲", "kind": kind, "code": "E123"})[0] == "form.party_code"
    assert len(PARTY_KINDS) == 4


CREDIT_BODY = st.from_regex(
    "[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True
)


@given(CREDIT_BODY)
def test_of_all_last_signs_one_makes_a_credit_code(body: str) -> None:
    """GB 32100-2015: the weighted sum of all eighteen signs is a multiple of 31."""
    (right,) = [sign for sign in CREDIT_SIGNS if is_credit_code(body + sign)]
    total = sum(CREDIT_SIGNS.index(sign) * 3**n for n, sign in enumerate(body))
    assert (total + CREDIT_SIGNS.index(right)) % 31 == 0
    assert not is_credit_code(body + right + "0")
    assert not is_credit_code(body.lower() + right) or body == body.lower()


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)),
    st.integers(110000, 659999),
    st.integers(0, 999),
)
def test_of_all_last_signs_one_makes_a_citizens_number(
    birthday: dt.date, region: int, order: int
) -> None:
    """GB 11643-1999: ISO 7064, MOD 11-2 over all eighteen signs gives 1."""
    body = f"{region}{birthday:%Y%m%d}{order:03}"
    (right,) = [sign for sign in CITIZEN_SIGNS if is_citizen_number(body + sign)]
    total = sum(int(sign) * 2 ** (17 - n) for n, sign in enumerate(body))
    assert (total + (10 if right == "X" else int(right))) % 11 == 1
    assert not any(is_citizen_number(f"{region}19990231{order:03}{sign}") for sign in CITIZEN_SIGNS)


@pytest.mark.parametrize(
    "code", ["", "X" * 18, "1" * 17, "1" * 19, "0" * 18, "\uff11" * 18, "91350100M000100Y4a"]
)
def test_what_is_no_code_at_all_is_none(code: str) -> None:
    assert not is_credit_code(code)
    assert not is_citizen_number(code)


@given(
    st.lists(
        st.fixed_dictionaries({"名称": st.text("甲乙", min_size=1), "数量": st.integers(0, 9)}),
        min_size=1,
        max_size=4,
    )
)
def test_a_table_is_kept_row_by_row(rows: list[dict[str, Any]]) -> None:
    assert takes("rows", rows)
    wrong = [*rows, {"数量": "二", "价": 1}]
    found = checked("rows", wrong).problems
    row = f"项[{len(wrong)}]"
    assert {(one.field, one.code) for one in found} == {
        (f"{row}.名称", "form.required"), (f"{row}.数量", "form.whole"), (f"{row}.价", "form.unknown_field"),
    }  # fmt: skip
    (unknown,) = [one for one in found if one.code == "form.unknown_field"]
    assert unknown.sentence.startswith(f"“项”第 {len(wrong)} 行没有“价”这一项。")


@pytest.mark.parametrize(
    "value", ["甲", 3, {"名称": "甲"}, ["甲"], [["名称"]], [{"名称": "甲"}, 3]]
)
def test_what_is_no_table_is_refused_whole(value: Any) -> None:
    assert problem("rows", value) == ("form.rows", "“项”应是表格，请逐行填写。")


def test_an_unknown_field_is_told_what_the_act_takes() -> None:
    act = ActRules(
        "甲", fields={"当事人": FieldRules("当事人", "text"), "人数": FieldRules("人数", "int")}
    )
    (one,) = check_data(act, {"地址": "城关"}).problems
    assert one.sentence == "“甲”没有“地址”这一项。可填的有：当事人、人数。请删去或改名。"
    (none,) = check_data(ActRules("乙"), {"地址": "城关"}).problems
    assert none.sentence == "“乙”没有“地址”这一项。它不填任何字段。请删去或改名。"
