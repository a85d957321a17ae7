"""Damaged documents are read or refused with a reason; none hangs, none kills its process. `make fuzz-parse` runs
a thousand of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.reading.readers import Readers
from tests.fuzz.mutations import DOCX, PDF
from tests.fuzz.originals import originals
from tests.fuzz.run import FAILURES, LIMITS, Mutant, mutants, outcome
from tests.lanes import first_quick

SAMPLE = list(mutants(48, seed=20221017))


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers("portal.reading.document:read", LIMITS) as readers:
        yield readers


@pytest.mark.parametrize("name", ["made.pdf", "made.docx"])
def test_undamaged_they_are_read(readers: Readers, name: str) -> None:
    content = originals()[name]
    assert outcome(readers, Mutant(0, name, "none", content)).code == "read"
    assert b"States parties" in readers.read(content, name)


@pytest.mark.parametrize("mutant", first_quick(SAMPLE, 12), ids=lambda mutant: f"{mutant.original}-{mutant.number}")
def test_it_is_read_or_refused(readers: Readers, mutant: Mutant) -> None:
    result = outcome(readers, mutant)
    assert result.code not in FAILURES, (mutant, result.reason)
    assert result.code == "read" or result.reason.endswith("."), "a sentence that a person can act on"


@pytest.mark.long
def test_the_sample_damages_in_every_way() -> None:
    """And each kind of damage changes something, or it would prove nothing."""
    many = list(mutants(400, seed=1))
    ways = {way.__name__.replace("_", " ") for way in (*PDF, *DOCX)}
    assert {way for mutant in many for way in mutant.damage.split(", ")} == ways
    whole = originals()
    assert sum(mutant.content == whole[mutant.original] for mutant in many) < 40


def test_the_same_seed_damages_in_the_same_way() -> None:
    assert list(mutants(12, seed=7)) == list(mutants(12, seed=7)) != list(mutants(12, seed=8))
