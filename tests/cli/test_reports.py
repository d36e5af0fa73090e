from __future__ import annotations

import json

import pytest

from guiju.cli.main import main
from guiju.lawbook.catalog import load_catalog
from tests.cli.running import asked, guiju


@pytest.fixture(scope="module")
def report(demo):
    return asked("report", "build", "--year", "2022", "--db", demo[0])


def test_a_report_gives_each_figure_with_its_rows(report):
    for figure in report["figures"]:
        assert set(figure) == {"id", "name", "unit", "value", "rows"}
    figures = {one["id"]: one for one in report["figures"]}
    study = figures["executive-meeting-study"]
    assert study["value"] == sum(row["contribution"] for row in study["rows"])
    assert study["value"] > 0
    assert study["unit"] == "次"


def test_the_report_is_that_of_the_top_body_unless_another_is_named(demo, report):
    assert report["body"] == demo[1]["county"]
    row = next(
        row for one in report["figures"] for row in one["rows"] if row["body"] != report["body"]
    )
    own = asked("report", "build", "--year", "2022", "--db", demo[0], "--body", row["body"])
    bodies = {one["body"] for figure in own["figures"] for one in figure["rows"]}
    assert own["body"] == row["body"]
    assert bodies == {row["body"]}


def test_a_report_can_be_kept_as_one_page(demo, tmp_path):
    page = tmp_path / "report.html"
    done = guiju("report", "build", "--year", "2022", "--db", demo[0], "--out", page)
    assert done.returncode == 0
    assert str(page) in done.stderr
    assert done.stdout.splitlines()[0] in page.read_text(encoding="utf-8")


def test_a_body_or_year_that_is_not_there_is_named(demo):
    done = guiju("report", "build", "--year", "2022", "--db", demo[0], "--body", "NOWHERE")
    assert done.returncode == 2
    assert "“NOWHERE”" in done.stderr
    for words in (["report", "build"], ["figures"]):
        done = guiju(*words, "--year", "2999", "--db", demo[0])
        assert done.returncode == 2
        assert "2999" in done.stderr
        assert "还没有开始" in done.stderr


def test_the_figures_of_a_year_agree_with_the_report(demo, report):
    counted = {one["id"]: one for one in asked("figures", "--year", "2022", "--db", demo[0])}
    for figure in report["figures"]:
        assert counted[figure["id"]]["value"] == figure["value"]
        assert counted[figure["id"]]["unit"] == figure["unit"]
    assert all("rows" not in one for one in counted.values())


def test_money_is_exact_text_in_yuan_and_adds_up(demo):
    told = asked("figures", "penalty-fines", "--year", "2022", "--db", demo[0])
    assert told["unit"] == "元"
    assert told["value"].partition(".")[2] == "00"
    assert sum(float(row["contribution"]) for row in told["rows"]) == float(told["value"]) > 0
    assert told["count"] == len(told["rows"])


def test_one_figure_for_people_lists_its_acts(demo):
    lines = guiju(
        "figures", "mediation-success-share", "--year", "2022", "--db", demo[0]
    ).stdout.splitlines()
    assert lines[0].startswith("调解成功率\t98.2%\t")
    assert len(lines) > 1


def test_a_share_is_rounded_for_people_alike_and_exact_for_programs(demo, report):
    share = next(one for one in report["figures"] if one["id"] == "mediation-success-share")
    assert share["value"] == "98.1763"
    for words in (["report", "build"], ["figures"]):
        lines = guiju(*words, "--year", "2022", "--db", demo[0]).stdout.splitlines()
        assert "调解成功率\t98.2%\tmediation-success-share" in lines


def test_the_list_of_figures_needs_no_store(capsys):
    assert main(["figures", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    known = {str(figure.id) for one in load_catalog() for figure in one.figures}
    assert {one["id"] for one in listed} == known
    assert set(listed[0]) == {"id", "name", "unit", "procedure", "how", "by"}
    assert main(["figures"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(known)


def test_one_definition_is_shown_and_a_mistyped_one_refused(capsys):
    assert main(["figures", "penalty-fines", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["unit"] == "元"
    assert main(["figures", "penalty-finez"]) == 2
    assert "figure.unknown" in capsys.readouterr().err


def test_a_mistyped_figure_of_a_year_is_refused(demo):
    done = guiju("figures", "penalty-finez", "--year", "2022", "--db", demo[0])
    assert done.returncode == 2
    assert "figure.unknown" in done.stderr


def test_a_store_without_body_has_nothing_to_report(tmp_path):
    guiju("init", "--db", tmp_path / "new")
    done = guiju("report", "build", "--year", "2022", "--db", tmp_path / "new")
    assert done.returncode == 2
    assert "body.none" in done.stderr


@pytest.mark.django_db
def test_of_several_bodies_at_the_top_one_must_be_named(office, store, capsys):
    from guiju.people.models import BodyKind
    from guiju.people.services import establish_body

    establish_body("QT", "邻县人民政府", kind=BodyKind.GOVERNMENT, since=office.county.since)
    words = ["figures", "lead-registered", "--year", "2026", "--db", str(store)]
    assert main(words) == 2
    err = capsys.readouterr().err
    assert "body.several" in err
    assert "QT、SLX" in err
