"""``guiju search rebuild``: the search index made anew."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from guiju.cli.opening import opened
from guiju.cli.parsing import add_format, add_store, command, subcommands
from guiju.cli.telling import DONE, as_json, note

if TYPE_CHECKING:
    import argparse

    from guiju.cli.parsing import Commands

TELL_EVERY: Final = 5.0  # seconds


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    group = subcommands(command(commands, "search", "检索用的索引"))
    rebuilding = command(
        group,
        "rebuild",
        "重做检索用的索引；平时由 tend 自己更新，恢复备份之后或者检索结果可疑时才要重做",
        _rebuild,
    )
    add_store(rebuilding)
    add_format(rebuilding)


def _rebuild(options: argparse.Namespace) -> int:
    with opened(options):
        from guiju.matters.sealing import seal
        from guiju.search.services import rebuild

        seal()
        done = rebuild(_Telling())
    if options.format == "json":
        as_json({"covered": done.covered, "added": done.added})
    else:
        print(f"检索索引已重做，收入到第 {done.covered} 位的行为。")
    return DONE


class _Telling:
    """Says every few seconds how far it is."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, until: int, last: int) -> None:
        """Say it, if it is time.

        Args:
            until: the position reached.
            last: the last position.
        """
        if time.monotonic() - self._last >= TELL_EVERY:
            self._last = time.monotonic()
            note(f"已到第 {until} 位，共 {last} 位")
