"""The code as a picture: SVG for pages, PNG for office files. The same text gives the same picture."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

LEVEL = "m"
PIXELS = 8


@lru_cache(maxsize=64)
def svg(text: str) -> str:
    """The code as SVG without size, for the page's style to give it one.

    Args:
        text: what it says.
    """
    return segno.make(text, error=LEVEL, micro=False).svg_inline(
        omitsize=True, svgclass="qr", lineclass="", border=2, title=text
    )


@lru_cache(maxsize=64)
def png(text: str) -> bytes:
    """The code as PNG, black on white.

    Args:
        text: what it says.
    """
    picture = BytesIO()
    segno.make(text, error=LEVEL, micro=False).save(picture, kind="png", scale=PIXELS, border=2)
    return picture.getvalue()
