"""The search index: what can be found of each matter, as text; a projection, thrown away and made anew at will.

``Entry`` holds the text; how it is looked up (grams in FTS5 or GIN) differs by database and lives in ``guiju.search.index``. Nothing here is
read by figures, proofs or the portal.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """What a matter is found by; a later number means a later matter.

    Attributes:
        text: plain text of what everybody who may see the matter may read.
        marks: who may see it, which procedure it belongs to, and keyed digests of whole names and codes of natural persons.
    """

    matter = models.CharField(max_length=36, unique=True)
    text = models.TextField()
    marks = models.TextField()

    def __str__(self) -> str:
        return self.matter


class Progress(models.Model):
    """The one row that says how far the index is.

    Attributes:
        covered: last position whose act is in the index.
        shape: how texts were cut and which body lay under which, as JSON.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    covered = models.BigIntegerField()
    shape = models.TextField()

    class Meta:
        """There is one."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_progress")
        ]

    def __str__(self) -> str:
        return str(self.covered)
