"""What figures refuse, each with a stable code and a sentence that says what to do."""

from __future__ import annotations

from guiju.procedure.errors import SpokenError


class FigureError(SpokenError):
    """A question that cannot be answered; its code begins with ``figure.``."""


class SegmentError(SpokenError):
    """The columnar copy cannot be written from what the log says; its code begins with ``segment.``."""


refuse = FigureError.refuse
broken = SegmentError.refuse
