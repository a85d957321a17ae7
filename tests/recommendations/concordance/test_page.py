"""Translations of a phrase in published documents in several languages."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Document
from recommendations.concordance.page import Concordance, excerpt, read_concordance
from recommendations.search.query import SearchQuery
from tests import builders as make

pytestmark = pytest.mark.django_db

KNOWN = (
    ("Use special investigative techniques.", "Recourir à des techniques d’enquête spéciales."),
    ("A special investigative technique helps.", "Une technique d’enquête spéciale est utile."),
    ("Regulate special investigative techniques.", "Réglementer ces techniques."),
)


def create_document(*pairs: tuple[str, str], french: bool = True) -> Document:
    """Create a document in English and French, with one place for each pair of texts."""
    document = make.document("CTOC/COP/2024/3")
    versions = make.version(document), make.version(document, "fr", published=french)
    with make.indexed_together():
        for number, texts in enumerate(pairs):
            for version, text in zip(versions, texts, strict=True):
                make.recommendation(text, of=version, anchor=f"para-{number}", path=f"para. {number}")
    return document


def find_concordance(phrase: str, language: str = "") -> Concordance:
    found = read_concordance(phrase, language)
    assert found is not None
    return found


def test_equivalent_terms_are_counted_and_marked_in_their_places() -> None:
    create_document(*KNOWN)
    found = find_concordance("special investigative techniques")
    assert (found.occurrences.language, found.occurrences.is_complete) == ("en", True)
    [french] = found.translations
    [term] = french.terms
    assert (term.text, term.count, term.is_known) == ("techniques d’enquête spéciales", 2, True)
    assert (french.language, french.total, french.rest) == ("fr", 3, 1)
    assert [pair.has_term for pair in french.pairs] == [True, True, False]
    assert "<mark>special investigative techniques</mark>" in french.pairs[0].source_text
    assert "<mark>techniques d’enquête spéciales</mark>" in french.pairs[0].text


def test_phrase_is_found_in_any_language() -> None:
    create_document(*KNOWN)
    found = find_concordance("technique d’enquête spéciale")
    assert found.occurrences.language == "fr"
    assert [term.text for term in found.translations[0].terms] == ["special investigative techniques"]


def test_unknown_terms_are_found_by_comparison_and_marked_as_uncertain() -> None:
    create_document(
        ("Protect pelicans.", "Protéger les pélicans."),
        ("Count costs.", "Compter les frais."),
        ("Visit pelicans often.", "Visiter souvent les pélicans."),
    )
    [term] = find_concordance("pelicans").translations[0].terms
    assert (term.text, term.count, term.is_known, term.is_sure) == ("pélicans", 2, False, False)


def test_no_term_is_proposed_without_a_common_wording() -> None:
    create_document(("Weigh zebras.", "Peser cela."), ("Feed zebras.", "Nourrir ceci."))
    french = find_concordance("zebras").translations[0]
    assert (french.terms, french.rest, len(french.pairs)) == ([], 2, 2)


def test_words_with_the_same_stem_are_different_phrases() -> None:
    create_document(
        ("Train investigators.", "Former les enquêteurs."), ("Start investigations.", "Ouvrir des enquêtes.")
    )
    assert find_concordance("investigators").translations[0].total == 1
    assert read_concordance("investigative") is None


@pytest.mark.parametrize("phrase", ["", "zebra", "word " * 13])
def test_unusable_or_unknown_phrase_has_no_concordance(phrase: str) -> None:
    create_document(*KNOWN)
    assert read_concordance(phrase) is None


def test_phrase_in_only_one_public_language_has_no_concordance() -> None:
    create_document(*KNOWN, french=False)
    assert read_concordance("special investigative techniques") is None


def test_long_paragraph_is_shortened_to_the_sentences_with_marks() -> None:
    text = "First of all this is here. " + "The middle is much longer than this. " * 10 + "The very end is here."
    start = text.index("very")
    assert excerpt(text, [(start, start + 4)]) == "… The <mark>very</mark> end is here."
    assert excerpt(text, []) == "First of all this is here …"
    assert excerpt("Short & sweet.", [(0, 5)]) == "<mark>Short</mark> &amp; sweet."


class TestView:
    def test_places_link_to_both_texts(self, client: Client) -> None:
        create_document(*KNOWN)
        html = client.get("/concordance/", {"q": "“special investigative techniques”"}).content.decode()
        assert "in 2 of 3 places; equivalent term from the thesaurus" in html
        assert "1 place is worded differently." in html
        address = "/en/documents/CTOC/COP/2024/3/?language=en&amp;with=fr&amp;q=special+investigative+techniques#para-0"
        assert f'<a href="{address}">' in html
        assert client.get(address.replace("&amp;", "&")).status_code == 200

    def test_all_places_of_one_language_are_shown(self, client: Client) -> None:
        create_document(*((f"Protect pelicans {number}.", f"Protéger les pélicans {number}.") for number in range(5)))
        few = client.get("/concordance/", {"q": "pelicans"}).content.decode()
        assert few.count('concordance-place"') == 3
        assert "?q=pelicans&amp;from=en&amp;to=fr" in few
        assert "found by comparing the texts" in few
        all_places = client.get("/concordance/", {"q": "pelicans", "from": "en", "to": "fr"}).content.decode()
        assert all_places.count('concordance-place"') == 5

    def test_page_explains_why_nothing_is_shown(self, client: Client) -> None:
        create_document(*KNOWN)
        assert "No paragraph" in client.get("/concordance/?q=zebra%00&from=xx").content.decode()
        assert "too long" in client.get("/concordance/", {"q": "word " * 13}).content.decode()
        assert "Phrase, in any language" in client.get("/concordance/").content.decode()

    def test_search_and_side_by_side_pages_link_to_the_concordance(self, client: Client) -> None:
        document = create_document(*KNOWN)
        link = 'href="/en/concordance/?q=special+investigative+techniques"'
        words = "special investigative techniques"
        assert link in client.get(SearchQuery(words=words).address).content.decode()
        beside = client.get(document.get_absolute_url(), {"language": "en", "with": "fr", "q": words})
        assert link in beside.content.decode()

    def test_search_in_one_language_does_not_link_to_the_concordance(self, client: Client) -> None:
        make.recommendation("Use special investigative techniques.")
        html = client.get(SearchQuery(words="special investigative techniques").address).content.decode()
        assert "/en/concordance/" not in html


@pytest.mark.parametrize(
    ("phrase", "french", "message"),
    [
        ("*", True, "Enter at least one word."),
        ("techniques", False, "No document in this collection is available in more than one language"),
        ("zebras", True, "No paragraph that is published in several languages contains"),
    ],
)
def test_page_explains_missing_translations(client: Client, phrase: str, french: bool, message: str) -> None:
    create_document(*KNOWN, french=french)
    assert message in client.get("/concordance/", {"q": phrase}).content.decode()
