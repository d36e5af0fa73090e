"""``guiju import`` and ``guiju export``: tables in and out, by the same jobs as the pages."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from guiju.cli.opening import opened
from guiju.cli.parsing import add_format, add_store, command, day, named
from guiju.cli.telling import DONE, FAILED, as_json, note, refuse, working

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from guiju.cli.parsing import Commands
    from guiju.exchange.models import ImportJob
    from guiju.matters.requests import FileRef
    from guiju.people.viewer import Viewer

MODES: Final = ("event", "opening")


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    bringing = command(
        commands,
        "import",
        "从 Excel 表格成批登记：先逐行判断，再分批登记；有行没有登记的退出码为 1\n\n"
        "中断后再运行同一条命令，从停下的地方继续；登记过的行不会重复。\n"
        "列按表头自动认；认得不对的，用 --column 要填的项=表头 指定，空白时填什么用 --default 要填的项=内容。",
        _import,
    )
    bringing.add_argument("file", type=named, metavar="FILE", help="表格（xlsx、xls、et）")
    bringing.add_argument(
        "--procedure", required=True, metavar="ID", help="程序标识，例如 law-activity"
    )
    bringing.add_argument("--body", required=True, metavar="CODE", help="机构代码")
    bringing.add_argument("--person", required=True, metavar="ID", help="登记人的人员编号")
    bringing.add_argument(
        "--mode", choices=MODES, default=MODES[0],
        help="event 按现在的规则登记（默认）；opening 期初登记，要写 --proof、--by、--saying",
    )  # fmt: skip
    bringing.add_argument("--proof", type=named, metavar="FILE", help="附在每一行上的证明材料")
    bringing.add_argument("--by", default="", metavar="ID", help="期初登记：签署的机关负责人")
    bringing.add_argument("--saying", default="", metavar="TEXT", help="期初登记：说明")
    bringing.add_argument("--sheet", default="", metavar="NAME", help="工作表名称；不写时自动选")
    bringing.add_argument(
        "--column", action="append", default=[], metavar="ITEM=HEADING", help="这一项取这一列"
    )
    bringing.add_argument(
        "--default", action="append", default=[], metavar="ITEM=TEXT", help="这一项空白时填"
    )
    bringing.add_argument("--dry-run", action="store_true", help="只判断，不登记")
    bringing.add_argument(
        "--rejected", type=named, metavar="FILE", help="把没有登记的行连同原因存成这个文件"
    )
    taking = command(commands, "export", "把一个程序的名录、台账或者办件存成 Excel 表格", _export)
    taking.add_argument("file", type=named, metavar="FILE", help="存成这个文件（xlsx）")
    taking.add_argument("--procedure", required=True, metavar="ID", help="程序标识")
    taking.add_argument("--body", required=True, metavar="CODE", help="机构代码，含其下级")
    taking.add_argument("--since", type=day, metavar="DAY", help="起始日不早于")
    taking.add_argument("--until", type=day, metavar="DAY", help="起始日不晚于")
    taking.add_argument("--as-of", type=day, metavar="DAY", help="名录：这一天有效的")
    for parser in (bringing, taking):
        add_store(parser)
        add_format(parser)


def _import(options: argparse.Namespace) -> int:
    content = options.file.read_bytes()
    with opened(options):
        from guiju.exchange.models import JobState
        from guiju.exchange.services import Worker, rejected_workbook, start

        viewer = _viewer(options.body, options.person)
        job = _job(options, viewer, content)
        with _stopped_if_interrupted(job):
            worker = Worker()
            if job.state == JobState.JUDGING:
                job = worker.finish(job.pk, _progress("判断"))
            if job.state == JobState.JUDGED and job.ready and not options.dry_run:
                job = start(job)
            if job.state == JobState.IMPORTING:
                job = worker.finish(job.pk, _progress("登记"))
        if options.rejected is not None and job.rejected:
            options.rejected.write_bytes(rejected_workbook(job))
        return _told(options, job)


@contextmanager
def _stopped_if_interrupted(job: ImportJob) -> Iterator[None]:
    """Stop the job where the one who began it ends the command: else the background would go on with it."""
    from guiju.exchange.services import ExchangeError, stop

    try:
        yield
    except KeyboardInterrupt:
        job.refresh_from_db()
        with suppress(ExchangeError):
            stop(job)
        note("已经停下，登记过的行是正式记录。再运行同一条命令，从停下的地方继续。")
        raise


def _job(options: argparse.Namespace, viewer: Viewer, content: bytes) -> ImportJob:
    """The job of the file, new or as it was left, with its columns confirmed."""
    from guiju.exchange.models import JobState
    from guiju.exchange.services import Upload, bring_in, confirm_columns, go_on

    upload = Upload(
        options.file.name, content, options.procedure, options.mode, options.sheet, _proof(options.proof),
        options.by, options.saying,
    )  # fmt: skip
    with working("读表"):
        job, _ = bring_in(viewer, upload)
    if job.state in {JobState.STOPPED, JobState.FAILED} and (job.registered or job.ready):
        return go_on(job)
    if job.state in {JobState.MAPPING, JobState.JUDGED, JobState.FAILED}:
        places, defaults = _columns(options, job)
        return confirm_columns(job, places, defaults)
    return job


def _columns(options: argparse.Namespace, job: ImportJob) -> tuple[dict[str, int], dict[str, str]]:
    from guiju.exchange.services import proposal

    found = proposal(job)
    keys = {one.label: one.key for one in found.targets}
    places = {key: match.column for key, match in found.matches.items()}
    for item, heading in _pairs(options.column):
        if item not in keys:
            refuse("import.item", f"没有“{item}”这一项。可以填：{'、'.join(keys)}。")
        if heading and heading not in job.header:
            refuse(
                "import.heading",
                f"表头里没有“{heading}”。有：{'、'.join(filter(None, job.header))}。",
            )
        places.pop(keys[item], None)
        if heading:
            place = job.header.index(heading)
            places = {key: one for key, one in places.items() if one != place}
            places[keys[item]] = place
    defaults = dict(found.defaults)
    for item, text in _pairs(options.default):
        if item not in keys:
            refuse("import.item", f"没有“{item}”这一项。可以填：{'、'.join(keys)}。")
        defaults[keys[item]] = text
    for one in found.targets:
        if one.key in places:
            note(f"{one.label} ← {job.header[places[one.key]]}")
    for line in job.notes:
        note(line)
    return places, defaults


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in texts]
    for item, sign, _ in pairs:
        if not sign or not item:
            refuse("import.pair", f"“{item}”后面要有等号，例如 场次=活动场次。")
    return [(item.strip(), rest.strip()) for item, _, rest in pairs]


def _proof(path: Path | None) -> FileRef | None:
    from guiju.matters.files import keep
    from guiju.matters.requests import Refused

    if path is None:
        return None
    try:
        return keep(path.name, path.read_bytes())
    except Refused as refused:
        refuse(refused.refusal.code, refused.refusal.sentence)


def _viewer(body: str, person: str) -> Viewer:
    from guiju.matters.clock import today
    from guiju.people.selectors import body_of, person_of
    from guiju.people.viewer import viewer_of

    found, who = body_of(body), person_of(person)
    if found is None:
        refuse("body.unknown", f"没有代码为“{body}”的机构。请核对 --body。")
    if who is None:
        refuse("person.unknown", f"没有编号为“{person}”的人员。请核对 --person。")
    viewer = viewer_of(who, found, today())
    if viewer is None:
        refuse(
            "job.no_post", f"{who.name}今天在“{found.name}”没有任职。请核对 --person 和 --body。"
        )
    return viewer


def _progress(what: str) -> Any:
    """A line that says how far a job has come, anew each time where somebody looks on."""
    last = [-1]

    def told(job: ImportJob) -> None:
        share = job.done * 20 // max(job.total, 1)
        if sys.stderr.isatty():
            print(f"\r{what} {job.done:,}/{job.total:,}", end="", file=sys.stderr, flush=True)
        elif share != last[0]:
            note(f"{what} {job.done:,}/{job.total:,}")
        last[0] = share

    return told


def _told(options: argparse.Namespace, job: ImportJob) -> int:
    from guiju.exchange.selectors import reasons_of

    reasons = reasons_of(job)
    if options.format == "json":
        as_json(
            {
                "job": job.pk, "state": job.state, "total": job.total, "ready": job.ready, "registered": job.registered,
                "known": job.known, "rejected": job.rejected, "failure": job.failure, "notes": job.notes,
                "reasons": [{"sentence": one.sentence, "rows": one.rows, "first": one.first} for one in reasons],
            }
        )  # fmt: skip
    else:
        print(
            f"共 {job.total} 行：已登记 {job.registered}，可以登记 {job.ready}，以前已登记 {job.known}，没有登记 {job.rejected}。"
        )
        for one in reasons:
            print(f"{one.rows} 行（第 {one.first} 行起）\t{one.sentence}")
        if job.failure:
            note(job.failure)
    return FAILED if job.rejected or job.failure else DONE


def _export(options: argparse.Namespace) -> int:
    with opened(options), working("导出"):
        from guiju.exchange.exporting import Listing
        from guiju.exchange.writing import write_workbook
        from guiju.matters.list_query import Between, ListQuery
        from guiju.matters.listed import OPENED
        from guiju.people.viewer import machine_viewer

        viewer = machine_viewer(options.body)
        if viewer is None:
            refuse("body.unknown", f"没有代码为“{options.body}”的机构。请核对 --body。")
        days = Between(OPENED, options.since, options.until)
        asked = ListQuery(
            options.procedure, (days,) if options.since or options.until else (), as_of=options.as_of,
            descending=False,
        )  # fmt: skip
        rows = [0]
        listing = Listing(viewer, asked)
        unfinished = options.file.with_name(f".{options.file.name}.part")
        try:
            write_workbook(unfinished, listing.sheets(lambda count: rows.__setitem__(0, count)))
            unfinished.replace(options.file)
        finally:
            unfinished.unlink(missing_ok=True)
    if options.format == "json":
        as_json({"file": str(options.file), "procedure": options.procedure, "rows": rows[0]})
    else:
        print(f"已存入“{options.file}”，共 {rows[0]} 行。")
    return DONE
