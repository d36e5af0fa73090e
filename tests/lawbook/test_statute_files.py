"""`statutes.yaml` as a file: what an entry must say, and at which line it is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.statutes import StatuteBook, StatuteVersion, load_statutes, unit_of
from tests.lawbook.refusing import line_of, refusal, refused

if TYPE_CHECKING:
    from pathlib import Path

LAW = """\
甲法:
  name: 中华人民共和国甲法
  rank: 法律
  versions:
    2020-01-01:
      edition: 2019年
      adopted: 2019-10-01
      until: 2023-12-31
      working_days: {terms: [3, 5], cite: 甲法#9}
      rolls: 甲法#9
      articles: {read: [1-3, 9], remembered: [4], drafts: [5]}
      items: [3]
    2024-01-01:
      edition: 2023年
      working_days: {terms: all, cite: "甲法#9(2)"}
      articles: {read: [9]}
乙意见:
  name: 关于乙的意见
  rank: 文件
  versions:
    unknown:
      edition: 草案
      doubt: 施行日未查到。
      working_days: {terms: unsaid}
      rolls: 甲法#9
      articles: {read: [一, "二(三)"]}
"""


def load(tmp_path: Path, text: str = LAW) -> StatuteBook:
    path = tmp_path / "statutes.yaml"
    path.write_text(text, "utf-8")
    return load_statutes(path)


def test_a_version_is_kept_as_it_is_written(tmp_path: Path) -> None:
    version = load(tmp_path).version("甲法@2020-01-01")
    assert (version.statute, version.name, version.rank) == ("甲法", "中华人民共和国甲法", "法律")
    assert (version.key, version.edition) == ("甲法@2020-01-01", "2019年")
    assert (version.adopted, version.in_force, version.until) == (
        dt.date(2019, 10, 1),
        dt.date(2020, 1, 1),
        dt.date(2023, 12, 31),
    )
    assert (version.terms, version.terms_cite, version.rolls) == ({3, 5}, "甲法#9", "甲法#9")
    assert version.articles == {
        "1": "read", "2": "read", "3": "read", "9": "read", "4": "remembered", "5": "drafts",
    }  # fmt: skip
    assert (version.items, version.doubt) == ({"3"}, None)


def test_what_is_not_written_stays_open(tmp_path: Path) -> None:
    version = load(tmp_path).version("甲法@2024-01-01")
    assert (version.adopted, version.until, version.rolls, version.items) == (
        None,
        None,
        None,
        set(),
    )
    draft = load(tmp_path).version("乙意见@unknown")
    assert (draft.in_force, draft.terms, draft.doubt) == (None, "unsaid", "施行日未查到。")


WRONG = {
    "an unknown key of the law": ("  rank: 法律\n", "  rank: 法律\n  kind: 一\n", "schema.unknown_key", 4),
    "an unknown key of a version": ("      rolls: 甲法#9\n      articles: {read: [1", "      roll: 甲法#9\n      articles: {read: [1", "schema.unknown_key", 10),
    "an unknown key of the days": ("terms: [3, 5], ", "terms: [3, 5], x: 1, ", "schema.unknown_key", 9),
    "an unknown standing of articles": ("remembered: [4]", "rememberd: [4]", "schema.unknown_key", 11),
    "a version that is no day": ("2024-01-01:", "2024年:", "schema.day", 13),
    "an unknown day without doubt": ("      doubt: 施行日未查到。\n", "", "statute.doubt", 22),
    "no way of counting": ("{terms: unsaid}", "{}", "schema.missing", 24),
    "another way of counting": ("terms: unsaid", "terms: some", "schema.choice", 24),
    "numbers without article": (", cite: 甲法#9}", "}", "statute.uncited", 9),
    "all days without article": ('terms: all, cite: "甲法#9(2)"', "terms: all", "statute.uncited", 15),
    "a number in words": ("terms: [3, 5]", "terms: [3, 五]", "schema.integer", 9),
    "a full-width number": ("terms: [3, 5]", "terms: [3, \uff15]", "schema.integer", 9),
    "an article twice": ("drafts: [5]", "drafts: [5, 2]", "statute.article_twice", 11),
    "an article in a run and alone": ("[1-3, 9]", "[1-3, 3, 9]", "statute.article_twice", 11),
    "an article in words": ("drafts: [5]", "drafts: [第五条]", "statute.article", 11),
    "a full-width article": ("drafts: [5]", "drafts: [\uff15]", "statute.article", 11),
    "a run that goes back": ("[1-3, 9]", "[3-1, 9]", "statute.article", 11),
    "a run of one": ("[1-3, 9]", "[1-2, 3-3, 9]", "statute.article", 11),
    "a counting article that is not listed": ("cite: 甲法#9}", "cite: 甲法#8}", "cite.unread", 9),
    "a rolling article that is not listed": ("rolls: 甲法#9\n      articles: {read: [一", "rolls: 甲法#3\n      articles: {read: [一", "cite.unread", 25),
    "a rolling article of no law": ("rolls: 甲法#9\n      articles: {read: [一", "rolls: 丙法#9\n      articles: {read: [一", "cite.unknown_statute", 25),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_an_entry_is_refused_at_its_line_for(what: str, tmp_path: Path) -> None:
    old, new, code, line = WRONG[what]
    assert LAW.count(old) == 1
    error = refusal(lambda: load(tmp_path, LAW.replace(old, new)))
    assert (error.code, line_of(error)) == (code, line)
    assert error.where is not None
    assert error.where.file.endswith("statutes.yaml")


@pytest.mark.parametrize(
    "rank",
    ["法律", "行政法规", "司法解释", "党内法规", "部门规章", "地方性法规", "地方政府规章", "文件"],
)
def test_every_rank_of_law_is_known(rank: str, tmp_path: Path) -> None:
    version = load(tmp_path, LAW.replace("rank: 法律", f"rank: {rank}")).version("甲法@2020-01-01")
    assert version.rank == rank


@pytest.mark.parametrize("rank", ["规范性文件", "法", "宪法"])
def test_no_other_rank_is(rank: str, tmp_path: Path) -> None:
    wrong = LAW.replace("rank: 法律", f"rank: {rank}")
    assert refused(lambda: load(tmp_path, wrong)) == ("schema.choice", 3)


@pytest.mark.parametrize(
    ("written", "unit"), [("all", "wd"), ("none", "d"), ("written", None), ("unsaid", None)]
)
def test_a_law_counts_all_days_alike_or_leaves_them_open(
    written: str, unit: str | None, tmp_path: Path
) -> None:
    book = load(
        tmp_path, LAW.replace('terms: all, cite: "甲法#9(2)"', f"terms: {written}, cite: 甲法#9")
    )
    version = book.version("甲法@2024-01-01")
    assert {unit_of(version, n) for n in (1, 3, 30)} == {unit}


@given(st.sets(st.integers(1, 60), min_size=1), st.integers(1, 60))
def test_a_law_that_lists_numbers_counts_only_those_by_working_days(
    terms: set[int], n: int
) -> None:
    version = StatuteVersion(
        "甲法", "甲法", "法律", "2020-01-01", "一", None, None, None, frozenset(terms), None, None,
        {}, frozenset(), None,
    )  # fmt: skip
    assert unit_of(version, n) == ("wd" if n in terms else "d")


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2019-12-31", None),
        ("2020-01-01", "甲法@2020-01-01"),
        ("2023-12-31", "甲法@2020-01-01"),
        ("2024-01-01", "甲法@2024-01-01"),
        ("2100-01-01", "甲法@2024-01-01"),
    ],
)
def test_a_day_has_the_version_in_force(day: str, version: str | None, tmp_path: Path) -> None:
    found = load(tmp_path).in_force("甲法", dt.date.fromisoformat(day))
    assert (found.key if found else None) == version


def test_between_two_versions_there_is_none_and_the_newest_of_several_decides(
    tmp_path: Path,
) -> None:
    ended = LAW.replace("until: 2023-12-31", "until: 2022-12-31")
    assert load(tmp_path, ended).in_force("甲法", dt.date(2023, 6, 1)) is None
    still = LAW.replace("      until: 2023-12-31\n", "")
    for text in (still, still.replace("2024-01-01:", "2022-01-01:")):
        newest = load(tmp_path, text).in_force("甲法", dt.date(2025, 1, 1))
        assert newest is not None
        assert newest.edition == "2023年"


def test_a_version_whose_day_nobody_knows_holds_where_no_other_does(tmp_path: Path) -> None:
    draft = load(tmp_path).in_force("乙意见", dt.date(2000, 1, 1))
    assert draft is not None
    assert draft.key == "乙意见@unknown"
    both = LAW.replace(
        "    unknown:\n",
        "    2021-01-01:\n      edition: 正式\n      working_days: {terms: unsaid}\n"
        "      articles: {read: [一]}\n    unknown:\n",
    )
    editions = {
        day: load(tmp_path, both).in_force("乙意见", dt.date.fromisoformat(day))
        for day in ("2020-12-31", "2021-01-01")
    }
    assert [one and one.edition for one in editions.values()] == ["草案", "正式"]


def test_a_law_may_take_its_rolling_article_from_another_in_its_last_version(
    tmp_path: Path,
) -> None:
    assert load(tmp_path).version("乙意见@unknown").rolls == "甲法#9"
    only_old = LAW.replace(
        "rolls: 甲法#9\n      articles: {read: [一", "rolls: 甲法#1\n      articles: {read: [一"
    )
    error = refusal(lambda: load(tmp_path, only_old))
    assert (error.code, "甲法(2024-01-01)" in error.sentence) == ("cite.unread", True)


def test_a_law_without_any_version_is_no_law(tmp_path: Path) -> None:
    none = "丙法: {name: 丙, rank: 法律}\n" + LAW
    book = load(tmp_path, none)
    assert not any(key.startswith("丙法") for key in book.versions)
    error = refusal(lambda: book.version("丙法@2020-01-01"))
    assert error.code == "cite.unknown_version"
    assert "请先在 statutes 登记这部法及其施行日" in error.sentence
