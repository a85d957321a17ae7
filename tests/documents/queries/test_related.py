"""Related documents: the series of a symbol, drafts and their outcome, other documents of the meeting."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from documents.models import Document
from documents.queries.related import base_symbol, describe_relation, related_documents
from tests import builders as make

SYMBOLS = [
    ("CTOC/COP/2022/L.4", "CTOC/COP/2022/L.4", "Original document"),
    ("CTOC/COP/2022/L.4/Add.1", "CTOC/COP/2022/L.4", "Addendum 1"),
    ("CTOC/COP/2022/L.4/Rev.2/Corr.1", "CTOC/COP/2022/L.4", "Revision 2, corrigendum 1"),
    ("E/2025/68/Corr.1", "E/2025/68", "Corrigendum 1"),
    ("TPNW/MSP/2025/11/Rev.1", "TPNW/MSP/2025/11", "Revision 1"),
    ("A/80/1/Amend.3", "A/80/1", "Amendment 3"),
]


@pytest.mark.parametrize(("symbol", "base", "relation"), SYMBOLS)
def test_relation_follows_from_the_symbol(symbol: str, base: str, relation: str) -> None:
    assert base_symbol(symbol) == base
    assert describe_relation(symbol, base) == relation


@pytest.mark.parametrize("other", ["CTOC/COP/2022/L.40", "CTOC/COP/2022/L.4/1", "CTOC/COP/2022/L.4/Part.1", "A/1"])
def test_other_symbols_are_not_part_of_the_series(other: str) -> None:
    assert describe_relation(other, "CTOC/COP/2022/L.4") is None


def create_document(*symbols: str, published: bool = True, **fields: object) -> Document:
    row = make.document(*symbols, **fields)
    make.version(row, published=published)
    return row


@pytest.mark.django_db
def test_series_of_a_symbol_is_in_order() -> None:
    revision = create_document("A/1/Rev.1")
    for symbol in ("A/1/Add.10", "A/1/Add.2", "a/1", "A/1/Rev.1/Corr.1", "A/10", "A/1/2", "B/1/Add.1"):
        create_document(symbol)
    create_document("A/1/Add.3", published=False)
    related = related_documents(revision, AnonymousUser())
    assert [(row.document.symbol, row.relation) for row in related.series] == [
        ("A/1/Add.2", "Addendum 2"),
        ("A/1/Add.10", "Addendum 10"),
        ("A/1/Rev.1/Corr.1", "Revision 1, corrigendum 1"),
        ("a/1", "Original document"),
    ]


@pytest.mark.django_db
def test_drafts_and_their_outcome_are_linked() -> None:
    meeting = make.meeting()
    draft = create_document("A/L.1", kind="draft-report", meeting=meeting)
    report = create_document("A/2", kind="report", meeting=meeting)
    agenda = create_document("A/3", kind="agenda", meeting=meeting)
    create_document("A/4", kind="report", meeting=make.meeting(ordinal=11))
    related = related_documents(draft, AnonymousUser())
    assert [(row.document, row.relation) for row in related.outcome] == [(report, "Report of the same meeting")]
    assert list(related.meeting) == [agenda]
    reverse = related_documents(report, AnonymousUser())
    assert [(row.document, row.relation) for row in reverse.outcome] == [(draft, "Draft report of the same meeting")]


@pytest.mark.django_db
def test_document_without_symbol_or_meeting_has_no_relations() -> None:
    create_document("A/1")
    related = related_documents(create_document(), AnonymousUser())
    assert (related.series, related.outcome, related.meeting) == ((), (), ())
