"""What of a page is no text of its document: menus, banners and feet of the site it was saved from, hidden elements.

What is left out is counted, so that the reader of the document is told. Where it is in doubt whether an element is
part of the document, it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.parsing.characters import one_line, tidy
from documents.parsing.readers.html_layout.notes import Notes
from documents.parsing.readers.html_layout.styles import Look
from documents.parsing.readers.html_layout.tree import Element, above, letters_of, tag, text_of, words_of

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
    """Tells what is left out, and keeps what it was: ``words`` of menus and the like, ``hidden`` words, lines of the
    page's ``feet``, and whether there were ``deletions``.
    """

    notes: Notes
    outside: set[Element] = field(default_factory=set)
    words: int = 0
    hidden: int = 0
    deletions: bool = False
    feet: list[str] = field(default_factory=list)

    def takes(self, element: Element, look: Look) -> bool:
        """Whether an element is left out with all that is in it."""
        name = tag(element)
        if name in _NEVER_PRINTED:
            return True
        if look.hidden:
            self.hidden += len(text_of(element).split())
            return True
        if name == "del":
            self.deletions = True
            return True
        if (element not in self.outside and not _is_furniture(element, name)) or self.notes.in_or_around(element):
            return False
        text = one_line(tidy(text_of(element)))
        self.words += len(text.split())
        if name == "footer":
            self.feet.append(text)
        return True


def furniture_of(root: Element, notes: Notes) -> Furniture:
    """What is left out of a page: all outside of its main part, if the page marks one that holds most of its text."""
    furniture = Furniture(notes)
    main = _main_part(root)
    while main is not None and tag(main) != "body":
        around = main.getparent()
        if around is None:
            break
        furniture.outside.update(other for other in around if other is not main)
        main = around
    return furniture


def _main_part(root: Element) -> Element | None:
    """The one <main>, or the one <article>, that holds most letters of the page."""
    whole = letters_of(root)
    for found in (
        [e for e in root.iter("main", "div", "section") if tag(e) == "main" or e.get("role") == "main"],
        list(root.iter("article")),
    ):
        if len(found) == 1 and letters_of(found[0]) > whole / 2:
            return found[0]
    return None


def _is_furniture(element: Element, name: str) -> bool:
    if name == "nav" or words_of(element, "role") & _ROLES:
        return not leads_into_page(element)
    if name == "footer":
        return not any(tag(outer) in _SECTIONS for outer in above(element))
    named = (words_of(element, "class") | words_of(element, "id")) if name not in ("body", "html", "main") else set()
    return (name in ("header", "aside") or any(map(_NAMES.fullmatch, named))) and _is_mostly_links(element)


def leads_into_page(element: Element) -> bool:
    """Whether an element is a table of contents: most of its letters are links to places of the page."""
    letters = sum(letters_of(link) for link in element.iter("a") if (link.get("href") or "").startswith("#"))
    return letters > letters_of(element) / 2


def _is_mostly_links(element: Element) -> bool:
    letters = sum(letters_of(link) for link in element.iter("a") if link.get("href"))
    return letters > letters_of(element) / 2
