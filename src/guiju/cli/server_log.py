"""What the server of the pages has to say, for the people at the console."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

from guiju.cli.telling import note

SENTENCES: Final = (
    (r"Unexpected exit from worker-(\d+)", "网页进程 {0} 意外中断。"),
    (r"Worker crash loop detected, exiting", "网页进程反复中断。"),
    (
        r"Killing (?:old )?worker-(\d+) after .+",
        "网页进程 {0} 没有按时停下，已强行结束；已办成的不受影响。",
    ),
    (r"Configured number of workers .+", "进程数多于处理器核数，不会更快。"),
)


class Spoken(logging.Handler):
    """Says on the error output what the server reports, in Chinese; a report without a sentence here is quoted."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say one report."""
        note(spoken(record.getMessage()))
        if record.exc_info:
            note(logging.Formatter().formatException(record.exc_info))


def spoken(message: str) -> str:
    """The Chinese sentence for a report of the server.

    Args:
        message: what the server wrote.
    """
    for pattern, sentence in SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*found.groups())
    return f"网页服务出错：{message}"


LOGGING: Final[dict[str, Any]] = {
    "handlers": {"console": {"()": Spoken}, "access": {"class": "logging.NullHandler"}}
}
