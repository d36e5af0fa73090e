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
    """

    label: str
    name: str
    prefixes: tuple[str, ...]
    key: str = ""


class Place(NamedTuple):
    """A place as the frame shows it; ``here`` says that the page belongs to it."""

    label: str
    address: str
    here: bool
    key: str


ENTRIES = (
    Entry("今日", "today", (), "t"),
    Entry("新办", "new", ("/new",)),
    Entry("监督", "supervision", ("/supervision",), "j"),
    Entry("指标与报告", "figures", ("/figures", "/reports"), "z"),
    Entry("法规程序", "law", ("/law",), "f"),
)


def places(path: str) -> list[Place]:
    """The menu, as seen from a page.

    Args:
        path: address of the page.
    """
    made = []
    for entry in ENTRIES:
        address = reverse(entry.name)
        made.append(Place(entry.label, address, _within(path, address, entry), entry.key))
    return made


def _within(path: str, address: str, entry: Entry) -> bool:
    return path == address or any(
        path == prefix or path.startswith(f"{prefix}/") for prefix in entry.prefixes
    )
