"""Concurrent writers and readers of the index, each with a separate connection."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction

from documents.models import LanguageVersion
from documents.parsing.serialize import to_json
from documents.services import publish, unpublish
from recommendations.index.snapshot import read_index
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, count_facets, search
from recommendations.services.indexing import index_documents, repair_index
from tests import builders as make
from tests.concurrency import run_concurrently
from tests.parsed import parsed

pytestmark = pytest.mark.django_db(transaction=True)

SCOPE = "recommendations"
VERSION_COUNT = 6


def total(words: str = "") -> int:
    return count_facets(SearchQuery(words=words, meaning=False))[TOTAL].get("", 0)


def create_hidden_versions() -> list[LanguageVersion]:
    versions = []
    for number in range(VERSION_COUNT):
        version = make.version(make.document(f"A/{number}"), published=False)
        LanguageVersion.objects.filter(pk=version.pk).update(parsed=to_json(parsed(f"A/{number}")))
        make.recommendation("Joint investigation.", of=version)
        versions.append(version)
    return versions


def publish_one_by_one(versions: list[LanguageVersion], done: threading.Event | None = None) -> None:
    for version in versions:
        publish([version])
    if done:
        done.set()


def search_until(done: threading.Event) -> list[int]:
    """Return the totals of repeated searches, checking that each search is consistent despite concurrent writes."""
    totals = []
    while not done.is_set():
        result = search(SearchQuery(words="joint", meaning=False), size=100)
        by_body = result.counts["meeting"].get("wg-international-cooperation", 0)
        assert result.total == by_body == result.counts["language"].get("en", 0)
        assert len(result.hits) <= result.total
        totals.append(result.total)
    return totals


def test_searches_are_consistent_while_others_publish() -> None:
    versions = create_hidden_versions()
    done = threading.Event()
    results = run_concurrently(
        lambda: publish_one_by_one(versions[:3]),
        lambda: publish_one_by_one(versions[3:], done),
        lambda: search_until(done),
        lambda: search_until(done),
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert (total(), total("joint")) == (VERSION_COUNT, VERSION_COUNT)
    for totals in results[2:]:
        assert totals == sorted(totals)  # type: ignore[type-var]
    assert repair_index().faults == 0


def test_index_check_finds_no_faults_during_writes() -> None:
    versions = create_hidden_versions()
    publish(versions[:2])

    def change() -> None:
        publish(versions[2:])
        unpublish(versions[:1])

    results = run_concurrently(change, repair_index)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert total() == VERSION_COUNT - 1
    assert repair_index().faults == 0


def total_for_others() -> int:
    """Return the total that a reader on another connection sees, outside the test's transaction."""
    (result,) = run_concurrently(total)
    assert isinstance(result, int), result
    return result


def test_uncommitted_changes_are_hidden_from_others() -> None:
    versions = create_hidden_versions()
    publish(versions[:1])
    assert total_for_others() == 1
    with transaction.atomic():
        publish(versions[1:3])
        assert total() == 3
        assert total_for_others() == 1
        assert total() == 3
        transaction.set_rollback(True)
    assert (total(), total_for_others()) == (1, 1)
    publish(LanguageVersion.objects.filter(pk__in=[version.pk for version in versions[3:5]]))
    assert (total(), total_for_others()) == (3, 3)


def test_rolled_back_generation_is_never_reused() -> None:
    version = create_hidden_versions()[0]
    publish([version])
    before = read_index(SCOPE)[0].generation
    with transaction.atomic():
        Recommendation.objects.filter(version=version).update(text="Rolled back.")
        index_documents([version.document_id])
        rolled_back = read_index(SCOPE)[0].generation
        transaction.set_rollback(True)
    assert read_index(SCOPE)[0].generation == before
    Recommendation.objects.filter(version=version).update(text="Committed.")
    index_documents([version.document_id])
    assert read_index(SCOPE)[0].generation > rolled_back > before
    assert (total("rolled"), total("committed")) == (0, 1)
