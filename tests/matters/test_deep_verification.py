"""Folding anew finds whatever was changed in what is derived, beside what is private, and in what is kept as files."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from guiju.matters import rulebook
from guiju.matters.files import path_of
from guiju.matters.models import Duty, EffectiveRules, Matter, Slots, StoredFile
from guiju.matters.sealing import checkpoint
from guiju.matters.statements import SLOT_COLUMNS
from guiju.matters.sweep import sweep
from guiju.matters.verification import verify_store
from tests.matters.asking import forms_of
from tests.matters.standing_acts import agreed, dispute, state_of
from tests.matters.test_sweep import day
from tests.matters.test_verification import execute

pytestmark = pytest.mark.django_db
NOWHERE = "00000000-0000-7000-8000-000000000000"


def found() -> list[tuple[str, str, str]]:
    """What deep verification finds: matter, column, code."""
    rulebook.forget()
    report = verify_store(deep=True)
    return [(one.place.matter, one.place.column, one.code) for one in report.broken]


def changed(matter: str, column: str) -> list[tuple[str, str, str]]:
    return [(matter, column, "deep.projection")]


@pytest.fixture
def penalty(office) -> str:
    matter = office.penalty().matter
    office.go_to("2026-03-03")
    office.evidence(matter)
    office.mediation("调9")
    checkpoint()
    return matter


COLUMNS: dict[str, Any] = {
    "body_id": "SLX",
    "procedure": "summary-penalty",
    "number": "示市监罚立〔2026〕9号",
    "title": "",
    "opened": "2026-03-03",
    "closed": "2026-03-03",
    "valid_from": "2026-03-02",
    "valid_until": "2030-01-01",
    "next_due": None,
    "next_wake": None,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_of_a_matter_is_compared(penalty, column):
    execute(f"UPDATE matters_matter SET {column} = %s WHERE id = %s", COLUMNS[column], penalty)
    assert found() == changed(penalty, column)


def test_a_matter_hung_on_other_rules_than_its_last_act_names_is_found(penalty):
    other = EffectiveRules.objects.filter(procedure="people-mediation").get().digest
    execute("UPDATE matters_matter SET rules_id = %s WHERE id = %s", other, penalty)
    assert found() == changed(penalty, "rules_id")


STATES = {
    "a field": ("未按规定公示价格", "无"),
    "an act done": ("调查取证", "调查终结"),
    "a day": ("739678", "739679"),
    "what is asked": ('"asked":{}', '"asked":{"监督处理":1}'),
    "what is proposed": ('"proposed":{}', '"proposed":{"处罚决定":[1,"0",0]}'),
    "a signer": ('"signers":{', '"signers":{"归档":["p"],'),
}


@pytest.mark.parametrize("part", STATES)
def test_each_part_of_the_state_is_compared(penalty, part):
    before = Matter.objects.get(id=penalty).state
    old, new = STATES[part]
    assert old in before
    execute("UPDATE matters_matter SET state = %s WHERE id = %s", before.replace(old, new), penalty)
    assert (penalty, "state", "deep.projection") in found()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"marking": {}}', '{"marking": {"now": "x"}}'])
def test_a_state_that_does_not_read_is_found_and_not_an_error(penalty, text):
    execute("UPDATE matters_matter SET state = %s WHERE id = %s", text, penalty)
    assert found() == changed(penalty, "state")


def test_a_clock_moved_where_nothing_fired_is_found(penalty):
    text = Matter.objects.get(id=penalty).state
    now = state_of(penalty)["marking"]["now"]
    moved = text.replace(f'"now":{now}', f'"now":{now + 1}')
    execute("UPDATE matters_matter SET state = %s WHERE id = %s", moved, penalty)
    assert (penalty, "state", "deep.projection") in found()


def test_a_breach_wiped_out_or_made_up_is_found(penalty):
    sweep(day("2026-07-01"))
    assert found() == []
    text = Matter.objects.get(id=penalty).state
    kept = state_of(penalty)["marking"]["breaches"]
    written = f',"breaches":[["处罚决定",{kept[0][1]}]]'
    assert written in text
    other = written.replace("处罚决定", "归档")
    for false in (text.replace(written, ""), text.replace(written, other)):
        execute("UPDATE matters_matter SET state = %s WHERE id = %s", false, penalty)
        assert (penalty, "state", "deep.projection") in found()


DUTIES = {
    "act": "调查终结",
    "roles": "机关负责人",
    "due": "2027-01-01",
    "suspended": True,
    "body": "SLX",
    "ready": "2026-03-02",
}


@pytest.mark.parametrize("column", DUTIES)
def test_each_column_of_a_duty_is_compared(penalty, column):
    owed = "WHERE matter_id = %s AND act = '处罚决定'"
    execute(f"UPDATE matters_duty SET {column} = %s {owed}", DUTIES[column], penalty)
    assert found() == changed(penalty, "duties")


def test_a_duty_missing_or_made_up_is_found(penalty):
    execute("DELETE FROM matters_duty WHERE matter_id = %s AND act = '归档'", penalty)
    assert found() == changed(penalty, "duties")
    Duty.objects.create(
        matter_id=penalty, act="归档", roles="承办人", suspended=False, body="SLX-SJ"
    )
    assert found() == []
    Duty.objects.create(
        matter_id=penalty, act="罚款", roles="承办人", suspended=False, body="SLX-SJ"
    )
    assert found() == changed(penalty, "duties")


@pytest.mark.parametrize("column", SLOT_COLUMNS)
def test_each_list_column_is_compared_also_where_it_is_not_used(penalty, column):
    value = {"text": "x", "numbe": 7, "day": "2026-01-01"}[column.rstrip("0123456789")[:5]]
    execute(f"UPDATE matters_slots SET {column} = %s WHERE matter_id = %s", value, penalty)
    assert found() == changed(penalty, "slots")


def test_list_columns_moved_to_another_procedure_are_found(penalty):
    execute("UPDATE matters_slots SET procedure = 'x' WHERE matter_id = %s", penalty)
    assert found() == changed(penalty, "slots")


def test_list_columns_that_are_gone_are_found(penalty):
    execute("DELETE FROM matters_slots WHERE matter_id = %s", penalty)
    assert not Slots.objects.filter(matter=penalty).exists()
    assert found() == changed(penalty, "slots")


def test_each_of_several_matters_is_named(office):
    first, second, third = (office.mediation(f"调{n}").matter for n in range(3))
    for matter in (first, third):
        execute("UPDATE matters_matter SET title = 'x' WHERE id = %s", matter)
    assert sorted(found()) == sorted(changed(first, "title") + changed(third, "title"))
    assert second not in {matter for matter, _, _ in found()}


def test_rules_changed_in_the_store_are_not_believed(penalty):
    digest = Matter.objects.get(id=penalty).rules_id
    content = bytes(EffectiveRules.objects.get(digest=digest).content)
    easier = content.replace("在追责期限内".encode(), "在追责期限外".encode())
    assert easier != content
    execute("UPDATE matters_effectiverules SET content = %s WHERE digest = %s", easier, digest)
    assert found() == [("", f"rules {digest}", "deep.rules"), (penalty, "", "deep.unreadable")]


def test_an_act_that_does_not_read_leaves_the_other_matters_verified(office):
    first, second = dispute(office), office.mediation("调2").matter
    execute("UPDATE matters_act SET form = %s WHERE matter_id = %s", b"{}", first)
    execute("UPDATE matters_matter SET title = 'x' WHERE id = %s", second)
    codes = {(matter, code) for matter, _, code in found()}
    assert (first, "deep.no_acts") in codes
    assert (second, "deep.projection") in codes


def test_a_matter_whose_acts_are_gone_is_found(office):
    matter = dispute(office)
    execute("DELETE FROM matters_act WHERE matter_id = %s", matter)
    assert (matter, "", "deep.no_acts") in found()


def test_a_missing_act_in_between_is_told_as_not_to_be_folded(office):
    matter = agreed(office)
    execute("DELETE FROM matters_act WHERE matter_id = %s AND seq = 2", matter)
    assert (matter, "", "deep.unreadable") in found()


@pytest.mark.parametrize("statement", [
    "INSERT INTO matters_duty (matter_id, act, roles, suspended, body) VALUES (%s, '归档', '', %s, 'SLX')",
    "INSERT INTO matters_slots (matter_id, body, procedure, opened, text9) VALUES (%s, 'SLX-SJ', 'people-mediation', '2026-03-02', %s)",
    "INSERT INTO matters_privatevalue (matter_id, seq, field, key, sealed) VALUES (%s, 1, '申请人', 'private-1', %s)",
])  # fmt: skip
@pytest.mark.parametrize("matter", [NOWHERE, "ffffffff-0000-7000-8000-000000000000"])
def test_rows_of_a_matter_that_is_not_there_are_found(office, statement, matter):
    dispute(office)
    value: object = {"matters_duty": False, "matters_slots": "x"}.get(statement.split()[2], b"x")
    execute(statement, matter, value)
    assert found() == [(matter, "", "deep.no_matter")]
    execute(f"DELETE FROM {statement.split()[2]} WHERE matter_id = %s", matter)
    connection.check_constraints()


def test_a_private_value_that_no_act_carries_is_found(office):
    matter = dispute(office)
    values = "SELECT matter_id, seq, '调解员', key, sealed FROM matters_privatevalue"
    execute(
        f"INSERT INTO matters_privatevalue (matter_id, seq, field, key, sealed) {values} "
        "WHERE matter_id = %s AND field = '申请人'",
        matter,
    )
    assert found() == [(matter, "private.调解员", "private.extra")]


@pytest.mark.parametrize(
    "change", ["key = 'private-2'", "sealed = %s", "seq = 9", "field = '被申请人2'"]
)
def test_a_private_value_touched_in_any_column_is_found_in_its_place(office, change):
    matter = dispute(office)
    values = [b"\x00" * 80] if "%s" in change else []
    owned = f"WHERE matter_id = '{matter}' AND field = '申请人'"
    execute(f"UPDATE matters_privatevalue SET {change} {owned}", *values)
    assert {(one, code.split(".")[0]) for one, _, code in found()} == {(matter, "private")}
    assert any(column == "private.申请人" for _, column, _ in found())


def test_a_lawful_erasure_excuses_only_the_value_it_names(office):
    matter = dispute(office)
    erase = {"目标": 1, "字段": "申请人", "依据": "个人信息保护法", "批准人": "head"}
    office.do("", matter, "head", kind="erasure", data=erase)
    execute("DELETE FROM matters_privatevalue WHERE matter_id = %s", matter)
    assert found() == [(matter, "private.被申请人", "private.lost")]


@pytest.mark.parametrize(
    ("statement", "gap"),
    [
        ("UPDATE matters_numberseries SET last = last + 1 WHERE {of}", "应有2个，现有1个"),
        ("DELETE FROM matters_allottednumber WHERE {of}", "应有1个，现有0个"),
        ("UPDATE matters_allottednumber SET value = 2 WHERE {of}", "最大为2"),
    ],
)
def test_a_series_is_compared_with_where_its_counter_stands(office, statement, gap):
    dispute(office)
    assert found() == []
    execute(statement.format(of="series = '调解编号'"))
    one = verify_store(deep=True).broken[0]
    assert (one.code, one.place.column) == ("number.gap", "SLX-SJ 调解编号 2026")
    assert gap in one.sentence


def test_a_file_no_act_names_is_read_too(office):
    kept = office.keep("草稿.pdf", b"%PDF-1.4 draft")
    dispute(office)
    path_of(kept.sha256).write_bytes(b"%PDF-1.4 other")
    (one,) = verify_store(deep=True).broken
    assert (one.code, one.place.file) == ("file.changed", kept.sha256)


def test_a_file_is_named_by_the_act_and_the_name_it_came_with(penalty):
    digest = StoredFile.objects.get().sha256
    path_of(digest).unlink()
    one = next(one for one in verify_store(deep=True).broken if one.code == "file.missing")
    assert (one.place.matter, one.place.seq, one.place.file) == (penalty, 4, "笔录.pdf")
    assert forms_of(penalty)[3].files[0]["sha256"] == digest


def test_without_going_deep_nothing_derived_is_looked_at(penalty):
    execute("UPDATE matters_matter SET title = 'x' WHERE id = %s", penalty)
    assert verify_store().intact
    assert found() == changed(penalty, "title")
