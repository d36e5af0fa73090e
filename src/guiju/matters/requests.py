"""What is asked of the record, and what it answers: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

EVENT = "event"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A stored file attached to an act.

    Attributes:
        name: the name it was brought in with.
        sha256: its digest, under which the store keeps it.
    """

    name: str
    sha256: str


class ActRequest(NamedTuple):
    """One act to be performed.

    Attributes:
        matter: id of the matter; empty for the act that opens one.
        act: the procedure's act; empty for standing acts that concern none.
        recorded_by: id of the person who enters it.
        by: id of the person who acts, or the name of an outside party; empty: the one who enters it.
        role: the role acted in; empty: the only one that fits.
        done_on: the civil day it was done; None: today.
        done_at: ``HH:MM`` where the law counts hours.
        data: fields; private ones too, in the clear.
        signers: ids of the officers who sign.
        files: what is attached.
        proof: sha256 of the dated outside proof of a late entry, one of ``files``.
        kind: ``event`` or a standing act.
        procedure: for an opening act: the procedure.
        body: for an opening act: code of the owning body.
        expected_seq: the last act the one who acts has seen; another one since then refuses the request.
        source: id of the matter this one comes from, for an opening act.
        relation: how it comes from it, e.g. 子案.
        number: the number paper gave the act's document before, or the matter; empty: the next one of its series.
    """

    recorded_by: str
    act: str = ""
    matter: str = ""
    by: str = ""
    role: str = ""
    done_on: date | None = None
    done_at: str | None = None
    data: Mapping[str, Any] = MappingProxyType({})
    signers: tuple[str, ...] = ()
    files: tuple[FileRef, ...] = ()
    proof: str = ""
    kind: str = EVENT
    procedure: str = ""
    body: str = ""
    expected_seq: int | None = None
    source: str = ""
    relation: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was not performed.

    Attributes:
        code: stable, dotted.
        sentence: Chinese: what was asked, why not, what to do next.
        cite: the article, or empty.
        passes_on: the day it would pass by itself.
        helps: acts that would open the way.
        problems: field → sentence.
        matter: the matter that stands in the way.
    """

    code: str
    sentence: str
    cite: str = ""
    passes_on: date | None = None
    helps: tuple[str, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    matter: str = ""


class Refused(Exception):  # noqa: N818 -- a refusal is a lawful answer, not an error of the program
    """Carries a refusal out of the steps of performing.

    Attributes:
        refusal: the answer.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


class Outcome(NamedTuple):
    """What became of a request.

    Attributes:
        matter: id of the matter.
        seq: number of the act in its matter; 0 when refused.
        refusal: why not, or None.
        number: the number allotted by this act, if any.
        conflicts: what a late act upsets, as Chinese sentences.
        fired: clock events that happened on the way, each with its day.
        skipped: numbers that a hand-given one leaves out, kept as 空号.
    """

    matter: str
    seq: int = 0
    refusal: Refusal | None = None
    number: str = ""
    conflicts: tuple[str, ...] = ()
    fired: tuple[tuple[str, date], ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the act stands in the record."""
        return self.refusal is None


def refuse(code: str, sentence: str, **details: Any) -> NoReturn:
    """Refuse: end the performing of a request with an answer.

    Raises:
        Refused: always.
    """
    raise Refused(Refusal(code, sentence, **details))
