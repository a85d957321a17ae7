"""Restricted and withdrawn documents through every door: pages, search, API, files, pictures."""

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
from documents.web.roles import Role
from recommendations.services import load_vocabularies, sync_recommendations
from tests import builders as make
from tests.parsed import extraction, parsed

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
SECRET = "secret-title"
REASON = "Issued in error; <b>see</b> the reissue."


def stored(language: str = "en", distribution: str = "Limited", *, public: bool = True) -> LanguageVersion:
    load_vocabularies()
    source = parsed(SYMBOL, language=language, distribution=distribution, title=SECRET)
    version = store_document(source, language.encode(), f"{language}.pdf", publish=public).version
    sync_recommendations(version, source, extraction())
    return version


def own_doors(version: LanguageVersion) -> dict[str, str]:
    """Every address of a version itself."""
    page, asked = version.document.get_absolute_url(), f"?language={version.language}"
    row = version.recommendations.earliest("position")
    return {
        "text": page + asked,
        "citation": f"{page}cite/{asked}",
        "citation of a paragraph": f"{page}cite/{row.anchor}/{asked}",
        "file": f"{page}file/{version.files.get().pk}/",
        "original": f"{page}original/{asked}",
        "page of the original": f"{page}original/1/{asked}",
        "picture": f"{page}pictures/1/{asked}",
        "recommendation": row.get_absolute_url(),
        "its citation": reverse("cite-recommendation", args=[row.pk]),
    }


def lists() -> dict[str, str]:
    """Every list and search in which a document would stand."""
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


def open_doors(client: Client, version: LanguageVersion) -> set[str]:
    """The addresses that show somebody anything of a version."""
    shown = {name for name, address in own_doors(version).items() if client.get(address).status_code in (200, 302)}
    found = {
        name
        for name, address in lists().items()
        if SYMBOL in (text := client.get(address).content.decode()) and SYMBOL in text.replace(f"q={SYMBOL}", "")
    }
    return shown | found


def test_what_is_public_is_seen_through_these_doors(client: Client) -> None:
    """The tests below can fail."""
    doors = open_doors(client, stored())
    assert {"text", "file", "recommendation", "documents", "search", "API of documents"} <= doors


def test_what_is_restricted_is_for_staff_alone_whatever_is_decided(client: Client) -> None:
    version = stored(distribution="Restricted")
    by = make.person(Role.ADMINISTRATOR)
    with pytest.raises(DocumentError, match="its distribution is Restricted") as refused:
        publish([version], by)
    assert refused.value.code == "restricted"
    assert open_doors(client, version) == set()
    assert client.get(f"/api/v1/documents/{SYMBOL}").status_code == 404
    client.force_login(make.person(Role.STAFF))
    assert {"text", "file", "recommendation"} <= open_doors(client, version)


def test_with_one_restricted_version_none_is_published() -> None:
    french, english = stored("fr", "Restricted", public=False), stored("en", public=False)
    with pytest.raises(DocumentError, match="French"):
        publish([english, french])
    assert not LanguageVersion.objects.filter(published_at__isnull=False).exists()


def test_what_becomes_restricted_is_taken_back(client: Client) -> None:
    version = stored()
    source = parsed(SYMBOL, distribution="Restricted", title=SECRET)
    LanguageVersion.objects.filter(pk=version.pk).update(parsed=to_json(source))
    refresh_document_metadata(version.document)
    notify_listeners([version.document_id])
    assert open_doors(client, version) == set()
    change = Change.objects.get()
    assert (change.action, change.made_by, change.subject) == ("document.unpublished", None, f"{SYMBOL} (English)")
    assert "Restricted" in change.note


def test_ingest_holds_restricted_documents_back() -> None:
    version = store_document(parsed("A/1", distribution="Restricted"), b"x", "x.pdf", publish=True)
    assert (version.held_back, version.version.published_at) == (True, None)
    assert not store_document(parsed("A/2", distribution="Limited"), b"y", "y.pdf", publish=True).held_back
    assert not store_document(parsed("A/3", distribution="Restricted"), b"z", "z.pdf").held_back


