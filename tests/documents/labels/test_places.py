"""Places in a document in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from documents.labels.places import cited_place, page_place, reported_place, shown_name, shown_place
from documents.models import Document, ErrorReport

PATHS = [
    "",
    "para. 63 (a)",
    "para. 14, bullet 2",
    "Annex I (a) (i)",
    "Annex III, Annex I, para. 2",
    "Annex I.II",
    "item 5 (b)",
    "(a)",
    "Decision 1 (a)",
    "Operative paragraph",
]


@pytest.mark.parametrize("path", PATHS)
def test_places_are_shown_in_english_as_stored_with_small_letters_of_annexes(path: str) -> None:
    assert shown_place(path) == path.replace("Annex", "annex")


@pytest.mark.parametrize(
    ("language", "path", "shown", "cited"),
    [
        ("fr", "para. 63 (a)", "par. 63 a)", "par. 63 a)"),
        ("fr", "Annex II (c) (i)", "annexe II, al. c) i)", "annexe II, al. c) i)"),
        ("es", "Annex II (c)", "anexo II c)", "anexo II, párr. c)"),
        ("es", "II.A (b)", "secc. II.A b)", "secc. II.A, párr. b)"),
        ("es", "item 5 (b)", "tema 5 b)", "tema 5 b)"),
        ("ru", "Annex I, para. 3 (a)", "приложение I, п. 3 a)", "приложение I, п. 3 a)"),
        ("es", "para. 56, item 16", "párr. 56, punto 16", "párr. 56, punto 16"),
        ("fr", "para. 56, item 16", "par. 56, point 16", "par. 56, point 16"),
        ("ru", "para. 56, item 16", "п. 56, подпункт 16", "п. 56, подпункт 16"),
        ("ru", "item 5", "пункт 5", "пункт 5"),
        ("ar", "para. 56, item 16", "الفقرة 56، البند 16", "الفقرة 56، البند 16"),
        ("zh-hans", "para. 56, item 16", "第56段，第16项", "第56段，第16项"),
        ("es", "II (a), item 2", "secc. II a), punto 2", "secc. II, párr. a), punto 2"),
        ("es", "Annex I, item 2", "anexo I, tema 2", "anexo I, tema 2"),
        ("ar", "Annex I (a)", "المرفق الأول (a)", "المرفق الأول، الفقرة (a)"),
        ("zh-hans", "Annex I, para. 3 (a)", "附件一，第3(a)段", "附件一，第3(a)段"),
        ("ar", "II (h)", "الفرع الثاني (h)", "الفرع الثاني، الفقرة (h)"),
        ("zh-hans", "II (h)", "第二节(h)", "第二节，第(h)段"),
        ("en", "3", "sect. 3", "sect. 3"),
        ("en", "II (k)", "sect. II (k)", "sect. II, para. (k)"),
        ("en", "1 (a)", "sect. 1 (a)", "sect. 1, para. (a)"),
        ("ar", "ثانيا (أ)", "الفرع الثاني (أ)", "الفرع الثاني، الفقرة (أ)"),
        ("ar", "ثانياً", "الفرع الثاني", "الفرع الثاني"),
        ("ar", "二 (h)", "الفرع الثاني (h)", "الفرع الثاني، الفقرة (h)"),
        ("ar", "حادي عشر, باء", "الفرع الحادي عشر-باء", "الفرع الحادي عشر-باء"),
        ("ar", "A", "الفرع ألف", "الفرع ألف"),
        ("fr", "ثانيا (أ)", "sect. II, al. \u2068أ\u2069)", "sect. II, al. \u2068أ\u2069)"),
        ("ru", "ثالثا, باء", "раздел III.B", "раздел III.B"),
        ("zh-hans", "ثانيا (أ)", "第二节(\u2068أ\u2069)", "第二节，第(\u2068أ\u2069)段"),
        ("fr", "二 (i)", "sect. II, al. i)", "sect. II, al. i)"),
        ("es", "四.A", "secc. IV.A", "secc. IV.A"),
        ("fr", "甲", "sect. A", "sect. A"),
        ("zh-hans", "甲", "第甲节", "第甲节"),
        ("es", "المرفق الثالث", "anexo III", "anexo III"),
        ("ru", "附件 二", "приложение II", "приложение II"),
        ("ar", "3", "الفرع 3", "الفرع 3"),
        ("zh-hans", "II.A (b)", "第二.A节(b)", "第二.A节，第(b)段"),
        ("ar", "II.A", "الفرع الثاني-ألف", "الفرع الثاني-ألف"),
        ("zh-hans", "3.1", "第3.1节", "第3.1节"),
        ("fr", "II (h)", "sect. II, al. h)", "sect. II, al. h)"),
        ("en", "Annexe II c)", "annex II (c)", "annex II, para. (c)"),
        ("en", "Приложение I (а)", "annex I (а)", "annex I, para. (а)"),
        ("fr", "Decision 1 (a)", "Decision 1, al. a)", "decision 1, al. a)"),
        ("en", "Part Two, Chapter I", "part two, chap. I", "part two, chap. I"),
        ("fr", "Part One, Chapter I", "première partie, chap. I", "première partie, chap. I"),
        ("es", "Part Seven, Chapter 3", "séptima parte, cap. 3", "séptima parte, cap. 3"),
        ("ru", "Part Two, Chapter IV", "часть вторая, глава IV", "часть вторая, глава IV"),
        ("ar", "Part Two, Chapter I", "الجزء الثاني، الفصل الأول", "الجزء الثاني، الفصل الأول"),
        ("zh-hans", "Part Three, Chapter II", "第三部分，第二章", "第三部分，第二章"),
        ("fr", "PART TWO, para. 24 (a)", "deuxième partie, par. 24 a)", "deuxième partie, par. 24 a)"),
        ("fr", "Part II.A (b)", "partie II, sect. A, al. b)", "partie II, sect. A, al. b)"),
        ("es", "Chapter Two", "cap. II", "cap. II"),
        ("ar", "Part B", "الجزء باء", "الجزء باء"),
        ("fr", "Section 4", "sect. 4", "sect. 4"),
    ],
)
def test_places_are_in_the_language_of_the_reader(language: str, path: str, shown: str, cited: str) -> None:
    """Words are translated, and numbers of annexes, parts, chapters and sections converted; paragraphs, letters and
    other labels remain as printed."""
    with override(language):
        assert shown_place(path) == shown
        assert cited_place(path, shown_part(path)) == cited


def test_place_in_a_stored_name_is_in_the_language_of_the_reader() -> None:
    with override("fr"):
        assert shown_name("A/CONF.9/L.4, Annex II (f)") == "A/CONF.9/L.4, annexe II, al. f)"
        assert shown_name("Draft report, with notes") == "Draft report, with notes"


def shown_part(path: str) -> str:
    return " ".join(path.split(",")[0].split()[:2]) if path[:2] in ("An", "Пр") else ""


def test_page_is_in_the_language_of_the_reader() -> None:
    with override("es"):
        assert page_place(4) == "pág. 4"


def test_reported_place_is_in_the_language_of_the_reader() -> None:
    document = Document()
    document.prefetched_symbols = ["CTOC/COP/2022/L.4"]
    with override("fr"):
        report = ErrorReport(document=document, path="Annex I (m)")
        assert reported_place(report) == "CTOC/COP/2022/L.4, annexe I, al. m)"
        assert reported_place(ErrorReport(document=document)) == "CTOC/COP/2022/L.4"
