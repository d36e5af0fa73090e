"""Working tables: papers that stand for many standing acts, and the columns people chose. None of them is part of the record.

A paper's lines say what is to be performed and what became of it; what was performed stands in the matters, under the paper's number.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SheetKind(models.TextChoices):
    """What a paper is for."""

    REMINDER = "reminder", "催办单"
    HANDOVER = "handover", "交接单"


class LineState(models.IntegerChoices):
    """What became of a line."""

    WAITING = 0, "待登记"
    DONE = 1, "已登记"
    REFUSED = 2, "没有登记"


class Sheet(models.Model):
    """A numbered paper: one standing act in each of its matters.

    ``about`` holds what is said once for all lines; ``once`` is the token of the form that asked for it.
    """

    kind = models.CharField(max_length=16, choices=SheetKind.choices)
    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    made_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    made_on = models.DateField()
    about = models.JSONField(default=dict)
    once = models.CharField(max_length=32, unique=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        """A body's papers of a kind are numbered without gap, each year anew."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "kind", "year", "value"], name="supervision_sheet_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.value}"

    @property
    def finished(self) -> bool:
        """Whether every line has been performed or refused."""
        return self.done >= self.total


class SheetLine(models.Model):
    """One matter of a paper.

    ``unit`` is the matter's body, ``acts`` what is owed in it, ``due`` the most urgent day; ``seq`` the act recorded, ``refusal`` why none was.
    """

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="lines", db_index=False)
    place = models.PositiveIntegerField()
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField(max_length=32)
    acts = models.CharField(max_length=400, blank=True)
    due = models.DateField(null=True)
    state = models.PositiveSmallIntegerField(choices=LineState.choices, default=LineState.WAITING)
    seq = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=400, blank=True)

    class Meta:
        """Lines are read in order, and by what became of them."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "place"], name="supervision_line_place")
        ]
        indexes: ClassVar = [
            models.Index(fields=["sheet", "state", "place"], name="supervision_line_state")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}#{self.place}"


class ChosenColumns(models.Model):
    """The columns a person wants to see of a body's units."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    body = models.ForeignKey("people.Body", models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)

    class Meta:
        """One choice a person and body."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "body"], name="supervision_columns_of_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.body_id}"
