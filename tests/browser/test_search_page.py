"""The search page in a real browser: cards on a phone, filters in a sheet, the keyboard, a slow or lost network."""

from __future__ import annotations

import re
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility import accessibility_violations
from tests.browser.test_look import DESKTOP, PHONE, TABLET
from tests.browser.test_pages import go_back
from tests.lanes import quick_first

pytestmark = [pytest.mark.browser, pytest.mark.long]

SMALL: Any = {"width": 360, "height": 800}
MAX_CARD_HEIGHT = 380  # pixels, the median on a phone
MAX_STOPS = 5  # Tab stops from the top of the page to the first result
MAX_FOCUSABLE = 60  # before the first result, without skip links
HEIGHTS = "[...document.querySelectorAll('.cards > li')].map(card => card.getBoundingClientRect().height)"
# Past the last element, the focus is in the browser's own controls: that is the body for a page.
IS_IN_SHEET = "document.activeElement === document.body || document.activeElement.closest('#filters') !== null"
IS_IN_RESULTS = "document.activeElement.closest('.cards') !== null"


def phone(browser: Browser, **options: Any) -> Page:
    return browser.new_context(viewport=SMALL, is_mobile=True, has_touch=True, **options).new_page()


def open_filters(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Filters")).click()


# --- cards -------------------------------------------------------------------------------------------


def test_two_cards_fit_on_a_phone_screen(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = phone(browser)
    heights: list[float] = []
    for parameters in ("", "?q=joint", "?q=joint&article=untoc:20", "?article=uncac:46", "?q=joint&in=paragraphs"):
        page.goto(f"{live_server.url}/recommendations/{parameters}")
        found = page.evaluate(HEIGHTS)
        assert len(found) > 10, parameters
        heights += found
    page.context.close()
    assert median(heights) <= MAX_CARD_HEIGHT


@pytest.mark.parametrize("words", ["article+19", "joint"])
def test_first_card_is_visible_on_a_phone_without_scrolling(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], words: str
) -> None:
    page = phone(browser)
    page.goto(f"{live_server.url}/recommendations/?q={words}")
    top = page.locator(".cards > li").first.evaluate("card => card.getBoundingClientRect().top")
    page.context.close()
    assert top < SMALL["height"]


def test_phone_shows_the_match(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    """A phone cuts off the text of a card after a few lines, but never before the first match."""
    page = phone(browser)
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    page.locator(".card-text").first.evaluate(
        """text => {
            text.innerHTML = `<h3>${"word ".repeat(16)}</h3><span class="card-skipped">${"word ".repeat(100)}</span>`
                + `<span class="card-gap">… </span>${"word ".repeat(8)}<mark>match</mark> ${"word ".repeat(100)}`;
        }"""
    )
    shown = page.evaluate(
        """() => {
            const text = document.querySelector(".card-text").getBoundingClientRect();
            const mark = document.querySelector(".card-text mark").getBoundingClientRect();
            return mark.bottom <= text.bottom && mark.height > 0;
        }"""
    )
    page.context.close()
    assert shown


def test_headings_lead_from_card_to_card(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    card = page.get_by_role("article", name="Annex I (1) States parties are encouraged to use joint", exact=False).first
    expect(card.get_by_role("heading", level=3)).to_have_text(re.compile("^States parties are encouraged to use joint"))
    button = card.get_by_role("button", name=re.compile(r"Add to basket Annex I \(1\) States parties"))
    button.click()
    expect(card.get_by_role("button", name=re.compile(r"Remove from basket Annex I \(1\) States"))).to_be_visible()
    page.close()


# --- the keyboard ------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_keyboard_reaches_the_first_result_in_a_few_stops(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    for _stop in range(MAX_STOPS):
        page.keyboard.press("Tab")
        if page.locator(":focus").text_content() == "Skip to results":
            page.keyboard.press("Enter")
            expect(page.locator("#result-list")).to_be_focused()
        if page.evaluate(IS_IN_RESULTS):
            break
    else:
        pytest.fail(f"no result after {MAX_STOPS} stops")
    expect(page.locator(".card-title").first).to_be_focused()
    page.close()


def test_few_tab_stops_precede_the_results(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    stops = 0
    while not page.evaluate(IS_IN_RESULTS):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= MAX_FOCUSABLE
    page.close()


def test_filters_can_be_skipped(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    page.get_by_role("link", name="Skip filters").focus()
    expect(page.get_by_role("link", name="Skip filters")).to_have_css("clip-path", "none")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".card-title").first).to_be_focused()
    page.close()


# --- the filters on a small screen -------------------------------------------------------------------


def test_filters_are_a_sheet_that_keeps_the_focus(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = phone(browser)
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet).to_be_hidden()
    open_filters(page)
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    assert page.evaluate("document.querySelector('main input').closest('[inert]') !== null")
    for _stop in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_IN_SHEET)
    page.locator('[id="choose-article-untoc:19"]').click()
    show = sheet.get_by_role("button", name="Show 12 results")
    expect(show).to_be_in_viewport(ratio=1)
    assert accessibility_violations(page, expand=None) == []
    assert page.locator("#tabs").evaluate("tabs => tabs.inert")  # although htmx has replaced it
    show.click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Filters 1")).to_be_focused()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0
    open_filters(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Filters 1")).to_be_focused()
    page.context.close()


def test_sheet_is_open_again_after_going_back(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = phone(browser)
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    open_filters(page)
    page.locator('[id="choose-article-untoc:19"]').click()
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet.get_by_role("button", name="Show 12 results")).to_be_visible()
    go_back(page)
    expect(sheet.get_by_role("button", name="Show 24 results")).to_be_visible()
    sheet.get_by_role("button", name="Close").click()
    page.locator(".card-title").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("annex I"))
    go_back(page)
    expect(page.locator("#count")).to_have_text("24 recommendations")
    expect(sheet).to_be_hidden()
    page.context.close()


def test_back_closes_the_sheet_and_a_new_search_does_not_open_it(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = phone(browser)
    page.goto(live_server.url + "/")
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    page.evaluate("window.kept = true")
    index = page.evaluate("navigation.currentEntry.index")
    sheet = page.get_by_role("dialog", name="Filters")
    open_filters(page)
    go_back(page)
    expect(sheet).to_be_hidden()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0
    open_filters(page)
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()
    page.wait_for_timeout(300)
    assert page.evaluate("navigation.currentEntry.index") == index  # Close removes the entry
    assert page.evaluate("window.kept")  # the page was not loaded again
    open_filters(page)
    page.goto(f"{live_server.url}/recommendations/?q=kind")
    expect(page.locator("#count")).to_be_visible()
    expect(sheet).to_be_hidden()
    page.context.close()


def test_back_closes_the_citation(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = phone(browser)
    page.goto(live_server.url + corpus["recommendation"])
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="Cite").first.click()
    expect(page.locator("#cite-dialog")).to_be_visible()
    go_back(page)
    expect(page.locator("#cite-dialog")).to_be_hidden()
    assert page.evaluate("window.kept")
    assert page.url == live_server.url + corpus["recommendation"]
    page.context.close()


def test_phone_says_what_was_added_to_the_basket(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = phone(browser)
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    page.locator(".basket-button").nth(3).click()
    added = page.get_by_role("link", name="Added. View basket 1")
    expect(added).to_be_in_viewport(ratio=1)
    expect(added).to_be_hidden(timeout=8_000)
    page.context.close()


def test_phone_does_not_repeat_the_source_of_the_card_above(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = phone(browser)
    page.goto(f"{live_server.url}/recommendations/?article=untoc:20")
    cards = page.locator(".cards > li")
    expect(cards.nth(0)).to_contain_text("CTOC/COP/2022/L.4")
    assert "Twelfth meeting" in cards.nth(0).inner_text()
    assert "Same document" in cards.nth(1).inner_text()
    for repeated in ("CTOC/COP/2022/L.4", "Twelfth meeting", "no endorsement recorded here"):
        assert repeated not in cards.nth(1).inner_text()
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    assert "CTOC/COP/2022/L.4" in cards.nth(1).inner_text()
    page.context.close()


def test_sheet_needs_no_javascript(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = phone(browser, java_script_enabled=False)
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    choice = page.locator('[id="choose-article-untoc:19"]')
    expect(choice).to_be_hidden()
    open_filters(page)
    expect(choice).to_be_visible()
    page.get_by_role("button", name="Show 24 results").click()
    expect(choice).to_be_hidden()
    open_filters(page)
    choice.click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    expect(page.get_by_role("button", name="Filters 1")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("viewport", quick_first([DESKTOP, TABLET]), ids=["desktop", "tablet"])
def test_filters_are_beside_the_result_if_there_is_room(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    is_beside = viewport == DESKTOP
    assert page.locator("#filters").is_visible() is is_beside
    assert page.get_by_role("button", name=re.compile("^Filters")).is_visible() is not is_beside
    if not is_beside:  # turned to the wide side, the sheet takes its place beside the result
        open_filters(page)
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        expect(page.get_by_role("dialog", name="Filters")).to_be_hidden()
        expect(page.locator("#filters")).to_be_visible()
        assert page.evaluate("document.querySelectorAll('[inert]').length") == 0
    page.close()


# --- a slow or lost network --------------------------------------------------------------------------


def test_request_under_way_is_shown(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    waiting: list[Route] = []
    page.route("**/recommendations/?*article*", lambda route: waiting.append(route))
    expect(page.locator("#loading")).to_have_css("visibility", "hidden")
    page.locator('[id="choose-article-untoc:19"]').click()
    expect(page.locator("#loading")).to_have_css("visibility", "visible")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    waiting[0].continue_()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    expect(page.locator("#loading")).to_have_css("visibility", "hidden")
    assert page.locator("#results").get_attribute("aria-busy") is None
    page.close()


@pytest.mark.parametrize("is_small", quick_first([True, False]), ids=["phone", "desktop"])
def test_lost_connection_is_announced_and_can_be_tried_again(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], *, is_small: bool
) -> None:
    page = phone(browser) if is_small else browser.new_context(viewport=DESKTOP).new_page()  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    if is_small:
        open_filters(page)
    page.context.set_offline(True)
    page.locator('[id="choose-article-untoc:19"]').click()
    alert = page.get_by_role("alert")
    expect(alert).to_have_text("No connection. Try again")
    expect(alert.get_by_role("button")).to_be_in_viewport(ratio=1)
    assert page.locator("#results").get_attribute("aria-busy") is None
    assert accessibility_violations(page, expand=None) == []
    alert.get_by_role("button").click()
    expect(alert).to_have_text("No connection. Try again")
    page.context.set_offline(False)
    alert.get_by_role("button").click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    expect(alert).to_have_count(0)
    page.context.close()


def test_basket_button_can_be_tried_again(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_context(viewport=DESKTOP).new_page()  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/recommendations/?q=joint")
    page.context.set_offline(True)
    page.locator(".basket-button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#basket-count")).to_have_text("Basket 1")
    page.context.close()
