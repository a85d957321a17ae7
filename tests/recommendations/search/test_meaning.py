"""Search by meaning, with an encoder that knows a few words: results, marks, counts and exclusions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pyroaring import BitMap

from documents.models import LanguageVersion
from recommendations.models import Recommendation, SearchScope
from recommendations.search import nearest
from recommendations.search.meaning import Meaning
from recommendations.search.nearest import Nearness, clear_nearest
from recommendations.search.query import SearchQuery
from recommendations.search.results import Result, find, search
from recommendations.search.syntax import Word
from recommendations.services import write_passages
from recommendations.services.indexing import index_documents
from recommendations.similarity.similar import similar_to
from recommendations.text.sentences import Passage
from tests import builders as make
from tests.recommendations.search.encoded import NETWORKS, PRISONERS, create_version, set_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def use_exact_search(db: None) -> None:
    """Compare with every vector: an index full of rows that other tests rolled back would miss some."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")


def search_words(words: str, **choices: Any) -> Result:
    return search(SearchQuery(words=words, **{"thesaurus": False, **choices}))


def paths(result: Result) -> list[str]:
    return [hit.row.path for hit in result.hits]


# --- results -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        ("inmate", ["(1)"], "a word that means the same in the same language"),
        ("détenus", ["(1)"], "a word that means the same in another language, with accents"),
        ("заключенных", ["(1)"], "in another script"),
        ("réseaux", ["(2)"], "a word near the second text"),
        ("firearms", [], "a word with no text near it"),
        ('"détenus"', [], "a phrase is searched as typed"),
        ("inmat*", [], "a prefix is searched as typed"),
        ("inmate -family", [], "an excluded word is searched as typed"),
    ],
)
def test_results_are_found_by_meaning(words: str, expected: list[str], reason: str) -> None:
    create_version(PRISONERS, NETWORKS)
    assert paths(search_words(words)) == expected, reason


def test_results_by_meaning_are_marked() -> None:
    create_version(PRISONERS, NETWORKS)
    result = search_words("détenus")
    [hit] = result.hits
    assert hit.is_by_meaning
    assert result.by_meaning_count == 1
    assert hit.text == (
        '<mark class="by-meaning">States should move prisoners to their home country</mark>. '
        "They should inform the family about it."
    )


@pytest.mark.parametrize(
    ("similarity", "names_subject", "matches", "related", "reason"),
    [
        (0.14, None, 0, 0, "as near as random letters come to some passage"),
        (0.16, None, 0, 1, "farther than any passage that answers a need"),
        (0.3, None, 1, 0, "a passage that is near"),
        (0.14, True, 1, 0, "words that name a subject of the texts are not random letters"),
        (0.3, False, 0, 1, "a subject that no text names"),
        (0.14, False, 0, 1, "such a subject, and no passage near"),
    ],
)
def test_passages_that_are_not_near_are_only_related_or_left_out(
    similarity: float, names_subject: bool | None, matches: int, related: int, reason: str
) -> None:
    passage = Passage(0, 4)
    answers = {1: Nearness(0.85, passage), 2: Nearness(0.8, passage)}
    meaning = Meaning({1: Nearness(similarity, passage)}, entries=2, answers=answers)
    judgement = meaning.judge(Word("zzqqx"), lambda _node: BitMap(), names_subject_of_texts=names_subject)
    assert (len(judgement.matches), 1 in judgement.related) == (matches, bool(related)), reason


def test_exact_match_is_not_marked_as_by_meaning() -> None:
    create_version(PRISONERS, NETWORKS)
    result = search_words("prisoners")
    assert [(hit.row.path, hit.is_by_meaning) for hit in result.hits] == [("(1)", False)]
    assert result.by_meaning_count == 0


def test_meaning_can_be_switched_off() -> None:
    create_version(PRISONERS, NETWORKS)
    assert paths(search_words("détenus", meaning=False)) == []


def test_paragraphs_are_found_by_meaning() -> None:
    create_version(PRISONERS, NETWORKS)
    result = search_words("détenus", scope=SearchScope.PARAGRAPHS.value)
    assert [hit.row.text for hit in result.hits] == [PRISONERS]


@pytest.mark.parametrize("words", ["football", "fútbol", "футбол", "足球", "كرة القدم"])
def test_short_headings_and_far_paragraphs_are_not_near_in_meaning(words: str) -> None:
    create_version("Women", "Languages", "Goal 3:", NETWORKS)
    result = search_words(words, scope=SearchScope.PARAGRAPHS.value)
    assert (list(result.hits), list(result.related)) == ([], [])


def test_filters_narrow_and_count_results_by_meaning() -> None:
    create_version(PRISONERS, NETWORKS)
    make.recommendation(PRISONERS, of=make.version(language="fr"))
    result = search_words("détenus", status=("adopted",))
    assert result.total == 1
    assert result.counts["status"] == {"adopted": 1}
    assert search_words("détenus", status=("draft",)).total == 0
    assert search_words("détenus", status=("draft",)).counts["status"] == {"adopted": 1}


def test_unpublished_version_is_not_found() -> None:
    version = create_version(PRISONERS)
    set_published(version, None)
    assert paths(search_words("détenus")) == []
    set_published(version, timezone.now())
    assert paths(search_words("détenus")) == ["(1)"]


# --- the order ---------------------------------------------------------------------------------------


def test_complete_match_comes_before_partial_ones() -> None:
    create_version(
        "States should pay the expenses of the courts with care.",
        "States should share the expenses of a prisoner.",
        "States should visit each prisoner in good time and often.",
    )
    assert paths(search_words("frais détenu"))[0] == "(2)"


