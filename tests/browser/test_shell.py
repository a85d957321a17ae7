"""The frame of every page in a real browser: the same edge, a search, the basket at the end; and the matrix in it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_look import DESKTOP, PHONE, TABLET
from tests.lanes import quick_first

pytestmark = pytest.mark.browser

EDGES = """() => {
    const edge = selector => Math.round(document.querySelector(selector).getBoundingClientRect().left);
    const main = document.querySelector("main");
    return [edge(".word-mark"), edge(".site-footer p"),
        Math.round(main.getBoundingClientRect().left + parseFloat(getComputedStyle(main).paddingInlineStart))];
}"""
MENU = "[...document.querySelectorAll('.site-nav a')].map(link => Math.round(link.getBoundingClientRect().left))"


@pytest.mark.parametrize("viewport", quick_first([PHONE, TABLET, DESKTOP]), ids=["phone", "tablet", "desktop"])
def test_every_page_starts_at_the_same_edge(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    edges = set()
    for name in ("home", "search", "document", "matrix", "article", "log in", "not found"):
        page.goto(live_server.url + corpus[name])
        edges |= set(page.evaluate(EDGES))
    page.close()
    assert len(edges) == 1


def test_basket_moves_nothing_in_the_header(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(live_server.url + corpus["recommendation"])
    before = page.evaluate(MENU)
    page.locator(".basket-button").first.click()
    expect(page.locator("#basket-count")).to_have_text("Basket 1")
    assert page.evaluate(MENU) == before
    page.goto(live_server.url + corpus["matrix"])
    assert page.evaluate(MENU) == before
    basket, search = page.locator("#basket-count").bounding_box(), page.locator(".header-search").bounding_box()
    assert basket is not None
    assert search is not None
    assert basket["x"] > search["x"] + search["width"]
    page.close()


@pytest.mark.parametrize("name", quick_first(["home", "document", "search", "not found", "matrix", "log in"], 2))
def test_every_page_has_a_search_in_its_header(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], name: str
) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(live_server.url + corpus[name])
    page.get_by_label("Search all recommendations").fill("joint")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("24 recommendations")
    page.close()


def test_phone_shows_one_search(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    for name, in_header in {"home": False, "search": False, "not found": False, "matrix": True}.items():
        page.goto(live_server.url + corpus[name])
        assert page.locator(".header-search").is_visible() is in_header, name
        header = page.locator(".site-header").bounding_box()
        assert header is not None
        assert header["height"] < (130 if in_header else 80), name
    page.close()


# --- the matrix --------------------------------------------------------------------------------------


def stops(page: Page) -> int:
    """Return the number of Tab stops in the matrix."""
    return int(page.evaluate("[...document.querySelectorAll('.matrix a')].filter(a => a.tabIndex === 0).length"))


def test_matrix_has_one_tab_stop_for_each_row(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(live_server.url + "/matrix/?by=topic")
    rows = page.locator(".matrix tbody tr:not(.matrix-chapter)").count()
    assert stops(page) == rows + 1  # and the totals
    page.locator(".matrix tbody th a").first.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".matrix tbody td a").first
    expect(first).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator(".matrix tbody tr").first.locator(".matrix-all a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".matrix .matrix-all a").nth(1)).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(".matrix tbody th a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".matrix tbody th a").first).to_be_focused()
    assert stops(page) == rows + 1
    page.close()


def test_matrix_without_javascript_has_a_link_in_every_cell(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(live_server.url + corpus["matrix"])
    expect(page.locator("#matrix-keys")).to_be_hidden()
    assert page.locator(".matrix a[tabindex]").count() == 0
    context.close()


def test_large_numbers_are_printed_in_black(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP, color_scheme="dark")  # type: ignore[arg-type]
    page.goto(live_server.url + corpus["matrix"])
    page.emulate_media(media="print")
    for cell in (page.locator(".matrix .step-5 a").first, page.locator(".matrix-key.step-6")):
        expect(cell).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator(".matrix .step-5").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.close()


def test_names_of_bodies_are_not_cut_off(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(live_server.url + "/matrix/?empty=show")
    hidden = page.evaluate(
        "[...document.querySelectorAll('.matrix-group span')].filter(e => e.scrollWidth > e.clientWidth).length"
    )
    page.close()
    assert hidden == 0


def test_rows_on_a_touch_screen_are_evenly_spaced(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    """The distance between the texts of two rows does not depend on the number of their lines."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(live_server.url + corpus["home"])
    page.locator(".tally a").first.evaluate("link => { link.textContent = 'A name of several lines '.repeat(4) }")
    gaps = page.evaluate(
        """() => [...document.querySelector(".tally").querySelectorAll("a")].map(link => {
            const range = document.createRange();
            range.selectNodeContents(link);
            const text = range.getBoundingClientRect(), row = link.closest("li").getBoundingClientRect();
            return Math.round(text.top - row.top);
        })"""
    )
    context.close()
    assert max(gaps) - min(gaps) <= 1
