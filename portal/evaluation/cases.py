"""Compare a parsed document with a case: values that must be found in it, and values that must not.

``tests/fixtures/cases/README.md`` explains the keys of cases. Unlike labels, cases are compared to the letter, since
they are typeset without ambiguity: only white space does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from portal.evaluation.folding import one_line, straight
from portal.evaluation.measures import DOUBTED, MEETING, SCALARS, Named, score_doubts
from portal.evaluation.scores import Label, Score, Scores, add_up, score_lists, verdict

_CLOSING = " .;,:；。؛"
_LABEL = r"(?:\(?\w{1,4}[).]\s|[-•–]\s)?"


def score_case(case: Label, parsed: Label) -> Scores:
    """Return the scores of everything that a case expects or rules out, by measure."""
    expect, never = case.get("expect", {}), case.get("never", {})
    scores = add_up(named for measure in MEASURES for named in measure(expect, never, parsed, case["file"]))
    if any(f"meta.{key}" in scores for key in DOUBTED):
        scores |= add_up(score_doubts(scores, parsed, case["file"]))
    if not parsed:
        scores["read"] = verdict(False, "a document", None, case["file"])
    return scores


def faults(scores: Scores) -> list[tuple[str, str]]:
    """Return the measures with misses, each with its misses. Doubts are no fault: they are for people to judge."""
    return [
        (measure, miss)
        for measure, score in scores.items()
        if not measure.startswith("doubts.")
        for miss in score.misses
    ]


def _accepts(want: Any, got: Any) -> bool:
    """Return whether a value is the wanted one, or one of ``{"any": [...]}``."""
    wanted = want["any"] if isinstance(want, dict) and set(want) == {"any"} else [want]
    return one_line(got) in map(one_line, wanted)


# --- masthead -----------------------------------------------------------------------------------------


def _score_masthead(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[Named]:
    for key in SCALARS:
        if key in expect or key in never:
            got = parsed.get(key)
            right = key not in expect or _accepts(expect[key], got)
            banned = one_line(got) in map(one_line, never.get(key, ()))
            yield f"meta.{key}", verdict(right and not banned, expect.get(key, {"never": never.get(key)}), got, name)
    if "symbols" in expect or "symbols" in never:
        exact = {**expect, "symbols_exact": "symbols" in expect}
        listed = _compare("symbols", exact, never, parsed.get("symbols", ()), _without_spaces, name)
        yield "meta.symbols", Score(int(not listed.misses), 1, misses=listed.misses)
    if "original_languages" in expect:
        languages, found = expect["original_languages"], parsed.get("original_languages", ())
        yield "meta.original_languages", verdict(set(languages) == set(found), languages, found, name)
    if "meeting" in expect:
        want, have = expect["meeting"] or dict.fromkeys(MEETING), parsed.get("meeting") or {}
        right = all(_accepts(value, have.get(key)) for key, value in want.items())
        yield "meta.meeting" if expect["meeting"] else "meta.no_meeting", verdict(right, want, have, name)


# --- lists of values ----------------------------------------------------------------------------------


def _compare(
    key: str, expect: Label, never: Label, found: Iterable[str], same: Callable[[str], str], name: str
) -> Score:
    """Score values that must be found ("a|b" is either), all others that must not, and those that never may.

    A value that is neither wanted nor ruled out does not count, so that what is found is either right or false.
    """
    have = list(dict.fromkeys(map(same, found)))
    wanted = [[same(choice) for choice in value.split("|")] for value in expect.get(key, ())]
    allowed = {choice for choices in wanted for choice in choices}
    banned = set(map(same, never.get(key, ())))
    lost = ["|".join(choices) for choices in wanted if not set(choices) & set(have)]
    false = [value for value in have if value in banned or (expect.get(f"{key}_exact") and value not in allowed)]
    hits = len(wanted) - len(lost)
    missed = (f"{name}: lost {lost}, extra {false}, got {have[:8]}",) if lost or false else ()
    return Score(hits, len(wanted), hits + len(false), missed)


def _without_spaces(symbol: str) -> str:
    return "".join(symbol.split())


def _resolution(text: str) -> str:
    """Write "COP dec. 2/2" as "COP decision 2/2", and "COP resolution 2/2" as "COP 2/2"."""
    text = re.sub(r"\b(?:decision|dec\.?)(?=\s)", "decision", one_line(text), flags=re.IGNORECASE)
    return re.sub(r"\s(?:resolution|res\.?)(?=\s)", "", text, flags=re.IGNORECASE)


def _score_cited(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[Named]:
    targets = [target for citation in parsed.get("citations", ()) for target in citation["targets"]]
    lists: tuple[tuple[str, Sequence[str], Callable[[str], str]], ...] = (
        ("citations", targets, one_line),
        ("symbols_cited", parsed.get("symbols_cited", ()), _without_spaces),
        ("resolutions_cited", parsed.get("resolutions_cited", ()), _resolution),
    )
    for key, found, same in lists:
        if key in expect or key in never:
            yield key, _compare(key, expect, never, found, same, name)
    places = [one_line(p["text"]).casefold() for k in ("citations", "unresolved") for p in parsed.get(k, ())]
    for text in expect.get("mentioned", ()):
        right = any(one_line(text).casefold() in place for place in places)
        yield "mentioned", verdict(right, text, places, name)
    if (least := expect.get("unresolved_at_least")) is not None:
        count = len(parsed.get("unresolved", ()))
        yield "unresolved", verdict(count >= least, f"{least} or more", count, name)


# --- recommendations ----------------------------------------------------------------------------------


def _score_recommendations(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[Named]:
    """Score recommendations in their order. If there are more or fewer than expected, pair those with the same text."""
    found = parsed.get("recommendations", ())
    if (wanted := expect.get("recommendations")) is not None:
        pairs = _pairs(wanted, found)
        texts = f"{name}: want {len(wanted)}, got {[one_line(have['text'])[:50] for have in found]}"
        right = [_has_text(want, have) for want, have in pairs]
        is_complete = len(wanted) == len(found) and all(right)
        yield "recommendations", Score(sum(right), len(wanted), len(found), () if is_complete else (texts,))
        for want, have in pairs:
            yield from _score_fields(want, have, name)
    for text in never.get("recommendations", ()):
        false = [have["text"][:60] for have in found if _starts(have["text"], text)]
        yield "recommendations", Score(0, 0, len(false), (f"{name}: false {false}",) if false else ())
    for words in never.get("adopted_by", ()):
        false = [have["adopted_by"] for have in found if words.casefold() in (have["adopted_by"] or "").casefold()]
        yield "recommendations.adopted_by", verdict(not false, {"never": words}, false, name)


def _pairs(wanted: Sequence[Label], found: Sequence[Label]) -> list[tuple[Label, Label]]:
    if len(wanted) == len(found):
        return list(zip(wanted, found, strict=True))
    pool, pairs = list(found), []
    for want in wanted:
        index = next((i for i, have in enumerate(pool) if _has_text(want, have)), None)
        if index is not None:
            pairs.append((want, pool.pop(index)))
    return pairs


def _score_fields(want: Label, have: Label, name: str) -> Iterator[Named]:
    place = f"{name} {want.get('label') or want.get('path') or want.get('starts')}"
    for key in ("path", "label", "verb", "status", "topic"):
        if key in want:
            yield f"recommendations.{key}", verdict(_accepts(want[key], have.get(key)), want[key], have.get(key), place)
    if "addressees" in want:
        yield "recommendations.addressees", score_lists(place, want["addressees"], have["addressees"])
    if "adopted_by" in want:
        sentence = one_line(have["adopted_by"] or "")
        right = all(words.casefold() in sentence.casefold() for words in want["adopted_by"])
        yield "recommendations.adopted_by", verdict(right, want["adopted_by"], sentence, place)


def _has_text(want: Label, have: Label) -> bool:
    return ("starts" not in want or _starts(have["text"], want["starts"])) and (
        "ends" not in want or _ends(have["text"], want["ends"])
    )


def _starts(text: str, words: str) -> bool:
    """Return whether the text begins with the words, or has them after its chapeau and a label."""
    return bool(re.search(rf"(?:^|[:：]\s?){_LABEL}{re.escape(straight(words))}", straight(text), re.IGNORECASE))


def _ends(text: str, words: str) -> bool:
    return straight(text).rstrip(_CLOSING).endswith(straight(words).rstrip(_CLOSING))


# --- structure ----------------------------------------------------------------------------------------


def _score_structure(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[Named]:
    if "paragraph_numbers" in expect:
        want, have = expect["paragraph_numbers"], parsed.get("paragraph_numbers", [])
        score = score_lists(name, want, have)
        in_disorder = verdict(want == have or bool(score.misses), want, have, name).misses
        yield "paragraph_numbers", Score(score.hits, score.expected, score.found, score.misses + in_disorder)
    if "headings" in expect or "headings" in never:
        found = [one_line(heading["text"]) for heading in parsed.get("headings", ())]
        banned = [text for text in found if any(one_line(words) in text for words in never.get("headings", ()))]
        yield "headings", _compare("headings", expect, {"headings": banned}, found, one_line, name)
    notes = [(note["marker"], one_line(note["text"])) for note in parsed.get("footnotes", ())]
    for note in expect.get("footnotes", ()):
        right = (note["marker"], one_line(note["text"])) in notes
        yield "footnotes", verdict(right, note, notes, name)


def _score_blocks(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[Named]:
    blocks, items = parsed.get("blocks", ()), parsed.get("recommendations", ())
    texts = [one_line(block["text"]) for block in blocks]
    for words in expect.get("texts", ()):
        yield "texts", verdict(any(one_line(words) in text for text in texts), words, texts[:8], name)
    for words in never.get("block_text", ()):
        false = [text[:60] for text in texts if one_line(words) in text]
        yield "texts", verdict(not false, {"never": words}, false, name)
    if expect.get("unique_paths"):
        paths = [item["path"] for item in items]
        yield "paths", verdict(len(paths) == len(set(paths)), "unique paths", paths, name)
    for part in never.get("path_parts", ()):
        false = [place["path"] for place in (*items, *blocks) if part in (place["path"] or "")]
        yield "paths", verdict(not false, {"never": part}, false, name)


def _score_warnings(expect: Label, never: Label, parsed: Label, name: str) -> Iterator[Named]:
    if "warnings_any" in expect:
        words = expect["warnings_any"]
        found = [f"{doubt.get('code')} {doubt.get('message')}".casefold() for doubt in parsed.get("warnings", ())]
        right = bool(found) if words is True else any(word.casefold() in text for word in words for text in found)
        yield "warnings", verdict(right, words, found, name)


MEASURES: tuple[Callable[[Label, Label, Label, str], Iterable[Named]], ...] = (
    _score_masthead,
    _score_cited,
    _score_recommendations,
    _score_structure,
    _score_blocks,
    _score_warnings,
)
