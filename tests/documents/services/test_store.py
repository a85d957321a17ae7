"""Documents are stored completely or not at all, and only once."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from documents.models import (
    Document,
    DocumentFile,
    DocumentSymbol,
    FileContent,
    Footnote,
    LanguageVersion,
    Paragraph,
)
from documents.parsing.serialize import from_json
from documents.parsing.types import ParsedDocument
from documents.services import (
    DocumentError,
    Outcome,
    Overrides,
    SymbolsDifferError,
    publish,
    store_document,
    unpublish,
)
from tests.concurrency import run_concurrently
from tests.parsed import parsed
from tests.row_cache import vocabularies

MODELS = (Document, DocumentSymbol, LanguageVersion, DocumentFile, FileContent, Paragraph, Footnote)


def all_keys() -> dict[str, list[tuple[object, ...]]]:
    """Return the keys of all rows about documents, to compare them."""
    return {model.__name__: sorted(model._default_manager.values_list("pk")) for model in MODELS}


@pytest.mark.django_db
class TestStoring:
    def test_complete_document_is_stored(self) -> None:
        vocabularies()
        source = parsed("CTOC/COP/WG.3/2021/3")
        stored = store_document(source, b"bytes", "joint.pdf")
        document = stored.version.document
        assert stored.outcome is Outcome.CREATED
        assert document.symbol == "CTOC/COP/WG.3/2021/3"
        assert document.body is not None
        assert document.body.key == "wg-international-cooperation"
        assert stored.version.published_at is None
        assert [row.anchor for row in stored.version.paragraphs.all()] == ["i", "para-1", "para-1-a", "para-1-b"]
        assert stored.version.paragraphs.get(anchor="para-1-b").parent == stored.version.paragraphs.get(anchor="para-1")
        page_break = {"offset": 12, "page": 3, "box": {"left": 120, "top": 80, "right": 480, "bottom": 92}}
        assert stored.version.paragraphs.get(anchor="para-1").breaks == [page_break]
        note = stored.version.footnotes.get()
        assert (note.marker, note.paragraph.anchor) == ("1", "para-1")
        file = stored.version.files.get()
        assert (file.name, file.size, file.media_type) == ("joint.pdf", 5, "application/pdf")
        assert bytes(file.file_content.content) == b"bytes"
        stored.version.refresh_from_db()
        assert from_json(stored.version.parsed) == source

    def test_same_bytes_change_nothing(self) -> None:
        store_document(parsed("A/1"), b"bytes", "one.pdf")
        before = all_keys()
        again = store_document(parsed("A/1"), b"bytes", "another name.pdf")
        assert again.outcome is Outcome.UNCHANGED
        assert all_keys() == before

    def test_same_bytes_without_a_symbol_change_nothing(self) -> None:
        store_document(parsed(), b"bytes", "one.pdf")
        before = all_keys()
        assert store_document(parsed(), b"bytes", "one.pdf").outcome is Outcome.UNCHANGED
        assert all_keys() == before

    def test_another_language_is_a_version_of_the_document(self) -> None:
        english = store_document(parsed("CTOC/COP/2022/1"), b"en", "en.pdf", publish=True)
        french = store_document(parsed("ctoc/cop/2022/1", language="fr"), b"fr", "fr.pdf")
        assert french.outcome is Outcome.VERSION_ADDED
        assert french.version.document == english.version.document
        assert [row.symbol for row in DocumentSymbol.objects.all()] == ["CTOC/COP/2022/1"]
        assert english.version.published_at is not None
        assert french.version.published_at is None

    def test_other_bytes_for_same_symbol_and_language_are_rejected(self) -> None:
        store_document(parsed("CTOC/COP/2022/1"), b"one", "one.pdf")
        before = all_keys()
        with pytest.raises(DocumentError, match="CTOC/COP/2022/1 already exists") as error:
            store_document(parsed("CTOC/COP/2022/1"), b"two", "two.pdf")
        assert error.value.code == "language_exists"
        assert all_keys() == before

    def test_one_joint_symbol_identifies_the_document_after_a_decision(self) -> None:
        first = store_document(parsed("CTOC/COP/WG.2/2022/4"), b"en", "en.pdf")
        french = parsed("CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4", language="fr")
        before = all_keys()
        with pytest.raises(SymbolsDifferError) as error:
            store_document(french, b"fr", "fr.pdf")
        assert error.value.document == first.version.document
        assert all_keys() == before
        confirmed = Overrides(User.objects.create_user("ann"), is_same_document=True)
        second = store_document(french, b"fr", "fr.pdf", overrides=confirmed)
        assert second.version.document == first.version.document
        assert first.version.document.symbol == "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4"

    def test_joint_symbols_of_two_documents_are_rejected(self) -> None:
        store_document(parsed("A/1"), b"one", "one.pdf")
        store_document(parsed("B/1"), b"two", "two.pdf")
        with pytest.raises(DocumentError) as error:
            store_document(parsed("A/1", "B/1", language="fr"), b"three", "three.pdf")
        assert error.value.code == "symbols_of_two_documents"

    def test_symbol_that_is_too_long_is_rejected(self) -> None:
        before = all_keys()
        with pytest.raises(DocumentError, match=r"“CTOC/COP/2022/4/Add\.1.*…” is too long .* at most 120 characters"):
            store_document(parsed("CTOC/COP/2022/4" + "/Add.1" * 20), b"one", "one.pdf")
        assert all_keys() == before

    def test_documents_without_a_symbol_are_separate(self) -> None:
        first = store_document(parsed(), b"one", "one.pdf").version.document
        second = store_document(parsed(), b"two", "two.pdf").version.document
        assert first != second
        assert first.address == f"unnumbered/{hashlib.sha256(b'one').hexdigest()[:16]}"
        assert first.symbol_hints[0]["pattern"] == "CTOC/COP/WG.3/2021/?"

    def test_block_with_invalid_parent_is_an_error_and_stores_nothing(self) -> None:
        source = parsed("A/1")
        blocks = (dataclasses.replace(source.blocks[0], parent=3), *source.blocks[1:3])
        with pytest.raises(ValueError, match="whose parent is missing"):
            store_document(dataclasses.replace(source, blocks=blocks), b"bytes", "one.pdf")
        assert not Document.objects.exists()

    @pytest.mark.parametrize(
        ("symbol", "body"),
        [
            ("CTOC/COP/2022/L.4", "cop"),
            ("CTOC/COP/WG.3/2021/3", "wg-international-cooperation"),  # the longest prefix wins
            ("CTOC/COP/WG.99/2021/3", None),  # the parent body is not used for a group missing from the vocabulary
            ("E/CN.15/2021/7/Rev.1", "ccpcj"),
            ("A/CONF.222/7", "congress"),
            ("A/RES/76/187", "general-assembly"),
            ("A/76/L.5", "general-assembly"),
            ("A/HRC/46/3", "human-rights-council"),  # a series that begins with the General Assembly's letter
            ("A/CN.10/2025/1", None),
            ("A/C.3/77/L.5", None),
            ("A/CONF.157/23", None),
        ],
    )
    def test_body_is_identified_by_the_symbol(self, symbol: str, body: str | None) -> None:
        vocabularies()
        document = store_document(parsed(symbol, body=None, subsidiary_body=None), b"x", "x.pdf").version.document
        assert (document.body.key if document.body else None) == body

    def test_publishing_again_keeps_the_date_and_unpublishing_clears_it(self) -> None:
        version = store_document(parsed(), b"x", "x.pdf").version
        publish([version])
        version.refresh_from_db()
        first = version.published_at
        publish([version])
        version.refresh_from_db()
        assert first is not None
        assert version.published_at == first
        unpublish([version])
        version.refresh_from_db()
        assert version.published_at is None


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_same_file_is_stored_once(self) -> None:
        outcomes = run_concurrently(*[lambda: store_document(parsed("A/1"), b"bytes", "x.pdf").outcome] * 4)
        assert sorted(outcomes) == [Outcome.CREATED, *[Outcome.UNCHANGED] * 3]
        assert Document.objects.count() == LanguageVersion.objects.count() == 1

    def test_one_symbol_from_two_files_is_one_document(self) -> None:
        def store(source: ParsedDocument, content: bytes) -> Callable[[], object]:
            return lambda: store_document(source, content, "x.pdf").outcome

        outcomes = run_concurrently(store(parsed("A/1"), b"1"), store(parsed("a/1"), b"2"))
        assert Outcome.CREATED in outcomes
        assert any(isinstance(outcome, DocumentError) for outcome in outcomes)
        assert Document.objects.count() == 1

    def test_two_languages_are_stored_in_one_document(self) -> None:
        english, french = parsed("A/1"), parsed("A/1", language="fr")
        outcomes = run_concurrently(
            lambda: store_document(english, b"en", "en.pdf").outcome,
            lambda: store_document(french, b"fr", "fr.pdf").outcome,
        )
        assert sorted(outcomes) == [Outcome.CREATED, Outcome.VERSION_ADDED]
        assert Document.objects.count() == 1

    def test_crash_stores_nothing(self) -> None:
        def crash() -> None:
            with transaction.atomic():
                store_document(parsed("A/1"), b"bytes", "x.pdf")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            crash()
        assert all_keys() == {model.__name__: [] for model in MODELS}
