"""Find note calls in a text: a plain digit attached to a word or punctuation, as dumps print superscripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.pages import PrintedLine

_STOPS = r".,;:!?)\]”’\"»"
_ATTACHED = rf"(?<=[^\W\d_]|[{_STOPS}])(?P<mark>MARK)/?(?![.,]\d)(?=[\s{_STOPS}–—-]|$)"
_SPACED = rf"(?:^|(?<=[\w{_STOPS}])\s)(?P<mark>MARK)/?(?![.,]\d)(?=[\s{_STOPS}]|$)"
_SLASHED = rf"(?:(?<=[\w{_STOPS}])|(?<=\s))(?P<mark>MARK)/(?=[\s{_STOPS}]|$)"
_STAR = r"(?<=[\w.,;:)\]”])\s?(?P<mark>MARK)(?!\*)(?=[\s.,;:)]|$)"

_CLOSING = tuple('.,;:!?)]”’"»')

_NO_CALL_BEFORE = re.compile(
    r"""(?:
        (?:^|[\s(])(?:
            articles? | arts? | paragraphs? | paras? | sections? | sects? | chapters? | chaps? | parts? | items? | Nos?
          | vols? | pp? | pages? | tables? | figures? | rules? | resolutions? | decisions? | annex | phase | group
          | level | class | category | question | option | goals? | targets?
          | the | an? | of | to | and | or | than | from | between | by | in | on | at | for | with | about | some | all
          | only | other | these | those | its | their | over | under | within | until | through | after | before
          | least | most | every | January | February | March | April | May | June | July | August | September | October
          | November | December
        )\.?
      | \b(?:Add|Rev|Corr|Amend|Res|Dec|L|CRP|INF|Nos?|vols?|pp?|paras?|arts?|sects?|chaps?|[A-Z])\.
      | (?<!\d\d\d)\d[.,:–-]?
    )\s?$""",
    re.VERBOSE,
)
"""Matches text before a number that is not a call: "article 3", "of 3", "Add.1", "1, 2"; not "2022.3"."""
_INSIDE = re.compile(r"(?:/[^\s)\]”]*|(?:https?:|www\.)\S*)$")
"""Matches the start of a symbol or address that a number may belong to: "CTOC/COP/2022/L.4"; not "(A/CONF.222/7)."."""
_NO_CALL_AFTER = re.compile(
    r"""^\s(?: January | February | March | April | May | June | July | August | September | October | November
          | December | per\scent | and\s\d | to\s\d )\b""",
    re.VERBOSE,
)
"""Matches text after a number that is not a call: "3 May", "3 per cent"."""


@dataclass(frozen=True, slots=True)
class Call:
    """A note's call: the index of its line, and the offsets of the mark. ``is_sure`` if no other is possible."""

    line: int
    start: int
    end: int
    is_sure: bool = True


def find_call(mark: str, lines: Sequence[PrintedLine], after: Call | None = None) -> Call | None:
    """Return the call of a note in the lines above it, after the call of the previous note.

    The closer a number is to its word, the likelier it is a call: "Crime1" before "thereto, 2" before "Crime 1 and".
    """
    if not mark.isdecimal():
        return _find_first([_STAR], mark, lines, after)
    return _find_first([_SLASHED, _ATTACHED, _SPACED], mark, lines, after)


def _find_first(forms: Sequence[str], mark: str, lines: Sequence[PrintedLine], after: Call | None) -> Call | None:
    for form in forms:
        calls = _calls_after(after, _find_calls(form, mark, lines, after.line if after else 0))
        if form is not _SPACED:
            if call := next(calls, None):
                return call
            continue
        candidates = list(calls)
        preferred = [call for call in candidates if _follows_stop(lines, call)] or candidates
        if preferred:
            return replace(preferred[0], is_sure=len(preferred) == 1)
    return None


def _calls_after(after: Call | None, calls: Iterator[Call]) -> Iterator[Call]:
    """Yield the calls after another call."""
    return (call for call in calls if after is None or (call.line, call.start) > (after.line, after.start))


def _find_calls(form: str, mark: str, lines: Sequence[PrintedLine], first: int) -> Iterator[Call]:
    """Yield the calls from line ``first`` on. Skip lines without the mark early: dumps are long, notes are many."""
    pattern = re.compile(form.replace("MARK", re.escape(mark)))
    for index in range(first, len(lines)):
        text = lines[index].text
        for match in pattern.finditer(text) if mark in text else ():
            before, after = text[: match.start("mark")], text[match.end() :]
            if not before.strip() and index:
                if after[:1] in (".", ")"):
                    continue
                before = lines[index - 1].text + " "
            if _may_call(mark, before, after):
                yield Call(index, match.start(), match.end())


def find_first_calls(lines: Sequence[PrintedLine]) -> dict[str, int]:
    """Return a map from numbers that are attached to a word or punctuation, as note calls are, to their first lines."""
    pattern = re.compile(_ATTACHED.replace("MARK", r"\d{1,3}"))
    first_lines: dict[str, int] = {}
    for index, line in enumerate(lines):
        for match in pattern.finditer(line.text):
            mark = match["mark"]
            if mark not in first_lines and _may_call(mark, line.text[: match.start("mark")], line.text[match.end() :]):
                first_lines[mark] = index
    return first_lines


def _may_call(mark: str, before: str, after: str) -> bool:
    if not before.strip() or _INSIDE.search(before):
        return False
    return not mark.isdecimal() or not (_NO_CALL_BEFORE.search(before) or _NO_CALL_AFTER.match(after))


def _follows_stop(lines: Sequence[PrintedLine], call: Call) -> bool:
    before = lines[call.line].text[: call.start].rstrip()
    if not before and call.line:
        before = lines[call.line - 1].text
    return before.endswith(_CLOSING)


def rejoin_lines(page: list[PrintedLine]) -> None:
    """Rejoin lines that some converters break after a superscript: "Crime^{1}" above "and" or "/ and"."""
    widest = max((len(line.text) for line in page), default=0)
    rejoined: list[PrintedLine] = []
    for line in (line for line in page if line.text):
        above = rejoined[-1] if rejoined else None
        if above and not line.after_gap and _continues_after_call(above.text, line.text, widest):
            remainder = line.text.removeprefix("/ ")
            above.text += remainder if remainder[0] in _CLOSING else f" {remainder}"
        else:
            rejoined.append(line)
    page[:] = rejoined


def _continues_after_call(above: str, below: str, widest: int) -> bool:
    """Return whether a line continues the one above, which ends in a note call."""
    call_at_end = re.search(r"(?P<before>.)\^\{[\d*]{1,3}\}$", above)
    if not call_at_end or read_label(below):
        return False
    if below[0].islower() or below[0] in _CLOSING or below.startswith("/ "):
        return True
    return call_at_end["before"] not in _CLOSING and len(above) + len(below) <= widest
