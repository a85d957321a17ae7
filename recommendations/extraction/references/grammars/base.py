"""The patterns with which a language cites articles of treaties."""

from __future__ import annotations

import re
from dataclasses import dataclass


def pattern(verbose: str) -> re.Pattern[str]:
    """Compile a pattern in verbose mode, in which white space is ignored."""
    return re.compile(verbose, re.VERBOSE)


NOTHING = re.compile(r"(?!)")
COMMA = pattern(r"\s*[,،、]\s*")
DASH = r"\s*[-‐–—]\s*"
LETTER_AHEAD = r"(?=\(?[a-zа-я]\))"


@dataclass(frozen=True)
class Grammar:
    """Patterns of one language.

    ``article`` and ``articles``, ``paragraph`` and ``paragraphs``, ``subparagraph`` match the words before one number
    or several. ``of`` matches the link between a part and its whole, ``determiner`` the article before a name.
    ``convention``, ``protocol`` and ``charter`` match these words alone, ``the_same`` the words that make them point
    back ("that Protocol"), ``those`` a reference back to articles. ``joint`` links two instruments or two articles;
    ``aside`` is the subject of an article between commas. ``supplementing`` matches the words before a convention that
    is part of a protocol's title. ``outside`` matches instruments outside the vocabulary, ``owner`` any other words
    after ``of``, ``national`` words in these that denote national law.
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
    the_same: re.Pattern[str]
    outside: re.Pattern[str]
    owner: re.Pattern[str]
    national: re.Pattern[str]
    subparagraph: re.Pattern[str] = NOTHING
    those: re.Pattern[str] = NOTHING
    respectively: re.Pattern[str] = NOTHING
    aside: re.Pattern[str] = NOTHING
    supplementing: re.Pattern[str] = NOTHING
    comma: re.Pattern[str] = COMMA
