from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.reports.printing import FORMS, in_unit, printed


@pytest.mark.parametrize(
    ("value", "unit", "form", "text"),
    [
        (329, "件", "", "329"),
        (0, "件", "", "0"),
        (100, "件", "", "100"),
        (None, "%", "", "—"),
        (Decimal("98.176"), "%", "", "98.2%"),
        (Decimal(100), "%", "", "100%"),
        (Decimal("176300.00"), "元", "", "176300"),
        (Decimal("176300.00"), "元", "万元", "17.63万元"),
        (Decimal("98.176"), "%", "以上", "98%以上"),
        (Decimal(98), "%", "以上", "98%"),
        (42, "次", "余10", "40余"),
        (40, "次", "余10", "40"),
        (126, "场次", "余10", "120余"),
        (9, "次", "余10", "9"),
        (633, "人次", "余100", "600余"),
        (5434, "人次", "余1000", "5000余"),
        (10_979, "份", "万余", "1万余"),
        (40_000, "份", "万余", "4万"),
        (9_999, "份", "万余", "9999"),
    ],
)
def test_a_number_is_printed_as_the_outline_asks(value, unit, form, text):
    assert printed(value, unit, form) == text


@given(st.integers(0, 10**7), st.sampled_from(["余10", "余100", "余1000"]))
def test_a_number_with_yu_never_says_more_than_there_is(value, form):
    text = printed(value, "件", form)
    said = int(text.removesuffix("余"))
    assert said <= value
    assert (said < value) == text.endswith("余")


def test_money_is_kept_in_fen_and_told_in_yuan():
    assert in_unit(17_630_000, "元") == Decimal(176_300)
    assert in_unit(329, "件") == 329


def test_every_form_takes_a_value_of_any_unit():
    for form in FORMS:
        assert printed(Decimal("12345.6"), "件", form)
