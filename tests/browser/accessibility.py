"""Check a page for accessibility violations with axe, in the light and the dark colour scheme.

Contrast takes nearly all of axe's time, and the dark scheme differs only in colours. Therefore, all other rules are
checked only once per page and width. Contrast is checked in both schemes, but only on the first few elements of the
same appearance.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (360, 1280)
"""Pixels: a phone and a wide screen."""
SCHEMES = ("dark", "light")
MAX_ALIKE = 2
"""Elements to check that have the same colours on the same backgrounds."""

RULES = """options => axe.run({resultTypes: ["violations"], ...options})
    .then(found => found.violations.map(violation => violation.id))"""
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": True}}}

# The appearance of an element depends on its style and the styles of its ancestors.
HIDE_DUPLICATES = """most => {
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


def accessibility_violations(
    page: Page, *, expand: str | None = "details", schemes: tuple[str, ...] = SCHEMES
) -> list[str]:
    """Return the axe rules that a page violates at its current width, and "too wide" if it is wider than the screen.

    Elements matching the selector ``expand`` are opened first.
    """
    if expand:
        page.evaluate("all => { for (const one of document.querySelectorAll(all)) one.open = true }", expand)
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    violations: list[str] = page.evaluate(RULES, ALL_BUT_CONTRAST)
    if page.evaluate(TOO_WIDE):
        violations.append("too wide")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.evaluate(HIDE_DUPLICATES, MAX_ALIKE)
        violations += [f"{rule} ({scheme})" for rule in page.evaluate(RULES, CONTRAST)]
        page.evaluate(SHOW_ALL)
    return violations


def violations_by_width(page: Page, *, expand: str | None = "details") -> list[tuple[int, str]]:
    """Return violations on a phone and on a wide screen, each with the width in pixels. The last width remains set."""
    violations = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        violations += [(width, rule) for rule in accessibility_violations(page, expand=expand)]
    return violations


def overflows_by_direction(page: Page) -> list[tuple[int, str]]:
    """Return the widths (phone, tablet, desktop) and writing directions in which a page is wider than the
    screen."""
    overflows = []
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            if page.evaluate(TOO_WIDE):
                overflows.append((width, direction))
    return overflows
