"""The code printed on every document: which act it belongs to, with a check against mistyping. Pure.

``GJ1:<matter>:<seq>:<document>:<check>``; it names no host and no person. The check is that of ISO 7064 MOD 97-10 over the signs before it, which
finds every single wrong sign and every two that changed places. A reader that types it through an input method may leave it full-width.
"""

from __future__ import annotations

import re
from typing import NamedTuple

PREFIX = "GJ1"
CODE = re.compile(
    r"GJ1:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):([0-9]{1,9}):([0-9]{1,2}):([0-9]{2})"
)
WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
DASHES = dict.fromkeys(range(0x2010, 0x2016), "-")
LONGEST = 200
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz:-"
OWN_DOCUMENT = 1


class Found(NamedTuple):
    """What a code names.

    Attributes:
        matter: id of the matter.
        seq: number of the act in it.
        document: which document of the act; an act has one, its own.
    """

    matter: str
    seq: int
    document: int = OWN_DOCUMENT


def code_of(matter: str, seq: int, document: int = OWN_DOCUMENT) -> str:
    """The code of an act's document."""
    # In capitals, which the code's pattern needs fewer points for and people read more easily.
    said = f"{PREFIX}:{matter}:{seq}:{document}".upper()
    return f"{said}:{_check(said)}"


def read_code(typed: str) -> Found | None:
    """What a typed or scanned code names; None when it is no code or was mistyped.

    Args:
        typed: as it came from the reader or the keyboard.
    """
    plain = "".join(typed[:LONGEST].translate({**WIDE, **DASHES}).split())
    head, _, rest = plain.partition(":")
    match = CODE.fullmatch(f"{head.upper()}:{rest.lower()}")
    if match is None:
        return None
    matter, seq, document, check = match.groups()
    if check != _check(f"{PREFIX}:{matter}:{seq}:{document}"):
        return None
    return Found(matter, int(seq), int(document))


def _check(said: str) -> str:
    """Two digits that bring the whole to one, modulo 97; every sign counts as two digits, so that none can shift the others."""
    number = 0
    for sign in said.lower():
        number = (number * 100 + 10 + SIGNS.index(sign)) % 97
    return f"{98 - number * 100 % 97:02d}"
