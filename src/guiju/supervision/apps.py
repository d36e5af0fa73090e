"""Lets Django find the working tables."""

from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Supervision."""

    name = "guiju.supervision"
    label = "supervision"
    verbose_name = "监督"
