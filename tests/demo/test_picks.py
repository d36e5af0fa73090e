from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guiju.demo.picks import Picks, dealt, shares

WEIGHTS = st.dictionaries(
    st.text(min_size=1, max_size=4), st.integers(1, 50), min_size=1, max_size=12
)


@given(st.integers(0, 5000), WEIGHTS)
def test_shares_add_up_exactly_and_stay_within_one_of_the_weight(total, weights):
    parts = shares(total, weights)
    whole = sum(weights.values())
    assert sum(parts.values()) == total
    assert all(abs(parts[key] - total * weight / whole) < 1 for key, weight in weights.items())


@given(st.integers(1, 300), WEIGHTS)
def test_dealing_gives_each_its_share(total, weights):
    hand = dealt(total, weights)
    assert {key: hand.count(key) for key in weights} == shares(total, weights)


def test_dealing_mixes_instead_of_giving_one_after_the_other():
    assert dealt(6, {"甲": 1, "乙": 1}) == ["甲", "乙", "甲", "乙", "甲", "乙"]


def test_a_choice_depends_on_the_question_and_the_seed_only():
    one, other = Picks("示例"), Picks("另一")
    asked = [one.number(1, 10**6, "甲", turn) for turn in range(20)]
    assert asked == [one.number(1, 10**6, "甲", turn) for turn in range(20)]
    assert len(set(asked)) > 15
    assert asked != [other.number(1, 10**6, "甲", turn) for turn in range(20)]


@given(st.integers(-50, 50), st.integers(0, 30))
def test_a_number_lies_between_its_bounds(low, width):
    assert low <= Picks("示例").number(low, low + width, "问") <= low + width
