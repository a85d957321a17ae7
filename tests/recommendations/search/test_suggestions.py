"""What is offered while somebody types."""

from __future__ import annotations

import datetime

import pytest
from django.utils.translation import override

from recommendations.search.suggestions import LIMIT, Suggestion, SuggestionKind, suggest
from tests import builders as make

pytestmark = pytest.mark.django_db


def of_kind(text: str, kind: SuggestionKind) -> list[Suggestion]:
    return [each for each in suggest(text, limit=50) if each.kind == kind]


@pytest.mark.parametrize(
    ("typed", "first", "address", "why"),
    [
        ("article 18", "Article 18", "article=untoc:18", "a number"),
        ("18", "Article 18", "article=untoc:18", "a number alone"),
        ("art 18 para 13", "Article 18, paragraph 13", "article=untoc:18:13", "a paragraph"),
        ("uncac 46", "Article 46", "article=uncac:46", "of another convention"),
        ("mutual leg", "Article 18", "article=untoc:18", "the beginning of its title"),
        ("EXTRAD", "Article 16", "article=untoc:16", "in capitals"),
        ("artículo 18", "Article 18", "article=untoc:18", "in Spanish"),
    ],
)
def test_articles(typed: str, first: str, address: str, why: str) -> None:
    found = of_kind(typed, SuggestionKind.ARTICLE)
    assert found[0].label == first, why
    assert found[0].address == f"/recommendations/?{address}"


def test_an_article_says_its_title_and_instrument() -> None:
    assert of_kind("article 18", SuggestionKind.ARTICLE)[0].detail == (
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
def test_topics_in_any_language(typed: str, label: str) -> None:
    assert label in [each.label for each in of_kind(typed, SuggestionKind.TOPIC)]


def test_topics_are_called_as_the_reader_calls_them() -> None:
    with override("fr"):
        assert of_kind("extradi", SuggestionKind.TOPIC)[0].label == "Extradition"
        assert of_kind("mutual", SuggestionKind.TOPIC)[0].label == "Entraide judiciaire"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("prisoner tr", "prisoner transfer"),
        ("videol", "videolink"),
        ("entraide jud", "entraide judiciaire"),
        ("взаимн", "взаимная правовая помощь"),
    ],
)
def test_words_of_the_field(typed: str, label: str) -> None:
    found = {each.label: each for each in of_kind(typed, SuggestionKind.WORDS)}
    assert label in found
    assert all(each.address.startswith("/recommendations/?q=") for each in found.values())


def test_documents_by_a_part_of_their_symbol() -> None:
    make.version(make.document("CTOC/COP/WG.8/2031/3", title="Report"))
    make.version(make.document("CTOC/COP/WG.8/2031/4"), published=False)
    (found,) = of_kind("wg.8/2031", SuggestionKind.DOCUMENT)
    assert (found.label, found.detail, found.address) == (
        "CTOC/COP/WG.8/2031/3",
        "Report",
        "/documents/CTOC/COP/WG.8/2031/3/",
    )
    assert not of_kind("G.8/2031", SuggestionKind.DOCUMENT)


@pytest.mark.parametrize(
    "typed", ["international coop", "twelfth meeting", "12th meeting", "Vienna 2021", "working group 12"]
)
def test_meetings(typed: str) -> None:
    meeting = make.meeting(ordinal=12, start=datetime.date(2021, 3, 25), place="Vienna")
    make.version(make.document("CTOC/COP/WG.8/2031/5", meeting=meeting))
    make.meeting(ordinal=13, start=datetime.date(2022, 3, 25), place="Vienna")
    (found,) = of_kind(typed, SuggestionKind.MEETING)
    assert found.label == "Twelfth meeting of the Working Group on International Cooperation"
    assert found.address == f"/recommendations/?meeting={meeting.slug}"


@pytest.mark.parametrize("typed", ["", " ", "?!", "\\", "'", "%", "xyzzy plugh", "a" * 300, "\0"])
def test_nothing_fits(typed: str) -> None:
    assert suggest(typed) == []


def test_there_are_never_many() -> None:
    assert len(suggest("co")) <= LIMIT


def test_it_takes_two_queries_at_most(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        suggest("CTOC/COP/WG.3")
