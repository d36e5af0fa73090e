from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import time

import pytest

from guiju.cli.main import main
from guiju.lawbook.catalog import ROOT, load_catalog
from guiju.lawbook.effective import EffectiveRules
from tests.cli.running import environment, guiju

PENALTY = "enforcement/ordinary-penalty"
MEDIATION = "disputes/people-mediation"


@pytest.fixture
def catalog(tmp_path):
    """A copy of the shared files and one procedure of the catalog."""
    folder = tmp_path / "catalog"
    folder.mkdir()
    for name in ("statutes", "parameters", "roles", "calendar", "documents"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / MEDIATION, folder / MEDIATION)
    return folder


def mediation(catalog):
    return next((catalog / MEDIATION).glob("*.yaml"))


def answered(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def edited(path, old: str, new: str) -> int:
    """Edit a file; the line of the edit."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_list_has_one_row_a_procedure_with_counts_of_its_latest_version(capsys):
    code, out, err = answered(capsys, "law", "list", "--format", "json")
    rows = json.loads(out)
    catalog = load_catalog()
    assert code == 0
    assert not re.search(r"错|不能|没有", err), "only progress may be told"
    assert [row["id"] for row in rows] == sorted(catalog.versions)
    for row in rows:
        versions = catalog.versions[row["id"]]
        latest = versions[-1]
        assert row == {
            "id": latest.id,
            "system": list(latest.system),
            "name": latest.name,
            "kind": latest.kind,
            "chapter": latest.chapter,
            "acts": len(latest.acts),
            "rules": len(latest.rules),
            "cases": len(latest.cases),
            "versions": [str(one.version) for one in versions],
        }


def test_the_list_for_people_names_every_procedure(capsys):
    code, out, _ = answered(capsys, "law", "list")
    assert code == 0
    assert len(out.splitlines()) == len(load_catalog().versions)
    assert "ordinary-penalty\t行政处罚（普通程序）\t案件\tenforcement\tE3" in out


def test_the_list_counts_a_procedure_with_two_versions_once(catalog, capsys):
    first = mediation(catalog)
    later = first.with_name("2030-01-01.yaml")
    shutil.copy(first, later)
    _, out, _ = answered(capsys, "law", "list", "--catalog", catalog, "--format", "json")
    (row,) = json.loads(out)
    assert row["versions"] == [first.stem, "2030-01-01"]


@pytest.mark.parametrize(
    "words", [["law", "list"], ["law", "test", "people-mediation"], ["figures"]]
)
def test_reading_the_law_loads_no_django(words):
    program = (
        "import sys; from guiju.cli.main import main; code = main(sys.argv[1:]);"
        "assert code == 0; found = {name.partition('.')[0] for name in sys.modules};"
        "assert not found & {'django', 'duckdb', 'granian'}, found"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, env=environment(), check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_procedure_is_shown_with_the_article_of_each_rule(capsys):
    code, out, _ = answered(capsys, "law", "show", "ordinary-penalty")
    procedure = load_catalog().procedure("ordinary-penalty")
    assert code == 0
    assert out.startswith(f"{procedure.name}（ordinary-penalty，{procedure.version} 施行）")
    assert "行政处罚法" in out
    assert all(f"  {rule.index + 1}. " in out for rule in procedure.rules)


def test_a_procedure_is_shown_as_the_kernel_takes_it(capsys):
    code, out, _ = answered(capsys, "law", "show", "people-mediation", "--lowered")
    graph = json.loads(out)
    assert code == 0
    acts = {event["id"] for event in graph["events"]}
    assert set(load_catalog().procedure("people-mediation").acts) <= acts


def test_a_procedure_is_shown_to_programs_as_matters_are_bound_to_it(capsys):
    code, out, _ = answered(capsys, "law", "show", "people-mediation", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"digest", "rules"}
    rules = EffectiveRules.from_json(told["rules"], told["digest"])
    assert rules.procedure == "people-mediation"
    assert set(load_catalog().procedure("people-mediation").acts) <= set(rules.acts)


def test_the_version_shown_is_the_one_in_force_on_the_day_asked_for(catalog, capsys):
    shutil.copy(mediation(catalog), mediation(catalog).with_name("2030-01-01.yaml"))
    shown = ("law", "show", "people-mediation", "--catalog", catalog)
    assert "，2030-01-01 施行）" in answered(capsys, *shown)[1]
    assert "，2030-01-01 施行）" not in answered(capsys, *shown, "--version", "2029-12-31")[1]
    code, out, err = answered(capsys, *shown, "--version", "1999-01-01")
    assert (code, out) == (2, "")
    assert "1999-01-01 没有施行中的版本" in err


def test_a_mistyped_procedure_is_answered_with_the_nearest_one(capsys):
    code, _, err = answered(capsys, "law", "show", "ordinary-penalti")
    assert code == 2
    assert "没有程序“ordinary-penalti”" in err
    assert "ordinary-penalty" in err
    for word in ("check", "test"):
        code, _, err = answered(capsys, "law", word, "ordinary-penalti")
        assert code == 2
        assert "guiju law list" in err


def test_the_cases_of_a_procedure_pass_and_are_counted(capsys):
    code, out, _ = answered(capsys, "law", "test", "people-mediation", "--format", "json")
    procedure = load_catalog().procedure("people-mediation")
    assert code == 0
    assert json.loads(out) == [
        {
            "id": "people-mediation",
            "version": str(procedure.version),
            "passed": len(procedure.cases),
            "failed": 0,
            "problems": [],
        }
    ]


def test_a_case_that_asks_for_something_else_fails_with_place_and_message(catalog, capsys):
    path = mediation(catalog)
    procedure = load_catalog(catalog).procedure("people-mediation")
    step = next(
        one
        for case in procedure.cases
        for one in case.steps
        if one.due and None not in one.due.values()
    )
    day = next(iter(step.due.values()))
    line = path.read_text(encoding="utf-8").splitlines()[step.place.line - 1]
    wrong = line.replace(str(day), str(day + dt.timedelta(1)))
    assert wrong != line
    edited(path, line, wrong)
    code, out, _ = answered(capsys, "law", "test", "--catalog", catalog)
    assert code == 1
    assert "不通过 1" in out
    assert f"{path.name}:{step.place.line}" in out
    assert f"算得 {day}" in out


def test_a_whole_catalog_that_is_sound_is_checked_without_findings_of_weight(catalog, capsys):
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 0
    assert out.endswith("提示。\n")
    assert "共 0 处错误" in out


def test_findings_say_what_their_weight_means(catalog, capsys):
    edited(mediation(catalog), "cite: ", "cite: [甲法#1] #")
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog, "--format", "json")
    (finding,) = [one for one in json.loads(out) if one["weight"] == "error"]
    assert code == 1
    assert set(finding) == {"weight", "code", "file", "line", "sentence", "means"}
    assert "改正之前不要使用" in finding["means"]
    text = answered(capsys, "law", "check", "--catalog", catalog)[1]
    assert text.startswith("错误：")
    assert finding["sentence"] in text


def test_a_duplicate_key_is_named_with_file_and_line(catalog, capsys):
    line = edited(mediation(catalog), "kind: case\n", "kind: case\nkind: list\n") + 1
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 1
    assert f"{mediation(catalog).name}:{line}：" in out
    assert "yaml.duplicate_key" in out
    assert "kind" in out


def test_a_duplicate_key_in_a_shared_file_is_found_before_any_procedure_is_read(catalog, capsys):
    roles = catalog / "roles" / "general.yaml"
    roles.write_text(roles.read_text(encoding="utf-8") * 2, encoding="utf-8")
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 1
    assert "roles/general.yaml:" in out
    assert "yaml.duplicate_key" in out


def test_an_entry_in_two_shared_files_is_found_with_both_places(catalog, capsys):
    shutil.copy(catalog / "roles" / "general.yaml", catalog / "roles" / "other.yaml")
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 1
    assert "roles/other.yaml:" in out
    assert "roles/general.yaml:" in out
    assert "file.two_entries" in out


def test_a_rule_without_citation_is_refused(catalog, capsys):
    path = mediation(catalog)
    text = path.read_text(encoding="utf-8")
    rules = text.index("\nrules:")
    at = text.index("cite:", rules)
    end = text.index("basis", at)
    path.write_text(text[:at] + text[end:], encoding="utf-8")
    line = text[:at].count("\n") + 1
    code, out, _ = answered(capsys, "law", "check", "people-mediation", "--catalog", catalog)
    assert code == 1
    assert f"{path.name}:{line}：" in out
    assert "cite" in out


def test_a_missing_year_of_the_calendar_is_named_with_what_to_add(catalog, capsys):
    (catalog / "calendar" / "2024.yaml").unlink()
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 1
    assert "calendar.missing_year" in out
    assert "2024.yaml" in out
    assert answered(capsys, "law", "list", "--catalog", catalog)[0] == 2


def test_a_figure_defined_twice_is_found_between_files(catalog, capsys):
    other = catalog / "disputes" / "other-mediation" / mediation(catalog).name
    other.parent.mkdir()
    shutil.copy(mediation(catalog), other)
    papers = catalog / "documents"
    shutil.copy(papers / "people-mediation.yaml", papers / "other-mediation.yaml")
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 1
    assert "catalog.figure" in out
    assert answered(capsys, "law", "check", "other-mediation", "--catalog", catalog)[0] == 0


def test_an_unreadable_procedure_does_not_hide_the_findings_of_others(catalog, capsys):
    shutil.copytree(ROOT / PENALTY, catalog / PENALTY)
    edited(mediation(catalog), "kind: case", "kind: nothing")
    tested = json.loads(
        answered(capsys, "law", "test", "--catalog", catalog, "--format", "json")[1]
    )
    by_id = {one["id"]: one for one in tested}
    assert by_id["people-mediation"]["problems"]
    assert by_id["ordinary-penalty"]["passed"] > 0


def test_an_unreadable_procedure_is_the_only_thing_said_of_it(catalog, capsys):
    """What lies between files is judged only when all of them could be read."""
    for name in (PENALTY, "enforcement/lead-verification"):
        shutil.copytree(ROOT / name, catalog / name)
    text = next((catalog / PENALTY).glob("*-??.yaml"))
    edited(text, "kind: case", "kind: nothing")
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog, "--format", "json")
    wrong = [one for one in json.loads(out) if one["weight"] == "error"]
    assert code == 1
    assert {one["file"] for one in wrong} == {f"{PENALTY}/{text.name}"}


def test_a_folder_without_catalog_is_refused(tmp_path, capsys):
    code, _, err = answered(capsys, "law", "list", "--catalog", tmp_path)
    assert code == 2
    assert "law.no_catalog" in err


def test_the_command_says_on_the_error_output_what_takes_longer_than_a_second(monkeypatch, capsys):
    from guiju.cli import law

    def slow(root):
        time.sleep(1.2)
        return load_catalog(root)

    monkeypatch.setattr(law, "load_catalog", slow)
    _, out, err = answered(capsys, "law", "list", "--format", "json")
    assert json.loads(out)
    assert "正在读取目录" in err
    assert re.search(r"读取目录用了 \d+\.\d 秒", err)


def test_the_list_comes_out_on_a_host_without_utf8():
    done = guiju(
        "law", "list", more={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 0
    assert "行政处罚（普通程序）" in done.stdout


def papers(catalog):
    return catalog / "documents" / "people-mediation.yaml"


def test_an_act_whose_document_has_no_template_is_an_error(catalog, capsys):
    edited(papers(catalog), "终止调解告知书:", "终止调解告知单:")
    code, out, _ = answered(capsys, "law", "check", "people-mediation", "--catalog", catalog)
    assert code == 1
    assert "document.no_template" in out
    assert "“终止调解告知书”没有模板" in out


def test_a_template_that_no_act_names_is_an_error_of_the_whole_catalog(catalog, capsys):
    edited(papers(catalog), "卷宗目录:", "案卷目录:\n  body: [示例]\n卷宗目录:")
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 1
    assert "document.unused" in out


@pytest.mark.parametrize(
    ("was", "becomes", "wrong"),
    [
        ("“{终止原因}”", "", ""),
        ("{履行结果}", "{履行结构}", "document.unknown_field"),
        ("{达成协议.文号}", "{达成协议.字号}", "document.unknown_part"),
        ("{申请人.证件}", "{申请人.住处}", "document.unknown_part"),
        ("{when: 协议形式 ==", "{when: 协议方式 ==", "guard.unknown_name"),
        ("{lines: 2}", "{lines: 2, head: 又}", "document.item"),
        ("{lines: 2}", "{rows: 纠纷简况}", "document.rows"),
        ("{纠纷简况}|4", "{纠纷简况|4", "document.slot"),
    ],
)
def test_a_template_that_could_not_be_filled_is_an_error_at_its_line(
    catalog, capsys, was, becomes, wrong
):
    text = papers(catalog).read_text(encoding="utf-8")
    if wrong:
        assert was in text
        papers(catalog).write_text(text.replace(was, becomes), encoding="utf-8")
    code, out, _ = answered(capsys, "law", "check", "people-mediation", "--catalog", catalog)
    assert code == (1 if wrong else 0)
    assert wrong in out
    assert not wrong or "documents/people-mediation.yaml:" in out


def test_what_no_case_notices_is_listed_with_its_line_and_counted(catalog, capsys):
    path = mediation(catalog)
    text = path.read_text(encoding="utf-8")
    rules = text.index("\nrules:\n") + len("\nrules:\n")
    spare = "  - {do: 归档, follows: 登记受理, basis: 内部, why: 试。}\n"
    path.write_text(text[:rules] + spare + text[rules:], encoding="utf-8")
    code, out, _ = answered(
        capsys, "law", "test", "people-mediation", "--mutate", "--format", "json", "--catalog", catalog
    )  # fmt: skip
    (row,) = json.loads(out)
    line = text[:rules].count("\n") + 1
    assert code == 0
    assert row["mutants"] - row["noticed"] == len(row["survivors"])
    assert any(f":{line}：去掉这条规则" in one for one in row["survivors"])
    code, out, _ = answered(
        capsys, "law", "test", "people-mediation", "--mutate", "--catalog", catalog
    )
    assert f"改动 {row['mutants']} 处，察觉 {row['noticed']} 处，得分 {row['score']}%" in out


def test_where_a_case_fails_no_mutant_is_run(catalog, capsys):
    edited(mediation(catalog), "closed: true", "closed: false")
    code, out, _ = answered(
        capsys, "law", "test", "people-mediation", "--mutate", "--format", "json", "--catalog", catalog
    )  # fmt: skip
    (row,) = json.loads(out)
    assert code == 1
    assert "mutants" not in row


def expecting(catalog, *lines: str) -> None:
    (catalog / "expected").mkdir(exist_ok=True)
    (catalog / "expected" / "law.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_coverage_answers_for_each_rule_of_a_table_where_it_stands_and_why(
    catalog, capsys, tmp_path
):
    expecting(
        catalog,
        "A: {cite: 人民调解法#17, at: [people-mediation/登记受理]}",
        "B: {cite: 人民调解法#33, outside: 司法确认由法院决定}",
        "C: {cite: 人民调解法#20, missing: people-mediation}",
        "D: {cite: 行政处罚法#44, parameter: 陈述申辩期限}",
    )
    table = tmp_path / "rules.json"
    table.write_text(json.dumps([{"id": one} for one in "ABCDX"]), encoding="utf-8")
    words = ("law", "coverage", "--rules", table, "--catalog", catalog)
    code, out, _ = answered(capsys, *words, "--format", "json")
    rows = json.loads(out)["rules"]
    assert code == 0
    assert [(row["id"], row["status"], row["where"], row["why"]) for row in rows] == [
        ("A", "encoded", "people-mediation/登记受理", "人民调解法#17"),
        ("B", "outside", "", "司法确认由法院决定"),
        ("C", "missing", "people-mediation", "欠在 people-mediation"),
        ("D", "parameter", "parameter/陈述申辩期限", "行政处罚法#44"),
        ("X", "missing", "", "应有规则里没有这一条"),
    ]
    code, out, _ = answered(capsys, *words)
    assert (
        "共 5 条：已写入程序 1，已写成参数 1，不在程序之内 1，还没有写入 2；写入的占 40.0%。" in out
    )


def test_without_a_table_coverage_answers_for_the_catalogs_own(catalog, capsys):
    expecting(catalog, "A: {cite: 人民调解法#33, outside: 司法确认由法院决定}")
    _code, out, _ = answered(capsys, "law", "coverage", "--format", "json", "--catalog", catalog)
    assert [row["id"] for row in json.loads(out)["rules"]] == ["A"]


@pytest.mark.parametrize("content", ["", "{}", "[1]", '[{"name": "A"}]', '{"rules": 3}'])
def test_what_is_no_table_of_rules_is_refused(catalog, capsys, tmp_path, content):
    table = tmp_path / "rules.json"
    table.write_text(content, encoding="utf-8")
    code, _, err = answered(capsys, "law", "coverage", "--rules", table, "--catalog", catalog)
    assert code == 2
    assert "不是规则表" in err


def test_an_expectation_the_catalog_does_not_bear_out_is_found(catalog, capsys):
    expecting(catalog, "A: {cite: 人民调解法#17, days: 3wd, at: [people-mediation/登记受理]}")
    code, out, _ = answered(capsys, "law", "check", "--catalog", catalog)
    assert code == 1
    assert "expected/law.yaml:1：A：" in out
    assert "expected.period" in out
