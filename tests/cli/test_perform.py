from __future__ import annotations

import io
import json
import sys

import pytest

from guiju.cli.main import main
from guiju.people.administrators import ADMINISTRATORS
from guiju.people.services import appoint, register_person
from tests.cli.performing import acts_stored, meeting, opening
from tests.office import filing_data, mediation_data

pytestmark = pytest.mark.django_db


def test_an_accepted_act_is_answered_with_its_place(office, perform):
    code, (told,) = perform(opening(office))
    assert code == 0
    assert set(told) == {"line", "accepted", "matter", "seq", "number", "conflicts", "refusal"}
    assert (told["line"], told["accepted"], told["seq"], told["refusal"]) == (1, True, 1, None)
    assert told["matter"]
    assert acts_stored() == 1


def test_the_same_work_is_done_as_by_the_one_way_in(office, perform):
    from guiju.matters.models import Matter

    direct = office.mediation("调0")
    _, (told,) = perform(opening(office))
    rows = [Matter.objects.get(id=one) for one in (direct.matter, told["matter"])]
    assert rows[0].procedure == rows[1].procedure
    assert rows[0].body_id == rows[1].body_id
    assert rows[0].opened == rows[1].opened


def test_a_line_may_refer_to_the_matter_of_an_earlier_one(office, perform):
    from guiju.matters.models import Act

    code, told = perform(opening(office), "", opening(office, "调2"), meeting(office, {"line": 3}))
    assert code == 0, told
    assert [one["line"] for one in told] == [1, 3, 4]
    assert told[2]["matter"] == told[1]["matter"] != told[0]["matter"]
    assert told[2]["seq"] == 2
    assert Act.objects.filter(matter_id=told[1]["matter"]).count() == 2


def test_the_refusal_carries_all_that_helps(office, perform):
    code, told = perform(opening(office), {**meeting(office), "act": "督促履行", "data": {}})
    refusal = told[1]["refusal"]
    assert code == 1
    assert told[1]["accepted"] is False
    assert told[1]["seq"] == 0
    assert set(refusal) == {"code", "sentence", "cite", "passes_on", "helps", "problems"}
    assert refusal["code"] == "kernel.excluded"
    assert "人民调解法" in refusal["cite"]
    assert refusal["helps"] == ["达成协议"]
    assert acts_stored() == 1


def test_an_unknown_act_is_answered_with_those_there_are(office, perform):
    _, told = perform(opening(office), {**meeting(office), "act": "拘留"})
    assert told[1]["refusal"]["code"] == "act.unknown"
    assert "登记受理" in told[1]["refusal"]["sentence"]


def test_an_unknown_procedure_person_and_body_are_each_named(office, perform):
    _, told = perform(
        opening(office, procedure="people-mediaton"),
        opening(office, recorded_by="nobody"),
        opening(office, body="NOWHERE"),
    )
    assert [one["accepted"] for one in told] == [False] * 3
    assert "people-mediation" in told[0]["refusal"]["sentence"]
    assert len({one["refusal"]["code"] for one in told}) == 3
    assert acts_stored() == 0


def test_a_wrong_value_is_a_problem_of_its_field(office, perform):
    data = {**mediation_data(), "可能引发案件": "也许", "纠纷类型": "没有这种"}
    _, (told,) = perform(opening(office, data=data))
    assert told["refusal"]["code"] == "data.invalid"
    assert set(told["refusal"]["problems"]) == {"可能引发案件", "纠纷类型"}


@pytest.mark.parametrize(
    "value", [1.5, -1, 10**30, [1], {"x": 1}, True, "a\x00b", "a\nb"], ids=repr
)
def test_no_value_of_a_field_gets_past_its_type(office, perform, value):
    data = {**mediation_data(), "登记簿号": value}
    _, (told,) = perform(opening(office, data=data))
    assert told["refusal"]["code"] == "data.invalid"
    assert set(told["refusal"]["problems"]) == {"登记簿号"}
    assert acts_stored() == 0


def test_an_over_long_text_is_refused_with_its_field(office, perform):
    data = {**mediation_data(), "登记簿号": "长" * 100_000}
    _, (told,) = perform(opening(office, data=data))
    assert set(told["refusal"]["problems"]) == {"登记簿号"}
    assert acts_stored() == 0


def test_a_day_before_the_matter_and_one_in_the_future_are_refused(office, perform):
    office.go_to("2026-03-10")
    first = opening(office, done_on="2026-03-09")
    _, told = perform(
        first,
        {**meeting(office), "done_on": "2026-03-06"},
        opening(office, "调9", done_on="2026-03-11"),
    )
    assert told[0]["accepted"], told
    assert told[1]["refusal"]["code"] == "act.before_matter"
    assert "2026年3月9日" in told[1]["refusal"]["sentence"]
    assert told[2]["refusal"]["code"] == "act.in_future"


def test_a_line_that_cannot_be_read_costs_nothing_of_the_rest(office, perform):
    good = json.dumps(opening(office))
    also = json.dumps(opening(office, "调2"))
    code, told = perform(
        raw="\n".join([good, "{broken", '{"recorded_by": "p", "akt": "x"}', "[]", also]).encode()
        + b"\n\xff\xfe\n"
    )
    assert code == 1
    assert [one["line"] for one in told] == [1, 2, 3, 4, 5, 6]
    assert [one["accepted"] for one in told] == [True, False, False, False, True, False]
    for one in (told[1], told[2], told[3], told[5]):
        assert one["refusal"]["code"].startswith("input.")
        assert one["refusal"]["sentence"].startswith(f"第{one['line']}行：")
    assert acts_stored() == 2


