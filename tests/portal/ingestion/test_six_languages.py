"""A document ingested in six languages: each recommendation is found in every language, and counted once."""

from __future__ import annotations

import pytest

from documents.models import Document
from portal.ingestion.bulk import ingest_file
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from tests.row_cache import vocabularies
from tests.sources import SHARED

TRANSLATIONS = SHARED / "six"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not TRANSLATIONS.is_dir(), reason="the translations, which are stored next to the repository, are missing"
    ),
]
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")  # English leads although two others come before it


@pytest.mark.long
def test_recommendations_are_found_in_six_languages_and_counted_once() -> None:
    vocabularies()
    for language in LANGUAGES:
        name = "typeset/004_A.docx" if language == "en" else f"004_{language}.docx"
        folder = SHARED / "corpus" if language == "en" else TRANSLATIONS
        ingest_file((folder / name).read_bytes(), name, publish=True)
    document = Document.objects.get()
    english = list(Recommendation.objects.filter(version__language="en").order_by("position"))
    assert [row.place for row in english] == [row.anchor for row in english]
    for version in document.versions.all():
        assert list(version.recommendations.order_by("position").values_list("place", flat=True)) == [
            row.place for row in english
        ]
        assert search(SearchQuery(language=(version.language,))).total == len(english) == 11
    result = search(SearchQuery())
    assert result.total == 11
    assert {hit.row.version.language for hit in result.hits} == {"en"}
    assert all(hit.other_languages == ("ar", "es", "fr", "ru", "zh") for hit in result.hits)
