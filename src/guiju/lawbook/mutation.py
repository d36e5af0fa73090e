"""How much of a procedure its worked cases notice: some case must fail for every mutant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guiju.lawbook.cases import holds, run_case
from guiju.lawbook.errors import CatalogError, refuse
from guiju.lawbook.mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guiju.lawbook.expected import Expected
    from guiju.lawbook.mutants import Mutant
    from guiju.lawbook.schema import CaseSpec, Procedure
    from guiju.lawbook.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no worked case notices.

    Attributes:
        file: The catalog file, as its messages name it.
        line: The line of what was changed.
        change: What was changed, in Chinese.
    """

    file: str
    line: int
    change: str

    def __str__(self) -> str:
        """Return place and change on one line."""
        return f"{self.file}:{self.line}：{self.change}"


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of a procedure's mutants.

    Attributes:
        made: How many there were.
        survivors: Those that no case noticed.
    """

    made: int
    survivors: tuple[Survivor, ...]

    @property
    def score(self) -> float:
        """Return how many of a hundred were noticed; a hundred where there was nothing to notice."""
        return 100 * (1 - len(self.survivors) / self.made) if self.made else 100.0


def mutate(procedure: Procedure, shelf: Shelf, expected: Iterable[Expected] = ()) -> Mutation:
    """Run the worked cases of a procedure against each of its mutants.

    Args:
        procedure: A procedure whose cases hold.
        shelf: The catalog's shared files.
        expected: The rules one expects; those the procedure should carry and does not count as survivors, so
            that a thin procedure scores badly.

    Raises:
        CatalogError: `mutation.case`, when a case does not hold.
    """
    cases = tuple(_with_reach(procedure, shelf))
    made, survivors = 0, []
    for mutant in mutants(procedure):
        made += 1
        if not _noticed(mutant, cases, shelf):
            place = mutant.place
            survivors.append(Survivor(place.file, place.line, mutant.change))
    absent = [
        Survivor(one.place.file, one.place.line, f"应有的规则 {one.id}（{one.cite}）没有写入")
        for one in expected
        if one.missing == procedure.id
    ]
    return Mutation(made + len(absent), (*survivors, *absent))


def _with_reach(procedure: Procedure, shelf: Shelf) -> Iterator[tuple[CaseSpec, frozenset[int]]]:
    """Yield each case with the rules that decide or take effect in it."""
    for case in procedure.cases:
        result = run_case(procedure, case, shelf)
        if not result.ok:
            refuse(
                "mutation.case",
                f"事例“{case.name}”没有通过，改动规则看不出什么。请先改正事例或者规则。",
                case.place,
            )
        yield case, frozenset(result.refused) | frozenset(result.effective)


def _noticed(
    mutant: Mutant, cases: tuple[tuple[CaseSpec, frozenset[int]], ...], shelf: Shelf
) -> bool:
    likely = sorted(cases, key=lambda one: mutant.rule not in one[1])
    return any(not _holds(mutant, case, shelf) for case, _ in likely)


def _holds(mutant: Mutant, case: CaseSpec, shelf: Shelf) -> bool:
    """Tell whether a case still comes out as written; a mutant that the kernel refuses does not."""
    try:
        return holds(mutant.procedure, case, shelf, mutant.shifted)
    except CatalogError:
        return False
