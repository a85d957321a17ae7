"""Resolutions that a draft cites: those in the collection, and those that its texts only cite."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.drafting.checks.types import CheckedReference, ReferenceStatus
from tests import builders as make
from tests.portal.drafting.checks.samples import check

pytestmark = pytest.mark.django_db

DRAFT = b"1. Recalls General Assembly resolution 55/25 of 15 November 2000."


def reference() -> CheckedReference:
    [found] = check(DRAFT).result.references
    return found


@pytest.fixture
def _cited() -> None:
    """A report in two languages that cites the resolution, Arabic first."""
    document = make.document("CTOC/COP/2022/5")
    for language in ("ar", "fr"):
        row = make.paragraph(make.version(document, language), "A/RES/55/25", path="2", place="para-2")
        make.citation(row, "A/RES/55/25", value="GA 55/25", kind="resolution")


@pytest.mark.usefixtures("_cited")
def test_resolution_that_is_only_cited_is_not_in_the_collection() -> None:
    found = reference()
    assert (found.status, found.source, found.note) == (ReferenceStatus.ABSENT, None, "not in this collection")
    assert found.cited_in is not None
    assert found.cited_in.document == "CTOC/COP/2022/5"


@pytest.mark.usefixtures("_cited")
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_citing_place_opens_in_the_language_of_the_page(language: str) -> None:
    with translation.override(language):
        found = reference()
    assert found.cited_in is not None
    assert f"?language={language}#" in found.cited_in.url


@pytest.mark.usefixtures("_cited")
def test_resolution_in_the_collection_is_found() -> None:
    make.version(make.document("A/RES/55/25"))
    found = reference()
    assert found.status is ReferenceStatus.RIGHT
    assert found.source is not None
    assert found.source.document == "A/RES/55/25"
    assert found.cited_in is None


def test_resolution_that_nothing_cites_is_not_in_the_collection() -> None:
    assert reference() == CheckedReference(
        reference().where, "resolution 55/25", ReferenceStatus.ABSENT, "not in this collection"
    )
