"""The index is checked and repaired after any damage, and kept small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pyroaring import BitMap

from documents.models import Document
from portal.management.commands.check_index import finding_lines
from recommendations.index import sets, snapshot
from recommendations.index.sets import pack, unpack, unpack_integers
from recommendations.index.snapshot import read_index
from recommendations.models import (
    Recommendation,
    SearchChange,
    SearchChunk,
    SearchEntry,
    SearchState,
    SearchTerm,
)
from recommendations.services.indexing import (
    checking,
    close_gaps,
    index_documents,
    repair_index,
    upkeep,
    writer,
)
from tests import builders as make
from tests.lanes import quick_first
from tests.recommendations.services.indexing.indexes import SCOPE, create_documents, delete_index, index_content, total

pytestmark = pytest.mark.django_db


def change_chunk(**columns: Callable[[Any], bytes]) -> None:
    chunk = SearchChunk.objects.get(scope=SCOPE)
    for name, change in columns.items():
        setattr(chunk, name, change(getattr(chunk, name)))
    chunk.save()


def delete_entries() -> None:
    for entry in SearchEntry.objects.order_by("number")[:3]:
        entry.delete()


def change_column(stored: bytes) -> bytes:
    column = unpack_integers(bytes(stored)).copy()
    column[2] = 0
    return column.tobytes()


def remove_from_terms() -> None:
    SearchTerm.objects.filter(scope=SCOPE, term="en:extradit").delete()
    term = SearchTerm.objects.get(scope=SCOPE, term="@article=untoc:16")
    term.numbers = pack(unpack(term.numbers) - BitMap([1]))
    term.save()


def add_to_terms() -> None:
    SearchTerm.objects.create(scope=SCOPE, term="en:nonsens", chunk=0, numbers=pack(BitMap([0, 1])), generation=0)
    term = SearchTerm.objects.get(scope=SCOPE, term="@language=fr")
    term.numbers = pack(unpack(term.numbers) | BitMap([0]))
    term.save()


def change_rows_without_notifying() -> None:
    """Change, add and delete rows without notifying the index."""
    first, second, *_ = Document.objects.order_by("pk")
    Recommendation.objects.filter(version__document=first).update(text="Other words.")
    second.delete()
    new_version = make.version(make.document("A/99"))
    text = "Extradition."
    paragraph = make.paragraph(new_version, text, anchor="para-1")
    Recommendation.objects.create(
        version=new_version,
        paragraph=paragraph,
        position=1,
        anchor="para-1",
        path="1",
        text=text,
        status="draft",
        stated_status="draft",
    )


FAULTS: dict[str, tuple[Callable[[], object], set[str]]] = {
    "no index": (delete_index, {"documents"}),
    "missing entries": (delete_entries, {"documents"}),
    "changed words of entries": (lambda: SearchEntry.objects.filter(scope=SCOPE).update(words=" x "), {"documents"}),
    "changed rows": (change_rows_without_notifying, {"documents"}),
    "live numbers missing": (lambda: change_chunk(live=lambda old: pack(unpack(old) - BitMap([1]))), {"numbers"}),
    "too many live numbers": (
        lambda: change_chunk(live=lambda old: pack(unpack(old) | BitMap([77]))),
        {"numbers"},
    ),
    "no chunks": (lambda: SearchChunk.objects.all().delete(), {"numbers"}),
    "wrong dates": (lambda: change_chunk(days=change_column), {"columns"}),
    "wrong twins": (lambda: change_chunk(twins=change_column), {"columns"}),
    "numbers missing from terms": (remove_from_terms, {"terms"}),
    "too many numbers in terms": (add_to_terms, {"terms"}),
    "no terms": (lambda: SearchTerm.objects.all().delete(), {"terms"}),
    "numbers start from zero again": (lambda: SearchState.objects.update(next_number=0), {"states"}),
}

SIBLINGS = ("missing entries", "too many live numbers", "wrong twins", "no terms")
"""Faults that are found like another one in the quick run: other words, missing numbers, wrong dates, missing terms."""


@pytest.mark.parametrize("fault", quick_first(sorted(FAULTS, key=SIBLINGS.__contains__), len(FAULTS) - len(SIBLINGS)))
def test_faults_are_found_and_repaired(fault: str) -> None:
    create_documents()
    damage, expected = FAULTS[fault]
    damage()
    rows = [list(model.objects.values()) for model in (SearchEntry, SearchTerm, SearchChunk)]
    report = repair_index(dry_run=True)
    assert rows == [list(model.objects.values()) for model in (SearchEntry, SearchTerm, SearchChunk)]
    assert expected <= {
        name for name in ("documents", "numbers", "columns", "terms", "states") if getattr(report, name)
    }
    assert repair_index().faults > 0
    assert repair_index().faults == 0
    repaired = index_content()
    delete_index()
    repair_index()
    assert repaired == index_content()
    assert fault == "changed rows" or repaired[0] == 8


def test_correct_index_is_not_changed() -> None:
    create_documents()
    before = index_content()
    entries = list(SearchEntry.objects.values())
    assert repair_index().faults == 0
    assert (index_content(), list(SearchEntry.objects.values())) == (before, entries)


def test_progress_is_reported() -> None:
    create_documents(3)
    progress: list[tuple[int, int]] = []
    repair_index(lambda done, total: progress.append((done, total)))
    assert progress[-1] == (6, 6)
    assert progress == sorted(progress)


class TestCommand:
    def test_command_reports_faults(self, capsys: pytest.CaptureFixture[str]) -> None:
        create_documents(1)
        call_command("check_index")
        assert capsys.readouterr().out == "The search index is correct.\n"
        terms = SearchTerm.objects.filter(term="en:extradit")
        terms.delete()
        with pytest.raises(SystemExit) as status:
            call_command("check_index", "--dry-run")
        assert status.value.code == 1
        assert capsys.readouterr().out == "Wrong sets of terms: 2\nNothing was changed.\n"
        call_command("check_index")
        assert capsys.readouterr().out.endswith("The search index was repaired.\n")
        call_command("check_index", "--dry-run")

    def test_every_finding_is_reported(self) -> None:
        repair = checking.Repair(documents=1, numbers=2, columns=3, terms=4, states=5, chunks_dropped=6)
        assert len(finding_lines(repair)) == 6


# --- gaps --------------------------------------------------------------------------------------------


@pytest.fixture
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reduce the size of a chunk to four numbers."""
    for module in (sets, snapshot, writer, upkeep, checking):
        monkeypatch.setattr(module, "CHUNK", 4)


