"""Text dumps of PDFs: form feeds between pages, notes and markers in plain digits, running heads in the text."""

from __future__ import annotations

import textwrap

import pytest

from documents.parsing.parse import parse
from documents.parsing.readers.text import read_text
from documents.parsing.readers.text_layout.markers import find_marker
from documents.parsing.readers.text_layout.pages import PrintedLine
from documents.parsing.types import ParsedDocument, Source

PROSE = "States parties should cooperate closely with each other so as to make the measures that they take effective"
ITEM = f"(a) {PROSE}, where appropriate and consistent with their national legal frameworks;"


def wrapped(text: str, width: int = 80) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def page(*paragraphs: str, head: str = "", foot: str = "") -> str:
    """Return a page wrapped to a fixed width, without empty lines between paragraphs, and with the foot as given."""
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
    return "\n".join([*([head] if head else []), *lines, *([foot] if foot else [])])


def read(*pages: str) -> Source:
    return read_text("\f".join(pages).encode())


def parsed(*pages: str) -> ParsedDocument:
    return parse("\f".join(pages).encode(), "dump.txt")


def texts(source: Source) -> list[str]:
    return [" ".join(fragment.text.split()) for fragment in source.body]


def notes(source: Source) -> list[tuple[str, str, int | None]]:
    return [(note.marker, note.text, note.page) for note in source.notes]


FILLER = [f"{n}. {PROSE}, also the {word} one." for n, word in enumerate(("first", "second", "third", "last"), start=1)]
MARKED = f"5. {PROSE}.1"
FEET = [
    ("1 See A/1, para. 2.\n3", "the marker next to its note"),
    ("1\nSee A/1, para. 2.\n3", "the marker above its note"),
    ("\n1\nSee A/1, para. 2.\n\n3", "the marker below a gap"),
    ("1/ See A/1, para. 2.\n3", "the marker of the 1990s"),
    ("\n1\n\nSee A/1, para. 2.\n\n3", "the marker separate from its note"),
    ("1\n1/ See A/1, para. 2.\n3", "the marker printed twice"),
]


@pytest.mark.parametrize(("foot", "reason"), FEET, ids=[case[1] for case in FEET])
def test_note_at_the_foot_of_a_page_is_extracted(foot: str, reason: str) -> None:
    source = read(
        page(*FILLER, foot="1"), page(PROSE + " too.", foot="2"), page(MARKED, foot=foot), page("6. End.", foot="4")
    )
    assert notes(source) == [("1", "See A/1, para. 2.", 3)], reason
    assert texts(source)[-2:] == [f"5. {PROSE}.1", "6. End."]
    assert source.body[-2].spans[-1].superscript


def test_note_is_linked_to_its_marker() -> None:
    document = parsed(page(*FILLER), page(f"5. The Protocols thereto,1 which {PROSE}.", ITEM, foot="1 See A/1."))
    block = next(block for block in document.blocks if block.notes)
    assert block.text.startswith("The Protocols thereto, which")
    assert document.footnotes[0].block == block.index
    assert [block.text for block in document.blocks][-1] == ITEM.removeprefix("(a) ")


MARKERS = [
    ("the Convention1 and", True, "attached to a word"),
    ("the Protocols thereto,1 which", True, "attached to a comma"),
    ("(A/CONF.222/7).1", True, "after a bracket"),
    ("in 2014.1 That", True, "after a year"),
    ("entitled SHERLOC.1", True, "after an acronym"),
    ("in 2007, 1/ and the guide", True, "with a slash, as in the 1990s"),
    ("the Protocols thereto, 1 which", True, "separated by a space"),
    ("following recommendations 1 for", True, "separated from a word"),
    ("article 1 of the Convention", False, "an article"),
    ("paragraphs 1 and 2", False, "paragraphs"),
    ("Add.1 and Corr.1", False, "parts of a symbol"),
    ("CTOC/COP/WG.3/2016/1", False, "a symbol"),
    ("on 1 May 2014", False, "a date"),
    ("a rise of 1 per cent", False, "a percentage"),
    ("vol. 1, No. 1", False, "a volume"),
    ("1.5 million", False, "a decimal"),
    ("https://www.un.org/a1", False, "an address"),
]


@pytest.mark.parametrize(("text", "is_marker", "reason"), MARKERS, ids=[case[2] for case in MARKERS])
def test_note_markers_are_recognized(text: str, is_marker: bool, reason: str) -> None:
    assert (find_marker("1", [PrintedLine(text, 1)]) is not None) is is_marker, reason


def test_notes_are_numbered_across_pages_after_starred_notes() -> None:
    source = read(
        page("The agenda * is annexed.", f"1. {PROSE}.1", foot="* A/1.\n1 See A/2,\nannex I."),
        page(f"2. {PROSE}.2", f"3. {PROSE};3 and more.", foot="2 See A/3.\n3 Ibid."),
    )
    assert notes(source) == [("*", "A/1.", 1), ("1", "See A/2, annex I.", 1), ("2", "See A/3.", 2), ("3", "Ibid.", 2)]


