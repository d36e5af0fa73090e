"""An act's document: the page to print, the office file, the signed paper that comes back, the seal that was used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guiju.documents.codes import code_of, read_code
from guiju.documents.issued import Issued, documents_of
from guiju.documents.office import office_file
from guiju.matters.paper_selectors import SEAL_USE, seal_uses
from guiju.matters.papers import SIGNED_SCAN
from guiju.matters.requests import ActRequest
from guiju.matters.selectors import matter_view
from guiju.matters.services import perform
from guiju.people.administrators import SYSTEM
from guiju.record.act import Kind
from guiju.web.access import page, staff_page
from guiju.web.downloads import WORD, excel, saved
from guiju.web.drafts import FILES, Reader
from guiju.web.forms import UnreadableError
from guiju.web.inputs import FieldInput, Offers
from guiju.web.names import known_names
from guiju.web.papers import missing_scans, paper_of, shown, unstated_of
from guiju.web.refusals import UNWORKABLE, refusal_of_error
from guiju.web.uploads import HINT
from guiju.web.views_matter import head, view_or_404
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guiju.documents.layout import Paper
    from guiju.matters.models import Matter
    from guiju.matters.selectors import MatterView
    from guiju.web.access import Staff

COPIES = re.compile("一式([一二三四五六七八九])份")
COUNTED = "一二三四五六七八九"
SCANS_SHOWN = 100
CODE, BACK, EXPORT = "code", "back", "export"
EXPORTED_AT_MOST = 10_000
HEADINGS = ("文书", "办件", "制发日期")
UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


class SealLine(NamedTuple):
    """One use of a seal."""

    matter: str
    text: str


@staff_page
@require_safe
def document_page(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> HttpResponse:
    """The document on a page that prints on A4."""
    view, paper, issued = _found(staff, identifier, seq)
    return _shown(request, staff, view, paper, issued)


def _shown(
    request: HttpRequest, staff: Staff, view: MatterView, paper: Paper, issued: Issued, problem: str = ""
) -> HttpResponse:  # fmt: skip
    own = staff.viewer.owns(view.matter.body_id)
    seals = [] if issued.draft else seal_uses(staff.viewer, view.matter.body_id, paper.code)
    context = {
        **head(view),
        "paper": shown(paper),
        "issued": issued,
        "seals": [_seal_line(one) for one in seals],
        "seal": _seal_address(view, issued, paper) if own and not issued.draft else "",
        "numbered": bool(own and issued.number),
        "scan": _scan_input(problem) if own else None,
        "back": reverse("matter", args=[view.matter.id]),
        "unstated": "、".join(unstated_of(view, issued.seq)) if own else "",
        "body_address": reverse("body", args=[view.matter.body_id]),
        "may_state": SYSTEM in staff.viewer.roles,
    }
    return page(request, staff, "web/document.html", context)


@staff_page
@require_safe
def document_file(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> HttpResponse:
    """The document as an office file, to go on writing in."""
    del request
    view, paper, _ = _found(staff, identifier, seq)
    said = " ".join(filter(None, (paper.number or view.matter.number, paper.title)))
    name = UNSAFE_IN_NAMES.sub("_", said)[:100]
    return saved(office_file(paper), f"{name}.docx", WORD)


@staff_page
@require_http_methods(["POST"])
def bring_scan(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> HttpResponse:
    """Bind a signed paper that came back to its act."""
    view, paper, issued = _found(staff, identifier, seq)
    if not staff.viewer.owns(view.matter.body_id) or issued.draft:
        raise Http404
    problem = _bound(request, staff, identifier, seq)
    if problem:
        return _shown(request, staff, view, paper, issued, problem)
    messages.success(request, f"“{issued.document}”的签章扫描件已附在第{seq}号记录上。")
    back = reverse("scans") if BACK in request.POST else reverse("document", args=[identifier, seq])
    return HttpResponseRedirect(back)


@staff_page
@require_safe
def scans_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Papers that came back: read the printed code, bring the scan; and those still missing."""
    if EXPORT in request.GET:
        missing = missing_scans(staff, EXPORTED_AT_MOST)
        return excel(
            "缺扫描件的文书", HEADINGS, [(one.document, one.called, one.day) for one in missing]
        )
    typed = str(request.GET.get(CODE, "")).strip()
    context: dict[str, Any] = {
        "code": _code_input(typed),
        "missing": missing_scans(staff, SCANS_SHOWN),
    }
    if typed:
        context.update(_looked_up(staff, typed))
    return page(request, staff, "web/scans.html", context)


