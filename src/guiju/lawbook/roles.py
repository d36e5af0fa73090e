"""Who can act: reads `roles.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guiju.lawbook.yaml_text import Reader, load_text

if TYPE_CHECKING:
    from pathlib import Path

SIDES: Final = ("机关", "监督", "调解组织", "当事人", "其他机关", "公众", "法院", "系统")
IDENTIFIER: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its Chinese name in procedures, its id for programs, the side it stands on."""

    name: str
    id: str
    side: str
    note: str


def load_roles(path: Path) -> dict[str, Role]:
    """Read `roles.yaml`, by Chinese name.

    Raises:
        CatalogError: When the file is unclear, or two roles share an id (`role.id`).
    """
    roles: dict[str, Role] = {}
    owners: dict[str, str] = {}
    for name, reader in Reader(load_text(path), "角色目录").entries():
        role = Role(
            str(name),
            str(reader.text("id")),
            str(reader.choice("side", SIDES)),
            str(reader.text("note")),
        )
        reader.done()
        if not IDENTIFIER.fullmatch(role.id) or role.id in owners:
            reader.refuse(
                "role.id",
                f"{name}的 id “{role.id}”不是小写英文或已属{owners.get(role.id, '无')}。请另取一个。",
                "id",
            )
        owners[role.id] = role.name
        roles[role.name] = role
    return roles
