"""The type that holds a language's patterns of references to articles of treaties."""

from __future__ import annotations

import re
from dataclasses import dataclass


def pattern(verbose: str) -> re.Pattern[str]:
    """Compile a pattern in verbose mode, in which white space is ignored."""
    return re.compile(verbose, re.VERBOSE)


NOTHING = re.compile(r"(?!)")
COMMA = pattern(r"\s*[,،、]\s*")
DASH = r"\s*[-‐–—]\s*"
ASIDE = r"(?:,\s[^,;.\d()]{3,40},)?"
"""Matches an aside after "and", if there is one: "article 7 and, where appropriate, article 9"."""


def title(*, stop: str) -> str:
    """Return a pattern of the rest of a title: up to 80 characters without punctuation, another name or ``stop``."""
    return rf"(?:(?!{stop})[^,.;:()|«»“”\"\0\t\n]){{3,80}}"


FIRST = {"premier": "1", "1er": "1", "primero": "1", "1º": "1", "الأولى": "1"}
"""The words for "first" with which some languages number an article: "article premier"."""
LETTER_AHEAD = r"(?=\(?[a-zа-я]\))"
ACRONYM = pattern(r"\s+(?!(?:AND|OR|NOT|UN|ET|OU|NO)\b)(?P<name>[A-ZА-Я]{2,6})(?![\w/.]\w|\w)")
"""Matches the acronym of a code after a number: " CPC" in "art. 5-1 CPC", " УК" in «статья 35 УК»."""


@dataclass(frozen=True)
class Grammar:
    """Patterns of references to articles in one language.

    ``article``, ``paragraph`` and ``subparagraph`` match the word before one number, ``articles`` and ``paragraphs``
    that before several; ``has_half_brackets`` is set if paragraphs are printed as "3)". ``of`` matches the link between
    a part and its whole, ``determiner`` "the", "that", "its" before a name. ``convention``, ``protocol`` and
    ``charter`` match these words without a title, ``refers_back`` the words that make them refer back ("that
    Protocol"), ``articles_back_reference`` words such as "those articles". ``latter`` and ``former`` match "the latter
    Convention", "the former": the second and the first of the last two instruments named. If their group ``bare``
    matches, they mean an instrument only directly after an article. ``either`` matches words for one of several
    instruments, or for all of them: "either of them", "both Conventions". ``joint`` matches the link between two
    instruments or two articles. ``link`` matches ``of`` or another word before an instrument ("under"); if its group
    ``both`` matches, the articles belong to each of the instruments that follow. ``filler`` matches words before
    ``link`` ("and other relevant provisions"). ``acronym`` matches the acronym of a legal code directly after a number.
    ``law`` matches nouns for anything that has articles, such as "the treaty": after one, "its article" may be its.
    ``longer_name`` matches before a name that is part of another one: "Inter-American" before "Convention against
    Corruption".
    ``instrument`` matches "that instrument" and "the same treaty". ``possessive`` matches the word before an article
    that refers to the instrument named before ("its", "whose"), ``thereof`` such words after it. ``distributed``
    matches "respectively" between the instruments and their articles.
    ``further`` matches a link with which a list may continue after its "and": "articles 3 and 4, as well as 7".
    ``background`` matches an aside about an earlier treaty, to which the articles cited after it do not belong: "the
    Convention, building on the 1988 Convention, requires (article 12)".
    ``unspecified`` matches a statement that nobody said which instrument an article belongs to: "without stating
    which of the two conventions".
    ``together`` matches the words between two articles that are to be read together: "is read in conjunction with".
    ``supplementing`` matches the words before a convention named in a protocol's title. ``outside`` matches instruments
    outside the vocabulary, ``owner`` any other words after ``of``, ``national`` those among them that denote national
    law, ``treaty`` those that denote a treaty.
    """

    article: re.Pattern[str]
    articles: re.Pattern[str]
    paragraph: re.Pattern[str]
    paragraphs: re.Pattern[str]
    conjunction: re.Pattern[str]
    to: re.Pattern[str]
    of: re.Pattern[str]
    determiner: re.Pattern[str]
    joint: re.Pattern[str]
    convention: re.Pattern[str]
    protocol: re.Pattern[str]
    charter: re.Pattern[str]
    refers_back: re.Pattern[str]
    outside: re.Pattern[str]
    owner: re.Pattern[str]
    national: re.Pattern[str]
    treaty: re.Pattern[str]
    subparagraph: re.Pattern[str] = NOTHING
    articles_back_reference: re.Pattern[str] = NOTHING
    respectively: re.Pattern[str] = NOTHING
    link: re.Pattern[str] = NOTHING
    filler: re.Pattern[str] = NOTHING
    acronym: re.Pattern[str] = NOTHING
    further: re.Pattern[str] = NOTHING
    background: re.Pattern[str] = NOTHING
    unspecified: re.Pattern[str] = NOTHING
    together: re.Pattern[str] = NOTHING
    has_half_brackets: bool = False
    supplementing: re.Pattern[str] = NOTHING
    latter: re.Pattern[str] = NOTHING
    former: re.Pattern[str] = NOTHING
    either: re.Pattern[str] = NOTHING
    instrument: re.Pattern[str] = NOTHING
    law: re.Pattern[str] = NOTHING
    distributed: re.Pattern[str] = NOTHING
    longer_name: re.Pattern[str] = NOTHING
    possessive: re.Pattern[str] = NOTHING
    thereof: re.Pattern[str] = NOTHING
    comma: re.Pattern[str] = COMMA
