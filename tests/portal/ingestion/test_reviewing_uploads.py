"""Review of an uploaded document: its doubts, its publication and its symbol."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Document
from documents.services import store_document
from tests.pages import words
from tests.parsed import parsed

pytestmark = pytest.mark.django_db


def address_of(name: str, document: Document) -> str:
    return reverse(name, args=[document.address])


def test_page_shows_doubts_and_suggested_symbols(staff: Client, document: Document) -> None:
    page = staff.get(address_of("document-review", document))
    assert "A number is missing." in words(page.content.decode())
    assert "It is printed on page 2." in words(page.content.decode())
    assert page.content.decode().count('type="radio"') == 1  # a pattern with a gap is not suggested


def test_document_can_be_published_and_unpublished(staff: Client, document: Document) -> None:
    address = address_of("document-publish", document)
    for answer, public in (("yes", True), ("no", False), ("perhaps", False)):
        data = {"published": answer, "confirmed": "yes"}
        assert staff.post(address, data).status_code == 302
        assert bool(document.versions.get().published_at) is public, answer
    assert staff.get(address).status_code == 405


@pytest.mark.parametrize("field", ["suggested", "other"])
def test_symbol_can_be_assigned(staff: Client, document: Document, field: str) -> None:
    response = staff.post(address_of("document-symbol", document), {field: "CTOC/COP/WG.3/2021/3"})
    assert response.status_code == 302
    assert response.url == "/en/documents/CTOC/COP/WG.3/2021/3/review/"
    symbol = document.symbols.get()
    assert symbol.symbol == "CTOC/COP/WG.3/2021/3"
    assert symbol.assigned_by.username == "lawyer"
    assert "Symbol saved" in words(staff.get(response.url).content.decode())
    redirect = staff.get(f"/documents/unnumbered/{document.pk}/")
    assert (redirect.status_code, redirect.url) == (301, "/en/documents/CTOC/COP/WG.3/2021/3/")


@pytest.mark.parametrize(
    ("answer", "status", "sentence"),
    [
        ({}, 400, "Choose a symbol, or type one."),
        ({"other": "none"}, 400, "is not a document symbol"),
        ({"suggested": "CTOC/COP/2021/?"}, 400, "is not one of the choices. Choose one from the list."),
        ({"other": "ctoc/cop/2020/1".upper()}, 409, "is already the symbol of another document"),
    ],
)
def test_invalid_symbol_is_rejected(
    staff: Client, document: Document, answer: dict[str, str], status: int, sentence: str
) -> None:
    store_document(parsed("CTOC/COP/2020/1"), b"y", "y.pdf")
    response = staff.post(address_of("document-symbol", document), answer)
    assert response.status_code == status
    assert sentence in words(response.content.decode())
    assert not document.symbols.exists()


def test_symbol_that_merges_two_documents_needs_confirmation(staff: Client) -> None:
    english = store_document(parsed("CTOC/COP/2020/1"), b"en", "en.pdf").version.document
    french = store_document(parsed(language="fr"), b"fr", "fr.pdf").version.document
    question = staff.post(address_of("document-symbol", french), {"other": "CTOC/COP/2020/1"})
    assert question.status_code == 409
    assert "Merging cannot be undone." in words(question.content.decode())
    assert Document.objects.count() == 2
    form = question.content.decode().partition('class="form measure question"')[2].partition("</form>")[0]
    answer = dict(re.findall(r'name="(other|join)" value="([^"]*)"', form))
    response = staff.post(address_of("document-symbol", french), answer)
    assert (response.status_code, response.url) == (302, "/en/documents/CTOC/COP/2020/1/review/")
    assert set(english.versions.values_list("language", flat=True)) == {"en", "fr"}
    assert staff.get(f"/documents/unnumbered/{french.pk}/review/").status_code == 200


def test_unknown_document_is_not_found(staff: Client) -> None:
    assert staff.get("/documents/unnumbered/99/review/").status_code == 404
