"""What was typed, carried from page to page as hidden inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core import signing

from guiju.matters.requests import FileRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

OWN_KEYS = frozenset(
    {"csrfmiddlewaretoken", "step", "next", "carried", "once", "read-over", "look", "pick"}
)
FILE_KEYS = ("kept-", "drop-")
SALT = "guiju.web.kept-file"
CARRIED = "carried-"


class Pair(NamedTuple):
    """One hidden input."""

    name: str
    value: str


def carried(typed: QueryDict) -> list[Pair]:
    """Everything typed as hidden inputs; the door's own keys are left out."""
    return [
        Pair(key, str(value))
        for key in typed
        if key not in OWN_KEYS
        for value in typed.getlist(key)
    ]


def carried_on(typed: QueryDict) -> list[Pair]:
    """What an earlier page carried into this one, under the names it was typed."""
    return [
        Pair(key.removeprefix(CARRIED), str(value))
        for key in typed
        if key.startswith(CARRIED)
        for value in typed.getlist(key)
    ]


def carried_with_files(typed: QueryDict, kept: Mapping[str, list[FileRef]]) -> list[Pair]:
    """Everything typed, with the files brought in as they now stand."""
    texts = [pair for pair in carried(typed) if not pair.name.startswith(FILE_KEYS)]
    return texts + [
        Pair(f"kept-{key}", file_token(file)) for key, files in kept.items() for file in files
    ]


def file_token(file: FileRef) -> str:
    """A kept file as a hidden value that nobody else can make."""
    return signing.dumps([file.name, file.sha256], salt=SALT)


def file_of(token: str) -> FileRef | None:
    """The file of a token; None for one not made here."""
    try:
        name, sha256 = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return FileRef(str(name), str(sha256))
