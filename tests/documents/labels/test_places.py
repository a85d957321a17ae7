"""Places in a document in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from documents.labels.places import cited_place, page_place, reported_place, shown_place
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
        ("fr", "Annex II (c) (i)", "annexe II c) i)", "annexe II, al. c) i)"),
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
        ("ar", "ثانيا (أ)", "الفرع ثانيا (أ)", "الفرع ثانيا، الفقرة (أ)"),
        ("ar", "3", "الفرع 3", "الفرع 3"),
        ("zh-hans", "II.A (b)", "第二.A节(b)", "第二.A节，第(b)段"),
        ("ar", "II.A", "الفرع II.A", "الفرع II.A"),
        ("zh-hans", "3.1", "第3.1节", "第3.1节"),
        ("fr", "II (h)", "sect. II h)", "sect. II, al. h)"),
        ("en", "Annexe II c)", "annex II (c)", "annex II, para. (c)"),
        ("en", "Приложение I (а)", "annex I (а)", "annex I, para. (а)"),
        ("fr", "Decision 1 (a)", "Decision 1 a)", "decision 1, al. a)"),
    ],
)
def test_places_are_in_the_language_of_the_reader(language: str, path: str, shown: str, cited: str) -> None:
    """Words are translated; numbers, letters and other labels remain as printed."""
    with override(language):
        assert shown_place(path) == shown
        assert cited_place(path, shown_part(path)) == cited


def shown_part(path: str) -> str:
    return " ".join(path.split(",")[0].split()[:2]) if path[:2] in ("An", "Пр") else ""


def test_page_is_in_the_language_of_the_reader() -> None:
    with override("es"):
        assert page_place(4) == "pág. 4"


def test_reported_place_is_in_the_language_of_the_reader() -> None:
    document = Document()
    document.prefetched_symbols = ["CTOC/COP/2022/L.4"]
    with override("fr"):
        assert reported_place(ErrorReport(document=document, path="Annex I (m)")) == "CTOC/COP/2022/L.4, annexe I m)"
        assert reported_place(ErrorReport(document=document)) == "CTOC/COP/2022/L.4"
