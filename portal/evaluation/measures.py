"""Measures for documents with labels: masthead, paragraphs, citations, headings and notes.

Each measure takes a label, the parsed document and its name, and yields named scores. If the label does not have the
measure's key, there are no scores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portal.evaluation.folding import fold, normalize_resolution, squeeze
from portal.evaluation.recommendations import score_recommendations
from portal.evaluation.scores import Label, NamedScore, Score, Scores, overlap, score_lists, score_value, sum_scores

DOUBTED_FIELDS = ("title", "distribution", "date", "language", "body", "subsidiary_body", "session", "agenda_item")
"""Masthead fields that should raise a doubt if they are wrong."""
SCALAR_FIELDS = (
    *DOUBTED_FIELDS,
    "subtitle",
    "agenda_title",
    "job_number",
    "reissued",
    "pages",
    "last_paragraph_number",
    "text_quality",
)
LIST_FIELDS = ("symbols", "original_languages")
MEETING_FIELDS = ("place", "start", "end")
SECOND_ORGAN_FIELDS = ("body", "session", "agenda_item")
MASTHEAD_DOUBTS = (
    *("title", "symbol", "date", "body", "session", "meeting", "masthead", "organ", "agenda", "subsidiary"),
    *("several", "language"),
)
"""Prefixes of the codes of doubts about the masthead."""
OPTIONAL_HEADINGS = ("front_matter_headings", "headings_optional", "captions")
CITATION_SAMPLE_SIZE = 10
"""A label with exactly this number of citations lists only a sample, unless it has ``citations_complete``. Citations
outside a sample are not counted."""


def score_masthead(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score each field as right or wrong. ``title_alternatives`` are accepted for ``title``, and so on.

    The subtitle is scored only if the title equals the label's title, because another title may include the subtitle.
    """
    for key in SCALAR_FIELDS:
        if key in label and (key != "subtitle" or fold(parsed.get("title")) == fold(label.get("title"))):
            accepted = map(fold, [label[key], *label.get(f"{key}_alternatives", [])])
            is_right = fold(parsed.get(key)) in accepted
            yield f"meta.{key}", score_value(is_right, label[key], parsed.get(key), name)
    for key in LIST_FIELDS:
        if label.get(key) is not None:
            is_right = sorted(map(fold, label[key])) == sorted(map(fold, parsed.get(key) or []))
            yield f"meta.{key}", score_value(is_right, label[key], parsed.get(key), name)


