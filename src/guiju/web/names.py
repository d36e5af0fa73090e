"""Names of what values point at: people, files, other matters, bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.matters.entry import FOR
from guiju.matters.proposals import PASSED_TO
from guiju.matters.selectors import visible_matters
from guiju.people.selectors import body_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guiju.lawbook.pinned import FieldRules
    from guiju.matters.models import Matter
    from guiju.matters.selectors import MatterView
    from guiju.people.viewer import Viewer
    from guiju.record.act import ActForm

PEOPLE_FIELDS = frozenset({"移交人", "接收人", "批准人", PASSED_TO})
LINKED_TYPES = frozenset({"entry", "matter", "child"})
UNIT = "unit"
UNSEEN = "（其他机关的办件，不能查看）"


def known_names(view: MatterView) -> dict[str, str]:
    """Names of everybody and of every file that the acts mention, by id and digest."""
    persons: set[str] = set()
    files: dict[str, str] = {}
    for form in view.forms:
        persons |= {form.by, form.recorded_by, *form.authority.get("signers", ())}
        persons |= {form.authority[FOR]} if FOR in form.authority else set()
        persons |= set(_people_in(form, view.pinned.effective.fields))
        files.update({str(one["sha256"]): str(one["name"]) for one in form.files})
    return {**names_of(persons), **files}


def pointed_at(
    viewer: Viewer, specs: Mapping[str, FieldRules], told: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """Names of the matters and bodies that some data point at; a matter the viewer may not see is told to be one.

    Args:
        viewer: whoever reads.
        specs: the fields.
        told: the data of acts.
    """
    told = list(told)
    matters = set(_values(specs, told, LINKED_TYPES))
    units = set(_values(specs, told, {UNIT}))
    names = matter_names(viewer, matters)
    bodies = {code: body_of(code) for code in units}
    names.update({code: body.name for code, body in bodies.items() if body is not None})
    return names


def matter_names(viewer: Viewer, matters: set[str]) -> dict[str, str]:
    """Names of matters by id; one the viewer may not see is told to be one."""
    seen = visible_matters(viewer).filter(id__in=matters).defer("state") if matters else ()
    return {**dict.fromkeys(matters, UNSEEN), **{one.id: matter_label(one) for one in seen}}


def matter_label(matter: Matter) -> str:
    """A matter in one line: number and title."""
    return " ".join(filter(None, (matter.number, matter.title))) or "未编号的办件"


def _values(
    specs: Mapping[str, FieldRules], told: Iterable[Mapping[str, Any]], types: Iterable[str]
) -> Iterator[str]:
    for data in told:
        for name, value in data.items():
            spec = specs.get(name)
            if spec is None or value is None:
                continue
            if spec.type in types and isinstance(value, str):
                yield value
            elif spec.type == "rows" and isinstance(value, list):
                yield from _values({one.name: one for one in spec.rows}, value, types)


def _people_in(form: ActForm, specs: Mapping[str, FieldRules]) -> Sequence[str]:
    found = [str(form.data[name]) for name in PEOPLE_FIELDS if name in form.data]
    for name, value in form.data.items():
        if name in specs and specs[name].type == "officers" and isinstance(value, list):
            found += [str(one) for one in value]
        elif name in specs and specs[name].type == "text" and isinstance(value, str):
            found += [value] if value.startswith("p") else []
    return found
