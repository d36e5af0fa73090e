"""Texts cut into grams."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.search.cutting import LONGEST_QUESTION, WORDS_AT_MOST, asked, folded, grams_of, plain
from tests.web.desk import wide


def test_two_neighbouring_characters_are_a_gram_and_each_character_of_its_own():
    assert grams_of("王伟案") == sorted(["王", "伟", "案", "王伟", "伟案"])


def test_letters_and_digits_are_cut_by_twos_and_by_fours():
    assert grams_of("ma001") == sorted(["ma", "a0", "00", "01", "ma00", "a001"])


def test_signs_and_brackets_of_any_width_part_words():
    assert (
        plain("示市监罚〔2026〕12号")
        == plain(f"示市监罚[{wide('2026')}]12号")
        == "示市监罚 2026 12号"
    )


def test_rare_and_traditional_characters_stay_as_they_were_written():
    assert plain("㙓𬭳與") == "㙓𬭳與"
    assert {"㙓𬭳", "𬭳與"} <= set(grams_of("㙓𬭳與"))


@pytest.mark.parametrize("typed", ["", "  ", "a", "7", "“*-()", "\ufeff", "\0"])
def test_what_selects_nothing_asks_for_nothing(typed):
    assert asked(typed).grams == ()


def test_a_single_character_is_asked_for_and_a_single_digit_beside_words_is_only_looked_for():
    assert asked("罚").grams == ("罚",)
    assert asked("王伟 7") == (("王伟", "7"), ("王伟",))


def test_a_long_question_is_cut_short():
    found = asked("字号" * 400 + " " + " ".join(f"词{n}" for n in range(40)))
    assert sum(map(len, found.words)) <= LONGEST_QUESTION
    assert len(asked(" ".join(f"词{n}" for n in range(40))).words) == WORDS_AT_MOST


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_whatever_stands_in_a_text_is_asked_for_by_grams_of_the_text(text, first, length):
    whole = plain(text)
    question = asked(whole[first : first + length])
    assert set(question.grams) <= set(grams_of(whole))
    assert all(word in whole for word in question.words)


@given(st.text(max_size=40))
def test_folding_keeps_every_character_at_its_place(text):
    assert len(folded(text)) == len(text)


@given(st.text(max_size=60))
def test_grams_hold_nothing_that_an_index_could_take_for_an_operator(text):
    assert all(gram.isalnum() and 1 <= len(gram) <= 4 for gram in grams_of(plain(text)))
