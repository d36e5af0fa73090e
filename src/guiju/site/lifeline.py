"""A worker ends with the server that began it, even where the server was killed and could not tell."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

EVERY = 1.0  # seconds


def end_with_the_server() -> None:
    """Watch the parent process, in a worker of the server; elsewhere nothing is watched."""
    if multiprocessing.parent_process() is not None:
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(EVERY)
    os.kill(
        os.getpid(), signal.SIGKILL
    )  # every change is one transaction: nothing is left half done
