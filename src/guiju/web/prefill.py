"""Values of the record as they would be typed: what a form is filled with that changes something recorded. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from guiju.web.inputs import kept_key, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.lawbook.pinned import FieldRules
    from guiju.web.inputs import Offers

Typed = dict[str, list[str]]


def typed_values(
    specs: Iterable[FieldRules], data: Mapping[str, Any], offers: Offers, tokens: Mapping[str, str]
) -> Typed:
    """What one would type to enter recorded values again.

    Args:
        specs: the fields.
        data: field → value as recorded.
        offers: what inputs offer; what is pointed at is shown by its label.
        tokens: digest → hidden value of a kept file.
    """
    found: Typed = {}
    for spec in specs:
        if data.get(spec.name) is not None:
            found.update(_typed(spec, key_of(spec.name), data[spec.name], offers, tokens))
    return found


def plain(value: Any) -> Any:
    """A value without what is empty in it, to compare what was typed with what is recorded."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items() if part not in ("", None, [])}
    if isinstance(value, list):
        return [plain(part) for part in value] or None
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return value


def _typed(
    spec: FieldRules, key: str, value: Any, offers: Offers, tokens: Mapping[str, str]
) -> Typed:
    if spec.type == "rows":
        return _rows(spec, key, value, offers, tokens)
    if spec.type == "file":
        digests = value if isinstance(value, list) else [value]
        return {kept_key(key): [tokens[one] for one in digests if one in tokens]}
    if spec.type == "party" and isinstance(value, dict):
        return {f"{key}-{part}": [str(text)] for part, text in value.items()}
    if isinstance(value, list):
        return {key: [str(one) for one in value]}
    write = _WRITERS.get(spec.type)
    return {key: [write(value) if write else _label(spec, str(value), offers)]}


def _rows(
    spec: FieldRules, key: str, rows: Any, offers: Offers, tokens: Mapping[str, str]
) -> Typed:
    found: Typed = {}
    for number, row in enumerate(rows):
        for column in spec.rows:
            if row.get(column.name) is not None:
                own = f"{key}-{number}-{column.name}"
                found.update(_typed(column, own, row[column.name], offers, tokens))
    return found


def _label(spec: FieldRules, value: str, offers: Offers) -> str:
    known = offers.linked.get(spec.of or spec.type, ())
    return next((label for one, label in known if one == value), value)


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "money": lambda fen: f"{Decimal(fen) / 100:,.2f}",
    "yesno": lambda answer: "yes" if answer else "no",
}
