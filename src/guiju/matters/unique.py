"""Keys: what must be unique per body among a procedure's open or valid matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guiju.lawbook.errors import CatalogError
from guiju.matters import statements
from guiju.matters.requests import refuse
from guiju.matters.rulebook import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.matters.live import LiveMatter
    from guiju.matters.requests import ActRequest

Key = tuple[str, str, str]


@dataclass
class KeyDesk:
    """Who holds which key during one transaction."""

    _claimed: dict[Key, str] = field(default_factory=dict)
    _stored: dict[Key, str | None] = field(default_factory=dict)

    def look_ahead(self, requests: Iterable[ActRequest]) -> None:
        """Learn in one go who holds the keys that several requests will claim."""
        keys = {key for request in requests if (key := _key_of(request)) is not None}
        self._stored.update(dict.fromkeys(keys))
        self._stored.update(statements.key_holders(sorted(keys)))

    def claim(self, matter: LiveMatter, data: Mapping[str, Any]) -> None:
        """Claim the key of a matter that opens.

        Raises:
            Refused: ``key.taken``.
        """
        key = self.refuse_taken(matter, data)
        if key is not None:
            self._claimed[key] = matter.id

    def refuse_taken(self, matter: LiveMatter, data: Mapping[str, Any]) -> Key | None:
        """The key a matter that opens would claim; None for procedures without one.

        Raises:
            Refused: ``key.taken``.
        """
        names = matter.pinned.keys
        if not names:
            return None
        key = (matter.body, matter.procedure, _value(names, data))
        if self._holder(key) is not None:
            refuse(
                "key.taken",
                f"本机关已有{'、'.join(names)}相同（{key[2]}）且尚未办结或仍有效的“{matter.pinned.name}”。"
                "请打开原有的一件办理，不要重复登记。",
            )
        return key

    def flush(self, touched: Iterable[LiveMatter]) -> None:
        """Write what was claimed and free the keys of matters that ended."""
        freed = {matter.id for matter in touched if matter.pinned.keys and matter.frees_key()}
        claimed = [(*key, holder) for key, holder in self._claimed.items() if holder not in freed]
        statements.write(statements.INSERT_KEY, claimed)
        statements.write(statements.DELETE_KEY, [(one,) for one in sorted(freed)])

    def _holder(self, key: Key) -> str | None:
        if key in self._claimed:
            return self._claimed[key]
        if key not in self._stored:
            self._stored.update(statements.key_holders([key]))
        return self._stored.get(key)


def _key_of(request: ActRequest) -> Key | None:
    if request.matter or not request.procedure:
        return None
    try:
        names = catalog().procedure(request.procedure).key
    except CatalogError:
        return None
    return (request.body, request.procedure, _value(names, request.data)) if names else None


def _value(names: Iterable[str], data: Mapping[str, Any]) -> str:
    return " / ".join(_shown(data.get(name)) for name in names)


def _shown(value: Any) -> str:
    """A party is told apart by its code, else by its name."""
    if isinstance(value, dict):
        return str(value.get("code") or value.get("name") or "")
    return "" if value is None else str(value)
