"""The content of a concordance page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from documents.models import Paragraph
from recommendations.concordance.occurrences import Occurrences, find_occurrences, find_other_sequences
from recommendations.concordance.wordings import Key, Text, as_sequence, likely_wordings, read_text, spans_of
from recommendations.index.encoder import query_vectors
from recommendations.index.stems import stems_of
from recommendations.search.marking import highlight
from recommendations.search.resources import thesaurus
from recommendations.search.thesaurus import LANGUAGES, RecognizedForm, is_stop_word
from recommendations.text.sentences import Passage, passages
from recommendations.text.words import BREAK, is_han, tokens

MAX_WORDS = 12  # words in a phrase
MAX_SHOWN = 3  # places shown for each language on a page with all languages
MAX_OTHER_WORDINGS = 2  # terms shown besides the most likely term
MAX_FULL_LENGTH = 300  # characters; of longer paragraphs, only the sentences with a match are shown

Span = tuple[int, int]
Stems = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A translation of the phrase, and the number of places that contain it. ``is_known`` is true for an equivalent
    term from the thesaurus, false for a term found by comparison; ``is_sure`` is false if the evidence is weak."""

    text: str
    count: int
    is_known: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class TranslatedPlace:
    """A place of the phrase in two languages, as HTML with the phrase and its translation marked. ``has_term`` is false
    if none of the terms occurs there."""

    source: Paragraph
    source_text: SafeString
    translation: Paragraph
    text: SafeString
    has_term: bool


@dataclass(frozen=True, slots=True)
class Translation:
    """The translations into one language, the most frequent term first. ``total`` counts the places compared, ``rest``
    the places without any of the terms; ``pairs`` are the places to show."""

    language: str
    terms: Sequence[Term]
    total: int
    rest: int
    pairs: Sequence[TranslatedPlace]

    @property
    def is_sure(self) -> bool:
        return bool(self.terms) and self.terms[0].is_sure


@dataclass(frozen=True, slots=True)
class Concordance:
    """The translations of a phrase, with languages in the order used by the United Nations."""

    phrase: str
    occurrences: Occurrences
    translations: Sequence[Translation]


def read_concordance(phrase: str, language: str = "", only: str = "") -> Concordance | None:
    """Return the translations of a phrase, or None if no paragraph that is public in several languages contains it.

    ``language`` is the language of the phrase, by default the one with the most places. If ``only`` is a language, all
    translations into it are shown; otherwise, the first few into each language.
    """
    words = phrase_words(phrase)
    found = find_occurrences(words, language) if words else None
    if found is None:
        return None
    present = {code for place in found.places for code in place.translations}
    languages = [code for code in (*LANGUAGES, *sorted(present - set(LANGUAGES))) if code in present]
    comparison = _Comparison(phrase, words, found)
    limit = None if only else MAX_SHOWN
    return Concordance(phrase, found, [comparison.translation(code, limit) for code in languages if only in ("", code)])


