"""A person assigns a symbol to a document without a printed one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from documents.models import Change, Document, LanguageVersion
from documents.services import DocumentError, JoinUnconfirmedError, assign_symbol, publish, store_document, symbols
from documents.web.roles import Role
from recommendations.exports.sharing import read_shared
from recommendations.queries.citations import documents_by_symbol
from recommendations.services import sync_recommendations
from tests import builders as make
from tests.parsed import extraction, parsed
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("lawyer")


def test_assigned_symbol_is_stored_with_its_author(person: User) -> None:
    vocabularies()
    document = store_document(parsed(body=None, subsidiary_body=None), b"x", "x.pdf").version.document
    assign_symbol(document, " CTOC/COP/WG.3/2021/3 ", person)
    row = document.symbols.get()
    assert (row.symbol, row.assigned_by) == ("CTOC/COP/WG.3/2021/3", person)
    assert row.assigned_at is not None
    document.refresh_from_db()
    assert document.address == "CTOC/COP/WG.3/2021/3"
    assert document.body.key == "wg-international-cooperation"


def test_joint_symbols_are_stored_separately(person: User) -> None:
    document = store_document(parsed(), b"x", "x.pdf").version.document
    assign_symbol(document, "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4", person)
    assert [row.symbol for row in document.symbols.all()] == ["CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4"]


@pytest.mark.parametrize(
    ("symbol", "code"),
    [
        ("", "no_symbol"),
        ("the draft report", "no_symbol"),
        ("CTOC/COP/2022/?", "no_symbol"),  # a suggested pattern is not yet a symbol
        ("CTOC/COP/2022/1, see annex", "no_symbol"),
        ("ctoc/cop/2021/1".upper(), "symbol_taken"),
    ],
)
def test_invalid_or_taken_symbol_is_rejected(person: User, symbol: str, code: str) -> None:
    store_document(parsed("CTOC/COP/2021/1"), b"y", "y.pdf")
    document = store_document(parsed(), b"x", "x.pdf").version.document
    with pytest.raises(DocumentError) as error:
        assign_symbol(document, symbol, person)
    assert error.value.code == code
    assert document.symbol == ""


def test_first_of_two_conflicting_assignments_wins(person: User) -> None:
    pk = store_document(parsed(), b"x", "x.pdf").version.document.pk
    first, second = (Document.objects.prefetch_related("symbols").get(pk=pk) for _ in range(2))
    assign_symbol(first, "CTOC/COP/2021/1", person)
    with pytest.raises(DocumentError, match="was changed in the meantime: CTOC/COP/2021/1"):
        assign_symbol(second, "CTOC/COP/2021/2", person)


class TestCorrecting:
    """A wrong symbol is corrected; the old address leads to the new one."""

    WRONG, RIGHT = "CTOC/COP/2021/1", "CTOC/COP/WG.3/2021/7"

    @pytest.fixture
    def document(self) -> Document:
        vocabularies()
        return store_document(parsed(self.WRONG), b"x", "x.pdf", publish=True).version.document

    def test_old_address_redirects_permanently(self, person: User, document: Document, client: Client) -> None:
        assign_symbol(document, self.RIGHT, person, seen=[self.WRONG])
        response = client.get(f"/documents/{self.WRONG}/?language=en")
        assert (response.status_code, response["Location"]) == (301, f"/en/documents/{self.RIGHT}/?language=en")
        assert client.get(f"/documents/{self.RIGHT}/").status_code == 200
        assert client.get(f"/api/v1/documents/{self.WRONG}").status_code in (301, 308)
        change = Change.objects.get(action="document.symbol_corrected")
        assert (change.old_value, change.value, change.made_by) == (self.WRONG, [self.RIGHT], person)

    def test_citations_of_the_right_symbol_lead_to_the_document(self, person: User, document: Document) -> None:
        assert documents_by_symbol([self.RIGHT], AnonymousUser()) == {}
        assign_symbol(document, self.RIGHT, person, seen=[self.WRONG])
        assert documents_by_symbol([self.RIGHT], AnonymousUser()) == {self.RIGHT: document}
        assert documents_by_symbol([self.WRONG], AnonymousUser()) == {}, "this symbol belongs to another document"

    def test_shared_list_with_the_old_symbol_still_works(self, person: User, document: Document) -> None:
        version = document.versions.get()
        sync_recommendations(version, parsed(self.WRONG), extraction())
        assign_symbol(document, self.RIGHT, person, seen=[self.WRONG])
        row = version.recommendations.get(anchor="para-1-a")
        assert read_shared([f"{self.WRONG}:para-1-a"]).keys == (row.pk,)

    def test_old_symbol_can_be_given_to_another_document(
        self, person: User, document: Document, client: Client
    ) -> None:
        assign_symbol(document, self.RIGHT, person, seen=[self.WRONG])
        other = store_document(parsed(self.WRONG), b"y", "y.pdf", publish=True).version.document
        assert other != document
        assert client.get(f"/documents/{self.WRONG}/").status_code == 200

    def test_correction_can_be_corrected_back(self, person: User, document: Document, client: Client) -> None:
        assign_symbol(document, self.RIGHT, person, seen=[self.WRONG])
        assign_symbol(document, self.WRONG, person, seen=[self.RIGHT])
        assert client.get(f"/documents/{self.WRONG}/").status_code == 200
        assert client.get(f"/documents/{self.RIGHT}/")["Location"] == f"/en/documents/{self.WRONG}/"
        assert document.former_symbols.get().symbol == self.RIGHT

    def test_symbols_that_stay_keep_their_author(self, person: User, document: Document) -> None:
        assign_symbol(document, f"{self.WRONG}-{self.RIGHT}", person, seen=[self.WRONG])
        assert [(row.symbol, row.assigned_by) for row in document.symbols.all()] == [
            (self.WRONG, None),
            (self.RIGHT, person),
        ]

    def test_second_person_sees_the_first_correction(self, person: User, document: Document, client: Client) -> None:
        client.force_login(make.person(Role.EDITOR))
        assign_symbol(document, self.RIGHT, person, seen=[self.WRONG])
        response = client.post(f"/documents/{self.RIGHT}/symbol/", {"other": "CTOC/COP/2021/2", "seen": self.WRONG})
        assert response.status_code == 409
        assert f"was changed in the meantime: {self.RIGHT}" in response.content.decode()
        assert document.symbols.get().symbol == self.RIGHT

    def test_symbol_of_another_language_merges_after_asking(
        self, person: User, document: Document, client: Client
    ) -> None:
        french = store_document(parsed(self.RIGHT, language="fr"), b"fr", "fr.pdf").version.document
        with pytest.raises(JoinUnconfirmedError):
            assign_symbol(document, self.RIGHT, person, seen=[self.WRONG])
        joined = assign_symbol(document, self.RIGHT, person, seen=[self.WRONG], join=french.pk)
        assert [row.symbol for row in joined.symbols.all()] == [self.RIGHT]
        assert client.get(f"/documents/{self.WRONG}/")["Location"] == f"/en/documents/{self.RIGHT}/"


class TestMerging:
    """Assigning a symbol that another document has in another language may merge the two."""

    SYMBOL = "CTOC/COP/2021/1"

    @pytest.fixture
    def english(self) -> LanguageVersion:
        return store_document(parsed(self.SYMBOL), b"en", "en.pdf", publish=True).version

    @pytest.fixture
    def french(self) -> LanguageVersion:
        return store_document(parsed(language="fr", title="Enquêtes conjointes"), b"fr", "fr.pdf").version

    def test_merging_needs_confirmation(self, person: User, english: LanguageVersion, french: LanguageVersion) -> None:
        with pytest.raises(JoinUnconfirmedError) as question:
            assign_symbol(french.document, self.SYMBOL, person)
        assert question.value.document == english.document
        for words in ("“Joint investigations” (English)", "another language", "This document (French)", "undone"):
            assert words in question.value.message
        assert Document.objects.count() == 2

    def test_version_moves_and_the_old_address_redirects(
        self, person: User, english: LanguageVersion, french: LanguageVersion, client: Client
    ) -> None:
        old_address = french.document.get_absolute_url()
        joined = assign_symbol(french.document, self.SYMBOL, person, join=english.document.pk)
        assert joined == english.document == Document.objects.get()
        assert {row.language: row.pk for row in joined.versions.all()} == {"en": english.pk, "fr": french.pk}
        assert [row.symbol for row in joined.symbols.all()] == [self.SYMBOL]
        joined.refresh_from_db()
        assert joined.title == "Joint investigations"
        response = client.get(old_address)
        assert (response.status_code, response["Location"]) == (301, joined.get_absolute_url())
        assert client.get(f"{old_address}?language=en")["Location"] == f"{joined.get_absolute_url()}?language=en"
        assert client.get(f"/recommendations/?document={old_address[len('/en/documents/') : -1]}").status_code == 200

    def test_merged_version_stays_unpublished(
        self, person: User, english: LanguageVersion, french: LanguageVersion, client: Client
    ) -> None:
        joined = assign_symbol(french.document, self.SYMBOL, person, join=english.document.pk)
        assert client.get(f"{joined.get_absolute_url()}?language=fr").status_code == 404
        publish([joined.versions.get(language="fr")])
        assert client.get(f"{joined.get_absolute_url()}?language=fr").status_code == 200

    def test_confirmation_for_another_document_is_not_accepted(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        unrelated = store_document(parsed("CTOC/COP/2021/2"), b"other", "other.pdf").version.document
        with pytest.raises(JoinUnconfirmedError):
            assign_symbol(french.document, self.SYMBOL, person, join=unrelated.pk)
        assert Document.objects.count() == 3

    def test_further_joint_symbols_are_added(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        joint_symbol = f"{self.SYMBOL}-CTOC/COP/WG.2/2021/2"
        joined = assign_symbol(french.document, joint_symbol, person, join=english.document.pk)
        assert [(row.symbol, row.assigned_by) for row in joined.symbols.all()] == [
            (self.SYMBOL, None),
            ("CTOC/COP/WG.2/2021/2", person),
        ]
        assert joined.address == self.SYMBOL

    def test_same_language_is_rejected_even_if_confirmed(self, person: User, english: LanguageVersion) -> None:
        duplicate = store_document(parsed(), b"other", "other.pdf").version.document
        with pytest.raises(DocumentError, match=r"in the same language, “Joint investigations” \(English\)"):
            assign_symbol(duplicate, self.SYMBOL, person, join=english.document.pk)

    def test_symbols_of_two_documents_are_rejected(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        store_document(parsed("CTOC/COP/2021/2"), b"other", "other.pdf")
        with pytest.raises(DocumentError, match="belong to 2 different documents"):
            assign_symbol(french.document, f"{self.SYMBOL}-CTOC/COP/2021/2", person, join=english.document.pk)

    def test_symbol_that_is_too_long_is_rejected(self, person: User, english: LanguageVersion) -> None:
        with pytest.raises(DocumentError, match="is too long for a document symbol"):
            assign_symbol(english.document, "CTOC/COP/2022/4" + "/Add.1" * 20, person)

    def test_document_merged_in_the_meantime_is_rejected(
        self, person: User, english: LanguageVersion, french: LanguageVersion
    ) -> None:
        stale = Document.objects.get(pk=french.document_id)
        assign_symbol(french.document, self.SYMBOL, person, join=english.document.pk)
        with pytest.raises(DocumentError, match="has been merged"):
            assign_symbol(stale, "CTOC/COP/2021/9", person)

    def test_crash_keeps_both_documents(
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
