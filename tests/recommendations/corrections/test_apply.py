"""What people set right, applied to what was read: a case of each kind, and what holds for all of them."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from documents.parsing.types import Block, BlockKind, Dates, NoteRef, ParsedDocument
from recommendations.corrections import Clash, Corrected, Edit, apply, free_anchor
from recommendations.extraction.types import DraftRecommendation, Extraction, Reference, Status, Strength
from recommendations.extraction.vocabulary import Vocabulary
from tests.parsed import ELEVENTH_SESSION, TWELFTH, article, draft, extraction, parsed
from tests.sources import ROOT

TEXT = "States parties should extradite. UNODC should help them under article 19."


def corrected(*edits: Edit, of: Extraction | None = None, document: ParsedDocument | None = None) -> Corrected:
    return apply(document or parsed("CTOC/COP/2022/L.4"), of or extraction(), edits)


def anchors(found: Corrected) -> list[str]:
    return [one.anchor for one in found.extraction.recommendations]


def one(found: Corrected, anchor: str = "para-1-a") -> DraftRecommendation:
    return next(one for one in found.extraction.recommendations if one.anchor == anchor)


def reasons(found: Corrected) -> list[tuple[str, Any]]:
    return [(clash.reason, clash.now) for clash in found.clashes]


def field(name: str, was: Any, value: Any, anchor: str = "para-1-a", key: int | None = None) -> Edit:
    return Edit("field", anchor, name, was, value, key)


class TestFacts:
    @pytest.mark.parametrize(
        ("name", "was", "value", "now"),
        [
            ("title", "Joint investigations", "Joint action", "Joint action"),
            ("title", "Joint investigations", "", None),
            ("date", "2021-03-26", "2021-03-27", datetime.date(2021, 3, 27)),
            ("reissued", None, "2021-04-01", datetime.date(2021, 4, 1)),
            ("original_languages", ["en"], ["en", "fr"], ("en", "fr")),
            ("meeting", None, {"place": "Vienna", "start": "2021-03-25"}, Dates("Vienna", datetime.date(2021, 3, 25))),
        ],
    )
    def test_a_fact_becomes_what_was_said(self, name: str, was: Any, value: Any, now: Any) -> None:
        found = corrected(Edit("fact", "", name, was, value))
        assert getattr(found.parsed.masthead, name) == now
        assert found.clashes == ()

    @pytest.mark.parametrize(
        ("name", "was", "value", "reason", "now"),
        [
            ("title", "Another", "Joint action", "differs", "Joint investigations"),
            ("date", "2021-03-26", "no day", "unfit", "2021-03-26"),
            ("title", "Joint investigations", ["a", "list"], "unfit", "Joint investigations"),
            ("original_languages", ["en"], "fr", "unfit", ["en"]),
            ("symbols", ["CTOC/COP/2022/L.4"], ["A/1"], "unfit", None),
        ],
    )
    def test_what_does_not_fit_is_left_out_and_said(
        self, name: str, was: Any, value: Any, reason: str, now: Any
    ) -> None:
        found = corrected(Edit("fact", "", name, was, value))
        assert reasons(found) == [(reason, now)]
        assert found.parsed == parsed("CTOC/COP/2022/L.4")


class TestFields:
    @pytest.mark.parametrize(
        ("name", "was", "value", "now"),
        [
            ("text", draft("a", 2).text, "States [may] act.", "States [may] act."),
            ("strength", "encouraged", "should", Strength.SHOULD),
            ("strength", "encouraged", None, None),
            ("status", "for_endorsement", "draft", Status.DRAFT),
            ("addressees", ["States parties"], ["UNODC"], ("UNODC",)),
            ("adopted_by", {"body": "wg-international-cooperation"}, None, TWELFTH),
        ],
    )
    def test_a_field_becomes_what_was_said(self, name: str, was: Any, value: Any, now: Any) -> None:
        found = corrected(field(name, was, value))
        assert getattr(one(found), name) == now
        assert bool(found.clashes) == (name == "adopted_by")

    def test_alternatives_follow_the_text(self) -> None:
        found = one(corrected(field("text", draft("a", 2).text, "States [may] act.")))
        assert [(each.start, each.end) for each in found.alternatives] == [(7, 12)]

    def test_topics_that_stay_keep_their_evidence_and_new_ones_have_none(self) -> None:
        found = one(corrected(field("topics", ["joint-investigations"], ["extradition", "joint-investigations"])))
        assert [(match.topic, match.evidence) for match in found.topics] == [
            ("joint-investigations", "Recommendations"),
            ("joint-investigations", "joint"),
            ("extradition", ""),
        ]

    def test_articles_that_nothing_cites_are_references_by_hand(self) -> None:
        found = corrected(field("articles", ["untoc:19", "untoc:20"], ["untoc:20", "untoc:18(13)", "untoc:2(a)"]))
        draft_a = one(found)
        assert [str(target) for target in draft_a.articles or ()] == ["untoc:20", "untoc:18(13)", "untoc:2(a)"]
        hand = found.extraction.references[draft_a.references[-1]]
        assert (hand.text, hand.block, [str(target) for target in hand.articles]) == (
            "",
            2,
            ["untoc:18(13)", "untoc:2(a)"],
        )
        assert found.extraction.references[:3] == extraction().references

    def test_articles_set_back_to_what_is_cited_leave_no_trace(self) -> None:
        there = field("articles", ["untoc:19", "untoc:20"], ["untoc:1"])
        back = field("articles", ["untoc:1"], ["untoc:20", "untoc:19"])
        assert corrected(there, back).extraction == extraction()

    @pytest.mark.parametrize(
        ("edit", "reason"),
        [
            (field("text", "Something else", "States act."), "differs"),
            (field("text", draft("a", 2).text, " "), "unfit"),
            (field("status", "for_endorsement", "nonsense"), "unfit"),
            (field("articles", ["untoc:19", "untoc:20"], ["18"]), "unfit"),
            (field("articles", ["untoc:19", "untoc:20"], "untoc:18"), "unfit"),
            (field("label", "(a)", "(b)"), "unfit"),
            (field("text", "x", "y", anchor="para-9"), "gone"),
        ],
    )
    def test_what_does_not_fit_is_left_out_and_said(self, edit: Edit, reason: str) -> None:
        found = corrected(edit)
        assert [clash.reason for clash in found.clashes] == [reason]
        assert found.extraction == extraction()

    def test_where_the_reading_says_it_already_there_is_nothing_to_ask(self) -> None:
        assert corrected(field("strength", "should", "encouraged")).clashes == ()

    def test_of_several_edits_of_one_field_the_last_counts_and_the_first_one_s_was(self) -> None:
        first, last = (
            field("strength", "encouraged", "should", key=1),
            field("strength", "should", "urged", key=2),
        )
        assert one(corrected(first, last)).strength == Strength.URGED
        other = extraction(draft("a", 2, strength=Strength.INVITED), references=(article(2, "19"),))
        assert corrected(first, last, of=other).clashes == (
            Clash(dataclasses.replace(last, was="encouraged"), "invited", "differs", True),
        )


def sectioned() -> tuple[ParsedDocument, Extraction]:
    """One recommendation of an item with a sub-item; both cite something, the item calls a note."""
    source = parsed("CTOC/COP/2022/L.4", items=1)
    item = dataclasses.replace(source.blocks[2], text=TEXT, notes=(NoteRef("1", 10, 0),))
    sub = Block(
        3,
        BlockKind.ITEM,
        "Under article 16 too.",
        label="(i)",
        level=2,
        headings=(0,),
        parent=2,
        path="para. 1 (a) (i)",
        anchor="para-1-a-i",
        page=3,
    )
    document = dataclasses.replace(source, blocks=(*source.blocks[:2], item, sub))
    references: tuple[Reference, ...] = (
        dataclasses.replace(article(2, "19"), start=62, end=72, text="article 19"),
        dataclasses.replace(article(3, "16"), start=6, end=16, text="article 16"),
        dataclasses.replace(article(0, "99"), block=None, footnote=0, text="article 99"),
    )
    whole = draft("a", 2, 0, 1, text=f"{TEXT}\n(i) Under article 16 too.", blocks=(2, 3), note_references=(2,))
    return document, extraction(whole, references=references)


class TestSplit:
    def split(self, words: str, anchor: str) -> Corrected:
        document, found = sectioned()
        text = found.recommendations[0].text
        return apply(
            document, found, [Edit("split", "para-1-a", "", text, {"at": text.index(words), "anchor": anchor})]
        )

    def test_within_a_paragraph_both_halves_are_at_its_place(self) -> None:
        found = self.split("UNODC", "para-1-a--2")
        first, second = found.extraction.recommendations
        assert first.text == "States parties should extradite."
        assert second.text == "UNODC should help them under article 19.\n(i) Under article 16 too."
        assert (first.blocks, second.blocks) == ((2,), (2, 3))
        assert (first.path, second.path) == ("para. 1 (a)", "para. 1 (a)")
        assert (first.references, second.references) == ((), (0, 1))
        assert (first.note_references, second.note_references) == ((2,), ())
        assert anchors(found) == ["para-1-a", "para-1-a--2"]

    def test_before_a_sub_item_it_is_a_recommendation_at_its_own_place(self) -> None:
        found = self.split("(i)", "para-1-a-i")
        first, second = found.extraction.recommendations
        assert (first.text, second.text) == (TEXT, "Under article 16 too.")
        assert (second.label, second.path, second.page, second.blocks) == ("(i)", "para. 1 (a) (i)", 3, (3,))
        assert (first.references, second.references) == ((0,), (1,))

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ({"at": 0, "anchor": "x"}, "unfit"),
            ({"at": 9999, "anchor": "x"}, "unfit"),
            ({"at": 5}, "unfit"),
            (None, "unfit"),
            ({"at": 5, "anchor": "para-1-b"}, "taken"),
        ],
    )
    def test_what_does_not_fit_is_left_out_and_said(self, value: Any, reason: str) -> None:
        found = corrected(Edit("split", "para-1-a", "", draft("a", 2).text, value))
        assert [clash.reason for clash in found.clashes] == [reason]
        assert found.extraction == extraction()

    @pytest.mark.parametrize(("words", "anchor"), [("UNODC", "para-1-a--2"), ("(i)", "para-1-a-i")])
    def test_joined_again_it_is_what_it_was(self, words: str, anchor: str) -> None:
        found = self.split(words, anchor)
        texts = [one.text for one in found.extraction.recommendations]
        joined = apply(found.parsed, found.extraction, [Edit("join", "para-1-a", "", texts, [anchor])])
        assert joined.clashes == ()
        assert joined.extraction == sectioned()[1]


class TestStructure:
    def test_joined_ones_follow_in_the_order_in_which_they_stand(self) -> None:
        three = [draft(letter, 2, text=f"Text {letter}.") for letter in "abc"]
        of = extraction(*three, references=(article(2, "19"),))
        found = corrected(
            Edit("join", "para-1-a", "", ["Text a.", "Text c.", "Text b."], ["para-1-c", "para-1-b"]), of=of
        )
        assert found.clashes == ()
        assert anchors(found) == ["para-1-a"]
        assert one(found).text == "Text a. Text b. Text c."

    def test_joined_ones_keep_their_labels_citations_and_addressees(self) -> None:
        of = extraction(draft("a", 2, 0), draft("b", 3, 1, addressees=("UNODC",), text="Act."))
        found = one(corrected(Edit("join", "para-1-a", "", [draft("a", 2).text, "Act."], ["para-1-b"]), of=of))
        assert found.text == f"{draft('a', 2).text}\n(b) Act."
        assert (found.blocks, found.references, found.addressees) == ((2, 3), (0, 1), ("States parties", "UNODC"))

    def test_what_stands_otherwise_is_not_joined(self) -> None:
        of = extraction(
            draft("a", 2), draft("b", 3, status=Status.DRAFT, adopted_by=None), references=(article(2, "1"),)
        )
        found = corrected(Edit("join", "para-1-a", "", [draft("a", 2).text] * 2, ["para-1-b"]), of=of)
        assert [clash.reason for clash in found.clashes] == ["standing"]
        assert anchors(found) == ["para-1-a", "para-1-b"]

    def test_what_was_added_stands_in_its_place_as_its_neighbours_do(self) -> None:
        of = extraction(draft("b", 3, 1))
        value = {"text": draft("a", 2).text, "anchor": "para-1-a", "strength": "urged"}
        found = corrected(Edit("add", "para-1-a", "", parsed().blocks[2].text, value), of=of)
        assert anchors(found) == ["para-1-a", "para-1-b"]
        added = one(found)
        assert (added.status, added.adopted_by, added.put_to) == (Status.FOR_ENDORSEMENT, TWELFTH, ELEVENTH_SESSION)
        assert (added.strength, added.references, added.path, added.form) == (
            Strength.URGED,
            (0,),
            "para. 1 (a)",
            "by_hand",
        )

    def test_what_was_added_where_there_is_none_beside_is_only_put_forward(self) -> None:
        value = {"text": "The Working Group adopted", "anchor": "para-1"}
        found = one(corrected(Edit("add", "para-1", "", parsed().blocks[1].text, value)), "para-1")
        assert (found.status, found.adopted_by) == (Status.PROPOSED, None)

    def test_what_was_removed_is_gone_and_its_citations_stay_in_the_text(self) -> None:
        found = corrected(Edit("remove", "para-1-a", "", draft("a", 2).text))
        assert anchors(found) == ["para-1-b"]
        assert found.extraction.references == extraction().references

    @pytest.mark.parametrize(
        ("anchor", "behind", "order"), [("a", "b", "bac"), ("c", "", "cab"), ("a", "c", "bca"), ("b", "a", "abc")]
    )
    def test_what_was_moved_stands_behind_the_one_that_was_named(self, anchor: str, behind: str, order: str) -> None:
        of = extraction(*(draft(letter, 2) for letter in "abc"), references=(article(2, "19"),))
        edit = Edit("move", f"para-1-{anchor}", "", "", f"para-1-{behind}" if behind else "")
        assert anchors(corrected(edit, of=of)) == [f"para-1-{letter}" for letter in order]

    def test_a_new_anchor_is_one_that_nothing_has(self) -> None:
        assert free_anchor("para-1-a", set()) == "para-1-a--2"
        assert free_anchor("para-1-a--2", {"para-1-a--2"}) == "para-1-a--3"


class TestWithAVocabulary:
    VOCABULARY = Vocabulary.load(ROOT / "fixtures" / "vocabulary")

    def test_each_half_asks_what_its_own_words_ask(self) -> None:
        document, found = sectioned()
        whole = dataclasses.replace(
            found.recommendations[0],
            addressees=("States parties", "UNODC"),
            verb="should",
            action="should extradite",
            strength=Strength.SHOULD,
        )
        at = whole.text.index("UNODC")
        edit = Edit("split", "para-1-a", "", whole.text, {"at": at, "anchor": "para-1-a--2"})
        as_read = dataclasses.replace(found, recommendations=(whole,))
        halves = apply(document, as_read, [edit], self.VOCABULARY).extraction.recommendations
        assert [(half.addressees, half.action) for half in halves] == [
            (("States parties",), "should extradite"),
            (("UNODC",), "should help"),
        ]
        by_person = field("addressees", ["States parties", "UNODC"], ["Secretariat"])
        halves = apply(document, as_read, [by_person, edit], self.VOCABULARY).extraction.recommendations
        assert [half.addressees for half in halves] == [("Secretariat",)] * 2

    def test_what_was_added_is_read(self) -> None:
        text = "States parties should extradite."
        document = parsed("CTOC/COP/2022/L.4")
        blocks = (*document.blocks[:2], dataclasses.replace(document.blocks[2], text=text), document.blocks[3])
        document = dataclasses.replace(document, blocks=blocks)
        edit = Edit("add", "para-1-a", "", text, {"text": text, "anchor": "para-1-a"})
        found = one(apply(document, extraction(draft("b", 3, 1)), [edit], self.VOCABULARY))
        assert (found.addressees, found.action, found.strength) == (
            ("States parties",),
            "should extradite",
            Strength.SHOULD,
        )
        assert "extradition" in {match.topic for match in found.topics}
