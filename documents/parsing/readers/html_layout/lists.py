"""Labels that a browser shows before list items, in the form used in session documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.parsing.numbering import BULLET, to_roman
from documents.parsing.readers.html_layout.tree import Element, tag

_BULLET_STYLES = ("", "disc", "circle", "square")
_MAX_NUMBER = 9_999


@dataclass(slots=True)
class _List:
    is_ordered: bool
    value: int
    step: int


@dataclass(slots=True)
class Lists:
    """The open lists, outermost first."""

    _open: list[_List] = field(default_factory=list)

    def enter(self, element: Element) -> None:
        """Begin a list: <ol>, or any other."""
        is_ordered, is_reversed = tag(element) == "ol", element.get("reversed") is not None
        first = sum(1 for inner in element if tag(inner) == "li") if is_reversed else 1
        self._open.append(_List(is_ordered, _number(element.get("start"), first), -1 if is_reversed else 1))

    def leave(self) -> None:
        """End the innermost list."""
        self._open.pop()

    def label(self, item: Element, form: str) -> tuple[str, int]:
        """Return the label of the next item ("" if the list shows none) and its ordinal."""
        level = self._open[-1] if self._open else _List(False, 1, 1)
        value = _number(item.get("value"), level.value)
        level.value = value + level.step
        if form == "none":
            return "", value
        if not level.is_ordered:
            return (BULLET if form in _BULLET_STYLES else format_label(form, value)), value
        return (BULLET if form in _BULLET_STYLES[1:] else format_label(form or "decimal", value)), value


def format_label(form: str, value: int) -> str:
    """Return a number as the label of an item: "1.", "(a)", "(i)", "A.", "I.".

    HTML has no brackets around numbers, and a browser shows "a."; United Nations documents print subparagraphs as
    "(a)", then "(i)", and "(aa)" and "(bb)" after "(z)" (Editorial Manual, "Numbering"), and so does this function.
    """
    case, _, kind = form.partition("-")
    text = str(value)
    if kind == "roman" and 0 < value <= _MAX_NUMBER // 3:
        text = to_roman(value)
    elif kind in ("alpha", "latin") and 0 < value <= _MAX_NUMBER:
        repeats, index = divmod(value - 1, 26)
        text = chr(ord("a") + index) * (repeats + 1)
    if case == "upper":
        return f"{text.upper()}."
    return f"({text})" if case == "lower" else f"{text}."


def _number(text: str | None, default: int) -> int:
    """Return an attribute as a whole number, or the default."""
    digits = (text or "").strip()
    unsigned = digits.removeprefix("-")
    return int(digits) if unsigned.isascii() and unsigned.isdecimal() and len(unsigned) < 6 else default
