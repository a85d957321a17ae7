"""The formatting of elements, by their tag, the style sheets in the page and their style attribute.

Only style rules for a tag, a class or an identifier are read, which is how word processors and converters write
them; rules for an element inside another, and rules inside "@media" and the like, are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from documents.parsing.readers.html_layout.tree import BLOCKS, Element, tag
from documents.parsing.types import Alignment

_AT_RULE = re.compile(r"@[^@{};]*(?:;|(?P<open>\{))")
_BRACE = re.compile(r"[{}]")
_SELECTOR = re.compile(r"(?P<tag>[\w:\\-]*)(?P<name>[.#][\w\\-]+)?")
_LENGTH = re.compile(r"(?P<number>-?\d{0,6}\.?\d{1,6})\s*(?P<unit>pt|px|em|rem|in|cm|mm|pc|%)")
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_ALIGNMENTS = {
    "left": Alignment.LEFT, "start": Alignment.LEFT, "center": Alignment.CENTRE, "right": Alignment.RIGHT,
    "end": Alignment.RIGHT, "justify": Alignment.JUSTIFIED,
}  # fmt: skip
_SYMBOL_FONT = re.compile(r"\W*(?:symbol|wingdings|webdings)")
_TYPEWRITER = re.compile(r"\W*courier")
_BULLETS = "·§ØüvnuqoàÞ¨"  # used by word processors in symbol fonts; in a typewriter font, the letter "o"
_LIST_STYLE = re.compile(
    r"\b(?P<form>none|disc|circle|square|decimal|lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman)\b"
)
_LIST_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}

Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Formatting:
    """The formatting of an element's text. A value that it does not set is inherited from the element around it.

    ``size`` is in points. ``bullets`` are the characters that print as bullets in its font. ``list_form`` is the
    number format of a list ("lower-alpha"; "" if none is set). ``hidden`` and ``block`` are not inherited.
    """

    bold: bool = False
    italic: bool = False
    raised: bool = False
    size: float | None = None
    alignment: Alignment | None = None
    keeps_lines: bool = False
    bullets: str = ""
    list_form: str = ""
    hidden: bool = False
    block: bool = False


class StyleSheet:
    """The rules of a page's own style sheets: declarations by tag, class or identifier."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._rules: dict[tuple[str, str], dict[str, str]] = {}
        self.uses_counters = False
        for text in texts:
            self._read(_without_at_rules(_without_comments(text)))

    def declarations(self, element: Element) -> Declarations:
        """Return the declarations for an element: specific ones override general ones, its own style overrides all."""
        name, declared = tag(element), {}
        classes = (element.get("class") or "").split()
        for key in (
            (name, ""),
            *(("", f".{class_name}") for class_name in classes),
            *((name, f".{class_name}") for class_name in classes),
            ("", f"#{element.get('id')}"),
            (name, f"#{element.get('id')}"),
        ):
            declared.update(self._rules.get(key, {}))
        declared.update(_parse_declarations(element.get("style") or ""))
        return declared

    def formatting(self, element: Element, outer: Formatting) -> Formatting:
        """Return the formatting of an element inside an element with the formatting ``outer``."""
        formatting = replace(outer, hidden=element.get("hidden") is not None, block=tag(element) in BLOCKS)
        if by_tag := _BY_TAG.get(tag(element)):
            formatting = by_tag(formatting)
        if align := _ALIGNMENTS.get((element.get("align") or "").lower()):
            formatting = replace(formatting, alignment=align)
        if form := _LIST_TYPES.get(element.get("type") or ""):
            formatting = replace(formatting, list_form=form)
        declared = self.declarations(element)
        for name, read in _READERS.items():
            if name in declared:
                formatting = read(formatting, declared[name].lower())
        return formatting

    def _read(self, text: str) -> None:
        for rule in text.split("}")[:-1]:
            selectors, _, declarations = rule.rpartition("{")
            declared = _parse_declarations(declarations)
            self.uses_counters = self.uses_counters or "counter(" in declared.get("content", "")
            for selector in selectors.split(","):
                match = _SELECTOR.fullmatch(selector.strip())
                if match:
                    key = (match["tag"].replace("\\", "").lower(), match["name"] or "")
                    self._rules.setdefault(key, {}).update(declared)


