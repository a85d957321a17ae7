"""Corrections and their undoing."""

from __future__ import annotations

import dataclasses

import pytest
from django.contrib.auth.models import User

from documents.models import Change, Correction, LanguageVersion, Reading
from documents.parsing.serialize import to_plain
from documents.parsing.types import ParsedDocument
from documents.services import publish, store_document
from recommendations.corrections import Edit
from recommendations.extraction.types import Extraction, Strength
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.models import RecommendationCitation, SearchPassage
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import sync_recommendations
from recommendations.services.correcting import (
    CorrectionError,
    accept_reading,
    correct,
    corrected_reading,
    propose_reading,
    undo,
)
from tests.parsed import ITEM, draft, extraction, parsed
from tests.recommendations.services.correcting.versions import (
    SPLIT,
    STRONGER,
    SYMBOL,
    A,
    B,
    anchors,
    changed_extraction,
    field_edit,
    strengths,
)
from tests.row_cache import vocabularies
from tests.stored import correct_in_public

pytestmark = pytest.mark.django_db


class TestCorrecting:
    def test_correction_is_applied_stored_and_logged(self, version: LanguageVersion, ann: User) -> None:
        before = dict(version.recommendations.values_list("anchor", "pk"))
        fact = Edit("fact", "", "title", "Joint investigations", "Joint action")
        correct(version, [fact, STRONGER], ann, seen=0, note="as printed")
        version.refresh_from_db()
        assert (version.revision, version.title, version.document.title) == (1, "Joint action", "Joint action")
        assert strengths(version) == ["urged", "encouraged"]
        assert dict(version.recommendations.values_list("anchor", "pk")) == before
        rows = Correction.objects.values_list(
            "kind", "anchor", "field", "old_value", "value", "made_by", "note", "revision"
        )
        assert list(rows) == [
            ("fact", "", "title", "Joint investigations", "Joint action", ann.pk, "as printed", 1),
            ("field", A, "strength", "encouraged", "urged", ann.pk, "as printed", 1),
        ]
        logged = Change.objects.filter(action="document.corrected").values_list(
            "subject", "old_value", "value", "made_by_name"
        )
        assert sorted(logged) == [
            (f"{SYMBOL} (English), para. 1 (a): Strength", "encouraged", "urged", "ann"),
            (f"{SYMBOL} (English): Title", "Joint investigations", "Joint action", "ann"),
        ]
        assert Reading.objects.get().parsed["masthead"]["title"] == "Joint investigations"

    def test_search_finds_only_the_corrected_text(self, version: LanguageVersion, ann: User) -> None:
        publish([version])
        correct_in_public(version, [field_edit("text", ITEM, "States parties should share zebras.")], ann, seen=0)
        assert search(SearchQuery(words="zebras")).total == 1
        assert search(SearchQuery(words="make use")).total == 1
        assert search(SearchQuery(strength=("encouraged",))).total == 2

    def test_unchanged_texts_keep_their_passages(self, version: LanguageVersion, ann: User) -> None:
        before = set(SearchPassage.objects.exclude(recommendation__anchor=A).values_list("pk", flat=True))
        correct(version, [field_edit("text", ITEM, "States parties should share.")], ann, seen=0)
        assert before == set(SearchPassage.objects.exclude(recommendation__anchor=A).values_list("pk", flat=True))

    def test_added_articles_are_marked_and_removed_articles_unlinked(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [field_edit("articles", ["untoc:19", "untoc:20"], ["untoc:20", "untoc:18(13)"])], ann, seen=0)
        links = RecommendationCitation.objects.filter(recommendation__anchor=A).select_related("citation__article")
        cited = {
            (str(link.citation.article), link.citation.article_paragraph, link.citation.is_manual) for link in links
        }
        assert cited == {("untoc:20", "", False), ("untoc:18", "13", True)}
        assert version.citations.filter(article__number="19", paragraph__anchor=A).exists()

    def test_halves_of_a_split_are_separate_recommendations(self, version: LanguageVersion, ann: User) -> None:
        key = version.recommendations.get(anchor=A).pk
        correct(version, [SPLIT, field_edit("strength", "encouraged", "should", f"{A}--2")], ann, seen=0)
        assert anchors(version) == [A, f"{A}--2", B]
        first, second = version.recommendations.order_by("position")[:2]
        assert (first.pk, first.text) == (key, "States parties are encouraged to")
        assert (second.text, second.strength) == ("make use of article 19 of the Convention.", "should")
        assert first.paragraph == second.paragraph

    def test_unchanged_value_is_ignored(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [field_edit("strength", "encouraged", "encouraged")], ann, seen=0)
        version.refresh_from_db()
        assert (version.revision, Correction.objects.count()) == (0, 0)

    def test_line_endings_of_a_form_are_normalized(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [field_edit("text", ITEM, "One.\r\n(i) Two.")], ann, seen=0)
        correct(version, [field_edit("text", "One.\r\n(i) Two.", "One.\r\n(i) Three.")], ann, seen=1)
        assert version.recommendations.get(anchor=A).text == "One.\n(i) Three."

    @pytest.mark.parametrize(
        ("edit", "words"),
        [
            (field_edit("topics", ["joint-investigations"], ["zebras"]), "zebras"),
            (field_edit("addressees", ["States parties"], ["Zebras"]), "Zebras"),
            (field_edit("articles", ["untoc:19", "untoc:20"], ["untoc:99"]), "has no article 99"),
            (field_edit("articles", ["untoc:19", "untoc:20"], ["18"]), "is not an article"),
            (field_edit("articles", ["untoc:19", "untoc:20"], ["zebra:1"]), "zebra:1"),
            (field_edit("adopted_by", None, {"body": "zebras", "ordinal": 1}), "zebras"),
            (field_edit("adopted_by", None, {"body": "cop"}), "number or the first day of the meeting"),
            (field_edit("verb", "are encouraged to", "x" * 201), "too long"),
            (field_edit("strength", "encouraged", "zebra"), "This value cannot be used in this field"),
            (field_edit("text", ITEM, "  "), "This value cannot be used in this field"),
            (Edit("fact", "", "symbols", [SYMBOL], ["A/1"]), "This value cannot be used in this field"),
            (Edit("fact", "", "date", "2021-03-26", "yesterday"), "This value cannot be used in this field"),
            (Edit("fact", "", "language", "en", "tlh"), "tlh"),
            (Edit("fact", "", "distribution", "General", "x" * 30), "too long"),
            (Edit("split", A, "", ITEM, {"at": 0}), "This value cannot be used in this field"),
        ],
    )
    def test_invalid_correction_is_rejected_with_reason(
        self, version: LanguageVersion, ann: User, edit: Edit, words: str
    ) -> None:
        with pytest.raises(CorrectionError, match=words):
            correct(version, [dataclasses.replace(STRONGER, anchor=B), edit], ann, seen=0)
        assert (strengths(version), Correction.objects.count()) == (["encouraged"] * 2, 0)

    def test_adoption_needs_a_meeting(self, version: LanguageVersion, ann: User) -> None:
        old_value = to_plain(draft("a", 2).adopted_by)
        with pytest.raises(CorrectionError, match="Choose the meeting"):
            correct(version, [field_edit("adopted_by", old_value, None)], ann, seen=0)

    def test_correcting_the_session_changes_the_meeting(self, version: LanguageVersion, ann: User) -> None:
        group = {"subsidiary_body": "Working Group on International Cooperation", "session": "Twelfth meeting"}
        source = parsed("CTOC/COP/WG.3/2021/1", **group)
        result = corrected_reading(store_without_extraction(source)).corrected.extraction
        assert (result.meeting and result.meeting.ordinal) == 12
        latest = LanguageVersion.objects.latest("pk")
        correct(latest, [Edit("fact", "", "session", "Twelfth meeting", "Thirteenth meeting")], ann, seen=0)
        latest.refresh_from_db()
        assert (str(latest.meeting), str(latest.document.meeting)) == ("wg-international-cooperation-13",) * 2


