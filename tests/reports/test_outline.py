from __future__ import annotations

import pytest

from guiju.figures.selectors import known_figures
from guiju.lawbook.errors import CatalogError
from guiju.people.models import BodyKind
from guiju.reports import outline
from guiju.reports.outline import FOLDER, Slot, load_outline, outline_for

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_slot_of_an_outline_is_a_figure_of_the_catalog(name):
    known = {figure.id: figure for figure in known_figures()}
    assert set(load_outline(name).figures()) <= known.keys()


@pytest.mark.parametrize("name", NAMES)
def test_figures_added_up_in_a_slot_have_one_unit(name):
    units = {figure.id: figure.unit for figure in known_figures()}
    for slot in load_outline(name)._slots():
        assert len({units[figure] for figure in slot.figures}) == 1
        assert len(slot.figures) == 1 or units[slot.figures[0]] != "%"


@pytest.mark.parametrize("kind", BodyKind.values)
def test_every_kind_of_body_has_an_outline_that_ends_with_problems_and_next_steps(kind):
    titles = [chapter.title for chapter in outline_for(kind).chapters]
    assert [title[2:] for title in titles] == ["主要工作开展情况", "存在的问题", "下一步工作打算"]


def test_the_county_reports_in_nine_sections():
    (work, *_) = outline_for("government").chapters
    assert [section.title[:3] for section in work.sections] == [
        f"（{n}）" for n in "一二三四五六七八九"
    ]


def test_levels_differ():
    assert {outline_for(kind).level for kind in ("government", "organ", "town")} == {"县级人民政府", "政府部门", "乡镇人民政府、街道办事处"}  # fmt: skip


def read(tmp_path, monkeypatch, sentence):
    text = f"title: 题\nlevel: 县\nchapters:\n  - title: 一\n    sections:\n      - title: （一）\n        sentences:\n          - {sentence}\n"
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(outline, "FOLDER", tmp_path)
    load_outline.cache_clear()
    try:
        return load_outline("own")
    finally:
        load_outline.cache_clear()


def test_a_sentence_is_taken_apart_into_text_and_slots(tmp_path, monkeypatch):
    made = read(
        tmp_path,
        monkeypatch,
        "受理{mediation-accepted}件，罚款{penalty-fines+summary-fines|万元}。",
    )
    (sentence,) = made.chapters[0].sections[0].sentences
    assert sentence == (
        "受理",
        Slot(("mediation-accepted",)),
        "件，罚款",
        Slot(("penalty-fines", "summary-fines"), "万元"),
        "。",
    )
    assert made.figures() == ("mediation-accepted", "penalty-fines", "summary-fines")


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("受理{mediation-accepted|大约}件", "outline.form"),
        ("受理{调解受理}件", "outline.slot"),
        ("受理{mediation-accepted件", "outline.slot"),
    ],
)
def test_an_unclear_slot_is_refused_with_its_line(tmp_path, monkeypatch, sentence, code):
    with pytest.raises(CatalogError, match=r"own\.yaml:8") as refused:
        read(tmp_path, monkeypatch, sentence)
    assert refused.value.code == code
