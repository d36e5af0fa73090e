"""What stops the building of a demonstration."""

from __future__ import annotations

from guiju.procedure.errors import SpokenError


class DemoError(SpokenError):
    """The demonstration cannot be built."""


refuse = DemoError.refuse