def test_a_reference_to_a_refused_or_later_line_is_refused(office, perform):
    bad = opening(office, data={})
    _, told = perform(
        bad, meeting(office), meeting(office, {"line": 9}), meeting(office, {"line": 4})
    )
    assert told[0]["refusal"]["code"] == "data.invalid"
    assert [one["refusal"]["code"] for one in told[1:]] == ["input.reference"] * 3
    assert "第1行没有办成" in told[1]["refusal"]["sentence"]
    assert "第9行在后面" in told[2]["refusal"]["sentence"]


def test_a_day_the_rules_know_nothing_of_costs_only_its_own_line(office, perform):
    code, told = perform(
        opening(office, "调1"),
        opening(office, "调2", done_on="2010-12-31"),
        opening(office, "调3", done_on="1999-01-01"),
        opening(office, "调4"),
        meeting(office, {"line": 2}),
    )
    assert code == 1
    assert [one["accepted"] for one in told] == [True, False, False, True, False]
    for one in told[1:3]:
        assert "请核对" in one["refusal"]["sentence"]
    assert told[4]["refusal"]["code"] == "input.reference"
    assert acts_stored() == 2


def test_a_line_too_long_is_refused_without_being_read_whole_and_the_next_is_read(office, perform):
    from guiju.cli.acts import bounded
    from guiju.cli.lines import LONGEST_LINE

    long = b"x" * (3 * LONGEST_LINE)
    given = b"\n".join([long, b"{}", long])
    lines = list(bounded(io.BytesIO(given)))
    assert [len(one) > LONGEST_LINE for one in lines] == [True, False, True]
    assert max(map(len, lines)) <= LONGEST_LINE + 2
    _, told = perform(raw=long + b"\n" + json.dumps(opening(office)).encode())
    assert [one["accepted"] for one in told] == [False, True]
    assert told[0]["refusal"]["code"] == "input.too_long"


def test_an_act_that_needs_two_signers_and_approval_goes_through_the_approval(office, perform):
    officers = [office.people[name].id for name in ("officer", "second")]
    filing = {
        "procedure": "ordinary-penalty", "body": office.body.code, "act": "立案",
        "recorded_by": officers[0], "signers": officers, "data": filing_data(),
    }  # fmt: skip
    agreed = {
        "matter": {"line": 2}, "kind": "opinion", "recorded_by": office.people["head"].id,
        "data": {"提请": 1, "意见": "同意"},
    }  # fmt: skip
    code, told = perform(filing, {**filing, "kind": "proposal"}, agreed)
    assert code == 1
    assert told[0]["refusal"]["code"] == "approval.required"
    assert told[1]["accepted"]
    assert told[2]["accepted"]
    assert told[2]["number"]


def test_lines_come_from_the_standard_input_too(office, store, monkeypatch, capsys):
    content = io.BytesIO(json.dumps(opening(office)).encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content, "utf-8"))
    assert main(["perform", "--json", "--db", str(store)]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] is True


def test_many_lines_are_answered_in_their_order(office, perform):
    code, told = perform(*(opening(office, f"调{n}") for n in range(1100)))
    assert code == 0
    assert [one["line"] for one in told] == list(range(1, 1101))
    assert len({one["matter"] for one in told}) == 1100


def test_answers_keep_the_order_of_the_lines_whatever_is_refused(office, perform, tmp_path):
    (tmp_path / "empty.pdf").write_bytes(b"")
    _, told = perform(
        opening(office),
        opening(office, "调2", files=["empty.pdf"]),
        opening(office, "调3"),
        "{broken",
    )
    assert [one["line"] for one in told] == [1, 2, 3, 4]
    assert [one["accepted"] for one in told] == [True, False, True, False]


def test_no_more_lines_are_held_than_are_performed_together(office, perform, monkeypatch):
    from guiju.cli import acts
    from guiju.matters import services

    sizes = []
    perform_many = services.perform_many
    monkeypatch.setattr(acts, "TOGETHER", 3)
    monkeypatch.setattr(
        services,
        "perform_many",
        lambda requests: sizes.append(len(requests)) or perform_many(requests),
    )
    _, told = perform(*(opening(office, f"调{n}") for n in range(7)))
    assert all(one["accepted"] for one in told)
    assert sizes == [3, 3, 1]


def test_an_input_that_is_not_there_is_named(store, db, capsys):
    assert main(["perform", "--json", "/nowhere/acts.jsonl", "--db", str(store)]) == 2
    assert "/nowhere/acts.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_enters_nothing_from_the_command_line_either(office, perform, role):
    person = register_person("管理员")
    appoint(person, office.county, [role], since=office.county.since)
    for more in ({}, {"by": office.people["clerk"].id}):
        code, (told,) = perform({**opening(office), "recorded_by": person.id, **more})
        assert code == 1
        assert told["refusal"]["code"] == "authority.administrator"
    assert acts_stored() == 0