def has_words(phrase: str) -> bool:
    """Return whether a phrase contains a word, unlike "*"."""
    return any(True for _token in tokens(phrase))


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase, or () if there are more than :data:`MAX_WORDS`."""
    words = tuple(token.word for token in tokens(phrase))
    return words if len(words) <= MAX_WORDS else ()


class _Comparison:
    """Compares the places of a phrase with their translations."""

    def __init__(self, phrase: str, words: Sequence[str], occurrences: Occurrences) -> None:
        self.phrase = phrase
        self.occurrences = occurrences
        self.length = _content_length(words, occurrences.stems)
        recognized = self._recognize(phrase, occurrences.language, occurrences.stems)
        self.concepts = {match.form.concept for match in recognized if (match.start, match.end) == (0, len(words))}

    def translation(self, language: str, limit: int | None) -> Translation:
        """Return the translations into a language, with at most ``limit`` places to show (None: all)."""
        places = [place for place in self.occurrences.places if language in place.translations]
        rows = [place.translations[language] for place in places]
        sequences = [sequence.split() for sequence in find_other_sequences(self.occurrences, language)]
        stems = stems_of(
            {*_words(row.text for row in rows), *(word for row in sequences for word in row)} - {BREAK}, language
        )

        def is_stop(word: str) -> bool:
            return is_stop_word(word, language, stems)

        terms, spans = self._find_known_terms(rows, language, stems)
        texts = [read_text(row.text, stems, is_stop) for row in rows]
        others = [as_sequence(word for word in row if word == BREAK or not is_stop(word)) for row in sequences]
        terms += self._find_likely_terms(texts, others, spans)
        pairs = [
            TranslatedPlace(
                source=place.paragraph,
                source_text=excerpt(place.paragraph.text, place.spans),
                translation=row,
                text=excerpt(row.text, found),
                has_term=bool(found),
            )
            for place, row, found in zip(places, rows, spans, strict=True)
        ]
        shown = sorted(pairs, key=lambda pair: not pair.has_term)[:limit] if limit else pairs
        return Translation(language, terms, len(pairs), sum(not found for found in spans), shown)

    def _find_known_terms(
        self, rows: Sequence[Paragraph], language: str, stems: Stems
    ) -> tuple[list[Term], list[list[Span]]]:
        """Return the equivalent terms that occur in the translations, and the spans at which they occur in each."""
        counts: Counter[Key] = Counter()
        written: dict[Key, Counter[str]] = defaultdict(Counter)
        spans: list[list[Span]] = []
        for row in rows:
            words = list(tokens(row.text))
            matches = [
                match for match in self._recognize(row.text, language, stems) if match.form.concept in self.concepts
            ]
            counts.update({match.form.stems for match in matches})
            for match in matches:
                is_exact = match.form.words == tuple(token.word for token in words[match.start : match.end])
                written[match.form.stems][match.form.text] += is_exact
            spans.append([(words[match.start].start, words[match.end - 1].end) for match in matches])
        terms = [
            Term(written[key].most_common(1)[0][0], count, is_known=True, is_sure=True)
            for key, count in counts.most_common()
        ]
        return terms, spans

    def _recognize(self, text: str, language: str, stems: Stems) -> list[RecognizedForm]:
        words = list(tokens(text))
        typed = [text[token.start : token.end] for token in words]
        return list(thesaurus().recognize([token.word for token in words], language, stems, typed))

    def _find_likely_terms(self, texts: Sequence[Text], others: Sequence[str], spans: list[list[Span]]) -> list[Term]:
        """Return terms found by comparison for the places without an equivalent term. Record in ``spans`` where they
        occur. After the first term, return only terms with enough evidence."""
        terms: list[Term] = []
        has_known = any(spans)
        for _attempt in range(1 + MAX_OTHER_WORDINGS):
            rest = [index for index, found in enumerate(spans) if not found]
            if not rest:
                break
            likely = likely_wordings(self.phrase, self.length, [texts[index] for index in rest], others, query_vectors)
            if not likely or not (likely[0].is_sure or not (terms or has_known)):
                break
            best = likely[0]
            terms.append(Term(best.text, best.together, is_known=False, is_sure=best.is_sure))
            for index in rest:
                spans[index] = spans_of(best.key, texts[index])
        return terms


def _words(texts: Iterable[str]) -> set[str]:
    return {token.word for text in texts for token in tokens(text)}


def _content_length(words: Sequence[str], stems: Stems) -> int:
    """Return the number of words that are not stop words; two Chinese characters count as one word."""
    characters = sum(map(is_han, words))
    return sum(1 for word in words if stems[word]) - characters + (characters + 1) // 2


def excerpt(text: str, spans: Sequence[Span]) -> SafeString:
    """Return the sentences of a text from the first to the last that contain a span, as HTML with the spans marked.
    Without spans, return the beginning of the text. A short text is returned in full."""
    start, end = 0, len(text)
    if end > MAX_FULL_LENGTH:
        parts = passages(text)
        within = [part for part in parts if any(part.start < last and first < part.end for first, last in spans)]
        chosen = within or parts[:1]
        if chosen and chosen[0] != parts[0]:
            start = chosen[0].start
        if chosen and chosen[-1] != parts[-1]:
            end = chosen[-1].end
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(before) - start
    marks = [Passage(first + shift, last + shift) for first, last in spans]
    return highlight(f"{before}{text[start:end]}{after}", marks)
