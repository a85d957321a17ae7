"""Pure: expand the words of a search with equivalent terms (:mod:`.thesaurus`) in every language.

What stands in quotation marks, must not be there, or is a beginning is searched as it is. The small words of the
language that a search is written in ("formation des juges") are not asked for in texts of the other languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recommendations.search.interpretations import AlsoSearched
from recommendations.search.syntax import AllOf, AnyOf, InLanguage, Node, Phrase, TypedPart, Word
from recommendations.search.thesaurus import LANGUAGES, ConceptForm, Recognised, Stems, Thesaurus, is_small
from recommendations.text.words import is_han

_MAX_CONCEPTS = 8  # concepts of one search that are expanded
_WRITTEN_WITH_BLANKS = tuple(language for language in LANGUAGES if language != "zh")

Known = Mapping[str, Mapping[str, str]]  # language -> word -> stem


@dataclass(frozen=True, slots=True)
class _Span:
    """Words of a run that are a form of one concept, or of several: places, the end exclusive."""

    start: int
    end: int
    forms: tuple[ConceptForm, ...]


class _Run:
    """Parts that follow one another with no operator between them, and their words."""

    def __init__(self, parts: Sequence[TypedPart]) -> None:
        self.parts = parts
        owned = [(place, word) for place, part in enumerate(parts) for word in part.words]
        self.words = [word for _place, word in owned]
        self.part_of = [place for place, _word in owned]
        self.typed = [parts[place].typed for place in self.part_of]
        self.is_chinese = is_han(self.words[0])

    def has_whole_parts(self, start: int, end: int) -> bool:
        """Whether words from ``start`` to ``end`` begin and end where parts do. Chinese has no such edges."""
        first = start == 0 or self.part_of[start - 1] != self.part_of[start]
        last = end == len(self.words) or self.part_of[end] != self.part_of[end - 1]
        return self.is_chinese or (first and last)


def with_other_words(
    found: Sequence[TypedPart], thesaurus: Thesaurus, stems: Stems
) -> tuple[list[TypedPart], list[AlsoSearched]]:
    """The parts of a search, words of the field among them widened to their other forms; and what is also searched."""
    runs = [(is_words, _Run(group) if is_words else None, group) for is_words, group in _grouped(found)]
    words = {word for _is, run, _group in runs if run for word in run.words}
    known = stems(dict.fromkeys(LANGUAGES, words))
    language = _language([run for _is, run, _group in runs if run], thesaurus, known)
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
    return widened or list(found), notes


def without_small_words(found: Sequence[TypedPart], stems: Stems) -> list[TypedPart]:
    """Nothing, where the parts are small words of one language alone; else all of them."""
    words = [word for part in found for word in part.words]
    if not all(isinstance(part.node, Word) and part.is_plain for part in found):
        return list(found)
    known = stems(dict.fromkeys(_WRITTEN_WITH_BLANKS, words))
    says_nothing = any(all(is_small(word, one, known[one]) for word in words) for one in _WRITTEN_WITH_BLANKS)
    return [] if says_nothing else list(found)


def _grouped(found: Sequence[TypedPart]) -> Iterator[tuple[bool, list[TypedPart]]]:
    """Runs of words, and what is no words; a neighbour of "OR" and a run of Chinese stand by themselves."""
    group: list[TypedPart] = []
    for place, part in enumerate(found):
        is_words = bool(part.words) and not part.quoted and not part.refused
        is_joined = part.widens or (place + 1 < len(found) and found[place + 1].widens)
        if is_words and not is_joined and not is_han(part.words[0]):
            group.append(part)
            continue
        if group:
            yield True, group
            group = []
        yield is_words, [part]
    if group:
        yield True, group


# --- what is recognised ------------------------------------------------------------------------------


def _recognised(run: _Run, thesaurus: Thesaurus, known: Known) -> list[Recognised]:
    """The forms in a run; where one is there as it is written, none of its stem ("судей": judges, not courts)."""
    recognised: list[Recognised] = []
    for language in ("zh",) if run.is_chinese else _WRITTEN_WITH_BLANKS:
        found = [
            one
            for one in thesaurus.recognise(run.words, language, known[language], run.typed)
            if run.has_whole_parts(one.start, one.end)
        ]
        written = {(one.start, one.end) for one in found if _is_written(one, run)}
        recognised += [one for one in found if (one.start, one.end) not in written or _is_written(one, run)]
    return recognised


def _is_written(one: Recognised, run: _Run) -> bool:
    return list(one.form.words) == run.words[one.start : one.end]


def _spans(run: _Run, thesaurus: Thesaurus, known: Known, language: str, *, alone: bool) -> list[_Span]:
    """The longest forms, none overlapping another. A form with another meaning elsewhere needs its own language."""
    found = [
        one
        for one in _recognised(run, thesaurus, known)
        if not one.form.is_ambiguous
        or one.form.language == language
        or (alone and one.start == 0 and one.end == len(run.words))
    ]
    spans: list[_Span] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if any(span.start < one.end and one.start < span.end for span in spans):
            same = [span for span in spans if (span.start, span.end) == (one.start, one.end)]
            spans = [replace(span, forms=(*span.forms, one.form)) if span in same else span for span in spans]
        else:
            spans.append(_Span(one.start, one.end, (one.form,)))
    return sorted(spans, key=lambda span: span.start)


def _language(runs: Iterable[_Run], thesaurus: Thesaurus, known: Known) -> str:
    """The language that a search is written in, as its small words and forms show it; "" where they do not.

    Another one than English is shown by a form that English does not have, or by more small words than English has.
    """
    small = dict.fromkeys(_WRITTEN_WITH_BLANKS, 0)
    matched = dict.fromkeys(LANGUAGES, False)
    own = dict.fromkeys(LANGUAGES, False)
    for run in runs:
        recognised = [one for one in _recognised(run, thesaurus, known) if not one.form.is_ambiguous]
        english = {(one.start, one.end) for one in recognised if one.form.language == "en"}
        for one in recognised:
            matched[one.form.language] = True
            own[one.form.language] |= (one.start, one.end) not in english
        for language in small:
            small[language] += sum(is_small(word, language, known[language]) for word in run.words)
    others = [one for one in small if one != "en" and (own[one] or (matched[one] and small[one] > small["en"]))]
    if others:
        return max(others, key=lambda one: (small[one], own[one]))
    return "en" if small["en"] >= max(small.values()) > 0 else ""


# --- what is searched --------------------------------------------------------------------------------


class _Expander:
    """Puts a run together again, each recognised span with its other forms."""

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
        place = 0
        for span in self.spans:
            first, last = self.run.part_of[span.start], self.run.part_of[span.end - 1]
            built += self._asked(self.run.parts[place:first])
            own = self.run.parts[first : last + 1]
            typed = " ".join(part.typed for part in own)
            asked = [part.node for part in self._asked(own)] or [part.node for part in own]
            as_typed = asked[0] if len(asked) == 1 else AllOf(tuple(asked))
            node = self._widened(span, as_typed, typed)
            built.append(replace(own[0], node=node, typed=typed, topics=self._topics([span])))
            place = last + 1
        return built + self._asked(self.run.parts[place:])

    def _asked(self, parts: Sequence[TypedPart]) -> list[TypedPart]:
        """Without the small words of the search's language."""
        small = self.known.get(self.language, {})
        return [
            part
            for part in parts
            if not small or part.widens or not all(is_small(word, self.language, small) for word in part.words)
        ]

    def _chinese(self, part: TypedPart) -> TypedPart:
        """A run as it is, or all that is recognised in it and what is left between."""
        words = self.run.words
        if [(span.start, span.end) for span in self.spans] == [(0, len(words))]:
            return replace(
                part, node=self._widened(self.spans[0], part.node, part.typed), topics=self._topics(self.spans)
            )
        if not self.spans:
            return part
        nodes: list[Node] = []
        place = 0
        for span in [*self.spans, _Span(len(words), len(words), ())]:
            nodes += _between(words[place : span.start])
            if span.forms:
                own = tuple(words[span.start : span.end])
                nodes.append(self._widened(span, _run_of(own), "".join(own)))
            place = span.end
        each = nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
        return replace(part, node=AnyOf((part.node, each)), topics=self._topics(self.spans))

    def _topics(self, spans: Iterable[_Span]) -> tuple[str, ...]:
        found = (self.thesaurus.topics.get(form.concept) for span in spans for form in span.forms)
        return tuple(dict.fromkeys(topic for topic in found if topic))

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
        return AnyOf((as_typed, *(InLanguage(form.language, _run_of(form.words)) for form in forms)))

    def _is_covered(self, form: ConceptForm, words: Sequence[str]) -> bool:
        """Whether every text that holds a form holds the words that were typed."""
        stems = self.known[form.language]
        typed = {stems[word] for word in words if not is_small(word, form.language, stems)}
        return typed <= set(form.stems)


def _run_of(words: tuple[str, ...]) -> Node:
    return Word(words[0]) if len(words) == 1 else Phrase(words)


def _between(words: Sequence[str]) -> list[Node]:
    """What is left of a Chinese run, without the small words at its ends."""
    kept = list(words)
    while kept and is_small(kept[0], "zh", {kept[0]: kept[0]}):
        kept.pop(0)
    while kept and is_small(kept[-1], "zh", {kept[-1]: kept[-1]}):
        kept.pop()
    return [_run_of(tuple(kept))] if kept else []
