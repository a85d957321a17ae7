"""Restricted and withdrawn documents on every route: pages, search, API, files, pictures."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Change, Document, LanguageVersion
from documents.parsing.serialize import to_json
from documents.services import (
    DocumentError,
    notify_listeners,
    publish,
    remove_document,
    store_document,
    unpublish,
    withdraw,
)
from documents.services.metadata import refresh_document_metadata
from documents.web.language_addresses import without_language
from documents.web.roles import Role
from recommendations.services import sync_recommendations
from tests import builders as make
from tests.parsed import extraction, parsed
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
SECRET = "secret-title"
BY_KEY = "citation of the recommendation"  # an older address, which redirects to the page that says what happened
REASON = "Issued in error; <b>see</b> the reissue."


def store_version(language: str = "en", distribution: str = "Limited", *, public: bool = True) -> LanguageVersion:
    vocabularies()
    source = parsed(SYMBOL, language=language, distribution=distribution, title=SECRET)
    version = store_document(source, language.encode(), f"{language}.pdf", publish=public).version
    sync_recommendations(version, source, extraction())
    return version


def addresses_of(version: LanguageVersion) -> dict[str, str]:
    """Return every address that belongs to a version."""
    page, query = version.document.get_absolute_url(), f"?language={version.language}"
    recommendation = version.recommendations.earliest("position")
    return {
        "text": page + query,
        "citation": f"{page}cite/{query}",
        "citation of a paragraph": f"{page}cite/{recommendation.anchor}/{query}",
        "file": f"{without_language(page)}file/{version.files.get().pk}/",
        "original": f"{without_language(page)}original/{query}",
        "page of the original": f"{without_language(page)}original/1/{query}",
        "picture": f"{without_language(page)}pictures/1/{query}",
        "recommendation": recommendation.get_absolute_url(),
        BY_KEY: reverse("cite-recommendation", args=[recommendation.pk]),
    }


def list_addresses() -> dict[str, str]:
    """Return every list and search in which the document could appear."""
    return {
        "home": "/",
        "documents": "/documents/",
        "search": "/recommendations/?q=parties",
        "paragraphs": "/recommendations/?q=parties&in=paragraphs",
        "suggestions": f"/suggestions?q={SYMBOL}",
        "API of documents": "/api/v1/documents",
        "API of recommendations": "/api/v1/recommendations?q=parties",
        "API of paragraphs": "/api/v1/paragraphs?q=parties",
        "matrix as CSV": "/matrix/table.csv",
    }


def visible_addresses(client: Client, version: LanguageVersion) -> set[str]:
    """Return the names of the addresses at which the client can see anything of a version."""
    direct = {
        name
        for name, address in addresses_of(version).items()
        if client.get(address, follow=name == BY_KEY).status_code in (200, 302)
    }
    listed = {
        name
        for name, address in list_addresses().items()
        if SYMBOL in (text := client.get(address).content.decode()) and SYMBOL in text.replace(f"q={SYMBOL}", "")
    }
    return direct | listed


def test_public_document_is_visible_at_these_addresses(client: Client) -> None:
    """Check that the tests below can fail."""
    names = visible_addresses(client, store_version())
    assert {"text", "file", "recommendation", "documents", "search", "API of documents"} <= names


def test_restricted_document_cannot_be_published(client: Client) -> None:
    version = store_version(distribution="Restricted")
    administrator = make.person(Role.ADMINISTRATOR)
    with pytest.raises(DocumentError, match="is Restricted: visible to staff only") as error:
        publish([version], administrator)
    assert error.value.code == "restricted"
    assert visible_addresses(client, version) == set()
    assert client.get(f"/api/v1/documents/{SYMBOL}").status_code == 404
    client.force_login(make.person(Role.STAFF))
    assert {"text", "file", "recommendation"} <= visible_addresses(client, version)


def data_addresses(version: LanguageVersion) -> dict[str, str]:
    """Return the addresses that programs use: files with the content of a version, and lists in which it could be."""
    page = without_language(version.document.get_absolute_url())[:-1]
    recommendation = without_language(version.recommendations.earliest("position").get_absolute_url())[:-1]
    return {
        "XML": f"{page}.akn.xml?language={version.language}",
        "data": f"{page}.json?language={version.language}",
        "citation": f"{page}.bib?language={version.language}",
        "feed of the document": f"{page}.atom",
        "data of the recommendation": f"{recommendation}.json?language={version.language}",
        "feed of a search": "/recommendations.atom?q=parties",
        "feed of documents": "/documents.atom",
        "publication log": "/new.atom",
        "sitemap of documents": "/sitemap-documents-1.xml",
        "sitemap of recommendations": "/sitemap-recommendations-1.xml",
        "brief": "/brief/?q=parties",
    }


def addresses_with_content(client: Client, version: LanguageVersion) -> set[str]:
    """Return the names of the addresses for programs at which the client finds a version."""
    responses = {name: client.get(address, follow=True) for name, address in data_addresses(version).items()}
    return {
        name
        for name, response in responses.items()
        if response.status_code == 200 and SYMBOL in response.content.decode()
    }


def test_programs_find_public_documents_only(client: Client) -> None:
    version = store_version()
    assert addresses_with_content(client, version) == set(data_addresses(version))
    LanguageVersion.objects.filter(pk=version.pk).update(published_at=None)
    notify_listeners([version.document_id])
    assert addresses_with_content(client, version) == set()


def test_programs_learn_only_that_a_document_was_withdrawn(client: Client) -> None:
    version = store_version()
    withdraw([version], make.person(Role.ADMINISTRATOR), REASON)
    assert addresses_with_content(client, version) == {"publication log"}
    for name in ("XML", "data", "data of the recommendation"):
        response = client.get(data_addresses(version)[name])
        assert response.status_code == 410, name
        assert "Issued in error" in response.content.decode(), name
        assert SECRET not in response.content.decode(), name


def test_one_restricted_version_blocks_publishing_all() -> None:
    french, english = store_version("fr", "Restricted", public=False), store_version("en", public=False)
    with pytest.raises(DocumentError, match="French"):
        publish([english, french])
    assert not LanguageVersion.objects.filter(published_at__isnull=False).exists()


def test_document_that_becomes_restricted_is_unpublished(client: Client) -> None:
    version = store_version()
    source = parsed(SYMBOL, distribution="Restricted", title=SECRET)
    LanguageVersion.objects.filter(pk=version.pk).update(parsed=to_json(source))
    refresh_document_metadata(version.document)
    notify_listeners([version.document_id])
    assert visible_addresses(client, version) == set()
    change = Change.objects.get()
    assert (change.action, change.made_by, change.subject) == ("document.unpublished", None, f"{SYMBOL} (English)")
    assert "Restricted" in change.note


def test_ingest_holds_back_restricted_documents() -> None:
    result = store_document(parsed("A/1", distribution="Restricted"), b"x", "x.pdf", publish=True)
    assert (result.is_held_back, result.version.published_at) == (True, None)
    assert not store_document(parsed("A/2", distribution="Limited"), b"y", "y.pdf", publish=True).is_held_back
    assert not store_document(parsed("A/3", distribution="Restricted"), b"z", "z.pdf").is_held_back


class TestWithdrawn:
    def test_public_sees_only_the_reason_for_withdrawal(self, client: Client) -> None:
        version = store_version()
        addresses = addresses_of(version)
        withdraw([version], make.person(Role.ADMINISTRATOR), f" {REASON} ")
        assert visible_addresses(client, version) == set()
        for name, address in addresses.items():
            response = client.get(address, follow=name == BY_KEY)
            page = response.content.decode()
            assert response.status_code == 410, name
            assert "Issued in error; &lt;b&gt;see&lt;/b&gt; the reissue." in page, name
            assert SECRET not in page, name
            assert "parties" not in page.lower().replace("conference of the parties", ""), name

    def test_api_returns_410_with_the_reason(self, client: Client) -> None:
        version = store_version()
        key = version.recommendations.earliest("position").pk
        withdraw([version], None, REASON)
        for address in (f"documents/{SYMBOL}", f"recommendations/{key}"):
            response = client.get(f"/api/v1/{address}")
            assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json"), address
            assert response.json()["type"].endswith("testserver/api/#gone")
            assert f"{SYMBOL} (English) was withdrawn" in response.json()["detail"]
            assert REASON in response.json()["detail"]
            assert SECRET not in response.content.decode()

    def test_other_language_remains_public(self, client: Client) -> None:
        english, french = store_version("en"), store_version("fr")
        withdraw([english], None, REASON)
        page = english.document.get_absolute_url()
        assert client.get(page).status_code == 200
        response = client.get(f"{page}?language=en")
        assert response.status_code == 410
        assert f'href="{page}?language=fr"' in response.content.decode()
        assert client.get(f"{page}?language=fr").status_code == 200
        assert "search" in visible_addresses(client, LanguageVersion.objects.get(pk=french.pk))

    def test_staff_can_read_a_withdrawn_document_and_the_reason(self, client: Client) -> None:
        version = store_version()
        withdraw([version], None, REASON)
        client.force_login(make.person(Role.STAFF))
        page = client.get(version.document.get_absolute_url()).content.decode()
        assert SECRET in page
        assert "Issued in error" in page

    def test_withdrawal_is_logged_and_cleared_by_publishing(self, client: Client) -> None:
        version, administrator = store_version(), make.person(Role.ADMINISTRATOR, "ada")
        withdraw([version], administrator, REASON)
        publish([version], administrator)
        version.refresh_from_db()
        assert (version.withdrawn_at, version.withdrawn_reason) == (None, "")
        assert client.get(version.document.get_absolute_url()).status_code == 200
        changes = Change.objects.order_by("pk").values_list("action", "made_by_name", "old_value", "note")
        assert list(changes) == [
            ("document.withdrawn", "ada", None, REASON),
            ("document.published", "ada", {"withdrawn": REASON}, ""),
        ]

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_withdrawal_requires_a_reason(self, reason: str) -> None:
        version = store_version()
        with pytest.raises(DocumentError) as error:
            withdraw([version], None, reason)
        assert error.value.code == "no_reason"
        version.refresh_from_db()
        assert version.published_at is not None

    def test_unpublished_version_cannot_be_withdrawn(self) -> None:
        with pytest.raises(DocumentError) as error:
            withdraw([store_version(public=False)], None, REASON)
        assert error.value.code == "not_public"


def test_each_decision_is_logged_once() -> None:
    administrator = make.person(Role.ADMINISTRATOR, "ada")
    version = store_version(public=False)
    for decide in (publish, publish, unpublish, unpublish):
        decide([LanguageVersion.objects.get(pk=version.pk)], administrator)
    remove_document(Document.objects.get(), administrator)
    rows = Change.objects.order_by("pk").values_list("action", "made_by_name", "subject", "document")
    assert list(rows) == [
        ("document.published", "ada", f"{SYMBOL} (English)", None),
        ("document.unpublished", "ada", f"{SYMBOL} (English)", None),
        ("document.deleted", "ada", SYMBOL, None),
    ]
