"""Every document in tests/fixtures/cases is extracted correctly, except for the known misses."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings

from portal.evaluation import known_misses
from portal.evaluation.cases import misses_of, score_case
from portal.reading.document import read_as_label
from tests.sources import ROOT

FOLDER = ROOT / "tests" / "fixtures" / "cases"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
KNOWN_MISSES = known_misses.read(FOLDER / "KNOWN_MISSES.txt")
KEYS = set(re.findall(r"`(\w+)`", (FOLDER / "README.md").read_text(encoding="utf-8")))


def parameters() -> list[Any]:
    """Return the cases. Known misses must fail, so that a fixed one is removed from the list. The quick run reads only
    one PDF file of each kind."""
    pdf_files = [case["file"] for case in CASES if case["file"].endswith(".pdf")]
    quick_files = {file.split("/")[0]: file for file in reversed(pdf_files)}.values()
    parameters = []
    for case in CASES:
        file, reason = case["file"], KNOWN_MISSES.get(case["file"])
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        is_long = file in pdf_files and file not in quick_files
        parameters.append(pytest.param(case, id=file, marks=[*marks, pytest.mark.long] if is_long else marks))
    return parameters


@pytest.mark.parametrize("case", parameters())
def test_case_is_extracted_correctly(case: dict[str, Any]) -> None:
    path = FOLDER / case["file"]
    parsed = json.loads(read_as_label(path.read_bytes(), path.name, settings.READING_LIMITS))
    assert misses_of(score_case(case, parsed)) == []


def test_every_document_has_a_case() -> None:
    listed = [case["file"] for case in CASES]
    inputs = [str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*")]
    assert sorted(listed) == sorted(inputs)


def test_kinds_are_folders() -> None:
    assert [case["file"] for case in CASES if case["file"].split("/")[0] != case["kind"]] == []


def test_known_misses_are_cases() -> None:
    assert KNOWN_MISSES.keys() - {case["file"] for case in CASES} == set()


def test_keys_of_cases_are_documented() -> None:
    """An unknown key would not be compared."""
    used = {key for case in CASES for values in (case["expect"], case.get("never", {})) for key in values}
    of_items = {key for case in CASES for item in case["expect"].get("recommendations", ()) for key in item}
    assert (used | of_items) - KEYS == set()
