"""Damaged documents are read or rejected with a reason; none hangs or kills its process.

`make fuzz-parse` runs a thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.reading.readers import Readers
from tests.fuzz.mutations import DOCX, PDF
from tests.fuzz.originals import load_originals
from tests.fuzz.run import FAILURES, LIMITS, Mutant, make_mutants, read_mutant
from tests.lanes import quick_first
from tests.reading import in_children

SAMPLE = list(make_mutants(48, seed=20221017))


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with in_children(), Readers("portal.reading.document:read", LIMITS) as readers:
        yield readers


@pytest.mark.parametrize("name", ["made.pdf", "made.docx"])
def test_intact_documents_are_read(readers: Readers, name: str) -> None:
    content = load_originals()[name]
    assert read_mutant(readers, Mutant(0, name, "none", content)).code == "read"
    assert b"States parties" in readers.read(content, name)


@pytest.mark.parametrize("mutant", quick_first(SAMPLE, 8), ids=lambda mutant: f"{mutant.original}-{mutant.number}")
def test_damaged_documents_are_read_or_rejected(readers: Readers, mutant: Mutant) -> None:
    result = read_mutant(readers, mutant)
    assert result.code not in FAILURES, (mutant, result.reason)
    assert result.code == "read" or result.reason.endswith("."), "a plain sentence"


@pytest.mark.long
def test_sample_contains_every_kind_of_damage() -> None:
    """Each kind of damage must also change the document, or it would prove nothing."""
    damaged = list(make_mutants(400, seed=1))
    ways = {way.__name__.replace("_", " ") for way in (*PDF, *DOCX)}
    assert {way for mutant in damaged for way in mutant.damage.split(", ")} == ways
    intact = load_originals()
    assert sum(mutant.content == intact[mutant.original] for mutant in damaged) < 40


def test_same_seed_gives_the_same_damage() -> None:
    assert list(make_mutants(12, seed=7)) == list(make_mutants(12, seed=7)) != list(make_mutants(12, seed=8))
