"""The index is told of every change of what the public sees, in the transaction of the change."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from documents.models import Body, Document, LanguageVersion, Meeting
from documents.services import (
    MeetingFacts,
    assign_symbol,
    batch_notifications,
    notify_listeners,
    place_document,
    publish,
    remove_document,
    resolve_meeting,
    store_document,
    unpublish,
)
from portal.ingestion.pipeline import ReadFile, store_file
from portal.ingestion.rereading import extract_again
from recommendations.models import Topic
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, count_facets
from recommendations.services import load_vocabularies, sync_recommendations
from recommendations.services.indexing import documents as indexing
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.parsed import TWELFTH, draft, extraction, parsed

pytestmark = pytest.mark.django_db

Counts = dict[str, dict[str, int]]


def counts(**fields: object) -> Counts:
    return count_facets(SearchQuery(**fields))  # type: ignore[arg-type]


def stored(*symbols: str, language: str = "en", public: bool = True) -> LanguageVersion:
    """A document with two recommendations on joint investigations, as the pipeline stores it."""
    load_vocabularies()
    read = parsed(*symbols, language=language)
    version = store_document(read, f"{symbols}{language}".encode(), "x.pdf", publish=public).version
    sync_recommendations(version, read, extraction())
    return version


def taken_back(change: Callable[[], object], before: Counts) -> None:
    """What a change does is seen within its transaction, and no longer when that is taken back."""
    with transaction.atomic():
        change()
        assert counts() != before
        transaction.set_rollback(True)
    assert counts() == before


def test_a_document_is_found_once_it_is_stored_and_gone_once_it_is_removed() -> None:
    nothing = counts()
    stored("CTOC/COP/2021/1")
    assert counts()[TOTAL] == {"": 2}
    taken_back(lambda: remove_document(Document.objects.get()), counts())
    remove_document(Document.objects.get())
    assert counts() == nothing


def test_publishing_and_taking_back() -> None:
    version = stored("CTOC/COP/2021/1", public=False)
    assert counts()[TOTAL] == {}
    taken_back(lambda: publish([version]), counts())
    publish([version])
    version.refresh_from_db()
    assert counts()[TOTAL] == {"": 2}
    taken_back(lambda: unpublish([version]), counts())
    unpublish([version])
    assert counts()[TOTAL] == {}


def test_better_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    version = stored("CTOC/COP/2021/1")
    less = dataclasses.replace(extraction(), recommendations=(draft("a", 2, strength=None),))
    taken_back(lambda: sync_recommendations(version, parsed("CTOC/COP/2021/1"), less), counts())
    monkeypatch.setattr("portal.ingestion.rereading.extract_from", lambda *_: less)
    version.refresh_from_db()
    extract_again(version)
    assert counts()[TOTAL] == {"": 1}
    assert counts()["strength"] == {}


def test_a_text_that_is_written_otherwise_by_the_same_stems_is_found_as_it_is_written() -> None:
    row = make.recommendation("Extradition of persons.")
    assert counts(words='"extraditions"')[TOTAL] == {}
    type(row).objects.update(text="Extraditions of persons.")
    notify_listeners([row.version.document_id])
    assert counts(words='"extraditions"')[TOTAL] == {"": 1}


def test_two_documents_that_prove_to_be_one() -> None:
    english, french = stored("CTOC/COP/2021/1"), stored(language="fr")
    assert counts()[TOTAL] == {"": 4}
    person = User.objects.create_user("lawyer")
    kept = english.document

    def join() -> None:
        assign_symbol(Document.objects.get(pk=french.document_id), "CTOC/COP/2021/1", person, join=kept.pk)

    taken_back(join, counts())
    join()
    assert counts()[TOTAL] == {"": 2}
    assert counts()["language"] == {"en": 2, "fr": 2}
    assert counts(document=("CTOC/COP/2021/1",), language=("fr",))[TOTAL] == {"": 2}


def test_the_meeting_that_a_document_is_for() -> None:
    version = stored("CTOC/COP/2021/1")
    other = make.meeting(Body.objects.get(key="cop"), 30)
    paragraphs = SearchQuery(scope="paragraphs", meeting=(other.slug,))
    assert count_facets(paragraphs)[TOTAL] == {}
    place_document(version, other)
    assert count_facets(paragraphs)[TOTAL] != {}


def test_a_meeting_whose_days_are_learned_moves_what_it_adopted_to_their_year() -> None:
    load_vocabularies()
    held = make.meeting(Body.objects.get(key=TWELFTH.body), 12, start=None, slug="twelfth")
    make.recommendation(meeting=held, of=make.version(make.document("A/1", date=datetime.date(1999, 1, 1))))
    assert counts()["year"] == {"1999": 1}
    day = datetime.date(2021, 3, 25)
    taken_back(lambda: resolve_meeting(MeetingFacts(TWELFTH.body, 12, day)), counts())
    resolve_meeting(MeetingFacts(TWELFTH.body, 12, day))
    assert counts()["year"] == {"2021": 1}


def test_two_meetings_that_prove_to_be_one_take_every_document_along() -> None:
    load_vocabularies()
    body = Body.objects.get(key=TWELFTH.body)
    day = datetime.date(2021, 3, 25)
    numbered = make.meeting(body, 12, start=None, slug="numbered")
    dated = make.meeting(body, None, start=day, slug="dated")
    make.recommendation(meeting=numbered)
    for symbol in ("A/1", "A/2"):
        make.recommendation(meeting=dated, of=make.version(make.document(symbol, meeting=dated)))
    resolve_meeting(MeetingFacts(TWELFTH.body, 12, day))
    assert counts()["meeting"] == {body.key: 3, "numbered": 3}
    assert counts(scope="paragraphs")["meeting"] == {body.key: 2, "numbered": 2}
    assert counts()["year"] == {"2021": 3}
    assert not Meeting.objects.filter(slug="dated").exists()


def test_a_topic_that_stands_below_another_one(tmp_path: Path) -> None:
    load_vocabularies()
    child = Topic.objects.filter(parent__isnull=False).first()
    other = Topic.objects.filter(parent=None).exclude(pk=child.parent_id).first()
    make.recommendation(topics=[child])
    folder = tmp_path / "vocabulary"
    shutil.copytree(settings.FIXTURES_DIR / "vocabulary", folder)
    entries = json.loads((folder / "topics.json").read_text())
    next(entry for entry in entries if entry["key"] == child.key)["parent"] = other.key
    (folder / "topics.json").write_text(json.dumps(entries))
    assert counts()["topic"] == {child.key: 1, child.parent.key: 1}
    taken_back(lambda: load_vocabularies(folder), counts())
    load_vocabularies(folder)
    assert counts()["topic"] == {child.key: 1, other.key: 1}


def test_documents_removed_by_an_administrator(admin_client: Client) -> None:
    stored("CTOC/COP/2021/1")
    key = str(Document.objects.get().pk)
    admin_client.post(
        "/admin/documents/document/",
        {"action": "delete_selected", "_selected_action": [key], "post": "yes"},
    )
    assert not Document.objects.exists()
    assert counts()[TOTAL] == {}


class TestTellingOnce:
    def test_each_document_is_told_once_at_the_end(self) -> None:
        with patch("recommendations.services.indexing.index_documents") as told:
            with batch_notifications():
                notify_listeners([2, 1])
                with batch_notifications():
                    notify_listeners([2, 3])
                assert not told.called
            told.assert_called_once_with([1, 2, 3])

    def test_what_ended_in_an_error_is_not_told(self) -> None:
        with patch("recommendations.services.indexing.index_documents") as told:
            with pytest.raises(ZeroDivisionError):
                self._told_in_vain()
            notify_listeners([2])
        told.assert_called_once_with([2])

    @staticmethod
    @batch_notifications()
    def _told_in_vain() -> None:
        notify_listeners([1])
        raise ZeroDivisionError

    def test_storing_a_file_indexes_its_document_once(self) -> None:
        load_vocabularies()
        read = ReadFile("x.pdf", b"x", parsed("CTOC/COP/2021/1"), extraction())
        with patch("recommendations.services.indexing.index_documents") as told:
            version = store_file(read, publish=True).version
        told.assert_called_once_with([version.document_id])


def test_of_many_documents_some_are_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [make.recommendation(of=make.version(make.document(f"A/{number}"))) for number in range(5)]
    monkeypatch.setattr(indexing, "ENTRIES_AT_ONCE", 2)
    held: list[int] = []
    wanted_entries = indexing.wanted_entries

    def noted(scope: str, documents: list[int]) -> object:
        held.append(len(documents))
        return wanted_entries(scope, documents)

    monkeypatch.setattr(indexing, "wanted_entries", noted)
    index_documents(row.version.document_id for row in rows)
    assert held == [2, 2, 2, 2, 1, 1]
