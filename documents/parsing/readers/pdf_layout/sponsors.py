"""Recognize the lines that name the States that submit a draft, between the title of the agenda item and its own."""

from __future__ import annotations

from collections.abc import Sequence

from documents.parsing import masthead_words as words
from documents.parsing.characters import join_texts
from documents.parsing.incomplete import INCOMPLETE_END

_MAX_LINES = 8  # a long list of sponsors has about six
_COMMAS = (",", "،", "、")


def begins_sponsors(lines: Sequence[str]) -> bool:
    """Return whether lines begin with the sponsors of a draft, on one line or several: "Bolivaria, Elbonia and …"."""
    first = lines[0]
    if words.SPONSORS.match(first):
        return True
    is_list = sum(map(first.count, _COMMAS)) > 1 and bool(first.endswith(_COMMAS) or INCOMPLETE_END.search(first))
    return is_list and any(words.SPONSORS.match(join_texts(lines[:end])) for end in range(1, _MAX_LINES + 1))


def borders_sponsors(above: Sequence[str], line: str) -> bool:
    """Return whether a line names the sponsors of a draft below another line, or is below the lines that do.

    Below a line with commas, it may be the last line of the list.
    """
    if words.SPONSORS.match(join_texts(above)):
        return True
    may_be_list = any(comma in above[-1] for comma in _COMMAS) or INCOMPLETE_END.search(above[-1])
    return not may_be_list and words.SPONSORS.match(line) is not None
