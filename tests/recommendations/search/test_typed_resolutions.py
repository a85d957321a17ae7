"""Resolutions and decisions in the words of a search, and the entries that cite them."""

from __future__ import annotations

import pytest

from recommendations.models import Citation, Recommendation, RecommendationCitation, SearchScope
from recommendations.search.interpretations import ResolutionNote
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.search.typed_resolutions import read_resolutions
from recommendations.search.understanding import understand
from recommendations.services.indexing import index_documents
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("COP resolution 5/8", "COP 5/8", "an abbreviation before the word"),
        ("resolution 5/8 of the Conference of the Parties", "COP 5/8", "the organ after the number"),
        ("COP decision 2/2", "COP decision 2/2", "a decision"),
        ("General Assembly resolution 55/25", "GA 55/25", "an organ in full"),
        ("GA resolution 55/25", "GA 55/25", "an organ that numbers its resolutions in this way"),
        ("A/RES/55/25", "GA 55/25", "a symbol"),
        ("a/res/55/25", "GA 55/25", "a symbol in lower case"),
        ("S/RES/1373 (2001)", "SC 1373 (2001)", "a symbol with a year"),
        ("ECOSOC 2005/14", "ECOSOC 2005/14", "without the word"),
        ("COP résolution 5/8", "COP 5/8", "French"),
        ("resolución 55/25 de la Asamblea General", "GA 55/25", "Spanish"),
        ("резолюция 55/25 Генеральной Ассамблеи", "GA 55/25", "Russian"),
        ("قرار الجمعية العامة 55/25", "GA 55/25", "Arabic"),
        ("大会第55/25号决议", "GA 55/25", "Chinese"),
    ],
)
def test_resolutions_are_recognized(text: str, value: str, reason: str) -> None:
    (named,) = read_resolutions(text)
    assert named.values[0] == value, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("draft resolution 3", "a draft has no number of its own"),
        ('"resolution 5/8"', "in quotation marks"),
        ("COP 11", "a session"),
        ("CTOC/COP/2022/L.4", "the symbol of another document"),
        ("resolution", "no number"),
    ],
)
def test_other_words_are_not_resolutions(text: str, reason: str) -> None:
    assert read_resolutions(text) == [], reason


def citing(words: str, value: str, text: str) -> Recommendation:
    """Create a recommendation that cites a resolution."""
    row = make.recommendation(text, indexed=False)
    cited = make.citation(row.paragraph, words, kind=Citation.Kind.RESOLUTION, value=value)
    RecommendationCitation.objects.create(recommendation=row, citation=cited)
    index_documents([row.version.document_id])
    return row


def test_resolution_finds_recommendations_and_paragraphs_that_cite_it() -> None:
    row = citing("resolution 5/8", "COP 5/8", "In accordance with Conference resolution 5/8, act.")
    citing("resolution 25/8", "CCPCJ 25/8", "In accordance with Commission resolution 25/8, act.")
    for words in ("resolution 5/8", "COP 5/8", "Conference resolution 5/8", "resolution 5/8 act"):
        assert [hit.row.pk for hit in search(SearchQuery(words)).hits] == [row.pk], words
        assert search(SearchQuery(words, scope=SearchScope.PARAGRAPHS.value)).total == 1, words


def test_resolution_that_nothing_cites_has_no_result() -> None:
    make.recommendation("Implement resolution 5/8.")
    result = search(SearchQuery("GA resolution 77/999"))
    assert (result.total, result.related) == (0, [])
    assert result.understood.notes == (ResolutionNote("GA resolution 77/999", ("GA 77/999",)),)


def test_resolution_is_searched_as_words_on_request() -> None:
    query = SearchQuery("resolution 5/8", as_typed=True, thesaurus=False)
    assert understand(query).notes == ()
