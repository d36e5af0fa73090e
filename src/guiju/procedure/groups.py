"""Groups: a name for several events, possibly by way of other groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.procedure.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Container, Mapping


def flatten(groups: Mapping[str, Any], events: Container[str]) -> dict[str, tuple[str, ...]]:
    """Each group's events, every event once, in the order written.

    Args:
        groups: Name to members, each an event or a group.
        events: The events that exist.

    Raises:
        GraphError: A member that is neither, a cycle, a group named like an event.
    """
    for name, members in groups.items():
        _check_shape(name, members, events)
    return {name: tuple(_members(name, groups, events, ())) for name in groups}


def _check_shape(name: str, members: Any, events: Container[str]) -> None:
    if name in events:
        sentence = f"分组“{name}”与事件同名，请给分组改名。"
        raise GraphError(code="duplicate-event", sentence=sentence, where=f"groups.{name}")
    if not isinstance(members, list) or not all(isinstance(member, str) for member in members):
        raise GraphError(
            code="graph-shape", sentence=f"分组“{name}”应是名称的列表。", where=f"groups.{name}"
        )


def _members(
    name: str, groups: Mapping[str, Any], events: Container[str], path: tuple[str, ...]
) -> dict[str, None]:
    where = f"groups.{path[-1] if path else name}"
    if name in path:
        cycle = "→".join((*path[path.index(name) :], name))
        raise GraphError(
            code="group-cycle", sentence=f"分组互相包含：{cycle}，请去掉其中一层。", where=where
        )
    if name not in groups:
        if name not in events:
            raise GraphError(
                code="unknown-event", sentence=f"分组里的“{name}”不是事件也不是分组。", where=where
            )
        return {name: None}
    found: dict[str, None] = {}
    for member in groups[name]:
        found.update(_members(member, groups, events, (*path, name)))
    return found
