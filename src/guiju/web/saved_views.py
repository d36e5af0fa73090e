"""Conditions kept under a name: saved, renamed, deleted, one of them used whenever the list is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.http import QueryDict

from guiju.web.list_form import PLACES
from guiju.web.models import SavedView

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from guiju.web.access import Staff

NAME_LENGTH: Final = 30
QUERY_LENGTH: Final = 2000
KEPT_AT_MOST: Final = 30


def views_of(staff: Staff, procedure: str) -> QuerySet[SavedView]:
    """The views a person keeps of a list, in the order they were saved."""
    own = SavedView.objects.filter(person=staff.viewer.person, body=staff.body.code)
    return own.filter(procedure=procedure).order_by("id")


def chosen_view(staff: Staff, procedure: str) -> SavedView | None:
    """The view the list opens with, if one was chosen."""
    return views_of(staff, procedure).filter(chosen=True).first()


def save_view(staff: Staff, procedure: str, name: str, query: str) -> str:
    """Keep conditions under a name; the same name is given new conditions.

    Returns:
        What is wrong, in a sentence; empty when they were kept.
    """
    name = name.strip()
    kept = conditions_in(query)
    if not name or len(name) > NAME_LENGTH:
        return f"常用条件要有名称，不超过{NAME_LENGTH}个字。请改好再保存。"
    if not kept:
        return "现在没有任何条件，没有可保存的。请先筛选或者排序。"
    if len(kept) > QUERY_LENGTH:
        return "条件太长，不能保存。请去掉几个条件再保存。"
    views = views_of(staff, procedure)
    if not views.filter(name=name).exists() and views.count() >= KEPT_AT_MOST:
        return f"一张表最多保存{KEPT_AT_MOST}个常用条件。请先删去不用的。"
    SavedView.objects.update_or_create(
        person=staff.viewer.person, body=staff.body.code, procedure=procedure, name=name,
        defaults={"query": kept},
    )  # fmt: skip
    return ""


def rename_view(staff: Staff, procedure: str, identifier: int, name: str) -> str:
    """Give a view another name.

    Returns:
        What is wrong, in a sentence; empty when it was renamed.
    """
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        return f"常用条件要有名称，不超过{NAME_LENGTH}个字。请改好再保存。"
    views = views_of(staff, procedure)
    if views.filter(name=name).exclude(id=identifier).exists():
        return f"已经有一个叫“{name}”的常用条件。请另取名称。"
    views.filter(id=identifier).update(name=name)
    return ""


def delete_view(staff: Staff, procedure: str, identifier: int) -> None:
    """Delete a view."""
    views_of(staff, procedure).filter(id=identifier).delete()


@transaction.atomic
def choose_view(staff: Staff, procedure: str, identifier: int) -> None:
    """Let the list open with a view; choosing the one it opens with already ends that."""
    views = views_of(staff, procedure)
    was = views.filter(id=identifier, chosen=True).exists()
    views.update(chosen=False)
    views.filter(id=identifier).update(chosen=not was)


def conditions_in(query: str) -> str:
    """The part of an address that asks for something, without the place reached in the list."""
    given = QueryDict(query, mutable=True)
    for key in list(given):
        if key in PLACES or not given[key]:
            del given[key]
    return given.urlencode()
