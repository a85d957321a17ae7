"""Parts of a page that are not part of its document: menus, banners and feet of the site, hidden elements.

Omitted words are counted, so that a doubt can report them. An element that may be part of the document is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.parsing.characters import one_line, tidy
from documents.parsing.readers.html_layout.head import is_masthead
from documents.parsing.readers.html_layout.notes import Notes
from documents.parsing.readers.html_layout.styles import Formatting
from documents.parsing.readers.html_layout.tree import Element, ancestors, letters_of, tag, text_of, words_of

_NEVER_PRINTED = frozenset({
    "script", "style", "head", "title", "template", "noscript", "iframe", "frameset", "frame", "noframes", "object",
    "applet", "svg", "canvas", "audio", "video", "map", "button", "input", "select", "option", "datalist",
    "textarea", "progress", "meter", "dialog", "rp", "rt",
})  # fmt: skip
_ROLES = frozenset({"navigation", "banner", "search", "complementary", "contentinfo", "menu", "menubar", "toolbar"})
_MENU_NAMES = re.compile(
    r"nav|navbar|navigation|menu|breadcrumbs?|sidebar|cookies?|cookie-\w+|toolbar|share|social|skip-?link|site-?header"
)
_SECTIONS = frozenset({"article", "main", "section"})


@dataclass(slots=True)
class Furniture:
    """Decide which elements to leave out, and record them.

    ``outside`` are the elements outside the page's main part, except its ``masthead``. ``word_count`` counts the words
    of menus and the like, ``hidden_count`` hidden words. ``feet`` are the texts of the page's footers.
    """

    notes: Notes
    outside: set[Element] = field(default_factory=set)
    masthead: Element | None = None
    word_count: int = 0
    hidden_count: int = 0
    has_deletions: bool = False
    feet: list[str] = field(default_factory=list)

    def omits(self, element: Element, formatting: Formatting) -> bool:
        """Return whether an element is left out with all its content, and record it."""
        name = tag(element)
        if name in _NEVER_PRINTED:
            return True
        if formatting.hidden:
            self.hidden_count += len(text_of(element).split())
            return True
        if name == "del":
            self.has_deletions = True
            return True
        is_left_out = element in self.outside or (element is not self.masthead and _is_furniture(element, name))
        if not is_left_out or self.notes.contains_note(element):
            return False
        text = one_line(tidy(text_of(element)))
        self.word_count += len(text.split())
        if name == "footer":
            self.feet.append(text)
        return True


def find_furniture(root: Element, notes: Notes) -> Furniture:
    """Return the parts to leave out.

    If the page marks a main part and most of the text is in it, everything outside is left out, except a masthead above
    a main part that does not contain one.
    """
    furniture = Furniture(notes)
    main = _main_part(root)
    while main is not None and tag(main) != "body":
        parent = main.getparent()
        if parent is None:
            break
        above = () if furniture.masthead is not None or _has_masthead(main) else main.itersiblings(preceding=True)
        furniture.masthead = next(filter(_has_masthead, above), furniture.masthead)
        furniture.outside.update(sibling for sibling in parent if sibling not in (main, furniture.masthead))
        main = parent
    return furniture


def _has_masthead(element: Element) -> bool:
    return tag(element) not in _NEVER_PRINTED and is_masthead([one_line(tidy(text)) for text in element.itertext()])


def _main_part(root: Element) -> Element | None:
    """Return the only <main>, or the only <article>, if it contains most letters of the page."""
    total = letters_of(root)
    for candidates in (
        [e for e in root.iter("main", "div", "section") if tag(e) == "main" or e.get("role") == "main"],
        list(root.iter("article")),
    ):
        if len(candidates) == 1 and letters_of(candidates[0]) > total / 2:
            return candidates[0]
    return None


def _is_furniture(element: Element, name: str) -> bool:
    if name == "nav" or words_of(element, "role") & _ROLES:
        return not links_within_page(element)
    if name == "footer":
        return not any(tag(outer) in _SECTIONS for outer in ancestors(element))
    names = (words_of(element, "class") | words_of(element, "id")) if name not in ("body", "html", "main") else set()
    return (name in ("header", "aside") or any(map(_MENU_NAMES.fullmatch, names))) and _is_mostly_links(element)


def links_within_page(element: Element) -> bool:
    """Return whether an element is a table of contents: most of its letters link to places on the page."""
    letters = sum(letters_of(link) for link in element.iter("a") if (link.get("href") or "").startswith("#"))
    return letters > letters_of(element) / 2


def _is_mostly_links(element: Element) -> bool:
    letters = sum(letters_of(link) for link in element.iter("a") if link.get("href"))
    return letters > letters_of(element) / 2
