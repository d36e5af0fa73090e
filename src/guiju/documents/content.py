"""What a document is filled from: plain values, gathered from the record by whoever may read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.pinned import FieldRules


class Officer(NamedTuple):
    """Somebody who signs.

    Attributes:
        name: the person's name.
        certificate: number of the certificate; empty where it is not known.
    """

    name: str
    certificate: str = ""


class Opinion(NamedTuple):
    """What somebody said who approves.

    Attributes:
        role: as whom; the one whose turn has not come yet has only this.
        name: the person's name.
        opinion: 同意, 不同意 or 退回.
        remark: what was added.
        day: ISO.
        paper: it was given on paper and entered by somebody else.
    """

    role: str
    name: str = ""
    opinion: str = ""
    remark: str = ""
    day: str = ""
    paper: bool = False


class Done(NamedTuple):
    """Another act of the matter, the last of its name.

    Attributes:
        day: ISO.
        number: of its document; empty where it has none.
    """

    day: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a template may ask for.

    Attributes:
        body: the body's name.
        day: the act's day, ISO.
        hour: the time of day, where the act has one.
        matter_number: the matter's number.
        number: the document's number; empty where none is given yet.
        numbered: whether the document is to have one.
        values: field → value, whole where the viewer may see it whole.
        fields: the fields by name.
        hidden: fields that are not the viewer's to see.
        masked: fields of which only a masked name is shown.
        names: id of a person, body, matter or file → name.
        acts: act → the last one done.
        periods: parameter → the period it gives, in words.
        particulars: part of :data:`guiju.documents.slots.BODY_PARTS` → what papers say of the body; empty where it is not known.
        foreign: somebody outside did the act, so that the paper is theirs.
        code: text of the printed code; empty for a draft.
        mark: what must be said of the whole paper.
    """

    body: str
    day: str
    procedure: str = ""
    matter_number: str = ""
    title: str = ""
    number: str = ""
    numbered: bool = False
    hour: str = ""
    actor: str = ""
    recorder: str = ""
    cites: str = ""
    officers: tuple[Officer, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    attachments: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[str, FieldRules] = field(default_factory=lambda: MappingProxyType({}))
    hidden: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    acts: Mapping[str, Done] = field(default_factory=lambda: MappingProxyType({}))
    periods: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    particulars: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    foreign: bool = False
    code: str = ""
    mark: str = ""
