"""Blocks of documents: headings, numbered paragraphs, items, resolutions, annexes, captions, notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing.parse import build_document
from documents.parsing.structure import build_structure
from documents.parsing.types import Block, BlockKind, Fragment, Source, Span


def fragment(text: str) -> Fragment:
    """Return a fragment: "# Title" is a heading by style, "**Title**" a bold line."""
    if text.startswith("# "):
        return Fragment((Span(text[2:]),), heading_level=1)
    if text.startswith("**"):
        return Fragment((Span(text.strip("*"), bold=True),))
    return Fragment((Span(text),))


def blocks(text: str, title: str | None = None) -> tuple[Block, ...]:
    body = [fragment(line.strip()) for line in text.strip().splitlines()]
    return build_structure(body, (), title)[0]


def places(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind.value, block.path) for block in blocks(text, title)]


PLACES = [
    (
        "63. The Congress may wish to consider the following:\n(a) One;\n(b) Two.\n64. Next.",
        ["para. 63", "para. 63 (a)", "para. 63 (b)", "para. 64"],
        "items of a numbered paragraph",
    ),
    (
        "1. Text:\n(h) One:\n(i) Under it;\n(ii) Too;\n(i) Letter again.",
        ["para. 1", "para. 1 (h)", "para. 1 (h) (i)", "para. 1 (h) (ii)", "para. 1 (i)"],
        "roman items under a letter, then the letter (i)",
    ),
    (
        "II. Recommendations\n(a) One;\n(b) Two.",
        ["II", "II (a)", "II (b)"],
        "items below a heading without a paragraph",
    ),
    (
        "Annex I\nTitle of it\nThe Group adopted the following:\nFirst topic\n(a) One;\nSecond topic\n(b) Two.",
        ["Annex I", "Annex I", "Annex I", "Annex I", "Annex I (a)", "Annex I", "Annex I (b)"],
        "one list under several headings of an annex",
    ),
    (
        "1. One.\nAnnex\nList\n1. In the annex.\n2. Too.",
        ["para. 1", "Annex", "Annex", "Annex, para. 1", "Annex, para. 2"],
        "an annex that restarts numbering",
    ),
    (
        "5. Agenda:\n1. Opening.\n2. Closing.\n6. Next paragraph of the report.",
        ["para. 5", "para. 5, item 1", "para. 5, item 2", "para. 6"],
        "a numbered list inside a numbered paragraph",
    ),
    (
        "1. Lists:\n(a) One;\nwhich goes on here;\n(b) Two.\nThe words that close it.",
        ["para. 1", "para. 1 (a)", "para. 1 (a)", "para. 1 (b)", "para. 1"],
        "unnumbered text belongs to the item or, after the last item, to the paragraph",
    ),
    (
        "16.1 One:\n(a) Item.\n16.2 Two.",
        ["para. 16.1", "para. 16.1 (a)", "para. 16.2"],
        "chapter and paragraph number",
    ),
    (
        "121. The following:\n121.1 Ratify it (Chile);\n121.2 Apply it (Peru).",
        ["para. 121", "para. 121.1", "para. 121.2"],
        "items numbered by their paragraph",
    ),
    (
        "Annex II\nDecisions\nDecision 1\nStructure\nThe Meeting decides:\n(a) To extend it;\nDecision 2\nReview",
        ["Annex II", "Annex II", "Annex II, Decision 1", "Annex II, Decision 1", "Annex II, Decision 1",
         "Annex II, Decision 1 (a)", "Annex II, Decision 2", "Annex II, Decision 2"],
        "decisions of an annex",
    ),
    (
        "II. Outcome\n4. The following proposals were made.\nWitnesses\n(a) One;\n(b) Two.\nVictims\n(c) Three.",
        ["II", "para. 4", "II", "para. 4 (a)", "para. 4 (b)", "II", "para. 4 (c)"],
        "one list under bare headings belongs to the paragraph that introduces it",
    ),
    (
        "II. Outcome\n4. Proposals are set out below.\nWitnesses\n(a) One;\n(i) Under;\nVictims\n(a) Two.",
        ["II", "para. 4", "II", "para. 4, Witnesses (a)", "para. 4, Witnesses (a) (i)", "II", "para. 4, Victims (a)"],
        "lists with the same letters are named by their headings",
    ),
    (
        "II. Outcome\n4. The talks were long.\nWitnesses\n(a) One;\nVictims\n(a) Two.",
        ["II", "para. 4", "II", "II, Witnesses (a)", "II", "II, Victims (a)"],
        "a paragraph that introduces nothing is not named",
    ),
    (
        "4. States should:\n(a) One;\n(b) Two.\nThey should also:\n(a) Three.\n5. Next.",
        ["para. 4", "para. 4 (a)", "para. 4 (b)", "para. 4", "para. 4, list 2 (a)", "para. 5"],
        "two lists of one paragraph",
    ),
    (
        "Part One\nI. Opening\n1. One.\n2. Two.\nAnnex\nList\nPart Two\nI. Opening\n1. Three.\n(a) Item.",
        ["Part One", "Part One, I", "Part One, para. 1", "Part One, para. 2", "Annex", "Annex",
         "Part Two", "Part Two, I", "Part Two, para. 1", "Part Two, para. 1 (a)"],
        "parts that restart numbering, the first with an annex",
    ),
    (
        "Part I\nA. Opening\n1. One.\nAnnex\nList\nPart II\nA. Closing\n2. Two.",
        ["Part I", "Part I.A", "para. 1", "Annex", "Annex", "Part II", "Part II.A", "para. 2"],
        "parts that continue numbering",
    ),
    (
        "1. Sources:\nAnnex II: articles 7 and 8\nAnnex V: para. 2\nAnexo I: artículo 3\n2. Next.",
        ["para. 1", "para. 1", "para. 1", "para. 1", "para. 2"],
        "a list that cites parts of annexes",
    ),
    (
        "1. Lists:\nAnnex IV: Schedule of parts\nAnnex I: Schedule of fees\n2. Next.",
        ["para. 1", "para. 1", "para. 1", "para. 2"],
        "a list that cites annexes out of order",
    ),
    (
        "1. One.\nAnnex I: Rules of the meeting\n1. Rule.\nAnnex II: Members of the bureau\n1. Chair.",
        ["para. 1", "Annex I", "Annex I, para. 1", "Annex II", "Annex II, para. 1"],
        "annexes in order are headings",
    ),
    (
        "8. The following:\n**8.1 Ratify the Protocols without delay (Ruritania);**\n**8.2 Hire judges (Sylvania).**",
        ["para. 8", "para. 8.1", "para. 8.2"],
        "a short last item in bold is not a heading",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "paths", "reason"), PLACES, ids=[case[2] for case in PLACES])
def test_paths_follow_the_labels(text: str, paths: list[str], reason: str) -> None:
    assert [path for _, path in places(text)] == paths, reason


def test_parents_and_levels_follow_the_labels() -> None:
    result = blocks("1. Text:\n(a) One:\n(i) Under;\n(b) Two.")
    assert [block.parent for block in result] == [None, 0, 1, 0]
    assert [block.level for block in result] == [0, 1, 2, 1]


def test_annex_of_a_decision_is_nested_in_the_annex_with_the_decision() -> None:
    result = blocks(
        "Annex I\nDecisions\nDecision 1\n1. Decides so.\nAnnex I\nThe programme\n(a) One;\nDecision 2\n1. So.\n"
        "Annex II\nList"
    )
    assert [(block.part, block.path) for block in result if block.label] == [
        ("Annex I", "Annex I"),
        ("Annex I", "Annex I, Decision 1"),
        ("Annex I", "Annex I, Decision 1, para. 1"),
        ("Annex I, Annex I", "Annex I, Decision 1, Annex I"),
        ("Annex I, Annex I", "Annex I, Decision 1, Annex I (a)"),
        ("Annex I", "Annex I, Decision 2"),
        ("Annex I", "Annex I, Decision 2, para. 1"),
        ("Annex II", "Annex II"),
    ]


HEADINGS = [
    ("I. Introduction\nII. Text\nA. Part\nB. Part\nIII. End\n1. One.", [1, 1, 2, 2, 1], "chapters and sections"),
    ("G. One\nH. Two\nI. Three\nJ. Four\n1. One.", [1, 1, 1, 1], "I after H is a letter"),
    (
        "45. Before.\nE. Topic\n1. First part of it\n46. Text.\n2. Second part\n47. Text.",
        [1, 2, 2],
        "numbered headings",
    ),
    (
        "**Annotations**\n**1. Opening**\nText.\n**Documentation**\nText.\n**2. Close**\nText.",
        [1, 2, 3, 2],
        "headings of an agenda",
    ),
    ("# Annex\n# List of documents\n# I. Old ones\nText.", [1, 2, 3], "an annex, its title, its chapter"),
]


@pytest.mark.parametrize(("text", "levels", "reason"), HEADINGS, ids=[case[2] for case in HEADINGS])
def test_heading_levels_follow_the_labels(text: str, levels: list[int], reason: str) -> None:
    result = [block.level for block in blocks(text) if block.kind is BlockKind.HEADING]
    assert result == levels, reason


def test_label_is_not_part_of_the_text() -> None:
    chapter, paragraph, item = blocks("II. Recommendations\n12. Text:\n(a) One.")
    assert [(b.label, b.text) for b in (chapter, paragraph, item)] == [
        ("II", "Recommendations"), ("12", "Text:"), ("(a)", "One."),
    ]  # fmt: skip


RESOLUTION = """The Conference of the Parties,
Noting that it is so,
Recalling also its decision 2/2,
1. Endorses the recommendations;
2. Also endorses the others.
Annex I
Recommendations of the Working Group
(a) States are encouraged to act."""


def test_resolution_is_structured() -> None:
    assert places(RESOLUTION) == [
        ("paragraph", ""), ("preambular", ""), ("preambular", ""), ("operative", "para. 1"), ("operative", "para. 2"),
        ("heading", "Annex I"), ("heading", "Annex I"), ("item", "Annex I (a)"),
    ]  # fmt: skip


def test_draft_resolution_in_a_report_keeps_the_numbering() -> None:
    text = (
        "III. Action\n11. It recommends this:\nThe General Assembly,\nNoting this,\n1. Decides so;\n"
        "2. Also that.\n12. Next."
    )
    result = places(text)
    assert result == [
        ("heading", "III"), ("paragraph", "para. 11"), ("paragraph", "III"), ("preambular", "III"),
        ("operative", "III, para. 1"), ("operative", "III, para. 2"), ("paragraph", "para. 12"),
    ]  # fmt: skip


def test_agenda_entries_are_items_and_not_paragraphs() -> None:
    result = places("1. Opening:\n(a) Election;\n2. Closing.", title="Provisional agenda")
    assert result == [("item", "item 1"), ("item", "item 1 (a)"), ("item", "item 2")]


AGENDAS = [
    (
        "Agenda\n1. Opening.\nGeneral segment\n2. Reports.",
        ["", "item 1", "", "item 2"],
        "a segment does not end the agenda",
    ),
    (
        "3. One. It was so.\n4. Two. It was so.\nThe 2030 Agenda for Sustainable Development\n5. Three.\n6. Four.",
        ["para. 3", "para. 4", "", "para. 5", "para. 6"],
        "a theme whose name contains the word",
    ),
    (
        "1. One. It was so.\nConsideration of agenda item 5\n2. Two.\nAgenda item 6\n3. Three.",
        ["para. 1", "", "para. 2", "", "para. 3"],
        "headings about an item",
    ),
    (
        "1. One. It was so.\nAgenda\n2. The agenda was:\n1. Opening.\n2. Closing.\nAttendance\n3. States came.",
        ["para. 1", "", "para. 2", "para. 2, item 1", "para. 2, item 2", "", "para. 3"],
        "a paragraph below the heading continues the numbers",
    ),
    ("Ordre du jour provisoire\n1. Ouverture.\nDébat\n2. Rapports.", ["", "item 1", "", "item 2"], "French"),
    ("Programa provisional\n1. Apertura.\n2. Informes.", ["", "item 1", "item 2"], "Spanish"),
    ("Предварительная повестка дня\n1. Открытие.\n2. Доклады.", ["", "item 1", "item 2"], "Russian"),
    ("临时议程\n1. 会议开幕。\n2. 报告。", ["", "item 1", "item 2"], "Chinese"),
    ("جدول الأعمال المؤقت\n1. افتتاح الدورة.\n2. التقارير.", ["", "item 1", "item 2"], "Arabic"),
]


@pytest.mark.parametrize(("text", "paths", "reason"), AGENDAS, ids=[case[2] for case in AGENDAS])
def test_only_the_heading_of_an_agenda_begins_an_agenda(text: str, paths: list[str], reason: str) -> None:
    assert [path for _, path in places(text)] == paths, reason


REPEATED = [
    (
        "1. Opening:\n(a) Election;\n2. Aid.",
        "1. Opening\n(a) Election\nThe Chair will speak.\n2. Aid\nStates will speak.",
    ),
    ("1. Apertura:\na) Elección;\n2. Ayuda.", "1. Apertura\na) Elección\nHablará uno.\n2. Ayuda\nHablarán todos."),
    ("1. 开幕：\n(a) 选举；\n2. 援助。", "1. 开幕\n(a) 选举\n主席将发言。\n2. 援助\n各国将发言。"),
    (
        "1- الافتتاح:\n(أ) الانتخاب؛\n2- المساعدة.",
        "1- الافتتاح\n(أ) الانتخاب\nيتكلم الرئيس.\n2- المساعدة\nتتكلم الدول.",
    ),
]


@pytest.mark.parametrize(("agenda", "annotations"), REPEATED)
def test_items_of_an_agenda_are_repeated_as_headings(agenda: str, annotations: str) -> None:
    kinds = [block.kind.value for block in blocks(f"{agenda}\nAnnotations\n{annotations}", "Provisional agenda")]
    assert kinds == ["item"] * 3 + ["heading"] * 3 + ["paragraph", "heading", "paragraph"]


def test_agenda_printed_twice_remains_a_list() -> None:
    agenda = "1. Opening\n2. Aid\n3. Closing"
    kinds = [block.kind.value for block in blocks(f"{agenda}\nAnnex\n{agenda}", "Provisional agenda")]
    assert "heading" not in kinds[4:]


def test_numbers_of_a_document_without_numbered_paragraphs_are_items() -> None:
    prose = "\n".join("The organization held a workshop with its members. They came from afar." for _ in range(40))
    assert [block.path for block in blocks(f"{prose}\nProjects\n1. Wells.\n2. Schools.")][-2:] == ["item 1", "item 2"]


def test_inline_list_stays_in_its_paragraph() -> None:
    text = "34. It may include: (a) relaxing the rule; (b) affording aid; and (c) allowing more."
    assert [block.text for block in blocks(text)] == [text.removeprefix("34. ")]


def test_caption_includes_its_title() -> None:
    caption = blocks("1. See below.\nFigure I\nNumber of authorities, 2011–2022\n2. Next.")[1]
    assert (caption.kind, caption.label, caption.text) == (
        BlockKind.CAPTION, "Figure I", "Number of authorities, 2011–2022",
    )  # fmt: skip


def test_gap_in_the_numbering_raises_a_doubt() -> None:
    body = [fragment(text) for text in ("1. One.", "2. Two.", "5. Five.", "In 2019 things changed.")]
    result, _, doubts = build_structure(body, (), None)
    assert [block.label for block in result] == ["1", "2", "5", None]
    assert [doubt.code for doubt in doubts] == ["numbering_gap"]


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (("1. One.", "2. Two.", "2. Two again.", "3. Three."), ["numbering_repeated"]),
        (("1. One.", "2. Two:", "(a) First;", "(b) Second.", "2. Two again."), ["numbering_repeated"]),
        (("1. One.", "2. Article 8 reads:", "“2. States shall keep arms.”", "3. Three."), []),
        (("1. One.", "2. The steps are:", "1. First.", "2. Second.", "3. Three."), []),
    ],
)
def test_repeated_number_raises_a_doubt(texts: tuple[str, ...], codes: list[str]) -> None:
    doubts = build_structure([fragment(text) for text in texts], (), None)[2]
    assert [doubt.code for doubt in doubts] == codes


def test_paragraph_with_a_repeated_number_keeps_it_and_has_its_own_anchor() -> None:
    result = blocks("1. One.\n2. Two.\n2. Two again.\n(a) First;\n3. Three.")
    assert [(block.label, block.anchor) for block in result] == [
        ("1", "para-1"), ("2", "para-2"), ("2", "para-2-2"), ("(a)", "para-2-a"), ("3", "para-3"),
    ]  # fmt: skip


def test_year_at_the_start_of_a_paragraph_is_not_a_number() -> None:
    assert blocks("1. One.\n2019. That was the year.")[1].label is None


TABLE = Fragment((Span("A\tB"),), cells=(("A", "B"),))


@pytest.mark.parametrize(
    ("text", "below", "kind", "reason"),
    [
        ("Notes", (), BlockKind.HEADING, "only notes follow"),
        ("Примечания", (TABLE,), BlockKind.HEADING, "a table that belongs to a note"),
        ("Status", (TABLE,), BlockKind.CAPTION, "the title of a table"),
        ("Status", (), BlockKind.PARAGRAPH, "nothing follows"),
        ("Notes:", (), BlockKind.PARAGRAPH, "an introduction to remarks below a table"),
    ],
)
def test_heading_of_endnotes_is_found(text: str, below: tuple[Fragment, ...], kind: BlockKind, reason: str) -> None:
    body = (fragment("# Title"), fragment("1. Text."), Fragment((Span(text, italic=True),)), *below)
    assert build_structure(body, (), None)[0][2].kind is kind, reason


def test_source_without_text_raises_a_doubt() -> None:
    document = build_document(Source("pdf", (), pages=7), "scan.pdf")
    assert document.text_quality == "none"
    assert [doubt.code for doubt in document.doubts] == ["no_text_layer"]


LINES = st.sampled_from(
    ["I. Head", "A. Head", "1. Text.", "2. Text:", "(a) One;", "(i) One;", "(ii) Two;", "(b) Two.", "Annex I", "Annex",
     "Bare line", "Prose that ends.", "The General Assembly,", "Noting this,", "Table 1", "Decision 1", "3.1 Text.",
     "• Dot", "9. Far.", "Contents", "(x) Odd.", "J. Letter", "12) Half."]
)  # fmt: skip


@given(st.lists(LINES, max_size=40))
def test_any_order_of_lines_keeps_the_invariants(lines: list[str]) -> None:
    result = build_structure([fragment(line) for line in lines], (), None)[0]
    anchors = [block.anchor for block in result]
    assert len(set(anchors)) == len(anchors)
    for block in result:
        assert block.parent is None or block.parent < block.index
        assert all(result[index].kind is BlockKind.HEADING and index < block.index for index in block.headings)
        assert block.kind is not BlockKind.ITEM or block.level >= 1
        assert block.text
