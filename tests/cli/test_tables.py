"""``guiju import`` and ``guiju export``, and what the background does for tables."""

from __future__ import annotations

import json

import pytest

from guiju.cli.main import main
from guiju.cli.tending import bring_forward, tend_once
from guiju.exchange.models import ImportJob
from guiju.exchange.services import Upload, Worker, bring_in, confirm_columns, proposal
from guiju.matters.models import Matter
from guiju.people.viewer import viewer_of
from tests.exchange.books import HEADER, activities, activity, book, cells_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(office, store, capsys):
    def call(*words: object, code: int = 0) -> tuple[str, str]:
        assert main([*map(str, words), "--db", str(store)]) == code
        said = capsys.readouterr()
        return said.out, said.err

    return call


@pytest.fixture
def bring(run, office, tmp_path):
    def call(content: bytes, *words: object, code: int = 0, who: str = "clerk"):
        path = tmp_path / "台账.xlsx"
        path.write_bytes(content)
        asked = ["--procedure", "law-activity", "--body", office.body.code, "--person", office.people[who].id]  # fmt: skip
        return run("import", path, *asked, *words, code=code)

    return call


def held() -> int:
    return Matter.objects.filter(procedure="law-activity").count()


def test_a_table_is_registered_and_the_same_command_again_does_nothing_more(bring):
    for _ in range(2):
        out, _ = bring(activities(3))
        assert "已登记 3" in out
        assert held() == 3


def test_columns_and_what_stands_for_blanks_are_said_on_the_line(bring):
    content = book([["活动", "题目", "类"], ["甲", "宪法", "讲座"]])
    words = ["--column", "主题=题目", "--column", "活动类型=类", "--default", "工作板块=普法规划", "--default", "宣传节点=日常", "--default", "场次=1"]  # fmt: skip
    _, err = bring(content, "--column", "活动编号或名称=活动", *words)
    assert "主题 ← 题目" in err
    assert held() == 1


def test_what_is_refused_comes_back_with_its_reasons_and_fails_the_command(bring, tmp_path):
    back = tmp_path / "退回.xlsx"
    content = book([HEADER, activity(1), activity(2, 活动类型="跳舞")])
    out, _ = bring(content, "--rejected", back, "--format", "json", code=1)
    told = json.loads(out)
    assert (told["registered"], told["rejected"]) == (1, 1)
    assert "跳舞" in told["reasons"][0]["sentence"]
    assert "跳舞" in cells_of(back.read_bytes())[2][len(HEADER)]


def test_a_dry_run_registers_nothing(bring):
    out, _ = bring(activities(2), "--dry-run")
    assert "可以登记 2" in out
    assert held() == 0
    bring(activities(2))
    assert held() == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--column", "主题"], "后面要有等号"),
        (["--column", "没有=主题"], "没有“没有”这一项"),
        (["--column", "主题=没有"], "表头里没有“没有”"),
        (["--default", "没有=1"], "没有“没有”这一项"),
        (["--sheet", "没有"], "没有名为“没有”的工作表"),
        (["--body", "没有"], "没有代码为“没有”的机构"),
        (["--person", "没有"], "没有编号为“没有”的人员"),
        (["--mode", "opening"], "期初登记要附"),
        (["--procedure", "没有"], "没有"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_registered(bring, words, said):
    _, err = bring(activities(1), *words, code=2)
    assert said in err
    assert held() == 0


def test_a_case_begun_before_is_brought_in_on_the_line_too(run, office, tmp_path):
    from tests.exchange.test_rows import DISPUTES, dispute

    path, proof = tmp_path / "旧案.xlsx", tmp_path / "清册.pdf"
    path.write_bytes(book([DISPUTES, dispute(1)]))
    proof.write_bytes(b"%PDF-1.4 list")
    people = ["--person", office.people["clerk"].id, "--by", office.people["head"].id]
    words = ["--procedure", "people-mediation", "--body", office.body.code, *people, "--mode", "opening"]  # fmt: skip
    run("import", path, *words, "--proof", proof, "--saying", "旧登记簿")
    assert Matter.objects.get(procedure="people-mediation").number == "旧调1号"


def test_a_list_goes_out_and_a_wrong_name_leaves_no_file(run, bring, office, tmp_path):
    bring(activities(2))
    path = tmp_path / "出.xlsx"
    asked = ["--procedure", "law-activity", "--body", office.county.code]
    out, _ = run("export", path, *asked, "--since", "2026-03-01", "--format", "json")
    assert json.loads(out)["rows"] == 2
    assert len(cells_of(path.read_bytes())) == 3
    path.unlink()
    run("export", path, "--procedure", "没有", "--body", office.county.code, code=2)
    run("export", path, "--procedure", "law-activity", "--body", "没有", code=2)
    assert list(tmp_path.glob("*出*")) == []


def test_the_background_does_what_waits_and_clears_what_is_old(office, time):
    viewer = viewer_of(office.people["clerk"], office.body, time.now().date())
    job, _ = bring_in(viewer, Upload("a.xlsx", activities(2), "law-activity"))
    confirm_columns(job, {key: one.column for key, one in proposal(job).matches.items()}, {})
    assert bring_forward(lambda: False)
    assert ImportJob.objects.get().state == "judged"
    assert not bring_forward(lambda: False)
    office.go_to("2026-05-01")
    tend_once(None)
    assert ImportJob.objects.get().notes == []


def test_whoever_ends_the_command_stops_the_job_and_goes_on_with_the_same_words(bring, monkeypatch):
    real = Worker.finish

    def ended(self, job, told):
        if ImportJob.objects.get().state == "importing":
            raise KeyboardInterrupt
        return real(self, job, told)

    with monkeypatch.context() as patched:
        patched.setattr(Worker, "finish", ended)
        _, err = bring(activities(2), code=130)
    assert "已经停下" in err
    assert (ImportJob.objects.get().state, held()) == ("stopped", 0)
    assert not bring_forward(lambda: False)
    bring(activities(2))
    assert held() == 2