def score_meeting(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score the place and dates of the meeting; if the label has no meeting, score that none was found.

    If ``meeting_alternatives`` contain null, it need not be found, because a page may print the dates of only one of
    two organs.
    """
    if "meeting" not in label:
        return
    have = parsed.get("meeting") or {}
    alternatives = label.get("meeting_alternatives") or ()
    accepted = [meeting for meeting in (label["meeting"], *alternatives) if meeting]
    is_absent = not any(have.get(key) for key in MEETING_FIELDS)
    if label["meeting"]:
        is_right = any(all(fold(want.get(key)) == fold(have.get(key)) for key in MEETING_FIELDS) for want in accepted)
        is_right = is_right or (is_absent and None in alternatives)
        yield "meta.meeting", score_value(is_right, label["meeting"], have, name)
    elif not accepted:
        yield "meta.no_meeting", score_value(is_absent, None, have, name)


def score_second_organ(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score the second organ of a document issued by two."""
    if second := label.get("second"):
        have = (*(parsed.get("organs") or ()), {}, {})[1]
        for key in SECOND_ORGAN_FIELDS:
            is_right = fold(second.get(key)) == fold(have.get(key))
            yield f"second.{key}", score_value(is_right, second.get(key), have.get(key), name)


def score_doubts(scores: Scores, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score whether a masthead doubt was raised, which should be the case if and only if a field is wrong.

    In both measures a doubt is a hit, so the recall of ``doubts.where_right`` should be low.
    """
    wrong = [key for key in DOUBTED_FIELDS if scores.get(f"meta.{key}", Score()).misses]
    codes = [doubt.get("code", "") for doubt in parsed.get("warnings") or ()]
    has_doubt = any(code.startswith(MASTHEAD_DOUBTS) for code in codes)
    misses = () if has_doubt is bool(wrong) else (f"{name}: wrong {wrong}, doubts {codes}",)
    yield "doubts.where_wrong" if wrong else "doubts.where_right", Score(int(has_doubt), 1, misses=misses)


def score_operative_paragraphs(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score the operative paragraphs of resolutions by number and verb."""
    if label.get("operative_paragraphs") is not None:
        want, have = (
            [f"{fold(p.get('number'))} {fold(p.get('verb'))}" for p in source.get("operative_paragraphs") or ()]
            for source in (label, parsed)
        )
        yield "operative_paragraphs", score_lists(name, want, have)


def score_citations(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score cited articles by their full target; those in ``citations_optional`` need not be found."""
    if label.get("citations") is None:
        return
    want, have = _targets(label["citations"]), _targets(parsed.get("citations"))
    result = overlap(want, have)
    extra, found = result.extra.copy(), len(have)
    for target in _targets(label.get("citations_optional")):
        if extra[target]:
            extra[target] -= 1
            found -= 1
    is_complete = label.get("citations_complete", len(label["citations"]) != CITATION_SAMPLE_SIZE)
    has_misses = result.missing or (is_complete and any(extra.values()))
    misses = (
        (f"{name}: missing {dict(result.missing)}, extra {dict(+extra) if is_complete else '-'}",) if has_misses else ()
    )
    yield "citations", Score(result.common, len(want), found if is_complete else result.common, misses)


def _targets(citations: Iterable[Label] | None) -> list[str]:
    return [target for citation in citations or () for target in citation.get("targets", ())]


def score_headings(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score headings by their words, in any order; optional headings need not be found."""
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
    """Return the found headings except optional ones. Remove the number of a heading if the label gives it
    separately."""
    pairs = ((text, re.sub(r"^([ivxlcdm]+|[a-z]|\d+)\.\s+", "", text)) for text in found)
    texts = [short if text not in want and short in want else text for text, short in pairs]
    return [text for text in texts if text in want or text not in optional]


def score_paragraph_numbers(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score paragraph numbers as printed, in any order."""
    if label.get("paragraph_numbers") is not None:
        want, have = (list(map(fold, source.get("paragraph_numbers") or ())) for source in (label, parsed))
        yield "paragraph_numbers", score_lists(name, want, have)


def score_cited(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score cited symbols and resolutions, each once."""
    for key in ("symbols_cited", "resolutions_cited"):
        if label.get(key) is not None:
            want, have = (
                sorted({fold(normalize_resolution(value)) for value in source.get(key) or ()})
                for source in (label, parsed)
            )
            yield key, score_lists(name, want, have)


def score_footnotes(label: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score the number of numbered notes if the label gives it, or else each note by its marker and first words."""
    found = parsed.get("footnotes") or ()
    if (count := label.get("footnote_count")) is not None:
        numbered = sum(str(note.get("marker", "")).isdigit() for note in found)
        yield "footnotes", score_value(numbered == count, count, numbered, name)
    elif isinstance(label.get("footnotes"), list):
        want, have = (
            [f"{n.get('marker')}{squeeze(n.get('text'))[:30]}" for n in notes] for notes in (label["footnotes"], found)
        )
        yield "footnotes", score_lists(name, want, have, max_shown=5)


MEASURES: tuple[Callable[[Label, Label, str], Iterable[NamedScore]], ...] = (
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
    """Return a map from measure to score for all keys of a label. ``name`` is the document's name in misses."""
    scores = sum_scores(named_score for measure in MEASURES for named_score in measure(label, parsed, name))
    if {"title", "body"} <= label.keys():
        scores |= sum_scores(score_doubts(scores, parsed, name))
    return scores
