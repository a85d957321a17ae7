"""Text extracted from PDF files, with typical damage."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing.parse import parse
from documents.parsing.readers.text import read_text
from documents.parsing.types import Source
from tests.lanes import smallest_first
from tests.sources import ROOT

SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))


def read(text: str) -> Source:
    return read_text(text.encode("utf-8"))


def body(text: str) -> list[str]:
    return [fragment.text for fragment in read(text).body]


LONG = "The Conference considered the item at its first meeting. It had before it several documents, among them one"
PARAGRAPHS = [
    (f"{LONG} on\n\n2/7 V.22-21549\n\nextradition.", [f"{LONG} on extradition."], "split by a page foot"),
    (f"{LONG} on\n\n¹ See A/1.\n\nextradition.", [f"{LONG} on extradition."], "split by a note"),
    (f"{LONG}.\n\nV.22-21549 3/7\n\nExtradition is next.", [f"{LONG}.", "Extradition is next."], "not split"),
    (f"{LONG}.\n\n2. Extradition\n\n3. Aid", [f"{LONG}.", "2. Extradition", "3. Aid"], "labels begin paragraphs"),
    (f"{LONG} on the “Model\n\nTreaty” (A/1)", [f"{LONG} on the “Model Treaty” (A/1)"], "an open quotation"),
    (
        f"2. {LONG}.\n\n2. {LONG}\n\nThe Secretariat will report.",
        [f"2. {LONG}.", f"2. {LONG}", "The Secretariat will report."],
        "an item of an agenda above its annotation",
    ),
    (f"{LONG} on,\n\nRecalling also this,", [f"{LONG} on,", "Recalling also this,"], "a comma ends a paragraph"),
    ("- (a) One;\n- (b) Two.", ["(a) One;", "(b) Two."], "list dashes before labels are removed"),
    ("- one\n- two", ["• one", "• two"], "list dashes of a plain list become bullets"),
    ("(a)\n\nStates parties should;", ["(a) States parties should;"], "a label alone is joined to its text"),
    ("self\ufffesufficiency", ["self-sufficiency"], "U+FFFE is a hyphen"),
    ("inter\ufffenational and international", ["international and international"], "U+FFFE is removed"),
    ("e\ufb03cient\u00a0work\r\n", ["efficient work"], "ligature, no-break space, carriage return"),
    ("\ufeffReport", ["Report"], "byte order mark"),
    ("co\u00adoperation", ["cooperation"], "soft hyphen"),
    ("resolution [76/187](#) and [A/1](http://a.org/(b))", ["resolution 76/187 and A/1"], "links"),
    ("see <http://ctlp.unodc.org>", ["see http://ctlp.unodc.org"], "an address in angle brackets"),
    ("5 \\* 3 \\[draft\\]", ["5 * 3 [draft]"], "escapes"),
    ("the <i>Guide</i> ( *continued* )", ["the Guide (continued)"], "HTML and loose brackets"),
    ("[one form] [another form]", ["[one form] [another form]"], "alternatives in a draft are kept"),
    ("www.unodc.org/a_b_c.pdf is _here_", ["www.unodc.org/a_b_c.pdf is here"], "underscores inside words are kept"),
    ("km² and 10⁶", ["km2 and 106"], "superscripts become spans, so only their digits remain in the text"),
]


@pytest.mark.parametrize(("text", "paragraphs", "reason"), PARAGRAPHS, ids=[case[2] for case in PARAGRAPHS])
def test_paragraphs_are_restored(text: str, paragraphs: list[str], reason: str) -> None:
    assert body(text) == paragraphs, reason


NOTES = [
    ("Text.¹\n\n¹ See A/1.", [("1", "See A/1.")], "superscript digit"),
    ("Text.^{*}\n\n^{*} A/1.", [("*", "A/1.")], "caret and braces"),
    ("Text.<sup>12</sup>\n\n<sup>12</sup> A/1.", [("12", "A/1.")], "HTML"),
    ("Item 4 of the agenda*\n\n* A/1.", [("*", "A/1.")], "asterisk attached to a word"),
    ("\\* Reissued for technical reasons.", [("*", "Reissued for technical reasons.")], "escaped asterisk"),
    ("Table\nAccession^a\n\n^a As at May.", [("a", "As at May.")], "letter below a table"),
    ("Text.[^3]\n\n[^3]: See A/1.", [("3", "See A/1.")], "Markdown"),
    ("decided 1/ that\n\n1/ See A/50/23.", [("1", "See A/50/23.")], "digit and slash, as printed in the 1990s"),
    ("* one\n* two", [], "bullets are not notes"),
]


@pytest.mark.parametrize(("text", "notes", "reason"), NOTES, ids=[case[2] for case in NOTES])
def test_notes_are_read(text: str, notes: list[tuple[str, str]], reason: str) -> None:
    assert [(note.marker, note.text) for note in read(text).notes] == notes, reason


RUNNING = [
    "2/7 V.22-21549",
    "V.22-21549 3/7",
    "26-04887 3/13",
    "12 GE.25-02819",
    "*2221549*",
    "Page 20",
    "/...",
    "3/19",
]


@pytest.mark.parametrize("line", RUNNING)
def test_running_heads_and_feet_are_removed(line: str) -> None:
    source = read(f"One.\n\n{line}\n\nTwo.")
    assert [fragment.text for fragment in source.body] == ["One.", "Two."]
    assert source.running == (line,)


def test_pages_are_known_if_no_footer_is_missing() -> None:
    source = read("One.\n\n¹ Note.\n\nTwo.\n\n2/3 V.22-21549\n\nThree.\n\nV.22-21549 3/3")
    assert [(fragment.text, fragment.page) for fragment in source.body] == [("One.", 1), ("Two.", 2), ("Three.", 3)]
    assert source.pages == 3


def test_spans_record_their_page() -> None:
    cut = "A sentence that is long enough to be cut by the end of a page **and goes"
    fragment = read(f"One.\n\n2/3 V.22-21549\n\n{cut}\n\nV.22-21549 3/4\n\non** with it.\n\n4/4 V.22-21549").body[1]
    assert [(span.text, span.bold, span.page) for span in fragment.spans] == [
        ("A sentence that is long enough to be cut by the end of a page ", False, 3),
        ("and goes ", True, 3),
        ("on", True, 4),
        (" with it.", False, 4),
    ]


def test_pages_are_unknown_if_footers_are_missing() -> None:
    assert [f.page for f in read("One.\n\nTwo.\n\n5/7 V.22-21549").body] == [None, None]


def test_tables_with_tabs_or_pipes_are_read() -> None:
    rows = (("Convention", "Parties"), ("Organized Crime Convention", "185"))
    assert read("*Convention*\tParties\nOrganized Crime Convention\t185").body[0].cells == rows
    assert read("| Convention | Parties |\n|---|---|\n| Organized Crime Convention | 185 |").body[0].cells == rows


def test_contents_are_marked() -> None:
    source = read("Contents\n\n\t<i>Page</i>\nI. Introduction\t3\nA. Tools ........ 4\n\nI. Introduction")
    assert [fragment.is_contents for fragment in source.body] == [True, True, True, True, False]


CONTENTS = [
    ("Índice\n\nPágina\n\nI. Reunión ........ 3\n\nI. Reunión", "Spanish"),
    ("Table des matières\n\nChapitre Page\n\nI. Réunion ........ 3\n\nI. Réunion", "French"),
    ("Содержание\n\nПункты Стр.\n\nI. Заседание 1–4 3\n\nI. Заседание", "Russian, with paragraph numbers"),
    ("目录\n\n页次\n\n一. 会议 ........ 3\n\n一. 会议", "Chinese"),
    ("المحتويات\n\nالصفحة\n\nأولا - الاجتماع ........ 3\n\nأولا - الاجتماع", "Arabic"),
]


@pytest.mark.parametrize(("text", "reason"), CONTENTS, ids=[case[1] for case in CONTENTS])
def test_contents_in_every_language_are_marked(text: str, reason: str) -> None:
    assert [fragment.is_contents for fragment in read(text).body] == [True, True, True, False], reason


DASHES = [
    ("The offices – the first to be asked\n– answered. They did so.", 1, "the dash closes an aside"),
    ("The Group heard that many offices of States\n– mostly small ones – lack staff.", 1, "the line contains an aside"),
    ("States should:\n– train judges;\n– share costs.", 3, "a list below a chapeau"),
    ("The bureau\n– Chair: Ms. Doe\n– Rapporteur: Mr. Roe", 3, "a list without punctuation"),
]


@pytest.mark.parametrize(("text", "fragments", "reason"), DASHES, ids=[case[2] for case in DASHES])
def test_dash_at_the_start_of_a_line_is_interpreted(text: str, fragments: int, reason: str) -> None:
    assert len(read(text).body) == fragments, reason


@pytest.mark.parametrize("width", [66, 72, 78, 90, 100])
def test_wrap_width_is_inferred_from_few_lines(width: int) -> None:
    first = (
        "1. The Group asked how requests under article 18 of the Convention are answered, and why replies come so late "
        "that the hearing for which the State needs them has been held long before they are received there."
    )
    second = (
        "2. Delegations with few magistrates explained that the work was shared between two ministries of the country "
        "so that no single office could say how many requests were open at the end of the year, or for how long."
    )
    wrapped = "\n\n".join("\n".join(textwrap.wrap(text, width)) for text in (first, second))
    assert [fragment.text for fragment in read(wrapped).body] == [first, second]


CHINESE = [
    (
        "1. 缔约国审议了根据《公约》第十八条提出的各项司法协助请求，并注意到二十\n个国家提交的答复。",
        1,
        "the sentence goes on",
    ),
    (
        "1. 缔约国审议了根据《公约》第十八条提出的各项司法协助请求，并注意到了答复。\n秘书处起草了指南。",
        2,
        "it has ended",
    ),
    ("关于根据《公约》第十八条提出的各项司法协助请求的做法和程序的说明和建议\n秘书处编写的文件", 2, "a title"),
    ("一. 导言\n秘书处起草了指南。", 2, "a heading"),
]


@pytest.mark.parametrize(("text", "paragraphs", "reason"), CHINESE, ids=[case[2] for case in CHINESE])
def test_few_chinese_lines_are_joined_if_a_sentence_goes_on(text: str, paragraphs: int, reason: str) -> None:
    assert len(body(text)) == paragraphs, reason


def test_date_in_a_wrapped_preamble_is_no_field_of_the_head() -> None:
    preamble = (
        "Recalling its decision 2/2 of 19 October 2005, entitled\n"
        "“Implementation of the international cooperation provisions of the\n"
        "United Nations Convention against Transnational Organized Crime”, to\n"
        "establish, at its third session, an open-ended working group to hold\n"
        "substantive discussions on practical issues pertaining to extradition,"
    )
    texts = body(
        f"Extradition\n\nThe Conference of the Parties to the Convention,\n\n{preamble}\n\n1. Decides to meet."
    )
    assert preamble.replace("\n", " ") in texts


def test_windows_1252_is_read() -> None:
    assert read_text("Côte d’Ivoire".encode("cp1252")).body[0].text == "Côte d’Ivoire"


@pytest.mark.parametrize("width", [70, 90])
@pytest.mark.parametrize(
    "session", smallest_first(p for p in SESSIONS if not p.name.startswith("001")), ids=lambda p: p.stem[:3]
)
def test_broken_lines_are_joined(session: Path, width: int) -> None:
    """A text wrapped to a fixed width is read like the same text with one line per paragraph.

    The agenda (001) is excluded: headings marked with "#" are never broken.
    """
    lines = session.read_text(encoding="utf-8").split("\n")
    wrapper = textwrap.TextWrapper(width, break_on_hyphens=False, break_long_words=False)
    broken = [part for line in lines for part in ([line] if "\t" in line else wrapper.wrap(line) or [""])]
    original, rejoined = (parse("\n".join(text).encode(), "text.txt") for text in (lines, broken))
    assert [(b.kind, b.path, b.text) for b in rejoined.blocks] == [(b.kind, b.path, b.text) for b in original.blocks]
    assert [note.text for note in rejoined.footnotes] == [note.text for note in original.footnotes]


@given(st.text(max_size=300))
def test_any_text_is_read_without_error(text: str) -> None:
    source = read(text)
    assert all(fragment.text.strip() or fragment.cells for fragment in source.body)


def test_labels_on_separate_lines_are_joined_to_their_text() -> None:
    line_of_text = "States parties are encouraged to make further use of the articles of the Convention that"
    text = "\n".join(
        line
        for label in ("(a)", "(b)", "(c)", "(d)", "(e)")
        for line in (label, line_of_text, line_of_text, f"and of article 16, paragraph {label[1]};")
    )
    source = read_text(text.encode())
    assert [fragment.text[:10] for fragment in source.body] == [f"({letter}) States" for letter in "abcde"]
