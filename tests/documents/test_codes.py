"""The printed code: what it names, and that a slip is noticed."""

from __future__ import annotations

import pytest

from guiju.documents.codes import code_of, read_code
from tests.documents.samples import MATTER

CODE = code_of(MATTER, 31)


def test_a_code_names_its_act_again():
    assert read_code(CODE) == (MATTER, 31, 1)
    assert CODE.startswith("GJ1:")
    assert "/" not in CODE


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        f"  {CODE}\n",
        CODE.replace(":", "："),
        CODE.replace("-", "－"),
        "".join(chr(ord(one) + 0xFEE0) for one in CODE),
    ],
)
def test_a_code_is_read_however_the_reader_types_it(typed):
    assert read_code(typed) == (MATTER, 31, 1)


def test_every_single_wrong_sign_is_noticed():
    for place, sign in enumerate(CODE):
        for other in "0123456789ABCDEF":
            if other != sign and sign not in ":-":
                assert read_code(f"{CODE[:place]}{other}{CODE[place + 1 :]}") is None


def test_every_two_signs_that_changed_places_are_noticed():
    for place in range(len(CODE) - 1):
        swapped = f"{CODE[:place]}{CODE[place + 1]}{CODE[place]}{CODE[place + 2 :]}"
        assert swapped == CODE or read_code(swapped) is None


@pytest.mark.parametrize(
    "typed", ["", "GJ1", "https://示例", "GJ2" + CODE[3:], CODE + "0", "x" * 5000]
)
def test_what_is_no_code_names_nothing(typed):
    assert read_code(typed) is None
