"""Working tables of the staff door: never read by figures, proofs or the portal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SavedView(models.Model):
    """The conditions of a list that a person keeps under a name, for one body.

    ``procedure`` is empty for the list of all matters; ``query`` is the part of the address behind the question mark.
    """

    person = models.CharField(max_length=36)
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=64, blank=True)
    name = models.CharField("名称", max_length=30)
    query = models.TextField()
    chosen = models.BooleanField("打开时先用", default=False)

    class Meta:
        """A name is given once in a list."""

        verbose_name = "常用条件"
        verbose_name_plural = "常用条件"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "body", "procedure", "name"], name="saved_view_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Press(models.Model):
    """A button that has done its work, so that a second press of it does nothing; forgotten after two days.

    ``token`` is a digest of the form's token and the person; ``matter`` is where the press led.
    """

    token = models.CharField(max_length=32, primary_key=True)
    matter = models.CharField(max_length=36)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.token[:8]
