"""Pages for what went wrong, each with a way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from guiju.matters.files import MAXIMUM_BYTES
from guiju.web.carrying import carried

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from guiju.web.carrying import Pair

LARGEST_REQUEST = 10 * MAXIMUM_BYTES
LENGTH_DIGITS = 18
OWN_ENCODING = "utf-8"
SENTENCES = {
    400: ("这个请求无法处理", "送来的内容不完整、太长或者格式不对，没有保存。请返回上一页核对后再试；长材料请作为附件。"),
    403: ("您不能打开这一页", "这一页不在您的职责范围之内。需要办理的，请由机关的系统管理员核对您的任职。"),
    404: ("没有这一页", "网址不存在，或者这一件不属于您所在的机关。请从“今日”或者“新办”重新打开。"),
    405: ("这一页不能这样打开", "这个网址只用来提交表单，不能直接打开，没有保存任何内容。请从“今日”重新开始。"),
    413: ("一次送来的文件太大", f"一次提交的文件合计不能超过{LARGEST_REQUEST // 1024 // 1024}MB，没有保存。请返回上一页，分几次上传或者降低扫描分辨率。"),
    500: ("这次没有办成", "程序出了差错，没有保存任何内容，已有的记录不受影响。请稍候再试；仍不行的，请把时间告诉系统管理员。"),
}  # fmt: skip
SECRETIVE = ("signin", "password", "start")  # what is typed there is never put into a page again
FORGED = (
    "这一页已经过期",
    "为了您的账号安全，没有保存这次提交。请返回上一页刷新后再提交；浏览器须允许本站的 Cookie。",
)
EXPIRED = (
    "这一页已经过期",
    "打开这一页之后又登录过，没有保存这次提交。填的内容都在，核对后接着办理；刚才选择的附件需要重新选择。",
)


class InWords:
    """Middleware that turns away what is too large or foreign before it is read, and puts a page where a method is not answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, in words."""
        if _too_large(request):
            return _said(request, 413)
        if _encoding(request) != OWN_ENCODING:
            return _said(
                request, 400
            )  # no page of this site sends another, and some carry half characters
        response = self._get_response(request)
        if response.status_code != 405 or response.content:
            return response
        worded = _said(request, 405)
        worded["Allow"] = response["Allow"]
        return worded


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address that is not there, or not to be seen."""
    del exception
    return _said(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what is not the reader's to open."""
    del exception
    return _said(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that cannot be read."""
    del exception
    return _said(request, 400)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a failure of the program."""
    return _said(request, 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token does not fit; what was typed on a page of this site is taken along."""
    del reason
    typed = _typed_here(request)
    title, sentence = EXPIRED if typed else FORGED
    context = {"title": title, "sentence": sentence, "carried": typed, "target": request.path}
    response = render(request, "web/error.html", context, status=403)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _typed_here(request: HttpRequest) -> list[Pair]:
    """What was typed on a page of this site; never a password, never what another site sent."""
    here = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") != here or request.path in map(reverse, SECRETIVE):
        return []
    return carried(request.POST)


def _too_large(request: HttpRequest) -> bool:
    given = str(request.META.get("CONTENT_LENGTH") or "0")
    return (
        given.isdecimal()
        and given.isascii()
        and (len(given) > LENGTH_DIGITS or int(given) > LARGEST_REQUEST)
    )


def _encoding(request: HttpRequest) -> str:
    """The encoding a request says it is written in."""
    return (request.content_params or {}).get("charset", OWN_ENCODING).lower()


def _said(request: HttpRequest, status: int) -> HttpResponse:
    title, sentence = SENTENCES[status]
    return render(request, "web/error.html", {"title": title, "sentence": sentence}, status=status)
