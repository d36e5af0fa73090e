"""Files: kept once under their digest, named by the act with size and both digests, and bound to it for good."""

from __future__ import annotations

import hashlib

import pytest

from guiju.matters import files
from guiju.matters.files import digest_on_disk, folder, keep, path_of
from guiju.matters.models import StoredFile
from guiju.matters.requests import FileRef, Refused
from guiju.record.digests import sm3
from tests.matters.asking import FILING, TALK, forms_of, refused
from tests.office import filing_data

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4 proof"
BROKEN = "no space left"


def on_disk() -> list[str]:
    return sorted(path.name for path in folder().rglob("*") if path.is_file())


def test_the_same_content_is_kept_once_whatever_it_is_called(store):
    first, second = keep("证明.pdf", CONTENT), keep("回执.pdf", CONTENT)
    assert (first.name, second.name) == ("证明.pdf", "回执.pdf")
    assert first.sha256 == second.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert on_disk() == [first.sha256]
    assert StoredFile.objects.count() == 1


def test_contents_that_differ_lie_apart(store):
    kept = [keep("证明.pdf", CONTENT).sha256, keep("证明.pdf", CONTENT + b" ").sha256]
    assert on_disk() == sorted(kept)
    assert [digest_on_disk(one) for one in kept] == kept


def test_a_name_never_leads_out_of_the_store(store):
    assert keep("../../etc/证明.pdf", CONTENT).name == "证明.pdf"
    assert list(store.iterdir()) == [folder()]


def refusal_to_keep(content: bytes):
    with pytest.raises(Refused) as caught:
        keep("扫描.pdf", content)
    assert not StoredFile.objects.exists()
    assert not folder().exists()
    return caught.value.refusal


def test_an_empty_file_is_not_kept(store):
    refusal = refusal_to_keep(b"")
    assert refusal.code == "file.empty"
    assert "“扫描.pdf”是空的" in refusal.sentence


def test_a_file_beyond_the_limit_is_not_kept_and_the_limit_is_told(store, monkeypatch):
    monkeypatch.setattr(files, "MAXIMUM_BYTES", 2 * 1024 * 1024)
    refusal = refusal_to_keep(b"x" * (2 * 1024 * 1024 + 1))
    assert refusal.code == "file.too_large"
    assert "2MB的上限" in refusal.sentence
    assert keep("扫描.pdf", b"x" * (2 * 1024 * 1024)).sha256


def test_what_was_lost_from_the_disk_comes_back_when_it_is_brought_again(store):
    kept = keep("证明.pdf", CONTENT)
    path_of(kept.sha256).unlink()
    assert digest_on_disk(kept.sha256) is None
    assert keep("证明.pdf", CONTENT) == kept
    assert digest_on_disk(kept.sha256) == kept.sha256


def test_a_write_that_breaks_off_leaves_nothing_under_a_digest(store, monkeypatch):
    def breaks(descriptor: int) -> None:
        raise OSError(BROKEN)

    monkeypatch.setattr(files.os, "fsync", breaks)
    with pytest.raises(OSError, match=BROKEN):
        keep("证明.pdf", CONTENT)
    assert not path_of(hashlib.sha256(CONTENT).hexdigest()).exists()
    assert not StoredFile.objects.exists()


def test_an_act_names_its_files_with_size_and_both_digests_in_order(office):
    matter = office.mediation().matter
    attached = (office.keep("二.pdf", b"second"), office.keep("一.pdf", b"first"))
    office.do("调解", matter, "clerk", data=TALK, files=attached)
    assert forms_of(matter)[-1].files == [
        {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "sm3": sm3(content)}
        for name, content in (("二.pdf", b"second"), ("一.pdf", b"first"))
    ]  # fmt: skip


def test_a_file_that_was_never_kept_is_not_attached(office):
    matter = office.mediation().matter
    lost = FileRef("笔录.pdf", hashlib.sha256(b"never").hexdigest())
    ask = {"who": "clerk", "files": (office.keep(), lost)}
    refusal = refused(office, "file.unknown", "调解", matter, data=TALK, **ask)
    assert "“笔录.pdf”没有上传成功，请重新上传" in refusal.sentence
    data = {"目标": 1, "说明": "现场照片"}
    refused(office, "file.unknown", "", matter, kind="attachment", data=data, **ask)


def test_an_act_stands_on_what_was_proposed_and_on_what_the_opinion_brought(office):
    form, paper = office.keep("申请.pdf", b"form"), office.keep("批示.pdf", b"paper")
    proposal = office.do("立案", kind="proposal", data=filing_data(), files=(form,), **FILING)
    agree = {"kind": "opinion", "data": {"提请": 1, "意见": "同意"}}
    lost = FileRef("批示.pdf", hashlib.sha256(b"never").hexdigest())
    refused(office, "file.unknown", "", proposal.matter, who="head", files=(lost,), **agree)
    office.do("", proposal.matter, "head", files=(paper,), **agree)
    names = [[file["name"] for file in act.files] for act in forms_of(proposal.matter)]
    assert names == [["申请.pdf"], ["批示.pdf"], ["申请.pdf", "批示.pdf"]]
