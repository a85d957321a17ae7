"""Later readings of a public version, which change nothing until a decision."""

from __future__ import annotations

import dataclasses

import pytest
from django.contrib.auth.models import User

from documents.models import Change, Correction, LanguageVersion, Reading
from documents.services import publish, unpublish
from recommendations.extraction.types import Strength
from recommendations.models import Recommendation, RecommendationCitation
from recommendations.services.correcting import (
    CorrectionError,
    correct,
    propose_reading,
    read_proposal,
    reject_reading,
)
from tests.parsed import article, draft, extraction, parsed
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
from tests.stored import accept_in_public, correct_in_public, undo_in_public

pytestmark = pytest.mark.django_db


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
        correct_in_public(version, [field_edit("articles", ["untoc:19"], ["untoc:18"], anchor=B)], ann, seen=0)
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
        correct_in_public(version, [field_edit("verb", "are encouraged to", "should")], ann, seen=0)
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD))
        assert proposal is not None
        assert [(change.anchor, change.field, change.before, change.after) for change in proposal.differences] == [
            (A, "strength", "encouraged", "should")
        ]
        assert strengths(version) == ["encouraged", "encouraged"]
        accept_in_public(proposal.reading, ann)
        row = version.recommendations.get(anchor=A)
        assert (row.strength, row.verb) == ("should", "should")
        assert sorted(Reading.objects.values_list("state", flat=True)) == ["current", "past"]

    def test_conflicting_correction_is_kept_only_if_chosen(
        self, version: LanguageVersion, ann: User, bob: User
    ) -> None:
        correct_in_public(version, [STRONGER], ann, seen=0)
        correct_in_public(version, [field_edit("verb", "are encouraged to", "urge")], ann, seen=1)
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD, verb="should"))
        assert proposal is not None
        assert [(clash.edit.field, clash.current_value) for clash in proposal.clashes] == [
            ("strength", "should"),
            ("verb", "should"),
        ]
        kept, dropped = Correction.objects.order_by("pk")
        accept_in_public(proposal.reading, bob, keep=[kept.pk])
        row = version.recommendations.get(anchor=A)
        assert (row.strength, row.verb) == ("urged", "should")
        kept.refresh_from_db()
        dropped.refresh_from_db()
        assert (kept.old_value, kept.value, kept.made_by, kept.undone_at) == ("should", "urged", ann, None)
        assert (dropped.undone_by, dropped.undone_revision) == (bob, 3)
        undo_in_public(kept, ann)
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
        accept_in_public(proposal.reading, ann)
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
            accept_in_public(proposal.reading, ann)

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
            accept_in_public(proposal.reading, ann)
        assert LanguageVersion.objects.get(pk=version.pk).revision == 1

    def test_later_proposal_replaces_the_pending_one(self, version: LanguageVersion) -> None:
        for strength in (Strength.SHOULD, Strength.URGED):
            propose_reading(version, parsed(SYMBOL), changed_extraction(strength=strength))
        pending = Reading.objects.get(state=Reading.State.PROPOSED)
        assert [change.after for change in read_proposal(pending).differences] == ["urged"]
        assert propose_reading(version, parsed(SYMBOL), extraction()) is None
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()

    def test_split_is_applied_to_an_accepted_reading(self, version: LanguageVersion, ann: User) -> None:
        correct_in_public(version, [SPLIT], ann, seen=0)
        proposal = propose_reading(version, parsed(SYMBOL), changed_extraction(strength=Strength.SHOULD))
        assert proposal is not None
        accept_in_public(proposal.reading, ann)
        assert anchors(version) == [A, f"{A}--2", B]
        assert Recommendation.objects.get(anchor=f"{A}--2").strength == "should"
