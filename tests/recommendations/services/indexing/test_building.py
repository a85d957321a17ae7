"""The index is built automatically if it is missing or old, and missing vectors are written."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Document, LanguageVersion
from portal import maintenance
from portal.serving import preparation
from recommendations.index import ANALYSIS
from recommendations.index.snapshot import read_index
from recommendations.models import (
    SearchChange,
    SearchScope,
)
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import unencoded_versions
from recommendations.services.indexing import (
    index_documents,
    index_next,
    is_indexing_due,
    upkeep,
)
from tests import builders as make
from tests.portal.ingestion.jobs import run_jobs
from tests.recommendations.services.indexing.indexes import SCOPE, create_documents, delete_index, total

pytestmark = pytest.mark.django_db


def create_without_index(number: int) -> None:
    """Create documents without an index, as after an upgrade."""
    create_documents(number)
    delete_index()


def test_index_of_new_portal_is_complete_with_its_first_document() -> None:
    make.recommendation()
    assert search(SearchQuery()).is_complete
    assert not is_indexing_due()


def test_page_warns_that_the_index_is_being_rebuilt(client: Client) -> None:
    create_without_index(3)
    notice = "The search index is being rebuilt"
    assert notice in client.get("/recommendations/").content.decode()
    index_documents([Document.objects.order_by("pk")[0].pk])
    assert notice in client.get("/recommendations/").content.decode()
    preparation.prepare_search(lambda line: None)
    assert notice not in client.get("/recommendations/").content.decode()


def test_index_is_rebuilt_in_batches_after_an_upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    create_without_index(3)
    monkeypatch.setattr(upkeep, "MAX_DOCUMENTS", 2)
    assert is_indexing_due()
    assert total() == 0
    after = index_next(0)
    assert after is not None
    assert total() == 2
    assert not read_index(SCOPE)[0].is_complete
    assert is_indexing_due()
    after = index_next(after)
    assert after is not None
    assert index_next(after) is None
    assert total() == 3
    assert read_index(SCOPE)[0].is_complete
    assert not is_indexing_due()


def test_new_analysis_makes_indexing_due(monkeypatch: pytest.MonkeyPatch) -> None:
    create_documents(1)
    assert not is_indexing_due()
    monkeypatch.setattr(upkeep, "ANALYSIS", ANALYSIS + 1)
    assert is_indexing_due()


def test_few_documents_are_indexed_before_the_portal_starts() -> None:
    create_without_index(2)
    messages: list[str] = []
    preparation.prepare_search(messages.append)
    assert (messages, total(), is_indexing_due()) == ([], 2, False)


@pytest.mark.django_db(transaction=True)
def test_many_documents_are_indexed_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    create_without_index(3)
    monkeypatch.setattr(preparation, "MAX_INDEXED_AT_START", 1)
    monkeypatch.setattr(upkeep, "MAX_DOCUMENTS", 2)
    messages: list[str] = []
    preparation.prepare_search(messages.append)
    assert "being rebuilt while the portal runs" in messages[0]
    assert total() == 0
    run_jobs()
    assert (total(), is_indexing_due()) == (3, False)


def test_write_lock_is_released_between_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    create_without_index(3)
    monkeypatch.setattr(upkeep, "BATCH_SIZE", 1)
    locked: list[list[int]] = []
    monkeypatch.setattr(upkeep, "_index_aligned", locked.append)
    index_next(0)
    assert locked == [[key] for key in Document.objects.order_by("pk").values_list("pk", flat=True)]


@pytest.mark.django_db(transaction=True)
def test_missing_vectors_are_written_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    create_documents(2)
    missing = [version.pk for version in LanguageVersion.objects.order_by("pk")]
    written: list[int] = []
    monkeypatch.setattr(maintenance, "VERSIONS_AT_ONCE", 3)
    monkeypatch.setattr(maintenance, "write_passages", lambda version, _vectors, renew: written.append(version.pk))
    maintenance.begin_encoding()
    maintenance.begin_encoding()
    run_jobs()
    assert written == missing


@pytest.mark.django_db(transaction=True)
def test_a_job_ends_after_the_version_that_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    create_documents(2)
    missing = [version.pk for version in LanguageVersion.objects.order_by("pk")]
    written: list[int] = []
    monkeypatch.setattr(maintenance, "MAX_ENCODING_SECONDS", -1)
    monkeypatch.setattr(maintenance, "write_passages", lambda version, _vectors, renew: written.append(version.pk))
    maintenance.encode_batch(after=0)
    assert written == missing[:1]
    run_jobs()
    assert written == missing


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seconds", "expected"), [(60, 2), (0, 4)], ids=["at most one in a minute", "each time"])
def test_encoding_many_versions_starts_few_generations(
    monkeypatch: pytest.MonkeyPatch, seconds: int, expected: int
) -> None:
    """One generation after the first version, so that a long job shows early, and one at the end."""
    create_documents(2)  # in two languages
    assert unencoded_versions().count() == 4
    monkeypatch.setattr(maintenance, "VERSIONS_AT_ONCE", 1)
    monkeypatch.setattr(maintenance, "RENEWAL_SECONDS", seconds)
    changes = SearchChange.objects.filter(scope=SearchScope.RECOMMENDATIONS)
    before = changes.count()
    maintenance.begin_encoding()
    run_jobs()
    assert not unencoded_versions().exists()
    assert changes.count() - before == expected


@pytest.mark.django_db(transaction=True)
def test_encoding_nothing_starts_no_generation() -> None:
    preparation.prepare_search(lambda line: None)  # or else a periodic job may build the index
    before = SearchChange.objects.count()
    maintenance.begin_encoding()
    run_jobs()
    assert SearchChange.objects.count() == before
