"""Keys: what must be unique per body among a procedure's open or valid matters.

A key is made of whole values, before natural persons are masked: two people of one surname are two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guiju.lawbook.errors import CatalogError
from guiju.matters import statements
from guiju.matters.keys import keyed_digest
from guiju.matters.personal import is_natural_person, masked_name
from guiju.matters.requests import refuse
from guiju.matters.rulebook import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.matters.live import LiveMatter
    from guiju.matters.requests import ActRequest

    Holder = Callable[[str], LiveMatter | None]

Key = tuple[str, str, str]
LONGEST = 300
DIGEST = re.compile("#[0-9a-f]{32}")


@dataclass
class KeyDesk:
    """Who holds which key during one transaction.

    Attributes:
        live: the working copy of a matter of this transaction, or None.
    """

    live: Holder
    _claimed: dict[Key, str] = field(default_factory=dict)
    _stored: dict[Key, str | None] = field(default_factory=dict)

    def look_ahead(self, requests: Iterable[ActRequest]) -> None:
        """Learn in one go who holds the keys that several requests will claim."""
        keys = {key for request in requests if (key := _key_of(request)) is not None}
        self._stored.update(dict.fromkeys(keys))
        self._stored.update(statements.key_holders(sorted(keys)))

    def claimed(self) -> Mapping[Key, str]:
        """The keys claimed so far, each with its matter."""
        return self._claimed

    def take_over(self, claimed: Mapping[Key, str]) -> None:
        """Take keys as claimed by matters that stand in no store: those of acts that were only judged."""
        self._claimed.update(claimed)

    def claim(self, matter: LiveMatter, values: Mapping[str, Any]) -> None:
        """Claim the key of a matter that opens.

        Args:
            matter: the matter.
            values: whole values of its fields, private ones too.

        Raises:
            Refused: ``key.taken``.
        """
        key = self.refuse_taken(matter, values)
        if key is not None:
            self._claimed[key] = matter.id

    def refuse_taken(self, matter: LiveMatter, values: Mapping[str, Any]) -> Key | None:
        """The key a matter that opens would claim; None for procedures without one.

        Raises:
            Refused: ``key.taken``.
        """
        names = matter.pinned.keys
        if not names:
            return None
        key = (matter.body, matter.procedure, key_text(names, values))
        holder = self._holder(key)
        if holder is not None:
            refuse(
                "key.taken",
                f"本机关已有{'、'.join(names)}相同（{DIGEST.sub('', key[2])}）且尚未办结或仍有效的“{matter.pinned.name}”"
                f"{self._named(holder)}。请打开原有的一件办理，不要重复登记。",
                matter=holder,
            )
        return key

    def flush(self, touched: Iterable[LiveMatter]) -> None:
        """Write what was claimed and free the keys of matters that ended; freed first, since a key may pass on."""
        freed = {matter.id for matter in touched if matter.pinned.keys and matter.frees_key()}
        claimed = [(*key, holder) for key, holder in self._claimed.items() if holder not in freed]
        statements.write(statements.DELETE_KEY, [(one,) for one in sorted(freed)])
        statements.write(statements.INSERT_KEY, claimed)

    def _holder(self, key: Key) -> str | None:
        if key in self._claimed:
            return self._unless_freed(self._claimed[key])
        if key not in self._stored:
            self._stored.update(statements.key_holders([key]))
        return self._unless_freed(self._stored.get(key))

    def _unless_freed(self, holder: str | None) -> str | None:
        """A matter that has ended in this transaction holds its key no longer."""
        found = self.live(holder) if holder else None
        if found is None:
            return holder
        found.settle_life()
        return None if found.frees_key() else holder

    def _named(self, holder: str) -> str:
        found = self.live(holder)
        number, title = (
            (found.number, found.title) if found else statements.number_and_title(holder)
        )
        return f"（{number or title}）" if number or title else ""


def _key_of(request: ActRequest) -> Key | None:
    if request.matter or not request.procedure:
        return None
    try:
        names = catalog().procedure(request.procedure).key
    except CatalogError:
        return None
    return (request.body, request.procedure, key_text(names, request.data)) if names else None


def key_text(names: Iterable[str], values: Mapping[str, Any]) -> str:
    """A key as it is stored: its parts, natural persons behind a digest.

    Args:
        names: fields of the key.
        values: whole values of the fields, private ones too.
    """
    text = " / ".join(_told_apart(values.get(name)) for name in names)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 33]}#{keyed_digest(text)}"


def _told_apart(value: Any) -> str:
    """A party is told apart by its code, else by its name and document; a natural person behind a digest."""
    if not isinstance(value, dict):
        return "" if value is None else str(value)
    code = str(value.get("code") or "")
    if not is_natural_person(value):
        return code or str(value.get("name") or "")
    whole = code or f"{value.get('name', '')} {value.get('document', '')}"
    return f"{masked_name(value)}#{keyed_digest(whole)}"
