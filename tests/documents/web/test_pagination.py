"""All lists are paginated in the same way: 400 for an invalid page number, 404 for one after the last page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import builders as make

pytestmark = pytest.mark.django_db

LISTS = ["/documents/", "/log/", "/uploads/sent/", "/lineage/", "/lineage/log/"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    ("number", "status", "sentence"),
    [
        ("1", 200, ""),
        ("", 200, ""),
        ("2", 404, "Page 2 does not exist. The last page is 1."),
        ("0", 400, "The page number must be a whole number, 1 or higher."),
        ("-1", 400, "The page number must be a whole number, 1 or higher."),
        ("x", 400, "The page number must be a whole number, 1 or higher."),
        ("1_0", 400, "The page number must be a whole number, 1 or higher."),
        ("\u0663", 400, "The page number must be a whole number, 1 or higher."),
        ("99999999999999999999", 400, "The page number must be a whole number, 1 or higher."),
    ],
)
def test_invalid_page_number_is_rejected(
    admin_client: Client, address: str, number: str, status: int, sentence: str
) -> None:
    response = admin_client.get(address, {"page": number})
    assert response.status_code == status
    assert sentence in response.content.decode()


@pytest.mark.parametrize(("number", "linked_page"), [("4", 3), ("x", 1)])
def test_missing_page_links_to_another_page_of_the_list(
    client: Client, monkeypatch: pytest.MonkeyPatch, number: str, linked_page: int
) -> None:
    monkeypatch.setattr("documents.views.documents.PAGE_SIZE", 1)
    for symbol in ("A/1", "A/2", "A/3"):
        make.version(make.document(symbol, body=make.conference()))
    response = client.get("/documents/", {"body": "cop", "page": number})
    assert f'href="?body=cop&amp;page={linked_page}"' in response.content.decode()
    assert client.get(f"/documents/?body=cop&page={linked_page}").status_code == 200
