"""The three administrators: who keeps the people and the machine, and never acts in a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SYSTEM: Final = "系统管理员"
SECURITY: Final = "安全管理员"
AUDIT: Final = "审计管理员"
ADMINISTRATORS: Final = (SYSTEM, SECURITY, AUDIT)
WHAT_THEY_DO: Final = {
    SYSTEM: "登记机构、提出任职和账号的变动，看运行情况",
    SECURITY: "核对并确认系统管理员提出的变动，发放一次性密码",
    AUDIT: "查看谁提出、谁确认了什么，自己不改动任何内容",
}


def administers(roles: Iterable[str]) -> bool:
    """Whether one of the roles is an administrator's."""
    return not set(ADMINISTRATORS).isdisjoint(roles)
