"""A worker ends with the server that began it, and by its word only, unless the server was killed and could not tell."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

EVERY = 1.0  # seconds


def end_with_the_server() -> None:
    """Leave the terminal to the parent process and watch it, in a worker of the server; elsewhere nothing is done.

    A worker that heard the interrupt of the terminal as well as the server's word would end out of turn, or not at all.
    """
    if multiprocessing.parent_process() is not None:
        os.setsid()
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(EVERY)
    os.kill(
        os.getpid(), signal.SIGKILL
    )  # every change is one transaction: nothing is left half done
