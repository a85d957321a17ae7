"""Where a text calls a note: a plain digit stuck to a word or to a stop, as dumps print what the page raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.pages import PrintedLine

_STOPS = r".,;:!?)\]”’\"»"
_GLUED = rf"(?<=[^\W\d_]|[{_STOPS}])(?P<mark>MARK)/?(?![.,]\d)(?=[\s{_STOPS}–—-]|$)"
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
"""What stands before a number that is no call: "article 3", "of 3", "Add.1", "1, 2". Leaves "2022.3"."""
_INSIDE = re.compile(r"(?:/[^\s)\]”]*|(?:https?:|www\.)\S*)$")
"""The begun symbol or address that a number may be a part of: "CTOC/COP/2022/L.4"; refuses "(A/CONF.222/7)."."""
_NO_CALL_AFTER = re.compile(
    r"""^\s(?: January | February | March | April | May | June | July | August | September | October | November
          | December | per\scent | and\s\d | to\s\d )\b""",
    re.VERBOSE,
)
"""What follows a number that is no call: "3 May", "3 per cent"."""


@dataclass(frozen=True, slots=True)
class Call:
    """A note's call: the line, by its index, and the place of the mark in it. ``sure`` where it could be no other."""

    line: int
    start: int
    end: int
    sure: bool = True


def find_call(mark: str, lines: Sequence[PrintedLine], after: Call | None = None) -> Call | None:
    """The call of a note in the lines above it, behind that of the note before.

    The closer a number stands to its word, the surer it is a call: "Crime1" before "thereto, 2" before "Crime 1 and".
    """
    if not mark.isdecimal():
        return _first([_STAR], mark, lines, after)
    return _first([_SLASHED, _GLUED, _SPACED], mark, lines, after)


def _first(forms: Sequence[str], mark: str, lines: Sequence[PrintedLine], after: Call | None) -> Call | None:
    for form in forms:
        calls = _behind(after, _all(form, mark, lines, after.line if after else 0))
        if form is not _SPACED:
            if call := next(calls, None):
                return call
            continue
        found = list(calls)
        chosen = [call for call in found if _behind_stop(lines, call)] or found
        if chosen:
            return replace(chosen[0], sure=len(chosen) == 1)
    return None


def _behind(after: Call | None, calls: Iterator[Call]) -> Iterator[Call]:
    """The calls that stand behind another one."""
    return (call for call in calls if after is None or (call.line, call.start) > (after.line, after.start))


def _all(form: str, mark: str, lines: Sequence[PrintedLine], first: int) -> Iterator[Call]:
    """The calls from line ``first`` on. Lines without the mark cost next to nothing: dumps are long, notes are many."""
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


def first_calls(lines: Sequence[PrintedLine]) -> dict[str, int]:
    """The numbers that stick to a word or stop, as notes are called, each with the first line that has it."""
    pattern = re.compile(_GLUED.replace("MARK", r"\d{1,3}"))
    found: dict[str, int] = {}
    for index, line in enumerate(lines):
        for match in pattern.finditer(line.text):
            mark = match["mark"]
            if mark not in found and _may_call(mark, line.text[: match.start("mark")], line.text[match.end() :]):
                found[mark] = index
    return found


def _may_call(mark: str, before: str, after: str) -> bool:
    if not before.strip() or _INSIDE.search(before):
        return False
    return not mark.isdecimal() or not (_NO_CALL_BEFORE.search(before) or _NO_CALL_AFTER.match(after))


def _behind_stop(lines: Sequence[PrintedLine], call: Call) -> bool:
    before = lines[call.line].text[: call.start].rstrip()
    if not before and call.line:
        before = lines[call.line - 1].text
    return before.endswith(tuple('.,;:!?)]”’"»'))


def rejoin(page: list[PrintedLine]) -> None:
    """Make whole the lines that some converters break behind a raised mark: "Crime^{1}" above "and" or "/ and"."""
    widest = max((len(line.text) for line in page), default=0)
    whole: list[PrintedLine] = []
    for line in (line for line in page if line.text):
        above = whole[-1] if whole else None
        if above and not line.after_gap and _broken_off(above.text, line.text, widest):
            rest = line.text.removeprefix("/ ")
            above.text += rest if rest[0] in _CLOSING else f" {rest}"
        else:
            whole.append(line)
    page[:] = whole


def _broken_off(above: str, below: str, widest: int) -> bool:
    """Whether a line is the rest of the one above, which ends in a note's call."""
    called = re.search(r"(?P<before>.)\^\{[\d*]{1,3}\}$", above)
    if not called or read_label(below):
        return False
    if below[0].islower() or below[0] in _CLOSING or below.startswith("/ "):
        return True
    return called["before"] not in _CLOSING and len(above) + len(below) <= widest
