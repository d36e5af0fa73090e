"""Chains of approval for tests: an act of the catalog asks for other opinions than the law does, while a test runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guiju.lawbook.chain import Turn

PENALTY = "ordinary-penalty"
JOINT: tuple[Turn, ...] = (("法制机构", "听证主持人"), "机关负责人")


def forget_rules() -> None:
    """Drop what was made of the catalog."""
    from guiju.matters import rulebook
    from guiju.web import stage

    rulebook.forget()
    rulebook._effective.cache_clear()
    stage._national.cache_clear()


@pytest.fixture
def chain_of(monkeypatch) -> Iterator[Any]:
    """Give an act of the penalty procedure another chain."""
    from guiju.matters.rulebook import catalog

    def change(act: str, chain: tuple[Turn, ...]) -> None:
        for version in catalog().versions[PENALTY]:
            monkeypatch.setitem(version.acts, act, replace(version.acts[act], approval=chain))
        forget_rules()

    yield change
    monkeypatch.undo()
    forget_rules()


@pytest.fixture
def joint(chain_of) -> None:
    """The filing of a penalty case is signed together by two before the head approves it."""
    chain_of("立案", JOINT)
