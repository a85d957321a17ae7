"""Duplicates in other documents, by wording and by meaning, published or not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.similarity.duplicates import MAX_SHOWN, find_duplicates
from recommendations.similarity.similar import similar_to
from tests.recommendations.services.lineage.lineages import DRAFT, FUNDING, SHARING, TRAINING, version

pytestmark = pytest.mark.django_db


def duplicates(*texts: str, language: str = "en") -> list[list[tuple[str, str]]]:
    """Return the duplicates of each text in a new document, as symbols and descriptions of their similarity."""
    new = version("N/1", None, *texts, language=language, published=False)
    matches = find_duplicates(new)
    return [
        [(hit.recommendation.version.document.symbol, str(hit.likeness)) for hit in matches.get(row.pk, ())]
        for row in new.recommendations.order_by("position")
    ]


def test_identical_and_similar_wording_is_found() -> None:
    version("A/1", DRAFT, TRAINING, FUNDING)
    assert duplicates(TRAINING, f"{FUNDING}, for one year more", SHARING) == [
        [("A/1", "nearly identical wording")],
        [("A/1", "similar wording")],
        [],
    ]


def test_unpublished_documents_are_searched_but_not_the_document_itself() -> None:
    hidden = version("A/1", DRAFT, TRAINING, published=False)
    version("", DRAFT, TRAINING, of=hidden.document, language="fr", published=False)
    assert find_duplicates(hidden) == {}
    assert duplicates(TRAINING) == [[("A/1", "nearly identical wording")]]


def test_similar_meaning_is_found_in_any_language() -> None:
    version("A/1", DRAFT, "prisoners network costs")
    version("A/2", DRAFT, "detenus reseau frais", language="fr")
    assert duplicates("inmate networks expenses") == [
        [("A/1", "different wording, similar meaning"), ("A/2", "similar meaning, in another language")]
    ]


def test_recommendation_in_two_languages_is_shown_once() -> None:
    english = version("A/1", DRAFT, "prisoners network costs")
    version("", DRAFT, "detenus reseau frais", of=english.document, language="fr")
    assert duplicates("frais reseau detenus", language="fr") == [[("A/1", "different wording, similar meaning")]]


def test_results_are_limited_and_number_of_queries_is_fixed() -> None:
    new_version = version("N/1", None, TRAINING)
    version("A/1", DRAFT, TRAINING)
    find_duplicates(new_version)
    with CaptureQueriesContext(connection) as few:
        find_duplicates(new_version)
    for number in range(2, 7):
        version(f"A/{number}", DRAFT, TRAINING, SHARING)
    with CaptureQueriesContext(connection) as many:
        (shown,) = find_duplicates(new_version).values()
    assert len(shown) == MAX_SHOWN
    assert len(many) == len(few)


def test_pages_and_review_describe_the_wording_of_a_pair_alike() -> None:
    old = version("A/1", DRAFT, TRAINING, "prisoners network costs")
    new = version("N/1", None, f"{TRAINING}", "inmate networks expenses")
    for row in new.recommendations.order_by("position"):
        (hit,) = find_duplicates(new, [row.pk])[row.pk]
        (match,) = similar_to(row, 1)
        assert match.pk == hit.recommendation.pk
        assert str(match.likeness or "different wording, similar meaning") == str(hit.likeness)
    assert old.recommendations.count() == 2
