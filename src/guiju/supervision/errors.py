"""Why something asked of supervision is not done."""

from __future__ import annotations

from guiju.procedure.errors import SpokenError


class SupervisionError(SpokenError):
    """What was asked cannot be done."""


refuse = SupervisionError.refuse
