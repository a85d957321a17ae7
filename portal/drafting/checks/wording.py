"""Compare a clause with agreed language: verbs, qualifiers and other words. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from portal.drafting.checks.types import Difference
from recommendations.extraction.types import Strength
from recommendations.text.differences import TextChange, differences
from recommendations.text.words import tokens

_CONNECTIVES = {
    "en": "also further furthermore moreover likewise",
    "fr": "egalement aussi outre",
    "es": "tambien asimismo ademas",
    "ru": "также далее",
    "ar": "ايضا كذلك",
    "zh": "还 并",
}
"""Words by which a clause only continues the one before it."""
_VERB_WORDS = frozenset({
    "encourages", "encouraged", "encourage", "urges", "urged", "urge", "invites", "invited", "invite", "requests",
    "requested", "request", "calls", "called", "call", "upon", "on", "should", "shall", "must", "may", "wish", "is",
    "are", "be", "been", "to", "strongly", "recommends", "recommended", "recommend", "decides", "decided", "the", "a",
    "an", "and", "in", "of", "for", "with",
})  # fmt: skip
"""Words that do not make a difference beside those of verbs, addressees and qualifiers."""

_QUALIFIERS = {
    "en": (
        r"(?:where|when|as|if|wherever|whenever)\s+(?:possible\s+and\s+)?(?:appropriate|applicable|necessary|possible"
        r"|needed|feasible|required|relevant|requested)(?:\s+and\s+(?:possible|necessary|feasible))?",
        r"in\s+appropriate\s+cases",
        r"to\s+the\s+(?:(?:greatest|fullest|maximum|widest)\s+)?extent\s+(?:feasible|possible)",
        r"(?:upon|on)\s+request",
        r"subject\s+to\s+the\s+availability\s+of[\w\s-]{0,30}?resources",
        r"within\s+(?:existing|available)\s+resources",
        r"on\s+a\s+voluntary\s+basis",
        r"(?:and\s+)?(?:in\s+accordance|consistent|in\s+line|in\s+conformity|in\s+compliance)\s+with\s+"
        r"(?:the\s+(?:fundamental|basic)\s+principles\s+of\s+)?"
        r"(?:(?:their|its|national|domestic|applicable|relevant|the|international)\s+)*"
        r"(?:laws?(?:\s+and\s+regulations)?|legal\s+(?:frameworks?|systems?)|legislation)",
        r"where\s+(?:permitted|authorized|consistent|provided)\s+(?:by|with|for\s+by)\s+(?:their\s+)?"
        r"(?:domestic|national)\s+law",
        r"(?:in|with)\s+full\s+respect\s+(?:for|of)\s+[\w\s]{3,40}sovereignty",
        r"mutatis\s+mutandis",
        r"as\s+a\s+matter\s+of\s+priority",
        r"on\s+a\s+case-by-case\s+basis",
    ),
    "fr": (
        r"(?:lorsque|quand|si|s['’])\s*(?:cela\s+est\s+|il\s+y\s+a\s+|c['’]est\s+)?"
        r"(?:possible|nécessaire|approprié|lieu)",
        r"selon\s+qu['’]il\s+convient",
        r"le\s+cas\s+échéant",
        r"au\s+besoin",
        r"dans\s+la\s+mesure\s+du\s+possible",
        r"sur\s+demande",
        r"dans\s+la\s+limite\s+des\s+ressources\s+disponibles",
        r"sous\s+réserve\s+de\s+la\s+disponibilité\s+de\s+ressources",
        r"conformément\s+à\s+(?:leur|son)\s+droit\s+interne",
    ),
    "es": (
        r"cuando\s+(?:sea\s+(?:posible|necesario|apropiado|pertinente)|corresponda|proceda)",
        r"según\s+proceda",
        r"si\s+procede",
        r"en\s+su\s+caso",
        r"en\s+la\s+medida\s+de\s+lo\s+posible",
        r"previa\s+solicitud",
        r"con\s+sujeción\s+a\s+la\s+disponibilidad\s+de\s+recursos",
        r"de\s+conformidad\s+con\s+su\s+(?:derecho|legislación)\s+intern[oa]",
    ),
    "ru": (
        r"(?:когда|где|если)\s+(?:это\s+)?(?:уместно|необходимо|возможно|применимо)",
        r"в\s+(?:надлежащих|соответствующих)\s+случаях",
        r"при\s+необходимости",
        r"по\s+мере\s+возможности",
        r"по\s+просьбе",
        r"при\s+наличии\s+ресурсов",
        r"в\s+соответствии\s+с\s+(?:их\s+|своим\s+)?(?:внутренним|национальным)\s+законодательством",
    ),
    "ar": (
        r"(?:عند|حسب)\s+الاقتضاء",
        r"حيثما\s+(?:أمكن|كان\s+ذلك\s+مناسبا\w*|اقتضى\s+الأمر)",
        r"قدر\s+الإمكان",
        r"عند\s+الطلب",
        r"رهنا\s+بتوافر\s+الموارد",
        r"وفقا\s+لقوانينها\s+(?:الداخلية|الوطنية)",
    ),
    "zh": (
        r"酌情", r"在适当(?:时|情况下)", r"在可能(?:时|的情况下)", r"必要时", r"根据请求", r"视资源情况",
        r"根据(?:其)?(?:国内|本国)法律?",
    ),
}  # fmt: skip
"""Phrases that limit a request."""


def normalized(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text without case, punctuation, and words such as "also"."""
    connectives = _connectives(language)
    return tuple(token.word for token in tokens(text) if token.word not in connectives)


