"""Citations of places in documents: in United Nations style, as BibTeX, as RIS."""

from __future__ import annotations

import datetime

import pytest
from django.utils.translation import override

from documents.labels.citing import (
    CitationSource,
    format_bibtex,
    format_citation,
    format_ris,
    official_address,
    paragraph_place,
)
from documents.labels.places import cited_place
from documents.models import Paragraph

PLACES = [
    ("para. 63 (a)", "", "para. 63 (a)", "an item of a numbered paragraph"),
    ("Annex I (a)", "Annex I", "annex I, para. (a)", "an item of an annex"),
    ("Annex I, para. 3 (a)", "Annex I", "annex I, para. 3 (a)", "a numbered paragraph of an annex"),
    ("Annex", "Annex", "annex", "the only annex"),
    ("Annex I.II", "Annex I", "annex I, sect. II", "a section of an annex"),
    ("Annex I.A", "Annex I.A", "annex I.A", "an annex numbered I.A"),
    ("Annex III, Annex I, para. 2", "Annex III, Annex I", "annex III, annex I, para. 2", "an annex of an annex"),
    ("Annex II, Decision 1 (a)", "Annex II", "annex II, decision 1, para. (a)", "a decision in an annex"),
    ("II", "", "sect. II", "a section"),
    ("II.A", "", "sect. II.A", "a section of a section"),
    ("ثانيا (أ)", "", "sect. II, para. (\u2068أ\u2069)", "an item of a section in Arabic"),
    ("حادي عشر, باء", "", "sect. XI.B", "a section of a section in Arabic"),
    ("II (a)", "", "sect. II, para. (a)", "an item of a section"),
    ("IV.B.1 (b)", "", "sect. IV.B.1, para. (b)", "an item of a section of a section"),
    ("item 5 (b)", "", "item 5 (b)", "an item of an agenda"),
    ("(a)", "", "para. (a)", "an item without a named parent"),
    ("Приложение I (a)", "Приложение I", "annex I, para. (a)", "an annex in another script"),
    ("", "", "", "nothing"),
]


@pytest.mark.parametrize(("path", "part", "expected", "_reason"), PLACES, ids=[case[3] for case in PLACES])
def test_place_is_cited_in_united_nations_style(path: str, part: str, expected: str, _reason: str) -> None:
    assert cited_place(path, part) == expected


def test_label_of_a_heading_is_not_split() -> None:
    assert cited_place("1 (a)", is_heading=True) == "sect. 1 (a)"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"path": "para. 3", "label": "3", "page": 4}, "para. 3"),
        ({"path": "II", "label": "", "page": 4}, "sect. II, p. 4"),
        ({"path": "", "label": "", "page": 4}, "p. 4"),
        ({"path": "para. 3", "label": "•", "page": 4}, "para. 3, p. 4"),
        ({"path": "II", "label": "", "page": None}, "sect. II"),
        ({"path": "", "label": "", "page": None}, ""),
    ],
    ids=["number", "no number", "no number or section", "bullet", "no page", "nothing known"],
)
def test_page_is_cited_if_a_paragraph_has_no_number(fields: dict[str, object], expected: str) -> None:
    assert paragraph_place(Paragraph(kind="paragraph", **fields)) == expected


def citation_source(**fields: object) -> CitationSource:
    values = {
        "symbol": "CTOC/COP/2022/L.4",
        "title": "Draft resolution",
        "subtitle": "",
        "body": "Conference of the Parties",
        "kind": "draft resolution or decision",
        "date": datetime.date(2022, 9, 8),
        "language": "en",
        "place": "annex I, para. (a)",
        "page": 3,
        "address": "http://portal/documents/CTOC/COP/2022/L.4/?language=en#annex-i-a",
        "key": "CTOC-COP-2022-L.4-annex-i-a",
        "note": "Draft, not adopted.",
        **fields,
    }
    return CitationSource(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "CTOC/COP/2022/L.4, annex I, para. (a)"),
        ({"place": ""}, "CTOC/COP/2022/L.4"),
        ({"symbol": "A/60/1-S/2005/2", "place": "para. 2"}, "A/60/1-S/2005/2, para. 2"),
        ({"symbol": ""}, "“Draft resolution” (Conference of the Parties, 8 September 2022), annex I, para. (a)"),
        ({"symbol": "", "body": "", "date": None, "place": "para. 2"}, "“Draft resolution”, para. 2"),
        ({"symbol": "", "subtitle": "Addendum", "body": "", "date": None, "place": ""}, "“Draft resolution: Addendum”"),
        ({"place": "", "caution": "draft, not adopted"}, "CTOC/COP/2022/L.4 (draft, not adopted)"),
        ({"symbol": "", "title": "", "body": "", "date": None, "place": ""}, "“Untitled document”"),
    ],
    ids=[
        "place",
        "document",
        "joint symbols",
        "no symbol",
        "no symbol or body",
        "subtitle",
        "not adopted",
        "nothing known",
    ],
)
def test_document_is_cited_in_united_nations_style(fields: dict[str, object], expected: str) -> None:
    assert format_citation(citation_source(**fields)) == expected


