"""What matters are found by, read from the record: public values as words, natural persons as digests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from django.db.models import Q

from guiju.matters import private
from guiju.matters.models import Act, Link, Matter, PrivateValue
from guiju.matters.personal import is_natural_person
from guiju.matters.rulebook import pinned
from guiju.people.models import Body
from guiju.search import marks
from guiju.search.cutting import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guiju.lawbook.pinned import FieldRules
    from guiju.search.marks import Parents

LONGEST_TEXT = 4000
WORDED = frozenset({"text", "choice", "article", "region", "party", "rows"})
Forms = list[dict[str, Any]]


class Part(NamedTuple):
    """A value a matter is found by; ``label`` is its field's name."""

    label: str
    text: str


@dataclass(frozen=True)
class Indexed:
    """What the index keeps of a matter.

    Attributes:
        parts: number, title, document numbers, parties and list columns, each once.
        marks: see ``guiju.search.marks``.
    """

    matter: str
    parts: tuple[Part, ...]
    marks: tuple[str, ...]

    @property
    def text(self) -> str:
        """The parts as one plain text."""
        return plain(" ".join(part.text for part in self.parts))[:LONGEST_TEXT]


def parents_of_bodies() -> Parents:
    """Every body with its superior."""
    return dict(Body.objects.values_list("code", "parent_id"))


def indexed(matters: Sequence[str], parents: Parents) -> list[Indexed]:
    """What the index keeps of some matters, in the order given.

    Args:
        matters: their ids.
        parents: body → its superior.
    """
    rows = {one.id: one for one in Matter.objects.filter(id__in=matters)}
    forms, linked = _forms(matters), _linked(matters)
    persons = _persons(matters, forms)
    found = []
    for identifier in matters:
        matter = rows.get(identifier)
        if matter is None:
            continue
        places = marks.of_places(matter.body_id, linked[identifier], parents)
        whole = [marks.of_person(matter.body_id, one) for one in sorted(persons[identifier])]
        kept = (*places, marks.of_procedure(matter.procedure), *whole)
        found.append(Indexed(identifier, parts_of(matter, forms[identifier]), kept))
    return found


def parts_of(matter: Matter, forms: Forms) -> tuple[Part, ...]:
    """The public values a matter is found by, each once.

    Args:
        matter: the matter with its state.
        forms: its acts.
    """
    state = orjson.loads(matter.state)
    rules = pinned(matter.rules_id)
    found = [Part("编号", matter.number), Part("名称", matter.title)]
    found += [Part("文号", str(number)) for form in forms for number in _numbers(form)]
    shown = {*rules.slot_fields, *rules.titles}
    for name, value in state["fields"].items():
        spec = rules.effective.fields.get(name)
        if spec is not None:
            found += [Part(name, text) for text in _texts(spec, value, whole=name in shown)]
    return tuple({part.text: part for part in reversed(found) if part.text}.values())[::-1]


def parties_in(value: Any) -> Iterator[dict[str, Any]]:
    """The parties within a value."""
    if isinstance(value, dict):
        if "kind" in value and "name" in value:
            yield value
        else:
            for inner in value.values():
                yield from parties_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parties_in(inner)


def _texts(spec: FieldRules, value: Any, *, whole: bool) -> Iterator[str]:
    """The texts of a value: of parties always, of anything else where it is shown in lists."""
    for party in parties_in(value):
        yield from (str(party[key]) for key in ("name", "code") if party.get(key))
    if whole and spec.type in WORDED and isinstance(value, str):
        yield value


def _numbers(form: Mapping[str, Any]) -> Iterator[str]:
    verdict = form.get("verdict") or {}
    yield from (verdict[key] for key in ("number", "document_number") if verdict.get(key))


def _forms(matters: Sequence[str]) -> dict[str, Forms]:
    found: dict[str, Forms] = defaultdict(list)
    rows = Act.objects.filter(matter__in=matters).order_by("matter", "seq")
    for matter, form in rows.values_list("matter_id", "form"):
        found[matter].append(_read(bytes(form)))
    return found


def _read(form: bytes) -> dict[str, Any]:
    """An act; nothing where its bytes were spoilt."""
    try:
        read = orjson.loads(form)
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}


def _linked(matters: Sequence[str]) -> dict[str, set[str]]:
    """The bodies at the other ends of the matters' links."""
    found: dict[str, set[str]] = defaultdict(set)
    links = Link.objects.filter(Q(source__in=matters) | Q(target__in=matters))
    for source, target, here, there in links.values_list(
        "source_id", "target_id", "source__body_id", "target__body_id"
    ):
        found[source].add(there)
        found[target].add(here)
    return found


def _persons(matters: Sequence[str], forms: Mapping[str, Forms]) -> dict[str, set[str]]:
    """Whole names and codes of the natural persons in the matters' private values."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in PrivateValue.objects.filter(matter__in=matters):
        for party in parties_in(_opened(row, forms[row.matter_id])):
            if is_natural_person(party):
                found[row.matter_id] |= set(whole_names(party))
    return found


def _opened(row: PrivateValue, forms: Forms) -> Any:
    """A private value; nothing where it does not open: that is for verification to tell, the rest stays to be found."""
    try:
        return private.reveal(row, forms[row.seq - 1]["private"][row.field])
    except (private.PrivateValueError, KeyError, IndexError):
        return None


def whole_names(party: Mapping[str, Any]) -> Iterable[str]:
    """What a natural person is asked for by: the name, the code of the document."""
    for key in ("name", "code"):
        text = plain(str(party.get(key) or "")).replace(" ", "")
        if text:
            yield text