@pytest.mark.usefixtures("_small_chunks")
class TestGaps:
    def test_empty_chunks_are_dropped_without_changing_content(self) -> None:
        rows = create_documents(3)
        for _ in range(4):
            for row in rows:
                Recommendation.objects.filter(pk=row.pk).update(text=f"{row.text} Again.")
                row.text += " Again."
            index_documents({row.version.document_id for row in rows})
        before = index_content()
        assert SearchChunk.objects.filter(scope=SCOPE).count() > 5
        assert close_gaps() > 0
        assert SearchChunk.objects.filter(scope=SCOPE).count() <= 4
        assert index_content() == before
        assert repair_index().faults == 0
        assert not SearchTerm.objects.exclude(chunk__in=SearchChunk.objects.values("chunk")).exists()

    def test_sparse_chunks_are_compacted(self) -> None:
        create_documents(12)
        kept = list(Document.objects.order_by("pk"))[::5]
        for document in Document.objects.all():
            if document not in kept:
                key = document.pk
                document.delete()
                index_documents([key])
        before = index_content()
        close_gaps()
        assert index_content() == before
        assert SearchChunk.objects.filter(scope=SCOPE).count() <= 4
        create_documents(2)
        assert len(read_index(SCOPE)[0].live) == before[0] + 4
        assert repair_index().faults == 0

    def test_full_index_is_not_changed(self) -> None:
        create_documents(6)
        numbers = list(SearchEntry.objects.values_list("number", flat=True))
        assert close_gaps() == 0
        assert list(SearchEntry.objects.values_list("number", flat=True)) == numbers


def test_old_changes_are_pruned_and_readers_reload(monkeypatch: pytest.MonkeyPatch) -> None:
    create_documents(1)
    assert total() == 1
    monkeypatch.setattr(upkeep, "MAX_CHANGES", 1)
    create_documents(3)
    repair_index()
    assert SearchChange.objects.filter(scope=SCOPE).count() == 1
    assert total() == 4


# --- unusual texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("— — —", "", "a text without words"),
        ("a" * 500 + " b", "a" * 500, "a very long word"),
        ("a" * 500 + " " + "b" * 500, f'"{"a" * 500} {"b" * 500}"', "two very long words in succession"),
        ("𝒳" * 400 + " b", "x" * 400, "four-byte characters"),
        ("https://example.org/" + "x/" * 400, "example", "a web address"),
    ],
)
def test_unusual_texts_are_indexed(text: str, words: str, reason: str) -> None:
    make.recommendation(text)
    assert total(words, as_typed=True) == 1, reason
    assert repair_index().faults == 0


def test_exhausted_numbers_raise_an_error() -> None:
    row = make.recommendation()
    SearchState.objects.update(next_number=writer.MAX_NUMBER)
    Recommendation.objects.filter(pk=row.pk).update(text="Other.")
    with pytest.raises(OverflowError, match="has run out of numbers"):
        index_documents([row.version.document_id])
    assert connection.needs_rollback is False
