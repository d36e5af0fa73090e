"""What carries over between procedures names fields that are there, of the same type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guiju.lawbook.catalog import check_whole
from tests.lawbook.real import real_catalog
from tests.lawbook.refusing import refusal


def with_carried(carried: dict[str, dict[str, str]]):
    catalog = real_catalog()
    versions = dict(catalog.versions)
    (*before, last) = versions["ordinary-penalty"]
    versions["ordinary-penalty"] = (*before, replace(last, carries=carried))
    return replace(catalog, versions=versions)


@pytest.mark.parametrize(
    ("carried", "code"),
    [
        ({"lead-verificaton": {"案由": "线索摘要"}}, "catalog.unknown_target"),
        ({"lead-verification": {"案由": "摘要"}}, "catalog.carries"),
        ({"lead-verification": {"案由": "被反映人"}}, "catalog.carries"),
        ({"lead-verification": {"案由": "机关"}}, "catalog.carries"),
    ],
)
def test_what_cannot_carry_over_is_refused(carried, code):
    assert refusal(lambda: check_whole(with_carried(carried))).code == code


def test_number_and_party_carry_over():
    check_whole(with_carried({"lead-verification": {"线索编号": "编号", "当事人": "被反映人"}}))
