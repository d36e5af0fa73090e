"""What a sheet's columns are to become: the fields of a procedure's first act, or of the acts a begun case has behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guiju.exchange.headings import ALIKE, heading_key, likeness
from guiju.matters.rulebook import staff_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.pinned import ActRules, FieldRules

EVENT, OPENING = "event", "opening"
DAY, HOUR, BY, SIGNERS, NUMBER = "@day", "@hour", "@by", "@signers", "@number"
FIELD, STATED_DAY = "f:", "d:"
WITHOUT_COLUMN: Final = frozenset({"rows"})
PARTY_PARTS: Final = {
    "name": ("", ("名称", "姓名", "姓名或名称", "名称或姓名")),
    "code": ("证件号码", ("代码", "证件号", "身份证号", "身份证号码", "公民身份号码", "统一社会信用代码", "信用代码", "号码")),
    "kind": ("类别", ("种类", "主体类别", "性质")),
    "document": ("其他证件名称", ("证件名称", "证件类型")),
    "address": ("住所", ("住址", "地址", "住所地", "经营场所", "住所或者住址")),
    "head": ("法定代表人", ("负责人", "经营者", "法定代表人或者负责人")),
}  # fmt: skip
DAY_NAMES: Final = (
    "办理日期",
    "日期",
    "登记日期",
    "登记时间",
    "活动日期",
    "活动时间",
    "发生日期",
    "办理时间",
    "时间",
)
SAME, REMEMBERED, SIMILAR = "same", "remembered", "similar"


@dataclass(frozen=True)
class Target:
    """Something a column can become.

    Attributes:
        key: its stable name in a mapping.
        label: as people call it.
        names: headings under which it is known.
        spec: the field; None for what stands beside the fields.
        part: of a party: name, code, kind, document, address or head.
        act: of a stated act: its name.
        required: whether no row can do without it.
        help: what is to be filled in.
    """

    key: str
    label: str
    names: tuple[str, ...] = ()
    spec: FieldRules | None = None
    part: str = ""
    act: str = ""
    required: bool = False
    help: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings it is known under, for comparing."""
        return tuple(heading_key(one) for one in (self.label, *self.names))


@dataclass(frozen=True)
class Match:
    """A column proposed for a target.

    Attributes:
        column: from 0.
        how: ``same``, ``remembered`` or ``similar``, which a person must confirm.
    """

    column: int
    how: str


def targets_of(rules: EffectiveRules, mode: str) -> list[Target]:
    """Everything a column can become, in the order of the procedure.

    Args:
        rules: the rules in force.
        mode: ``event`` for the first act itself, ``opening`` for 期初登记.
    """
    return list(_opening_targets(rules) if mode == OPENING else _event_targets(rules))


def _event_targets(rules: EffectiveRules) -> Iterator[Target]:
    act = rules.acts[rules.opens]
    for spec in act.fields.values():
        required = spec.required and spec.computed is None
        yield from _field_targets(spec, len(_parties(act.fields)), required=required)
    day_names = (f"{act.name}日期", f"{act.name}时间", f"{act.name}日", *DAY_NAMES)
    yield Target(DAY, "办理日期", day_names, help="不填的，按登记当天")
    if act.hour:
        yield Target(HOUR, "办理时刻", ("时刻",), required=True, help="例：09:30")
    if set(act.by) & staff_roles():
        help_text = f"姓名，须是本机关的{'、'.join(act.by)}；不填的，是登记人自己"
        yield Target(BY, "办理人", ("经办人", "承办人", "登记人", "办理人员"), help=help_text)
    if act.officers:
        names = ("签名人员", "执法人员", "办案人员", "承办人员")
        help_text = f"至少{act.officers}人，姓名之间用顿号"
        yield Target(SIGNERS, "签名人", names, required=True, help=help_text)


def _opening_targets(rules: EffectiveRules) -> Iterator[Target]:
    yield Target(NUMBER, "原编号", ("编号", "案号", "文号", "登记编号"), help="启用前已经编的号")
    acts = [act for act in rules.acts.values() if not act.clock or act.lapse == "citizen"]
    for act in acts:
        names: tuple[str, ...] = (f"{act.name}日", f"{act.name}时间", act.name)
        first = act.name == rules.opens
        names = (*names, *DAY_NAMES) if first else names
        yield Target(
            f"{STATED_DAY}{act.name}", f"{act.name}日期", names, act=act.name, required=first,
            help="" if first else "没有办理的留空",
        )  # fmt: skip
    fields: dict[str, FieldRules] = {}
    for act in acts:
        for name, spec in act.fields.items():
            fields.setdefault(name, spec)
    for spec in fields.values():
        yield from _field_targets(spec, len(_parties(fields)), required=False)


def _parties(fields: Mapping[str, FieldRules]) -> list[str]:
    return [name for name, spec in fields.items() if spec.type == "party"]


def _field_targets(spec: FieldRules, parties: int, *, required: bool) -> Iterator[Target]:
    if spec.type in WITHOUT_COLUMN:
        return
    if spec.type != "party":
        yield Target(f"{FIELD}{spec.name}", spec.name, (), spec, required=required, help=spec.note)
        return
    for part, (suffix, endings) in PARTY_PARTS.items():
        names = tuple(f"{spec.name}{ending}" for ending in endings)
        alone = endings if parties == 1 and part in {"code", "name"} else ()
        yield Target(
            f"{FIELD}{spec.name}" + (f"#{part}" if part != "name" else ""),
            f"{spec.name}{suffix}", (*names, *alone), spec, part, required=required and part == "name",
        )  # fmt: skip


def headings_wanted(targets: Sequence[Target]) -> set[str]:
    """The headings by which the right sheet and the header row are known."""
    return {name for one in targets for name in (one.label, *one.names)}


def proposed(
    header: Sequence[str], targets: Sequence[Target], remembered: Mapping[str, str]
) -> dict[str, Match]:
    """Which column fits which target: first what was confirmed before, then the same name, then the most alike.

    Args:
        header: headings by column.
        targets: what columns can become.
        remembered: key of a heading → key of a target, as confirmed before.
    """
    keys = [heading_key(one) for one in header]
    found: dict[str, Match] = {}
    taken: set[int] = set()

    def take(target: str, column: int, how: str) -> None:
        if target not in found and column not in taken:
            found[target] = Match(column, how)
            taken.add(column)

    known = {one.key for one in targets}
    for column, key in enumerate(keys):
        if remembered.get(key) in known:
            take(remembered[key], column, REMEMBERED)
    for place in range(max((len(one.keys) for one in targets), default=0)):
        for target in targets:
            if place < len(target.keys) and target.keys[place] in keys:
                take(target.key, keys.index(target.keys[place]), SAME)
    for _, alike, column in sorted(_alike(keys, targets), key=lambda one: -one[0]):
        take(alike, column, SIMILAR)
    return found


def _alike(keys: Sequence[str], targets: Sequence[Target]) -> Iterator[tuple[float, str, int]]:
    for target in targets:
        for column, key in enumerate(keys):
            score = max(likeness(key, one) for one in target.keys[:1])
            if score >= ALIKE:
                yield score, target.key, column


def fields_left_out(act: ActRules) -> list[str]:
    """Required fields of an act that no column can fill."""
    return [
        spec.name
        for spec in act.fields.values()
        if spec.type in WITHOUT_COLUMN and spec.required and spec.computed is None
    ]
