"""What a catalog file says, typed and frozen; everything keeps its place for the messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.chain import Turn
    from guiju.lawbook.errors import Place
    from guiju.lawbook.yaml_text import Text

BASES: Final = ("法", "规章", "文件", "解释", "内部")
INTERNAL: Final = "内部"
CLOCK: Final = "时钟"
CLOCK_PREFIX: Final = "届满."

LIST: Final = "list"
KINDS: Final = ("case", LIST, "ledger")
FIRST_DAY_FIELD: Final = "有效期起"
"""The date field that begins an entry of a list, where that is later than the day it is entered."""
LAST_DAY_FIELD: Final = "有效期至"
"""The date field that ends an entry of a list; the entry is still valid on that day."""

MATTER_NUMBER: Final = "编号"
"""In `carries`: the number of the matter one begins from."""
MATTER_BODY: Final = "机关"
"""In `carries`: the body of the matter one begins from."""

LINKS: Final = ("entry", "matter")
"""Types of fields that name another matter."""

Tree: TypeAlias = Any
"""An expression as nested lists, in the kernel's form plus what `guard_text` and `party_kinds` name."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what something rests.

    Attributes:
        cite: The articles, each `statute#article`; empty for the unit's own rules.
        basis: One of `BASES`.
        why: How the article became this rule.
    """

    cite: tuple[Text, ...]
    basis: str
    why: str


@dataclass(frozen=True, slots=True)
class Length:
    """A period as written: a number with its unit, or the name of a parameter.

    Attributes:
        text: As written.
        n: The number; None for a parameter.
        unit: `d`, `wd`, `m` or `y`; empty for a parameter.
        clear: So many full days must lie between.
        roll: Whether a last day off moves; None leaves it to the kernel's default.
        parameter: Name of the parameter; None for a number.
    """

    text: Text
    n: int | None = None
    unit: str = ""
    clear: bool = False
    roll: bool | None = None
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression.

    Attributes:
        text: As written.
        tree: Its parsed form.
        kind: Type of its value, such as `yesno`.
        reads: Fields whose value it reads.
        asks: Fields of which it only asks whether they are set.
        parameters: Parameters it names.
    """

    text: Text
    tree: Tree
    kind: str
    reads: frozenset[str]
    asks: frozenset[str]
    parameters: frozenset[str]


@dataclass(frozen=True, slots=True)
class PartyKinds:
    """Which value of a choice follows from the kind of the party in a field."""

    party: Text
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field; `computed_text` or `from_party` becomes `computed` once all fields are known.

    `sample` are values such as people write: shown as examples, used by the demonstration, no part of a matter's rules.
    """

    name: Text
    type: str
    place: Place
    choice: tuple[str, ...] = ()
    of: str | None = None
    rows: tuple[FieldSpec, ...] = ()
    required: bool = False
    private: bool = False
    unit: str = ""
    min: str | None = None
    max: str | None = None
    computed_text: Text | None = None
    from_party: PartyKinds | None = None
    computed: Expression | None = None
    note: str = ""
    sample: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Tell whether an act that carries the field never leaves it open."""
        return self.required or self.proposes

    @property
    def proposes(self) -> bool:
        """Tell whether its value is proposed from other facts."""
        return self.computed_text is not None or self.from_party is not None


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """A gap-free series and the form its numbers take."""

    series: str
    form: str
    place: Place


@dataclass(frozen=True, slots=True)
class ActSpec:
    """One act: who does it, what it carries, what it must satisfy, what it produces."""

    name: Text
    place: Place
    grounds: Grounds
    by: tuple[Text, ...] = ()
    recorded_by: tuple[Text, ...] = ()
    officers: int = 0
    not_by: tuple[Text, ...] = ()
    approval: tuple[Turn, ...] = ()
    power: bool = False
    often: bool = False
    fields: Mapping[str, FieldSpec] = field(default_factory=dict)
    requires: Expression | None = None
    proof: bool = False
    hour: bool = False
    document: str = ""
    number: NumberSpec | None = None
    lapse: str = ""
    was: tuple[Text, ...] = ()
    window: bool = False

    @property
    def clock(self) -> bool:
        """Tell whether the clock performs it, never a person."""
        return CLOCK in self.by


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as written, with groups already replaced by their acts.

    Attributes:
        index: Place in the order of rules.
        kind: Which row of the lowering table it follows.
        names: Key of the rule (`do`, `needs`, …) → acts.
        length: The `delay`, `within` or `by`.
        when: Guard of the whole rule.
        passed: What makes the needed act a passed one.
        asked: Field that states the length asked for by an extension.
    """

    index: int
    kind: str
    place: Place
    grounds: Grounds
    names: Mapping[str, tuple[Text, ...]]
    length: Length | None = None
    when: Expression | None = None
    passed: Expression | None = None
    asked: Text | None = None


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What is counted: acts, sums of a field, shares of two figures, or entries in force."""

    id: Text
    place: Place
    name: str
    unit: str
    how: str
    acts: tuple[Text, ...] = ()
    field: Text | None = None
    share: tuple[Text, ...] = ()
    valid: bool = False
    when: Expression | None = None
    on: str = "done"
    by: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ListSpec:
    """The slots by which matters are listed."""

    columns: tuple[Text, ...] = ()
    filters: tuple[Text, ...] = ()
    sort: tuple[Text, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the fields that need a slot, once each."""
        return tuple(dict.fromkeys((*self.columns, *self.filters, *self.sort)))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a worked case and what it must lead to; None is not asked."""

    place: Place
    day: dt.date
    act: Text
    data: Mapping[str, Any]
    refused: Text | None = None
    cite: Text | None = None
    due: Mapping[str, dt.date | None] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    fired: tuple[Text, ...] | None = None
    breach: tuple[Text, ...] | None = None


@dataclass(frozen=True, slots=True)
class CaseSpec:
    """A worked case: dated acts with the verdicts the law asks for; `field` chooses parameters."""

    name: Text
    place: Place
    closed: bool | None
    field: str
    parameters: Mapping[str, Text]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Unencoded:
    """An article of a cited statute that the procedure does not carry, and why."""

    article: Text
    why: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of one procedure; `words` are what people call it besides its name.

    `carries` says of a matter it is begun from what fills its first act: procedure → field → field there, or `MATTER_NUMBER`, `MATTER_BODY`.
    """

    id: str
    version: dt.date
    chapter: str
    place: Place
    name: str
    system: tuple[Text, ...]
    kind: str
    statutes: tuple[Text, ...]
    until: dt.date | None
    number: NumberSpec | None
    opens: Text
    owed: tuple[Text, ...]
    key: tuple[Text, ...]
    title: tuple[Text, ...]
    list: ListSpec
    data: Mapping[str, FieldSpec]
    acts: Mapping[str, ActSpec]
    groups: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    figures: tuple[FigureSpec, ...]
    cases: tuple[CaseSpec, ...]
    unencoded: tuple[Unencoded, ...]
    words: tuple[Text, ...] = ()
    carries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fields(self) -> dict[str, FieldSpec]:
        """Return every field: the matter's, and those declared at an act."""
        known = dict(self.data)
        for act in self.acts.values():
            for name, spec in act.fields.items():
                known.setdefault(name, spec)
        return known

    def guards(self) -> Iterator[tuple[Rule | ActSpec, Expression]]:
        """Yield every expression the kernel will evaluate, with what carries it."""
        for act in self.acts.values():
            if act.requires is not None:
                yield act, act.requires
        for rule in self.rules:
            for guard in (rule.when, rule.passed):
                if guard is not None:
                    yield rule, guard
