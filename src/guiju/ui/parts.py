"""What the smaller components are made of: chips, tabs, steps, progress, pages, an empty page."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Chip(NamedTuple):
    """A filter that is on, or a view to choose.

    Attributes:
        label: what it says.
        link: where it leads; of a filter that is on, to the list without it.
        on: whether it is the one chosen.
        removes: whether following it takes the filter away.
    """

    label: str
    link: str
    on: bool = False
    removes: bool = False


class Tab(NamedTuple):
    """One of several pages about the same thing."""

    label: str
    link: str
    on: bool = False


class Step(NamedTuple):
    """A step of a guided page.

    Attributes:
        label: what is done in it.
        state: done, the one to do now, or later.
        link: where it is done; empty while it cannot be.
        note: what came of it, or what it needs.
    """

    label: str
    state: Literal["done", "now", "later"] = "later"
    link: str = ""
    note: str = ""


class Progress(NamedTuple):
    """How far long work has come.

    Attributes:
        done: what is done, in the unit of ``total``.
        total: all there is; 0 while unknown.
        sentence: what is being done.
    """

    done: int
    total: int
    sentence: str

    @property
    def told(self) -> str:
        """How far in words: 1,200 / 100,000."""
        return f"{self.done:,} / {self.total:,}" if self.total else f"{self.done:,}"


class Pager(NamedTuple):
    """The way on through a list that is cut by place, not by page number.

    Attributes:
        newer: address of the rows before; empty on the first page.
        older: address of the rows after; empty on the last.
        said: which rows these are.
    """

    newer: str = ""
    older: str = ""
    said: str = ""


class Nothing(NamedTuple):
    """An empty page: what belongs here, and how to begin.

    Attributes:
        sentence: what belongs here.
        act: what to do; empty for nothing.
        link: where.
    """

    sentence: str
    act: str = ""
    link: str = ""
