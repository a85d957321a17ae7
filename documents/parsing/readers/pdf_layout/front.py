"""Take the masthead off the first page.

United Nations documents open with two rules across the page: over the first "United Nations" and the symbol,
between them organ, distribution, date and language; below the second, at the masthead's own left edge, the
session, dates and agenda item. The title starts further in, or after a wider gap, and stays with the body.
"""

from __future__ import annotations

from documents.parsing.readers.pdf_layout.page import Line, Page
from documents.parsing.readers.pdf_layout.rules import level_rules


def take_masthead(page: Page, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The masthead's lines and the rest; no masthead where the page does not have its two rules."""
    across = [rule for rule in level_rules(page) if rule.length > 0.65 * page.width and rule.top < 0.5 * page.height]
    if len(across) < 2 or not any(line.baseline < across[0].top for line in lines):
        return [], lines
    second = across[1]
    head = [line for line in lines if line.baseline < second.top]
    below = sorted((line for line in lines if line.baseline >= second.top), key=lambda line: (line.baseline, line.left))
    session: list[Line] = []
    edge = min(second.left, min(line.left for line in head))
    for line in below:
        close = not session or line.baseline - session[-1].baseline < 3.2 * line.size
        if line.left - edge > 12 or not close or line.right > page.width * 0.75:
            break
        session.append(line)
    taken = {id(line) for line in head + session}
    return _in_columns(head, across[0].top, page.width) + session, [line for line in lines if id(line) not in taken]


def _in_columns(head: list[Line], first_rule: float, width: float) -> list[Line]:
    """What stands over the first rule, then the left column (the organ), then the right one (Distr., date ...)."""
    return sorted(
        head,
        key=lambda line: (
            line.baseline > first_rule,
            line.baseline > first_rule and line.left > 0.55 * width,
            round(line.baseline),
            line.left,
        ),
    )