def test_note_without_a_marker_in_the_text_is_not_joined_to_the_previous_one() -> None:
    document = parsed(page(*FILLER, f"5. {PROSE}.1", foot="1 See A/1.\n2 See A/2."), "6. End.")
    assert [note.text for note in document.footnotes] == ["See A/1.", "See A/2."]
    assert ("note_without_call", 1) in [(doubt.code, doubt.page) for doubt in document.doubts]


def test_contents_lines_are_not_headings() -> None:
    entries = ["I. Introduction.............3", "II. A title that goes on over", "two lines .................. 4"]
    source = read("\n".join(["Contents", "Page", *entries]), page("I. Introduction", *FILLER))
    assert [fragment.is_contents for fragment in source.body[:5]] == [True, True, True, False, True]


PREAMBLE = [
    ("Implementation of the Convention against Transnational Organized Crime", "The Conference of the Parties,"),
    (f"Noting that {PROSE} under the Convention and its Protocols,", "Recalling its decision 2/2 of 19 October 2005,"),
    ("adopted the following recommendations for endorsement by the Conference at its session:", "Use of joint bodies"),
]


@pytest.mark.parametrize(("above", "below"), PREAMBLE)
def test_opening_words_start_a_paragraph(above: str, below: str) -> None:
    source = read(page(*FILLER, *FILLER), "\n".join([*wrapped(above), below, *wrapped(f"1. {PROSE}.")]))
    assert below in texts(source)


def test_endnotes_after_the_text_are_read() -> None:
    source = read(page(f"1. {PROSE}.1", *FILLER), page(f"2. {PROSE}.2"), "1 See A/1.\n2 See A/2,\nannex I.")
    assert notes(source) == [("1", "See A/1.", 3), ("2", "See A/2, annex I.", 3)]


def test_numbers_without_markers_above_stay_in_the_text() -> None:
    source = read(page(*FILLER), page("Table", foot="1 Albania\n2 Benin"))
    assert not source.notes
    assert any("1 Albania" in text for text in texts(source))


def test_indistinguishable_foot_raises_a_doubt() -> None:
    source = read(page(*FILLER), page(f"5. {PROSE}.1", foot=f"{PROSE} as follows\n1\n(b) and so on"))
    assert [(doubt.code, doubt.page) for doubt in source.doubts] == [("notes_in_text", 2)]


def test_running_heads_and_feet_are_removed_by_position() -> None:
    head = "CTOC/COP/2022/L.4\nEnglish"
    pages = [page(*FILLER)] + [
        page(f"{n}. {PROSE[7 * n :]}.", head=f"{head}\nPage {n}", foot=f"Report of the meeting\n{n}")
        for n in range(2, 6)
    ]
    source = read(*pages)
    assert texts(source)[4:] == [f"{n}. {PROSE[7 * n :].strip()}." for n in range(2, 6)]
    assert [fragment.page for fragment in source.body[4:]] == [2, 3, 4, 5]
    assert source.pages == 5
    assert "English" in source.running
    assert "Report of the meeting" in source.running


def test_item_split_across_pages_is_joined_and_records_its_pages() -> None:
    first, second = wrapped(ITEM, 90)[:1], wrapped(ITEM, 90)[1:]
    source = read(page(*FILLER, foot="\n".join(first)), "\n".join(second))
    assert texts(source)[-1] == ITEM
    assert [span.page for span in source.body[-1].spans] == [1, 2]


def test_heading_above_a_label_is_separate_from_the_item_before() -> None:
    heading = "International cooperation involving special investigative techniques"
    source = read(
        page(*FILLER, *FILLER),
        page(f"(i) {PROSE} in each of their own national legal orders;", heading, f"(j) {PROSE};"),
    )
    assert texts(source)[-2:] == [heading, f"(j) {PROSE};"]


def test_indents_separate_paragraphs() -> None:
    hanging = "\n".join(["       (a)   " + ITEM[4:][:70], "             " + ITEM[4:][70:].strip()])
    heading = "Transfer of sentenced persons under article seventeen of the Convention and more"
    source = read(
        page(*FILLER), f"{PROSE[:79]}\n{PROSE[79:]}.\n{hanging}\n{heading}\n       {PROSE[:70]}\n{PROSE[70:]}."
    )
    assert texts(source)[-3:] == [" ".join(ITEM.split()), heading, f"{PROSE}."]


def test_line_broken_after_a_marker_is_joined() -> None:
    source = read(
        page(*FILLER),
        "5. The Convention1\nand its Protocols serve to promote cooperation to prevent crime.\n1\nSee A/1.",
    )
    assert texts(source)[-1] == "5. The Convention1 and its Protocols serve to promote cooperation to prevent crime."


