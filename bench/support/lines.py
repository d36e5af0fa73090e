"""The one line a bench prints for a figure."""

from __future__ import annotations

import json


def line(name: str, value: float, unit: str, reference: float, **more: object) -> None:
    """Print a figure beside its reference, measured in the same run."""
    ratio = value / reference if reference else None
    print(
        json.dumps(
            {
                "name": name, "value": round(value, 3), "unit": unit, "reference": round(reference, 3),
                "ratio": round(ratio, 3) if ratio is not None else None, **more,
            },
            ensure_ascii=False,
        ),
        flush=True,
    )  # fmt: skip
