"""Names in a table made definite: members of the body, bodies, matters; read once a job."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from guiju.exchange.cells import UnreadableError, bare
from guiju.matters.selectors import matters_numbered
from guiju.people.selectors import codes_of, staff_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from guiju.people.viewer import Viewer

ANYTHING: Final = ""
SHOWN: Final = 5


@dataclass
class Names:
    """Whom and what the names of a table mean to a viewer.

    Attributes:
        viewer: whose job it is.
        day: the day the members are read as of.
    """

    viewer: Viewer
    day: date
    _people: dict[str, dict[str, str]] | None = None
    _matters: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _bodies: dict[str, list[str]] = field(default_factory=dict)

    def person(self, text: str) -> str:
        """The id of a member of the body by name, or by id where it was given.

        Raises:
            UnreadableError: nobody of that name, or several; the sentence names them.
        """
        found = self._staff().get(text.strip()) or self._staff().get(bare(text), {})
        if len(found) == 1:
            return next(iter(found))
        if not found:
            message = (
                f"“{text}”不是本机关在职的人员。请填本机关人员的姓名；刚到任的，请先登记任职。"
            )
            raise UnreadableError(message)
        listed = "；".join(f"{identifier}（{posts}）" for identifier, posts in found.items())
        message = f"“{text}”有{len(found)}位同名的人：{listed}。请改填人员编号。"
        raise UnreadableError(message)

    def _staff(self) -> dict[str, dict[str, str]]:
        """Name or id → ids with what they do."""
        if self._people is None:
            self._people = {}
            posts: dict[str, list[str]] = {}
            names: dict[str, str] = {}
            for post in staff_on(self.viewer.body, self.day):
                posts.setdefault(post.person_id, []).append(post.role)
                names[post.person_id] = post.person.name
            for identifier, name in names.items():
                told = {identifier: "、".join(posts[identifier])}
                for key in {name, bare(name), identifier}:
                    self._people.setdefault(key, {}).update(told)
        return self._people

    def learn_matters(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Read in one go which matters some numbers mean.

        Args:
            wanted: procedure, or empty for any, and number.
        """
        missing = {one for one in wanted if one not in self._matters}
        for procedure in sorted({one[0] for one in missing}):
            numbers = {number for which, number in missing if which == procedure}
            for number in numbers:
                self._matters[procedure, number] = []
            for number, identifier in matters_numbered(self.viewer, procedure, numbers):
                self._matters[procedure, number].append(identifier)

    def matter(self, procedure: str, text: str) -> str:
        """The id of a matter the viewer may see, by its number.

        Raises:
            UnreadableError: none, or several.
        """
        key = (procedure, text)
        self.learn_matters([key])
        found = self._matters[key]
        if len(found) == 1:
            return found[0]
        how = "没有编号是" if not found else f"有{len(found)}件编号是"
        message = f"{how}“{text}”的办件或者条目。请填编号全称，例：示司普法〔2026〕1号。"
        raise UnreadableError(message)

    def body(self, text: str) -> str:
        """The code of a body by name or code.

        Raises:
            UnreadableError: none, or several.
        """
        if text not in self._bodies:
            self._bodies[text] = codes_of(text)
        found = self._bodies[text]
        if len(found) == 1:
            return found[0]
        how = "没有登记过" if not found else f"有{len(found)}个同名的"
        message = f"{how}单位“{text}”。请填单位全称或者机构代码。"
        raise UnreadableError(message)
