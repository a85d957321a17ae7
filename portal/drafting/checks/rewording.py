"""Measure how much of a clause a recommendation says in other words.

The measure is the sum of three: the cosine of their meanings, without the verbs that all recommendations share; the
share of the clause's words for which the recommendation has the same word or one with nearly the same meaning; and the
cosine of the second encoder, which recognizes everyday words for the terms of agreed texts. Only the clause's words
count, because agreed texts often say more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence

import numpy as np

from recommendations.extraction.action_phrases import find_phrases
from recommendations.extraction.languages import language_of
from recommendations.extraction.operative.grammar import grammar_of
from recommendations.index.encoder import answer_encoder, encoder, query_vectors
from recommendations.index.stems import stems_in
from recommendations.similarity.measures import term_weights
from recommendations.text.sentences import passages
from recommendations.text.words import units

MIN_REWORDED = 4.15
"""Measured with the clauses in the tests: nearly all other requests on the same matter stay below 4.1."""
_WORDS_WEIGHT = 0.5
_ANSWER_WEIGHT = 4.0  # the cosines of the second encoder differ little: most are between 0.8 and 0.95
_NEGATIONS = {
    "en": re.compile(r"\b(?:not|never|refrain)\b(?!\s+(?:be\s+)?(?:too|only|merely)\b)"),
    "fr": re.compile(
        r"\b(?:ne|pas|jamais|s['’]abstenir)\b(?!(?:.{0,25}?\bpas)?\s+(?:être\s+)?(?:trop|seulement|uniquement)\b)"
    ),
    "es": re.compile(r"\b(?:no|nunca|abstener\w*)\b(?!(?:\s+\w+){0,2}?\s+(?:demasiado|s[oó]lo|solamente)\b)"),
    "ru": re.compile(r"\b(?:не|никогда|воздерж\w+)\b(?!\s+(?:\w+\s+)?(?:слишком|только)\b)"),
    "ar": re.compile(r"(?<!\w)(?:لا|عدم|ألا)(?!\w)"),
    "zh": re.compile("不(?!仅|过于)|勿|避免"),
}
"""The words beside the verb of a request that turn it into its opposite; not "should not be too strict"."""
_NEAR_VERB = 10  # characters after the verb
_MIN_WORD_MEANING = 0.6  # cosine of two words of nearly the same meaning


def rewording_scores(
    clauses: Sequence[str],
    agreed: Mapping[int, str],
    answers: Mapping[int, np.ndarray],
    candidates: Sequence[Iterable[int]],
    language: str,
    own_answers: MutableMapping[str, np.ndarray],
) -> list[dict[int, float]]:
    """Return for each clause a map from its candidates, keys of ``agreed``, to the measure, from 0 to 5.5.

    ``answers`` are the vectors of the second encoder for the passages of each agreed text, one row each. Those of the
    clauses are kept in ``own_answers``, because the encoder is slow; nothing of a clause is cached elsewhere. All texts
    are in the same language.
    """
    texts = {text: _Words(text) for text in (*clauses, *agreed.values())}
    stems = stems_in({language: {word for words in texts.values() for word in words.written}})[language]
    for words in texts.values():
        words.keep(stems)
    agreed_forms = sorted({form for text in agreed.values() for form in texts[text].by_stem.values()})
    own_forms = sorted({form for text in clauses for form in texts[text].by_stem.values()}.difference(agreed_forms))
    vectors = {**_vectors(agreed_forms, query_vectors), **_vectors(own_forms, encoder().encode)}
    plain = _vectors([without_action_phrases(clause, language) for clause in clauses], encoder().encode)
    weights = term_weights([frozenset(words.by_stem) for words in texts.values()])
    negated = {text: is_negated(text, language) for text in texts}
    scores = []
    for clause, keys in zip(clauses, candidates, strict=True):
        wanted = [key for key in keys if key in agreed and negated[agreed[key]] is negated[clause]]
        plain_clause = without_action_phrases(clause, language)
        if wanted and plain_clause not in own_answers:
            own_answers[plain_clause] = answer_encoder().encode_draft(plain_clause)
        scores.append(
            {
                key: _meaning(plain[plain_clause], agreed[key], language)
                + _WORDS_WEIGHT * _share(texts[clause], texts[agreed[key]], vectors, weights)
                + _ANSWER_WEIGHT * float((answers[key] @ own_answers[plain_clause]).max())
                for key in wanted
            }
        )
    return scores


class _Words:
    """The words of a text: ``written`` by normalized word and, once :meth:`keep` has been called, by stem."""

    def __init__(self, text: str) -> None:
        self.written = {unit.word: unit.written for unit in units(text)}
        self.by_stem: dict[str, str] = {}

    def keep(self, stems: Mapping[str, str]) -> None:
        """Drop stop words, which have no stem."""
        for word, written in self.written.items():
            if stem := stems[word]:
                self.by_stem.setdefault(stem, written)


def _share(clause: _Words, agreed: _Words, vectors: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> float:
    """Return the weighted share of a clause's words that the agreed text has too, or nearly; rare words count most."""
    if not clause.by_stem or not agreed.by_stem:
        return 0.0
    own = np.array([vectors[form] for form in clause.by_stem.values()])
    other = np.array([vectors[form] for form in agreed.by_stem.values()])
    nearest = (own @ other.T).max(axis=1)
    weight = np.array([weights[stem] for stem in clause.by_stem])
    return float((np.where(nearest >= _MIN_WORD_MEANING, nearest, 0.0) * weight).sum() / weight.sum())


def _meaning(clause: np.ndarray, agreed: str, language: str) -> float:
    """Return the cosine of a clause and an agreed text or its nearest passage."""
    parts = (agreed, *(agreed[p.start : p.end] for p in passages(agreed)))
    return float((query_vectors([without_action_phrases(part, language) for part in parts]) @ clause).max())


def _vectors(texts: Sequence[str], encode: Callable[[Sequence[str]], np.ndarray]) -> dict[str, np.ndarray]:
    return dict(zip(texts, encode(texts), strict=True)) if texts else {}


def is_negated(text: str, language: str) -> bool:
    """Return whether a text asks not to act: "should not", "are encouraged not to"."""
    phrase = next(iter(find_phrases(text, language_of(language))), None)
    negation = _NEGATIONS.get(language)
    if phrase is None or negation is None:
        return False
    found = negation.search(text, max(0, phrase.start - 8))
    return found is not None and found.end() <= phrase.end + _NEAR_VERB


def without_action_phrases(text: str, language: str) -> str:
    """Return a text without the verbs of its requests: "are encouraged to", "should", "Invites"."""
    spans = [(phrase.start, phrase.end) for phrase in find_phrases(text, language_of(language))]
    leading = grammar_of(language).leading_verb(text)
    if leading and (not spans or spans[0][0] >= leading.end):
        spans.insert(0, (leading.start, leading.end))
    kept, end = [], 0
    for start, after in spans:
        kept.append(text[end:start])
        end = after
    return " ".join(" ".join([*kept, text[end:]]).split())