def _looked_up(staff: Staff, typed: str) -> dict[str, Any]:
    found = read_code(typed)
    if found is None:
        problem = "这不是本平台文书上的编码，或者有一位输错了。请对准二维码重新扫描，或者照二维码下面的字逐位核对。"
        return {"code": _code_input(typed, problem)}
    view = matter_view(staff.viewer, found.matter, staff.today)
    issued = documents_of(view).get(found.seq) if view else None
    if view is None or issued is None or issued.draft or not staff.viewer.owns(view.matter.body_id):
        problem = (
            "编码没有输错，但不是本机关的文书。请核对这份文书是哪个机关制发的，交由该机关登记。"
        )
        return {"code": _code_input(typed, problem)}
    return {"issued": issued, "matter": head(view), "scan": _scan_input()}


def _found(staff: Staff, identifier: str, seq: int) -> tuple[MatterView, Paper, Issued]:
    view = view_or_404(staff, identifier)
    paper, issued = paper_of(staff, view, seq), documents_of(view).get(seq)
    if paper is None or issued is None:
        raise Http404
    return view, paper, issued


def _bound(request: HttpRequest, staff: Staff, identifier: str, seq: int) -> str:
    """Bind the files brought in; says what is wrong where they cannot be taken."""
    reader = Reader(request.POST, request.FILES, Offers())
    try:
        reader.brought_in(FILES)
    except UnreadableError as bad:
        return f"扫描件{bad.sentence}"
    files = tuple(reader.draft.files.values())
    if not files:
        return "请选要上传的扫描件。"
    asked = ActRequest(
        staff.viewer.person, matter=identifier, kind=Kind.ATTACHMENT.value, files=files,
        data={"目标": seq, "说明": SIGNED_SCAN},
    )  # fmt: skip
    try:
        refusal = perform(asked).refusal
    except UNWORKABLE as error:
        refusal = refusal_of_error(error)
    return refusal.sentence if refusal else ""


def _scan_input(problem: str = "") -> FieldInput:
    hint = f"已经签名、盖章的纸质文书，扫描或者拍照。{HINT}"
    return FieldInput(
        FILES, "签章扫描件", "file", required=True, multiple=True, hint=hint, problem=problem
    )


def _code_input(typed: str, problem: str = "") -> FieldInput:
    hint = "光标放在这里，用扫码枪对准文书右上角的二维码；也可以照二维码下面的字输入。"
    return FieldInput(CODE, "文书编码", required=True, value=typed, hint=hint, problem=problem)


def _seal_line(entry: Matter) -> SealLine:
    used = entry.slots
    said = f"{short_day(entry.opened)}　{used.text5}　{used.number1}份　批准人 {used.text6}　领取人 {used.text7}"
    return SealLine(entry.id, said)


def _seal_address(view: MatterView, issued: Issued, paper: Paper) -> str:
    """The form of the register of seals, filled with what is known of the document."""
    copies = COPIES.search("".join(paper.foot))
    known = {
        "文书编码": code_of(view.matter.id, issued.seq),
        "文书名称": issued.document,
        "文书编号": issued.number,
        "所属办件": " ".join(filter(None, (view.matter.number, view.matter.title))),
        "用印份数": str(COUNTED.index(copies[1]) + 1) if copies else "",
        "批准人": _approver(view, issued.seq),
    }
    asked = urlencode({f"f-{name}": value for name, value in known.items() if value})
    return f"{reverse('open', args=[SEAL_USE])}?{asked}"


def _approver(view: MatterView, seq: int) -> str:
    """The name of whoever agreed last."""
    opinions = view.forms[seq - 1].authority.get("approvals", ())
    return known_names(view).get(view.forms[opinions[-1] - 1].by, "") if opinions else ""
