"""The styles of a file, which format paragraphs and runs that do not set a property themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from documents.parsing.readers.docx_layout.ooxml import Element, child, children, number, switch, value

_Value = TypeVar("_Value")
_MAX_DEPTH = 20  # styles based on each other; Word itself allows eleven at most

HEADING_STYLES = {
    "hm": 1, "sl": 1, "sm": 1, "ss": 1, "hch": 1, "h1": 2, "h23": 3, "h4": 4, "h56": 5,
    "titlehch": 1, "titleh1": 2, "titleh2": 3, "title": 1,
}  # fmt: skip
"""Heading levels by the names of United Nations styles ("_ H _Ch", "_ H_2/3", "Title_H1"), reduced to lower-case
letters and digits."""
MASTHEAD_STYLES = re.compile(
    r"session|agenda(?:itemn\w*|itemtitle|titleh\d)|meetingnumber|srmeetinginfo|publication|distribution|original"
)
"""Matches styles of the lines between masthead and title: "Session", "Agenda_Item_Normal", "Agenda_Title_H2"."""
_PLAIN_STYLES = re.compile(r"toc\w*|tableofcontents\w*|caption|sponsors|7p|subtitle|(?:foot|end)notetext")
_TOC_STYLES = re.compile(r"toc\d|tableofcontents\w*|tableoffigures")
_GENEVA_SUFFIX = re.compile(r"_G[A-Z]?$")
"""Matches the suffix of style names used in Geneva, with a letter for some languages: "_ H_1_G", "_ Single Txt_GR"."""
_LINK = re.compile(r"link$")
"""Matches character styles of web addresses: "Hyperlink", "FollowedHyperlink", "Internet Link"."""
_WORD_HEADING = re.compile(r"heading(?P<level>[1-9])")


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name reduced to lower-case letters and digits, its properties, and the style it is based on."""

    identifier: str
    key: str
    paragraph: Element | None
    run: Element | None
    based_on: str | None


class Styles:
    """Look up properties in styles. A value comes from the style itself or from the nearest one it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {style.identifier: style for style in map(_style, children(root, "w:style"))}
        defaults = child(root, "w:docDefaults")
        self.default_run = child(defaults, "w:rPrDefault", "w:rPr")
        self._default = next(
            (
                value(s, attribute="w:styleId")
                for s in children(root, "w:style")
                if value(s, attribute="w:type") == "paragraph"
                and value(s, attribute="w:default") in ("1", "true", "on")
            ),
            None,
        )

    def style_of(self, paragraph: Element) -> str | None:
        """Return the identifier of a paragraph's style."""
        return value(paragraph, "w:pPr", "w:pStyle") or self._default

    def chain(self, identifier: str | None) -> Iterator[Style]:
        """Yield a style and the styles that it is based on, the nearest first."""
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(identifier or "")
            if style is None:
                return
            yield style
            identifier = style.based_on

    def key(self, identifier: str | None) -> str:
        """Return the reduced name of a style, or ""."""
        style = self._styles.get(identifier or "")
        return style.key if style else ""

    def in_run(self, identifier: str | None, get: Callable[[Element], _Value | None]) -> _Value | None:
        """Return the first value that ``get`` returns in the run properties along a style's chain, or None."""
        values = (get(style.run) for style in self.chain(identifier) if style.run is not None)
        return next((result for result in values if result is not None), None)

    def in_paragraph(self, identifier: str | None, get: Callable[[Element], _Value | None]) -> _Value | None:
        """Return the first value that ``get`` returns in the paragraph properties along a style's chain, or None."""
        values = (get(style.paragraph) for style in self.chain(identifier) if style.paragraph is not None)
        return next((result for result in values if result is not None), None)

    def heading_level(self, identifier: str | None, properties: Element | None) -> int | None:
        """Return the heading level, from the style's name or the outline level of style or paragraph; None for text."""
        for style in self.chain(identifier):
            if word := _WORD_HEADING.fullmatch(style.key):
                return int(word["level"])
            if style.key in HEADING_STYLES:
                return HEADING_STYLES[style.key]
            if MASTHEAD_STYLES.fullmatch(style.key) or _PLAIN_STYLES.fullmatch(style.key):
                break
        else:
            outline = self.in_paragraph(identifier, lambda p: number(p, "w:outlineLvl"))
            if outline is not None and 0 <= outline < 9:
                return outline + 1
        direct = number(properties, "w:outlineLvl")
        return direct + 1 if direct is not None and 0 <= direct < 9 else None

    def is_masthead(self, identifier: str | None) -> bool:
        """Return whether a style is a masthead style (session, agenda item …), or based on such a style."""
        return any(MASTHEAD_STYLES.fullmatch(style.key) for style in self.chain(identifier))

    def is_contents(self, identifier: str | None) -> bool:
        """Return whether a style is for lines of a table of contents, or based on such a style."""
        return any(_TOC_STYLES.fullmatch(style.key) for style in self.chain(identifier))


def _style(element: Element) -> Style:
    return Style(
        identifier=value(element, attribute="w:styleId") or "",
        key=re.sub(r"[^a-z0-9]", "", _GENEVA_SUFFIX.sub("", value(element, "w:name") or "").lower()),
        paragraph=child(element, "w:pPr"),
        run=child(element, "w:rPr"),
        based_on=value(element, "w:basedOn"),
    )


@dataclass(frozen=True, slots=True)
class Formatting:
    """The formatting of a printed run."""

    bold: bool
    italic: bool
    superscript: bool
    hidden: bool
    size: float | None
    underlined: bool = False


def formatting_of(run: Element | None, styles: Styles, paragraph_style: str | None) -> Formatting:
    """Return the formatting of a run from its own properties, its character and paragraph style, and the defaults."""
    character_style = value(run, "w:rStyle")

    def look_up(get: Callable[[Element], _Value | None]) -> _Value | None:
        for result in (
            get(run) if run is not None else None,
            styles.in_run(character_style, get),
            styles.in_run(paragraph_style, get),
            get(styles.default_run) if styles.default_run is not None else None,
        ):
            if result is not None:
                return result
        return None

    right_to_left = bool(look_up(lambda properties: switch(properties, "w:rtl")))
    bold, italic = ("w:bCs", "w:iCs") if right_to_left else ("w:b", "w:i")
    size = look_up(lambda properties: number(properties, "w:sz"))
    return Formatting(
        bold=bool(look_up(lambda properties: switch(properties, bold))),
        italic=bool(look_up(lambda properties: switch(properties, italic))),
        superscript=look_up(lambda properties: value(properties, "w:vertAlign")) == "superscript",
        hidden=bool(look_up(lambda properties: switch(properties, "w:vanish"))),
        size=size / 2 if size else None,
        underlined=not _LINK.search(styles.key(character_style))
        and look_up(lambda properties: value(properties, "w:u")) not in (None, "none"),
    )
