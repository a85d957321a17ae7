"""What a grammar is: the patterns by which one language cites articles of treaties."""

from __future__ import annotations

import re
from dataclasses import dataclass


def pattern(verbose: str) -> re.Pattern[str]:
    """A pattern written verbosely: blanks in it stand for nothing."""
    return re.compile(verbose, re.VERBOSE)


NOTHING = re.compile(r"(?!)")
COMMA = pattern(r"\s*[,،、]\s*")
DASH = r"\s*[-‐–—]\s*"
LETTER_AHEAD = r"(?=\(?[a-zа-я]\))"


@dataclass(frozen=True)
class Grammar:
    """Patterns of one language.

    ``article`` and ``articles``, ``paragraph`` and ``paragraphs``, ``subparagraph`` are the words before a number, one
    or several. ``of`` stands between a part and its whole; ``determiner`` may stand before a name. ``convention``,
    ``protocol`` and ``charter`` are the bare words, ``the_same`` what determines them when they point back ("that
    Protocol"), ``those`` what takes up articles named before. ``joint`` joins two instruments or two articles;
    ``aside`` is the subject of an article between commas. ``supplementing`` stands before a convention that is only
    part of a protocol's title. ``outside`` are instruments that no vocabulary names, ``owner`` the words behind
    ``of`` that an article may be of otherwise, ``national`` what makes such words national law.
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
