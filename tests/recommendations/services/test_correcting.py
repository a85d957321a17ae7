"""People set right what was read, several at once, and take it back; a later reading asks before it changes that."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from documents.models import Change, Correction, LanguageVersion, Reading
from documents.parsing.serialize import to_plain
from documents.parsing.types import ParsedDocument
from documents.services import publish, store_document
from recommendations.corrections import Corrected, Edit
from recommendations.extraction.types import Extraction, Strength
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.models import Recommendation, RecommendationCitation, SearchPassage
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import load_vocabularies, sync_recommendations
from recommendations.services.correcting import (
    CorrectionError,
    OvertakenError,
    accept_reading,
    correct,
    corrected_reading,
    propose_reading,
    read_proposal,
    refuse_reading,
    undo,
)
from tests.at_once import at_once
from tests.kept_rows import once
from tests.parsed import ITEM, article, draft, extraction, parsed

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
A, B = "para-1-a", "para-1-b"


def stored(source: ParsedDocument | None = None, found: Extraction | None = None) -> LanguageVersion:
    source, found = source or parsed(SYMBOL), found or extraction()
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(found)).version
    sync_recommendations(version, source, found)
    return LanguageVersion.objects.get(pk=version.pk)


@pytest.fixture
def version() -> LanguageVersion:
    return once(make_version)


def make_version() -> LanguageVersion:
    load_vocabularies()
    return stored()


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob")


def field(name: str, was: Any, value: Any, anchor: str = A) -> Edit:
    return Edit("field", anchor, name, was, value)


STRONGER = field("strength", "encouraged", "urged")
SPLIT = Edit("split", A, "", ITEM, {"at": ITEM.index("make use")})


def strengths(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("strength", flat=True))


def anchors(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("anchor", flat=True))


class TestCorrecting:
    def test_what_was_set_right_is_shown_kept_and_logged(self, version: LanguageVersion, ann: User) -> None:
        before = dict(version.recommendations.values_list("anchor", "pk"))
        fact = Edit("fact", "", "title", "Joint investigations", "Joint action")
        correct(version, [fact, STRONGER], ann, seen=0, note="as printed")
        version.refresh_from_db()
        assert (version.revision, version.title, version.document.title) == (1, "Joint action", "Joint action")
        assert strengths(version) == ["urged", "encouraged"]
        assert dict(version.recommendations.values_list("anchor", "pk")) == before
        rows = Correction.objects.values_list("kind", "anchor", "field", "was", "value", "made_by", "note", "revision")
        assert list(rows) == [
            ("fact", "", "title", "Joint investigations", "Joint action", ann.pk, "as printed", 1),
            ("field", A, "strength", "encouraged", "urged", ann.pk, "as printed", 1),
        ]
        logged = Change.objects.filter(action="document.corrected").values_list(
            "subject", "was", "value", "made_by_name"
        )
        assert sorted(logged) == [
            (f"{SYMBOL} (English), para. 1 (a): strength", "encouraged", "urged", "ann"),
            (f"{SYMBOL} (English): title", "Joint investigations", "Joint action", "ann"),
        ]
        assert Reading.objects.get().parsed["masthead"]["title"] == "Joint investigations"

    def test_the_search_finds_what_was_said_and_no_longer_what_was_read(
        self, version: LanguageVersion, ann: User
    ) -> None:
        publish([version])
        correct(version, [field("text", ITEM, "States parties should share zebras.")], ann, seen=0)
        assert search(SearchQuery(words="zebras")).total == 1
        assert search(SearchQuery(words="make use")).total == 1
        assert search(SearchQuery(strength=("encouraged",))).total == 2

    def test_texts_that_stay_keep_their_passages(self, version: LanguageVersion, ann: User) -> None:
        before = set(SearchPassage.objects.exclude(recommendation__anchor=A).values_list("pk", flat=True))
        correct(version, [field("text", ITEM, "States parties should share.")], ann, seen=0)
        assert before == set(SearchPassage.objects.exclude(recommendation__anchor=A).values_list("pk", flat=True))

    def test_articles_set_by_hand_are_known_as_such_and_those_taken_out_are_not_linked(
        self, version: LanguageVersion, ann: User
    ) -> None:
        correct(version, [field("articles", ["untoc:19", "untoc:20"], ["untoc:20", "untoc:18(13)"])], ann, seen=0)
        links = RecommendationCitation.objects.filter(recommendation__anchor=A).select_related("citation__article")
        found = {(str(one.citation.article), one.citation.article_paragraph, one.citation.by_hand) for one in links}
        assert found == {("untoc:20", "", False), ("untoc:18", "13", True)}
        assert version.citations.filter(article__number="19", paragraph__anchor=A).exists()

    def test_halves_are_recommendations_of_their_own(self, version: LanguageVersion, ann: User) -> None:
        key = version.recommendations.get(anchor=A).pk
        correct(version, [SPLIT, field("strength", "encouraged", "should", f"{A}--2")], ann, seen=0)
        assert anchors(version) == [A, f"{A}--2", B]
        first, second = version.recommendations.order_by("position")[:2]
        assert (first.pk, first.text) == (key, "States parties are encouraged to")
        assert (second.text, second.strength) == ("make use of article 19 of the Convention.", "should")
        assert first.paragraph == second.paragraph

    def test_what_is_there_already_is_passed_over(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [field("strength", "encouraged", "encouraged")], ann, seen=0)
        version.refresh_from_db()
        assert (version.revision, Correction.objects.count()) == (0, 0)

    def test_lines_of_a_form_are_those_of_the_text(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [field("text", ITEM, "One.\r\n(i) Two.")], ann, seen=0)
        correct(version, [field("text", "One.\r\n(i) Two.", "One.\r\n(i) Three.")], ann, seen=1)
        assert version.recommendations.get(anchor=A).text == "One.\n(i) Three."

    @pytest.mark.parametrize(
        ("edit", "words"),
        [
            (field("topics", ["joint-investigations"], ["zebras"]), "zebras"),
            (field("addressees", ["States parties"], ["Zebras"]), "Zebras"),
            (field("articles", ["untoc:19", "untoc:20"], ["untoc:99"]), "has no article 99"),
            (field("articles", ["untoc:19", "untoc:20"], ["18"]), "is not an article"),
            (field("articles", ["untoc:19", "untoc:20"], ["zebra:1"]), "zebra:1"),
            (field("adopted_by", None, {"body": "zebras", "ordinal": 1}), "zebras"),
            (field("adopted_by", None, {"body": "cop"}), "number of the meeting or its first day"),
            (field("verb", "are encouraged to", "x" * 201), "too long"),
            (field("strength", "encouraged", "zebra"), "is not valid here"),
            (field("text", ITEM, "  "), "is not valid here"),
            (Edit("fact", "", "symbols", [SYMBOL], ["A/1"]), "is not valid here"),
            (Edit("fact", "", "date", "2021-03-26", "yesterday"), "is not valid here"),
            (Edit("fact", "", "language", "en", "tlh"), "tlh"),
            (Edit("fact", "", "distribution", "General", "x" * 30), "too long"),
            (Edit("split", A, "", ITEM, {"at": 0}), "is not valid here"),
        ],
    )
    def test_what_cannot_be_said_is_refused_with_a_reason(
        self, version: LanguageVersion, ann: User, edit: Edit, words: str
    ) -> None:
        with pytest.raises(CorrectionError, match=words):
            correct(version, [dataclasses.replace(STRONGER, anchor=B), edit], ann, seen=0)
        assert (strengths(version), Correction.objects.count()) == (["encouraged"] * 2, 0)

    def test_nothing_is_adopted_by_nobody(self, version: LanguageVersion, ann: User) -> None:
        was = to_plain(draft("a", 2).adopted_by)
        with pytest.raises(CorrectionError, match="Choose the meeting"):
            correct(version, [field("adopted_by", was, None)], ann, seen=0)

    def test_the_meeting_follows_the_masthead(self, version: LanguageVersion, ann: User) -> None:
        group = {"subsidiary_body": "Working Group on International Cooperation", "session": "Twelfth meeting"}
        source = parsed("CTOC/COP/WG.3/2021/1", **group)
        found = corrected_reading(_read(source)).corrected.extraction
        assert (found.meeting and found.meeting.ordinal) == 12
        other = LanguageVersion.objects.latest("pk")
        correct(other, [Edit("fact", "", "session", "Twelfth meeting", "Thirteenth meeting")], ann, seen=0)
        other.refresh_from_db()
        assert (str(other.meeting), str(other.document.meeting)) == ("wg-international-cooperation-13",) * 2


def _read(source: ParsedDocument) -> LanguageVersion:
    """Stored with what is extracted from it."""
    return store_document(source, b"others", "y.pdf").version


def test_what_is_found_in_a_reading_without_it_is_found_once(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    load_vocabularies()
    made: list[ParsedDocument] = []

    def extract_noted(source: ParsedDocument, words: Vocabulary) -> Extraction:
        made.append(source)
        return extraction()

    monkeypatch.setattr("recommendations.services.correcting.state.extract", extract_noted)
    source = parsed(SYMBOL)
    version = store_document(source, b"bytes", "x.pdf").version
    sync_recommendations(version, source, extraction())
    correct(version, [STRONGER], ann, seen=0)
    undo(Correction.objects.get(), ann)
    assert propose_reading(version, source, reread(strength=Strength.SHOULD)) is not None
    accept_reading(Reading.objects.get(state=Reading.State.PROPOSED), ann)
    assert len(made) == 1


class TestTakingBack:
    def test_all_is_as_it_was_and_the_correction_is_kept(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        undo(Correction.objects.get(), bob)
        row = Correction.objects.get()
        assert (row.undone_by, row.undone_revision) == (bob, 2)
        assert strengths(version) == ["encouraged", "encouraged"]
        assert Change.objects.filter(action="document.correction_undone", made_by=bob).count() == 1

    def test_again_changes_nothing(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        for _twice in range(2):
            undo(Correction.objects.get(), ann)
        assert LanguageVersion.objects.get(pk=version.pk).revision == 2

    def test_what_others_build_upon_is_taken_back_after_them(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [SPLIT], ann, seen=0)
        correct(version, [field("strength", "encouraged", "should", f"{A}--2")], ann, seen=1)
        first, second = Correction.objects.order_by("pk")
        with pytest.raises(CorrectionError, match="Later corrections depend on this one"):
            undo(first, ann)
        undo(second, ann)
        undo(first, ann)
        assert anchors(version) == [A, B]


class TestTwoEditors:
    def test_different_places_stand_beside_each_other(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(
            version,
            [field("strength", "encouraged", "invited", B), field("verb", "are encouraged to", "")],
            bob,
            seen=0,
        )
        assert strengths(version) == ["urged", "invited"]
        assert version.recommendations.get(anchor=A).verb == ""

    def test_the_same_place_is_shown_with_who_and_what(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0, note="see page 2")
        with pytest.raises(OvertakenError) as raised:
            correct(
                version,
                [field("strength", "encouraged", "invited"), field("verb", "are encouraged to", "")],
                bob,
                seen=0,
            )
        (theirs,) = raised.value.theirs
        assert (theirs.edit.field, theirs.now, theirs.by, theirs.note) == ("strength", "urged", "ann", "see page 2")
        assert theirs.at == Correction.objects.get().made_at
        assert raised.value.revision == 1
        correct(version, [field("strength", "urged", "invited")], bob, seen=raised.value.revision)
        assert strengths(version) == ["invited", "encouraged"]

    def test_the_same_value_is_no_conflict(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(version, [STRONGER], bob, seen=0)
        assert Correction.objects.count() == 1

    def test_a_fact_likewise(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [Edit("fact", "", "title", "Joint investigations", "Joint action")], ann, seen=0)
        with pytest.raises(OvertakenError) as raised:
            correct(version, [Edit("fact", "", "title", "Joint investigations", "Joint work")], bob, seen=0)
        assert [(one.now, one.by) for one in raised.value.theirs] == [("Joint action", "ann")]

    RESHAPED: list[tuple[Edit, Edit]] = [
        (SPLIT, STRONGER),
        (STRONGER, SPLIT),
        (SPLIT, field("text", ITEM, "States parties should act.")),
        (Edit("join", A, "", [ITEM, ITEM], [B]), field("strength", "encouraged", "urged", B)),
        (field("strength", "encouraged", "urged", B), Edit("join", A, "", [ITEM, ITEM], [B])),
        (Edit("remove", A, "", ITEM), STRONGER),
        (STRONGER, Edit("remove", A, "", ITEM)),
        (Edit("remove", A, "", ITEM), Edit("move", A, "", "", B)),
        (SPLIT, Edit("split", A, "", ITEM, {"at": 6})),
    ]

    @pytest.mark.parametrize(("first", "second"), RESHAPED)
    def test_what_was_reshaped_is_not_changed_unseen(
        self, version: LanguageVersion, ann: User, bob: User, first: Edit, second: Edit
    ) -> None:
        correct(version, [first], ann, seen=0)
        with pytest.raises(OvertakenError) as raised:
            correct(version, [second], bob, seen=0)
        assert [one.by for one in raised.value.theirs] == ["ann"]

    def test_a_move_is_in_nobody_s_way(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [Edit("move", A, "", None, B)], ann, seen=0)
        correct(version, [STRONGER], bob, seen=0)
        assert list(version.recommendations.order_by("position").values_list("anchor", "strength")) == [
            (B, "encouraged"),
            (A, "urged"),
        ]

    def test_a_correction_taken_back_is_in_the_way_too(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [SPLIT], ann, seen=0)
        undo(Correction.objects.get(), bob)
        with pytest.raises(OvertakenError):
            correct(version, [field("strength", "encouraged", "should", f"{A}--2")], ann, seen=1)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """In threads of their own, on the real database: what one does is lost under no other."""

    @pytest.fixture
    def together(self) -> Callable[..., list[object]]:
        load_vocabularies()
        version = stored()
        people = [User.objects.create_user(name) for name in ("ann", "bob")]

        def run(*edits: Edit) -> list[object]:
            works = [
                lambda edit=edit, by=by: correct(version, [edit], by, seen=0)
                for edit, by in zip(edits, people, strict=True)
            ]
            return at_once(*works)

        return run

    def test_both_are_kept_where_the_places_differ(self, together: Callable[..., list[object]]) -> None:
        results = together(STRONGER, field("strength", "encouraged", "invited", B))
        assert all(isinstance(result, Corrected) for result in results), results
        assert strengths(LanguageVersion.objects.get()) == ["urged", "invited"]
        assert LanguageVersion.objects.get().revision == 2

    def test_one_is_told_of_the_other_where_it_is_the_same(self, together: Callable[..., list[object]]) -> None:
        results = together(SPLIT, STRONGER)
        assert sorted(type(result).__name__ for result in results) == ["Corrected", "OvertakenError"]
        assert Correction.objects.count() == 1


def reread(**fields: Any) -> Extraction:
    """The first recommendation read otherwise."""
    return extraction(draft("a", 2, 0, **fields), draft("b", 3, 1))


class TestAnotherReading:
    def test_what_changes_nothing_is_in_use_without_a_word(self, version: LanguageVersion) -> None:
        later = dataclasses.replace(parsed(SYMBOL), parser_version="2")
        assert propose_reading(version, later, extraction()) is None
        version.refresh_from_db()
        assert (version.parser_version, Reading.objects.get().parser_version) == ("2", "2")

    def test_it_is_shown_and_changes_nothing_until_somebody_says_so(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [field("verb", "are encouraged to", "should")], ann, seen=0)
        proposal = propose_reading(version, parsed(SYMBOL), reread(strength=Strength.SHOULD))
        assert proposal is not None
        assert [(one.anchor, one.field, one.before, one.after) for one in proposal.differences] == [
            (A, "strength", "encouraged", "should")
        ]
        assert strengths(version) == ["encouraged", "encouraged"]
        accept_reading(proposal.reading, ann)
        row = version.recommendations.get(anchor=A)
        assert (row.strength, row.verb) == ("should", "should")
        assert sorted(Reading.objects.values_list("state", flat=True)) == ["current", "past"]

    def test_a_correction_that_clashes_is_asked_about_and_stays_where_that_is_said(
        self, version: LanguageVersion, ann: User, bob: User
    ) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(version, [field("verb", "are encouraged to", "urge")], ann, seen=1)
        proposal = propose_reading(version, parsed(SYMBOL), reread(strength=Strength.SHOULD, verb="should"))
        assert proposal is not None
        assert [(clash.edit.field, clash.now) for clash in proposal.clashes] == [
            ("strength", "should"),
            ("verb", "should"),
        ]
        kept, dropped = Correction.objects.order_by("pk")
        accept_reading(proposal.reading, bob, keep=[kept.pk])
        row = version.recommendations.get(anchor=A)
        assert (row.strength, row.verb) == ("urged", "should")
        kept.refresh_from_db()
        dropped.refresh_from_db()
        assert (kept.was, kept.value, kept.made_by, kept.undone_at) == ("should", "urged", ann, None)
        assert (dropped.undone_by, dropped.undone_revision) == (bob, 3)
        undo(kept, ann)
        assert version.recommendations.get(anchor=A).strength == "should"

    def test_paragraphs_follow_and_what_stays_keeps_its_key(self, version: LanguageVersion, ann: User) -> None:
        before = dict(version.recommendations.values_list("anchor", "pk"))
        source = parsed(SYMBOL, items=3)
        heading, chapeau, first, _second, third = source.blocks
        blocks = (heading, chapeau, dataclasses.replace(third, index=2), dataclasses.replace(first, index=3))
        later = dataclasses.replace(source, blocks=blocks)
        found = extraction(draft("c", 2), draft("a", 3), references=(article(3, "19"),))
        proposal = propose_reading(version, later, found)
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

    def test_turned_down_all_stays(self, version: LanguageVersion, ann: User) -> None:
        proposal = propose_reading(version, parsed(SYMBOL), reread(strength=Strength.SHOULD))
        assert proposal is not None
        for _twice in range(2):
            refuse_reading(proposal.reading, ann)
        assert strengths(version) == ["encouraged", "encouraged"]
        assert Change.objects.filter(action="document.reading_refused").count() == 1
        with pytest.raises(CorrectionError):
            accept_reading(proposal.reading, ann)

    def test_what_was_turned_down_is_not_asked_again_until_it_reads_otherwise(
        self, version: LanguageVersion, ann: User
    ) -> None:
        def asked(parser: str, strength: Strength, **how: bool) -> bool:
            later = dataclasses.replace(parsed(SYMBOL), parser_version=parser)
            return propose_reading(version, later, reread(strength=strength), **how) is not None

        assert asked("2", Strength.SHOULD)
        refuse_reading(Reading.objects.get(state=Reading.State.PROPOSED), ann)
        assert not asked("2", Strength.SHOULD)
        assert not asked("3", Strength.SHOULD)
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()
        assert asked("3", Strength.URGED)
        assert not asked("2", Strength.SHOULD)
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()
        assert asked("2", Strength.SHOULD, asked_for=True)

    def test_accepted_twice_it_is_in_use_once(self, version: LanguageVersion, ann: User) -> None:
        proposal = propose_reading(version, parsed(SYMBOL), reread(strength=Strength.SHOULD))
        assert proposal is not None
        for _twice in range(2):
            accept_reading(proposal.reading, ann)
        assert LanguageVersion.objects.get(pk=version.pk).revision == 1

    def test_a_later_proposal_takes_the_place_of_the_one_that_waited(self, version: LanguageVersion) -> None:
        for strength in (Strength.SHOULD, Strength.URGED):
            propose_reading(version, parsed(SYMBOL), reread(strength=strength))
        waiting = Reading.objects.get(state=Reading.State.PROPOSED)
        assert [one.after for one in read_proposal(waiting).differences] == ["urged"]
        assert propose_reading(version, parsed(SYMBOL), extraction()) is None
        assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()

    def test_a_split_is_carried_over(self, version: LanguageVersion, ann: User) -> None:
        correct(version, [SPLIT], ann, seen=0)
        proposal = propose_reading(version, parsed(SYMBOL), reread(strength=Strength.SHOULD))
        assert proposal is not None
        accept_reading(proposal.reading, ann)
        assert anchors(version) == [A, f"{A}--2", B]
        assert Recommendation.objects.get(anchor=f"{A}--2").strength == "should"
