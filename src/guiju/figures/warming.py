"""A worker of the server keeps itself ready to count: engine begun, sums laid, what was recorded since made part of them."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from django.db import DatabaseError, close_old_connections, connections

from guiju.figures.definitions import shelf
from guiju.figures.engine import connect
from guiju.figures.errors import FigureError
from guiju.figures.kept import keeper_of
from guiju.figures.segments import manifest, root

EVERY: Final = 2.0  # seconds
FOLDED_FROM: Final = 50

log = logging.getLogger(__name__)


def keep_warm() -> threading.Thread:
    """Keep this process ready in a thread of its own, as long as it lives."""
    thread = threading.Thread(target=_keep_on, name="warming", daemon=True)
    thread.start()
    return thread


def _keep_on() -> None:
    connect(root()).close()
    while True:
        try:
            close_old_connections()
            keep_up()
        except (DatabaseError, FigureError, OSError):
            # pages count from the acts meanwhile
            log.warning("sums were not brought forward", exc_info=True)
            connections.close_all()
        time.sleep(EVERY)


def keep_up() -> None:
    """Bring the sums of this process forward: laid anew where there are none or too much is new, else what is new made part of them."""
    keeper, known, covered = keeper_of(root()), shelf(), manifest(root()).covered
    if not keeper.serves(known):
        keeper.lay(known, covered)
    elif keeper.is_behind():
        if covered > keeper.position:
            keeper.lay(known, covered)
    elif keeper.touched() >= FOLDED_FROM:
        keeper.fold()
