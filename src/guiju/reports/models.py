"""What people write into a report while it is being made; a working table, not part of the record.

What was handed in is a file of the act 报送; nothing here is read by figures, proofs or the portal.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Prose(models.Model):
    """The text of one part of a report, as last saved; ``version`` counts the savings, so that none is overwritten unseen."""

    body = models.CharField("机构", max_length=32)
    year = models.PositiveSmallIntegerField("年度")
    level = models.CharField("层级", max_length=32)
    chapter = models.CharField("部分", max_length=200)
    text = models.TextField("文字", blank=True)
    author = models.CharField("撰写人", max_length=36)
    version = models.PositiveIntegerField("版次")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        """One text a part."""

        verbose_name = "报告文字"
        verbose_name_plural = "报告文字"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "year", "chapter"], name="prose_of_part")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.year} {self.chapter}"
