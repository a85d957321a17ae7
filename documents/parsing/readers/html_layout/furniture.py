"""Parts of a page that are not text of its document: menus, banners and feet of the site, hidden elements.

What is left out is counted, so that the reader of the document can be notified. If it is in doubt whether an element
is part of the document, it is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.parsing.characters import one_line, tidy
from documents.parsing.readers.html_layout.notes import Notes
from documents.parsing.readers.html_layout.styles import Look
from documents.parsing.readers.html_layout.tree import Element, ancestors, letters_of, tag, text_of, words_of

_NEVER_PRINTED = frozenset({
    "script", "style", "head", "title", "template", "noscript", "iframe", "frameset", "frame", "noframes", "object",
    "applet", "svg", "canvas", "audio", "video", "map", "button", "input", "select", "option", "datalist",
    "textarea", "progress", "meter", "dialog", "rp", "rt",
})  # fmt: skip
_ROLES = frozenset({"navigation", "banner", "search", "complementary", "contentinfo", "menu", "menubar", "toolbar"})
_NAMES = re.compile(
    r"nav|navbar|navigation|menu|breadcrumbs?|sidebar|cookies?|cookie-\w+|toolbar|share|social|skip-?link|site-?header"
)
_SECTIONS = frozenset({"article", "main", "section"})


@dataclass(slots=True)
class Furniture:
    """Decide what is left out, and record it: ``words`` counts those of menus and the like, ``hidden`` those not shown;
    ``feet`` are the lines of the page's footers, ``deletions`` is whether there were any.
    """

    notes: Notes
    outside: set[Element] = field(default_factory=set)
    words: int = 0
    hidden: int = 0
    deletions: bool = False
    feet: list[str] = field(default_factory=list)

    def omits(self, element: Element, look: Look) -> bool:
        """Return whether an element is left out with all its content, and record it."""
        name = tag(element)
        if name in _NEVER_PRINTED:
            return True
        if look.hidden:
            self.hidden += len(text_of(element).split())
            return True
        if name == "del":
            self.deletions = True
            return True
        if (element not in self.outside and not _is_furniture(element, name)) or self.notes.contains_note(element):
            return False
        text = one_line(tidy(text_of(element)))
        self.words += len(text.split())
        if name == "footer":
            self.feet.append(text)
        return True


def furniture_of(root: Element, notes: Notes) -> Furniture:
    """Return the parts to leave out: all outside of the page's main part, if it marks one that holds most text."""
    furniture = Furniture(notes)
    main = _main_part(root)
    while main is not None and tag(main) != "body":
        parent = main.getparent()
        if parent is None:
            break
        furniture.outside.update(sibling for sibling in parent if sibling is not main)
        main = parent
    return furniture


def _main_part(root: Element) -> Element | None:
    """Return the only <main>, or the only <article>, if it holds most letters of the page."""
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
        return not leads_into_page(element)
    if name == "footer":
        return not any(tag(outer) in _SECTIONS for outer in ancestors(element))
    named = (words_of(element, "class") | words_of(element, "id")) if name not in ("body", "html", "main") else set()
    return (name in ("header", "aside") or any(map(_NAMES.fullmatch, named))) and _is_mostly_links(element)


def leads_into_page(element: Element) -> bool:
    """Return whether an element is a table of contents: most of its letters link to places on the page."""
    letters = sum(letters_of(link) for link in element.iter("a") if (link.get("href") or "").startswith("#"))
    return letters > letters_of(element) / 2


def _is_mostly_links(element: Element) -> bool:
    letters = sum(letters_of(link) for link in element.iter("a") if link.get("href"))
    return letters > letters_of(element) / 2
