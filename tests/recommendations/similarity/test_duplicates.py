""" "Already recommended?": what other documents say nearly the same, by wording and by meaning, published or not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.similarity.duplicates import MAX_SHOWN, find_duplicates
from tests.recommendations.services.lineage.lineages import DRAFT, FUNDING, SHARING, TRAINING, version

pytestmark = pytest.mark.django_db


def found(*texts: str, language: str = "en") -> list[list[tuple[str, str]]]:
    """Of each text of a new document: the symbol and the likeness in words of what is found."""
    new = version("N/1", None, *texts, language=language, published=False)
    already = find_duplicates(new)
    return [
        [(one.recommendation.version.document.symbol, str(one.likeness)) for one in already.get(row.pk, ())]
        for row in new.recommendations.order_by("position")
    ]


def test_the_same_words_and_mostly_the_same_words_are_found() -> None:
    version("A/1", DRAFT, TRAINING, FUNDING)
    assert found(TRAINING, f"{FUNDING}, for one year more", SHARING) == [
        [("A/1", "nearly identical wording")],
        [("A/1", "similar wording")],
        [],
    ]


def test_what_is_not_published_is_found_too_and_the_own_document_never() -> None:
    hidden = version("A/1", DRAFT, TRAINING, published=False)
    version("", DRAFT, TRAINING, of=hidden.document, language="fr", published=False)
    assert find_duplicates(hidden) == {}
    assert found(TRAINING) == [[("A/1", "nearly identical wording")]]


def test_the_same_meaning_is_found_in_other_words_and_another_language() -> None:
    version("A/1", DRAFT, "prisoners network costs")
    version("A/2", DRAFT, "detenus reseau frais", language="fr")
    assert found("inmate networks expenses") == [
        [("A/1", "different wording, similar meaning"), ("A/2", "similar meaning, in another language")]
    ]


def test_a_place_in_two_languages_is_shown_once_in_the_own_language() -> None:
    english = version("A/1", DRAFT, "prisoners network costs")
    version("", DRAFT, "detenus reseau frais", of=english.document, language="fr")
    assert found("frais reseau detenus", language="fr") == [[("A/1", "different wording, similar meaning")]]


def test_few_are_shown_and_more_of_them_bring_no_more_queries() -> None:
    own = version("N/1", None, TRAINING)
    version("A/1", DRAFT, TRAINING)
    find_duplicates(own)
    with CaptureQueriesContext(connection) as few:
        find_duplicates(own)
    for number in range(2, 7):
        version(f"A/{number}", DRAFT, TRAINING, SHARING)
    with CaptureQueriesContext(connection) as many:
        (likest,) = find_duplicates(own).values()
    assert len(likest) == MAX_SHOWN
    assert len(many) == len(few)
