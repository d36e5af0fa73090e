"""The table of opinions asked for: a projection, compared by ``verify --deep``; part of ``guiju.matters.models``."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Awaited(models.Model):
    """An opinion asked for: the proposal and the role, and the person where it was passed on to one."""

    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, related_name="awaited", db_index=False
    )
    body = models.CharField(max_length=32)
    act = models.CharField(max_length=100)
    proposal = models.PositiveIntegerField()
    role = models.CharField(max_length=32)
    person = models.CharField(max_length=36, blank=True)
    proposer = models.CharField(max_length=100)
    since = models.DateField()

    class Meta:
        """One row a proposal and role; the queue of a role reads the oldest first, and counts from its index alone."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "proposal", "role"], name="awaited_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["body", "role", "since", "matter", "proposal", "person", "proposer"],
                name="awaited_of_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}#{self.proposal} {self.role}"
