"""Arabic PDFs: words in reading order, with their brackets, numbers, Latin words, note markers and vowel marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.parsing.readers.pdf import read_pdf
from documents.parsing.readers.pdf_layout.bidi import reading_order
from documents.parsing.readers.pdf_layout.page import Page, Word, words_text
from documents.parsing.readers.pdf_layout.quality import find_doubts_about_order
from tests.sources import ROOT

GOLDENS = sorted((ROOT / "tests" / "fixtures" / "arabic").glob("*.pdf"))
"""Printed from the file of the same name next to each: brackets by Chromium, latin_words by WeasyPrint, others by
LibreOffice."""


@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.stem)
def test_text_equals_the_source(path: Path) -> None:
    source = read_pdf(path.read_bytes())
    typed = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [fragment.text for fragment in source.body] == typed
    assert not source.doubts


def test_boxes_are_where_the_text_is_printed() -> None:
    source = read_pdf(next(path for path in GOLDENS if path.stem == "latin_words").read_bytes())
    short = next(fragment.box for fragment in source.body if fragment.text.startswith("النسبة"))
    assert short is not None
    assert short.right > 500  # on a page 595 points wide


LINES = [
    # printed from the left, typed
    ("ةداملا 18 نم ةيقافتالا", "الاتفاقية من 18 المادة"),
    (".(12 ةرقفلا رظنا)", "(انظر الفقرة 12)."),
    ("CTOC/COP/2031/9 ةقيثولا", "الوثيقة CTOC/COP/2031/9"),
    ("2031 ويام/رايأ 9-5 ،انييف", "فيينا، 5-9 أيار/مايو 2031"),
    ("55/25 رارقلا -1", "1- القرار 55/25"),
    (".United Nations, Treaty Series رظنا", "انظر United Nations, Treaty Series."),
    ("ماع V.20-03585 (A)", "V.20-03585 (A) عام"),
    ("رالود 10 000 غلبملا", "المبلغ 10 000 دولار"),
    ("صن «ـب» (ـه)", "(هـ) «بـ» نص"),
    ("ةـــــــقيثولا", "الوثيقة"),
    (".www.un.org", "www.un.org."),
    ("Distr.: General", "Distr.: General"),
    ("-1", "1-"),
    ("15:00-18:00", "15:00-18:00"),
]


@pytest.mark.parametrize(("printed", "typed"), LINES, ids=[typed for _, typed in LINES])
def test_lines_are_read_as_typed(printed: str, typed: str) -> None:
    page = Page(1, 600, 800, right_to_left=True, flipped=True)
    words = [Word(text, 10.0 * place, 10.0 * place + 8, 100, 10) for place, text in enumerate(printed.split()[::-1])]
    assert words_text(reading_order(words, page)) == typed


def test_arabic_words_in_an_english_line_are_turned() -> None:
    words = [
        Word(text, 10.0 * place, 10.0 * place + 8, 100, 10) for place, text in enumerate(["the", "word", "قح", "means"])
    ]
    assert words_text(reading_order(words, Page(1, 600, 800))) == "the word حق means"


def test_letters_out_of_order_are_doubted() -> None:
    lines = ["قررت الدول الأطراف في الاتفاقية أن تعقد الدورة المقبلة للمؤتمر في المدينة المضيفة"] * 3
    assert not find_doubts_about_order(lines)
    assert [doubt.code for doubt in find_doubts_about_order(line[::-1] for line in lines)] == ["text_order"]
