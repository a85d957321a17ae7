"""Helpers for tests of the page of a document."""

from __future__ import annotations

from django.test import Client

from documents.web.language_addresses import without_language
from tests.pages import html_of

ADDRESS = "/en/documents/CTOC/COP/2022/L.4/"
FILES = without_language(ADDRESS)
"""The beginning of addresses of its files, which are the same in all languages."""
PDF = b"%PDF-1.7\n%of nothing"


def page(client: Client, address: str = ADDRESS, status: int = 200) -> str:
    """Return the HTML of the document's page, or of another page."""
    return html_of(client, address, status)
