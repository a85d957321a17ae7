"""What keeps people from using a page, as axe finds it, in the light scheme and in the dark one.

Contrast is nearly all that axe takes time for, and the dark scheme is nothing but other colours. So the other rules are
asked once for a page at a width, and contrast in both schemes, of the first few of the places that look alike.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (360, 1280)
"""Pixels: a phone, and a wide screen."""
SCHEMES = ("dark", "light")
ALIKE = 2
"""So many places are looked at of those that have the same colours upon the same grounds."""

RULES = """options => axe.run({resultTypes: ["violations"], ...options})
    .then(found => found.violations.map(violation => violation.id))"""
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}

# What an element looks like is its own colours and those of all that it lies in.
HIDE_WHAT_IS_ALIKE = """most => {
    window.hiddenAsAlike = [];
    const numbers = new Map(), counts = new Map();
    const properties = ["color", "backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode",
        "textShadow", "fontSize", "fontWeight", "position", "visibility"];
    const look = (element, around) => {
        const style = getComputedStyle(element);
        const key = [around, ...properties.map(name => style[name])].join();
        if (!numbers.has(key)) numbers.set(key, numbers.size);
        const number = numbers.get(key);
        for (const inner of element.children) look(inner, number);
        if (element.children.length || !element.textContent.trim() || !element.checkVisibility()) return;
        counts.set(number, (counts.get(number) ?? 0) + 1);
        if (counts.get(number) > most) window.hiddenAsAlike.push(element);
    };
    look(document.body, 0);
    for (const element of window.hiddenAsAlike) element.style.visibility = "hidden";
}"""
SHOW_ALL = "for (const element of window.hiddenAsAlike) element.style.removeProperty('visibility')"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def barriers(page: Page, *, unfold: str | None = "details", schemes: tuple[str, ...] = SCHEMES) -> list[str]:
    """The rules of axe that a page breaks, at the width that it has; "too wide" where it is wider than its screen.

    What is folded is opened first, where it matches the selector ``unfold``.
    """
    if unfold:
        page.evaluate("all => { for (const one of document.querySelectorAll(all)) one.open = true }", unfold)
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(RULES, ALL_BUT_CONTRAST)
    if page.evaluate(TOO_WIDE):
        found.append("too wide")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.evaluate(HIDE_WHAT_IS_ALIKE, ALIKE)
        found += [f"{rule} ({scheme})" for rule in page.evaluate(RULES, CONTRAST)]
        page.evaluate(SHOW_ALL)
    return found


def barriers_by_width(page: Page, *, unfold: str | None = "details") -> list[tuple[int, str]]:
    """The same on a phone and on a wide screen, each with its width in pixels; the page stays as wide as that."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [(width, rule) for rule in barriers(page, unfold=unfold)]
    return found


def too_wide_in_either_direction(page: Page) -> list[tuple[int, str]]:
    """The widths, and directions of writing, in which a page is wider than its screen: a phone's, a tablet's, a
    desktop's."""
    found = []
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            if page.evaluate(TOO_WIDE):
                found.append((width, direction))
    return found
