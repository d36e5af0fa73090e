"""From a form to rows, and from an expression to SQL: pure, without a store."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guiju.figures.answers import ratio
from guiju.figures.asked import Asked, Depth, depth_of
from guiju.figures.columns import Column, Columns
from guiju.figures.conditions import Parameters, condition
from guiju.figures.counting import Counting
from guiju.figures.definitions import Definition, Period, Shelf
from guiju.figures.effective import EVERYTHING, EffectiveActs, Found
from guiju.figures.engine import connect, fill, literal
from guiju.figures.errors import FigureError
from guiju.figures.rows import Placed, act_rows, standing_row
from guiju.figures.segments import Segment, uppermost

COLUMNS = Columns(
    "p",
    {
        name: Column(name, kind)
        for name, kind in {
            "金额": "money",
            "数量": "decimal",
            "日子": "date",
            "公开": "yesno",
            "名称": "text",
        }.items()
    },
)
PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))


def form(**given):
    return {
        "matter": "00000000-0000-7000-8000-000000000001", "seq": 1, "kind": "event", "act": "登记", "body": "b",
        "done_on": "2026-03-02", "recorded_at": "2026-03-04T10:00:00.000000+08:00", "authority": {},
        "verdict": {}, "data": {}, **given,
    }  # fmt: skip


def row_of(**given):
    (row,) = act_rows(Placed(7, "p", form(**given)), COLUMNS)
    return row


def test_a_row_keeps_both_days_and_the_place_of_its_act():
    row = row_of(data={"金额": 5})
    assert (row["position"], row["part"], row["seq"], row["act"], row["body"]) == (
        7,
        0,
        1,
        "登记",
        "b",
    )
    assert (row["done_on"], row["recorded_on"]) == ("2026-03-02", "2026-03-04")
    assert row["f_金额"] == 5


def test_a_late_entry_is_marked_as_the_record_marks_it():
    assert row_of(authority={"late": {"in_time_until": "2026-03-03"}})["late"] is True
    assert row_of()["late"] is False


def test_an_accomplished_fact_is_a_row_that_is_unlawful_with_the_fields_of_the_fact():
    row = row_of(kind="accomplished", data={"内容": {"金额": 9}, "违反": "某条", "理由": "已成"})
    assert (row["unlawful"], row["f_金额"]) == (True, 9)
    assert row_of()["unlawful"] is False


@pytest.mark.parametrize(
    "kind", ["proposal", "opinion", "handover", "attachment", "reminder", "notice", "erasure"]
)
def test_an_act_that_moves_nothing_is_no_row(kind):
    assert list(act_rows(Placed(1, "p", form(kind=kind)), COLUMNS)) == []
    assert standing_row(Placed(1, "p", form(kind=kind)), COLUMNS) is None


@pytest.mark.parametrize(
    ("field", "value", "held"),
    [
        ("金额", 12, 12),
        ("金额", "12", None),
        ("金额", True, None),
        ("数量", "0.1", "0.1000000000"),
        ("数量", "1e30", None),
        ("数量", "NaN", None),
        ("数量", "many", None),
        ("日子", "2026-02-28", "2026-02-28"),
        ("日子", "2026-02-30", None),
        ("公开", False, False),
        ("公开", 0, None),
        ("名称", "甲", "甲"),
        ("名称", {"b": 1, "a": [2]}, '{"a":[2],"b":1}'),
        ("名称", None, None),
    ],
)
def test_a_value_enters_its_column_typed_or_not_at_all(field, value, held):
    assert COLUMNS.typed({field: value}).get(f"f_{field}") == held


def test_a_field_the_catalog_does_not_know_enters_no_column():
    assert COLUMNS.typed({"身份证号": "1"}) == {}


def test_a_correction_leaves_out_fields_without_a_column():
    data = {"目标": 1, "更正": {"金额": 3, "身份证号": "1"}}
    row = standing_row(Placed(9, "p", form(kind="correction", seq=2, data=data)), COLUMNS)
    assert row is not None
    assert row["changes"] == '{"金额":3}'


def standing(changes, **given):
    return {
        "kind": "correction", "position": 9, "matter": "m", "seq": 2, "target": 1, "target_position": 7,
        "part": 0, "changes": changes, "day": None, **given,
    }  # fmt: skip


def effective(tmp_path, rows, *changed):
    """The effective acts of some rows, as the engine gives them."""
    with connect(tmp_path) as connection:
        acts = EffectiveActs(connection, EVERYTHING).view(Found(COLUMNS, [], rows, changed))
        found = connection.execute(f"SELECT * FROM {acts.query} ORDER BY position, part")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_a_correction_to_nothing_unsets_the_field(tmp_path):
    (row,) = effective(tmp_path, [row_of(data={"金额": 3})], standing('{"金额":null}'))
    assert (row["act"], row["f_金额"]) == ("登记", None)


def test_a_correction_leaves_alone_what_it_does_not_speak_of(tmp_path):
    stated = [
        {**row_of(data={"金额": 3, "数量": "0.5", "名称": "甲"}), "part": part} for part in (0, 1)
    ]
    first, second = effective(tmp_path, stated, standing('{"数量":"0.25","没有的字段":1}'))
    assert (first["f_金额"], first["f_数量"], first["f_名称"]) == (3, Decimal("0.25"), "甲")
    assert (second["f_数量"], first["done_on"]) == (Decimal("0.5"), date(2026, 3, 2))


def test_a_correction_of_the_day_alone_moves_the_day_alone(tmp_path):
    (row,) = effective(tmp_path, [row_of(data={"金额": 3})], standing("{}", day="2026-02-01"))
    assert (row["done_on"], row["recorded_on"]) == (date(2026, 2, 1), date(2026, 3, 4))
    assert row["f_金额"] == 3


def test_a_correction_of_nothing_that_has_a_column_changes_nothing(tmp_path):
    rows = [row_of(data={"金额": 3})]
    assert effective(tmp_path, rows, standing('{"没有的字段":1}')) == effective(tmp_path, rows)


def test_a_retracted_act_is_gone_with_all_its_parts(tmp_path):
    rows = [{**row_of(), "position": place, "part": part} for place in (6, 7) for part in (0, 1)]
    left = effective(tmp_path, rows, standing("{}", kind="retraction"))
    assert [(row["position"], row["part"]) for row in left] == [(6, 0), (6, 1)]


def asked(tmp_path, tree, rows):
    """The names of rows that satisfy an expression."""
    parameters = Parameters()
    columns = {name: f'"{column.name}"' for name, column in COLUMNS.by_field.items()}
    test = condition(tree, columns, parameters)
    with connect(tmp_path) as connection:
        fill(connection, "t", COLUMNS.sql_types(), [COLUMNS.typed(row) for row in rows])
        found = connection.execute(
            f'SELECT "f_名称" FROM t WHERE {test}', parameters.values
        ).fetchall()
    return {row[0] for row in found}


@pytest.mark.parametrize(
    ("tree", "names"),
    [
        (["gt", ["var", "金额"], 100], {"乙"}),
        (["le", ["var", "金额"], 100], {"甲"}),
        (["not", ["gt", ["var", "金额"], 100]], {"甲"}),
        (["set", "金额"], {"甲", "乙"}),
        (["not", ["set", "金额"]], {"丙"}),
        (["in", ["var", "名称"], ["甲", "丙"]], {"甲", "丙"}),
        (["ne", ["var", "名称"], "甲"], {"乙", "丙"}),
        (["and", ["var", "公开"], ["eq", ["var", "名称"], "甲"]], {"甲"}),
        (["or", ["var", "公开"], ["eq", ["var", "名称"], "丙"]], {"甲", "丙"}),
        (["ge", ["var", "日子"], ["date", "2026-03-01"]], {"甲"}),
        (["eq", ["var", "数量"], ["decimal", "0.3"]], {"甲"}),
    ],
)
def test_an_expression_selects_what_it_says(tmp_path, tree, names):
    rows = [
        {"名称": "甲", "金额": 100, "公开": True, "日子": "2026-03-01", "数量": "0.3"},
        {"名称": "乙", "金额": 101, "公开": False, "日子": "2026-02-28", "数量": "0.30000001"},
        {"名称": "丙"},
    ]
    assert asked(tmp_path, tree, rows) == names


def test_a_value_is_never_read_as_sql(tmp_path):
    hostile = "甲' OR TRUE --"
    assert asked(
        tmp_path, ["eq", ["var", "名称"], hostile], [{"名称": "甲"}, {"名称": hostile}]
    ) == {hostile}


def test_a_parameter_of_the_law_cannot_be_counted_by():
    with pytest.raises(FigureError) as refused:
        condition(["gt", ["var", "金额"], ["param", "较大数额"]], {"金额": "x"}, Parameters())
    assert refused.value.code == "figure.expression"


def test_a_hostile_name_of_a_field_stays_a_name(tmp_path):
    name = 'a"; DROP TABLE t; --'
    columns = Columns("p", {name: Column(name, "money")})
    figure = Definition("f", "p", "指标", "元", "sum", ("登记",), name, frozenset({name}))
    asking = Asked(figure, columns, Depth.ACTS)
    with connect(tmp_path) as connection:
        rows = [
            row
            for one in (3, 4)
            for row in act_rows(Placed(one, "p", form(data={name: one})), columns)
        ]
        fill(connection, "t", columns.sql_types(), rows)
        counting = Counting("t", PERIOD, None)
        statement, parameters = counting.listed(asking)
        listed = connection.execute(statement, parameters.values).fetchall()
        assert sorted(row[6] for row in listed) == [3, 4]
        assert connection.execute(*counting.totals([asking])).fetchall() == [(0, 2, "7", 0)]


def test_a_path_with_a_quote_is_one_literal(tmp_path):
    folder = tmp_path / "it's"
    with connect(folder) as connection:
        assert connection.execute(f"SELECT {literal(str(folder))}").fetchone() == (str(folder),)


def test_a_figure_that_reads_a_private_field_is_refused():
    figure = Definition("f", "p", "指标", "元", "sum", ("登记",), "联系电话")
    with pytest.raises(FigureError) as refused:
        Counting("t", PERIOD, None).totals([Asked(figure, COLUMNS, Depth.TOTALS)])
    assert refused.value.code == "figure.field"


def test_values_are_looked_up_only_where_an_act_may_lack_them():
    carried = Definition("f", "p", "指标", "元", "sum", ("登记",), "金额", frozenset({"金额"}))
    assert depth_of(carried) is Depth.TOTALS
    assert depth_of(Definition("f", "p", "指标", "元", "sum", ("登记",), "金额")) is Depth.LOOKED_UP
    assert (
        depth_of(Definition("f", "p", "指标", "件", "count", ("登记",), valid=True))
        is Depth.LOOKED_UP
    )


def test_a_share_of_a_share_is_refused():
    bare = Definition("a", "p", "甲", "件", "count", ("登记",))
    share = Definition("b", "p", "乙", "%", "share", share=("a", "a"))
    nested = Definition("c", "p", "丙", "%", "share", share=("b", "a"))
    with pytest.raises(FigureError) as refused:
        Shelf({one.id: one for one in (bare, share, nested)}, {"p": COLUMNS}).counted(nested)
    assert refused.value.code == "figure.nested"


@pytest.mark.parametrize(
    ("above", "below", "unit", "share"),
    [
        (1, 4, "%", Decimal(25)),
        (1, 4, "‰", Decimal(250)),
        (1, 4, "倍", Decimal("0.25")),
        (1, 0, "%", None),
        (0, 4, "%", Decimal(0)),
    ],
)
def test_a_ratio_is_in_its_unit(above, below, unit, share):
    assert ratio(above, below, unit) == share


def test_a_segment_within_another_is_not_read():
    spans = [(1, 10), (1, 3), (4, 6), (11, 12), (11, 20), (21, 21)]
    segments = [Segment(first, last, Path(f"{first}-{last}")) for first, last in spans]
    assert [(one.first, one.last) for one in uppermost(segments)] == [(1, 10), (11, 20), (21, 21)]
