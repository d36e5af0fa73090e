"""Lets Django find the templates of the staff door."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The staff door."""

    name = "guiju.web"
    label = "web"
    verbose_name = "工作人员页面"
