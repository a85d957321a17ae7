"""Names sorted as in dictionaries of the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from documents.web.languages import by_language_name
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


def test_languages_are_listed_by_their_names() -> None:
    with override("ru"):
        names = by_language_name(dict.fromkeys(("ar", "en", "es", "fr", "ru", "zh"), ""))
    assert [code for code, _text in names] == ["en", "ar", "es", "zh", "ru", "fr"]
