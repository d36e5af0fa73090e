"""Who can act: reads `roles`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guiju.lawbook.shared_text import load_shared
from guiju.lawbook.yaml_text import Reader

if TYPE_CHECKING:
    from pathlib import Path

SIDES: Final = ("机关", "监督", "调解组织", "当事人", "其他机关", "公众", "法院", "系统")
OWN_SIDES: Final = frozenset({"机关", "监督", "调解组织"})
IDENTIFIER: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its Chinese name in procedures, its id for programs, the side it stands on.

    Attributes:
        substitute: Whether somebody else of the body may exercise it while its holder is on leave.
    """

    name: str
    id: str
    side: str
    note: str
    substitute: bool = False

    @property
    def own(self) -> bool:
        """Tell whether people of the body whose matter it is hold it."""
        return self.side in OWN_SIDES


def load_roles(path: Path) -> dict[str, Role]:
    """Read `roles`, by Chinese name.

    Raises:
        CatalogError: When the file is unclear, two roles share an id (`role.id`), or a role of others has a substitute (`role.substitute`).
    """
    roles: dict[str, Role] = {}
    owners: dict[str, str] = {}
    for name, reader in Reader(load_shared(path), "角色目录").entries():
        role = Role(
            str(name),
            str(reader.text("id")),
            str(reader.choice("side", SIDES)),
            str(reader.text("note")),
            reader.flag("substitute"),
        )
        reader.done()
        if role.substitute and not role.own:
            reader.refuse(
                "role.substitute",
                f"{name}不是本机关人员担任的职责，没有代理。请删去 substitute。",
                "substitute",
            )
        if not IDENTIFIER.fullmatch(role.id) or role.id in owners:
            reader.refuse(
                "role.id",
                f"{name}的 id “{role.id}”不是小写英文或已属{owners.get(role.id, '无')}。请另取一个。",
                "id",
            )
        owners[role.id] = role.name
        roles[role.name] = role
    return roles
