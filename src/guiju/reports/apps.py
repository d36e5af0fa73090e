"""Lets Django find the working tables of reports."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports: what people write into them before they are handed in."""

    name = "guiju.reports"
    label = "reports"
    verbose_name = "报告"
