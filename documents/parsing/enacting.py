"""Recognize the line that names the organ which adopts the text below it: "The General Assembly,"."""

from __future__ import annotations

import re

from documents.parsing.organ_names import PRINCIPAL_ORGANS

_MAX_LENGTH = 260  # characters; the longest line of this kind, with the full name of a conference, has about 200
_LINE = re.compile(
    rf"""(?:(?:The|La|El|Los|Les|Le)\s(?:[A-Z]|\w+\s[A-Z])|L['’]\s?[A-ZÉ]).{{3,}},
       | (?:Генеральная|Экономический|Совет|Конференция|Комиссия|Комитет)\s.{{2,}},
       | (?:大[会會]|.{{2,20}}(?:理事[会會]|委[员員][会會])|.{{2,40}}[会會][议議])[，,] | إن[\u064b-\u0652]*\s.{{3,}}،
       | (?:(?:The|La|El|Le)\s|L['’]\s?){PRINCIPAL_ORGANS}""",
    re.VERBOSE,
)
_ORGAN = re.compile(r"(?:The (?P<en>[A-Z].{3,}),|(?P<zh>[\u4e00-\u9fff]{2,40})[，,])")

_PRINCIPAL = re.compile(
    rf"(?:(?:The|La|El|Le)\s|L['’]\s?|إن[\u064b-\u0652]*\s)?(?P<organ>{PRINCIPAL_ORGANS})[，,،]", re.VERBOSE
)
_WITHIN = re.compile(
    rf"(?<=\s)(?=(?:The|La|El|Le)\s|L['’]|إن|[А-Я\u4e00-\u9fff]){_PRINCIPAL.pattern}(?=\s)", re.VERBOSE
)
"""Matches the line within a text; in languages with articles, an organ in a title has none or one in small letters."""
_NUMBER = re.compile(r"(?:^|(?<=[\]）)]\s))(?:\d{1,3}|\d{4})/\d{1,4}\.\s(?=\w)")
_MAX_TITLE = 400  # characters
_MIN_TEXT = 60  # characters; a line of a head that begins with an organ and a comma is shorter


def is_enacting_line(text: str) -> bool:
    """Return whether a line is "The Conference of the Parties to the … Convention …,", or the like in another language.

    A principal organ may lack the comma.
    """
    return len(text) <= _MAX_LENGTH and _LINE.fullmatch(text) is not None


def enacting_organ(text: str) -> str | None:
    """Return the name of the organ in such a line, or at the beginning of a text; None for an organ that is not a
    principal organ in languages in which its name has another form within a sentence."""
    if principal := _PRINCIPAL.match(text):
        return principal["organ"]
    match = _ORGAN.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    return (match["en"] or match["zh"]) if match else None


def resolution_parts(text: str) -> list[str]:
    """Return the parts of a text with a resolution on one line: what is printed above it, its number and title, the
    line that names the enacting organ, and the text below; ``[]`` if a part is missing."""
    number = _NUMBER.search(text)
    enacting = _WITHIN.search(text, number.end(), number.end() + _MAX_TITLE) if number else None
    if not number or not enacting:
        return []
    parts = (text[: number.start()], text[number.start() : enacting.start()], enacting.group(), text[enacting.end() :])
    return [part.strip() for part in parts if part.strip()]


def opens_resolution(text: str) -> bool:
    """Return whether a text begins with the name of the principal organ that adopts it, and continues: "The General
    Assembly, Recalling …"."""
    match = _PRINCIPAL.match(text)
    return match is not None and len(text) >= _MIN_TEXT
