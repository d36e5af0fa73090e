"""`parameters.yaml` and `roles.yaml` as files: what an entry must say, and at which line it is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.parameters import Parameter, Value, load_parameters, parse_value
from guiju.lawbook.roles import SIDES, load_roles
from tests.lawbook.refusing import line_of, refusal, refused
from tests.lawbook.small import shelf

if TYPE_CHECKING:
    from pathlib import Path

    from guiju.lawbook.roles import Role

FILE = """\
期限:
  type: duration
  note: 法律未定。
  values:
    - layer: national
      value: 5wd
      from: 2020-01-01
      until: 2025-12-31
      cite: [甲法#5, "乙规定#6,7"]
      basis: 法
    - layer: field
      field: 农业
      value: 10d
      from: 2021-01-01
      cite: 乙规定#5
      basis: 规章
数额:
  type: money
  note: 门槛。
  values:
    - {layer: national, value: 5000元, from: 2020-01-01, basis: 内部}
"""


def load(tmp_path: Path, text: str = FILE) -> dict[str, Parameter]:
    path = tmp_path / "parameters.yaml"
    path.write_text(text, "utf-8")
    return load_parameters(path, shelf().statutes)


def test_a_parameter_is_kept_as_it_is_written(tmp_path: Path) -> None:
    term, amount = load(tmp_path).values()
    assert (term.name, term.type, term.note) == ("期限", "duration", "法律未定。")
    assert term.values == (
        Value(
            "5wd", "national", "", dt.date(2020, 1, 1), dt.date(2025, 12, 31),
            ("甲法#5", "乙规定#6", "乙规定#7"), "法",
        ),
        Value("10d", "field", "农业", dt.date(2021, 1, 1), None, ("乙规定#5",), "规章"),
    )  # fmt: skip
    assert amount.values == (Value(500_000, "national", "", dt.date(2020, 1, 1), None, (), "内部"),)


WRONG = {
    "no type": ("  type: duration\n", "", "schema.missing", 2),
    "an unknown type": ("type: duration", "type: period", "schema.choice", 2),
    "no note": ("  note: 法律未定。\n", "", "schema.missing", 2),
    "an unknown key": ("  note: 法律未定。\n", "  note: 一\n  unit: 日\n", "schema.unknown_key", 4),
    "values as a mapping": ("  values:\n    - {layer", "  values:\n    {layer", "schema.list", 20),
    "a local layer": ("layer: national\n", "layer: province\n", "schema.choice", 5),
    "a field of the nation": ("layer: national\n", "layer: national\n      field: 农业\n", "schema.unknown_key", 6),
    "a field without name": ("      field: 农业\n", "", "schema.missing", 11),
    "no value": ("      value: 5wd\n", "", "schema.missing", 5),
    "a value in words": ("value: 5wd", "value: 五日", "parameter.value", 6),
    "a value of another type": ("value: 5000元", "value: 5wd", "parameter.value", 21),
    "no first day": ("      from: 2020-01-01\n", "", "schema.missing", 5),
    "a first day that is none": ("from: 2021-01-01", "from: 2021-02-29", "schema.day", 14),
    "a last day before the first": ("until: 2025-12-31", "until: 2019-12-31", "parameter.until", 8),
    "a last day that is none": ("until: 2025-12-31", "until: 2025-12-32", "schema.day", 8),
    "two values from one day": ("layer: field\n      field: 农业\n      value: 10d\n      from: 2021-01-01\n      cite: 乙规定#5\n      basis: 规章", "layer: national\n      value: 10d\n      from: 2020-01-01\n      basis: 内部", "parameter.repeated", 13),
    "an unknown direction": ("type: money\n", "type: money\n  own: more\n", "schema.choice", 19),
    "no strength": ("      basis: 规章\n", "", "schema.missing", 11),
    "an unknown strength": ("basis: 规章", "basis: 惯例", "schema.choice", 16),
    "no article": ("      cite: 乙规定#5\n", "", "parameter.uncited", 11),
    "the unit's own rule with an article": ("basis: 规章", "basis: 内部", "parameter.own_rule", 15),
    "an article nobody read": ("cite: 乙规定#5", "cite: 乙规定#11", "cite.unread", 15),
    "a law nobody registered": ("cite: 乙规定#5", "cite: 丙规定#5", "parameter.statute", 15),
    "a law not yet in force": ("from: 2021-01-01", "from: 2019-12-31", "parameter.statute", 15),
    "a citation out of form": ("cite: 乙规定#5", "cite: 乙规定", "cite.form", 15),
    "another unit than the law's": ("value: 5wd\n      from: 2020-01-01\n      until: 2025-12-31\n      cite: [甲法#5, \"乙规定#6,7\"]", "value: 5d\n      from: 2020-01-01\n      until: 2025-12-31\n      cite: [甲法#5]", "unit.mismatch", 6),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_value_is_refused_at_its_line_for(what: str, tmp_path: Path) -> None:
    old, new, code, line = WRONG[what]
    assert FILE.count(old) == 1
    error = refusal(lambda: load(tmp_path, FILE.replace(old, new)))
    assert (error.code, line_of(error)) == (code, line)
    assert error.where is not None
    assert error.where.file.endswith("parameters.yaml")


SAID = {
    ("value: 5wd", "value: 5"): "期限是 duration 类型，“5”不合写法。请照 5wd、90d、3m 改写。",
    ("value: 5000元", "value: 5000"): "数额是 money 类型，“5000”不合写法。请照 10000元 改写。",
    ("type: money", "type: int"): "数额是 int 类型，“5000元”不合写法。请照 3 改写。",
    ("type: money", "type: yesno"): "数额是 yesno 类型，“5000元”不合写法。请照 是 或 否 改写。",
    ("      cite: 乙规定#5\n", ""): (
        "期限的取值没有依据。请补上 cite；若是单位自定，basis 写“内部”。"
    ),
    ("basis: 规章", "basis: 内部"): (
        "期限的取值标为“内部”，不能引法条。请删去 cite 或改正 basis。"
    ),
    ("until: 2025-12-31", "until: 2019-12-31"): (
        "期限的取值到 2019-12-31 为止，却自 2020-01-01 起。请改正其中一处。"
    ),
    ("cite: 乙规定#5", "cite: 丙规定#5"): (
        "2021-01-01 时没有已登记施行的“丙规定”。请核对 from，或在 statutes 登记该版本。"
    ),
    ("      value: 10d\n", ""): "期限的一个取值缺少“value”。请补上。",
}


@pytest.mark.parametrize("change", SAID, ids=str)
def test_a_wrong_value_is_refused_with(change: tuple[str, str], tmp_path: Path) -> None:
    assert refusal(lambda: load(tmp_path, FILE.replace(*change))).sentence == SAID[change]


def test_a_value_may_hold_for_a_single_day_and_a_parameter_may_have_none(tmp_path: Path) -> None:
    day = load(tmp_path, FILE.replace("until: 2025-12-31", "until: 2020-01-01"))
    assert day["期限"].values[0].until == dt.date(2020, 1, 1)
    empty = load(tmp_path, "期限: {type: duration, note: 未定。}\n")
    assert empty["期限"].values == ()


@given(st.integers(1, 9999), st.sampled_from(["wd", "d", "m", "y"]))
def test_a_duration_stays_as_written(n: int, unit: str) -> None:
    for marks in ("", " clear", " roll", " clear roll"):
        assert parse_value("duration", f"{n}{unit}{marks}") == f"{n}{unit}{marks}"


@given(st.integers(0, 10**12 - 1), st.integers(0, 99))
def test_money_is_kept_in_fen(yuan: int, fen: int) -> None:
    assert parse_value("money", f"{yuan}.{fen:02}元") == yuan * 100 + fen
    assert parse_value("money", f"{yuan}元") == yuan * 100


@given(st.integers(0, 10**9 - 1))
def test_a_number_is_whole_and_not_negative(n: int) -> None:
    assert parse_value("int", str(n)) == n


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("duration", "0d"), ("duration", "5"), ("duration", "05d"), ("duration", "10000d"),
        ("duration", "5d roll clear"), ("duration", "5h"), ("duration", ""), ("duration", "-5d"),
        ("money", "5.5元"), ("money", "5.555元"), ("money", "-5元"), ("money", "\uff15元"),
        ("money", "5"), ("money", "1万元"), ("int", "1.5"), ("int", "-1"), ("int", "\uff11"),
        ("int", str(10**9)), ("yesno", "true"), ("yesno", "有"), ("yesno", ""),
    ],
)  # fmt: skip
def test_what_is_not_of_the_type_is_none(kind: str, text: str) -> None:
    assert parse_value(kind, text) is None


def test_yes_and_no_are_said_in_chinese() -> None:
    assert (parse_value("yesno", "是"), parse_value("yesno", "否")) == (True, False)


ROLES = """\
承办人: {id: case-officer, side: 机关, note: 办案的人}
当事人: {id: party, side: 当事人, note: 相对人}
"""


def roles(tmp_path: Path, text: str = ROLES) -> dict[str, Role]:
    path = tmp_path / "roles.yaml"
    path.write_text(text, "utf-8")
    return load_roles(path)


def test_a_role_is_kept_as_it_is_written(tmp_path: Path) -> None:
    officer = roles(tmp_path)["承办人"]
    assert (officer.name, officer.id, officer.side, officer.note) == (
        "承办人", "case-officer", "机关", "办案的人",
    )  # fmt: skip
    for side in SIDES:
        assert roles(tmp_path, ROLES.replace("机关", side))["承办人"].side == side


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("id: party, ", "", "schema.missing", 2),
        ("side: 当事人, ", "", "schema.missing", 2),
        (", note: 相对人", "", "schema.missing", 2),
        ("side: 当事人", "side: 群众", "schema.choice", 2),
        ("note: 相对人", "note: 相对人, x: 1", "schema.unknown_key", 2),
        ("id: party", "id: case-officer", "role.id", 2),
        ("id: party", "id: Party", "role.id", 2),
        ("id: party", "id: party-", "role.id", 2),
        ("id: party", "id: party_two", "role.id", 2),
        ("id: party", "id: 当事人", "role.id", 2),
    ],
)
def test_a_role_is_refused_at_its_line(
    old: str, new: str, code: str, line: int, tmp_path: Path
) -> None:
    assert refused(lambda: roles(tmp_path, ROLES.replace(old, new))) == (code, line)


def test_a_roles_wrong_id_is_told_whose_it_is(tmp_path: Path) -> None:
    taken = refusal(lambda: roles(tmp_path, ROLES.replace("id: party", "id: case-officer")))
    assert taken.sentence == ("当事人的 id “case-officer”不是小写英文或已属承办人。请另取一个。")
    odd = refusal(lambda: roles(tmp_path, ROLES.replace("id: party", "id: Party")))
    assert odd.sentence == "当事人的 id “Party”不是小写英文或已属无。请另取一个。"
