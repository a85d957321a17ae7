"""Corrigenda are shown with the text that they correct, in the languages to which they apply."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from documents.models import Document, LanguageVersion, Paragraph
from documents.parsing.corrigenda import NamedParagraph
from recommendations.models import Recommendation
from recommendations.reader.corrigenda import CorrectionLink, find_named
from recommendations.reader.document import DocumentPage, read_document
from tests import builders as make

pytestmark = pytest.mark.django_db
REPORT, CORRIGENDUM = "CTOC/COP/2024/3", "CTOC/COP/2024/3/Corr.1"


def numbered(version: LanguageVersion, number: int, within: str = "") -> Paragraph:
    path = f"{within}, para. {number}" if within else f"para. {number}"
    anchor = path.lower().replace(", ", "-").replace(". ", "-").replace(" ", "-")
    return make.paragraph(version, "Text.", label=str(number), path=path, anchor=anchor)


@pytest.fixture
def report() -> Document:
    """A report in English and French: paragraphs 1 to 3, of which 2 has an item, and an annex numbered from 1 again."""
    document = make.document(REPORT)
    for language in ("en", "fr"):
        version = make.version(document, language)
        rows = [numbered(version, number) for number in (1, 2, 3)]
        make.paragraph(
            version, "Item.", kind="item", label="(b)", path="para. 2 (b)", anchor="para-2-b", parent=rows[1]
        )
        numbered(version, 1, "Annex I")
    return document


@pytest.fixture
def corrigendum(report: Document) -> Document:
    """A corrigendum in French only, to paragraph 2 (b)."""
    document = make.document(CORRIGENDUM, kind=Document.Kind.CORRIGENDUM)
    version = make.version(document, "fr")
    version.parsed = {"masthead": {"languages_concerned": ["fr"]}}
    version.save()
    make.paragraph(version, "Paragraphe 2, alinéa b)", kind="heading", label="1", anchor="1")
    make.paragraph(version, "Au lieu de paragraphe 1 lire article 1.", anchor="block-1")
    return document


def read(document: Document, language: str) -> DocumentPage:
    page = read_document(document, language, AnonymousUser())
    assert page is not None
    return page


def test_corrected_paragraph_links_to_the_corrigendum(report: Document, corrigendum: Document) -> None:
    page = read(report, "fr")
    [row] = page.corrections.corrigenda
    assert (row.document, row.languages, row.applies) == (corrigendum, ["fr"], True)
    links = {block.paragraph.anchor: block.corrections for block in page.blocks if block.corrections}
    assert links == {"para-2-b": [CorrectionLink(CORRIGENDUM, f"/en/documents/{CORRIGENDUM}/?language=fr#1")]}


def test_other_languages_name_the_corrected_language(client: Client, report: Document, corrigendum: Document) -> None:
    page = read(report, "en")
    assert [row.applies for row in page.corrections.corrigenda] == [False]
    assert not any(block.corrections for block in page.blocks)
    html = client.get(report.get_absolute_url()).content.decode()
    assert "Another language of this document is corrected by" in html
    assert f"{CORRIGENDUM}</a> (French only)." in html


def test_corrigendum_links_to_the_paragraphs(client: Client, report: Document, corrigendum: Document) -> None:
    page = read(corrigendum, "fr")
    assert [row.document for row in page.corrections.corrected] == [report]
    links = [block.corrections for block in page.blocks]
    assert links == [[CorrectionLink("para. 2 (b)", f"/en/documents/{REPORT}/?language=fr#para-2-b")], ()]
    html = client.get(corrigendum.get_absolute_url()).content.decode()
    assert f'This is a corrigendum to <a class="symbol" href="/en/documents/{REPORT}/?language=fr">' in html


def test_corrigendum_that_names_no_language_applies_to_all(report: Document, corrigendum: Document) -> None:
    corrigendum.versions.update(parsed={})
    for language in ("en", "fr"):
        assert [row.applies for row in read(report, language).corrections.corrigenda] == [True]
    assert [block.paragraph.anchor for block in read(report, "en").blocks if block.corrections] == ["para-2-b"]


@pytest.mark.parametrize(
    ("anchor", "sentence"),
    [
        ("para-2-b", "This text is corrected by"),
        ("para-2", "This text is corrected by"),
        ("para-2-b-i", "The paragraph that contains this text is corrected by"),
        ("para-3", ""),
    ],
    ids=["paragraph named", "item within it is named", "within the item named", "another paragraph"],
)
def test_recommendation_shows_the_corrigendum_that_corrects_it(
    client: Client, report: Document, corrigendum: Document, anchor: str, sentence: str
) -> None:
    for language in ("en", "fr"):
        version = report.versions.get(language=language)
        item = Paragraph.objects.get(version=version, anchor="para-2-b")
        make.paragraph(version, "Sub-item.", kind="item", label="(i)", anchor="para-2-b-i", parent=item)
    row = recommend(report.versions.get(language="fr"), anchor)
    html = client.get(row.get_absolute_url()).content.decode()
    link = f'<a href="/en/documents/{CORRIGENDUM}/?language=fr#1"><span class="symbol">{CORRIGENDUM}</span></a>'
    assert (f'<p class="message">{sentence} {link}.</p>' in html) is bool(sentence)
    assert ("corrected by" in html) is bool(sentence)


def test_recommendation_in_another_language_is_not_corrected(
    client: Client, report: Document, corrigendum: Document
) -> None:
    row = recommend(report.versions.get(language="en"), "para-2-b")
    assert "corrected by" not in client.get(row.get_absolute_url()).content.decode()


def recommend(version: LanguageVersion, anchor: str) -> Recommendation:
    """Create a recommendation that begins with an existing paragraph."""
    paragraph = Paragraph.objects.get(version=version, anchor=anchor)
    return Recommendation.objects.create(
        version=version, paragraph=paragraph, position=1, label="(b)", path=anchor, anchor=anchor, place=anchor,
        text=paragraph.text, status="draft", stated_status="draft",
    )  # fmt: skip


def test_unpublished_and_unrelated_corrigenda_are_not_shown(report: Document) -> None:
    make.version(make.document(CORRIGENDUM), published=False)
    make.version(make.document(f"{REPORT}/Add.1"))
    make.version(make.document(f"{REPORT}/Add.1/Corr.1"))
    assert read(report, "en").corrections.corrigenda == []


@pytest.mark.parametrize(
    ("named", "anchor"),
    [
        (NamedParagraph(3), "para-3"),
        (NamedParagraph(1), "para-1"),
        (NamedParagraph(1, (), "I"), "annex-i-para-1"),
        (NamedParagraph(2, ("b",)), "para-2-b"),
        (NamedParagraph(2, ("c",)), "para-2"),
        (NamedParagraph(1, (), "II"), None),
        (NamedParagraph(9), None),
    ],
)
def test_named_paragraph_is_found(report: Document, named: NamedParagraph, anchor: str | None) -> None:
    found = find_named(named, list(Paragraph.objects.filter(version__document=report, version__language="en")))
    assert (found and found.anchor) == anchor
