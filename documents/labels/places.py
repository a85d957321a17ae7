"""Places in a document in the reader's language: "Annex I, para. 3 (a)" is "annexe I, par. 3 a)" in French.

Stored places, which also form addresses, consist of words of the parser ("para.", "item", "bullet") and of labels that
are printed in the document. Words are translated, letters get the brackets that the language puts around them, and the
numbers of annexes, parts, chapters and sections are written as documents in the reader's language write them. Other
numbers and letters remain as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi, pgettext, pgettext_lazy

from documents.labels.section_numbers import (
    is_arabic_section,
    is_section,
    part_number,
    section_number,
    value_in_words,
)
from documents.models import ErrorReport
from documents.parsing.numbering import to_roman
from documents.web.languages import isolated
from documents.web.phrases import detail_comma

_LETTER = r"(?: [(（] [^()（）]+ [)）] | \w{1,4} (?:\s(?:bis|ter|quater))? \) )"
_PIECE = re.compile(
    rf"(?: (?P<word> para\. | item | bullet ) \s+ )? (?P<label> .*? ) (?P<letters> (?: (?:^|\s+) {_LETTER} )* )",
    re.VERBOSE,
)
"""Matches "para. 63 (a)", "item 5", "Annex I (a)", "II.A", "(a)"."""
_LETTERS = re.compile(_LETTER, re.VERBOSE)

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
_PART = re.compile(rf"(?P<word>{'|'.join(_PARTS)})(?: (?P<number>\S.*))?", re.IGNORECASE)
_DIVISIONS: Mapping[str, Promise] = {
    "part": pgettext_lazy("place in a document", "part %(number)s"),
    "chapter": pgettext_lazy("place in a document", "chap. %(number)s"),
}
_DIVISION = re.compile(rf"(?P<word>{'|'.join(_DIVISIONS)}|section) (?P<number>\w+)(?:\.(?P<below>\S+))?", re.IGNORECASE)
"""Matches "Part Two", "Chapter I" and, for a section below it, "Chapter I.A"."""


def shown_place(path: str) -> str:
    """Return a stored place as on pages: "annex I, para. 3 (a)", "para. 63 (a)", "sect. II.A (b)"; "" if it is empty.

    The first letter is lower case, as after a symbol; texts that begin with the place capitalize it.
    """
    return _shown_path(path, get_language())


@lru_cache(maxsize=5_000)
def _shown_path(path: str, _language: str | None) -> str:
    pieces = _pieces(path)
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
    within = _pieces(remaining)
    for index, piece in enumerate(within):
        pieces += _cited(piece, is_heading, below=within[:index])
    return detail_comma().join(pieces)


def reported_place(report: ErrorReport) -> str:
    """Return the document and place of a reported error: "CTOC/COP/2022/L.4, annex I (m)"."""
    return detail_comma().join(filter(None, (str(report.document), shown_place(report.path))))


_NAME = re.compile(r"(?P<document>[A-Z][\w.()-]*(?:/[\w.()-]+)+), (?P<place>.+)")


def shown_name(name: str) -> str:
    """Return a stored name, "CTOC/COP/2022/L.4, Annex I (b)", with its place as on pages; other names as stored."""
    match = _NAME.fullmatch(name)
    return detail_comma().join((match["document"], shown_place(match["place"]))) if match else name


def lettered(number: str) -> str:
    """Return a number with letters, "19 (f)", as the reader's language writes it: "19 f)" in Spanish."""
    _word, label, letters = _split(number)
    return _lettered(label, letters)


def page_place(page: int) -> str:
    """Return a page as in a citation: "p. 4"."""
    return pgettext("place in a document", "p. %(page)s") % {"page": page}


def _pieces(path: str) -> list[str]:
    """Return the pieces of a stored place. Sections of Arabic documents form one number: "ثانيا.باء"."""
    pieces: list[str] = []
    for piece in filter(None, path.split(", ")):
        if pieces and is_section(pieces[-1]) and is_arabic_section(_split(piece)[1]):
            pieces[-1] += f".{piece}"
        else:
            pieces.append(piece)
    return pieces


def _shown(piece: str, below: Sequence[str] = ()) -> str:
    word, label, letters = _split(piece)
    if word:
        return _numbered(word, _lettered(label, letters), below)
    lettered = _lettered("", letters)
    if not (label and letters):
        return _named(label) if label else lettered
    return pgettext("place and letter in it", "%(place)s %(letter)s") % {"place": _named(label), "letter": lettered}


def _cited(piece: str, is_heading: bool, below: Sequence[str]) -> list[str]:
    word, label, letters = _split(piece)
    if word:
        return [_numbered(word, _lettered(label, letters), below)]
    if is_heading:
        return [_section(label, letters) if is_section(label) else _lower_first(_shown(piece))]
    place = [_lower_first(_named(label))] if label else []
    if letters:
        place.append(pgettext("lettered place in a document", "para. %(letter)s") % {"letter": _lettered("", letters)})
    return place


def _named(label: str) -> str:
    """Return the name of a section, annex, part or chapter, or another label as printed. A number alone would not show
    what it numbers."""
    if is_section(label):
        return _section(label)
    division = _DIVISION.fullmatch(label)
    return _division(division) if division else _part(label)


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
    """Return "63 (a) (i)" in English, "63 a) i)" in Spanish. Arabic letters in lines of other scripts are isolated."""
    text = label
    for letter in letters:
        shown = letter if get_language_bidi() else isolated(letter)
        text += pgettext("after the number of a paragraph", " (%(letter)s)") % {"letter": shown}
    return text.strip()


def _section(label: str, letters: Iterable[str] = ()) -> str:
    number = _lettered(section_number(label), letters)
    return pgettext("place in a document", "sect. %(label)s") % {"label": number}


def _division(match: re.Match[str]) -> str:
    """Return the name of a part, chapter or section, and the section below it: "part two", "chap. I, sect. A"."""
    word, value = match["word"].lower(), value_in_words(match["number"])
    printed = to_roman(value).upper() if value else match["number"]
    if word == "section":
        name = _section(printed)
    elif word == "part" and value:
        name = pgettext("place numbered in words", "part %(number)s") % {"number": part_number(value)}
    else:
        name = str(_DIVISIONS[word]) % {"number": section_number(printed)}
    return detail_comma().join((name, _section(match["below"])) if match["below"] else (name,))


def _part(label: str) -> str:
    """Return the name of an annex ("annex I"), or another label as printed."""
    match = _PART.fullmatch(label)
    if not match:
        return label
    word = str(_PARTS[match["word"].lower()])
    if not match["number"]:
        return word
    first, *below = match["number"].split(".", 1)
    number = ".".join((section_number(first), *below))
    return pgettext("part of a document", "%(word)s %(number)s") % {"word": word, "number": number}


def _lower_first(name: str) -> str:
    """Return a name such as "Annex I" with a lower-case first letter: "annex I"."""
    return name[:1].lower() + name[1:]
