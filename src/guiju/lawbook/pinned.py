"""Acts and fields as a matter's pinned rules carry them: plain values, no file behind them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from guiju.lawbook.chain import from_plain, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.chain import Turn
    from guiju.lawbook.schema import ActSpec, FieldSpec, NumberSpec, Tree


@dataclass(frozen=True, slots=True)
class FieldRules:
    """A field as an act carries it.

    Attributes:
        name: Its name.
        type: One of the catalog's types.
        choice: The values of a choice.
        of: Procedure that an entry, matter or child belongs to.
        rows: Columns of a table.
        required: Whether the act refuses without it.
        private: Whether it enters the record only as a commitment.
        unit: 件, 人次 …
        min: Least value, inclusive, as text; money in 分.
        max: Greatest value, inclusive.
        computed: Expression of its proposal.
        note: Help shown beside it.
    """

    name: str
    type: str
    choice: tuple[str, ...] = ()
    of: str | None = None
    rows: tuple[FieldRules, ...] = ()
    required: bool = False
    private: bool = False
    unit: str = ""
    min: str | None = None
    max: str | None = None
    computed: Tree = None
    note: str = ""

    @classmethod
    def of_spec(cls, spec: FieldSpec) -> FieldRules:
        """Return what a declaration says; a field with a proposal is never left open."""
        return cls(
            str(spec.name),
            spec.type,
            spec.choice,
            spec.of,
            tuple(cls.of_spec(row) for row in spec.rows),
            spec.answered,
            spec.private,
            spec.unit,
            spec.min,
            spec.max,
            spec.computed.tree if spec.computed else None,
            str(spec.note),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the field without what is empty."""
        return _without_empty(self, rows=[row.to_json() for row in self.rows])

    @classmethod
    def from_json(cls, obj: Mapping[str, Any]) -> FieldRules:
        """Return the field that `to_json` wrote."""
        rows = tuple(cls.from_json(row) for row in obj.get("rows", ()))
        return cls(**{**obj, "choice": tuple(obj.get("choice", ())), "rows": rows})


@dataclass(frozen=True, slots=True)
class ActRules:
    """An act as a matter must perform it.

    Attributes:
        name: Its name.
        by: Roles of which one performs it; empty for the clock.
        recorded_by: Roles that may record it for the one who acts.
        officers: How many certified officers sign.
        not_by: Acts whose signers may not sign this one.
        approval: The approval chain: roles in order; several in one step agree in any order.
        power: Whether it needs an entry of the power list.
        clock: Whether the clock performs it.
        often: Whether it may be done again at will.
        fields: The fields it carries, in the file's order.
        proof: Whether a late record needs a dated outside proof.
        hour: Whether it needs the time of day.
        document: Name of the document it produces.
        number: `{"series", "form"}` of that document's number.
        lapse: citizen or agency for a clock event; empty otherwise.
        asked: Field that says how long an extension is asked for.
        cite: The articles that ask for it.
        basis: Their strength.
        was: Former names.
    """

    name: str
    by: tuple[str, ...] = ()
    recorded_by: tuple[str, ...] = ()
    officers: int = 0
    not_by: tuple[str, ...] = ()
    approval: tuple[Turn, ...] = ()
    power: bool = False
    clock: bool = False
    often: bool = False
    fields: Mapping[str, FieldRules] = field(default_factory=dict)
    proof: bool = False
    hour: bool = False
    document: str = ""
    number: Mapping[str, str] | None = None
    lapse: str = ""
    asked: str | None = None
    cite: tuple[str, ...] = ()
    basis: str = ""
    was: tuple[str, ...] = ()

    @classmethod
    def of_spec(cls, spec: ActSpec, asked: str | None = None) -> ActRules:
        """Return what a declaration says."""
        return cls(
            str(spec.name),
            () if spec.clock else _strings(spec.by),
            _strings(spec.recorded_by),
            spec.officers,
            _strings(spec.not_by),
            from_plain(plain(spec.approval)),
            spec.power,
            spec.clock,
            spec.often,
            {str(name): FieldRules.of_spec(one) for name, one in spec.fields.items()},
            spec.proof,
            spec.hour,
            spec.document,
            number_rules(spec.number),
            spec.lapse,
            asked,
            _strings(spec.grounds.cite),
            spec.grounds.basis,
            _strings(spec.was),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the act without what is empty; its fields are a list, to keep their order."""
        carried = [one.to_json() for one in self.fields.values()]
        return _without_empty(self, fields=carried, approval=plain(self.approval))

    @classmethod
    def from_json(cls, obj: Mapping[str, Any]) -> ActRules:
        """Return the act that `to_json` wrote."""
        carried = [FieldRules.from_json(one) for one in obj.get("fields", ())]
        lists = ("by", "recorded_by", "not_by", "cite", "was")
        return cls(
            **{
                **obj,
                **{key: tuple(obj.get(key, ())) for key in lists},
                "approval": from_plain(obj.get("approval", ())),
                "fields": {one.name: one for one in carried},
            }
        )


def number_rules(number: NumberSpec | None) -> dict[str, str] | None:
    """Return a number's series and form."""
    return None if number is None else {"series": number.series, "form": number.form}


def _strings(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(text) for text in texts)


def _without_empty(rules: FieldRules | ActRules, **replaced: Any) -> dict[str, Any]:
    """Return the attributes that say something, tuples as lists."""
    found: dict[str, Any] = {}
    for one in fields(rules):
        value = replaced.get(one.name, getattr(rules, one.name))
        if value not in (None, False, 0, "", (), [], {}):
            found[one.name] = list(value) if isinstance(value, tuple) else value
    return found
