"""Keys, numbers, rules, files and the sealer: what stands beside the matters follows from the acts, from files and from the log."""

from __future__ import annotations

import pytest

from guiju.matters.models import (
    AllottedNumber,
    EffectiveRules,
    MatterKey,
    NumberSeries,
    Sealer,
    StoredFile,
)
from guiju.matters.sealing import checkpoint, seal
from tests.matters.standing_acts import AGREEMENT, accepted, agreed, dispute, retract
from tests.matters.test_deep_verification import NOWHERE, found
from tests.matters.test_opening_entries import ACCEPTED, state
from tests.matters.test_unique_keys import archived
from tests.matters.test_verification import execute
from tests.office import filing_data

pytestmark = pytest.mark.django_db


def keyed(matter: str) -> list[tuple[str, str, str]]:
    return [(matter, "key", "deep.key")]


def numbered(matter: str) -> list[tuple[str, str, str]]:
    return [(matter, "number", "deep.number")]


def test_a_key_that_an_open_matter_has_lost_is_found(office):
    matter = dispute(office)
    execute("DELETE FROM matters_matterkey WHERE matter_id = %s", matter)
    assert found() == keyed(matter)


def test_a_key_lost_is_found_where_the_opening_was_approved(office):
    """While it was only proposed nothing had ended, so nothing was freed."""
    matter = office.penalty().matter
    assert found() == []
    execute("DELETE FROM matters_matterkey WHERE matter_id = %s", matter)
    assert found() == keyed(matter)


@pytest.mark.parametrize("column", ["body_id", "procedure"])
def test_a_key_moved_to_another_body_or_procedure_is_found(office, column):
    matter = dispute(office)
    other = {"body_id": office.county.code, "procedure": "law-activity"}[column]
    execute(f"UPDATE matters_matterkey SET {column} = %s WHERE matter_id = %s", other, matter)
    assert found() == keyed(matter)


def test_a_key_held_by_an_ended_matter_is_found(office):
    matter = dispute(office)
    row = MatterKey.objects.get(matter=matter)
    archived(office, matter)
    assert found() == []
    row.save(force_insert=True)
    assert found() == keyed(matter)


def test_a_key_held_by_a_matter_that_is_only_proposed_is_found(office):
    from tests.matters.asking import FILING
    from tests.office import filing_data

    proposal = office.do("立案", kind="proposal", data=filing_data(), **FILING)
    assert found() == []
    MatterKey.objects.create(
        body=office.body, procedure="ordinary-penalty", value="x", matter_id=proposal.matter
    )
    assert found() == keyed(proposal.matter)


def test_a_key_of_a_matter_that_is_not_there_is_found(office):
    matter = dispute(office)
    execute("UPDATE matters_matterkey SET matter_id = %s WHERE matter_id = %s", NOWHERE, matter)
    assert found() == [(NOWHERE, "", "deep.no_matter"), *keyed(matter)]
    execute("UPDATE matters_matterkey SET matter_id = %s WHERE matter_id = %s", matter, NOWHERE)


def test_a_case_opened_again_need_not_have_its_key_back(office):
    """Another may have taken it meanwhile, lawfully."""
    matter = office.mediation("调1").matter
    archived(office, matter)
    office.mediation("调1")
    accepted(retract(office, matter, 4))
    assert found() == []


def test_what_was_stated_at_an_opening_is_not_missed_as_a_key(office):
    accepted(state(office, ACCEPTED))
    assert found() == []


NUMBERS = {
    "text": "示市监调〔2026〕9号",
    "seq": 2,
    "voided": "作废",
    "series": "调解协议号",
    "year": 2025,
    "body_id": "SLX",
    "value": 7,
}


@pytest.mark.parametrize("column", NUMBERS)
def test_each_column_of_a_number_given_is_compared(office, column):
    matter = dispute(office)
    execute(f"UPDATE matters_allottednumber SET {column} = %s WHERE matter_id = %s", NUMBERS[column], matter)  # fmt: skip
    assert set(numbered(matter)) <= set(found())


def test_two_numbers_exchanged_in_their_series_are_found(office):
    """Each counter still agrees, each number was given once, but not these."""
    first, second = (office.mediation(number).matter for number in ("调1", "调2"))
    for matter, value in ((first, 9), (second, 1), (first, 2)):
        execute("UPDATE matters_allottednumber SET value = %s WHERE matter_id = %s", value, matter)
    assert sorted(found()) == sorted(numbered(first) + numbered(second))


