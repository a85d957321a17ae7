"""The words with which each language cites an article of a treaty.

A grammar says how "article", "paragraph", "of" and the like are written; :mod:`.articles` reads with any of them.
The order of parts is free: "article 16, paragraph 4, of the Convention" and "párrafo 4 del artículo 16 de la
Convención" are read by the same rules. Source: United Nations Editorial Manual, "References to articles".
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Grammar:
    """Patterns of one language. ``of`` stands between a part and the whole it is of, preposition and article;
    ``convention`` and ``protocol`` are the bare words with what determines them; ``the_same`` is what such a
    determiner says when it points back ("that Protocol"); ``those`` takes up articles named before."""

    article: re.Pattern[str]
    articles: re.Pattern[str]
    paragraph: re.Pattern[str]
    paragraphs: re.Pattern[str]
    subparagraph: re.Pattern[str]
    comma: re.Pattern[str]
    conjunction: re.Pattern[str]
    to: re.Pattern[str]
    of: re.Pattern[str]
    convention: re.Pattern[str]
    protocol: re.Pattern[str]
    the_same: re.Pattern[str]
    those: re.Pattern[str]
    respectively: re.Pattern[str]
    aside: re.Pattern[str]
    supplementing: re.Pattern[str]
    outside: re.Pattern[str]
    national: re.Pattern[str]


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


_COMMA = _p(r"\s*[,،、]\s*")
_DASH = r"\s*[-‐–—]\s*"

_CAPITALS = (
    r"(?:(?!(?:The|This|That|Its?|Under|In|Each|Of|To)\b)[A-Z][\w’'-]*\s+(?:(?:of|and|on|for)\s+(?:the\s+)?)?){1,7}"
)
_HEADS = (
    r"(?:Convention|Covenant|Treaty|Protocol|Agreement|Statute|Charter|Declaration|Act|Law|Code|Constitution)(?!\w)"
)
_ON = r"""\s+(?:on|against|for|of|to|relating\s+to|concerning)\s+(?:the\s+)?
    [A-Z][\w’'-]*(?:\s+(?:of|and|the|in|on|[A-Z][\w’'-]*))*"""

ENGLISH = Grammar(
    article=_p(r"(?<![\w/#.-])(?:[Aa]rticle|[Aa]rt\.)\s*(?=[\dIVX])"),
    articles=_p(r"(?<![\w/#.-])(?:[Aa]rticles|[Aa]rts\.)\s*(?=[\dIVX])"),
    paragraph=_p(r"(?<!\w)(?:[Pp]aragraph|[Pp]ara\.)\s*(?=[\d(])"),
    paragraphs=_p(r"(?<!\w)(?:[Pp]aragraphs|[Pp]aras\.)\s*(?=[\d(])"),
    subparagraph=_p(r"(?<!\w)(?:[Ss]ub-?(?:paragraphs?|paras?\.))\s*(?=[\d(])"),
    comma=_COMMA,
    conjunction=_p(r"\s*,?\s+(?:and|or|and/or)\s+"),
    to=_p(rf"\s+to\s+|{_DASH}"),
    of=_p(r"\s*,?\s+of\s+"),
    convention=_p(
        r"(?:[Tt]he|[Tt]hat|[Tt]his|[Tt]he\s+(?:said|same))\s+Convention(?!\s+(?:against|on|for|relating|concerning|of)\b)(?!\w)"
    ),
    protocol=_p(
        r"(?:[Tt]he|[Tt]hat|[Tt]his|[Tt]he\s+(?:said|same))\s+Protocol(?!\s+(?:against|on|for|relating|to|of)\b)(?!\w)"
    ),
    the_same=_p(r"[Tt]hat|[Tt]his|[Tt]he\s+(?:said|same)"),
    those=_p(
        r"(?:each\s+of\s+)?(?:them|th[eo]se\s+articles|both\s+articles|the\s+two\s+articles)|(?:that|this|the\s+(?:same|said))\s+article(?!\w)"
    ),
    respectively=_p(r"\s*,?\s+respectively(?!\w)"),
    aside=_p(r",\s+on\s+[^,;.()]{3,80},(?=\s+of\s)"),
    supplementing=_p(r"supplementing\s+(?:the\s+)?$"),
    outside=_p(rf"(?<!\w)(?:{_CAPITALS}{_HEADS}(?:{_ON})? | {_HEADS}{_ON} | (?:Constitution|Code)(?!\w))"),
    national=_p(
        r"(?<!\w)(?:Code|Constitution|Act|Acts|Law|Laws|law|Statute|Decree|Ordinance|Bill|constitution|code|decree)(?!\w)"
    ),
)

GRAMMARS = {"en": ENGLISH}


def grammar_of(language: str | None) -> Grammar:
    """The grammar of a language; the English one where there is none (documents in English cite most)."""
    return GRAMMARS.get(language or "en", ENGLISH)
