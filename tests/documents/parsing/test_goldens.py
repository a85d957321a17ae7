"""The five session documents, compared with extractions that a person has checked.

Each has a golden file; a test fails if one is missing. ``REGENERATE_GOLDENS=1`` rewrites them: review the
differences before committing.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from documents.parsing.parse import parse
from tests.documents.parsing.outline import outline
from tests.sources import ROOT

SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))
GOLDENS = Path(__file__).parent / "goldens"
REGENERATE = "REGENERATE_GOLDENS"


@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem[:3])
def test_session_document_matches_its_golden_file(session: Path) -> None:
    actual = outline(parse(session.read_bytes(), session.name))
    golden = GOLDENS / f"{session.stem}.json"
    if os.environ.get(REGENERATE):
        golden.write_text(json.dumps(actual, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert actual == json.loads(golden.read_text(encoding="utf-8"))


def test_every_session_document_has_a_golden_file() -> None:
    assert {path.stem for path in GOLDENS.glob("*.json")} == {path.stem for path in SESSIONS}
    assert len(SESSIONS) == 5


def test_golden_files_are_not_regenerated_unnoticed() -> None:
    assert REGENERATE not in os.environ
