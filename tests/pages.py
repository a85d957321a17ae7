"""Read pages in tests as a reader sees them."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client


def html_of(client: Client, address: str, status: int = 200) -> str:
    """Return the HTML of a page, which must answer with this status."""
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def page(client: Client, address: str, status: int = 200) -> str:
    """Return the words of the main part of a page."""
    return main_words(html_of(client, address, status))


def main_words(html: str) -> str:
    """Return the words of the main part of a page, with no space before punctuation."""
    main = html.partition('tabindex="-1">')[2].partition("</main>")[0]
    return re.sub(r" (?=[.,;:)])", "", words(main))


def words(html: str) -> str:
    """Return the words of HTML, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