def _points(length: str, parent_size: float | None) -> float | None:
    """Return a length in points ("10.0pt", "15px", "120%" of the parent's size), or None if its unit is unknown."""
    match = _LENGTH.match(length.strip())
    if not match:
        return None
    number, unit = float(match["number"]), match["unit"]
    if unit in _POINTS:
        return round(number * _POINTS[unit], 2)
    return (
        None if parent_size is None or unit == "rem" else round(parent_size * number / (100 if unit == "%" else 1), 2)
    )


def _parse_declarations(text: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in text.split(";"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _without_comments(text: str) -> str:
    """Return rules without comments, and without the HTML comment signs that old pages put around them."""
    kept = [part.partition("*/")[2] for part in text.split("/*")[1:]]
    return " ".join([text.partition("/*")[0], *kept]).replace("<!--", " ").replace("-->", " ")


def _without_at_rules(text: str) -> str:
    """Return rules that apply everywhere: without "@media …{…}", "@page …{…}", "@font-face {…}", "@import …;"."""
    kept: list[str] = []
    position = 0
    while match := _AT_RULE.search(text, position):
        kept.append(text[position : match.start()])
        position = _end_of_braces(text, match.end()) if match["open"] else match.end()
    return "".join([*kept, text[position:]])


def _end_of_braces(text: str, start: int) -> int:
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.end()
    return len(text)


def _weight(formatting: Formatting, value: str) -> Formatting:
    is_bold = value.startswith("bold") or (value.isdecimal() and int(value) >= 600)
    return replace(formatting, bold=is_bold) if is_bold or value == "normal" or value.isdecimal() else formatting


def _slant(formatting: Formatting, value: str) -> Formatting:
    return replace(formatting, italic=value.startswith(("italic", "oblique"))) if value != "inherit" else formatting


def _vertical_align(formatting: Formatting, value: str) -> Formatting:
    return replace(formatting, raised=value.startswith(("super", "text-top"))) if value != "inherit" else formatting


def _size(formatting: Formatting, value: str) -> Formatting:
    size = _points(value, formatting.size)
    return replace(formatting, size=size) if size else formatting


def _display(formatting: Formatting, value: str) -> Formatting:
    return replace(
        formatting,
        hidden=formatting.hidden or value.startswith("none"),
        block=formatting.block or value.startswith("block"),
    )


def _font(formatting: Formatting, value: str) -> Formatting:
    return replace(
        formatting, bullets=_BULLETS if _SYMBOL_FONT.match(value) else "o" if _TYPEWRITER.match(value) else ""
    )


def _list_style(formatting: Formatting, value: str) -> Formatting:
    match = _LIST_STYLE.search(value)
    return replace(formatting, list_form=match["form"]) if match else formatting


_READERS: dict[str, Callable[[Formatting, str], Formatting]] = {
    "font-weight": _weight,
    "font-style": _slant,
    "font-size": _size,
    "vertical-align": _vertical_align,
    "display": _display,
    "visibility": lambda formatting, value: replace(formatting, hidden=formatting.hidden or value.startswith("hidden")),
    "mso-hide": lambda formatting, value: replace(formatting, hidden=formatting.hidden or value.startswith("all")),
    "text-align": lambda formatting, value: replace(formatting, alignment=_ALIGNMENTS.get(value, formatting.alignment)),
    "white-space": lambda formatting, value: replace(formatting, keeps_lines=value.startswith(("pre", "break-spaces"))),
    "font-family": _font,
    "list-style": _list_style,
    "list-style-type": _list_style,
}


_BY_TAG: dict[str, Callable[[Formatting], Formatting]] = {
    **dict.fromkeys(("b", "strong", "th"), lambda formatting: replace(formatting, bold=True)),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), lambda formatting: replace(formatting, italic=True)),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), lambda formatting: replace(formatting, keeps_lines=True)),
    "sup": lambda formatting: replace(formatting, raised=True),
    "center": lambda formatting: replace(formatting, alignment=Alignment.CENTRE),
}
