"""Measures for a document: masthead, citations, headings, paragraph numbers and notes.

Each measure takes a label, the parsed document and its name, and yields scores under the measure's name. A label
without the measure's key yields none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portal.evaluation.folding import fold, squeeze
from portal.evaluation.recommendations import score_recommendations
from portal.evaluation.scores import Score, overlap, score_lists

Label = Mapping[str, Any]
Named = tuple[str, Score]

SCALARS = (
    "title",
    "distribution",
    "date",
    "language",
    "body",
    "subsidiary_body",
    "session",
    "agenda_item",
    "job_number",
    "reissued",
    "pages",
    "last_paragraph_number",
    "text_quality",
)
LISTS = ("symbols", "original_languages")
UNCHECKED_CITATIONS = 10
"""A label with exactly this number of citations is a sample, unless it says otherwise; other finds are not counted."""


def score_masthead(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score each field as right or wrong. ``title_alternatives`` are accepted for ``title``; likewise for others."""
    for key in SCALARS:
        if key in label:
            accepted = map(fold, [label[key], *label.get(f"{key}_alternatives", [])])
            yield f"meta.{key}", _field(fold(parsed.get(key)) in accepted, label[key], parsed.get(key), name)
    for key in LISTS:
        if label.get(key) is not None:
            same = sorted(map(fold, label[key])) == sorted(map(fold, parsed.get(key) or []))
            yield f"meta.{key}", _field(same, label[key], parsed.get(key), name)
    if want := label.get("meeting"):
        have = parsed.get("meeting") or {}
        same = all(fold(want.get(key)) == fold(have.get(key)) for key in ("place", "start", "end") if key in want)
        yield "meta.meeting", _field(same, want, have, name)


def _field(right: bool, want: object, got: object, name: str) -> Score:
    return Score(int(right), 1, misses=() if right else (f"{name}: want {want!r}, got {got!r}",))


def score_citations(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score cited articles by their full target; ``citations_optional`` may be found or not."""
    if label.get("citations") is None:
        return
    want, have = _targets(label["citations"]), _targets(parsed.get("citations"))
    both = overlap(want, have)
    extra, found = both.extra.copy(), len(have)
    for target in _targets(label.get("citations_optional")):
        if extra[target]:
            extra[target] -= 1
            found -= 1
    complete = label.get("citations_complete", len(label["citations"]) != UNCHECKED_CITATIONS)
    missed = both.lost or (complete and any(extra.values()))
    words = f"{name}: lost {dict(both.lost)}, extra {dict(+extra) if complete else '-'}"
    yield "citations", Score(both.common, len(want), found if complete else both.common, (words,) if missed else ())


def _targets(citations: Iterable[Label] | None) -> list[str]:
    return [target for citation in citations or () for target in citation.get("targets", ())]


def score_headings(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score headings by their words, in any order; those of the front matter and captions may be found or not."""
    if label.get("headings") is None:
        return
    want = _headings(label["headings"])
    optional = {*_headings(label.get("front_matter_headings")), *_headings(label.get("captions"))}
    numbered = [heading for heading in label["headings"] if isinstance(heading, Mapping) and heading.get("number")]
    optional |= {fold(f"{heading['number']}. {heading['text']}") for heading in numbered}
    yield "headings", score_lists(name, want, _unnumbered(_headings(parsed.get("headings")), set(want), optional))


def _headings(headings: Sequence[Any] | None) -> list[str]:
    return [fold(heading["text"] if isinstance(heading, Mapping) else heading) for heading in headings or ()]


def _unnumbered(found: Iterable[str], want: set[str], optional: set[str]) -> list[str]:
    """Return the found headings without optional ones, and without a number if the label has it separately."""
    bare = ((text, re.sub(r"^([ivxlcdm]+|[a-z]|\d+)\.\s+", "", text)) for text in found)
    texts = [short if text not in want and short in want else text for text, short in bare]
    return [text for text in texts if text in want or text not in optional]


def score_paragraph_numbers(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score paragraph numbers as printed."""
    if label.get("paragraph_numbers") is not None:
        want, have = (list(map(fold, source.get("paragraph_numbers") or ())) for source in (label, parsed))
        yield "paragraph_numbers", score_lists(name, want, have)


def score_cited(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score cited symbols and resolutions, each once."""
    for key in ("symbols_cited", "resolutions_cited"):
        if label.get(key) is not None:
            want, have = (sorted(set(map(fold, source.get(key) or ()))) for source in (label, parsed))
            yield key, score_lists(name, want, have)


def score_footnotes(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score the number of numbered notes if the label counts them; else each note by its marker and beginning."""
    found = parsed.get("footnotes") or ()
    if (count := label.get("footnote_count")) is not None:
        numbered = sum(str(note.get("marker", "")).isdigit() for note in found)
        yield "footnotes", _field(numbered == count, count, numbered, name)
    elif isinstance(label.get("footnotes"), list):
        want, have = (
            [f"{n.get('marker')}{squeeze(n.get('text'))[:30]}" for n in notes] for notes in (label["footnotes"], found)
        )
        yield "footnotes", score_lists(name, want, have, show=5)


MEASURES: tuple[Callable[[Label, Label, str], Iterable[Named]], ...] = (
    score_masthead,
    score_recommendations,
    score_citations,
    score_headings,
    score_paragraph_numbers,
    score_cited,
    score_footnotes,
)


def score_document(label: Label, parsed: Label, name: str) -> dict[str, Score]:
    """Return the scores of all measures that a label allows, by measure. ``name`` is the document's name in misses."""
    scores: dict[str, Score] = {}
    for measure in MEASURES:
        for key, score in measure(label, parsed, name):
            scores[key] = scores.get(key, Score()) + score
    return scores
