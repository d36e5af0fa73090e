"""Marks: what the index knows of a matter besides its text, and what a reader must hold to find it.

A reader asks with one mark only. ``seen`` stands on the matters of a body and on those linked to one of its; ``under`` on those of a body
and of all below it, for whoever supervises, and again on those linked. Names and codes of natural persons are digests under the node's
key, bound to the owning body: nobody else can ask for them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from guiju.matters.keys import keyed_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.people.viewer import Viewer

LENGTH = 16  # hex digits; longer than any gram, so that no text is taken for a mark
Parents = dict[str, str | None]


def seen_by(viewer: Viewer) -> str:
    """The mark that every matter bears which a viewer may see, and no other that was indexed since its links last changed."""
    return _mark("s" if viewer.bodies <= {viewer.body} else "u", viewer.body)


def of_procedure(procedure: str) -> str:
    """The mark of a procedure's matters."""
    return _mark("p", procedure)


def of_person(body: str, whole: str) -> str:
    """The mark of a body's matters in which a natural person takes part.

    Args:
        body: code of the owning body.
        whole: the whole name, or the code of a document.
    """
    return f"n{keyed_digest(f'search {body} {whole}')[:LENGTH]}"


def of_places(body: str, linked: Iterable[str], parents: Mapping[str, str | None]) -> list[str]:
    """The marks of those who may see a matter.

    Args:
        body: code of the owning body.
        linked: codes of the bodies whose matters it is linked to.
        parents: body → its superior.
    """
    near = {body, *linked}
    above = {body, *superiors(body, parents)} | near
    return sorted([_mark("s", one) for one in near] + [_mark("u", one) for one in above])


def superiors(body: str, parents: Mapping[str, str | None]) -> list[str]:
    """The bodies above a body, the nearest first."""
    found: list[str] = []
    above = parents.get(body)
    while above and above not in found:
        found.append(above)
        above = parents.get(above)
    return found


def _mark(letter: str, text: str) -> str:
    return f"{letter}{hashlib.sha256(text.encode()).hexdigest()[:LENGTH]}"
