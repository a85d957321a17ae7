"""Compare a clause with agreed language: verbs, qualifiers and other words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.drafting.checks.types import Difference
from recommendations.extraction.types import Strength
from recommendations.text.connectives import connectives, words_without_connectives
from recommendations.text.differences import TextChange, differences
from recommendations.text.qualifiers import all_qualifiers, without_qualifiers

_VERB_WORDS = frozenset({
    "encourages", "encouraged", "encourage", "urges", "urged", "urge", "invites", "invited", "invite", "requests",
    "requested", "request", "calls", "called", "call", "upon", "on", "should", "shall", "must", "may", "wish", "is",
    "are", "be", "been", "to", "strongly", "recommends", "recommended", "recommend", "decides", "decided", "the", "a",
    "an", "and", "in", "of", "for", "with",
})  # fmt: skip
"""Words that make no difference, in addition to those of verbs, addressees and qualifiers."""


def likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """Return the share of words that two texts have in common, in the same order, from 0 to 1."""
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first and second else 0.0


def contained(clause: Sequence[str], agreed: Sequence[str]) -> float:
    """Return the share of a clause's words that the other text contains in the same order and in long stretches."""
    if not clause or not agreed:
        return 0.0
    blocks = SequenceMatcher(None, clause, agreed, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 3) / len(clause)


_PARTICLES = frozenset({"to", "a", "de", "d"})
_STEM_LENGTH = 4  # letters that forms of a verb share: "invites", "invited"


def without_verb(words: Sequence[str], verb: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a request without its verb, of which a final particle is kept: "are encouraged (to)"."""
    verb = tuple(verb[:-1] if verb and verb[-1] in _PARTICLES else verb)
    starts = range(len(words) - len(verb) + 1)
    start = next((start for start in starts if tuple(words[start : start + len(verb)]) == verb), None)
    return tuple(words) if start is None else (*words[:start], *words[start + len(verb) :])


def is_same_verb(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether two operative verbs are forms of the same one: "are encouraged to", "encourages". One may have an
    adverb: "strongly encourages"."""
    stems, others = (
        {word[:_STEM_LENGTH] for word in verb if len(word) >= _STEM_LENGTH} or set(verb) for verb in (first, second)
    )
    return bool(stems and others) and (stems <= others or others <= stems)


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
    first, second = _count_qualifiers(agreed, language), _count_qualifiers(draft, language)
    return QualifierChanges(tuple((first - second).elements()), tuple((second - first).elements()))


def _count_qualifiers(text: str, language: str) -> Counter[str]:
    return Counter(words.casefold() for words in all_qualifiers(text, language))


def compare_strength(agreed: str, draft: Strength | None) -> int:
    """Return 1 if the draft's verb is stronger than that of the agreed text, -1 if weaker, 0 if equal or unknown."""
    scale = list(Strength)
    if not agreed or draft is None:
        return 0
    first, second = scale.index(Strength(agreed)), scale.index(draft)
    return (first > second) - (first < second)


def has_other_differences(changes: Iterable[Difference], names: Iterable[str], language: str) -> bool:
    """Return whether words differ other than verbs, names of addressees, qualifiers and particles."""
    ignored = (
        {word for name in names for word in words_without_connectives(name, language)}
        | _VERB_WORDS
        | connectives(language)
    )
    rests = (without_qualifiers(change.text, language) for change in changes)
    return any(word not in ignored for rest in rests for word in words_without_connectives(rest, language))
