"""The look for barriers finds what it is there for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.barriers import barriers

pytestmark = pytest.mark.browser

PAGE = '<html lang="en"><title>Page</title><main><h1>Page</h1>%s</main></html>'
FAINT = "p { color: #777; background: #888 }"
FAINT_AT_NIGHT = "@media (prefers-color-scheme: dark) { p { color: #777; background: #888 } }"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Text.</p>", []),
        ("<img src='data:,'>", ["image-alt"]),
        (f"<style>{FAINT}</style><p>Text.</p>", ["color-contrast", "color-contrast (dark)"]),
        (f"<style>{FAINT_AT_NIGHT}</style><p>Text.</p>", ["color-contrast (dark)"]),
        ("<details><summary>More</summary><img src='data:,'></details>", ["image-alt"]),
        ("<table><tr><td>" + "wide" * 500 + "</td></tr></table>", ["too wide"]),
    ],
)
def test_barriers_are_found(browser: Browser, body: str, found: list[str]) -> None:
    page = browser.new_page()
    page.set_content(PAGE % body)
    assert barriers(page) == found
    page.close()