def store_without_extraction(source: ParsedDocument) -> LanguageVersion:
    """Store a document without its extraction."""
    return store_document(source, b"others", "y.pdf").version


def test_missing_extraction_is_computed_once(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabularies()
    extracted: list[ParsedDocument] = []

    def recording_extract(source: ParsedDocument, words: Vocabulary) -> Extraction:
        extracted.append(source)
        return extraction()

    monkeypatch.setattr("recommendations.services.correcting.state.extract", recording_extract)
    source = parsed(SYMBOL)
    version = store_document(source, b"bytes", "x.pdf").version
    sync_recommendations(version, source, extraction())
    correct(version, [STRONGER], ann, seen=0)
    undo(Correction.objects.get(), ann)
    publish([version])
    assert propose_reading(version, source, changed_extraction(strength=Strength.SHOULD)) is not None
    accept_reading(Reading.objects.get(state=Reading.State.PROPOSED), ann)
    assert len(extracted) == 1


class TestUndoing:
    def test_undoing_restores_the_value_and_keeps_the_correction(
        self, version: LanguageVersion, ann: User, bob: User
    ) -> None:
        correct(version, [STRONGER], ann, seen=0)
        undo(Correction.objects.get(), bob)
        row = Correction.objects.get()
        assert (row.undone_by, row.undone_revision) == (bob, 2)
        assert strengths(version) == ["encouraged", "encouraged"]
        assert Change.objects.filter(action="document.correction_undone", made_by=bob).count() == 1

    def test_undoing_twice_changes_nothing(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        for _attempt in range(2):
            undo(Correction.objects.get(), ann)
        assert LanguageVersion.objects.get(pk=version.pk).revision == 2

    def test_dependent_corrections_are_undone_first(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [SPLIT], ann, seen=0)
        correct(version, [field_edit("strength", "encouraged", "should", f"{A}--2")], ann, seen=1)
        first, second = Correction.objects.order_by("pk")
        with pytest.raises(CorrectionError, match="Later corrections depend on this correction"):
            undo(first, ann)
        undo(second, ann)
        undo(first, ann)
        assert anchors(version) == [A, B]
