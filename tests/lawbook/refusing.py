"""What tests ask of a refusal: its code, its line, and that its sentence says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.lawbook.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable

REMEDIES = ("请", "是否要写", "可用", "只能", "只有", "应写")


def refusal(action: Callable[[], object]) -> CatalogError:
    """Return what `action` is refused with; its sentence ends and holds a remedy."""
    with pytest.raises(CatalogError) as caught:
        action()
    error = caught.value
    assert error.sentence.endswith(("。", "？")), error.sentence
    assert any(word in error.sentence for word in REMEDIES), error.sentence
    return error


def line_of(error: CatalogError) -> int:
    """Return the line a refusal names; it must name a file."""
    assert error.where is not None, error.sentence
    assert error.where.file
    return error.where.line


def refused(action: Callable[[], object]) -> tuple[str, int]:
    """Return code and line of a refusal."""
    error = refusal(action)
    return error.code, line_of(error)
