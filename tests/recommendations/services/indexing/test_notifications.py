"""The index is notified of every change to public content, in the same transaction."""

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

from documents.models import Body, Document, LanguageVersion, Meeting
from documents.services import (
    MeetingFacts,
    assign_meeting,
    assign_symbol,
    batch_notifications,
    notify_listeners,
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


def store_version(*symbols: str, language: str = "en", public: bool = True) -> LanguageVersion:
    """Store a document with two recommendations on joint investigations, as the ingestion pipeline does."""
    load_vocabularies()
    document = parsed(*symbols, language=language)
    version = store_document(document, f"{symbols}{language}".encode(), "x.pdf", publish=public).version
    sync_recommendations(version, document, extraction())
    return version


def assert_rolled_back(change: Callable[[], object], before: Counts) -> None:
    """Check that a change affects the counts within its transaction, but not after it is rolled back."""
    with transaction.atomic():
        change()
        assert counts() != before
        transaction.set_rollback(True)
    assert counts() == before


def test_storing_and_removing_a_document_update_the_index() -> None:
    empty = counts()
    store_version("CTOC/COP/2021/1")
    assert counts()[TOTAL] == {"": 2}
    assert_rolled_back(lambda: remove_document(Document.objects.get()), counts())
    remove_document(Document.objects.get())
    assert counts() == empty


def test_publishing_and_unpublishing_update_the_index() -> None:
    version = store_version("CTOC/COP/2021/1", public=False)
    assert counts()[TOTAL] == {}
    assert_rolled_back(lambda: publish([version]), counts())
    publish([version])
    version.refresh_from_db()
    assert counts()[TOTAL] == {"": 2}
    assert_rolled_back(lambda: unpublish([version]), counts())
    unpublish([version])
    assert counts()[TOTAL] == {}


def test_new_extraction_updates_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    version = store_version("CTOC/COP/2021/1")
    reduced = dataclasses.replace(extraction(), recommendations=(draft("a", 2, strength=None),))
    assert_rolled_back(lambda: sync_recommendations(version, parsed("CTOC/COP/2021/1"), reduced), counts())
    weaker = extraction(draft("a", 2, strength=None), draft("b", 3, strength=None))
    monkeypatch.setattr("portal.ingestion.rereading.extract_from", lambda *_: weaker)
    version.refresh_from_db()
    extract_again(version)
    assert counts()[TOTAL] == {"": 2}
    assert counts()["strength"] == {}


def test_changed_text_with_the_same_stems_is_found() -> None:
    row = make.recommendation("Extradition of persons.")
    assert counts(words='"extraditions"')[TOTAL] == {}
    type(row).objects.update(text="Extraditions of persons.")
    notify_listeners([row.version.document_id])
    assert counts(words='"extraditions"')[TOTAL] == {"": 1}


def test_merging_documents_updates_the_index() -> None:
    english, french = store_version("CTOC/COP/2021/1"), store_version(language="fr")
    assert counts()[TOTAL] == {"": 4}
    person = User.objects.create_user("lawyer")
    target = english.document

    def merge() -> None:
        assign_symbol(Document.objects.get(pk=french.document_id), "CTOC/COP/2021/1", person, join=target.pk)

    assert_rolled_back(merge, counts())
    merge()
    assert counts()[TOTAL] == {"": 2}
    assert counts()["language"] == {"en": 2, "fr": 2}
    assert counts(document=("CTOC/COP/2021/1",), language=("fr",))[TOTAL] == {"": 2}


def test_changing_a_documents_meeting_updates_the_index() -> None:
    version = store_version("CTOC/COP/2021/1")
    new_meeting = make.meeting(Body.objects.get(key="cop"), 30)
    paragraphs = SearchQuery(scope="paragraphs", meeting=(new_meeting.slug,))
    assert count_facets(paragraphs)[TOTAL] == {}
    assign_meeting(version, new_meeting)
    assert count_facets(paragraphs)[TOTAL] != {}


def test_changing_a_meetings_dates_updates_the_year() -> None:
    load_vocabularies()
    meeting = make.meeting(Body.objects.get(key=TWELFTH.body), 12, start=None, slug="twelfth")
    make.recommendation(meeting=meeting, of=make.version(make.document("A/1", date=datetime.date(1999, 1, 1))))
    assert counts()["year"] == {"1999": 1}
    day = datetime.date(2021, 3, 25)
    assert_rolled_back(lambda: resolve_meeting(MeetingFacts(TWELFTH.body, 12, day)), counts())
    resolve_meeting(MeetingFacts(TWELFTH.body, 12, day))
    assert counts()["year"] == {"2021": 1}


def test_merging_meetings_updates_every_document() -> None:
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


def test_changing_a_topics_parent_updates_the_index(tmp_path: Path) -> None:
    load_vocabularies()
    child = Topic.objects.filter(parent__isnull=False).first()
    parent = Topic.objects.filter(parent=None).exclude(pk=child.parent_id).first()
    make.recommendation(topics=[child])
    folder = tmp_path / "vocabulary"
    shutil.copytree(settings.FIXTURES_DIR / "vocabulary", folder)
    entries = json.loads((folder / "topics.json").read_text())
    next(entry for entry in entries if entry["key"] == child.key)["parent"] = parent.key
    (folder / "topics.json").write_text(json.dumps(entries))
    assert counts()["topic"] == {child.key: 1, child.parent.key: 1}
    assert_rolled_back(lambda: load_vocabularies(folder), counts())
    load_vocabularies(folder)
    assert counts()["topic"] == {child.key: 1, parent.key: 1}


def test_deleting_a_document_updates_the_index() -> None:
    store_version("CTOC/COP/2021/1")
    remove_document(Document.objects.get())
    assert not Document.objects.exists()
    assert counts()[TOTAL] == {}


class TestBatching:
    def test_each_document_is_indexed_once_at_the_end(self) -> None:
        with patch("recommendations.services.indexing.index_documents") as index:
            with batch_notifications():
                notify_listeners([2, 1])
                with batch_notifications():
                    notify_listeners([2, 3])
                assert not index.called
            index.assert_called_once_with([1, 2, 3])

    def test_failed_batch_is_not_indexed(self) -> None:
        with patch("recommendations.services.indexing.index_documents") as index:
            with pytest.raises(ZeroDivisionError):
                self._fail()
            notify_listeners([2])
        index.assert_called_once_with([2])

    @staticmethod
    @batch_notifications()
    def _fail() -> None:
        notify_listeners([1])
        raise ZeroDivisionError

    def test_storing_a_file_indexes_its_document_once(self) -> None:
        load_vocabularies()
        read = ReadFile("x.pdf", b"x", parsed("CTOC/COP/2021/1"), extraction())
        with patch("recommendations.services.indexing.index_documents") as index:
            version = store_file(read, publish=True).version
        index.assert_called_once_with([version.document_id])


def test_many_documents_are_indexed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [make.recommendation(of=make.version(make.document(f"A/{number}")), indexed=False) for number in range(5)]
    monkeypatch.setattr(indexing, "BATCH_SIZE", 2)
    sizes: list[int] = []
    expected_entries = indexing.expected_entries

    def record(scope: str, documents: list[int]) -> object:
        sizes.append(len(documents))
        return expected_entries(scope, documents)

    monkeypatch.setattr(indexing, "expected_entries", record)
    index_documents(row.version.document_id for row in rows)
    assert sizes == [2, 2, 2, 2, 1, 1]
