"""What cannot be read or written, in words."""

from __future__ import annotations

from guiju.procedure.errors import SpokenError


class ExchangeError(SpokenError):
    """A file, a mapping or a job that cannot be used."""


refuse = ExchangeError.refuse
