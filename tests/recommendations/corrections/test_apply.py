"""Corrections applied to a reading: a case of each kind of edit, and the conflicts."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from documents.parsing.types import Block, BlockKind, Dates, NoteRef, ParsedDocument
from recommendations.corrections import Clash, CorrectionResult, Edit, apply, unused_anchor
from recommendations.extraction.types import (
    ArticleTarget,
    DraftRecommendation,
    Extraction,
    Reference,
    Status,
    Strength,
    SubjectMatch,
)
from recommendations.extraction.vocabulary import Vocabulary
from tests.parsed import ELEVENTH_SESSION, TWELFTH, article, draft, extraction, parsed
from tests.sources import ROOT

TEXT = "States parties should extradite. UNODC should help them under article 19."


def apply_edits(*edits: Edit, of: Extraction | None = None, document: ParsedDocument | None = None) -> CorrectionResult:
    return apply(document or parsed("CTOC/COP/2022/L.4"), of or extraction(), edits)


def anchors(result: CorrectionResult) -> list[str]:
    return [row.anchor for row in result.extraction.recommendations]


def recommendation_at(result: CorrectionResult, anchor: str = "para-1-a") -> DraftRecommendation:
    return next(row for row in result.extraction.recommendations if row.anchor == anchor)


def clash_reasons(result: CorrectionResult) -> list[tuple[str, Any]]:
    return [(clash.reason, clash.current_value) for clash in result.clashes]


_FOUND = ("untoc:19", "untoc:20", "untoc:18(14)")  # by a reading with one subject


def field_edit(name: str, old_value: Any, value: Any, anchor: str = "para-1-a", key: int | None = None) -> Edit:
    return Edit("field", anchor, name, old_value, value, key)


class TestFacts:
    @pytest.mark.parametrize(
        ("name", "old_value", "value", "expected"),
        [
            ("title", "Joint investigations", "Joint action", "Joint action"),
            ("title", "Joint investigations", "", None),
            ("date", "2021-03-26", "2021-03-27", datetime.date(2021, 3, 27)),
            ("reissued", None, "2021-04-01", datetime.date(2021, 4, 1)),
            ("original_languages", ["en"], ["en", "fr"], ("en", "fr")),
            ("meeting", None, {"place": "Vienna", "start": "2021-03-25"}, Dates("Vienna", datetime.date(2021, 3, 25))),
        ],
    )
    def test_fact_has_the_corrected_value(self, name: str, old_value: Any, value: Any, expected: Any) -> None:
        result = apply_edits(Edit("fact", "", name, old_value, value))
        assert getattr(result.parsed.masthead, name) == expected
        assert result.clashes == ()

    @pytest.mark.parametrize(
        ("name", "old_value", "value", "reason", "expected"),
        [
            ("title", "Another", "Joint action", "differs", "Joint investigations"),
            ("date", "2021-03-26", "no day", "invalid", "2021-03-26"),
            ("title", "Joint investigations", ["a", "list"], "invalid", "Joint investigations"),
            ("original_languages", ["en"], "fr", "invalid", ["en"]),
            ("symbols", ["CTOC/COP/2022/L.4"], ["A/1"], "invalid", None),
        ],
    )
    def test_edit_that_does_not_fit_is_skipped_and_reported(
        self, name: str, old_value: Any, value: Any, reason: str, expected: Any
    ) -> None:
        result = apply_edits(Edit("fact", "", name, old_value, value))
        assert clash_reasons(result) == [(reason, expected)]
        assert result.parsed == parsed("CTOC/COP/2022/L.4")


class TestFields:
    @pytest.mark.parametrize(
        ("name", "old_value", "value", "expected"),
        [
            ("text", draft("a", 2).text, "States [may] act.", "States [may] act."),
            ("strength", "encouraged", "should", Strength.SHOULD),
            ("strength", "encouraged", None, None),
            ("status", "for_endorsement", "draft", Status.DRAFT),
            ("addressees", ["States parties"], ["UNODC"], ("UNODC",)),
            ("adopted_by", {"body": "wg-international-cooperation"}, None, TWELFTH),
        ],
    )
    def test_field_has_the_corrected_value(self, name: str, old_value: Any, value: Any, expected: Any) -> None:
        result = apply_edits(field_edit(name, old_value, value))
        assert getattr(recommendation_at(result), name) == expected
        assert bool(result.clashes) == (name == "adopted_by")

    def test_alternatives_come_from_the_corrected_text(self) -> None:
        result = recommendation_at(apply_edits(field_edit("text", draft("a", 2).text, "States [may] act.")))
        assert [(each.start, each.end) for each in result.alternatives] == [(7, 12)]

    def test_only_kept_topics_have_evidence(self) -> None:
        result = recommendation_at(
            apply_edits(field_edit("topics", ["joint-investigations"], ["extradition", "joint-investigations"]))
        )
        assert [(match.topic, match.evidence) for match in result.topics] == [
            ("joint-investigations", "Recommendations"),
            ("joint-investigations", "joint"),
            ("extradition", ""),
        ]

    def test_uncited_articles_become_manual_references(self) -> None:
        result = apply_edits(
            field_edit("articles", ["untoc:19", "untoc:20"], ["untoc:20", "untoc:18(13)", "untoc:2(a)"])
        )
        draft_a = recommendation_at(result)
        assert [str(target) for target in draft_a.articles or ()] == ["untoc:20", "untoc:18(13)", "untoc:2(a)"]
        reference = result.extraction.references[draft_a.references[-1]]
        assert (reference.text, reference.block, [str(target) for target in reference.articles]) == (
            "",
            2,
            ["untoc:18(13)", "untoc:2(a)"],
        )
        assert result.extraction.references[:3] == extraction().references

    @pytest.mark.parametrize(
        ("old_value", "value", "expected"),
        [
            (["untoc:19", "untoc:20"], ["untoc:20"], ["untoc:20", "untoc:18(14)"]),
            (["untoc:19", "untoc:20", "untoc:29"], ["untoc:19", "untoc:20"], None),
            (["untoc:19", "untoc:20", "untoc:18(14)"], ["untoc:19", "untoc:20"], ["untoc:19", "untoc:20"]),
            (["untoc:19", "untoc:20"], ["untoc:19", "untoc:20", "untoc:1"], [*_FOUND, "untoc:1"]),
        ],
    )
    def test_decisions_on_articles_are_kept_when_the_subjects_have_changed(
        self, old_value: list[str], value: list[str], expected: list[str] | None
    ) -> None:
        read = extraction()
        subject = SubjectMatch(ArticleTarget("untoc", "18", "14"), "requests", 0, 8)
        first, *others = read.recommendations
        first = dataclasses.replace(first, subjects=(subject,))
        read = dataclasses.replace(read, recommendations=(first, *others))
        result = apply(parsed("CTOC/COP/2022/L.4"), read, [field_edit("articles", old_value, value)])
        assert result.clashes == ()
        articles = recommendation_at(result).articles
        assert (None if articles is None else [str(target) for target in articles]) == expected

    def test_restored_articles_change_nothing(self) -> None:
        edit = field_edit("articles", ["untoc:19", "untoc:20"], ["untoc:1"])
        reversal = field_edit("articles", ["untoc:1"], ["untoc:20", "untoc:19"])
        assert apply_edits(edit, reversal).extraction == extraction()

    @pytest.mark.parametrize(
        ("edit", "reason"),
        [
            (field_edit("text", "Something else", "States act."), "differs"),
            (field_edit("text", draft("a", 2).text, " "), "invalid"),
            (field_edit("status", "for_endorsement", "nonsense"), "invalid"),
            (field_edit("articles", ["untoc:19", "untoc:20"], ["18"]), "invalid"),
            (field_edit("articles", ["untoc:19", "untoc:20"], "untoc:18"), "invalid"),
            (field_edit("label", "(a)", "(b)"), "invalid"),
            (field_edit("text", "x", "y", anchor="para-9"), "gone"),
        ],
    )
    def test_edit_that_does_not_fit_is_skipped_and_reported(self, edit: Edit, reason: str) -> None:
        result = apply_edits(edit)
        assert [clash.reason for clash in result.clashes] == [reason]
        assert result.extraction == extraction()

    def test_value_equal_to_the_reading_is_not_a_conflict(self) -> None:
        assert apply_edits(field_edit("strength", "should", "encouraged")).clashes == ()

    def test_last_of_several_edits_counts_with_the_first_previous_value(self) -> None:
        first, last = (
            field_edit("strength", "encouraged", "should", key=1),
            field_edit("strength", "should", "urged", key=2),
        )
        assert recommendation_at(apply_edits(first, last)).strength == Strength.URGED
        later = extraction(draft("a", 2, strength=Strength.INVITED), references=(article(2, "19"),))
        assert apply_edits(first, last, of=later).clashes == (
            Clash(dataclasses.replace(last, old_value="encouraged"), "invited", "differs", True),
        )


def nested_reading() -> tuple[ParsedDocument, Extraction]:
    """Return a recommendation that consists of an item and a sub-item; both cite an article, and the item refers to a
    note."""
    source = parsed("CTOC/COP/2022/L.4", items=1)
    item = dataclasses.replace(source.blocks[2], text=TEXT, notes=(NoteRef("1", 10, 0),))
    sub_item = Block(
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
    document = dataclasses.replace(source, blocks=(*source.blocks[:2], item, sub_item))
    references: tuple[Reference, ...] = (
        dataclasses.replace(article(2, "19"), start=62, end=72, text="article 19"),
        dataclasses.replace(article(3, "16"), start=6, end=16, text="article 16"),
        dataclasses.replace(article(0, "99"), block=None, footnote=0, text="article 99"),
    )
    recommendation = draft("a", 2, 0, 1, text=f"{TEXT}\n(i) Under article 16 too.", blocks=(2, 3), note_references=(2,))
    return document, extraction(recommendation, references=references)


class TestSplit:
    def split(self, words: str, anchor: str) -> CorrectionResult:
        document, extracted = nested_reading()
        text = extracted.recommendations[0].text
        return apply(
            document, extracted, [Edit("split", "para-1-a", "", text, {"at": text.index(words), "anchor": anchor})]
        )

    def test_halves_of_a_paragraph_keep_its_position(self) -> None:
        result = self.split("UNODC", "para-1-a--2")
        first, second = result.extraction.recommendations
        assert first.text == "States parties should extradite."
        assert second.text == "UNODC should help them under article 19.\n(i) Under article 16 too."
        assert (first.blocks, second.blocks) == ((2,), (2, 3))
        assert (first.path, second.path) == ("para. 1 (a)", "para. 1 (a)")
        assert (first.references, second.references) == ((), (0, 1))
        assert (first.note_references, second.note_references) == ((2,), ())
        assert anchors(result) == ["para-1-a", "para-1-a--2"]

    def test_split_before_a_sub_item_has_the_anchor_of_the_sub_item(self) -> None:
        result = self.split("(i)", "para-1-a-i")
        first, second = result.extraction.recommendations
        assert (first.text, second.text) == (TEXT, "Under article 16 too.")
        assert (second.label, second.path, second.page, second.blocks) == ("(i)", "para. 1 (a) (i)", 3, (3,))
        assert (first.references, second.references) == ((0,), (1,))

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ({"at": 0, "anchor": "x"}, "invalid"),
            ({"at": 9999, "anchor": "x"}, "invalid"),
            ({"at": 5}, "invalid"),
            (None, "invalid"),
            ({"at": 5, "anchor": "para-1-b"}, "taken"),
        ],
    )
    def test_edit_that_does_not_fit_is_skipped_and_reported(self, value: Any, reason: str) -> None:
        result = apply_edits(Edit("split", "para-1-a", "", draft("a", 2).text, value))
        assert [clash.reason for clash in result.clashes] == [reason]
        assert result.extraction == extraction()

    @pytest.mark.parametrize(("words", "anchor"), [("UNODC", "para-1-a--2"), ("(i)", "para-1-a-i")])
    def test_joining_undoes_a_split(self, words: str, anchor: str) -> None:
        result = self.split(words, anchor)
        texts = [row.text for row in result.extraction.recommendations]
        joined = apply(result.parsed, result.extraction, [Edit("join", "para-1-a", "", texts, [anchor])])
        assert joined.clashes == ()
        assert joined.extraction == nested_reading()[1]


class TestStructure:
    def test_joined_texts_are_in_document_order(self) -> None:
        three = [draft(letter, 2, text=f"Text {letter}.") for letter in "abc"]
        of = extraction(*three, references=(article(2, "19"),))
        result = apply_edits(
            Edit("join", "para-1-a", "", ["Text a.", "Text c.", "Text b."], ["para-1-c", "para-1-b"]), of=of
        )
        assert result.clashes == ()
        assert anchors(result) == ["para-1-a"]
        assert recommendation_at(result).text == "Text a. Text b. Text c."

    def test_joining_keeps_labels_citations_and_addressees(self) -> None:
        of = extraction(draft("a", 2, 0), draft("b", 3, 1, addressees=("UNODC",), text="Act."))
        result = recommendation_at(
            apply_edits(Edit("join", "para-1-a", "", [draft("a", 2).text, "Act."], ["para-1-b"]), of=of)
        )
        assert result.text == f"{draft('a', 2).text}\n(b) Act."
        assert (result.blocks, result.references, result.addressees) == ((2, 3), (0, 1), ("States parties", "UNODC"))

    def test_recommendations_of_different_status_are_not_joined(self) -> None:
        of = extraction(
            draft("a", 2), draft("b", 3, status=Status.DRAFT, adopted_by=None), references=(article(2, "1"),)
        )
        result = apply_edits(Edit("join", "para-1-a", "", [draft("a", 2).text] * 2, ["para-1-b"]), of=of)
        assert [clash.reason for clash in result.clashes] == ["status_differs"]
        assert anchors(result) == ["para-1-a", "para-1-b"]

    def test_added_recommendation_has_the_status_of_its_neighbours(self) -> None:
        of = extraction(draft("b", 3, 1))
        value = {"text": draft("a", 2).text, "anchor": "para-1-a", "strength": "urged"}
        result = apply_edits(Edit("add", "para-1-a", "", parsed().blocks[2].text, value), of=of)
        assert anchors(result) == ["para-1-a", "para-1-b"]
        added = recommendation_at(result)
        assert (added.status, added.adopted_by, added.put_to) == (Status.FOR_ENDORSEMENT, TWELFTH, ELEVENTH_SESSION)
        assert (added.strength, added.references, added.path, added.form) == (
            Strength.URGED,
            (0,),
            "para. 1 (a)",
            "by_hand",
        )

    def test_added_recommendation_without_neighbours_is_proposed(self) -> None:
        value = {"text": "The Working Group adopted", "anchor": "para-1"}
        result = recommendation_at(apply_edits(Edit("add", "para-1", "", parsed().blocks[1].text, value)), "para-1")
        assert (result.status, result.adopted_by) == (Status.PROPOSED, None)

    def test_removing_keeps_the_citations_of_the_text(self) -> None:
        result = apply_edits(Edit("remove", "para-1-a", "", draft("a", 2).text))
        assert anchors(result) == ["para-1-b"]
        assert result.extraction.references == extraction().references

    @pytest.mark.parametrize(
        ("anchor", "predecessor", "order"), [("a", "b", "bac"), ("c", "", "cab"), ("a", "c", "bca"), ("b", "a", "abc")]
    )
    def test_moved_recommendation_follows_its_new_predecessor(self, anchor: str, predecessor: str, order: str) -> None:
        of = extraction(*(draft(letter, 2) for letter in "abc"), references=(article(2, "19"),))
        edit = Edit("move", f"para-1-{anchor}", "", "", f"para-1-{predecessor}" if predecessor else "")
        assert anchors(apply_edits(edit, of=of)) == [f"para-1-{letter}" for letter in order]

    def test_anchor_of_a_new_part_is_unused(self) -> None:
        assert unused_anchor("para-1-a", set()) == "para-1-a--2"
        assert unused_anchor("para-1-a--2", {"para-1-a--2"}) == "para-1-a--3"


class TestWithVocabulary:
    VOCABULARY = Vocabulary.load(ROOT / "fixtures" / "vocabulary")

    def test_halves_of_a_split_are_analysed_separately(self) -> None:
        document, extracted = nested_reading()
        original = dataclasses.replace(
            extracted.recommendations[0],
            addressees=("States parties", "UNODC"),
            verb="should",
            action="should extradite",
            strength=Strength.SHOULD,
        )
        at = original.text.index("UNODC")
        edit = Edit("split", "para-1-a", "", original.text, {"at": at, "anchor": "para-1-a--2"})
        as_read = dataclasses.replace(extracted, recommendations=(original,))
        halves = apply(document, as_read, [edit], self.VOCABULARY).extraction.recommendations
        assert [(half.addressees, half.action) for half in halves] == [
            (("States parties",), "should extradite"),
            (("UNODC",), "should help"),
        ]
        by_person = field_edit("addressees", ["States parties", "UNODC"], ["Secretariat"])
        halves = apply(document, as_read, [by_person, edit], self.VOCABULARY).extraction.recommendations
        assert [half.addressees for half in halves] == [("Secretariat",)] * 2

    def test_added_text_is_analysed(self) -> None:
        text = "States parties should extradite."
        document = parsed("CTOC/COP/2022/L.4")
        blocks = (*document.blocks[:2], dataclasses.replace(document.blocks[2], text=text), document.blocks[3])
        document = dataclasses.replace(document, blocks=blocks)
        edit = Edit("add", "para-1-a", "", text, {"text": text, "anchor": "para-1-a"})
        result = recommendation_at(apply(document, extraction(draft("b", 3, 1)), [edit], self.VOCABULARY))
        assert (result.addressees, result.action, result.strength) == (
            ("States parties",),
            "should extradite",
            Strength.SHOULD,
        )
        assert "extradition" in {match.topic for match in result.topics}
