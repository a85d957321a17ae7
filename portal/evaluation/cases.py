"""Compare a parsed document with a case: values that must be found in it, and values that must not be found.

``tests/fixtures/cases/README.md`` explains the keys of cases. Unlike labels, cases are compared exactly, except for
white space, as their typesetting is unambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from portal.evaluation.folding import collapse_spaces, normalize_resolution, straighten_quotes
from portal.evaluation.measures import (
    DOUBTED_FIELDS,
    MEETING_FIELDS,
    SCALAR_FIELDS,
    score_doubts,
    score_operative_paragraphs,
)
from portal.evaluation.scores import Label, NamedScore, Score, Scores, score_lists, score_value, sum_scores

_CLOSING = " .;,:；。؛"
_LABEL = r"(?:\(?\w{1,4}[).]\s|[-•–]\s)?"


def score_case(case: Label, parsed: Label) -> Scores:
    """Return a map from measure to score for all values that a case expects or rules out."""
    expect, never = case.get("expect", {}), case.get("never", {})
    scores = sum_scores(
        named_score for measure in MEASURES for named_score in measure(expect, never, parsed, case["file"])
    )
    if any(f"meta.{key}" in scores for key in DOUBTED_FIELDS):
        scores |= sum_scores(score_doubts(scores, parsed, case["file"]))
    if not parsed:
        scores["read"] = score_value(False, "a document", None, case["file"])
    return scores


def misses_of(scores: Scores) -> list[tuple[str, str]]:
    """Return each miss with its measure. Doubts do not count, because people have to judge them."""
    return [
        (measure, miss)
        for measure, score in scores.items()
        if not measure.startswith("doubts.")
        for miss in score.misses
    ]


def _accepts(want: Any, got: Any) -> bool:
    """Return whether a value is the expected value or, for ``{"any": [...]}``, one of the listed values."""
    wanted = want["any"] if isinstance(want, dict) and set(want) == {"any"} else [want]
    return collapse_spaces(got) in map(collapse_spaces, wanted)


# --- masthead -----------------------------------------------------------------------------------------


def _score_masthead(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    for key in SCALAR_FIELDS:
        if key in expect or key in never:
            got = parsed.get(key)
            is_right = key not in expect or _accepts(expect[key], got)
            is_banned = collapse_spaces(got) in map(collapse_spaces, never.get(key, ()))
            yield (
                f"meta.{key}",
                score_value(is_right and not is_banned, expect.get(key, {"never": never.get(key)}), got, name),
            )
    if "symbols" in expect or "symbols" in never:
        exact = {**expect, "symbols_exact": "symbols" in expect}
        listed = _compare("symbols", exact, never, parsed.get("symbols", ()), _without_spaces, name)
        yield "meta.symbols", Score(int(not listed.misses), 1, misses=listed.misses)
    if "original_languages" in expect:
        languages, found = expect["original_languages"], parsed.get("original_languages", ())
        yield "meta.original_languages", score_value(set(languages) == set(found), languages, found, name)
    if "meeting" in expect:
        want, have = expect["meeting"] or dict.fromkeys(MEETING_FIELDS), parsed.get("meeting") or {}
        is_right = all(_accepts(value, have.get(key)) for key, value in want.items())
        yield "meta.meeting" if expect["meeting"] else "meta.no_meeting", score_value(is_right, want, have, name)


# --- lists of values ----------------------------------------------------------------------------------


def _compare(
    key: str, expect: Label, never: Label, found: Iterable[str], normalize: Callable[[str], str], name: str
) -> Score:
    """Score the values that must be found ("a|b" means either), the values that must not, and, if exact, all other
    values.

    If not exact, a value that is neither expected nor ruled out is ignored: ``found`` counts only hits and false
    values.
    """
    have = list(dict.fromkeys(map(normalize, found)))
    wanted = [[normalize(choice) for choice in value.split("|")] for value in expect.get(key, ())]
    allowed = {choice for choices in wanted for choice in choices}
    banned = set(map(normalize, never.get(key, ())))
    missing = ["|".join(choices) for choices in wanted if not set(choices) & set(have)]
    false = [value for value in have if value in banned or (expect.get(f"{key}_exact") and value not in allowed)]
    hits = len(wanted) - len(missing)
    misses = (f"{name}: missing {missing}, extra {false}, got {have[:8]}",) if missing or false else ()
    return Score(hits, len(wanted), hits + len(false), misses)


def _without_spaces(symbol: str) -> str:
    return "".join(symbol.split())


def _score_cited(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    targets = [target for citation in parsed.get("citations", ()) for target in citation["targets"]]
    lists: tuple[tuple[str, Sequence[str], Callable[[str], str]], ...] = (
        ("citations", targets, collapse_spaces),
        ("symbols_cited", parsed.get("symbols_cited", ()), _without_spaces),
        ("resolutions_cited", parsed.get("resolutions_cited", ()), normalize_resolution),
    )
    for key, found, normalize in lists:
        if key in expect or key in never:
            yield key, _compare(key, expect, never, found, normalize, name)
    texts = [collapse_spaces(p["text"]).casefold() for k in ("citations", "unresolved") for p in parsed.get(k, ())]
    for words in expect.get("mentioned", ()):
        is_right = any(collapse_spaces(words).casefold() in text for text in texts)
        yield "mentioned", score_value(is_right, words, texts, name)
    if (minimum := expect.get("unresolved_at_least")) is not None:
        count = len(parsed.get("unresolved", ()))
        yield "unresolved", score_value(count >= minimum, f"{minimum} or more", count, name)


# --- recommendations ----------------------------------------------------------------------------------


def _score_recommendations(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    """Score recommendations. They are paired in order or, if there are more or fewer than expected, by their text."""
    found = parsed.get("recommendations", ())
    if (wanted := expect.get("recommendations")) is not None:
        pairs = _pairs(wanted, found)
        miss = f"{name}: want {len(wanted)}, got {[collapse_spaces(have['text'])[:50] for have in found]}"
        are_right = [_has_text(want, have) for want, have in pairs]
        is_complete = len(wanted) == len(found) and all(are_right)
        yield "recommendations", Score(sum(are_right), len(wanted), len(found), () if is_complete else (miss,))
        for want, have in pairs:
            yield from _score_fields(want, have, name)
    for text in never.get("recommendations", ()):
        false = [have["text"][:60] for have in found if _starts(have["text"], text)]
        yield "recommendations", Score(0, 0, len(false), (f"{name}: false {false}",) if false else ())
    for words in never.get("adopted_by", ()):
        false = [have["adopted_by"] for have in found if words.casefold() in (have["adopted_by"] or "").casefold()]
        yield "recommendations.adopted_by", score_value(not false, {"never": words}, false, name)


def _pairs(wanted: Sequence[Label], found: Sequence[Label]) -> list[tuple[Label, Label]]:
    if len(wanted) == len(found):
        return list(zip(wanted, found, strict=True))
    unpaired, pairs = list(found), []
    for want in wanted:
        index = next((i for i, have in enumerate(unpaired) if _has_text(want, have)), None)
        if index is not None:
            pairs.append((want, unpaired.pop(index)))
    return pairs


def _score_fields(want: Label, have: Label, name: str) -> Iterator[NamedScore]:
    name_and_label = f"{name} {want.get('label') or want.get('path') or want.get('starts')}"
    for key in ("path", "bullets", "label", "verb", "status", "topic"):
        if key in want:
            yield (
                f"recommendations.{key}",
                score_value(_accepts(want[key], have.get(key)), want[key], have.get(key), name_and_label),
            )
    if "addressees" in want:
        yield "recommendations.addressees", score_lists(name_and_label, want["addressees"], have["addressees"])
    if "adopted_by" in want:
        adopted_by = collapse_spaces(have["adopted_by"] or "")
        is_right = all(words.casefold() in adopted_by.casefold() for words in want["adopted_by"])
        yield "recommendations.adopted_by", score_value(is_right, want["adopted_by"], adopted_by, name_and_label)


def _has_text(want: Label, have: Label) -> bool:
    return ("starts" not in want or _starts(have["text"], want["starts"])) and (
        "ends" not in want or _ends(have["text"], want["ends"])
    )


def _starts(text: str, words: str) -> bool:
    """Return whether a text begins with the words, either directly or after a chapeau and a label."""
    return bool(
        re.search(
            rf"(?:^|[:：]\s?){_LABEL}{re.escape(straighten_quotes(words))}", straighten_quotes(text), re.IGNORECASE
        )
    )


def _ends(text: str, words: str) -> bool:
    return straighten_quotes(text).rstrip(_CLOSING).endswith(straighten_quotes(words).rstrip(_CLOSING))


# --- structure ----------------------------------------------------------------------------------------


def _score_structure(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    if "paragraph_numbers" in expect:
        want, have = expect["paragraph_numbers"], parsed.get("paragraph_numbers", [])
        score = score_lists(name, want, have)
        order_misses = score_value(want == have or bool(score.misses), want, have, name).misses
        yield "paragraph_numbers", Score(score.hits, score.expected, score.found, score.misses + order_misses)
    if "headings" in expect or "headings" in never:
        found = [collapse_spaces(heading["text"]) for heading in parsed.get("headings", ())]
        banned = [text for text in found if any(collapse_spaces(words) in text for words in never.get("headings", ()))]
        yield "headings", _compare("headings", expect, {"headings": banned}, found, collapse_spaces, name)
    notes = [(note["marker"], collapse_spaces(note["text"])) for note in parsed.get("footnotes", ())]
    for note in expect.get("footnotes", ()):
        is_right = (note["marker"], collapse_spaces(note["text"])) in notes
        yield "footnotes", score_value(is_right, note, notes, name)


def _score_blocks(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    blocks, items = parsed.get("blocks", ()), parsed.get("recommendations", ())
    texts = [collapse_spaces(block["text"]) for block in blocks]
    for words in expect.get("texts", ()):
        yield "texts", score_value(any(collapse_spaces(words) in text for text in texts), words, texts[:8], name)
    for words in never.get("block_text", ()):
        false = [text[:60] for text in texts if collapse_spaces(words) in text]
        yield "texts", score_value(not false, {"never": words}, false, name)
    if expect.get("unique_paths"):
        paths = [(item["path"], *item.get("bullets", ())) for item in items]
        yield "paths", score_value(len(paths) == len(set(paths)), "unique paths", paths, name)
    for part in never.get("path_parts", ()):
        false = [entry["path"] for entry in (*items, *blocks) if part in (entry["path"] or "")]
        yield "paths", score_value(not false, {"never": part}, false, name)


def _score_operative(expect: Label, _never: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    yield from score_operative_paragraphs(expect, parsed, name)


def _score_warnings(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[NamedScore]:
    if "warnings_any" in expect:
        words = expect["warnings_any"]
        found = [f"{doubt.get('code')} {doubt.get('message')}".casefold() for doubt in parsed.get("warnings", ())]
        is_right = bool(found) if words is True else any(word.casefold() in text for word in words for text in found)
        yield "warnings", score_value(is_right, words, found, name)


MEASURES: tuple[Callable[[Label, Label, Label, str], Iterable[NamedScore]], ...] = (
    _score_masthead,
    _score_cited,
    _score_recommendations,
    _score_operative,
    _score_structure,
    _score_blocks,
    _score_warnings,
)
