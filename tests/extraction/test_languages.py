"""Articles cited in the other five official languages."""

from __future__ import annotations

import pytest

from recommendations.extraction.references.articles import find_article_references
from tests.extraction.reading import VOCABULARY, in_order

CASES = [
    ("fr", "l’article 16, paragraphe 4, de la Convention contre la criminalité organisée", ["untoc:16(4)"], "in full"),
    ("fr", "le paragraphe 4 de l’article 16 de la Convention", ["untoc:16(4)"], "paragraph first"),
    ("fr", "l’alinéa b) de l’article 2 de la Convention", ["untoc:2(b)"], "sub-paragraph first"),
    ("fr", "les articles 16 à 18 de la Convention", ["untoc:16", "untoc:17", "untoc:18"], "a range"),
    (
        "fr",
        "l’article 18 de la Convention contre la criminalité organisée et l’article 46 de la "
        "Convention contre la corruption",
        ["untoc:18", "uncac:46"],
        "each of its own",
    ),
    ("fr", "l’article 8 du Protocole relatif au trafic illicite de migrants", ["som-protocol:8"], "a protocol"),
    ("fr", "l’article 571 du Code pénal", [], "national law"),
    ("es", "artículo 16, párrafo 4, de la Convención contra la Delincuencia Organizada", ["untoc:16(4)"], "in full"),
    ("es", "párrafo 2 del Artículo 17 de la Carta de las Naciones Unidas", ["charter:17(2)"], "the Charter"),
    ("es", "el Artículo 24 de la Carta", ["charter:24"], "the Charter, shortly"),
    ("es", "apartado b) del artículo 2 de la Convención", ["untoc:2(b)"], "sub-paragraph first"),
    ("es", "de los artículos 18 y 46 de la Convención contra la Corrupción", ["uncac:18", "uncac:46"], "a list"),
    ("es", "el artículo 297 del Código Penal", [], "national law"),
    ("ru", "пункт 4 статьи 16 Конвенции", ["untoc:16(4)"], "paragraph first"),
    ("ru", "в пунктах 4 и 5 статьи 18 Конвенции", ["untoc:18(4)", "untoc:18(5)"], "two paragraphs"),
    ("ru", "статья 18 Конвенции против коррупции", ["uncac:18"], "another convention"),
    ("ru", "в статьях 16 и 18 Конвенции", ["untoc:16", "untoc:18"], "a list"),
    ("ru", "статью 571 Уголовного кодекса", [], "national law"),
    ("ar", "الفقرة 4 من المادة 16 من الاتفاقية", ["untoc:16(4)"], "paragraph first"),
    ("ar", "المادتين 16 و18 من الاتفاقية", ["untoc:16", "untoc:18"], "two articles"),
    ("ar", "المادة ٤٦ من اتفاقية الأمم المتحدة لمكافحة الفساد", ["uncac:46"], "Arabic-Indic digits"),
    ("zh", "《公约》第十六条第四款", ["untoc:16(4)"], "numerals"),
    ("zh", "《公约》第18条和第20条", ["untoc:18", "untoc:20"], "digits"),
    ("zh", "《公约》第16至18条", ["untoc:16", "untoc:17", "untoc:18"], "a range"),
    ("zh", "《联合国反腐败公约》第五十四条第一款第(三)项", ["uncac:54(1)(c)"], "an item"),
]


@pytest.mark.parametrize(("language", "text", "expected", "reason"), CASES, ids=[f"{c[0]}: {c[3]}" for c in CASES])
def test_case(language: str, text: str, expected: list[str], reason: str) -> None:
    found = find_article_references(in_order(text), VOCABULARY, "untoc", language)
    assert [str(target) for reference in found for target in reference.articles] == expected, reason
    assert all(text[reference.start : reference.end] == reference.text for reference in found)
