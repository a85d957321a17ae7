"""The appearance of pages: touch targets, print, and a menu without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import MAIN_PAGES
from tests.lanes import quick_first

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
TABLET = {"width": 768, "height": 1024}
DESKTOP = {"width": 1440, "height": 900}

TARGETS = (
    "button, .button, select, summary, .chip, .article-cell, .site-nav a, .pages a, .tabs a, .breadcrumbs a, "
    ".tally a, a.row-title, .card-title, .facet-value, .touch, .neighbours a, input:not([type=hidden], [type=checkbox])"
)
SMALL_TARGETS = """selector => [...document.querySelectorAll(selector)]
    .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
    .map(each => each.outerHTML.slice(0, 120))"""


def open_details(page: Page) -> None:
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")


@pytest.mark.parametrize("scope", quick_first(["main", "all"]))
def test_touch_targets_are_large_enough(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], scope: str
) -> None:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    too_small = {}
    for name in MAIN_PAGES if scope == "main" else corpus:
        page.goto(live_server.url + corpus[name])
        open_details(page)
        if elements := page.evaluate(SMALL_TARGETS, TARGETS):
            too_small[name] = elements
    context.close()
    assert too_small == {}


def test_menu_on_a_small_screen_needs_no_javascript(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(live_server.url + corpus["article"])
    sections = page.get_by_role("navigation", name="Main")
    expect(sections).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    expect(sections).to_be_visible()
    page.keyboard.press("Tab")
    expect(sections.get_by_role("link", name="Recommendations")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sections).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    sections.get_by_role("link", name="Topics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topics")
    context.close()


def test_sections_are_in_the_header_on_a_wide_screen(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=TABLET)  # type: ignore[arg-type]
    page.goto(live_server.url + corpus["article"])
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Articles")).to_be_visible()
    page.close()


def test_print_is_dark_on_white_and_names_its_source(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=DESKTOP, color_scheme="dark")  # type: ignore[arg-type]
    page.goto(live_server.url + corpus["recommendation"])
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    source = f"UNTOC Portal, {live_server.url}{corpus['recommendation']}, "
    expect(page.get_by_text(source)).to_be_visible()
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".status").first).to_have_css("color", "rgb(28, 74, 125)")  # as in the light scheme
    page.close()


def test_suggestions_open_over_the_page(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(live_server.url + corpus["meetings"])
    page.get_by_role("combobox").press_sequentially("article 19")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_role("listbox")).to_have_css("position", "absolute")
    page.close()
