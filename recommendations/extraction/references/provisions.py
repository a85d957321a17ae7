"""Find the articles named in a text and read their numbers. :mod:`.articles` identifies their treaties later.

Matches "article 16, paragraph 4", "articles 18 and 46", "arts. 12 to 14", "article 16, paragraph 5(a)", "article 2,
paragraph (b)", "articles 13, paragraph 2, and 14", "articles 6 (1), 18 (1), (3) and (5) to (7)", "art. 13.2",
"articles 5, on policies, and 23, on laundering", "paragraphs 3 and 4 of article 18", "paragraph 7 of each of them".
Does not match "article of the Convention" (no number) or ".../articles/5" (not a separate word).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from recommendations.extraction.references.grammars.base import FIRST, Grammar

T = TypeVar("T")

_NUMBER = re.compile(
    r"(?P<number>\d{1,3})(?P<suffix>\s?(?:bis|ter|quater)\b|\s?[A-Z](?=\s[a-z]|,))?(?![\d/]|[.,]\d|[A-Z]-)"
    rf"|(?P<roman>[IVX]{{1,6}})(?!\w)|(?P<first>{'|'.join(FIRST)})(?!\w)"
)
_DOTTED = re.compile(r"(?P<number>\d{1,3})\.(?P<paragraph>\d{1,2})(?![\d/.])(?=\s*[,;)(]|\s+[^\W\d_A-ZА-Я])")
"""Matches "13.2 of"; not "13.2" at the end of a sentence, where the 2 may be a note marker."""
_LETTER = re.compile(r"\s?\(?(?P<letter>[a-z]{1,2}|[ivx]{1,4}|[а-я]|هـ|[أبجدهوزحطي])\)(?!\w)")
_LATIN_LETTERS = str.maketrans("абсдеأبجدهوزحطي", "abcdeabcdefghij", "ـ")
"""Translates the letters of subparagraphs: Russian texts use either alphabet, Arabic texts the abjad order."""
_IN_BRACKETS = re.compile(r"\s?\((?P<number>\d{1,2})\)")
_HALF_BRACKET = re.compile(r"\s?\(?(?P<number>\d{1,2})\)")
_SLASH = re.compile(r"(?P<number>\d{1,2})/(?=\d{1,2}\s)")
_ASIDE = re.compile(r"\s*,\s[^\d,;.()]{3,80}(?=,)|\s+\((?!\d)[^();]{3,80}\)")
_BRACKET = re.compile(r"\s*\((?=\S)")
_CLOSING = re.compile(r"\)")
_COMPOUND = re.compile(r"(?<![\w(])(\d{1,3})[-‐–](\d{1,3})(?!\w)")
_SECOND_NUMBER = re.compile(r"[-‐–]\d{1,3}(?!\w)")
_MAX_RANGE = 60


@dataclass(frozen=True, slots=True)
class Provision:
    """An article or a part of one; ``article`` is "" for "paragraph 7 of those articles"."""

    article: str = ""
    paragraph: str = ""
    subparagraph: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionMention:
    """Provisions named together in a text, with their offsets."""

    start: int
    end: int
    provisions: tuple[Provision, ...]
    is_compound: bool = False  # "66-4": one number of a national code, not two articles

    @property
    def articles(self) -> tuple[str, ...]:
        """Return the numbers of the articles, each once, in order."""
        return tuple(dict.fromkeys(p.article for p in self.provisions))


class Cursor:
    """A position in a text that advances over matches."""

    def __init__(self, text: str, position: int = 0) -> None:
        self.text = text
        self.position = position

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the match at the cursor and move past it, or return None without moving."""
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()
        return match


def find_provisions(text: str, grammar: Grammar) -> Iterator[ProvisionMention]:
    """Yield the mentions of numbered articles in a text, from left to right, without overlaps."""
    end = 0
    words = (grammar.subparagraph, grammar.paragraphs, grammar.paragraph, grammar.articles, grammar.article)
    starts = {match.start() for word in words for match in word.finditer(text)}
    starts |= {match.start() for match in grammar.articles_back_reference.finditer(text) if _names_articles(match)}
    for start in sorted(starts):
        if start >= end and (mention := _read_mention(text, start, grammar)):
            yield mention
            end = mention.end


