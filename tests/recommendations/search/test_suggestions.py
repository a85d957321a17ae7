"""Suggestions while a reader types."""

from __future__ import annotations

import datetime

import pytest
from django.utils.translation import override

from recommendations.search.suggestions import MAX_SUGGESTIONS, Suggestion, SuggestionKind, suggest
from tests import builders as make

pytestmark = pytest.mark.django_db


PROPOSED = {"status": "proposed", "meeting": None}


@pytest.fixture(autouse=True)
def texts() -> None:
    """Recommendations on what the tests type."""
    topics = [make.topic(key) for key in ("extradition", "mutual-legal-assistance", "trafficking-in-persons")]
    articles = ["untoc:16", "untoc:18", "untoc:18:13", "uncac:46"]
    make.recommendation("Transfer of prisoners, by videolink.", topics=topics, articles=articles, **PROPOSED)
    make.recommendation("Mutual legal assistance.", **PROPOSED)


def suggestions_of_kind(text: str, kind: SuggestionKind) -> list[Suggestion]:
    return [each for each in suggest(text, limit=50) if each.kind == kind]


@pytest.mark.parametrize(
    ("typed", "first", "address", "reason"),
    [
        ("article 18", "Article 18", "untoc/18", "a number"),
        ("18", "Article 18", "untoc/18", "a number alone"),
        ("art 18 para 13", "Article 18, paragraph 13", "untoc/18", "a paragraph"),
        ("uncac 46", "Article 46", "uncac/46", "an article of another convention"),
        ("mutual leg", "Article 18", "untoc/18", "the beginning of an article's title"),
        ("EXTRAD", "Article 16", "untoc/16", "in capitals"),
        ("artículo 18", "Article 18", "untoc/18", "in Spanish"),
    ],
)
def test_articles_are_suggested(typed: str, first: str, address: str, reason: str) -> None:
    suggestions = suggestions_of_kind(typed, SuggestionKind.ARTICLE)
    assert suggestions[0].label == first, reason
    assert suggestions[0].address == f"/en/articles/{address}/"


def test_article_has_its_title_and_instrument() -> None:
    assert suggestions_of_kind("article 18", SuggestionKind.ARTICLE)[0].detail == (
        "Mutual legal assistance, Organized Crime Convention"
    )


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("extradi", "Extradition"),
        ("legal assist", "Mutual legal assistance"),
        ("entraide", "Mutual legal assistance"),
        ("выдача", "Extradition"),
        ("司法协", "Mutual legal assistance"),
        ("تسليم", "Extradition"),
        ("traite des", "Trafficking in persons"),
    ],
)
def test_topics_are_suggested_in_any_language(typed: str, label: str) -> None:
    assert label in [each.label for each in suggestions_of_kind(typed, SuggestionKind.TOPIC)]


def test_topics_are_named_in_the_language_of_the_reader() -> None:
    with override("fr"):
        assert suggestions_of_kind("extradi", SuggestionKind.TOPIC)[0].label == "Extradition"
        assert suggestions_of_kind("mutual", SuggestionKind.TOPIC)[0].label == "Entraide judiciaire"


@pytest.mark.parametrize("typed", ["article 1", "article premier", "art. 1er"])
def test_first_article_is_called_premier_in_french(typed: str) -> None:
    make.article("untoc:1")
    with override("fr"):
        assert suggestions_of_kind(typed, SuggestionKind.ARTICLE)[0].label == "Article premier"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("prisoner tr", "prisoner transfer"),
        ("videol", "videolink"),
        ("entraide jud", "entraide judiciaire"),
        ("взаимн", "взаимная правовая помощь"),
    ],
)
def test_terms_are_suggested(typed: str, label: str) -> None:
    suggestions = {each.label: each for each in suggestions_of_kind(typed, SuggestionKind.WORDS)}
    assert label in suggestions
    assert all(each.address.startswith("/en/recommendations/?q=") for each in suggestions.values())


def test_documents_are_suggested_by_part_of_a_symbol() -> None:
    make.version(make.document("CTOC/COP/WG.8/2031/3", title="Report"))
    make.version(make.document("CTOC/COP/WG.8/2031/4"), published=False)
    (suggestion,) = suggestions_of_kind("wg.8/2031", SuggestionKind.DOCUMENT)
    assert (suggestion.label, suggestion.detail, suggestion.address) == (
        "CTOC/COP/WG.8/2031/3",
        "Report",
        "/en/documents/CTOC/COP/WG.8/2031/3/",
    )
    assert not suggestions_of_kind("G.8/2031", SuggestionKind.DOCUMENT)


@pytest.mark.parametrize(
    "typed", ["international coop", "twelfth meeting", "12th meeting", "Vienna 2021", "working group 12"]
)
def test_meetings_are_suggested(typed: str) -> None:
    meeting = make.meeting(ordinal=12, start=datetime.date(2021, 3, 25), place="Vienna")
    make.version(make.document("CTOC/COP/WG.8/2031/5", meeting=meeting))
    make.meeting(ordinal=13, start=datetime.date(2022, 3, 25), place="Vienna")
    make.recommendation("Act.", meeting=meeting)
    (suggestion,) = suggestions_of_kind(typed, SuggestionKind.MEETING)
    assert suggestion.label == "Twelfth meeting of the Working Group on International Cooperation"
    assert suggestion.address == f"/en/recommendations/?meeting={meeting.slug}"


@pytest.mark.parametrize(
    "typed", ["", " ", "?!", "\\", "'", "%", "xyzzy plugh", "a" * 300, "\0", "meeting 0", "session 0000"]
)
def test_other_input_has_no_suggestions(typed: str) -> None:
    assert suggest(typed) == []


def test_number_of_suggestions_is_limited() -> None:
    assert len(suggest("co")) <= MAX_SUGGESTIONS


def test_suggestions_have_counts_and_none_is_empty() -> None:
    for typed in ("mutual", "extr", "18", "tran", "untoc", "video", "pri"):
        for suggestion in suggest(typed):
            is_article = suggestion.kind == SuggestionKind.ARTICLE  # its page is not empty
            assert is_article or suggestion.count is None or suggestion.count > 0, (typed, suggestion)
    assert suggestions_of_kind("extrad", SuggestionKind.TOPIC)[0].count == 1
    assert [each for each in suggest("wiretap") if each.count == 0] == []


def test_typed_article_is_suggested_even_if_nothing_cites_it() -> None:
    (suggestion,) = suggestions_of_kind("article 29", SuggestionKind.ARTICLE)
    assert (suggestion.label, suggestion.count) == ("Article 29", 0)


@pytest.mark.parametrize("typed", ["UNTOC", "ctoc", "Palermo Convention"])
def test_instrument_is_suggested_by_its_names(typed: str) -> None:
    assert suggestions_of_kind(typed, SuggestionKind.ARTICLE)[0].address == "/en/articles/untoc/"


@pytest.mark.parametrize(("typed", "label"), [("extradiction", "Extradition"), ("extrsd", "Extradition")])
def test_misspelled_beginning_is_tolerated(typed: str, label: str) -> None:
    assert label in [each.label for each in suggest(typed)]


def test_abbreviation_is_completed_by_the_name_of_its_concept() -> None:
    assert suggestions_of_kind("MLA", SuggestionKind.WORDS)[0].label == "mutual legal assistance"


def test_number_of_queries_is_small(django_assert_max_num_queries: object) -> None:
    suggest("mutual")  # fills the caches
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        suggest("mutual legal")
