"""Why a reference was not identified, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from documents.models import Body
from recommendations.models import Citation, Instrument
from recommendations.reader.citation_targets import unresolved_reason

pytestmark = pytest.mark.django_db
EXTRACTION = Path(settings.BASE_DIR, "recommendations", "extraction", "references")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("the previous note gives no document symbol", "la note précédente ne donne aucune cote de document"),
        ("the body is not known: extended Bureau of", "organe non déterminé («\xa0extended Bureau of…\xa0»)"),
        ("the body is not known", "organe non déterminé"),
        ("The Convention has no article 99.", "L’instrument «\xa0Convention\xa0» n’a pas d’article 99."),
        ("a reason of an older version", "a reason of an older version"),
    ],
)
def test_stored_reason_is_translated(stored: str, shown: str) -> None:
    with override("fr"):
        assert unresolved_reason(Citation(reason=stored)) == shown


@pytest.mark.parametrize("stored", ["the Fish Convention has no article 99", "The Fish Convention has no article 99."])
def test_instrument_in_a_reason_is_named_in_the_language_of_the_reader(stored: str) -> None:
    Instrument.objects.create(
        key="fish", title="Fish", short_title="Fish Convention", short_labels={"fr": "Convention sur la pêche"}
    )
    with override("fr"):
        assert "Convention sur la pêche" in unresolved_reason(Citation(reason=stored))


def test_body_in_a_reason_is_named_in_the_language_of_the_reader() -> None:
    Body.objects.create(
        key="fish", name="Fish Group", short_name="Fish Group", short_labels={"fr": "Groupe sur la pêche"}
    )
    with override("fr"):
        shown = unresolved_reason(Citation(reason="a meeting within a session of: Fish Group"))
    assert "Groupe sur la pêche" in shown


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
