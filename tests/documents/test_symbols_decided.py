"""A person decides the symbol of a document that prints none."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from documents.models import Document
from documents.services import DocumentRefused, assign_symbol, store_document
from recommendations.services import load_vocabularies
from tests.parsed import parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("lawyer")


def test_the_decision_is_kept_with_who_made_it(person: User) -> None:
    load_vocabularies()
    document = store_document(parsed(body=None, subsidiary_body=None), b"x", "x.pdf").version.document
    assign_symbol(document, " CTOC/COP/WG.3/2021/3 ", person)
    row = document.symbols.get()
    assert (row.symbol, row.assigned_by) == ("CTOC/COP/WG.3/2021/3", person)
    assert row.assigned_at is not None
    document.refresh_from_db()
    assert document.address == "CTOC/COP/WG.3/2021/3"
    assert document.body.key == "wg-international-cooperation"


def test_joint_symbols_are_two(person: User) -> None:
    document = store_document(parsed(), b"x", "x.pdf").version.document
    assign_symbol(document, "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4", person)
    assert [row.symbol for row in document.symbols.all()] == ["CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4"]


@pytest.mark.parametrize(
    ("symbol", "code"),
    [
        ("", "no_symbol"),
        ("the draft report", "no_symbol"),
        ("CTOC/COP/2022/?", "no_symbol"),  # a pattern that is offered is not yet a symbol
        ("CTOC/COP/2022/1, see annex", "no_symbol"),
        ("ctoc/cop/2021/1".upper(), "symbol_taken"),
    ],
)
def test_what_is_no_symbol_or_anothers_is_refused(person: User, symbol: str, code: str) -> None:
    store_document(parsed("CTOC/COP/2021/1"), b"y", "y.pdf")
    document = store_document(parsed(), b"x", "x.pdf").version.document
    with pytest.raises(DocumentRefused) as refusal:
        assign_symbol(document, symbol, person)
    assert refusal.value.code == code
    assert document.symbol == ""


def test_a_symbol_once_known_does_not_change(person: User) -> None:
    document = store_document(parsed("CTOC/COP/2021/1"), b"y", "y.pdf").version.document
    with pytest.raises(DocumentRefused, match="has a symbol already"):
        assign_symbol(document, "CTOC/COP/2021/2", person)


def test_of_two_decisions_in_ignorance_of_each_other_the_first_holds(person: User) -> None:
    pk = store_document(parsed(), b"x", "x.pdf").version.document.pk
    one, other = (Document.objects.prefetch_related("symbols").get(pk=pk) for _ in range(2))
    assign_symbol(one, "CTOC/COP/2021/1", person)
    with pytest.raises(DocumentRefused, match="has a symbol already"):
        assign_symbol(other, "CTOC/COP/2021/2", person)
