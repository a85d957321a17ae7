"""What keeps people from using a page, as axe finds it, in the light scheme and in the dark one.

Contrast is nearly all that axe takes time for, and the dark scheme is nothing but other colours. So the other rules are
asked once for a page at a width, and contrast in both schemes, of the first few of the places that look alike and of
none that look like one that was found good before, be it on another page.
"""

from __future__ import annotations

from collections import defaultdict

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (360, 1280)
"""Pixels: a phone, and a wide screen."""
ALIKE = 2
"""So many places are looked at of those that have the same colours upon the same grounds."""

RULES = """() => axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled: false}}})
    .then(found => found.violations.map(violation => violation.id))"""

# What an element looks like is its own colours and those of all that it lies in, told by a number that is the same on
# every page. What axe cannot judge, for something lies over it, is good nowhere and looked at again.
CONTRAST = """async ([most, good]) => {
    const properties = ["color", "backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode",
        "textShadow", "fontSize", "fontWeight", "position", "visibility"];
    const number = text => {
        let [high, low] = [0xdeadbeef, 0x41c6ce57];
        for (let place = 0; place < text.length; place++) {
            high = Math.imul(high ^ text.charCodeAt(place), 2654435761);
            low = Math.imul(low ^ text.charCodeAt(place), 1597334677);
        }
        return 4294967296 * (2097151 & (high ^ high >>> 16)) + ((low ^ low >>> 15) >>> 0);
    };
    const known = new Set(good), looks = new Map(), counts = new Map();
    const says = element => element.matches("input, select, textarea")
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const isSeen = (element, style) => style.clipPath === "none" && element.checkVisibility({visibilityProperty: true})
        && element.getBoundingClientRect().bottom + scrollY > 0;
    const look = (element, around) => {
        const style = getComputedStyle(element);
        const own = number([around, ...properties.map(name => style[name])].join());
        for (const inner of element.children) look(inner, own);
        if (known.has(own) || !says(element) || !isSeen(element, style)) return;
        counts.set(own, (counts.get(own) ?? 0) + 1);
        if (counts.get(own) <= most) looks.set(element, own);
    };
    look(document.body, 0);
    if (!looks.size) return [[], []];
    const options = {runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true};
    const found = await axe.run({include: [...looks.keys()]}, options);
    const passed = found.passes.flatMap(rule => rule.nodes.map(node => looks.get(node.element)));
    return [found.violations.map(rule => rule.id), passed.filter(look => look !== undefined)];
}"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

_good: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
"""Scheme and width -> the looks whose contrast is enough."""


def barriers(page: Page, *, unfold: str | None = "details") -> list[str]:
    """The rules of axe that a page breaks, at the width that it has; "too wide" where it is wider than its screen.

    What is folded is opened first, where it matches the selector ``unfold``.
    """
    if unfold:
        page.evaluate("all => { for (const one of document.querySelectorAll(all)) one.open = true }", unfold)
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(RULES)
    if page.evaluate(TOO_WIDE):
        found.append("too wide")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        good = _good[scheme, page.viewport_size["width"]]  # type: ignore[index]
        broken, passed = page.evaluate(CONTRAST, [ALIKE, [*good]])
        found += [f"{rule} ({scheme})" for rule in broken]
        if not broken:
            good.update(passed)
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
