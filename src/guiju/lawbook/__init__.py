"""The catalog read, checked and lowered to the kernel's rules."""

from __future__ import annotations

from guiju.lawbook.cases import CaseResult, Coverage, coverage, run_case
from guiju.lawbook.catalog import Catalog, load_catalog
from guiju.lawbook.checks import check, errors
from guiju.lawbook.computed import propose
from guiju.lawbook.effective import EffectiveRules, effective
from guiju.lawbook.errors import CatalogError, Place
from guiju.lawbook.findings import Finding
from guiju.lawbook.form import Checked, FieldProblem, check_data
from guiju.lawbook.parameters import Resolution, Value, resolve
from guiju.lawbook.pinned import ActRules, FieldRules
from guiju.lawbook.reader import load_procedure, parse_procedure
from guiju.lawbook.schema import Procedure
from guiju.lawbook.shelf import Shelf, load_shelf
from guiju.lawbook.show import as_text, lowered

__all__ = [
    "ActRules",
    "CaseResult",
    "Catalog",
    "CatalogError",
    "Checked",
    "Coverage",
    "EffectiveRules",
    "FieldProblem",
    "FieldRules",
    "Finding",
    "Place",
    "Procedure",
    "Resolution",
    "Shelf",
    "Value",
    "as_text",
    "check",
    "check_data",
    "coverage",
    "effective",
    "errors",
    "load_catalog",
    "load_procedure",
    "load_shelf",
    "lowered",
    "parse_procedure",
    "propose",
    "resolve",
    "run_case",
]
