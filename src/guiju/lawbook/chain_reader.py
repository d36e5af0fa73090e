"""Reads the chain of approval of an act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guiju.lawbook.chain import JOINT, roles_of
from guiju.lawbook.errors import refuse
from guiju.lawbook.yaml_text import Items, Node, Reader, Table, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guiju.lawbook.chain import Turn

FEWEST_TOGETHER: Final = 2


def read_chain(reader: Reader, known: Callable[[Text], Text]) -> tuple[Turn, ...]:
    """Read what stands under `approval`: a list of steps, or one step alone.

    Args:
        reader: the act.
        known: gives back a role that can approve, and refuses any other.

    Raises:
        CatalogError: `act.approval_step`, `act.joint_few`, `act.approval_twice`, or what `known` refuses with.
    """
    if not reader.has("approval"):
        return ()
    node = reader.value("approval")
    chain = tuple(_step(one, known) for one in (node if isinstance(node, Items) else (node,)))
    _refuse_twice(chain)
    return chain


def _step(node: Node, known: Callable[[Text], Text]) -> Turn:
    if isinstance(node, Text) and node:
        return known(node)
    if not isinstance(node, Table) or list(node) != [JOINT]:
        refuse(
            "act.approval_step",
            f"看不懂这一步审批。一步请写一个职责，或者写 {JOINT}: [甲, 乙]。",
            node.place,
        )
    roles = tuple(known(role) for role in Reader(node, "审批的一步").list_of_text(JOINT))
    if len(roles) < FEWEST_TOGETHER:
        refuse(
            "act.joint_few",
            f"“{JOINT}”至少要两个职责，现有{len(roles)}个。请补上，或者改成一个职责一步。",
            node.key_place(JOINT),
        )
    return roles


def _refuse_twice(chain: Iterable[Turn]) -> None:
    seen: set[str] = set()
    for step in chain:
        for role in roles_of(step):
            if role in seen and isinstance(role, Text):
                refuse(
                    "act.approval_twice",
                    f"“{role}”在审批中写了两次，一个职责只审批一次。请删去一个。",
                    role.place,
                )
            seen.add(role)
