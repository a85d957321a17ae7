"""A person decides the symbol of a document that prints none."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Document, LanguageVersion
from documents.services import DocumentError, JoinUnconfirmedError, assign_symbol, publish, store_document, symbols
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
    with pytest.raises(DocumentError) as refusal:
        assign_symbol(document, symbol, person)
    assert refusal.value.code == code
    assert document.symbol == ""


def test_a_symbol_once_known_does_not_change(person: User) -> None:
    document = store_document(parsed("CTOC/COP/2021/1"), b"y", "y.pdf").version.document
    with pytest.raises(DocumentError, match="already has a symbol"):
        assign_symbol(document, "CTOC/COP/2021/2", person)


def test_of_two_decisions_in_ignorance_of_each_other_the_first_holds(person: User) -> None:
    pk = store_document(parsed(), b"x", "x.pdf").version.document.pk
    one, other = (Document.objects.prefetch_related("symbols").get(pk=pk) for _ in range(2))
    assign_symbol(one, "CTOC/COP/2021/1", person)
    with pytest.raises(DocumentError, match="already has a symbol"):
        assign_symbol(other, "CTOC/COP/2021/2", person)


class TestJoining:
    """A document without symbol is given one that another document has, in another language: both may be one."""

    SYMBOL = "CTOC/COP/2021/1"

    @pytest.fixture
    def english(self) -> LanguageVersion:
        return store_document(parsed(self.SYMBOL), b"en", "en.pdf", publish=True).version

    @pytest.fixture
    def french(self) -> LanguageVersion:
        return store_document(parsed(language="fr", title="Enquêtes conjointes"), b"fr", "fr.pdf").version

    def test_the_person_is_asked_first(self, person: User, english: LanguageVersion, french: LanguageVersion) -> None:
        with pytest.raises(JoinUnconfirmedError) as question:
            assign_symbol(french.document, self.SYMBOL, person)
        assert question.value.document == english.document
        for words in ("“Joint investigations”", "another language (English)", "this document (French)", "undone"):
            assert words in question.value.message
        assert Document.objects.count() == 2

    def test_the_version_moves_and_the_old_address_leads_there(
        self, person: User, english: LanguageVersion, french: LanguageVersion, client: Client
    ) -> None:
        old = french.document.get_absolute_url()
        joined = assign_symbol(french.document, self.SYMBOL, person, join=english.document.pk)
        assert joined == english.document == Document.objects.get()
        assert {row.language: row.pk for row in joined.versions.all()} == {"en": english.pk, "fr": french.pk}
        assert [row.symbol for row in joined.symbols.all()] == [self.SYMBOL]
        joined.refresh_from_db()
        assert joined.title == "Joint investigations"
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, joined.get_absolute_url())
        assert client.get(f"{old}?language=en")["Location"] == f"{joined.get_absolute_url()}?language=en"
        assert client.get(f"/recommendations/?document={old[11:-1]}").status_code == 200

    def test_it_stays_as_public_as_it_was(
        self, person: User, english: LanguageVersion, french: LanguageVersion, client: Client
    ) -> None:
        joined = assign_symbol(french.document, self.SYMBOL, person, join=english.document.pk)
        assert client.get(f"{joined.get_absolute_url()}?language=fr").status_code == 404
        publish([joined.versions.get(language="fr")])
        assert client.get(f"{joined.get_absolute_url()}?language=fr").status_code == 200

    def test_agreement_to_another_one_is_none(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        other = store_document(parsed("CTOC/COP/2021/2"), b"other", "other.pdf").version.document
        with pytest.raises(JoinUnconfirmedError):
            assign_symbol(french.document, self.SYMBOL, person, join=other.pk)
        assert Document.objects.count() == 3

    def test_further_joint_symbols_come_along(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        both = f"{self.SYMBOL}-CTOC/COP/WG.2/2021/2"
        joined = assign_symbol(french.document, both, person, join=english.document.pk)
        assert [(row.symbol, row.assigned_by) for row in joined.symbols.all()] == [
            (self.SYMBOL, None),
            ("CTOC/COP/WG.2/2021/2", person),
        ]
        assert joined.address == self.SYMBOL

    def test_the_same_language_is_refused_whatever_was_agreed(self, person: User, english: LanguageVersion) -> None:
        other = store_document(parsed(), b"other", "other.pdf").version.document
        with pytest.raises(DocumentError, match=r"in the same language \(English\)"):
            assign_symbol(other, self.SYMBOL, person, join=english.document.pk)

    def test_symbols_of_two_documents_are_refused(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        store_document(parsed("CTOC/COP/2021/2"), b"other", "other.pdf")
        with pytest.raises(DocumentError, match="belong to 2 different documents"):
            assign_symbol(french.document, f"{self.SYMBOL}-CTOC/COP/2021/2", person, join=english.document.pk)

    def test_a_document_that_was_joined_meanwhile(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        stale = Document.objects.get(pk=french.document_id)
        assign_symbol(french.document, self.SYMBOL, person, join=english.document.pk)
        with pytest.raises(DocumentError, match="has since been merged"):
            assign_symbol(stale, "CTOC/COP/2021/9", person)

    def test_a_crash_in_the_middle_leaves_both(
        self, person: User, english: LanguageVersion, french: LanguageVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(document: Document) -> None:
            raise RuntimeError

        monkeypatch.setattr(symbols, "refresh_document_metadata", crash)
        with pytest.raises(RuntimeError):
            assign_symbol(french.document, self.SYMBOL, person, join=english.document.pk)
        assert Document.objects.count() == 2
        french.refresh_from_db()
        assert french.document != english.document
