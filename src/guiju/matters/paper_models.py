"""What the store derives about paper: numbers given out, how far their series have come, papers not come back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AllottedNumber(models.Model):
    """A number given out in its series; a voided one is kept with the reason."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    text = models.CharField(max_length=64)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    voided = models.CharField(max_length=200, blank=True)

    class Meta:
        """A series has each number once; the few that were left out or voided are listed by year."""

        indexes: ClassVar = [
            models.Index(
                fields=["body", "year", "series", "value"],
                name="number_irregular",
                condition=~models.Q(voided=""),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "series", "year", "value"], name="allotted_number"
            )
        ]

    def __str__(self) -> str:
        return self.text


class AwaitedScan(models.Model):
    """An issued document whose signed paper has not come back as a scan; the row goes when the scan comes."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    body = models.CharField(max_length=32)
    document = models.CharField(max_length=100)
    done_on = models.DateField()

    class Meta:
        """One document an act; read by body and document, in the order of days."""

        indexes: ClassVar = [
            models.Index(
                fields=["body", "document", "done_on", "matter", "seq"],
                name="scan_awaited_of_body",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "seq"], name="scan_awaited_of_act")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}#{self.seq} {self.document}"


class NumberSeries(models.Model):
    """The last number given out in a series."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        """One row a series."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "series", "year"], name="number_series")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"
