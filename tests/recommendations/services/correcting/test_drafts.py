"""Changes of a public version wait in a draft; publishing and discarding it, and undoing both."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from documents.models import Change, Correction, DocumentFile, Draft, LanguageVersion, Reading
from documents.queries.documents import visible_files
from documents.queries.drafts import find_open_draft
from documents.services import DocumentError, add_file, publish, unpublish
from portal.ingestion.rereading import extract_again
from recommendations.corrections import Edit
from recommendations.extraction.types import Extraction, Strength
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.correcting import (
    accept_reading,
    correct,
    corrected_reading,
    discard_draft,
    last_discarded_draft,
    propose_reading,
    publish_draft,
    published_reading,
    read_reading,
    restore_draft,
    undo,
    unpublish_draft,
)
from recommendations.services.meetings import DocumentUpdate, update_documents
from tests import builders as make
from tests.parsed import ITEM, draft, extraction, parsed
from tests.recommendations.services.correcting.versions import (
    SPLIT,
    SYMBOL,
    A,
    B,
    anchors,
    changed_extraction,
    field_edit,
    strengths,
)

pytestmark = pytest.mark.django_db

ZEBRAS = "States parties should share zebras."
TEXT = field_edit("text", ITEM, ZEBRAS)


@pytest.fixture
def public(version: LanguageVersion) -> LanguageVersion:
    publish([version])
    version.refresh_from_db()
    return version


def text(version: LanguageVersion, anchor: str = A) -> str:
    return version.recommendations.get(anchor=anchor).text


def actions() -> list[str]:
    rows = Change.objects.filter(action__startswith="document.draft_").order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_correction_of_a_public_text_waits_until_it_is_published(public: LanguageVersion, ann: User, bob: User) -> None:
    correct(public, [TEXT, Edit("fact", "", "title", "Joint investigations", "Joint action")], ann, seen=0)
    public.refresh_from_db()
    assert (text(public), public.title, public.revision) == (ITEM, "Joint investigations", 1)
    assert search(SearchQuery(words="zebras")).total == 0
    assert corrected_reading(public).corrected.extraction.recommendations[0].text == ZEBRAS
    publish_draft(public, bob)
    public.refresh_from_db()
    row = public.recommendations.get(anchor=A)
    assert (row.text, public.title) == (ZEBRAS, "Joint action")
    assert row.corrected_at == Correction.objects.get(field="text").made_at
    assert public.recommendations.get(anchor=B).corrected_at is None
    assert search(SearchQuery(words="zebras")).total == 1
    assert actions() == ["document.draft_published"]
    assert find_open_draft(public.pk) is None


def test_added_and_removed_recommendations_wait(public: LanguageVersion, ann: User) -> None:
    correct(public, [SPLIT, Edit("remove", B, "", ITEM)], ann, seen=0)
    assert anchors(public) == [A, B]
    publish_draft(public, ann)
    assert anchors(public) == [A, f"{A}--2"]


def test_undoing_a_public_correction_waits(public: LanguageVersion, ann: User) -> None:
    correct(public, [TEXT], ann, seen=0)
    publish_draft(public, ann)
    undo(Correction.objects.get(), ann)
    assert text(public) == ZEBRAS
    publish_draft(public, ann)
    assert text(public) == ITEM
    assert public.recommendations.get(anchor=A).corrected_at is None


def test_accepted_reading_and_its_file_wait(public: LanguageVersion, ann: User) -> None:
    proposal = propose_reading(public, parsed(SYMBOL, title="Joint action"), changed_extraction(text=ZEBRAS))
    assert proposal
    file = add_file(public, "pdf", b"reissue", "again.pdf", is_reissue=True)
    accept_reading(proposal.reading, ann, file=file)
    names = visible_files(public.document, AnonymousUser()).values_list("name", flat=True)
    assert (text(public), list(names)) == (ITEM, ["x.pdf"])
    publish_draft(public, ann)
    public.refresh_from_db()
    assert (text(public), public.title, list(names.all())) == (ZEBRAS, "Joint action", ["again.pdf", "x.pdf"])


class TestDiscarding:
    def test_discarded_changes_can_be_restored(self, public: LanguageVersion, ann: User) -> None:
        correct(public, [TEXT], ann, seen=0)
        publish_draft(public, ann)
        correct(public, [field_edit("text", ZEBRAS, "Other.")], ann, seen=1)
        correct(public, [field_edit("strength", "encouraged", "urged", B)], ann, seen=2)
        discard_draft(public, ann, seen=3)
        public.refresh_from_db()
        assert drafted(public) == [(ZEBRAS, "encouraged"), (ITEM, "encouraged")]
        discarded = last_discarded_draft(public)
        assert discarded
        restore_draft(discarded, ann)
        assert drafted(public) == [("Other.", "encouraged"), (ITEM, "urged")]
        assert text(public) == ZEBRAS
        public.refresh_from_db()
        publish_draft(public, ann)
        assert (text(public), strengths(public)) == ("Other.", ["encouraged", "urged"])
        assert actions()[1:] == ["document.draft_discarded", "document.draft_restored", "document.draft_published"]

    def test_public_correction_that_a_draft_undid_comes_back(self, public: LanguageVersion, ann: User) -> None:
        correct(public, [TEXT], ann, seen=0)
        publish_draft(public, ann)
        undo(Correction.objects.get(), ann)
        discard_draft(public, ann, seen=2)
        assert Correction.objects.get().undone_at is None
        assert drafted(public)[0][0] == ZEBRAS

    def test_accepted_reading_is_discarded_with_its_file(self, public: LanguageVersion, ann: User) -> None:
        correct(public, [TEXT], ann, seen=0)
        publish_draft(public, ann)
        proposal = propose_reading(public, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD, text="Read."))
        assert proposal
        kept = Correction.objects.get()
        file = add_file(public, "pdf", b"reissue", "again.pdf", is_reissue=True)
        accept_reading(proposal.reading, ann, keep=[kept.pk], file=file)
        kept.refresh_from_db()
        assert kept.old_value == "Read."
        public.refresh_from_db()
        discard_draft(public, ann, seen=public.revision)
        kept.refresh_from_db()
        assert (kept.old_value, drafted(public)[0]) == (ITEM, (ZEBRAS, "encouraged"))
        assert DocumentFile.objects.get(name="again.pdf").draft.state == Draft.State.DISCARDED  # type: ignore[union-attr]
        assert Reading.objects.get(state=Reading.State.CURRENT).pk != proposal.reading.pk

    def test_draft_that_somebody_else_changed_is_not_discarded(
        self, public: LanguageVersion, ann: User, bob: User
    ) -> None:
        correct(public, [TEXT], ann, seen=0)
        correct(public, [field_edit("strength", "encouraged", "urged", B)], bob, seen=1)
        with pytest.raises(DocumentError, match="Check it again"):
            discard_draft(public, ann, seen=1)

    def test_changes_are_not_restored_over_later_ones(self, public: LanguageVersion, ann: User) -> None:
        correct(public, [TEXT], ann, seen=0)
        discarded = discard_draft(public, ann, seen=1)
        correct(public, [field_edit("strength", "encouraged", "urged", B)], ann, seen=2)
        public.refresh_from_db()
        assert discarded
        assert last_discarded_draft(public) is None
        with pytest.raises(DocumentError, match="can no longer be undone"):
            restore_draft(discarded, ann)


def drafted(version: LanguageVersion) -> list[tuple[str, Any]]:
    """Return the text and strength of each recommendation in the draft."""
    drafts = corrected_reading(version).corrected.extraction.recommendations
    return [(item.text, str(item.strength)) for item in drafts]


class TestUndoingThePublication:
    def test_readers_see_the_earlier_text_again_and_the_draft_waits(self, public: LanguageVersion, ann: User) -> None:
        correct(public, [TEXT], ann, seen=0)
        published = publish_draft(public, ann)
        assert published
        unpublish_draft(published, ann)
        assert (text(public), drafted(public)[0][0]) == (ITEM, ZEBRAS)
        assert search(SearchQuery(words="zebras")).total == 0
        publish_draft(public, ann)
        assert text(public) == ZEBRAS

    def test_publication_is_not_undone_after_later_changes(self, public: LanguageVersion, ann: User) -> None:
        correct(public, [TEXT], ann, seen=0)
        published = publish_draft(public, ann)
        assert published
        correct(public, [field_edit("strength", "encouraged", "urged", B)], ann, seen=1)
        with pytest.raises(DocumentError, match="can no longer be undone"):
            unpublish_draft(published, ann)
        assert text(public) == ZEBRAS


def test_draft_survives_while_its_document_is_unpublished(public: LanguageVersion, ann: User) -> None:
    correct(public, [TEXT], ann, seen=0)
    unpublish([public])
    correct(public, [field_edit("strength", "encouraged", "urged", B)], ann, seen=1)
    publish([public])
    assert (text(public), strengths(public)) == (ITEM, ["encouraged", "encouraged"])
    assert drafted(public) == [(ZEBRAS, "encouraged"), (ITEM, "urged")]


def test_changed_meeting_does_not_publish_the_draft(public: LanguageVersion, ann: User) -> None:
    correct(public, [TEXT], ann, seen=0)
    update_documents(DocumentUpdate(make.meeting(), [public.document_id], from_reading=True))
    assert text(public) == ITEM
    assert published_reading(public).corrected.extraction.recommendations[0].text == ITEM


class TestExtractionAgain:
    def test_unchanged_document_stays_ready(self, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch) -> None:
        LanguageVersion.objects.update(reviewed_revision=0)
        monkeypatch.setattr("portal.ingestion.rereading.extract_from", lambda *_: extraction())
        extract_again(version)
        assert LanguageVersion.objects.get().reviewed_revision == 0
        monkeypatch.setattr(
            "portal.ingestion.rereading.extract_from", lambda *_: changed_extraction(strength=Strength.SHOULD)
        )
        extract_again(version)
        assert LanguageVersion.objects.get().reviewed_revision is None

    def test_unchanged_reading_keeps_the_mark(self, version: LanguageVersion) -> None:
        LanguageVersion.objects.update(reviewed_revision=0)
        assert propose_reading(version, dataclasses.replace(parsed(SYMBOL), parser_version="2"), extraction()) is None
        assert LanguageVersion.objects.get().reviewed_revision == 0

    def test_text_of_a_public_document_waits_for_a_decision(
        self, public: LanguageVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fewer = extraction(draft("a", 2, 0, text=ZEBRAS))
        monkeypatch.setattr("portal.ingestion.rereading.extract_from", lambda *_: fewer)
        extract_again(public)
        assert (anchors(public), text(public)) == ([A, B], ITEM)
        assert Reading.objects.filter(state=Reading.State.PROPOSED).exists()


class TestReissueInADraft:
    """A draft with another reading than the public text."""

    @pytest.fixture(autouse=True)
    def accept_reissue(self, public: LanguageVersion, ann: User) -> None:
        reissue = propose_reading(public, parsed(SYMBOL, title="Joint action"), changed_extraction(text=ZEBRAS))
        assert reissue
        accept_reading(reissue.reading, ann)

    def test_reading_without_differences_needs_no_decision(self, public: LanguageVersion) -> None:
        reading = public.readings.get(state=Reading.State.CURRENT)
        source, extracted = read_reading(reading)
        assert propose_reading(public, source, extracted) is None
        assert not public.readings.filter(state=Reading.State.PROPOSED).exists()

    def test_new_extraction_reaches_the_public_text(
        self, public: LanguageVersion, ann: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stronger = changed_extraction(strength=Strength.SHOULD)
        extract_as(monkeypatch, {"Joint investigations": stronger})
        extract_again(public)
        assert (text(public), strengths(public)) == (ITEM, ["should", "encouraged"])
        public.refresh_from_db()
        discard_draft(public, ann, seen=public.revision)
        assert corrected_reading(public).corrected.extraction == stronger

    def test_new_extraction_of_the_published_reissue_does_not_prevent_undoing(
        self, public: LanguageVersion, ann: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        published = publish_draft(public, ann)
        assert published
        stronger = changed_extraction(text=ZEBRAS, strength=Strength.SHOULD)
        extract_as(monkeypatch, {"Joint action": stronger})
        extract_again(public)
        assert strengths(public) == ["should", "encouraged"]
        unpublish_draft(published, ann)
        assert text(public) == ITEM

    def test_new_extraction_does_not_change_the_public_text(
        self, public: LanguageVersion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        extract_as(monkeypatch, {"Joint investigations": changed_extraction(text="States parties share lions.")})
        extract_again(public)
        assert text(public) == ITEM
        assert published_reading(public).corrected.extraction.recommendations[0].text == ITEM


def extract_as(monkeypatch: pytest.MonkeyPatch, extractions: dict[str, Extraction]) -> None:
    """Let the extraction of a text with one of these titles return this, and that of the reissue what is stored."""
    by_title = {"Joint action": changed_extraction(text=ZEBRAS), **extractions}
    monkeypatch.setattr("portal.ingestion.rereading.extract_from", lambda source, *_: by_title[source.masthead.title])