def test_bibtex_entry_is_complete() -> None:
    assert format_bibtex(citation_source()) == (
        "@techreport{CTOC-COP-2022-L.4-annex-i-a,\n"
        "  author = {{Conference of the Parties}},\n"
        "  title = {{Draft resolution}},\n"
        "  institution = {United Nations},\n"
        "  type = {draft resolution or decision},\n"
        "  number = {CTOC/COP/2022/L.4},\n"
        "  year = {2022},\n"
        "  month = {9},\n"
        "  day = {8},\n"
        "  pages = {3},\n"
        "  language = {en},\n"
        "  note = {annex I, para. (a). Draft, not adopted.},\n"
        "  url = {http://portal/documents/CTOC/COP/2022/L.4/?language=en#annex-i-a},\n"
        "}\n"
    )


def test_remarks_end_in_the_full_stop_of_the_language() -> None:
    source = citation_source(place="第二节，第(j)段", note="草案。")
    with override("zh-hans"):
        assert "note = {第二节，第(j)段。草案。}" in format_bibtex(source)
        assert "N1  - 第二节，第(j)段。草案。" in format_ris(source)
        assert "note = {第二节，第(j)段}" in format_bibtex(citation_source(place="第二节，第(j)段", note=""))


def test_titles_are_escaped_for_tex() -> None:
    entry = format_bibtex(citation_source(title="50 % of {it} & #1_x \\input~^\n@techreport{y,"))
    assert r"title = {{50 \% of \{it\} \& \#1\_x \textbackslash{}input\textasciitilde{}\textasciicircum{}" in entry
    assert len([line for line in entry.splitlines() if line.startswith("@")]) == 1


def test_ris_record_has_symbol_date_and_place() -> None:
    lines = format_ris(citation_source(note="")).split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert lines[-2:] == ["ER  - ", ""]
    assert "SN  - CTOC/COP/2022/L.4" in lines
    assert "DA  - 2022/09/08" in lines
    assert "N1  - annex I, para. (a)" in lines


def test_title_with_line_breaks_is_one_ris_field() -> None:
    record = format_ris(citation_source(title="A\r\nER  - \r\nTY  - BOOK"))
    assert [line for line in record.split("\r\n") if line.startswith(("TY", "ER"))] == ["TY  - RPRT", "ER  - "]


def test_unknown_fields_are_omitted() -> None:
    unknown = citation_source(symbol="", date=None, page=None, kind="", note="", place="")
    assert "year" not in format_bibtex(unknown)
    assert "{}" not in format_bibtex(unknown)
    assert "PY" not in format_ris(unknown)


@pytest.mark.parametrize(
    ("symbol", "language", "expected"),
    [
        ("CTOC/COP/2022/L.4", "fr", "https://undocs.org/fr/CTOC/COP/2022/L.4"),
        ("A/81/6 (Sect. 13)", "en", "https://undocs.org/en/A/81/6(Sect.13)"),
        ("A/1", "", "https://undocs.org/A/1"),
        ("A/1", "de", "https://undocs.org/A/1"),
        ("A/<1>?x", "zh", "https://undocs.org/zh/A/%3C1%3E%3Fx"),
    ],
)
def test_official_document_is_addressed_by_language_and_symbol(symbol: str, language: str, expected: str) -> None:
    assert official_address(symbol, language) == expected