def test_a_number_lost_or_made_up_with_its_counter_is_found(office):
    matter = agreed(office)
    given = AllottedNumber.objects.get(matter=matter, series="调解协议号")
    given.delete()
    NumberSeries.objects.filter(series="调解协议号").update(last=0)
    assert found() == numbered(matter)
    NumberSeries.objects.filter(series="调解协议号").update(last=1)
    given.save(force_insert=True)
    assert found() == []
    AllottedNumber.objects.create(
        body=office.body, series="造", year=2026, value=1, text="造1", matter_id=matter, seq=1
    )
    NumberSeries.objects.create(body=office.body, series="造", year=2026, last=1)
    assert found() == numbered(matter)


def test_a_number_stays_that_of_an_act_taken_back(office):
    matter = agreed(office)
    accepted(retract(office, matter, 3))
    office.do("达成协议", matter, "clerk", data=AGREEMENT)
    assert found() == []


def test_a_body_that_changed_its_word_keeps_the_numbers_it_gave(office):
    dispute(office)
    execute("UPDATE people_body SET word = '示新' WHERE code = %s", office.body.code)
    assert found() == []


def test_a_series_that_is_gone_is_found(office):
    dispute(office)
    NumberSeries.objects.filter(series="调解编号").delete()
    assert found() == [("", "SLX-SJ 调解编号 2026", "number.no_series")]


@pytest.mark.parametrize("column", ["procedure", "version"])
def test_rules_that_call_themselves_otherwise_than_they_read_are_found(office, column):
    dispute(office)
    digest = EffectiveRules.objects.get(procedure="people-mediation").digest
    execute(f"UPDATE matters_effectiverules SET {column} = 'x' WHERE digest = %s", digest)
    assert found() == [("", f"rules {digest}", "deep.rules")]


@pytest.mark.parametrize("content", ["", "[]", "{}"])
def test_rules_that_nobody_uses_and_that_do_not_read_are_found(office, content):
    EffectiveRules.objects.create(
        digest="0" * 64, procedure="x", version="y", content=content.encode()
    )
    assert ("", f"rules {'0' * 64}", "deep.rules") in found()


@pytest.mark.parametrize(("column", "value"), [("sm3", "0" * 64), ("size", 1)])
def test_what_is_kept_of_a_file_beside_its_digest_is_compared(office, column, value):
    dispute(office)
    office.keep()
    assert found() == []
    StoredFile.objects.update(**{column: value})
    assert [code for _, _, code in found()] == ["file.described"]


SEALERS = ["size = size + 1", "size = 0", "frontier = '{}'", "frontier = '['", "frontier = '[]'"]


@pytest.mark.parametrize("change", SEALERS)
def test_a_sealer_moved_away_from_the_end_of_the_log_is_found(office, change):
    dispute(office)
    checkpoint()
    execute(f"UPDATE matters_sealer SET {change}")
    assert found() == [("", "sealer", "sealer.changed")]


def test_a_peak_of_the_sealer_changed_is_found(office):
    dispute(office)
    seal()
    row = Sealer.objects.get()
    digit = row.frontier[-4]
    row.frontier = row.frontier[:-4] + ("0" if digit != "0" else "1") + row.frontier[-3:]
    row.save()
    assert ("", "sealer", "sealer.changed") in found()


def test_a_log_without_its_sealer_is_found_and_a_store_never_sealed_is_not(office):
    dispute(office)
    assert found() == []
    seal()
    Sealer.objects.all().delete()
    assert ("", "sealer", "sealer.changed") in found()


AWAITED_CHANGES = {
    "gone": "DELETE FROM matters_awaited WHERE matter_id = %s",
    "asked of another role": "UPDATE matters_awaited SET role = '承办人' WHERE matter_id = %s",
    "passed on to somebody": "UPDATE matters_awaited SET person = 'p' WHERE matter_id = %s",
    "of another day": "UPDATE matters_awaited SET since = '2020-01-01' WHERE matter_id = %s",
    "of another body": "UPDATE matters_awaited SET body = 'x' WHERE matter_id = %s",
}


@pytest.mark.parametrize("change", AWAITED_CHANGES)
def test_an_opinion_asked_for_otherwise_than_the_acts_say_is_found(office, change):
    ask = {"procedure": "ordinary-penalty", "signers": ("officer", "second")}
    matter = office.do("立案", kind="proposal", data=filing_data(), **ask).matter
    assert found() == []
    execute(AWAITED_CHANGES[change], matter)
    assert found() == [(matter, "awaited", "deep.projection")]
