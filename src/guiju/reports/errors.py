"""Why a report cannot be built."""

from __future__ import annotations

from guiju.procedure.errors import SpokenError


class ReportError(SpokenError):
    """A report cannot be built."""


refuse = ReportError.refuse
