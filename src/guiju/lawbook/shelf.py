"""The catalog's shared files, on one shelf: what every procedure is read against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from guiju.lawbook.calendars import load_calendars
from guiju.lawbook.parameters import load_parameters
from guiju.lawbook.roles import load_roles
from guiju.lawbook.statutes import load_statutes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from guiju.lawbook.calendars import CalendarBook
    from guiju.lawbook.parameters import Parameter
    from guiju.lawbook.roles import Role
    from guiju.lawbook.schema import Length
    from guiju.lawbook.statutes import Citation, StatuteBook
    from guiju.lawbook.yaml_text import Text


@dataclass(frozen=True)
class Shelf:
    """Statutes, parameters, roles and calendars."""

    statutes: StatuteBook
    parameters: Mapping[str, Parameter]
    roles: Mapping[str, Role]
    calendars: CalendarBook

    @cached_property
    def parameter_kinds(self) -> Mapping[str, str]:
        """Name of each parameter → kind of its value."""
        return {name: parameter.type for name, parameter in self.parameters.items()}

    @cached_property
    def _checked(self) -> dict[tuple[str, tuple[str, ...]], tuple[Citation, ...]]:
        """Citations already held against the statutes; most articles are cited many times."""
        return {}

    @cached_property
    def role_names(self) -> frozenset[str]:
        """Names of the roles that can act."""
        return frozenset(self.roles)

    @cached_property
    def own_roles(self) -> frozenset[str]:
        """Names of the roles that people of the body itself hold."""
        return frozenset(role.name for role in self.roles.values() if role.own)

    def check_statute(self, text: Text) -> None:
        """Refuse a statute or version that the catalog does not have."""
        self.statutes.version(text)

    def check_citation(self, text: Text, statutes: tuple[Text, ...]) -> tuple[Citation, ...]:
        """Refuse a citation of a statute not declared, or of an article not read."""
        key = (str(text), statutes)
        if key not in self._checked:
            self._checked[key] = self.statutes.check(text, statutes)
        return self._checked[key]

    def check_unit(
        self, length: Length, cites: tuple[Text, ...], statutes: tuple[Text, ...]
    ) -> None:
        """Refuse a number whose unit is not the one the cited statutes give it."""
        cited = [one for cite in cites for one in self.check_citation(cite, statutes)]
        self.statutes.check_unit(length.text, cited)


def load_shelf(root: Path) -> Shelf:
    """Read the shared files of the catalog at `root`.

    Raises:
        CatalogError: When one of them is unclear or wrong.
    """
    statutes = load_statutes(root / "statutes")
    return Shelf(
        statutes,
        load_parameters(root / "parameters", statutes),
        load_roles(root / "roles"),
        load_calendars(root / "calendar"),
    )
