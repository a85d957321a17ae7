"""What keeps people from using a page, as axe finds it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = {"runOnly": {"type": "tag", "values": ["cat.color"]}}
"""In the dark scheme nothing but colours is otherwise: the other rules would find what they found in the light one."""


def barriers(page: Page, *, unfold: str = "details") -> list[str]:
    """The rules of axe that a page breaks in the light scheme and, of those of colours, in the dark one; "too wide"
    where it is wider than its screen. What is folded is opened first, where it matches the selector ``unfold``."""
    page.evaluate("all => { for (const one of document.querySelectorAll(all)) one.open = true }", unfold)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = _broken(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"{rule} (dark)" for rule in _broken(page, COLOURS)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("too wide")
    return found


def _broken(page: Page, options: dict[str, object] | None = None) -> list[str]:
    return [violation["id"] for violation in Axe().run(page, options=options).response["violations"]]
