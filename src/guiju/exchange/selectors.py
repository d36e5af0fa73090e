"""Reading jobs; every reader is a viewer of the body whose jobs they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.exchange.models import ExportJob, ImportJob, ImportRow, RowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.people.viewer import Viewer

SHOWN_ROWS = 50


class Reason(NamedTuple):
    """Why some rows were rejected.

    Attributes:
        sentence: the reason, as the first of them got it.
        rows: how many.
        first: the first row.
    """

    sentence: str
    rows: int
    first: int


def jobs_of(viewer: Viewer, before: int | None = None, limit: int = SHOWN_ROWS) -> list[ImportJob]:
    """The imports of the viewer's body, newest first.

    Args:
        viewer: whoever reads.
        before: only those older than this one.
        limit: how many.
    """
    jobs = ImportJob.objects.filter(body=viewer.body).select_related("person")
    jobs = jobs.defer("mapping", "header", "sample", "notes", "reasons")
    if before is not None:
        jobs = jobs.filter(id__lt=before)
    return list(jobs.order_by("-id")[:limit])


def job_of(viewer: Viewer, identifier: int) -> ImportJob | None:
    """An import of the viewer's body; None where there is none of that id."""
    found = ImportJob.objects.filter(body=viewer.body, pk=identifier)
    return found.select_related("body", "person").first()


def exports_of(viewer: Viewer, limit: int = SHOWN_ROWS) -> list[ExportJob]:
    """The viewer's own exports, newest first."""
    found = ExportJob.objects.filter(body=viewer.body, person=viewer.person)
    return list(found.order_by("-id")[:limit])


def export_of(viewer: Viewer, identifier: int) -> ExportJob | None:
    """An export of the viewer's own; what somebody with other rights may see is not handed on."""
    found = ExportJob.objects.filter(body=viewer.body, person=viewer.person, pk=identifier)
    return found.first()


def reasons_of(job: ImportJob) -> list[Reason]:
    """Why rows of a job were rejected, alike ones together, the commonest first."""
    return [Reason(sentence, count, first) for _, count, first, sentence in job.reasons]


def first_rows(job: ImportJob, state: RowState, limit: int = SHOWN_ROWS) -> Sequence[ImportRow]:
    """The first rows of a job in a state."""
    return list(ImportRow.objects.filter(job=job, state=state).order_by("row")[:limit])


def same_file(viewer: Viewer, procedure: str, mode: str, sha256: str) -> ImportJob | None:
    """The last job of the body that brought the same file in for the same procedure."""
    found = ImportJob.objects.filter(
        body=viewer.body, procedure=procedure, mode=mode, file_sha256=sha256
    )
    return found.select_related("person").order_by("-id").first()
