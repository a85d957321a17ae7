"""The sample documents typeset as PDF and DOCX have the same extraction as their plain texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from recommendations.extraction.extract import extract
from recommendations.extraction.types import Extraction, ReferenceKind
from tests.lanes import smallest_first
from tests.parsed_files import read
from tests.recommendations.extraction.reading import ROOT, SESSIONS, VOCABULARY, session

TYPESET = ROOT.parent / "shared" / "corpus" / "typeset"

pytestmark = pytest.mark.skipif(not TYPESET.is_dir(), reason="the typeset documents are not available")


def facts(extraction: Extraction) -> dict[str, Any]:
    """Return the values that must not depend on the file format, unlike pages, spaces and quotation marks."""
    references = extraction.references
    return {
        "recommendations": [
            (r.path, re.sub(r"\W+", "", r.text), r.heading, r.addressees, r.action, r.status, r.adopted_by, r.put_to)
            for r in extraction.recommendations
        ],
        "articles": [str(a) for r in references for a in r.articles],
        "values": sorted(r.value for r in references if r.value),
        "meetings": [r.meeting for r in references if r.kind is ReferenceKind.MEETING],
        "topics": [[match.topic for match in r.topics] for r in extraction.recommendations],
    }


@pytest.mark.parametrize("ending", ["pdf", "docx"])
@pytest.mark.parametrize("text", smallest_first(SESSIONS, 2), ids=lambda path: path.stem[:3])
def test_typeset_twin_has_the_same_facts_as_its_text(text: Path, ending: str) -> None:
    twin = TYPESET / f"{text.stem[:3]}_A.{ending}"
    assert facts(extract(read(twin), VOCABULARY)) == facts(session(text)[1])
