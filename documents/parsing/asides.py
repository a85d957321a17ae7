"""Tell a dash that begins a list item from a dash that belongs to an aside in the sentence above."""

from __future__ import annotations

import re

_DASH_START = re.compile(r"\s*[–—-][ \t]+(?P<first>\S)")
_DASH = re.compile(r"(?<=\S)[ \t]+[–—-](?=\s|$)")
_CLAUSE_END = re.compile(r"[.;:!?。；：؛؟][\"”’'»)\]]*(?:\s+|$)")
_MIN_LENGTH = 35  # characters of a line above an aside; a shorter line may introduce a list


def continues_with_dash(above: str, line: str) -> bool:
    """Return whether a line that begins with a dash continues the sentence above.

    Such a line closes an aside that the sentence has opened ("the authorities – the first point of contact" / "– enough
    staff"), or contains a whole aside.
    """
    dash = _DASH_START.match(line)
    clause = _CLAUSE_END.split(above)[-1]
    if dash is None or dash["first"].isupper() or not clause.strip():
        return False
    if len(_DASH.findall(clause)) % 2:
        return True
    is_item = _DASH_START.match(above) is not None or above.lstrip().startswith("•")
    return not is_item and len(above) > _MIN_LENGTH and bool(_DASH.search(line, dash.end()))
