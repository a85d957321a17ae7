"""Names sorted as in dictionaries of the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from documents.models import DocumentFile, LanguageVersion
from documents.templatetags.naming import by_language
from documents.web.languages import by_language_name, by_name
from documents.web.sorting import sort_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Bank secrecy", "confiscation", "COVID-19", "Extradition"]),
        ("fr", ["Échange", "Écoute", "Extradition", "Œuvre", "Zone"]),
        ("es", ["Índice", "Último", "Zona"]),
        ("es", ["nube", "ñu", "orden"]),
        ("ru", ["Елка", "Ёмкость", "Жертвы"]),
        ("ru", ["Заир", "Зайцы", "Закон"]),
        ("ar", ["أدلة", "إرهاب", "استرداد", "تسليم"]),
        ("zh-hans", ["被害人", "腐败", "洗钱", "引渡"]),
    ],
)
def test_names_are_in_the_order_of_the_language(language: str, names: list[str]) -> None:
    with override(language):
        assert sorted(set(names), key=sort_key) == names


@pytest.mark.parametrize(
    ("language", "codes"),
    [
        ("en", ["ar", "zh", "en", "fr", "ru", "es"]),
        ("fr", ["en", "ar", "zh", "es", "fr", "ru"]),
        ("ru", ["en", "ar", "es", "zh", "ru", "fr"]),
        ("zh-hans", ["ar", "zh", "en", "fr", "ru", "es"]),
    ],
)
def test_languages_are_in_the_order_of_the_united_nations(language: str, codes: list[str]) -> None:
    """By their names, except in Chinese: Chinese texts list 阿拉伯文、中文、英文、法文、俄文、西班牙文."""
    with override(language):
        assert by_name(("ar", "en", "es", "fr", "ru", "zh")) == codes
        assert [code for code, _text in by_language_name(dict.fromkeys(sorted(codes), ""))] == codes


def test_rows_follow_the_names_of_their_languages() -> None:
    """Rows have a language or a version that has one; those in one language keep their order."""
    versions = [LanguageVersion(language=code) for code in ("en", "es", "zh")]
    files = [DocumentFile(version=version, media_type=kind) for kind in ("a", "b") for version in versions]
    with override("fr"):
        assert [row.language for row in by_language(versions)] == ["en", "zh", "es"]
        shown = [(row.version.language, row.media_type) for row in by_language(files)]
    assert shown == [(code, kind) for code in ("en", "zh", "es") for kind in ("a", "b")]
