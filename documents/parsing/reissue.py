"""Recognize the notes that a document was issued before or again, and read the date of the new issue."""

from __future__ import annotations

import datetime
import re

from documents.parsing.dates import parse_date
from documents.parsing.types import Source

_MAX_LINE = 100  # characters of a note that is a line of its own
_REISSUED = re.compile(
    r"""Re-?issued? | Nouveau\stirage | Nueva\stirada | Publicado\snuevamente | Переиздан
        | 重新印发 | 重发 | [أا]?(?:ُ)?عيد[تَ]?\s(?:إصدار|طبع) | إعادة\s(?:إصدار|طبع)""",
    re.VERBOSE | re.IGNORECASE,
)
_PREVIOUSLY_ISSUED = re.compile(
    r"""(?:previously|formerly|originally|initially)\s(?:issued|published|circulated)
        | publié\w*\s(?:antérieurement|précédemment) | publicad\w*\s(?:anteriormente|previamente)
        | ранее\s(?:издан|выпущен) | 先前(?:以|印发)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches words of a line that prints the symbol of an earlier issue of the document."""


def is_note_of_issue(text: str) -> bool:
    """Return whether a line gives the symbol of an earlier issue, or the date and the reason of a new one."""
    return _PREVIOUSLY_ISSUED.search(text) is not None or _is_note_of_reissue(text.strip(" *"))


def _is_note_of_reissue(text: str) -> bool:
    return len(text) <= _MAX_LINE and _REISSUED.match(text) is not None


def find_reissue_date(source: Source) -> datetime.date | None:
    """Return the date in the note that the document was reissued, which a text may print as a line of its own."""
    notes = [note.text for note in source.notes if _REISSUED.search(note.text)]
    lines = (fragment.text.strip(" *") for fragment in source.body)
    notes += [line for line in lines if _is_note_of_reissue(line)]
    return next(filter(None, map(parse_date, notes)), None)
