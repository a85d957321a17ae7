"""Places in a document in the reader's language: "Annex I, para. 3 (a)" is "annexe I, par. 3 a)" in French.

Stored places, which also form addresses, consist of words of the parser ("para.", "item", "bullet") and of labels that
are printed in the document. Words are translated, and letters get the brackets that the language puts around them.
Numbers and letters remain as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from documents.labels.ordinals import ordinal
from documents.models import ErrorReport
from documents.parsing.numbering import ARABIC_NUMBERS, roman_value
from documents.web.languages import interface_language
from documents.web.phrases import detail_comma

_LETTER = r"(?: [(（] [^()（）]+ [)）] | \w{1,4} (?:\s(?:bis|ter|quater))? \) )"
_PIECE = re.compile(
    rf"(?: (?P<word> para\. | item | bullet ) \s+ )? (?P<label> .*? ) (?P<letters> (?: (?:^|\s+) {_LETTER} )* )",
    re.VERBOSE,
)
"""Matches "para. 63 (a)", "item 5", "Annex I (a)", "II.A", "(a)"."""
_LETTERS = re.compile(_LETTER, re.VERBOSE)
_SECTION_NUMBER = (
    rf"(?: [IVXLC]+ | [A-Z] | \d+ | [一二三四五六七八九十]+ | {'|'.join(map(re.escape, ARABIC_NUMBERS))} )"
)
_SECTION = re.compile(rf"{_SECTION_NUMBER} (?: \. {_SECTION_NUMBER} )*", re.VERBOSE)
"""Matches "II", "II.A", "IV.B.1" and "ثانيا"."""

_WORDS: Mapping[str, Promise] = {
    "para.": pgettext_lazy("place in a document", "para. %(number)s"),
    "item": pgettext_lazy("place in a document", "item %(number)s"),
    "bullet": pgettext_lazy("place in a document", "bullet %(number)s"),
}
_ITEM_BELOW = pgettext_lazy("place below a paragraph", "item %(number)s")
"""An item of a numbered list in a paragraph, not of an agenda."""
_ANNEX = pgettext_lazy("place in a document", "annex")
_APPENDIX = pgettext_lazy("place in a document", "appendix")
_ENCLOSURE = pgettext_lazy("place in a document", "enclosure")
_PARTS: Mapping[str, Promise] = {
    **dict.fromkeys(("annex", "annexe", "anexo", "приложение", "附件", "المرفق", "مرفق"), _ANNEX),
    **dict.fromkeys(("appendix", "appendice", "apéndice", "добавление", "附录", "التذييل"), _APPENDIX),
    **dict.fromkeys(("enclosure", "pièce jointe"), _ENCLOSURE),
    "attachment": pgettext_lazy("place in a document", "attachment"),
}
_ROMAN = re.compile(r"^[IVXL]+(?![^.])")
_PART = re.compile(rf"(?P<word>{'|'.join(_PARTS)})(?: (?P<number>\S.*))?", re.IGNORECASE)


def shown_place(path: str) -> str:
    """Return a stored place as on pages: "annex I, para. 3 (a)", "para. 63 (a)", "sect. II.A (b)"; "" if it is empty.

    The first letter is lower case, as after a symbol; texts that begin with the place capitalize it.
    """
    pieces = path.split(", ") if path else []
    return detail_comma().join(_shown(piece, below=pieces[:index]) for index, piece in enumerate(pieces))


def cited_place(path: str, part: str = "", *, is_heading: bool = False) -> str:
    """Return a stored place as in a citation. ``part`` is the annex that contains the paragraph.

    "Annex I (a)" becomes "annex I, para. (a)"; "II.A" becomes "sect. II.A"; "Annex I.II" becomes "annex I, sect. II".
    The label of a heading is not split: "1 (a)" becomes "sect. 1 (a)".
    """
    remaining = path
    pieces = []
    if part and path.startswith(part):
        pieces = [_lower_first(_part(name)) for name in part.split(", ")]
        remaining = path[len(part) :].lstrip(" .,")
    within = list(filter(None, remaining.split(", ")))
    for index, piece in enumerate(within):
        pieces += _cited(piece, is_heading, below=within[:index])
    return detail_comma().join(pieces)


def reported_place(report: ErrorReport) -> str:
    """Return the document and place of a reported error: "CTOC/COP/2022/L.4, annex I (m)"."""
    return detail_comma().join(filter(None, (str(report.document), shown_place(report.path))))


def page_place(page: int) -> str:
    """Return a page as in a citation: "p. 4"."""
    return pgettext("place in a document", "p. %(page)s") % {"page": page}


def _shown(piece: str, below: Sequence[str] = ()) -> str:
    word, label, letters = _split(piece)
    if word:
        return _numbered(word, _lettered(label, letters), below)
    if _SECTION.fullmatch(label):  # a number alone does not show what it numbers
        return _lettered(_section(label), letters)
    return _lettered(_part(label), letters)


def _cited(piece: str, is_heading: bool, below: Sequence[str]) -> list[str]:
    word, label, letters = _split(piece)
    if word:
        return [_numbered(word, _lettered(label, letters), below)]
    if is_heading:
        return [_section(_lettered(label, letters)) if _SECTION.fullmatch(label) else _lower_first(_shown(piece))]
    place = [_section(label) if _SECTION.fullmatch(label) else _lower_first(_part(label))] if label else []
    if letters:
        place.append(pgettext("lettered place in a document", "para. %(letter)s") % {"letter": _lettered("", letters)})
    return place


def _numbered(word: str, number: str, below: Sequence[str]) -> str:
    """Return "para. 5". ``below`` are the pieces before: an item below a paragraph or a letter is not of an agenda."""
    is_in_list = word == "item" and any(outer or letters for outer, _label, letters in map(_split, below))
    return str(_ITEM_BELOW if is_in_list else _WORDS[word]) % {"number": number}


def _split(piece: str) -> tuple[str, str, list[str]]:
    """Return the word, the label and the letters of a piece: "para.", "63", ["a"] for "para. 63 (a)"."""
    match = _PIECE.fullmatch(piece)
    assert match  # the pattern matches any text
    return (
        match["word"] or "",
        match["label"],
        [letter.strip("()（）") for letter in _LETTERS.findall(match["letters"])],
    )


def _lettered(label: str, letters: Iterable[str]) -> str:
    """Return "63 (a) (i)" in English, "63 a) i)" in Spanish."""
    text = label
    for letter in letters:
        text += pgettext("after the number of a paragraph", " (%(letter)s)") % {"letter": letter}
    return text.strip()


def _section(label: str) -> str:
    return pgettext("place in a document", "sect. %(label)s") % {"label": _section_number(label)}


def _section_number(label: str) -> str:
    """Return a number as documents in the reader's language write it. Only Chinese ones write "II.A" in their own way:
    "二.A"."""
    return label if "." in label and interface_language() != "zh" else _ROMAN.sub(_written_number, label)


def _part(label: str) -> str:
    """Return the name of an annex ("annex I"), or another label as printed."""
    match = _PART.fullmatch(label)
    if not match:
        return label
    word = str(_PARTS[match["word"].lower()])
    if not match["number"]:
        return word
    number = _ROMAN.sub(_written_number, match["number"])
    return pgettext("part of a document", "%(word)s %(number)s") % {"word": word, "number": number}


def _written_number(roman: re.Match[str]) -> str:
    """Return the number of an annex or section as Arabic and Chinese documents write it ("الأول", "一"), otherwise
    Roman."""
    language = interface_language()
    value = roman_value(roman[0])
    return ordinal(value, language) if value and language in ("ar", "zh") else roman[0]


def _lower_first(name: str) -> str:
    """Return a name such as "Annex I" with a lower-case first letter: "annex I"."""
    return name[:1].lower() + name[1:]
