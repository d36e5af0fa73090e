"""The main places of the staff door, in the order of the menu."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse


class Entry(NamedTuple):
    """A place in the menu.

    Attributes:
        label: what it is called.
        name: name of its address.
        prefixes: how the addresses of its pages begin.
        key: the key that goes there.
        administration: whether administrators, who act in no matter, go there too.
    """

    label: str
    name: str
    prefixes: tuple[str, ...]
    key: str = ""
    administration: bool = False


class Place(NamedTuple):
    """A place as the frame shows it; ``here`` says that the page belongs to it."""

    label: str
    address: str
    here: bool
    key: str


ENTRIES = (
    Entry("今日", "today", ("/opinions",), "t"),
    Entry("办件", "matters", ("/matters",), "m"),
    Entry("名录与台账", "lists", ("/lists", "/imports", "/exports"), "l"),
    Entry("指标与报告", "figures", ("/figures", "/reports"), "z"),
    Entry("监督", "supervision", ("/supervision",), "j"),
    Entry("法规程序", "law", ("/law",), "f", administration=True),
    Entry("管理", "manage", ("/manage", "/openings"), "g", administration=True),
)


def for_administrators(path: str) -> bool:
    """Whether an address is a place of administrators, who have no part in matters: what is not named is shut to them.

    Args:
        path: address of the page.
    """
    shared = [reverse(entry.name) for entry in ENTRIES if entry.administration]
    return path == "/" or any(path == one or path.startswith(f"{one}/") for one in shared)


def places(path: str, *, administers: bool = False) -> list[Place]:
    """The menu, as seen from a page.

    Args:
        path: address of the page.
        administers: whether it is an administrator's menu, which leads to no matter.
    """
    made = []
    for entry in ENTRIES:
        if administers and not entry.administration:
            continue
        address = reverse(entry.name)
        made.append(Place(entry.label, address, _within(path, address, entry), entry.key))
    return made


def _within(path: str, address: str, entry: Entry) -> bool:
    return path == address or any(
        path == prefix or path.startswith(f"{prefix}/") for prefix in entry.prefixes
    )
