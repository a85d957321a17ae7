"""The accessibility check finds violations, and leaves the page unchanged."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import MAX_ALIKE, accessibility_violations

pytestmark = pytest.mark.browser

PAGE = '<html lang="en"><title>Page</title><style>%s</style><main><h1>Page</h1>%s</main></html>'
FAINT = "{ color: #777; background: #888 }"
FAINT_AT_NIGHT = f"@media (prefers-color-scheme: dark) {{ .faint {FAINT} }}"
BOTH = ["color-contrast (dark)", "color-contrast (light)"]
MANY = "<p>Text.</p>" * (MAX_ALIKE + 3)


@pytest.mark.parametrize(
    ("style", "body", "found"),
    [
        ("", "<p>Text.</p>", []),
        ("", "<img src='data:,'>", ["image-alt"]),
        (f"p {FAINT}", MANY, BOTH),
        (f".faint {FAINT}", f"{MANY}<p class=faint>Text.</p>", BOTH),
        (f".faint {FAINT}", f"{MANY}<div class=faint>{MANY}</div>", BOTH),
        (FAINT_AT_NIGHT, f"{MANY}<p class=faint>Text.</p>", ["color-contrast (dark)"]),
        ("", "<details><summary>More</summary><img src='data:,'></details>", ["image-alt"]),
        ("", "<table><tr><td>" + "wide" * 500 + "</td></tr></table>", ["too wide"]),
    ],
)
def test_violations_are_found(browser: Browser, style: str, body: str, found: list[str]) -> None:
    page = browser.new_page()
    page.set_content(PAGE % (style, body))
    assert accessibility_violations(page) == found
    assert page.locator("main").evaluate("main => main.querySelectorAll('[style*=visibility]').length") == 0
    page.close()