def test_stop_words_are_ignored() -> None:
    create_version("States of the region should act for the best, and so on.", PRISONERS)
    words = find(SearchQuery("the inmate of the region")).meaning.words
    assert {word.word for word in words} == {"inmate", "region"}


def test_recommendations_on_the_topic_come_first() -> None:
    version = create_version("Extradition is slow.", "Extradition is quick.")
    version.recommendations.get(path="(1)").topics.add(make.topic("extradition"))
    index_documents([version.document_id])
    assert paths(search_words("extradition", thesaurus=True)) == ["(1)", "(2)"]
    version.recommendations.get(path="(1)").topics.clear()
    version.recommendations.get(path="(2)").topics.add(make.topic("extradition"))
    index_documents([version.document_id])
    assert paths(search_words("extradition", thesaurus=True)) == ["(2)", "(1)"]


# --- caching -----------------------------------------------------------------------------------------


def test_nearest_passages_are_cached_whatever_the_filters() -> None:
    create_version(PRISONERS, NETWORKS)
    before = search_words("détenus")
    with CaptureQueriesContext(connection) as captured:
        narrowed = search_words("détenus", language=("en",))
    assert not [query for query in captured.captured_queries if "searchpassage" in query["sql"]]
    assert paths(before) == paths(narrowed) == ["(1)"]


def test_later_versions_are_found_by_cached_words() -> None:
    create_version(NETWORKS)
    assert paths(search_words("détenus")) == []
    later = create_version(PRISONERS)
    assert [hit.row.version for hit in search_words("détenus").hits] == [later]
    set_published(later, None)
    assert paths(search_words("détenus")) == []


def test_passages_written_after_publication_are_found() -> None:
    old = make.version()
    make.recommendation(PRISONERS, of=old)
    assert paths(search_words("détenus")) == []
    write_passages(old)
    assert [hit.row.version for hit in search_words("détenus").hits] == [old]


def test_cache_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    create_version(PRISONERS, NETWORKS)
    clear_nearest()
    monkeypatch.setattr(nearest._text_cache, "size", 2)
    monkeypatch.setattr(nearest._word_cache, "size", 2)
    for words in ("détenus", "réseaux", "inmate", "firearms"):
        search_words(words)
        assert len(nearest._text_cache._entries) <= 2
        assert len(nearest._word_cache._entries) <= 2
    assert paths(search_words("détenus")) == ["(1)"]


# --- similar recommendations -------------------------------------------------------------------------


def test_similar_recommendations_of_other_documents_come_first() -> None:
    source = create_version(PRISONERS, PRISONERS + " Soon.")
    create_version(PRISONERS, NETWORKS)
    row = source.recommendations.get(path="(1)")
    similar = similar_to(row)
    assert [(each.path, each.is_in_same_document) for each in similar] == [("(1)", False), ("(2)", True)]
    assert similar[0].is_near_duplicate


def test_same_place_in_another_language_is_not_similar() -> None:
    english = create_version(PRISONERS)
    create_version(PRISONERS, of=english.document, language="fr")
    assert similar_to(english.recommendations.get()) == []
    assert similar_to(Recommendation.objects.get(version__language="fr")) == []


def test_similar_recommendation_is_in_the_readers_language() -> None:
    """Its wording is compared in the language of the other recommendation."""
    row = create_version(PRISONERS).recommendations.get()
    other = create_version(PRISONERS)
    french = create_version(PRISONERS + " Bientôt.", of=other.document, language="fr")
    create_version(PRISONERS, of=other.document, language="ar", published=False)
    for languages, shown in ((["fr", "en"], "fr"), (["ar", "fr"], "fr"), (["en"], "en"), (["ru"], "en"), ([], "en")):
        (match,) = similar_to(row, languages=languages)
        assert match.language == shown
        assert (match.text == french.recommendations.get().text) == (shown == "fr")
        assert (match.is_near_duplicate, match.compared_language) == (True, "en")


def test_similar_recommendation_without_a_common_language_is_not_compared() -> None:
    row = create_version(PRISONERS).recommendations.get()
    create_version(PRISONERS, of=create_version(PRISONERS, language="es").document, language="fr")
    (match,) = similar_to(row, languages=["fr"])
    assert (match.language, match.wording, match.compared_language) == ("fr", 0, "fr")


def test_unpublished_recommendation_is_not_similar() -> None:
    row = create_version(PRISONERS).recommendations.get()
    create_version(PRISONERS, published=False)
    assert similar_to(row) == []


def test_similar_recommendations_take_one_query_and_are_shown(client: Client, django_assert_num_queries: Any) -> None:
    first = create_version(PRISONERS).recommendations.get()
    second = create_version(PRISONERS).recommendations.get()
    with django_assert_num_queries(1):
        similar_to(first)
    page = client.get(first.get_absolute_url()).content.decode()
    assert "Similar recommendations" in page
    assert f'href="{second.get_absolute_url()}"' in page
    assert "nearly identical wording" in page
    assert f'href="{first.comparison_with(second)}">Compare wording' in page


def test_similar_text_is_compared_in_its_language_with_the_text_of_the_page_first(client: Client) -> None:
    first, second = (create_version(PRISONERS).recommendations.get() for _number in range(2))
    for row, other in ((first, second), (second, first)):
        address = row.comparison_with(other)
        assert address in client.get(row.get_absolute_url()).content.decode()
    LanguageVersion.objects.filter(pk=first.version_id).update(language="fr")
    page = client.get(second.get_absolute_url()).content.decode()
    assert "Similar recommendations" in page
    assert "Compare wording" not in page
