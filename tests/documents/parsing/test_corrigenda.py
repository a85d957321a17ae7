"""Corrigenda: the languages to which they apply, and the paragraphs that they correct."""

from __future__ import annotations

import pytest

from documents.parsing.corrigenda import NamedParagraph, languages_concerned, named_paragraphs


@pytest.mark.parametrize(
    ("line", "languages"),
    [
        ("French only", ("fr",)),
        ("English/French only", ("en", "fr")),
        ("[Concerne le texte français seulement]", ("fr",)),
        ("(Se aplica únicamente a la versión en español)", ("es",)),
        ("Только на русском языке", ("ru",)),
        ("ينطبق على النص العربي فقط", ("ar",)),
        ("仅涉及中文本", ("zh",)),
        ("Does not apply to the English text", ("ar", "zh", "fr", "ru", "es")),
        ("Ne concerne pas la version anglaise", ("ar", "zh", "fr", "ru", "es")),
        ("Original: French", ()),
        ("For ten days the Spanish only read the summary.", ()),
        ("Only the courts of a State may decide.", ()),
        ("The English text should not read so.", ()),
    ],
)
def test_affected_languages_are_recognized(line: str, languages: tuple[str, ...]) -> None:
    assert languages_concerned(["Corrigendum", line]) == languages


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Paragraph 44", [NamedParagraph(44)]),
        ("1. Paragraph 4, third sentence", [NamedParagraph(4)]),
        ("Page 5, paragraph 12 (b) (ii), line 3", [NamedParagraph(12, ("b", "ii"))]),
        ("Paragraphs 5, 7 and 9", [NamedParagraph(number) for number in (5, 7, 9)]),
        ("Paragraphs 5 to 7", [NamedParagraph(number) for number in (5, 6, 7)]),
        ("Annex I, paragraph 3", [NamedParagraph(3, (), "I")]),
        ("Annexe, paragraphe 3", [NamedParagraph(3, (), "")]),
        ("Paragraphe 12, alinéa b)", [NamedParagraph(12, ("b",))]),
        ("Párrafo 12, apartado c)", [NamedParagraph(12, ("c",))]),
        ("Пункт 12, подпункт b)", [NamedParagraph(12, ("b",))]),
        ("الفقرة 12 (ب)", [NamedParagraph(12, ("ب",))]),
        ("第12段(b)", [NamedParagraph(12, ("b",))]),
        ("For forty read fourteen.", []),
        ("The paragraph should read", []),
        ("At the meeting held that day in Vienna, paragraph 5 of the resolution was read out", []),
        ("Paragraph 5 " + "should read as follows " * 6, []),
    ],
)
def test_named_paragraphs_are_recognized(text: str, named: list[NamedParagraph]) -> None:
    assert named_paragraphs(text) == named
