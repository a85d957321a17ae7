"""The accessibility check finds violations, and leaves the page unchanged."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import MAX_ALIKE, accessibility_violations
from tests.lanes import quick_first

pytestmark = pytest.mark.browser

PAGE = '<html lang="en"><title>Page</title><style>%s</style><main><h1>Page</h1>%s</main></html>'
FAINT = "{ color: #777; background: #888 }"
FAINT_IN_DARK_SCHEME = f"@media (prefers-color-scheme: dark) {{ .faint {FAINT} }}"
BOTH_SCHEMES = ["color-contrast (dark)", "color-contrast (light)"]
PARAGRAPHS = "<p>Text.</p>" * (MAX_ALIKE + 3)


@pytest.mark.parametrize(
    ("style", "body", "expected"),
    quick_first(
        [
            ("", "<p>Text.</p>", []),
            ("", "<img src='data:,'>", ["image-alt"]),
            (
                "a { font-size: 12px; display: block; line-height: 1 }",
                "<a href='/'>1</a><a href='/b'>2</a>",
                ["target-size"],
            ),
            (f"p {FAINT}", PARAGRAPHS, BOTH_SCHEMES),
            (f".faint {FAINT}", f"{PARAGRAPHS}<p class=faint>Text.</p>", BOTH_SCHEMES),
            (f".faint {FAINT}", f"{PARAGRAPHS}<div class=faint>{PARAGRAPHS}</div>", BOTH_SCHEMES),
            (FAINT_IN_DARK_SCHEME, f"{PARAGRAPHS}<p class=faint>Text.</p>", ["color-contrast (dark)"]),
            ("", "<details><summary>More</summary><img src='data:,'></details>", ["image-alt"]),
            ("", "<table><tr><td>" + "wide" * 500 + "</td></tr></table>", ["too wide"]),
        ],
        4,
    ),
)
def test_violations_are_found(browser: Browser, style: str, body: str, expected: list[str]) -> None:
    page = browser.new_page()
    page.set_content(PAGE % (style, body))
    assert accessibility_violations(page) == expected
    assert page.locator("main").evaluate("main => main.querySelectorAll('[style*=visibility]').length") == 0
    page.close()
