"""Why a reference was not identified, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from recommendations.models import Citation
from recommendations.reader.citation_targets import unresolved_reason

EXTRACTION = Path(settings.BASE_DIR, "recommendations", "extraction", "references")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("the previous note gives no document symbol", "la note précédente ne donne aucune cote de document"),
        ("the body is not known: extended Bureau of", "Organe non identifié\xa0: «\xa0extended Bureau of …\xa0»"),
        ("the body is not known", "organe inconnu"),
        ("The Convention has no article 99.", "L’instrument «\xa0Convention\xa0» n’a pas d’article 99."),
        ("a reason of an older version", "a reason of an older version"),
    ],
)
def test_stored_reason_is_translated(stored: str, shown: str) -> None:
    with override("fr"):
        assert unresolved_reason(Citation(reason=stored)) == shown


def test_reason_is_in_english_on_english_pages() -> None:
    reason = "“Palermo Convention” is named later in the sentence, and the article may belong to it"
    assert unresolved_reason(Citation(reason=reason)) == reason


@pytest.mark.parametrize(
    "reason",
    sorted(
        {
            text
            for path in EXTRACTION.glob("*.py")
            for text in re.findall(r'(?:"", |\[\], |None, |reason = \[\], )"([^"{]{12,})"', path.read_text())
        }
    ),
)
def test_all_reasons_of_the_extraction_are_translated(reason: str) -> None:
    with override("ru"):
        assert unresolved_reason(Citation(reason=reason)) != reason
