"""Corrections by several people, undoing corrections, and later readings, which change nothing until a decision."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from documents.models import Change, Correction, LanguageVersion, Reading
from documents.parsing.serialize import to_plain
from documents.parsing.types import ParsedDocument
from documents.services import publish, store_document, unpublish
from recommendations.corrections import CorrectionResult, Edit
from recommendations.extraction.types import Extraction, Strength
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.models import Recommendation, RecommendationCitation, SearchPassage
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import load_vocabularies, sync_recommendations
from recommendations.services.correcting import (
    CorrectionError,
    EditConflictError,
    accept_reading,
    correct,
    corrected_reading,
    propose_reading,
    read_proposal,
    reject_reading,
    undo,
)
from tests.concurrency import run_concurrently
from tests.parsed import ITEM, article, draft, extraction, parsed
from tests.row_cache import create_once

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
A, B = "para-1-a", "para-1-b"


def store_version(source: ParsedDocument | None = None, extracted: Extraction | None = None) -> LanguageVersion:
    source, extracted = source or parsed(SYMBOL), extracted or extraction()
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return LanguageVersion.objects.get(pk=version.pk)


@pytest.fixture
def version() -> LanguageVersion:
    return create_once(create_version)


def create_version() -> LanguageVersion:
    load_vocabularies()
    return store_version()


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob")


def field_edit(name: str, old_value: Any, value: Any, anchor: str = A) -> Edit:
    return Edit("field", anchor, name, old_value, value)


STRONGER = field_edit("strength", "encouraged", "urged")
SPLIT = Edit("split", A, "", ITEM, {"at": ITEM.index("make use")})


def strengths(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("strength", flat=True))


def anchors(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("anchor", flat=True))


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
        correct(version, [field_edit("text", ITEM, "States parties should share zebras.")], ann, seen=0)
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
    load_vocabularies()
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


class TestTwoEditors:
    def test_corrections_at_different_places_are_combined(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(
            version,
            [field_edit("strength", "encouraged", "invited", B), field_edit("verb", "are encouraged to", "")],
            bob,
            seen=0,
        )
        assert strengths(version) == ["urged", "invited"]
        assert version.recommendations.get(anchor=A).verb == ""

    def test_conflict_error_shows_the_other_correction(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0, note="see page 2")
        with pytest.raises(EditConflictError) as error:
            correct(
                version,
                [field_edit("strength", "encouraged", "invited"), field_edit("verb", "are encouraged to", "")],
                bob,
                seen=0,
            )
        (conflict,) = error.value.conflicts
        assert (conflict.edit.field, conflict.current_value, conflict.by, conflict.note) == (
            "strength",
            "urged",
            "ann",
            "see page 2",
        )
        assert conflict.at == Correction.objects.get().made_at
        assert error.value.revision == 1
        correct(version, [field_edit("strength", "urged", "invited")], bob, seen=error.value.revision)
        assert strengths(version) == ["invited", "encouraged"]

    def test_same_value_is_not_a_conflict(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(version, [STRONGER], bob, seen=0)
        assert Correction.objects.count() == 1

    def test_edits_of_the_same_fact_conflict(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [Edit("fact", "", "title", "Joint investigations", "Joint action")], ann, seen=0)
        with pytest.raises(EditConflictError) as error:
            correct(version, [Edit("fact", "", "title", "Joint investigations", "Joint work")], bob, seen=0)
        assert [(change.current_value, change.by) for change in error.value.conflicts] == [("Joint action", "ann")]

    RESHAPED: list[tuple[Edit, Edit]] = [
        (SPLIT, STRONGER),
        (STRONGER, SPLIT),
        (SPLIT, field_edit("text", ITEM, "States parties should act.")),
        (Edit("join", A, "", [ITEM, ITEM], [B]), field_edit("strength", "encouraged", "urged", B)),
        (field_edit("strength", "encouraged", "urged", B), Edit("join", A, "", [ITEM, ITEM], [B])),
        (Edit("remove", A, "", ITEM), STRONGER),
        (STRONGER, Edit("remove", A, "", ITEM)),
        (Edit("remove", A, "", ITEM), Edit("move", A, "", "", B)),
        (SPLIT, Edit("split", A, "", ITEM, {"at": 6})),
    ]

    @pytest.mark.parametrize(("first", "second"), RESHAPED)
    def test_structural_change_conflicts_with_other_edits(
        self, version: LanguageVersion, ann: User, bob: User, first: Edit, second: Edit
    ) -> None:
        correct(version, [first], ann, seen=0)
        with pytest.raises(EditConflictError) as error:
            correct(version, [second], bob, seen=0)
        assert [change.by for change in error.value.conflicts] == ["ann"]

    def test_move_does_not_conflict_with_other_edits(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [Edit("move", A, "", None, B)], ann, seen=0)
        correct(version, [STRONGER], bob, seen=0)
        assert list(version.recommendations.order_by("position").values_list("anchor", "strength")) == [
            (B, "encouraged"),
            (A, "urged"),
        ]

    def test_undone_correction_also_conflicts(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [SPLIT], ann, seen=0)
        undo(Correction.objects.get(), bob)
        with pytest.raises(EditConflictError):
            correct(version, [field_edit("strength", "encouraged", "should", f"{A}--2")], ann, seen=1)


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    """Concurrent corrections in threads, with committed transactions: none is lost."""

    @pytest.fixture
    def correct_concurrently(self) -> Callable[..., list[object]]:
        load_vocabularies()
        version = store_version()
        people = [User.objects.create_user(name) for name in ("ann", "bob")]

        def run(*edits: Edit) -> list[object]:
            tasks = [
                lambda edit=edit, by=by: correct(version, [edit], by, seen=0)
                for edit, by in zip(edits, people, strict=True)
            ]
            return run_concurrently(*tasks)

        return run

    def test_corrections_at_different_places_are_both_kept(
        self, correct_concurrently: Callable[..., list[object]]
    ) -> None:
        results = correct_concurrently(STRONGER, field_edit("strength", "encouraged", "invited", B))
        assert all(isinstance(result, CorrectionResult) for result in results), results
        assert strengths(LanguageVersion.objects.get()) == ["urged", "invited"]
        assert LanguageVersion.objects.get().revision == 2

    def test_corrections_at_the_same_place_conflict(self, correct_concurrently: Callable[..., list[object]]) -> None:
        results = correct_concurrently(SPLIT, STRONGER)
        assert sorted(type(result).__name__ for result in results) == ["CorrectionResult", "EditConflictError"]
        assert Correction.objects.count() == 1


def changed_extraction(**fields: Any) -> Extraction:
    """Return an extraction whose first recommendation has these field values."""
    return extraction(draft("a", 2, 0, **fields), draft("b", 3, 1))


class TestLaterReading:
    @pytest.fixture(autouse=True)
    def publish_version(self, version: LanguageVersion) -> None:
        publish([version])

    def test_reading_without_differences_is_accepted_silently(self, version: LanguageVersion) -> None:
        later = dataclasses.replace(parsed(SYMBOL), parser_version="2")
        assert propose_reading(version, later, extraction()) is None
        version.refresh_from_db()
        assert (version.parser_version, Reading.objects.get().parser_version) == ("2", "2")

    def test_added_citations_are_accepted_silently(self, version: LanguageVersion) -> None:
        first, _second, note = extraction().references
        more = extraction(references=(first, article(3, "19", "20"), note, article(1, "18", start=4, end=9)))
        assert propose_reading(version, parsed(SYMBOL), more) is None
        cited = RecommendationCitation.objects.filter(recommendation__anchor=B)
        assert sorted(cited.values_list("citation__article__number", flat=True)) == ["19", "20"]
        assert version.citations.filter(paragraph__anchor="para-1").count() == 1

    def test_added_citation_that_contradicts_a_correction_waits_for_a_decision(
        self, version: LanguageVersion, ann: User
    ) -> None:
        correct(version, [field_edit("articles", ["untoc:19"], ["untoc:18"], anchor=B)], ann, seen=0)
        more = extraction(references=(article(2, "19", "20"), article(3, "19", "20")))
        proposal = propose_reading(version, parsed(SYMBOL), more)
        assert proposal is not None
        assert [clash.edit.field for clash in proposal.clashes] == ["articles"]

    def test_removed_citation_of_a_published_text_waits_for_a_decision(self, version: LanguageVersion) -> None:
        _first, second, note = extraction().references
        fewer = extraction(references=(article(2, "19"), second, note))
        assert propose_reading(version, parsed(SYMBOL), fewer) is not None

    def test_changed_text_is_accepted_silently_before_publication(self, version: LanguageVersion, ann: User) -> None:
        unpublish([version])
        later = parsed(SYMBOL, title="Joint action")
        assert propose_reading(version, later, changed_extraction(text="States parties should act.")) is None
        version.refresh_from_db()
        assert (version.title, version.recommendations.get(anchor=A).text) == (
            "Joint action",
            "States parties should act.",
        )
        correct(version, [STRONGER], ann, seen=0)
        assert propose_reading(version, parsed(SYMBOL), extraction()) is not None

    def test_proposal_changes_nothing_until_accepted(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [field_edit("verb", "are encouraged to", "should")], ann, seen=0)
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD))
        assert proposal is not None
        assert [(change.anchor, change.field, change.before, change.after) for change in proposal.differences] == [
            (A, "strength", "encouraged", "should")
        ]
        assert strengths(version) == ["encouraged", "encouraged"]
        accept_reading(proposal.reading, ann)
        row = version.recommendations.get(anchor=A)
        assert (row.strength, row.verb) == ("should", "should")
        assert sorted(Reading.objects.values_list("state", flat=True)) == ["current", "past"]

    def test_conflicting_correction_is_kept_only_if_chosen(
        self, version: LanguageVersion, ann: User, bob: User
    ) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(version, [field_edit("verb", "are encouraged to", "urge")], ann, seen=1)
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD, verb="should"))
        assert proposal is not None
        assert [(clash.edit.field, clash.current_value) for clash in proposal.clashes] == [
            ("strength", "should"),
            ("verb", "should"),
        ]
        kept, dropped = Correction.objects.order_by("pk")
        accept_reading(proposal.reading, bob, keep=[kept.pk])
        row = version.recommendations.get(anchor=A)
        assert (row.strength, row.verb) == ("urged", "should")
        kept.refresh_from_db()
        dropped.refresh_from_db()
        assert (kept.old_value, kept.value, kept.made_by, kept.undone_at) == ("should", "urged", ann, None)
        assert (dropped.undone_by, dropped.undone_revision) == (bob, 3)
        undo(kept, ann)
        assert version.recommendations.get(anchor=A).strength == "should"

    def test_paragraphs_are_reordered_and_recommendations_keep_their_keys(
        self, version: LanguageVersion, ann: User
    ) -> None:
        before = dict(version.recommendations.values_list("anchor", "pk"))
        source = parsed(SYMBOL, items=3)
        heading, chapeau, first, _second, third = source.blocks
        blocks = (heading, chapeau, dataclasses.replace(third, index=2), dataclasses.replace(first, index=3))
        later = dataclasses.replace(source, blocks=blocks)
        extracted = extraction(draft("c", 2), draft("a", 3), references=(article(3, "19"),))
        proposal = propose_reading(version, later, extracted)
        assert proposal is not None
        accept_reading(proposal.reading, ann)
        assert list(version.paragraphs.order_by("position").values_list("anchor", "position")) == [
            ("i", 0),
            ("para-1", 1),
            ("para-1-c", 2),
            ("para-1-a", 3),
        ]
        assert anchors(version) == ["para-1-c", A]
        assert version.recommendations.get(anchor=A).pk == before[A]
        assert version.recommendations.get(anchor=A).paragraph.position == 3

    def test_rejected_reading_changes_nothing(self, version: LanguageVersion, ann: User) -> None:
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD))
        assert proposal is not None
        for _attempt in range(2):
            reject_reading(proposal.reading, ann)
        assert strengths(version) == ["encouraged", "encouraged"]
        assert Change.objects.filter(action="document.reading_refused").count() == 1
        with pytest.raises(CorrectionError):
            accept_reading(proposal.reading, ann)

    def test_rejected_reading_is_not_proposed_again_until_it_differs(self, version: LanguageVersion, ann: User) -> None:
        def is_proposed(parser: str, strength: Strength, **options: bool) -> bool:
            later = dataclasses.replace(parsed(SYMBOL), parser_version=parser)
            return propose_reading(version, later, changed_extraction(strength=strength), **options) is not None

        assert is_proposed("2", Strength.SHOULD)
        reject_reading(Reading.objects.get(state=Reading.State.PROPOSED), ann)
        assert not is_proposed("2", Strength.SHOULD)
        assert not is_proposed("3", Strength.SHOULD)
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()
        assert is_proposed("3", Strength.URGED)
        assert not is_proposed("2", Strength.SHOULD)
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()
        assert is_proposed("2", Strength.SHOULD, requested=True)

    def test_accepting_twice_applies_once(self, version: LanguageVersion, ann: User) -> None:
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD))
        assert proposal is not None
        for _attempt in range(2):
            accept_reading(proposal.reading, ann)
        assert LanguageVersion.objects.get(pk=version.pk).revision == 1

    def test_later_proposal_replaces_the_pending_one(self, version: LanguageVersion) -> None:
        for strength in (Strength.SHOULD, Strength.URGED):
            propose_reading(version, parsed(SYMBOL), changed_extraction(strength=strength))
        pending = Reading.objects.get(state=Reading.State.PROPOSED)
        assert [change.after for change in read_proposal(pending).differences] == ["urged"]
        assert propose_reading(version, parsed(SYMBOL), extraction()) is None
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()

    def test_split_is_applied_to_an_accepted_reading(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [SPLIT], ann, seen=0)
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD))
        assert proposal is not None
        accept_reading(proposal.reading, ann)
        assert anchors(version) == [A, f"{A}--2", B]
        assert Recommendation.objects.get(anchor=f"{A}--2").strength == "should"
