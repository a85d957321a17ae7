"""The source file of a document next to its text: its pages and who may frame it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from documents.models import LanguageVersion
from tests import builders as make
from tests.recommendations.reader.documents import ADDRESS, FILES, PDF, page

# --- source files ------------------------------------------------------------------------------------


def test_pdf_is_shown_and_only_the_portal_may_frame_it(client: Client, version: LanguageVersion) -> None:
    make.file(version, PDF, name="L.4.pdf", media_type="application/pdf")
    response = client.get(f"{FILES}original/")
    assert (response.content, response["Content-Type"]) == (PDF, "application/pdf")
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"{FILES}original/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_the_page_of_a_document_may_frame_anything(client: Client, version: LanguageVersion) -> None:
    assert "frame-src 'self'" in client.get(ADDRESS)["Content-Security-Policy"]
    assert "frame-src" not in client.get("/documents/")["Content-Security-Policy"]


def test_pages_link_to_pages_of_the_source_file(client: Client, version: LanguageVersion) -> None:
    make.file(version, PDF, media_type="application/pdf")
    make.paragraph(version, "Text.", page=3, breaks=[{"offset": 2, "page": 4, "box": None}])
    text = page(client)
    assert re.findall(r'data-page="(\d)" href="([^"]+)"', text) == [
        ("3", f"{FILES}original/3/?language=en"),
        ("4", f"{FILES}original/4/?language=en"),
    ]
    assert client.get(f"{FILES}original/4/?language=en")["Location"] == f"{FILES}original/?language=en#page=4"


@pytest.mark.parametrize("number", ["0", "8", "999999999999"])
def test_missing_page_of_the_source_file_is_not_found(client: Client, version: LanguageVersion, number: str) -> None:
    make.file(version, PDF, media_type="application/pdf")
    assert "The last page is 7" in page(client, f"{FILES}original/{number}/", 404)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"text", "text/plain"), (b"<script>", "application/pdf"), (b"<html>%PDF-", "text/html")],
    ids=["a text", "not a PDF despite its media type", "not a PDF despite its content"],
)
def test_only_a_pdf_is_shown(client: Client, version: LanguageVersion, content: bytes, media_type: str) -> None:
    make.file(version, content, media_type=media_type)
    assert "This document has no PDF" in page(client, f"{FILES}original/", 404)


def test_document_without_a_pdf_offers_no_source_pages(client: Client, version: LanguageVersion) -> None:
    make.file(version)
    make.paragraph(version, "Text.", page=1)
    assert "original/" not in page(client)
    assert "This document has no PDF" in page(client, f"{FILES}original/1/", 404)


def test_unpublished_source_file_is_not_found(client: Client, admin_client: Client) -> None:
    hidden = make.version(make.document("A/1"), published=False)
    make.file(hidden, PDF, media_type="application/pdf")
    page(client, "/documents/A/1/original/", 404)
    page(client, "/documents/A/1/original/1/", 404)
    page(client, "/documents/A/1/cite/", 404)
    assert admin_client.get("/documents/A/1/original/").status_code == 200
