"""Lists, quotations and sentences, with the punctuation of the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.formats import get_format, number_format
from django.utils.html import avoid_wrapping
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

MAX_WORD_LENGTH = 12  # on average; a text with longer words has no spaces between words, like Chinese
CHARACTERS_PER_WORD = 3  # in such a text

_CHINESE_TITLE = re.compile("《[^《》]*》")
_LETTER = r"[^\W\u3400-\u9fff]|[\u0300-\u036f\u064b-\u0652]"  # or digit, not Chinese; with combining marks
_UNDIVIDED = re.compile(
    rf"""(?:第\s?)? (?: (?:{_LETTER})+ (?:[./'’-](?:{_LETTER})+)* | [〇一二三四五六七八九十百]+ )
      (?:\s?[条款项段节章号年月日届次])?""",
    re.VERBOSE,
)
"""Matches "extradition", "A/RES/55/25", "第20条", "第5/8号", "第十八条", "2007年"."""


def comma() -> str:
    """Return the separator between items of a list."""
    return pgettext("between the items of a list", ", ")


def semicolon() -> str:
    """Return the separator between items of a list that contain commas."""
    return pgettext("between the items of a list that contain commas", "; ")


def colon() -> str:
    """Return the separator between a label and its value."""
    return pgettext("between a label and what it labels", ": ")


def title_colon() -> str:
    """Return the separator between the number of an article or agenda item and its title. It is a full stop in
    Russian."""
    return pgettext("between a number and a title", ": ")


def dash() -> str:
    """Return the separator between two names or titles in a line. It is longer in Russian."""
    return pgettext("between two names or titles", " – ")


def detail_comma() -> str:
    """Return the separator between a name and a detail that specifies it. It differs from :func:`comma` in Chinese."""
    return pgettext("between a name and what specifies it", ", ")


def comma_list(items: Iterable[object]) -> str:
    """Return a list: "a, b, c"."""
    return comma().join(map(str, items))


def and_list(items: Iterable[object]) -> str:
    """Return a list in a sentence: "a, b and c"."""
    *first, last = map(str, items)
    return pgettext("a list", "%(first)s and %(last)s") % {"first": comma_list(first), "last": last} if first else last


def semicolon_list(items: Iterable[object]) -> str:
    """Return a list of items that may contain commas: "a; b, c; d"."""
    return semicolon().join(map(str, items))


def labelled(label: object, text: object) -> str:
    """Return a label and its value: "Addressee: Secretariat"."""
    return f"{label}{colon()}{text}"


def numbered(number: object, title: object) -> str:
    """Return a numbered title: "Article 16: Extradition"."""
    return f"{number}{title_colon()}{title}"


def apposition(parts: Iterable[object]) -> str:
    """Return a name and a detail that specifies it: "Vienna, 2021"."""
    return detail_comma().join(map(str, parts))


def in_brackets(text: object) -> str:
    """Return a text in brackets, with a space before them if the language has one there: " (draft)"."""
    return pgettext("after what it adds to", " (%(text)s)") % {"text": text}


def following(text: object) -> str:
    """Return a text that follows a phrase, with a space before it if the language has one there."""
    return pgettext("after a phrase", " %(text)s") % {"text": text}


def space() -> str:
    """Return the space between a sentence and the next one. Chinese has none."""
    return following("")


def quoted(text: object) -> str:
    """Return a text in quotation marks."""
    return _("“%(text)s”") % {"text": text}


_QUOTED = re.compile(r"""["“”„«»]([^"“”„«»]*)["“”„«»]""")


def within_quotation(text: str) -> str:
    """Return words for use between quotation marks. If they have such marks around them all, these are left out;
    others become those of a quotation within a quotation: ‘joint bodies’ NOT law."""
    if whole := _QUOTED.fullmatch(text.strip()):
        return whole[1].strip()
    inner = pgettext("a quotation within a quotation", "‘%(text)s’")
    return _QUOTED.sub(lambda match: inner % {"text": match[1].strip()}, text)


def sentence(text: object) -> str:
    """Return a sentence with its full stop."""
    return _("%(sentence)s.") % {"sentence": text}


def sentence_list(items: Iterable[object]) -> str:
    """Return sentences one after the other, without those that are empty: "One. Two."."""
    return space().join(filter(None, map(str, items)))


def shorten(text: str, max_words: int) -> str:
    """Return the first words of a text and "…". A text without spaces between words, like Chinese, is cut by
    characters."""
    words = Truncator(text).words(max_words, truncate="…")
    if len(words) <= len(words.split()) * MAX_WORD_LENGTH:
        return words
    return shorten_to_characters(text, max_words * CHARACTERS_PER_WORD)


def shorten_to_characters(text: str, limit: int) -> str:
    """Return the first characters of a text and "…", which counts as one of them. Neither a word nor a number with the
    Chinese character that says what it numbers is divided, nor, in Chinese, a title, unless too little would remain."""
    if len(text) <= limit:
        return text
    end = limit - 1
    for unit in (_CHINESE_TITLE, _UNDIVIDED):
        divided = next((match for match in unit.finditer(text) if match.start() < end < match.end()), None)
        if divided and divided.start() >= limit // 3:
            end = divided.start()
    return f"{text[:end].rstrip(' ,;:(，、；：（')}…"


def percentage(score: float) -> str:
    """Return a score from 0 to 1 as a percentage: "58%", "58 %" in French."""
    return pgettext("percentage", "%(number)s%%") % {"number": round(score * 100)}


def grouped(number: int) -> str:
    """Return a number with its thousands separated: "12,000", "12 000" in French. Spanish and Russian do not separate
    those of a number with four digits."""
    is_short = number < 1_000 or number < get_format("MIN_GROUPED_NUMBER")  # most numbers are short in any language
    return str(number) if is_short else number_format(number, force_grouping=True)


def number_range(first: object, last: object) -> str:
    """Return a range: "3–4", "3-4" in French."""
    return pgettext("range of numbers", "%(first)s–%(last)s") % {"first": first, "last": last}


_UNITS = (
    (1 << 30, gettext_lazy("%(number)s GB")),
    (1 << 20, gettext_lazy("%(number)s MB")),
    (1 << 10, gettext_lazy("%(number)s KB")),
)


def file_size(size: int) -> str:
    """Return a number of bytes as "10 MB" or "22.1 KB"."""
    for unit, pattern in _UNITS:
        if size >= unit:
            number = round(size / unit, 1)
            text = str(pattern) % {"number": number_format(number, 0 if number.is_integer() else 1)}
            break
    else:
        text = ngettext("%(number)s byte", "%(number)s bytes", size) % {"number": size}
    return avoid_wrapping(text)
