"""What the command line says: exit codes, errors with their remedy, values, a line of progress."""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from guiju.procedure.errors import SpokenError

if TYPE_CHECKING:
    from collections.abc import Iterator

DONE: Final = 0
FAILED: Final = 1
UNUSABLE: Final = 2
PATIENCE: Final = 1.0


class CliError(SpokenError):
    """A command that cannot be run."""


refuse = CliError.refuse


def complain(sentence: str, code: str) -> None:
    """Say on the error output what went wrong."""
    note(f"{sentence}（{code}）")


def note(sentence: str) -> None:
    """Say on the error output what is going on, so that the output stays readable for programs."""
    # Whoever read along may have gone, as with a closed terminal: that must not end the work.
    with suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)


def as_json(value: Any) -> None:
    """Print a value for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def as_line(value: Any) -> None:
    """Print a value for programs on one line, at once."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on the error output what takes longer than a second, and how long it took.

    Args:
        what: what is being done, in Chinese.
    """
    finished = threading.Event()
    started = time.monotonic()
    speaker = threading.Thread(target=_speak, args=(what, finished, started), daemon=True)
    speaker.start()
    try:
        yield
    finally:
        finished.set()
        speaker.join()


def _speak(what: str, finished: threading.Event, started: float) -> None:
    if finished.wait(PATIENCE):
        return
    note(f"正在{what}……")
    while not finished.wait(PATIENCE):
        if sys.stderr.isatty():
            print(
                f"\r已用 {time.monotonic() - started:.0f} 秒", end="", file=sys.stderr, flush=True
            )
    end = "\r" if sys.stderr.isatty() else ""
    note(f"{end}{what}用了 {time.monotonic() - started:.1f} 秒")
