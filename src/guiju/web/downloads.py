"""Files that are given out."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, content: bytes) -> HttpResponse:
    """An Excel workbook to be saved.

    Args:
        name: of the file, in Chinese.
        content: of the file.
    """
    answer = HttpResponse(content, content_type=WORKBOOK)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
