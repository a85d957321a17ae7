"""Browser caching: pages have an ETag and are revalidated on every request; pages for logged-in users are never
stored."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from documents.services import publish, store_document, withdraw
from tests import builders as make
from tests.parsed import parsed

pytestmark = pytest.mark.django_db

PAGES = ["/", "/recommendations/", "/matrix/", "/articles/", "/meetings/", "/documents/", "/api/", "/basket/"]


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_page_is_not_sent_again(client: Client, address: str) -> None:
    client.get(address)  # warms the caches of the process
    first = client.get(address)
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Language", "HX-Request"} <= set(first["Vary"].split(", "))
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"


def test_etag_depends_on_the_basket_and_on_published_content(client: Client) -> None:
    row = make.recommendation()
    address = row.get_absolute_url()
    before = client.get(address)["ETag"]
    client.post("/basket/", {"add": row.pk}, headers={"Origin": "http://testserver"})
    with_basket = client.get(address)["ETag"]
    assert with_basket != before
    assert Client().get(address)["ETag"] == before
    home = Client().get("/")["ETag"]
    make.version(make.document("A/1"), published_at=timezone.now())
    changed = Client().get("/", headers={"If-None-Match": home})
    assert changed.status_code == 200


@pytest.mark.parametrize("address", ["/", "/review/", "/recommendations/"])
def test_page_of_a_logged_in_user_is_not_stored(client: Client, address: str) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    response = client.get(address)
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("ETag")


def test_explicit_cache_control_is_preserved(client: Client) -> None:
    assert client.get("/api/v1/documents")["Cache-Control"] == "public, no-cache"
    assert "no-store" in client.get("/health/")["Cache-Control"]
    assert not client.get("/robots.txt").has_header("Cache-Control")


def test_withdrawn_page_is_not_stored(client: Client) -> None:
    """Otherwise, a browser would keep showing "withdrawn" after the document is published again."""
    version = store_document(parsed("A/1"), b"%PDF-1.7", "x.pdf", publish=True).version
    withdraw([version], None, "Sent by mistake.")
    for address in ("/documents/A/1/", "/documents/A/1/original/"):
        response = client.get(address)
        assert (response.status_code, response["Cache-Control"]) == (410, "no-store"), address
    publish([version])
    assert client.get("/documents/A/1/").status_code == 200


@pytest.mark.parametrize("address", ["/documents/A/9/", "/nothing/", "/recommendations/?year=abc"])
def test_error_page_is_not_stored(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code >= 400
    assert response["Cache-Control"] == "no-store"


def test_source_files_are_revalidated(client: Client) -> None:
    file = make.file(make.version(make.document("A/1")), b"%PDF-1.7", media_type="application/pdf")
    for address in ("/documents/A/1/original/", f"/documents/A/1/file/{file.pk}/"):
        assert client.get(address)["Cache-Control"] == "private, no-cache", address
