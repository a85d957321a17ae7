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

_PRINCIPAL = re.compile(rf"(?:The\s)?(?P<organ>{PRINCIPAL_ORGANS})[，,]", re.VERBOSE)


def is_enacting_line(text: str) -> bool:
    """Return whether a line is "The Conference of the Parties to the … Convention …,", or the like in another language.

    A principal organ may lack the comma.
    """
    return len(text) <= _MAX_LENGTH and _LINE.fullmatch(text) is not None


def enacting_organ(text: str) -> str | None:
    """Return the name of the organ in such a line; None in languages in which it has another form within a sentence."""
    if principal := _PRINCIPAL.match(text):
        return principal["organ"]
    match = _ORGAN.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    return (match["en"] or match["zh"]) if match else None
