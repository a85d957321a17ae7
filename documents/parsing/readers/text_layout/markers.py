"""Find note markers in a text: plain digits attached to a word or punctuation, as dumps print superscripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.parsing import masthead_words as words
from documents.parsing.masthead_fields import is_field
from documents.parsing.numbering import read_label
from documents.parsing.readers.text_layout.pages import PrintedLine

_STOPS = r".,;:!?)\]”’\"»"
_ATTACHED = rf"(?<=[^\W\d_]|[{_STOPS}])(?P<marker>MARK)/?(?![.,]\d)(?=[\s{_STOPS}–—-]|$)"
_SPACED = rf"(?:^|(?<=[\w{_STOPS}])\s)(?P<marker>MARK)/?(?![.,]\d)(?=[\s{_STOPS}]|$)"
_SLASHED = rf"(?:(?<=[\w{_STOPS}])|(?<=\s))(?P<marker>MARK)/(?=[\s{_STOPS}]|$)"
_STAR = r"(?<=[\w.,;:)\]”])\s?(?P<marker>MARK)(?!\*)(?=[\s.,;:)]|$)"

_CLOSING = tuple('.,;:!?)]”’"»')

_NO_MARKER_BEFORE = re.compile(
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
"""Matches text before a number that is not a marker: "article 3", "of 3", "Add.1", "1, 2"; not "2022.3"."""
_INSIDE = re.compile(r"(?:/[^\s)\]”]*|(?:https?:|www\.)\S*)$")
"""Matches the start of a symbol or address that a number may belong to: "CTOC/COP/2022/L.4"; not "(A/CONF.222/7)."."""
_NO_MARKER_AFTER = re.compile(
    r"""^\s(?: January | February | March | April | May | June | July | August | September | October | November
          | December | per\scent | and\s\d | to\s\d )\b""",
    re.VERBOSE,
)
"""Matches text after a number that is not a marker: "3 May", "3 per cent"."""


@dataclass(frozen=True, slots=True)
class MarkerPosition:
    """The position of a note marker in the text: the index of its line, and its offsets there.

    ``is_sure`` means that the marker cannot be anywhere else.
    """

    line: int
    start: int
    end: int
    is_sure: bool = True


def find_marker(
    marker: str, lines: Sequence[PrintedLine], after: MarkerPosition | None = None
) -> MarkerPosition | None:
    """Return the position of a marker in the lines above its note, after the marker of the previous note, or None.

    The closer a number is to a word, the likelier it is a marker: "Crime1" is preferred to "thereto, 2", and "thereto,
    2" to "Crime 1 and".
    """
    if not marker.isdecimal():
        return _find_first([_STAR], marker, lines, after)
    return _find_first([_SLASHED, _ATTACHED, _SPACED], marker, lines, after)


def _find_first(
    forms: Sequence[str], marker: str, lines: Sequence[PrintedLine], after: MarkerPosition | None
) -> MarkerPosition | None:
    for form in forms:
        positions = _positions_after(after, _find_positions(form, marker, lines, after.line if after else 0))
        if form is not _SPACED:
            if position := next(positions, None):
                return position
            continue
        candidates = list(positions)
        preferred = [position for position in candidates if _follows_stop(lines, position)] or candidates
        if preferred:
            return replace(preferred[0], is_sure=len(preferred) == 1)
    return None


def _positions_after(after: MarkerPosition | None, positions: Iterator[MarkerPosition]) -> Iterator[MarkerPosition]:
    """Yield the positions after another position."""
    return (
        position
        for position in positions
        if after is None or (position.line, position.start) > (after.line, after.start)
    )


def _find_positions(form: str, marker: str, lines: Sequence[PrintedLine], first: int) -> Iterator[MarkerPosition]:
    """Yield the positions of a marker from line ``first`` on. Lines without it are skipped early: dumps are long."""
    pattern = re.compile(form.replace("MARK", re.escape(marker)))
    for index in range(first, len(lines)):
        text = lines[index].text
        for match in pattern.finditer(text) if marker in text else ():
            before, after = text[: match.start("marker")], text[match.end() :]
            if not before.strip() and index:
                if after[:1] in (".", ")"):
                    continue
                before = lines[index - 1].text + " "
            if _may_be_marker(marker, before, after):
                yield MarkerPosition(index, match.start(), match.end())


def find_first_markers(lines: Sequence[PrintedLine]) -> dict[str, int]:
    """Return a map from numbers attached to a word or punctuation, as note markers are, to their first lines."""
    pattern = re.compile(_ATTACHED.replace("MARK", r"\d{1,3}"))
    first_lines: dict[str, int] = {}
    for index, line in enumerate(lines):
        for match in pattern.finditer(line.text):
            marker = match["marker"]
            if marker not in first_lines and _may_be_marker(
                marker, line.text[: match.start("marker")], line.text[match.end() :]
            ):
                first_lines[marker] = index
    return first_lines


def _may_be_marker(marker: str, before: str, after: str) -> bool:
    if not before.strip() or _INSIDE.search(before):
        return False
    return not marker.isdecimal() or not (_NO_MARKER_BEFORE.search(before) or _NO_MARKER_AFTER.match(after))


def _follows_stop(lines: Sequence[PrintedLine], position: MarkerPosition) -> bool:
    before = lines[position.line].text[: position.start].rstrip()
    if not before and position.line:
        before = lines[position.line - 1].text
    return before.endswith(_CLOSING)


def rejoin_lines(page: list[PrintedLine]) -> None:
    """Rejoin lines that some converters break after a superscript: "Crime^{1}" above "and" or "/ and"."""
    widest = max((len(line.text) for line in page), default=0)
    rejoined: list[PrintedLine] = []
    for line in (line for line in page if line.text):
        above = rejoined[-1] if rejoined else None
        if above and not line.after_gap and _continues_after_marker(above.text, line.text, widest):
            remainder = line.text.removeprefix("/ ")
            above.text += remainder if remainder[0] in _CLOSING else f" {remainder}"
        else:
            rejoined.append(line)
    page[:] = rejoined


def _continues_after_marker(above: str, below: str, widest: int) -> bool:
    """Return whether a line continues the one above, which ends in a note marker. A line that is a whole field of a
    masthead does not continue."""
    marker_at_end = re.search(r"(?P<before>.)(?P<marker>\^\{[\d*]{1,3}\})$", above)
    if not marker_at_end or read_label(below):
        return False
    if below[0].islower() or below[0] in _CLOSING or below.startswith("/ "):
        return True
    if is_field(above[: marker_at_end.start("marker")]) or words.FRONT_HEADING.match(below):
        return False
    return marker_at_end["before"] not in _CLOSING and len(above) + len(below) <= widest
