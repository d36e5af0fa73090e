"""Pages for what went wrong, each with a way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SENTENCES = {
    400: ("这个请求无法处理", "送来的内容不完整或者格式不对，没有保存。请返回上一页核对后再试。"),
    403: ("您不能打开这一页", "这一页不在您的职责范围之内。需要办理的，请由机关的系统管理员核对您的任职。"),
    404: ("没有这一页", "网址不存在，或者这一件不属于您所在的机关。请从“今日”或者“新办”重新打开。"),
    500: ("这次没有办成", "程序出了差错，没有保存任何内容，已有的记录不受影响。请稍候再试；仍不行的，请把时间告诉系统管理员。"),
}  # fmt: skip
FORGED = (
    "这一页已经过期",
    "为了您的账号安全，没有保存这次提交。请返回上一页刷新后再提交；浏览器须允许本站的 Cookie。",
)


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
    """The page for a form whose token does not fit."""
    del reason
    title, sentence = FORGED
    return render(request, "web/error.html", {"title": title, "sentence": sentence}, status=403)


def _said(request: HttpRequest, status: int) -> HttpResponse:
    title, sentence = SENTENCES[status]
    return render(request, "web/error.html", {"title": title, "sentence": sentence}, status=status)
