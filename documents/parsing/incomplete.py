"""Recognize lines that a number in the next line completes: "article" above "19", "on page" above "12. They"."""

from __future__ import annotations

import re

from documents.parsing.numbering import LabelKind, read_label

INCOMPLETE_END = re.compile(
    r"""(?:(?<![\w])(?:[Aa]rticles?|[Pp]aragraphs?|[Rr]esolutions?|[Dd]ecisions?|[Rr]ules?|[Dd]ocuments?|[Ss]ections?|[Ii]tems?
        |[Cc]hapters?|[Pp]ages?|[Nn]os?\.|[Aa]rts?\.|[Pp]aras?\.|and|or|to|of|in|on|from|by|between
        |[Rr]ésolutions?|[Pp]aragraphes?|[Dd]écisions?|[Rr]ègles?|[Cc]hapitres?|[Pp]oints?|par\.|et|du|des|l['’]article
        |[Aa]rtículos?|[Pp]árrafos?|[Rr]esolución|[Dd]ecisión|[Rr]egla|[Pp]áginas?|[Dd]ocumento|párrs?\.|y|de|del
        |[Пп]ункт\w*|[Сс]тать\w+|[Рр]езолюци\w+|[Рр]ешени\w+|страниц\w+|п{1,2}\.|и|от|по)
      | (?<!\S)[A-Z][A-Z\d]*/(?:[\w.-]+/)*(?:[A-Z]{1,4}\.)? | \d/ )$""",
    re.VERBOSE,
)
"""Matches the end of a line that a number completes: "article" before "19", "CTOC/COP/WG." before "3/2030/2"."""
_MIN_YEAR = 1000  # numbers of paragraphs are lower
_SENTENCE_END = re.compile(r"[.;:!?…][”’\"')»\]]*$")
_REFERENCE_WITH_NUMBER = re.compile(
    r"""(?: \b(?:articles?|paragraphs?|arts?\.|paras?\.|rules?|items?|paragraphes?|par\.|points?|règles?
          |artículos?|párrafos?|párrs?\.|temas?|стать\w+|пункт\w*|п{1,2}\.)
        | ,|\b(?:and|or|et|ou|y|o|и|или) )\s\d{1,3}$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the end of a line that an item in the next line may complete: "paras. 4" above "(a) and 5"."""


def paragraph_number(text: str) -> int | None:
    """Return the number of a paragraph that begins with one: 12 for "12. The"."""
    match = re.match(r"(\d{1,4})\.(?:\s|$)", text)
    return int(match[1]) if match else None


def is_completed_by_label(first: str, above: str, line: str) -> bool:
    """Return whether a line begins with what looks like a label but completes the sentence in the line above it.

    ``first`` is the first line of the paragraph. In a numbered paragraph, "20." after "article" is not a label, unless
    it is the number of the next paragraph. Nor is a year within a sentence. "(a) and" completes "paras. 4": no item
    begins so.
    """
    number, own = paragraph_number(first), paragraph_number(line)
    if own is not None and own >= _MIN_YEAR and not _SENTENCE_END.search(above):
        return True
    if number is not None and own is not None and own != number + 1:
        return bool(INCOMPLETE_END.search(above))
    label = read_label(line)
    if label is None or label.kind is not LabelKind.ITEM or not _REFERENCE_WITH_NUMBER.search(above):
        return False
    return above.count("(") > above.count(")") or line[label.end : label.end + 1].islower()
