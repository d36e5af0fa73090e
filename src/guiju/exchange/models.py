"""Working tables of import and export; no part of the record, and read by no figure.

What an import writes into the record are acts, each judged and recorded like any other; these tables say how far a job has come and which row
became which matter, so that a job that was killed goes on where it stood and no row is registered twice.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class JobState(models.TextChoices):
    """Where an import stands."""

    MAPPING = "mapping", "待核对列"
    JUDGING = "judging", "正在判断"
    JUDGED = "judged", "待登记"
    IMPORTING = "importing", "正在登记"
    DONE = "done", "已完成"
    STOPPED = "stopped", "已停止"
    FAILED = "failed", "没有办成"


class RowState(models.TextChoices):
    """What became of a row."""

    READY = "ready", "可登记"
    REJECTED = "rejected", "不能登记"
    REGISTERED = "registered", "已登记"
    KNOWN = "known", "以前已登记"


class ImportJob(models.Model):
    """A table on its way into the record."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=64)
    mode = models.CharField(max_length=8)
    by = models.CharField(max_length=36, blank=True)
    explanation = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    proof_name = models.CharField(max_length=255, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    sheet = models.CharField(max_length=100)
    header_row = models.PositiveIntegerField()
    header = models.JSONField()
    sample = models.JSONField()
    mapping = models.JSONField()
    notes = models.JSONField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=JobState.choices)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    after = models.PositiveIntegerField(default=0)
    ready = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    registered = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    created = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    worker = models.CharField(max_length=48, blank=True)
    held_until = models.FloatField(default=0)

    class Meta:
        """Lists of a body's jobs, newest first; the jobs that wait for the background."""

        verbose_name = "表格导入"
        verbose_name_plural = "表格导入"
        indexes: ClassVar = [
            models.Index(fields=["body", "-id"], name="import_of_body"),
            models.Index(fields=["body", "procedure", "file_sha256"], name="import_of_file"),
            models.Index(fields=["state", "id"], name="import_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class ImportRow(models.Model):
    """One row of an import, and what became of it.

    Attributes:
        digest: keyed, of what the row says; two rows alike in one table are told apart by their count.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState.choices)
    digest = models.CharField(max_length=32, blank=True)
    code = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    matter = models.CharField(max_length=36, blank=True)

    class Meta:
        """A row once a job; what a row says is registered once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "row"], name="import_row_of_job"),
            models.UniqueConstraint(
                fields=["digest"],
                name="import_registered_once",
                condition=models.Q(state="registered"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["job", "state", "row"], name="import_row_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.row} {self.state}"


class RememberedColumns(models.Model):
    """Which heading a body took for which field, as confirmed the last time."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=64)
    mode = models.CharField(max_length=8)
    columns = models.JSONField()
    defaults = models.JSONField()

    class Meta:
        """One memory a body, procedure and mode."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "procedure", "mode"], name="remembered_columns_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.procedure}"


class ExportJob(models.Model):
    """A list or ledger on its way into a workbook."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=64)
    filters = models.JSONField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=JobState.choices)
    created = models.DateTimeField()
    failure = models.CharField(max_length=500, blank=True)
    worker = models.CharField(max_length=48, blank=True)
    held_until = models.FloatField(default=0)

    class Meta:
        """A body's exports, newest first."""

        verbose_name = "表格导出"
        verbose_name_plural = "表格导出"
        indexes: ClassVar = [
            models.Index(fields=["body", "-id"], name="export_of_body"),
            models.Index(fields=["state", "id"], name="export_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.state}"
