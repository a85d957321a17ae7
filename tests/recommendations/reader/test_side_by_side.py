"""Two languages of a document side by side, and the differences between its languages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from documents.models import Document, LanguageVersion
from recommendations.reader.document import DocumentPage, corresponding_anchor, read_document
from recommendations.reader.hits import read_marked_terms
from recommendations.reader.side_by_side import Difference
from tests import builders as make

pytestmark = pytest.mark.django_db


def add_version(of: Document, language: str, *rows: tuple[str, str, str, str]) -> LanguageVersion:
    """Add a version with rows of label, anchor, place and text."""
    version = make.version(of, language)
    for position, (label, anchor, place, text) in enumerate(rows):
        make.paragraph(version, text, label=label, anchor=anchor, place=place, path=label, position=position)
    return version


@pytest.fixture
def document() -> Document:
    """The Russian version lacks English paragraph 2 and has one without a number; its paragraph 2 is English 3."""
    document = make.document("CTOC/COP/2024/3")
    add_version(
        document,
        "en",
        ("1", "para-1", "para-1", "Firearms were discussed."),
        ("2", "para-2", "para-2", "Nothing else."),
        ("(c)", "c", "c", "An item."),
        ("3", "para-3", "para-3", "The meeting closed."),
    )
    add_version(
        document,
        "ru",
        ("1", "para-1", "para-1", "Обсуждалось огнестрельное оружие."),
        ("", "block-1", "block-1.ru", "Без номера."),
        ("в)", "в", "c", "Пункт."),
        ("2", "para-2", "para-3", "Совещание закрылось."),
    )
    return document


def read(document: Document, language: str, beside: str, words: str = "") -> DocumentPage:
    terms = read_marked_terms(QueryDict(f"q={words}&thesaurus=off"))
    page = read_document(document, language, AnonymousUser(), terms, beside=beside)
    assert page is not None
    return page


def test_rows_follow_the_text_of_both(document: Document) -> None:
    page = read(document, "en", "ru")
    rows = [
        (row.block and row.block.paragraph.anchor, row.other and row.other.paragraph.anchor, row.difference)
        for row in page.parallel
    ]
    assert rows == [
        ("para-1", "para-1", Difference.NONE),
        ("para-2", None, Difference.MISSING),
        (None, "block-1", Difference.ADDED),
        ("c", "в", Difference.NONE),
        ("para-3", "para-2", Difference.RENUMBERED),
    ]


def test_a_match_in_one_language_marks_the_other(document: Document) -> None:
    page = read(document, "en", "ru", "оружие")
    assert [row.has_hit for row in page.parallel] == [True, False, False, False, False]
    assert page.first_hit == "para-1"
    assert "<mark>" in (page.parallel[0].other.text if page.parallel[0].other else "")
    assert [row.has_hit for row in read(document, "ru", "en", "firearms").parallel] == [True, *[False] * 4]


def test_paragraphs_in_another_order_are_shown_once(document: Document) -> None:
    swapped = add_version(document, "fr", ("", "b", "para-3", "Deux."), ("", "a", "para-1", "Un."))
    page = read(document, "en", "fr")
    shown = [row.other.paragraph.anchor for row in page.parallel if row.other]
    assert sorted(shown) == ["a", "b"]
    assert page.beside == swapped


@pytest.mark.parametrize("beside", ["", "en", "xx"])
def test_without_a_second_language_there_are_no_rows(document: Document, beside: str) -> None:
    page = read(document, "en", beside)
    assert page.beside is None
    assert not page.parallel


def test_differences_name_the_paragraphs(document: Document) -> None:
    (differences,) = read(document, "en", "").differences
    assert differences.version.language == "ru"
    assert [(row.kind, row.name, row.other_name) for row in differences.listed] == [
        (Difference.MISSING, "sect. 2", ""),
        (Difference.RENUMBERED, "sect. 3", "sect. 2"),
        (Difference.ADDED, "paragraph “Без номера.”", ""),
    ]


def test_unpaired_passages_of_the_same_section_are_not_missing() -> None:
    document = make.document("CTOC/COP/2034/4")
    for language, place, text in (("en", "block-1", "Note."), ("fr", "block-1.fr", "Bien autre chose.")):
        version = make.version(document, language)
        make.paragraph(version, text, anchor="block-1", place=place, path="3", position=0)
    version = document.versions.get(language="fr")
    make.paragraph(version, "Encore.", anchor="block-2", place="block-2.fr", path="3", position=1)
    (differences,) = read(document, "en", "").differences
    assert [(row.kind, row.name) for row in differences.listed] == [(Difference.ADDED, "sect. 3, unnumbered paragraph")]


def test_the_same_place_in_another_script_is_found(document: Document) -> None:
    english, russian = document.versions.order_by("language")
    item = russian.paragraphs.get(anchor="в")
    assert corresponding_anchor(item, english) == "c"
    assert corresponding_anchor(russian.paragraphs.get(anchor="block-1"), english) == "para-1"


def test_page_shows_both_languages_without_doubled_ids(document: Document, client: Client) -> None:
    html = client.get("/documents/CTOC/COP/2024/3/?language=en&with=ru&q=firearms").content.decode()
    assert "Обсуждалось" in html
    assert html.count('id="para-1"') == 1
    assert "Not in the text in Russian." in html
    assert 'class="pair pair-hit"' in html
    html = client.get("/documents/CTOC/COP/2024/3/").content.decode()
    assert "Differences between the languages" in html
    assert "?language=en&amp;with=ru" in html
