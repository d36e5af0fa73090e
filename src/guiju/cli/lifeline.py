"""A worker ends with the server that began it, and by its word only, unless the server was killed and could not tell."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from functools import partial
from typing import Final

EVERY: Final = 1.0
"""Seconds after which a worker looks up: a hundred times as long as it takes to serve once the entrance is loaded."""
WORD: Final = (signal.SIGINT, signal.SIGTERM)
NUDGE: Final = signal.SIGUSR1


def keep_the_word() -> None:
    """Let the word to end wait, in every worker forked from now on, until the worker serves.

    One that is only beginning would lose it: it hears as the server does, or has taken the signal over and asks nobody yet.
    """
    os.register_at_fork(
        before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, WORD),
        after_in_parent=_hear,
    )


def end_with_the_server() -> None:
    """Leave the terminal to the parent process and watch it, in a worker of the server; elsewhere nothing is done.

    A worker that heard the interrupt of the terminal as well as the server's word would end out of turn, or not at all.
    """
    if multiprocessing.parent_process() is not None:
        os.setsid()
        signal.signal(NUDGE, partial(_look_up, signal.getsignal(signal.SIGTERM)))
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _look_up(inherited: object, *_: object) -> None:
    """Hear the word, once the worker itself and no longer the server's copy in it would."""
    if signal.getsignal(signal.SIGTERM) is not inherited:
        _hear()


def _hear() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WORD)


def _watch(parent: int) -> None:
    main = threading.main_thread().ident or 0
    while os.getppid() == parent:
        time.sleep(EVERY)
        # again and again, since a signal that comes just before a thread begins to wait does not wake it
        signal.pthread_kill(main, NUDGE)
    # every change is one transaction: nothing is left half done
    os.kill(os.getpid(), signal.SIGKILL)
