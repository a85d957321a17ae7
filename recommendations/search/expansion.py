"""Expand the words of a search with equivalent terms (:mod:`.thesaurus`) in every language.

Quoted phrases, excluded words and prefixes are searched as typed. Stop words ("des" in "formation des juges") in the
language of the search are not required in texts of other languages. Pure functions, no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recommendations.index.base_forms import base_form
from recommendations.search.interpretations import ExpansionNote
from recommendations.search.syntax import AllOf, AnyOf, InLanguage, NamedConcept, Node, Phrase, TypedPart, Word
from recommendations.search.thesaurus import LANGUAGES, ConceptForm, RecognizedForm, StemLookup, Thesaurus, is_stop_word
from recommendations.text.words import is_han

_MAX_CONCEPTS = 8  # expanded per search
_WRITTEN_WITH_SPACES = tuple(language for language in LANGUAGES if language != "zh")

Stems = Mapping[str, Mapping[str, str]]  # language -> word -> stem


@dataclass(frozen=True, slots=True)
class _Span:
    """A span of words in a run that is a form of one or more concepts; ``end`` is exclusive."""

    start: int
    end: int
    forms: tuple[ConceptForm, ...]


class _Run:
    """Consecutive parts without an operator between them, and their words."""

    def __init__(self, parts: Sequence[TypedPart]) -> None:
        self.parts = parts
        words_with_index = [(index, word) for index, part in enumerate(parts) for word in part.words]
        self.words = [word for _index, word in words_with_index]
        self.part_indexes = [index for index, _word in words_with_index]
        self.typed = [parts[index].typed for index in self.part_indexes]
        self.is_chinese = is_han(self.words[0])

    def has_whole_parts(self, start: int, end: int) -> bool:
        """Return whether ``start`` and ``end`` are boundaries between parts; in Chinese, any position is."""
        begins_part = start == 0 or self.part_indexes[start - 1] != self.part_indexes[start]
        ends_part = end == len(self.words) or self.part_indexes[end] != self.part_indexes[end - 1]
        return self.is_chinese or (begins_part and ends_part)


def with_equivalent_terms(
    typed_parts: Sequence[TypedPart], thesaurus: Thesaurus, find_stems: StemLookup
) -> tuple[list[TypedPart], list[ExpansionNote]]:
    """Return the parts of a search expanded with equivalent terms, and a note on each expansion."""
    runs = [(is_words, _Run(group) if is_words else None, group) for is_words, group in _groups(typed_parts)]
    words = {word for _flag, run, _group in runs if run for word in run.words}
    stems = find_stems(dict.fromkeys(LANGUAGES, words))
    language = _language([run for _flag, run, _group in runs if run], thesaurus, stems)
    expanded: list[TypedPart] = []
    notes: list[ExpansionNote] = []
    for _is_words, run, group in runs:
        if run is None:
            expanded += group
            continue
        spans = _spans(run, thesaurus, stems, language, is_only_run=len(runs) == 1)[: _MAX_CONCEPTS - len(notes)]
        expander = _Expander(run, spans, thesaurus, stems, language)
        expanded += expander.expanded_parts()
        notes += expander.notes
    return expanded or list(typed_parts), notes


def without_stop_words(typed_parts: Sequence[TypedPart], find_stems: StemLookup) -> list[TypedPart]:
    """Return the parts, or an empty list if all of them are stop words of one language."""
    words = [word for part in typed_parts for word in part.words]
    if not all(isinstance(part.node, Word) and part.is_plain for part in typed_parts):
        return list(typed_parts)
    stems = find_stems(dict.fromkeys(_WRITTEN_WITH_SPACES, words))
    are_all_stop_words = any(all(is_stop_word(word, key, stems[key]) for word in words) for key in _WRITTEN_WITH_SPACES)
    return [] if are_all_stop_words else list(typed_parts)


def with_american_spellings(typed_parts: Sequence[TypedPart]) -> list[TypedPart]:
    """Return the parts of a search, with the American spelling of each British spelling added in front. Both spellings
    give the same result, because meaning is compared by the first. The word as typed is kept, because it may be a word
    of another language ("organisation")."""
    return [
        replace(part, node=AnyOf((Word(american), part.node)))
        if isinstance(part.node, Word) and (american := base_form(part.node.word, "en")) != part.node.word
        else part
        for part in typed_parts
    ]


def _groups(typed_parts: Sequence[TypedPart]) -> Iterator[tuple[bool, list[TypedPart]]]:
    """Yield groups of parts, each with whether it is a run of words. Each operand of "OR" and each Chinese part is a
    group by itself.
    """
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


# --- recognized forms --------------------------------------------------------------------------------


def _recognized_forms(run: _Run, thesaurus: Thesaurus, stems: Stems) -> list[RecognizedForm]:
    """Return the forms recognized in a run. An exact form excludes forms that only share the stems of the same words:
    "судей" means judges, not courts; "prisoner" is not "prison", although they have the same stem in French.
    """
    matches = [
        match
        for language in (("zh",) if run.is_chinese else _WRITTEN_WITH_SPACES)
        for match in thesaurus.recognize(run.words, language, stems[language], run.typed)
        if run.has_whole_parts(match.start, match.end)
    ]
    exact = {(match.start, match.end) for match in matches if _is_exact(match, run)}
    return [match for match in matches if (match.start, match.end) not in exact or _is_exact(match, run)]


def _is_exact(match: RecognizedForm, run: _Run) -> bool:
    return list(match.form.words) == run.words[match.start : match.end]


def _spans(run: _Run, thesaurus: Thesaurus, stems: Stems, language: str, *, is_only_run: bool) -> list[_Span]:
    """Return the longest recognized forms, without overlaps. An ambiguous form counts only if the search is in its
    language or consists of this form alone.
    """
    matches = [
        match
        for match in _recognized_forms(run, thesaurus, stems)
        if not match.form.is_ambiguous
        or match.form.language == language
        or (is_only_run and match.start == 0 and match.end == len(run.words))
    ]
    spans: list[_Span] = []
    for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
        if any(span.start < match.end and match.start < span.end for span in spans):
            same = [span for span in spans if (span.start, span.end) == (match.start, match.end)]
            spans = [replace(span, forms=(*span.forms, match.form)) if span in same else span for span in spans]
        else:
            spans.append(_Span(match.start, match.end, (match.form,)))
    return sorted(spans, key=lambda span: span.start)


def _language(runs: Iterable[_Run], thesaurus: Thesaurus, stems: Stems) -> str:
    """Return the language of a search, judged by its stop words and forms; "" if unknown.

    Any language but English needs a form that is not also English, or a form and more stop words than English.
    """
    stop_words = dict.fromkeys(_WRITTEN_WITH_SPACES, 0)
    any_form = dict.fromkeys(LANGUAGES, False)
    own_form = dict.fromkeys(LANGUAGES, False)
    for run in runs:
        recognized = [match for match in _recognized_forms(run, thesaurus, stems) if not match.form.is_ambiguous]
        english = {(match.start, match.end) for match in recognized if match.form.language == "en"}
        for match in recognized:
            any_form[match.form.language] = True
            own_form[match.form.language] |= (match.start, match.end) not in english
        for language in stop_words:
            stop_words[language] += sum(is_stop_word(word, language, stems[language]) for word in run.words)
    foreign = [
        code
        for code in stop_words
        if code != "en" and (own_form[code] or (any_form[code] and stop_words[code] > stop_words["en"]))
    ]
    if foreign:
        return max(foreign, key=lambda code: (stop_words[code], own_form[code]))
    return "en" if stop_words["en"] >= max(stop_words.values()) > 0 else ""


# --- expansion ---------------------------------------------------------------------------------------


class _Expander:
    """Rebuilds a run, adding equivalent terms to each recognized span."""

    def __init__(self, run: _Run, spans: Sequence[_Span], thesaurus: Thesaurus, stems: Stems, language: str) -> None:
        self.run = run
        self.spans = spans
        self.thesaurus = thesaurus
        self.stems = stems
        self.language = language
        self.notes: list[ExpansionNote] = []
        self.concepts: list[NamedConcept] = []

    def expanded_parts(self) -> list[TypedPart]:
        if self.run.is_chinese:
            part = self._expand_chinese(self.run.parts[0])
            return [replace(part, concepts=tuple(self.concepts))]
        built: list[TypedPart] = []
        next_part = 0
        for span in self.spans:
            first, last = self.run.part_indexes[span.start], self.run.part_indexes[span.end - 1]
            built += self._without_stop_words(self.run.parts[next_part:first])
            span_parts = self.run.parts[first : last + 1]
            typed = " ".join(part.typed for part in span_parts)
            nodes = [part.node for part in self._without_stop_words(span_parts)] or [part.node for part in span_parts]
            as_typed = nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
            node = self._expanded_node(span, as_typed, typed)
            concepts = (self.concepts[-1],)
            built.append(replace(span_parts[0], node=node, typed=typed, topics=self._topics([span]), concepts=concepts))
            next_part = last + 1
        return built + self._without_stop_words(self.run.parts[next_part:])

    def _without_stop_words(self, parts: Sequence[TypedPart]) -> list[TypedPart]:
        """Return the parts without the stop words of the language of the search."""
        stems = self.stems.get(self.language, {})
        return [
            part
            for part in parts
            if not stems
            or part.is_alternative
            or not all(is_stop_word(word, self.language, stems) for word in part.words)
        ]

    def _expand_chinese(self, part: TypedPart) -> TypedPart:
        """Return a part that matches the run as typed, or all recognized forms and the words between them."""
        words = self.run.words
        if [(span.start, span.end) for span in self.spans] == [(0, len(words))]:
            return replace(
                part, node=self._expanded_node(self.spans[0], part.node, part.typed), topics=self._topics(self.spans)
            )
        if not self.spans:
            return part
        nodes: list[Node] = []
        next_word = 0
        for span in [*self.spans, _Span(len(words), len(words), ())]:
            nodes += _words_between(words[next_word : span.start])
            if span.forms:
                span_words = tuple(words[span.start : span.end])
                nodes.append(self._expanded_node(span, _word_or_phrase(span_words), "".join(span_words)))
            next_word = span.end
        all_nodes = nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
        return replace(part, node=AnyOf((part.node, all_nodes)), topics=self._topics(self.spans))

    def _topics(self, spans: Iterable[_Span]) -> tuple[str, ...]:
        topics = (self.thesaurus.topics.get(form.concept) for span in spans for form in span.forms)
        return tuple(dict.fromkeys(topic for topic in topics if topic))

    def _expanded_node(self, span: _Span, as_typed: Node, typed: str) -> Node:
        words = self.run.words[span.start : span.end]
        node = self._alternatives(span, words, as_typed, typed)
        name = self.thesaurus.searched[span.forms[0].concept][0].text
        self.concepts.append(NamedConcept(typed, name, node, span.end - span.start))
        return node

    def _alternatives(self, span: _Span, words: Sequence[str], as_typed: Node, typed: str) -> Node:
        """Return a node that matches any name of the concepts, the same whichever name was typed."""
        concepts = dict.fromkeys(form.concept for form in span.forms)
        forms = [form for concept in concepts for form in self.thesaurus.searched[concept]]
        added = [form for form in forms if not self._is_covered(form, words)]
        if not added:
            return as_typed
        has_wider_terms = not {form.concept for form in added} <= set(concepts)
        searched = tuple((form.language, form.text) for form in added)
        self.notes.append(ExpansionNote(typed, searched, has_wider_terms))
        names = [InLanguage(form.language, _name(form, may_be_apart=form.concept in concepts)) for form in forms]
        return AnyOf(tuple(names)) if len(concepts) == 1 else AnyOf((as_typed, *names))

    def _is_covered(self, form: ConceptForm, words: Sequence[str]) -> bool:
        """Return whether every text that contains a form also contains the typed words."""
        stems = self.stems[form.language]
        typed = {stems[word] for word in words if not is_stop_word(word, form.language, stems)}
        return typed <= set(form.stems)


def _name(form: ConceptForm, *, may_be_apart: bool) -> Node:
    """Return a node that matches a form. If its words ``may_be_apart``, they may be anywhere in a text, except in
    Chinese, where the single characters of a word mean nothing by themselves.
    """
    node = _word_or_phrase(form.words)
    if isinstance(node, Word) or not may_be_apart or form.language == "zh":
        return node
    return AnyOf((node, AllOf(tuple(map(Word, form.words)))))


def _word_or_phrase(words: tuple[str, ...]) -> Node:
    return Word(words[0]) if len(words) == 1 else Phrase(words)


def _words_between(words: Sequence[str]) -> list[Node]:
    """Return the words between recognized Chinese forms, without stop words at the ends."""
    inner = list(words)
    while inner and is_stop_word(inner[0], "zh", {inner[0]: inner[0]}):
        inner.pop(0)
    while inner and is_stop_word(inner[-1], "zh", {inner[-1]: inner[-1]}):
        inner.pop()
    return [_word_or_phrase(tuple(inner))] if inner else []
