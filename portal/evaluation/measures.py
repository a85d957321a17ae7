"""Measures for a document with a label: masthead, paragraphs, citations, headings and notes.

Each measure takes a label, the parsed document and its name, and yields scores under the measure's name. A label
without the measure's key yields none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portal.evaluation.folding import fold, squeeze
from portal.evaluation.recommendations import score_recommendations
from portal.evaluation.scores import Label, Score, Scores, add_up, overlap, score_lists, verdict

Named = tuple[str, Score]

DOUBTED = ("title", "distribution", "date", "language", "body", "subsidiary_body", "session", "agenda_item")
"""Fields of the masthead that must be doubted if they are wrong."""
SCALARS = (
    *DOUBTED,
    "subtitle",
    "agenda_title",
    "job_number",
    "reissued",
    "pages",
    "last_paragraph_number",
    "text_quality",
)
LISTS = ("symbols", "original_languages")
MEETING = ("place", "start", "end")
SECOND = ("body", "session", "agenda_item")
MASTHEAD_DOUBTS = (
    *("title", "symbol", "date", "body", "session", "meeting", "masthead", "organ", "agenda", "subsidiary"),
    *("several", "language"),
)
"""Beginnings of the codes of doubts about the masthead."""
OPTIONAL_HEADINGS = ("front_matter_headings", "headings_optional", "captions")
UNCHECKED_CITATIONS = 10
"""A label with exactly this number of citations is a sample, unless it says otherwise; other finds are not counted."""


def score_masthead(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score each field as right or wrong. ``title_alternatives`` are accepted for ``title``; likewise for others.

    The subtitle is scored only below the label's own title: another title may include it.
    """
    for key in SCALARS:
        if key in label and (key != "subtitle" or fold(parsed.get("title")) == fold(label.get("title"))):
            accepted = map(fold, [label[key], *label.get(f"{key}_alternatives", [])])
            right = fold(parsed.get(key)) in accepted
            yield f"meta.{key}", verdict(right, label[key], parsed.get(key), name)
    for key in LISTS:
        if label.get(key) is not None:
            same = sorted(map(fold, label[key])) == sorted(map(fold, parsed.get(key) or []))
            yield f"meta.{key}", verdict(same, label[key], parsed.get(key), name)


def score_meeting(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score the meeting by its place and days; where the document names none, that none was found."""
    if "meeting" not in label:
        return
    have = parsed.get("meeting") or {}
    accepted = [meeting for meeting in (label["meeting"], *(label.get("meeting_alternatives") or ())) if meeting]
    if label["meeting"]:
        right = any(all(fold(want.get(key)) == fold(have.get(key)) for key in MEETING) for want in accepted)
        yield "meta.meeting", verdict(right, label["meeting"], have, name)
    elif not accepted:
        yield "meta.no_meeting", verdict(not any(have.get(key) for key in MEETING), None, have, name)


def score_second_organ(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score the other organ of a document of two."""
    if second := label.get("second"):
        have = (*(parsed.get("organs") or ()), {}, {})[1]
        for key in SECOND:
            right = fold(second.get(key)) == fold(have.get(key))
            yield f"second.{key}", verdict(right, second.get(key), have.get(key), name)


def score_doubts(scores: Scores, parsed: Label, name: str) -> Iterator[Named]:
    """Score whether a masthead doubt was raised: where a field is wrong it should be, and where all are right not.

    Under both names a hit is a doubt, so that the second share should be low.
    """
    wrong = [key for key in DOUBTED if scores.get(f"meta.{key}", Score()).misses]
    codes = [doubt.get("code", "") for doubt in parsed.get("warnings") or ()]
    doubted = any(code.startswith(MASTHEAD_DOUBTS) for code in codes)
    missed = () if doubted is bool(wrong) else (f"{name}: wrong {wrong}, doubts {codes}",)
    yield "doubts.where_wrong" if wrong else "doubts.where_right", Score(int(doubted), 1, misses=missed)


def score_operative_paragraphs(label: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score the operative paragraphs of resolutions by number and verb."""
    if label.get("operative_paragraphs") is not None:
        want, have = (
            [f"{fold(p.get('number'))} {fold(p.get('verb'))}" for p in source.get("operative_paragraphs") or ()]
            for source in (label, parsed)
        )
        yield "operative_paragraphs", score_lists(name, want, have)


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
    """Score headings by their words, in any order; optional ones may be found or not."""
    if label.get("headings") is None:
        return
    want = _headings(label["headings"])
    optional = {text for key in OPTIONAL_HEADINGS for text in _headings(label.get(key))}
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
        yield "footnotes", verdict(numbered == count, count, numbered, name)
    elif isinstance(label.get("footnotes"), list):
        want, have = (
            [f"{n.get('marker')}{squeeze(n.get('text'))[:30]}" for n in notes] for notes in (label["footnotes"], found)
        )
        yield "footnotes", score_lists(name, want, have, show=5)


MEASURES: tuple[Callable[[Label, Label, str], Iterable[Named]], ...] = (
    score_masthead,
    score_meeting,
    score_second_organ,
    score_operative_paragraphs,
    score_recommendations,
    score_citations,
    score_headings,
    score_paragraph_numbers,
    score_cited,
    score_footnotes,
)


def score_document(label: Label, parsed: Label, name: str) -> Scores:
    """Return the scores of all measures that a label allows, by measure. ``name`` is the document's name in misses."""
    scores = add_up(named for measure in MEASURES for named in measure(label, parsed, name))
    if {"title", "body"} <= label.keys():
        scores |= add_up(score_doubts(scores, parsed, name))
    return scores
