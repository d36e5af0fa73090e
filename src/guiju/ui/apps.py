"""Lets Django find the templates and the stylesheet."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The design system."""

    name = "guiju.ui"
    label = "ui"
    verbose_name = "界面"