@lru_cache(maxsize=8)
def _connectives(language: str) -> frozenset[str]:
    return frozenset(_CONNECTIVES.get(language, "").split())


def likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """Return the share of words that two texts have in common, in the same order, from 0 to 1."""
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first and second else 0.0


def contained(clause: Sequence[str], agreed: Sequence[str]) -> float:
    """Return the share of a clause's words that the other text contains in the same order and in long stretches."""
    if not clause or not agreed:
        return 0.0
    blocks = SequenceMatcher(None, clause, agreed, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 3) / len(clause)


def word_differences(agreed: str, draft: str) -> tuple[Difference, ...]:
    """Return the words that differ, in the order of the texts, as "deleted" from and "added" to the agreed text."""
    names = {TextChange.DELETED: "deleted", TextChange.ADDED: "added"}
    pieces = differences(_one_line(agreed).rstrip(" ;.,"), _one_line(draft).rstrip(" ;.,"))
    return tuple(Difference(names[p.change], p.text.strip()) for p in pieces if p.change in names and p.text.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class QualifierChanges:
    """Qualifiers of the agreed text that the draft drops, and those that it adds."""

    dropped: tuple[str, ...]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.dropped or self.added)


def qualifier_changes(agreed: str, draft: str, language: str) -> QualifierChanges:
    """Return the qualifiers, such as "where appropriate", that only one of two texts in a language has."""
    first, second = _qualifiers(agreed, language), _qualifiers(draft, language)
    return QualifierChanges(tuple((first - second).elements()), tuple((second - first).elements()))


def _qualifiers(text: str, language: str) -> Counter[str]:
    pattern = _qualifier_pattern(language)
    return (
        Counter(" ".join(match.group().lower().split()) for match in pattern.finditer(text)) if pattern else Counter()
    )


@lru_cache(maxsize=8)
def _qualifier_pattern(language: str) -> re.Pattern[str] | None:
    parts = _QUALIFIERS.get(language, ())
    edge = "" if language == "zh" else r"\b"
    return re.compile("|".join(f"{edge}(?:{part}){edge}" for part in parts), re.IGNORECASE) if parts else None


def compare_strength(agreed: str, draft: Strength | None) -> int:
    """Return 1 if the draft's verb is stronger than that of the agreed text, -1 if weaker, 0 if equal or unknown."""
    scale = list(Strength)
    if not agreed or draft is None:
        return 0
    first, second = scale.index(Strength(agreed)), scale.index(draft)
    return (first > second) - (first < second)


def has_other_differences(changes: Iterable[Difference], names: Iterable[str], language: str) -> bool:
    """Return whether other words differ than verbs, names of addressees, qualifiers and particles."""
    ignored = {word for name in names for word in normalized(name, language)} | _VERB_WORDS | _connectives(language)
    pattern = _qualifier_pattern(language)
    for change in changes:
        rest = pattern.sub(" ", change.text) if pattern else change.text
        if any(word not in ignored for word in normalized(rest, language)):
            return True
    return False
