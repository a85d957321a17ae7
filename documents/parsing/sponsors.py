"""Recognize the lines that name the States that submit a draft, between the title of the agenda item and its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.parsing import masthead_words as words
from documents.parsing.characters import join_texts
from documents.parsing.incomplete import INCOMPLETE_END

_MAX_LINES = 8  # a long list of sponsors has about six
_MANY = 7  # commas in a list that can only be one of States
_COMMA = re.compile(r"\s?[,،、]\s?")


def lists_names(text: str) -> bool:
    """Return whether a text is a list of names: "Antigua and Barbuda, Bolivaria, Elbonia,"; not "Peace, security and
    justice"."""
    names = _COMMA.split(text)
    return len(names) > 2 and not any(name[:1].islower() for name in names)


def lists_many_names(text: str) -> bool:
    """Return whether a text is a long list of names, such as the sponsors of a draft, and so not a title."""
    return lists_names(text) and len(_COMMA.findall(text)) >= _MANY


def begins_sponsor_list(lines: Sequence[str]) -> bool:
    """Return whether lines begin with the sponsors of a draft on one line or several: "Bolivaria, Elbonia and …"."""
    joined = (join_texts(lines[:count]) for count in range(1, min(len(lines), _MAX_LINES) + 1))
    return lists_names(lines[0]) and any(map(words.DRAFT_AUTHOR.match, joined))


def borders_sponsors(above: Sequence[str], line: str) -> bool:
    """Return whether a line names the sponsors of a draft below another line, or is below the lines that do.

    Below a line with commas, it may be the last line of the list.
    """
    if words.SPONSORS.match(join_texts(above)):
        return True
    may_be_list = _COMMA.search(above[-1]) or INCOMPLETE_END.search(above[-1])
    return not may_be_list and words.SPONSORS.match(line) is not None