class TestWithdrawn:
    def test_everybody_reads_that_it_was_withdrawn_and_why_and_nothing_of_it(self, client: Client) -> None:
        version = stored()
        doors = own_doors(version)
        withdraw([version], make.person(Role.ADMINISTRATOR), f" {REASON} ")
        assert open_doors(client, version) == set()
        for name, address in doors.items():
            response = client.get(address)
            page = response.content.decode()
            assert response.status_code == 410, name
            assert "Issued in error; &lt;b&gt;see&lt;/b&gt; the reissue." in page, name
            assert SECRET not in page, name
            assert "parties" not in page.lower().replace("conference of the parties", ""), name

    def test_programs_are_told_so_too(self, client: Client) -> None:
        version = stored()
        key = version.recommendations.earliest("position").pk
        withdraw([version], None, REASON)
        for address in (f"documents/{SYMBOL}", f"recommendations/{key}"):
            told = client.get(f"/api/v1/{address}")
            assert (told.status_code, told["Content-Type"]) == (410, "application/problem+json"), address
            assert told.json()["type"].endswith("/api/#gone")
            assert f"{SYMBOL} (English) was withdrawn" in told.json()["detail"]
            assert REASON in told.json()["detail"]
            assert SECRET not in told.content.decode()

    def test_of_two_languages_the_other_stays(self, client: Client) -> None:
        english, french = stored("en"), stored("fr")
        withdraw([english], None, REASON)
        page = english.document.get_absolute_url()
        assert client.get(page).status_code == 200
        gone = client.get(f"{page}?language=en")
        assert gone.status_code == 410
        assert f'href="{page}?language=fr"' in gone.content.decode()
        assert client.get(f"{page}?language=fr").status_code == 200
        assert "search" in open_doors(client, LanguageVersion.objects.get(pk=french.pk))

    def test_staff_still_read_it_and_see_why(self, client: Client) -> None:
        version = stored()
        withdraw([version], None, REASON)
        client.force_login(make.person(Role.STAFF))
        page = client.get(version.document.get_absolute_url()).content.decode()
        assert SECRET in page
        assert "Issued in error" in page

    def test_it_is_logged_and_publishing_again_clears_it(self, client: Client) -> None:
        version, by = stored(), make.person(Role.ADMINISTRATOR, "ada")
        withdraw([version], by, REASON)
        publish([version], by)
        version.refresh_from_db()
        assert (version.withdrawn_at, version.withdrawn_reason) == (None, "")
        assert client.get(version.document.get_absolute_url()).status_code == 200
        logged = Change.objects.order_by("pk").values_list("action", "made_by_name", "was", "note")
        assert list(logged) == [
            ("document.withdrawn", "ada", None, REASON),
            ("document.published", "ada", {"withdrawn": REASON}, ""),
        ]

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_a_reason_is_needed(self, reason: str) -> None:
        version = stored()
        with pytest.raises(DocumentError) as refused:
            withdraw([version], None, reason)
        assert refused.value.code == "no_reason"
        version.refresh_from_db()
        assert version.published_at is not None

    def test_what_nobody_saw_is_not_withdrawn(self) -> None:
        with pytest.raises(DocumentError) as refused:
            withdraw([stored(public=False)], None, REASON)
        assert refused.value.code == "not_public"


def test_what_is_decided_about_a_document_is_logged_once_each() -> None:
    by = make.person(Role.ADMINISTRATOR, "ada")
    version = stored(public=False)
    for decide in (publish, publish, unpublish, unpublish):
        decide([LanguageVersion.objects.get(pk=version.pk)], by)
    remove_document(Document.objects.get(), by)
    rows = Change.objects.order_by("pk").values_list("action", "made_by_name", "subject", "document")
    assert list(rows) == [
        ("document.published", "ada", f"{SYMBOL} (English)", None),
        ("document.unpublished", "ada", f"{SYMBOL} (English)", None),
        ("document.deleted", "ada", SYMBOL, None),
    ]