def read_list_continuation(text: str, position: int, grammar: Grammar) -> ProvisionMention | None:
    """Return the articles that continue a list after an instrument ("of the Convention, and 44 and 46 of"), or None."""
    cursor = Cursor(text, position)
    if not (cursor.take(grammar.conjunction) or cursor.take(grammar.comma)):
        return None
    start = cursor.position
    provisions = _article_list(cursor, grammar)
    return ProvisionMention(start, cursor.position, tuple(provisions)) if provisions else None


def _read_mention(text: str, start: int, grammar: Grammar) -> ProvisionMention | None:
    cursor = Cursor(text, start)
    provisions = _articles(cursor, grammar)
    if provisions is None:
        provisions = _paragraphs_of_articles(cursor, grammar) or _paragraphs_after_same_article(cursor, grammar)
    if not provisions:
        return None
    is_compound = any(int(m[1]) > int(m[2]) for m in _COMPOUND.finditer(text, start, cursor.position))
    if cursor.take(_SECOND_NUMBER):  # "article 66-4"
        is_compound = True
    return ProvisionMention(start, cursor.position, tuple(provisions), is_compound)


# --- articles, and the paragraphs after them ---------------------------------------------------------


def _articles(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "articles 16 to 18" or "article 18, paragraphs 4 and 5"; return None if there is no numbered article."""
    start = cursor.position
    is_plural = cursor.take(grammar.articles)
    if not is_plural and not cursor.take(grammar.article):
        return None
    provisions = _article_list(cursor, grammar) if is_plural else _one_or_loose_list(cursor, grammar)
    if not provisions:
        cursor.position = start
    return provisions or None


def _article_list(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "16 to 18", "6 (1), 18 (1) and (3) and 20" or "5, on policies, and 23, on laundering"."""

    def read_one() -> list[Provision] | None:
        provisions = _article(cursor, grammar)
        if provisions and (aside := _ASIDE.match(cursor.text, cursor.position)):
            # Skip the subject of an article if the list continues after it.
            ahead = Cursor(cursor.text, aside.end())
            if (ahead.take(grammar.conjunction) or ahead.take(grammar.comma)) and ahead.take(_NUMBER):
                cursor.position = aside.end()
        return provisions

    return _list(cursor, grammar, read_one, _articles_between)


def _one_or_loose_list(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read one article after the singular, or two if "of" follows ("article 6 and 7 of the Treaty")."""
    first = _article(cursor, grammar)
    after_first = cursor.position
    if first and grammar.conjunction.match(cursor.text, after_first):
        cursor.take(grammar.conjunction)
        second = _NUMBER.match(cursor.text, cursor.position) and _article(cursor, grammar)
        if second and grammar.of.match(cursor.text, cursor.position):
            return [*first, *second]
        cursor.position = after_first
    return first


def _article(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read one article: "18", "18(4)(a)", "18.4 of", "18, paragraphs 4 and 5", "18 (para. 3)"."""
    if dotted := cursor.take(_DOTTED):
        return [
            Provision(dotted["number"], dotted["paragraph"], letter) for letter in _letters(cursor, grammar) or [""]
        ]
    number = cursor.take(_NUMBER)
    if not number:
        slashed = cursor.take(_SLASH)
        return [Provision(slashed["number"]), *(_article(cursor, grammar) or ())] if slashed else None
    article = _numeral(number)
    bracketed = _list(cursor, grammar, lambda: _in_brackets(cursor, grammar), _paragraphs_between)
    if bracketed:
        return [replace(p, article=article) for p in bracketed]
    paragraphs = _paragraph_clause(cursor, grammar)
    if paragraphs:
        return [replace(p, article=article) for p in paragraphs]
    return [Provision(article, "", letter) for letter in _letter(cursor) or [""]]


def _in_brackets(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "(4)" or "(3)(a)"; "4)" if the language has half brackets."""
    number = cursor.take(_HALF_BRACKET if grammar.has_half_brackets else _IN_BRACKETS)
    if not number:
        return None
    return [Provision("", number["number"], letter) for letter in _letters(cursor, grammar) or [""]]


def _paragraph_clause(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read ", paragraphs 4 and 5", " (para. 3)", ", paragraph 1, subparagraph (c)" after an article's number."""
    start = cursor.position
    bracket = None if cursor.take(grammar.comma) else cursor.take(_BRACKET)
    if not bracket and cursor.position == start:
        cursor.take(re.compile(r"\s+"))
    paragraphs = _paragraphs(cursor, grammar)
    if paragraphs and not _begins_next(paragraphs, cursor, grammar) and (not bracket or cursor.take(_CLOSING)):
        return paragraphs
    cursor.position = start
    return None


def _begins_next(read: list[Provision], cursor: Cursor, grammar: Grammar) -> bool:
    """Return whether paragraphs after an article are of the next one: "…, paragraph 1 of article 20", "…, subparagraph
    (b) of paragraph 1 of …"."""
    ahead = Cursor(cursor.text, cursor.position)
    if not ahead.take(grammar.of):
        return False
    wholes = [grammar.article, grammar.articles]
    if not read[0].paragraph:
        wholes += [grammar.paragraph, grammar.paragraphs]
    return any(ahead.take(word) for word in wholes)


def _paragraphs(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "paragraphs 4 and 5", "paragraph 1 (c)", "paragraph (b)", "subparagraph (b)"."""
    if cursor.take(grammar.subparagraph):
        return [Provision("", "", letter) for letter in _letters(cursor, grammar)] or None
    if cursor.take(grammar.paragraphs):
        items = _list(cursor, grammar, lambda: _paragraph(cursor, grammar), _paragraphs_between)
    else:
        items = _one_or_more_paragraphs(cursor, grammar) if cursor.take(grammar.paragraph) else None
    if items and not items[-1].subparagraph:
        end = cursor.position
        cursor.take(grammar.comma)
        if grammar.subparagraph.match(cursor.text, cursor.position) and (below := _paragraphs(cursor, grammar)):
            return [*items[:-1], *(replace(items[-1], subparagraph=b.subparagraph) for b in below)]
        cursor.position = end
    return items


def _one_or_more_paragraphs(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "3" or "3 (a) or 4" after the singular. A number after a comma is the next article of a list instead."""
    items = _paragraph(cursor, grammar)
    start = cursor.position
    joint = cursor.take(grammar.conjunction) if items else None
    following = _paragraph(cursor, grammar) if joint and not grammar.comma.match(joint.group()) else None
    if not following:
        cursor.position = start
    return [*(items or ()), *(following or ())] or None


def _paragraph(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "4", "1 (c)", "(b)", but not the next article of a list ("..., and 46, paragraph 4")."""
    start = cursor.position
    number = cursor.take(_NUMBER)
    letters = _letters(cursor, grammar)
    if (number and (number["roman"] or _is_before_paragraphs(cursor, grammar))) or not (number or letters):
        cursor.position = start
        return None
    return [Provision("", _numeral(number) if number else "", letter) for letter in letters or [""]]


def _is_before_paragraphs(cursor: Cursor, grammar: Grammar) -> bool:
    ahead = Cursor(cursor.text, cursor.position)
    ahead.take(grammar.comma)
    return any(word.match(ahead.text, ahead.position) for word in (grammar.paragraph, grammar.paragraphs))


def _letters(cursor: Cursor, grammar: Grammar) -> list[str]:
    """Read "(a)", "(a), (b) and (e)", "(a) to (c)", and "(a) (i)" as "a(i)"."""
    return _list(cursor, grammar, lambda: _letter(cursor), _letters_between) or []


def _letter(cursor: Cursor) -> list[str] | None:
    first = cursor.take(_LETTER)
    if not first:
        return None
    nested = cursor.take(_LETTER) if cursor.text[cursor.position : cursor.position + 2].strip()[:1] == "(" else None
    return [first["letter"].translate(_LATIN_LETTERS) + (f"({nested['letter']})" if nested else "")]


# --- paragraphs before articles ----------------------------------------------------------------------


def _paragraphs_of_articles(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "paragraph 4 of article 16", "paragraph 4, on vessels, of article 16", "subparagraph (a) of paragraph 5 of
    article 16", "paragraph 7 of them"."""
    inner = _paragraphs(cursor, grammar)
    start = cursor.position
    provisions = _of_articles(inner, cursor, grammar) if inner else None
    if inner and not provisions:
        cursor.position = start
        provisions = _of_articles(inner, cursor, grammar) if cursor.take(_ASIDE) else None
    return provisions


def _of_articles(inner: list[Provision], cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Return paragraphs with the articles that follow "of", or None."""
    if not cursor.take(grammar.of):
        return None
    cursor.take(grammar.possessive)
    outer = _paragraphs(cursor, grammar) if not any(p.paragraph for p in inner) else None
    if outer:
        inner = [replace(p, paragraph=o.paragraph) for o in outer for p in inner]
        if not cursor.take(grammar.of):
            return None
    if cursor.take(grammar.articles_back_reference):
        return inner
    articles = _articles(cursor, grammar)
    if not articles:
        return None
    return [replace(p, article=a.article) for a in articles for p in inner]


def _paragraphs_after_same_article(cursor: Cursor, grammar: Grammar) -> list[Provision] | None:
    """Read "that article, paragraph 9", with an empty article."""
    same = cursor.take(grammar.articles_back_reference)
    return _paragraph_clause(cursor, grammar) if same and _names_articles(same) else None


def _names_articles(match: re.Match[str]) -> bool:
    """Return whether words that refer back contain "article": "that article", "those articles", not "them"."""
    return bool(match.groupdict().get("noun"))


# --- lists and ranges --------------------------------------------------------------------------------


def _list(
    cursor: Cursor, grammar: Grammar, read_one: Callable[[], Sequence[T] | None], between: Callable[[T, T], list[T]]
) -> list[T] | None:
    """Read items joined by commas, "and" or "to". The list ends with the item or range after "and", unless a word such
    as "as well as" follows."""
    items = list(read_one() or ())
    is_last = None
    while items:
        start = cursor.position
        is_range = cursor.take(grammar.to)
        if is_last and not is_range:
            if not grammar.further.match(cursor.text, start):
                break
            is_last = None
        is_last = is_last or (None if is_range else cursor.take(grammar.conjunction))
        following = read_one() if is_range or is_last or cursor.take(grammar.comma) else None
        if not following:
            cursor.position = start
            break
        if is_range:
            items += between(items[-1], following[0])
        items += following
    return items or None


def _letters_between(first: str, last: str) -> list[str]:
    """Return the letters within a range: b and c for "(a) to (d)"."""
    if len(first) == len(last) == 1 and first < last:
        return [chr(code) for code in range(ord(first) + 1, ord(last))]
    return []


def _numbers_between(first: str, last: str) -> range:
    """Return the numbers within a range: 10 to 28 for "9 to 29"; none if it is not a range or is implausibly long."""
    if first.isdecimal() and last.isdecimal() and int(first) < int(last) <= int(first) + _MAX_RANGE:
        return range(int(first) + 1, int(last))
    return range(0)


def _articles_between(first: Provision, last: Provision) -> list[Provision]:
    return [Provision(str(number)) for number in _numbers_between(first.article, last.article)]


def _paragraphs_between(first: Provision, last: Provision) -> list[Provision]:
    return [Provision("", str(number)) for number in _numbers_between(first.paragraph, last.paragraph)]


def _numeral(match: re.Match[str]) -> str:
    """Return a number in ASCII digits: "18", "35 bis", "6" for "VI", and "1" for "premier"."""
    if match["first"]:
        return FIRST[match["first"]]
    if match["roman"]:
        return str(_roman_value(match["roman"]))
    return str(int(match["number"])) + (f" {match['suffix'].strip()}" if match["suffix"] else "")


def _roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral, as used in older treaties: 14 for "XIV"."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
