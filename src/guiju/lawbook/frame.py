"""What every part of a procedure file is read against, and the small parts all of them use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from guiju.lawbook.errors import refuse
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse
from guiju.lawbook.schema import BASES, INTERNAL, Expression, FieldSpec, Grounds, Length
from guiju.lawbook.yaml_text import Items, Node, Reader, Text, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LENGTH: Final = re.compile(r"(\d{1,4})(wd|d|m|y)?((?: clear| roll| fixed)*)", re.ASCII)
STARTS_WITH_NUMBER: Final = re.compile(r"\d")


class Law(Protocol):
    """What the shared files of the catalog know."""

    @property
    def parameter_kinds(self) -> Mapping[str, str]:
        """Name of each parameter → kind of its value."""
        ...

    @property
    def role_names(self) -> frozenset[str]:
        """Names of the roles that can act."""
        ...

    @property
    def own_roles(self) -> frozenset[str]:
        """Names of the roles that people of the body itself hold."""
        ...

    def check_statute(self, text: Text) -> None:
        """Refuse a statute or version that is not known."""
        ...

    def check_citation(self, text: Text, statutes: tuple[Text, ...]) -> object:
        """Refuse a citation of a statute not declared, or of an article not read."""
        ...

    def check_unit(
        self, length: Length, cites: tuple[Text, ...], statutes: tuple[Text, ...]
    ) -> None:
        """Refuse a number whose unit is not the one the cited statute gives it."""
        ...


@dataclass(slots=True)
class Frame:
    """What is known of the file while its parts are read.

    Attributes:
        law: The shared files.
        statutes: Statutes the file declares.
        fields: All its fields.
        acts: Names of acts and of the clocks of windows.
        groups: Group → acts, flattened.
    """

    law: Law
    statutes: tuple[Text, ...] = ()
    fields: Mapping[str, FieldSpec] = field(default_factory=dict)
    acts: Mapping[str, Text] = field(default_factory=dict)
    groups: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)

    def grounds(self, reader: Reader, what: str) -> Grounds:
        """Read `cite`, `basis` and `why`.

        Raises:
            CatalogError: `cite.missing`, `basis.missing`, `cite.internal`, or what the
                statutes refuse.
        """
        cites = reader.list_of_text("cite")
        basis = str(reader.choice("basis", BASES)) if reader.has("basis") else ""
        why = str(reader.optional("why") or "")
        if basis == INTERNAL and cites:
            reader.refuse(
                "cite.internal",
                f"{what}的依据是内部规定，不能引用法条。请删去 cite，或把 basis 改为法条的效力。",
                "cite",
            )
        if basis != INTERNAL and not cites:
            reader.refuse(
                "cite.missing",
                f"{what}没有引用条文。请补 cite(如 行政处罚法#60)；是本单位自定的，请写 basis: 内部。",
            )
        for cite in cites:
            self.law.check_citation(cite, self.statutes)
        return Grounds(cites, basis, why)

    def expression(self, reader: Reader, key: str) -> Expression | None:
        """Read a guard under `key`, if there is one."""
        text = reader.optional(key)
        if text is None:
            return None
        return parse(text, Scope(self.fields, self.law.parameter_kinds))

    def names(self, reader: Reader, key: str) -> tuple[Text, ...]:
        """Read the acts under `key`, with groups replaced by their acts.

        Raises:
            CatalogError: `rule.unknown_act` or `rule.duplicate_act`.
        """
        found: dict[str, Text] = {}
        for name in reader.list_of_text(key):
            for act in self._members(name):
                if act in found and name in self.acts:
                    refuse("rule.duplicate_act", f"“{name}”写了两次。请删去一个。", name.place)
                found[act] = Text(act, name.place)
        if reader.has(key) and not found:
            reader.refuse("rule.no_act", f"“{key}”没有写任何行为。请写上行为名。", key)
        return tuple(found.values())

    def _members(self, name: Text) -> tuple[Text, ...]:
        if name in self.acts:
            return (name,)
        if name not in self.groups:
            known = (*self.acts, *self.groups)
            refuse(
                "rule.unknown_act",
                f"没有名为“{name}”的行为或组。{nearest(name, known)}请改名，或先在 acts 中声明。",
                name.place,
            )
        return self.groups[name]

    def role_list(self, reader: Reader, key: str, more: Iterable[str] = ()) -> tuple[Text, ...]:
        """Read role names.

        Raises:
            CatalogError: `act.unknown_role`.
        """
        return tuple(self.role(name, more) for name in reader.list_of_text(key))

    def role(self, name: Text, more: Iterable[str] = ()) -> Text:
        """Return a role's name if there is such a role.

        Raises:
            CatalogError: `act.unknown_role`.
        """
        known = (*self.law.role_names, *more)
        if name not in known:
            refuse(
                "act.unknown_role",
                f"没有“{name}”这个职责。{nearest(name, known)}请改名，或先在 roles 中登记。",
                name.place,
            )
        return name

    def own_role(self, name: Text) -> Text:
        """Return the name of a role that people of the body hold.

        Raises:
            CatalogError: `act.unknown_role` or `act.approval_outside`.
        """
        if self.role(name) not in self.law.own_roles:
            refuse(
                "act.approval_outside",
                f"“{name}”不是本机关人员的职责，不能审批。请改成本机关的职责。",
                name.place,
            )
        return name

    def field_list(self, reader: Reader, key: str, more: Iterable[str] = ()) -> tuple[Text, ...]:
        """Read field names.

        Raises:
            CatalogError: `field.unknown`.
        """
        names = reader.list_of_text(key)
        for name in names:
            self.check_field(name, more)
        return names

    def check_field(self, name: Text, more: Iterable[str] = ()) -> None:
        """Refuse the name of a field that was declared nowhere."""
        known = (*self.fields, *more)
        if name not in known:
            refuse(
                "field.unknown",
                f"字段“{name}”没有声明。{nearest(name, known)}请在 data 中声明它的类型。",
                name.place,
            )

    def length(self, text: Text, *, clear: bool = False) -> Length:
        """Read a period.

        Args:
            text: `5wd`, `90d`, `3m`, `1y`, with ` clear`, ` roll` or ` fixed`; or the name of a parameter.
            clear: Whether ` clear` is allowed, which only delays may have.

        Raises:
            CatalogError: `length.no_unit`, `length.form`, `length.clear` or `length.unknown`.
        """
        match = LENGTH.fullmatch(text)
        if match is None:
            return self._named_length(text)
        if not match[2]:
            refuse(
                "length.no_unit",
                f"期限“{text}”没有单位。请写明工作日(5wd)、日(90d)、月(3m)或年(1y)。",
                text.place,
            )
        if "clear" in match[3] and not clear:
            refuse(
                "length.clear",
                f"期限“{text}”带 clear。只有 delay(满若干日才可以)能带，请删去。",
                text.place,
            )
        roll = True if "roll" in match[3] else False if "fixed" in match[3] else None
        return Length(text, int(match[1]), match[2], "clear" in match[3], roll)

    def _named_length(self, text: Text) -> Length:
        kinds = self.law.parameter_kinds
        if text not in kinds:
            refuse(
                "length.form" if STARTS_WITH_NUMBER.match(text) else "length.unknown",
                f"“{text}”不是期限，也不是参数。{nearest(text, kinds)}请写成 5wd、90d、3m、1y，或先在 parameters 中登记。",
                text.place,
            )
        if kinds[text] != "duration":
            refuse(
                "length.form",
                f"参数“{text}”不是期限，不能用作期限。请换一个类型为 duration 的参数。",
                text.place,
            )
        return Length(text, parameter=str(text))


def plain(node: Node) -> object:
    """Return a node as plain text, lists and dictionaries."""
    if isinstance(node, Text):
        return str(node)
    if isinstance(node, Items):
        return [plain(item) for item in node]
    return {str(key): plain(value) for key, value in node.items()}
