"""Sort keys for names in the reader's language.

The embedded database has no collations of other languages, so names are sorted here.
"""

from __future__ import annotations

import unicodedata

from django.utils.translation import get_language

_OWN_LETTERS = {
    "es": {"n\N{COMBINING TILDE}": "n\uffff"},
    "ru": {"и\N{COMBINING BREVE}": "и\uffff"},
}
"""Letters that a language sorts after the letter without the mark."""


def sort_key(name: str) -> tuple[bytes, str]:
    """Return a key that sorts names as a dictionary in the reader's language does: without regard to capitals and
    accents ("Índice" before "Último" and "Zona"), "ñ" after "n" in Spanish, Chinese by pronunciation.

    Chinese names are sorted by their codes in GB 18030, which has the common characters in the order of pinyin.
    """
    language = (get_language() or "en").partition("-")[0]
    if language == "zh":
        return name.casefold().encode("gb18030"), name
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    for letter, key in _OWN_LETTERS.get(language, {}).items():
        decomposed = decomposed.replace(letter, key)
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return letters.encode(), name
