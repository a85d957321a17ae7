"""Pure: expand the words of a search with equivalent terms (:mod:`.thesaurus`) in every language.

Quoted phrases, excluded words and prefixes are searched as typed. Small words ("des" in "formation des juges") in the
language of the search are not required in texts of other languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recommendations.search.interpretations import AlsoSearched
from recommendations.search.syntax import AllOf, AnyOf, InLanguage, Node, Phrase, TypedPart, Word
from recommendations.search.thesaurus import LANGUAGES, ConceptForm, Recognised, Stems, Thesaurus, is_small
from recommendations.text.words import is_han

_MAX_CONCEPTS = 8  # expanded per search
_WRITTEN_WITH_BLANKS = tuple(language for language in LANGUAGES if language != "zh")

Known = Mapping[str, Mapping[str, str]]  # language -> word -> stem


@dataclass(frozen=True, slots=True)
class _Span:
    """Words of a run that are a form of one or more concepts; ``end`` is exclusive."""

    start: int
    end: int
    forms: tuple[ConceptForm, ...]


class _Run:
    """Consecutive parts without an operator between them, and their words."""

    def __init__(self, parts: Sequence[TypedPart]) -> None:
        self.parts = parts
        owned = [(index, word) for index, part in enumerate(parts) for word in part.words]
        self.words = [word for _index, word in owned]
        self.part_of = [index for index, _word in owned]
        self.typed = [parts[index].typed for index in self.part_of]
        self.is_chinese = is_han(self.words[0])

    def has_whole_parts(self, start: int, end: int) -> bool:
        """Return whether ``start`` and ``end`` are boundaries between parts. Any position is one in Chinese."""
        first = start == 0 or self.part_of[start - 1] != self.part_of[start]
        last = end == len(self.words) or self.part_of[end] != self.part_of[end - 1]
        return self.is_chinese or (first and last)


def with_other_words(
    typed_parts: Sequence[TypedPart], thesaurus: Thesaurus, stems: Stems
) -> tuple[list[TypedPart], list[AlsoSearched]]:
    """Return the parts of a search, expanded with equivalent terms, and notes on those also searched."""
    runs = [(is_words, _Run(group) if is_words else None, group) for is_words, group in _grouped(typed_parts)]
    words = {word for _flag, run, _group in runs if run for word in run.words}
    known = stems(dict.fromkeys(LANGUAGES, words))
    language = _language([run for _flag, run, _group in runs if run], thesaurus, known)
    widened: list[TypedPart] = []
    notes: list[AlsoSearched] = []
    for _is_words, run, group in runs:
        if run is None:
            widened += group
            continue
        spans = _spans(run, thesaurus, known, language, alone=len(runs) == 1)[: _MAX_CONCEPTS - len(notes)]
        expander = _Expander(run, spans, thesaurus, known, language)
        widened += expander.parts()
        notes += expander.notes
    return widened or list(typed_parts), notes


def without_small_words(typed_parts: Sequence[TypedPart], stems: Stems) -> list[TypedPart]:
    """Return the parts, or an empty list if all are small words of one language."""
    words = [word for part in typed_parts for word in part.words]
    if not all(isinstance(part.node, Word) and part.is_plain for part in typed_parts):
        return list(typed_parts)
    known = stems(dict.fromkeys(_WRITTEN_WITH_BLANKS, words))
    is_small_only = any(all(is_small(word, key, known[key]) for word in words) for key in _WRITTEN_WITH_BLANKS)
    return [] if is_small_only else list(typed_parts)


def _grouped(typed_parts: Sequence[TypedPart]) -> Iterator[tuple[bool, list[TypedPart]]]:
    """Yield runs of words (True) and other parts (False). Operands of "OR" and Chinese runs are single."""
    group: list[TypedPart] = []
    for index, part in enumerate(typed_parts):
        is_words = bool(part.words) and not part.is_quoted and not part.is_excluded
        is_joined = part.is_alternative or (index + 1 < len(typed_parts) and typed_parts[index + 1].is_alternative)
        if is_words and not is_joined and not is_han(part.words[0]):
            group.append(part)
            continue
        if group:
            yield True, group
            group = []
        yield is_words, [part]
    if group:
        yield True, group


# --- recognised forms --------------------------------------------------------------------------------


def _recognised(run: _Run, thesaurus: Thesaurus, known: Known) -> list[Recognised]:
    """Return the forms in a run; an exact form excludes others of its stem ("судей": judges, not courts)."""
    recognised: list[Recognised] = []
    for language in ("zh",) if run.is_chinese else _WRITTEN_WITH_BLANKS:
        matches = [
            match
            for match in thesaurus.recognise(run.words, language, known[language], run.typed)
            if run.has_whole_parts(match.start, match.end)
        ]
        exact = {(match.start, match.end) for match in matches if _is_exact(match, run)}
        recognised += [match for match in matches if (match.start, match.end) not in exact or _is_exact(match, run)]
    return recognised


def _is_exact(match: Recognised, run: _Run) -> bool:
    return list(match.form.words) == run.words[match.start : match.end]


def _spans(run: _Run, thesaurus: Thesaurus, known: Known, language: str, *, alone: bool) -> list[_Span]:
    """Return the longest forms without overlaps. An ambiguous form counts only in its own language or alone."""
    matches = [
        match
        for match in _recognised(run, thesaurus, known)
        if not match.form.is_ambiguous
        or match.form.language == language
        or (alone and match.start == 0 and match.end == len(run.words))
    ]
    spans: list[_Span] = []
    for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
        if any(span.start < match.end and match.start < span.end for span in spans):
            same = [span for span in spans if (span.start, span.end) == (match.start, match.end)]
            spans = [replace(span, forms=(*span.forms, match.form)) if span in same else span for span in spans]
        else:
            spans.append(_Span(match.start, match.end, (match.form,)))
    return sorted(spans, key=lambda span: span.start)


def _language(runs: Iterable[_Run], thesaurus: Thesaurus, known: Known) -> str:
    """Return the language of a search, judged by its small words and forms; "" if unknown.

    Any language but English needs a form that English does not have, or more small words than English has.
    """
    small = dict.fromkeys(_WRITTEN_WITH_BLANKS, 0)
    matched = dict.fromkeys(LANGUAGES, False)
    own = dict.fromkeys(LANGUAGES, False)
    for run in runs:
        recognised = [match for match in _recognised(run, thesaurus, known) if not match.form.is_ambiguous]
        english = {(match.start, match.end) for match in recognised if match.form.language == "en"}
        for match in recognised:
            matched[match.form.language] = True
            own[match.form.language] |= (match.start, match.end) not in english
        for language in small:
            small[language] += sum(is_small(word, language, known[language]) for word in run.words)
    others = [code for code in small if code != "en" and (own[code] or (matched[code] and small[code] > small["en"]))]
    if others:
        return max(others, key=lambda code: (small[code], own[code]))
    return "en" if small["en"] >= max(small.values()) > 0 else ""


# --- expansion ---------------------------------------------------------------------------------------


class _Expander:
    """Rebuild a run, with equivalent terms added to each recognised span."""

    def __init__(self, run: _Run, spans: Sequence[_Span], thesaurus: Thesaurus, known: Known, language: str) -> None:
        self.run = run
        self.spans = spans
        self.thesaurus = thesaurus
        self.known = known
        self.language = language
        self.notes: list[AlsoSearched] = []

    def parts(self) -> list[TypedPart]:
        if self.run.is_chinese:
            return [self._chinese(self.run.parts[0])]
        built: list[TypedPart] = []
        next_part = 0
        for span in self.spans:
            first, last = self.run.part_of[span.start], self.run.part_of[span.end - 1]
            built += self._without_small_words(self.run.parts[next_part:first])
            span_parts = self.run.parts[first : last + 1]
            typed = " ".join(part.typed for part in span_parts)
            nodes = [part.node for part in self._without_small_words(span_parts)] or [part.node for part in span_parts]
            as_typed = nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
            node = self._widened(span, as_typed, typed)
            built.append(replace(span_parts[0], node=node, typed=typed, topics=self._topics([span])))
            next_part = last + 1
        return built + self._without_small_words(self.run.parts[next_part:])

    def _without_small_words(self, parts: Sequence[TypedPart]) -> list[TypedPart]:
        """Return the parts without small words of the search's language."""
        small = self.known.get(self.language, {})
        return [
            part
            for part in parts
            if not small or part.is_alternative or not all(is_small(word, self.language, small) for word in part.words)
        ]

    def _chinese(self, part: TypedPart) -> TypedPart:
        """Return a part that matches the run as typed, or all recognised forms and the words between them."""
        words = self.run.words
        if [(span.start, span.end) for span in self.spans] == [(0, len(words))]:
            return replace(
                part, node=self._widened(self.spans[0], part.node, part.typed), topics=self._topics(self.spans)
            )
        if not self.spans:
            return part
        nodes: list[Node] = []
        next_word = 0
        for span in [*self.spans, _Span(len(words), len(words), ())]:
            nodes += _trimmed(words[next_word : span.start])
            if span.forms:
                span_words = tuple(words[span.start : span.end])
                nodes.append(self._widened(span, _word_or_phrase(span_words), "".join(span_words)))
            next_word = span.end
        split = nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
        return replace(part, node=AnyOf((part.node, split)), topics=self._topics(self.spans))

    def _topics(self, spans: Iterable[_Span]) -> tuple[str, ...]:
        topics = (self.thesaurus.topics.get(form.concept) for span in spans for form in span.forms)
        return tuple(dict.fromkeys(topic for topic in topics if topic))

    def _widened(self, span: _Span, as_typed: Node, typed: str) -> Node:
        words = self.run.words[span.start : span.end]
        forms = [
            form
            for concept in dict.fromkeys(form.concept for form in span.forms)
            for form in self.thesaurus.searched[concept]
            if not self._is_covered(form, words)
        ]
        if not forms:
            return as_typed
        self.notes.append(AlsoSearched(typed, tuple((form.language, form.text) for form in forms)))
        return AnyOf((as_typed, *(InLanguage(form.language, _word_or_phrase(form.words)) for form in forms)))

    def _is_covered(self, form: ConceptForm, words: Sequence[str]) -> bool:
        """Return whether every text that contains a form also contains the typed words."""
        stems = self.known[form.language]
        typed = {stems[word] for word in words if not is_small(word, form.language, stems)}
        return typed <= set(form.stems)


def _word_or_phrase(words: tuple[str, ...]) -> Node:
    return Word(words[0]) if len(words) == 1 else Phrase(words)


def _trimmed(words: Sequence[str]) -> list[Node]:
    """Return the words between recognised Chinese forms, without small words at the ends."""
    kept = list(words)
    while kept and is_small(kept[0], "zh", {kept[0]: kept[0]}):
        kept.pop(0)
    while kept and is_small(kept[-1], "zh", {kept[-1]: kept[-1]}):
        kept.pop()
    return [_word_or_phrase(tuple(kept))] if kept else []
