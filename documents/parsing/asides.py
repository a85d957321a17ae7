"""Dashes at the start of a line: of a list, or of an aside in the sentence above."""

from __future__ import annotations

import re

_DASH_START = re.compile(r"\s*[–—-][ \t]+(?P<first>\S)")
_DASH = re.compile(r"(?<=\S)[ \t]+[–—-](?=\s|$)")
_ENDS_CLAUSE = re.compile(r"[.;:!?。；：؛؟][\"”’'»)\]]*(?:\s+|$)")
_MIN_LENGTH = 35  # characters of a line above an aside; shorter ones may head a list


def goes_on_with_dash(above: str, line: str) -> bool:
    """Return whether a line that begins with a dash goes on with the sentence above: it closes an aside that is open
    there ("the authorities – the first point of contact" / "– enough staff"), or holds a whole one.
    """
    start = _DASH_START.match(line)
    clause = _ENDS_CLAUSE.split(above)[-1]
    if start is None or start["first"].isupper() or not clause.strip():
        return False
    if len(_DASH.findall(clause)) % 2:
        return True
    is_item = _DASH_START.match(above) is not None or above.lstrip().startswith("•")
    return not is_item and len(above) > _MIN_LENGTH and bool(_DASH.search(line, start.end()))
