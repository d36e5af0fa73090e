"""The copy on disk: whole or not there, one writer, no private value, columns that may come later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from guiju.figures import compaction, definitions, segments, services, source
from guiju.figures.columns import Column, Columns, columns_of
from guiju.figures.definitions import Shelf, shelf, shelf_of
from guiju.figures.engine import connect
from guiju.figures.errors import SegmentError
from guiju.figures.segments import STANDING_FOLDER, alone, manifest, root, segments_in
from guiju.figures.services import rebuild, refresh
from guiju.matters.models import Seal
from guiju.matters.sealing import seal
from tests.figures.office import figure, value

SECRET = "13800001111"


def files():
    return sorted(path.relative_to(root()).as_posix() for path in root().glob("*/*"))


def everything_written(folder):
    """The rows of every segment, and every byte besides."""
    rows = [
        str(duckdb.sql(f"SELECT * FROM '{path}'").fetchall()) for path in folder.glob("*/*.parquet")
    ]
    return "".join(rows) + "".join(
        str(path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    )


def test_a_segment_is_named_by_its_positions_and_the_standing_one_covers_the_batch(office):
    office.report()
    office.enlist("一级")
    seal()
    assert refresh().covered == 2
    span = "000000000001-000000000002.parquet"
    assert files() == [f"{STANDING_FOLDER}/{span}", f"helper-list/{span}", f"lamp-repair/{span}"]


def test_acts_without_a_position_are_in_no_segment(office):
    office.report()
    assert refresh().added == 0
    assert files() == []
    assert value("lamp-reported") == 1


def test_a_second_refresh_adds_only_what_is_new(office):
    office.report()
    seal()
    refresh()
    before = {path: path.read_bytes() for path in root().glob("*/*.parquet")}
    office.report()
    seal()
    assert refresh().added == 1
    assert refresh().added == 0
    assert all(path.read_bytes() == content for path, content in before.items())
    assert value("lamp-reported") == 2


def test_a_batch_is_a_segment(office):
    for _ in range(5):
        office.report()
    seal()
    refresh(batch=2)
    assert [(one.first, one.last) for one in manifest(root()).of("lamp-repair")] == [
        (1, 2),
        (3, 4),
        (5, 5),
    ]
    assert value("lamp-reported") == 5


def test_a_private_field_is_in_no_segment(office):
    repaired = office.report(联系电话=SECRET)
    office.act(
        "维修",
        {"费用": 1, "用料": [{"名称": "灯泡一只", "经手人电话": SECRET}]},
        matter=repaired.matter,
    )
    office.correct(repaired, 地点="改正后的地点")
    seal()
    refresh()
    written = everything_written(root())
    assert SECRET not in written
    assert "灯泡一只" in written
    assert "改正后的地点" in written
    assert "联系电话" not in written


def test_a_natural_person_is_in_no_segment_by_name_or_number(office):
    office.report(报修人={"name": "王小明", "kind": "自然人", "document": "护照E12345678"})
    office.report(报修人={"name": "某公司", "kind": "法人", "document": "境外执照7788"})
    seal()
    refresh()
    written = everything_written(root())
    assert "王小明" not in written
    assert "E12345678" not in written
    assert "某公司" in written


def test_a_field_private_in_any_version_has_no_column(catalog):
    (version,) = catalog.versions["lamp-repair"]
    later = replace(
        version,
        version=date(2027, 1, 1),
        data={**version.data, "备注": replace(version.data["备注"], private=True)},
    )
    assert "备注" in columns_of([version]).by_field
    assert "备注" not in columns_of([later, version]).by_field


@pytest.mark.killing
@pytest.mark.parametrize(
    "moment", ["segments._sync", "segments.publish", "services.write_standing"]
)
def test_a_refresh_killed_half_way_leaves_no_segment(office, catalog, moment):
    office.report()
    office.enlist("一级")
    seal()
    acts = [list(act) for act in source.sealed_acts(0, 2)]
    script = KILLED.format(moment=moment, acts=acts, catalog=str(catalog.root))
    environment = {**os.environ, "GUIJU_STORE": str(root().parent)}
    ended = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert list(root().glob("*/*"))
    assert manifest(root()).covered == 0
    assert [value("lamp-reported"), value("helpers")] == [1, 1]
    assert refresh().covered == 2
    assert [name for name in files() if name.endswith(segments.PASSING)] == []
    assert [value("lamp-reported"), value("helpers")] == [1, 1]


KILLED = """
import os, signal
from pathlib import Path
import django
django.setup()
from guiju.figures import definitions, segments, services
from guiju.figures.rows import Placed
from guiju.lawbook.catalog import load_catalog
{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
known = definitions.shelf_of(load_catalog(Path("{catalog}")))
with segments.alone(segments.root()):
    services.write_batch(segments.root(), known, (1, 2), [Placed(*act) for act in {acts}])
"""


def test_a_batch_that_was_never_finished_is_not_read_and_not_counted_twice(office):
    office.report()
    seal()
    refresh()
    (root() / STANDING_FOLDER / "000000000001-000000000001.parquet").unlink()
    assert manifest(root()).covered == 0
    assert value("lamp-reported") == 1
    refresh()
    assert value("lamp-reported") == 1


def test_a_segment_beyond_the_last_whole_batch_is_not_read_and_is_cleared_away(office):
    office.report()
    seal()
    refresh()
    office.report()
    seal()
    refresh()
    left = f"{2:012d}-{2:012d}.parquet"
    (root() / STANDING_FOLDER / left).unlink()
    assert value("lamp-reported") == 2
    assert len(manifest(root()).of("lamp-repair")) == 1
    (root() / "lamp-repair" / left).rename(root() / "lamp-repair" / f"{2:012d}-{3:012d}.parquet")
    office.enlist("一级")
    seal()
    refresh()
    assert files().count("lamp-repair/000000000002-000000000003.parquet") == 1
    assert value("lamp-reported") == 2


def test_one_process_refreshes_at_a_time(office):
    office.report()
    seal()
    with alone(root()) as got:
        assert got
        refused = refresh()
        assert refused.busy
        assert refused.added == 0
        assert rebuild().busy
    assert refresh().added == 1


def test_a_position_without_an_act_stops_the_copy_and_not_the_figures(office):
    office.report()
    office.report()
    seal()
    Seal.objects.filter(position=1).delete()
    with pytest.raises(SegmentError) as stopped:
        refresh()
    assert stopped.value.code == "segment.gap"
    assert "核验" in stopped.value.sentence
    assert manifest(root()).covered == 0
    assert value("lamp-reported") == 1


def test_a_column_that_came_later_is_unset_in_older_segments(office, monkeypatch):
    real = shelf()
    known = dict(real.columns("lamp-repair").by_field)
    later = known.pop("类别")
    monkeypatch.setattr(services, "shelf", lambda: with_columns(real, known))
    office.report(kind="线路")
    seal()
    refresh()
    monkeypatch.setattr(services, "shelf", lambda: with_columns(real, {**known, "类别": later}))
    office.report(kind="线路")
    seal()
    refresh()
    assert figure("lamp-reported").by("类别") == {None: 1, "线路": 1}


def test_a_column_whose_type_changed_reads_what_fits_the_new_type(office, monkeypatch):
    real = shelf()
    known = dict(real.columns("lamp-repair").by_field)
    monkeypatch.setattr(
        services, "shelf", lambda: with_columns(real, {**known, "费用": Column("费用", "text")})
    )
    matter = office.report().matter
    office.act("维修", {"费用": 70}, matter=matter)
    seal()
    refresh()
    monkeypatch.setattr(services, "shelf", lambda: real)
    office.act("维修", {"费用": 5}, matter=matter)
    seal()
    refresh()
    assert value("lamp-cost") == 75


def with_columns(real, by_field):
    return Shelf(
        real.figures, {**real.by_procedure, "lamp-repair": Columns("lamp-repair", by_field)}
    )


def test_small_segments_are_merged_and_the_figures_stay(office):
    reported = [office.report() for _ in range(compaction.RUN)]
    office.act("维修", {"费用": 1}, matter=reported[0].matter)
    office.retract(reported_again := office.act("维修", {"费用": 2}, matter=reported[0].matter))
    seal()
    assert refresh(batch=1).merges == 2
    held = manifest(root())
    assert len(held.of("lamp-repair")) == 1
    assert len(held.of(STANDING_FOLDER)) == 1
    assert held.covered == compaction.RUN + 3
    assert (value("lamp-reported"), value("lamp-cost")) == (compaction.RUN, 1)
    assert value("lamp-cost", as_of=held.covered - 1) == 1 + 2
    assert reported_again.seq == 3


def test_merged_segments_stay_for_an_hour_and_then_go(office):
    for _ in range(compaction.RUN):
        office.report()
    seal()
    refresh(batch=1)
    merged = manifest(root()).of("lamp-repair")[0]
    written = merged.path.stat().st_mtime
    assert compaction.sweep(root(), written + compaction.GRACE_SECONDS - 1) == 0
    assert len(segments_in(root() / "lamp-repair")) == compaction.RUN + 1
    assert compaction.sweep(root(), written + compaction.GRACE_SECONDS + 1) == 2 * compaction.RUN
    assert segments_in(root() / "lamp-repair") == [merged]
    assert value("lamp-reported") == compaction.RUN


def test_a_large_segment_is_not_rewritten_with_small_ones(office):
    for _ in range(compaction.RUN):
        office.report()
    seal()
    refresh(batch=1)
    small = [one for one in segments_in(root() / "lamp-repair") if one.first == one.last]
    assert compaction.due(small) == small
    small[0].path.write_bytes(b"\0" * compaction.TIERS[0])
    assert compaction.due(small) == []


def test_a_copy_newer_than_the_database_is_not_read(office):
    office.report()
    office.report()
    seal()
    refresh()
    Seal.objects.filter(position=2).delete()
    assert value("lamp-reported") == 1
    assert value("lamp-reported", as_of=1) == 1
    assert refresh().covered == 1
    assert manifest(root()).covered == 1


def test_a_rebuilt_copy_gives_the_same_figures(office):
    matter = office.report().matter
    office.correct(office.act("维修", {"费用": 100}, matter=matter), 费用=300)
    seal()
    refresh(batch=1)
    before = figure("lamp-cost").rows()
    assert rebuild().covered == 3
    assert len(manifest(root()).of(STANDING_FOLDER)) == 1
    assert figure("lamp-cost").rows() == before
    assert [row.contribution for row in before] == [300]


@pytest.mark.usefixtures("from_the_acts")
def test_a_segment_written_anew_under_its_name_is_read_anew(office, monkeypatch):
    real = shelf()
    known = dict(real.columns("lamp-repair").by_field)
    del known["类别"]
    office.report(kind="线路")
    seal()
    refresh()
    before = files()
    assert figure("lamp-reported").by("类别") == {"线路": 1}
    monkeypatch.setattr(services, "shelf", lambda: with_columns(real, known))
    rebuild()
    assert files() == before
    assert figure("lamp-reported").by("类别") == {None: 1}


def test_every_connection_remembers_what_segments_say_of_themselves(store):
    asked = "SELECT current_setting('parquet_metadata_cache')"
    with connect(root()) as first, connect(root()) as second:
        assert first.execute(asked).fetchone() == second.execute(asked).fetchone() == (True,)


def test_the_engine_reads_nothing_but_segments(store):
    outside = store / "outside.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    with connect(root()) as connection:
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"SELECT * FROM read_csv('{outside}')")
        with pytest.raises(duckdb.Error):
            connection.execute("INSTALL httpfs")
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("SET enable_external_access = true")


def test_names_that_differ_only_in_capitals_are_two_columns():
    small, large = Column("abc", "text"), Column("aBc", "text")
    assert small.name.lower() != large.name.lower()


def test_of_two_versions_the_later_defines_a_figure(catalog):
    (version,) = catalog.versions["lamp-repair"]
    renamed = tuple(replace(one, name=f"新{one.name}") for one in version.figures)
    later = replace(version, version=date(2027, 1, 1), figures=renamed)
    assert shelf_of([later, version]).figure("lamp-cost").name == "新维修费用"
    assert definitions.shelf_of([version]).figure("lamp-cost").name == "维修费用"
