"""A job's table and how it is read, held in memory while rows are judged and registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.exchange import files
from guiju.exchange.columns import targets_of
from guiju.exchange.errors import refuse
from guiju.exchange.headings import multiple_of
from guiju.exchange.resolving import Names
from guiju.exchange.rows import Reading
from guiju.exchange.tables import read_table
from guiju.matters import clock
from guiju.matters.requests import FileRef, Refused
from guiju.matters.rulebook import local_values, pin
from guiju.people.viewer import viewer_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guiju.exchange.models import ImportJob
    from guiju.exchange.tables import Row, Table
    from guiju.lawbook.effective import EffectiveRules
    from guiju.people.models import Body


def rules_for(procedure: str, body: Body, day: date) -> EffectiveRules:
    """The rules a matter of a body begun on a day would be bound to.

    Raises:
        ExchangeError: ``procedure.…`` where there are none.
    """
    try:
        pinned = pin(procedure, body.field, day, local_values(body.code, day))
    except Refused as refused:
        refuse(refused.refusal.code, refused.refusal.sentence)
    return pinned.effective


class Session:
    """One job in work.

    Attributes:
        job: its id.
        table: what was read from its file.
        reading: how its rows are read.
        size: how many rows are written together now.
    """

    def __init__(self, job: ImportJob, size: int) -> None:
        self.job = job.pk
        self.size = size
        self.table: Table = read_table(
            job.file_name, files.content_of(job.file_sha256), job.header, job.sheet
        )
        if (self.table.header_row, self.table.header) != (job.header_row, job.header):
            refuse("table.no_header", "表格的表头与核对时的不同，没有继续。请重新上传。")
        self.by_number: Mapping[int, Row] = {row.number: row for row in self.table.rows}
        self.reading = _reading(job, self.table)


def _reading(job: ImportJob, table: Table) -> Reading:
    today = clock.today()
    viewer = viewer_of(job.person, job.body, today)
    if viewer is None:
        refuse(
            "job.no_post",
            f"{job.person.name}今天在“{job.body.name}”没有任职，不能继续登记。请由在职人员重新上传。",
        )
    rules = rules_for(job.procedure, job.body, today)
    targets = {one.key: one for one in targets_of(rules, job.mode)}
    places = {key: place for key, place in job.mapping["columns"].items() if key in targets}
    return Reading(
        rules, job.mode, job.body_id, job.person_id, Names(viewer, today), targets, places,
        job.mapping["defaults"],
        {key: multiple_of(table.header[place]) for key, place in places.items()},
        job.by, job.explanation,
        FileRef(job.proof_name, job.proof_sha256) if job.proof_sha256 else None,
        table.first_1904,
    )  # fmt: skip
