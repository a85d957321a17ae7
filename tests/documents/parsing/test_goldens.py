"""The five session documents, as they were read and checked by eye against their text.

A golden stands here for each; a missing one fails. ``REGENERATE_GOLDENS=1`` writes them anew: read the difference
before it is kept.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from documents.parsing.parse import parse
from tests.documents.parsing.outline import outline
from tests.sources import ROOT

SEEDS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))
GOLDENS = Path(__file__).parent / "goldens"
REGENERATE = "REGENERATE_GOLDENS"


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_session_document_is_read_as_checked(seed: Path) -> None:
    found = outline(parse(seed.read_bytes(), seed.name))
    golden = GOLDENS / f"{seed.stem}.json"
    if os.environ.get(REGENERATE):
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


def test_every_session_document_has_a_golden() -> None:
    assert {path.stem for path in GOLDENS.glob("*.json")} == {path.stem for path in SEEDS}
    assert len(SEEDS) == 5


def test_goldens_are_not_regenerated_unnoticed() -> None:
    assert REGENERATE not in os.environ
