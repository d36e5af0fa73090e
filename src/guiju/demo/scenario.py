"""A scenario: a county, its bodies and people, the figures its year reaches and what lies open today."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guiju.demo.blocks import Block, read_block
from guiju.lawbook.yaml_text import Reader, load_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FOLDER: Final = Path(__file__).parent / "scenarios"
HOWS: Final = ("exact", "about", "at_least")
COLOURS: Final = ("green", "amber", "red", "suspended", "provisional")
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """The value a figure has to reach, in the figure's unit.

    Attributes:
        how: ``exact``; ``about``, printed with 余: above the value and short of its next digit; ``at_least``, printed with 以上.
        value: the number printed.
    """

    how: str
    value: Decimal

    @property
    def below(self) -> Decimal:
        """For ``about``: what the value stays under, the smaller of a tenth more and the next step of its last digit."""
        step = Decimal(1)
        while self.value % (step * 10) == 0:
            step *= 10
        return self.value + min(step, max(self.value / 10, Decimal(2)))

    def holds(self, value: Number) -> bool:
        """Whether a value reaches the target."""
        if self.how == "exact":
            return value == self.value
        if self.how == "about":
            return self.value < value < self.below
        return value >= self.value


@dataclass(frozen=True, slots=True)
class Sum:
    """A number that the report takes from several figures together.

    Attributes:
        name: what the report calls it.
        figures: ids of the figures added.
        target: what they add up to.
    """

    name: str
    figures: tuple[str, ...]
    target: Target


@dataclass(frozen=True, slots=True)
class BodySpec:
    """A body of the county.

    Attributes:
        id: name within the scenario.
        code: the body's code.
        name: its name.
        kind: in what capacity it acts.
        word: its 代字.
        field: its field of enforcement.
        team: which team works there.
        officers: weight among those who get further certified officers.
    """

    id: str
    code: str
    name: str
    kind: str
    word: str
    field: str
    team: str
    officers: int


@dataclass(frozen=True, slots=True)
class OpenSpec:
    """Matters that lie open today.

    Attributes:
        course: which course they follow.
        body: id of the owning body.
        until: the last act performed.
        ago: how many working days before today that act was performed.
        count: how many.
        colour: how the work list shows them.
        pending: the last act waits for approval.
    """

    course: str
    body: str
    until: str
    ago: int
    count: int
    colour: str
    pending: bool


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demonstration.

    Attributes:
        username: name to sign in with.
        body: id of the body.
        role: a role held there.
    """

    username: str
    body: str
    role: str


@dataclass(frozen=True)
class Scenario:
    """A county's year.

    Attributes:
        title: its name.
        year: the year whose figures are reached.
        seed: decides every free choice.
        begins: first day of the simulated clock.
        bodies: the bodies, superiors first; the first is the government at the head.
        teams: team → persons, each with the roles held.
        targets: figure → what it reaches.
        sums: numbers made of several figures.
        weights: what is spread → body id → weight.
        open: what lies open today.
        accounts: who can sign in.
        matters: so many matters of a procedure, played from worked cases.
        every: whether all other procedures are played too.
    """

    title: str
    year: int
    seed: str
    begins: date
    bodies: tuple[BodySpec, ...]
    teams: Mapping[str, tuple[tuple[str, ...], ...]]
    targets: Mapping[str, Target]
    sums: tuple[Sum, ...]
    weights: Mapping[str, Mapping[str, int]]
    open: tuple[OpenSpec, ...]
    accounts: tuple[Account, ...]
    matters: tuple[Block, ...] = ()
    every: bool = False

    def body(self, identifier: str) -> BodySpec:
        """A body by its id.

        Raises:
            LookupError: there is none.
        """
        for body in self.bodies:
            if body.id == identifier:
                return body
        message = f"the scenario has no body {identifier}"
        raise LookupError(message)


def scenario_names() -> tuple[str, ...]:
    """The scenarios there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load_scenario(name: str) -> Scenario:
    """Read a scenario.

    Args:
        name: one of :func:`scenario_names`.

    Raises:
        CatalogError: it is missing, or unclear, with file, line and remedy.
    """
    reader = Reader(load_text(FOLDER / f"{name}.yaml", f"{name}.yaml"), "情景")
    made = Scenario(
        title=reader.text("title"),
        year=reader.integer("year"),
        seed=reader.text("seed"),
        begins=reader.day("begins"),
        bodies=tuple(_body(one) for one in reader.readers("bodies")),
        teams=_teams(reader.mapping("teams")),
        targets={str(name): _target(one) for name, one in reader.mapping("figures").entries()},
        sums=tuple(_sum(one) for one in reader.readers("sums")),
        weights={
            str(name): {str(body): one.integer(body) for body in one.node}
            for name, one in reader.mapping("weights").entries()
        },
        open=tuple(_open(one) for one in reader.readers("open")),
        accounts=tuple(_account(one) for one in reader.readers("accounts")),
        matters=tuple(read_block(one) for one in reader.readers("matters")),
        every=reader.flag("every"),
    )
    reader.done()
    return made


def _teams(reader: Reader) -> dict[str, tuple[tuple[str, ...], ...]]:
    teams = {}
    for name in reader.node:
        persons = Reader(reader.value(name), f"“{name}”")
        teams[str(name)] = tuple(
            tuple(str(role) for role in persons.list_of_text(person)) for person in persons.node
        )
    return teams


def _target(reader: Reader) -> Target:
    for how in HOWS:
        if reader.has(how):
            return Target(how, _decimal(reader, how))
    return reader.refuse("scenario.target", f"应写明 {'、'.join(HOWS)} 之一和数值。请补上。")


def _decimal(reader: Reader, key: str) -> Decimal:
    text = reader.text(key)
    try:
        value = Decimal(text)
    except InvalidOperation:
        reader.refuse("scenario.number", f"“{text}”不是数。请改成半角数字。", key)
    if value <= 0:
        reader.refuse("scenario.number", f"“{text}”应大于零。请改正。", key)
    return value


def _sum(reader: Reader) -> Sum:
    name = str(reader.text("name"))
    made = Sum(name, tuple(map(str, reader.list_of_text("figures"))), _target(reader))
    reader.done()
    return made


def _body(reader: Reader) -> BodySpec:
    made = BodySpec(
        id=str(reader.text("id")),
        code=str(reader.text("code")),
        name=str(reader.text("name")),
        kind=str(reader.text("kind")),
        word=str(reader.text("word")),
        field=str(reader.optional("field") or ""),
        team=str(reader.text("team")),
        officers=reader.integer("officers", 0),
    )
    reader.done()
    return made


def _open(reader: Reader) -> OpenSpec:
    made = OpenSpec(
        course=str(reader.text("course")),
        body=str(reader.text("body")),
        until=str(reader.text("until")),
        ago=reader.integer("ago"),
        count=reader.integer("count", 1),
        colour=str(reader.choice("colour", COLOURS)),
        pending=reader.flag("pending"),
    )
    reader.done()
    return made


def _account(reader: Reader) -> Account:
    made = Account(str(reader.text("username")), str(reader.text("body")), str(reader.text("role")))
    reader.done()
    return made