def test_notes_in_a_text_without_pages_raise_a_doubt() -> None:
    noted = page(f"1. {PROSE}.1", "1 See A/1.", f"2. {PROSE}.2", "2\nSee A/2.")
    assert [doubt.code for doubt in read(noted).doubts] == ["notes_in_text"]
    assert not read(page(*FILLER, "1 Albania", "2 Benin")).doubts


def test_labels_separate_from_their_text_raise_a_doubt() -> None:
    separated = "\n\n".join(f"({letter})\n\n{PROSE[7 * n :].strip()};" for n, letter in enumerate("abc", start=1))
    assert ("reading_order", None) in [(doubt.code, doubt.page) for doubt in read(page(*FILLER), separated).doubts]
    assert not read(page(*FILLER), page(ITEM)).doubts


JOINED_LINES = [
    (
        "capacity-building",
        "for their capacitybuilding in the areas",
        "for their capacity-building in the areas",
        "a lost hyphen",
    ),
    (
        "of the Convention",
        "the use of the Con vention in its area",
        "the use of the Convention in its area",
        "a split word",
    ),
    (
        "to be separated",
        "a part of it is here, and a part is there",
        "a part of it is here, and a part is there",
        "separate words",
    ),
]


@pytest.mark.parametrize(
    ("elsewhere", "damaged", "repaired", "reason"), JOINED_LINES, ids=[case[3] for case in JOINED_LINES]
)
def test_words_damaged_in_joined_lines_are_repaired(elsewhere: str, damaged: str, repaired: str, reason: str) -> None:
    joined = f"5. {PROSE} and useful, {damaged} that matter to each of them"
    source = read(page(*FILLER, f"They speak {elsewhere} at length here and elsewhere too."), f"{joined}\nas well.")
    assert repaired in texts(source)[-1], reason


def test_split_words_are_named_in_a_doubt() -> None:
    repeated = "International cooperation is international cooperation. " * 3
    doubts = read(page(*FILLER), page(repeated, "Matters of inter national law.")).doubts
    assert [(doubt.code, doubt.page) for doubt in doubts] == [("words_parted", 2)]
    assert "inter national" in doubts[0].message


HYPHENS = [
    ("cooperation is interna-\ntional, and international", "cooperation is international, and", "a divided word"),
    (
        "cooperation is interna -\ntional, and international",
        "cooperation is international, and",
        "a space before the hyphen",
    ),
    ("for decision-\nmaking, and decision-making", "for decision-making, and", "a hyphenated word"),
]


@pytest.mark.parametrize(("end", "whole", "reason"), HYPHENS, ids=[case[2] for case in HYPHENS])
def test_hyphens_at_line_breaks_are_resolved(end: str, whole: str, reason: str) -> None:
    above, below = end.split("\n")
    line = f"5. States parties should see to it that {above.rjust(40)}"
    assert whole in " ".join(texts(read(page(*FILLER), f"{line}\n{below} otherwise too."))[-1].split()), reason


def test_columns_of_a_masthead_are_read_one_after_another() -> None:
    head = """\
              United Nations                                     CTOC/COP/2022/L.4
              Conference of the Parties to the                   Distr.: Limited
              United Nations Convention against                  8 September 2022

              Transnational Organized Crime                      Original: English


Eleventh session
Vienna, 17–21 October 2022

              Implementation of the Convention

        (a)      An item that is not set beside anything
"""
    masthead = parsed(head, page(*FILLER)).masthead
    organ = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
    assert (masthead.body, masthead.symbols, masthead.title) == (
        organ, ("CTOC/COP/2022/L.4",), "Implementation of the Convention",
    )  # fmt: skip
    assert masthead.original_languages == ("en",)


def test_columns_of_a_masthead_are_separated_in_a_text_without_pages() -> None:
    head = """\
Nations Unies                                         CTOC/COP/2033/4

Conférence des Parties à la Convention      Distr. limitée
des Nations Unies contre la criminalité     3 mai 2033
transnationale organisée                    Original : anglais

Avoirs

1.   Un État          et un autre ont répondu.
"""
    document = parse(head.encode(), "text.txt")
    organ = "Conférence des Parties à la Convention des Nations Unies contre la criminalité transnationale organisée"
    assert (document.masthead.body, document.masthead.distribution) == (organ, "Limited")
    assert (document.masthead.title, document.masthead.symbols) == ("Avoirs", ("CTOC/COP/2033/4",))
    assert [block.label for block in document.blocks] == ["1"]


def test_other_columns_of_a_text_without_pages_are_kept() -> None:
    text = "Country          Replies\nElbonia          12\nGenovia          15\n"
    assert texts(read_text(text.encode())) == [" ".join(line.split()) for line in text.splitlines()]
