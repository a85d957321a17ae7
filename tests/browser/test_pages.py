"""Pages in a real browser: accessible in both schemes and at both widths, by keyboard and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility import accessibility_violations, overflows_by_direction, violations_by_width
from tests.browser.conftest import MAIN_PAGES
from tests.lanes import quick_first

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PART_COUNT = 4
"""The pages are divided among this number of tests, which run in parallel."""


def test_main_pages_are_accessible(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=PHONE)
    violations = {}
    for name in MAIN_PAGES:
        page.goto(live_server.url + corpus[name])
        if page_violations := accessibility_violations(page, schemes=("light",)):
            violations[name] = page_violations
    page.close()
    assert violations == {}


@pytest.mark.long
@pytest.mark.parametrize("part", range(PART_COUNT))
def test_pages_are_accessible_and_fit_the_screen(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], part: int
) -> None:
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)
    violations = {}
    for name, address in list(corpus.items())[part::PART_COUNT]:
        page.goto(live_server.url + address)
        if page_violations := [*violations_by_width(page), *overflows_by_direction(page)]:
            violations[name] = page_violations
    page.close()
    assert violations == {}
    assert blocked == []


def test_search_works_by_keyboard(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search the recommendations")).to_be_focused()
    page.keyboard.type("joint investigations")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("24 recommendations")

    choice = page.locator('[id="choose-article-untoc:19"]')
    _tab_to(page, "choose-article-untoc:19")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("12 recommendations")
    expect(choice).to_be_focused()
    expect(choice).to_have_attribute("aria-current", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("24 recommendations")
    expect(choice).to_be_focused()
    page.close()


def _tab_to(page: Page, element_id: str) -> None:
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == element_id:
            return
    pytest.fail(f"the keyboard does not reach {element_id}")


def go_back(page: Page) -> None:
    """Go back in the browser's history after this call returns. Playwright's own method fails if the page is fetched
    again."""
    page.evaluate("() => { setTimeout(() => history.back()) }")


def test_filters_update_in_place_and_back_works(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/recommendations/")
    page.evaluate("window.kept = true")
    page.locator('[id="choose-article-untoc:19"]').click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    expect(page).to_have_url(re.compile(r"/recommendations/\?article=untoc:19$"))
    assert page.evaluate("window.kept")
    page.locator(".chip", has_text="article 19").click()
    expect(page.locator("#count")).to_have_text("25 recommendations")
    expect(page.locator("#results")).to_be_focused()
    page.get_by_label("Keyword, article or symbol").fill("matrix")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1 recommendation")
    go_back(page)
    expect(page.locator("#count")).to_have_text("25 recommendations")
    go_back(page)
    expect(page.locator("#count")).to_have_text("12 recommendations")
    expect(page).to_have_url(re.compile(r"article=untoc:19$"))
    page.reload()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.close()


@pytest.mark.long
def test_suggestions_can_be_reached_by_keyboard(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/recommendations/")
    field = page.get_by_label("Keyword, article or symbol")
    field.press_sequentially("article 19")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Article 19")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "words-suggestions-0")
    assert accessibility_violations(page, expand=None) == []
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("article 19")
    field.press("Backspace")
    field.press("9")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/articles/untoc/19/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Article 19: Title of 19")
    page.close()


@pytest.mark.parametrize("viewport", quick_first([DESKTOP, PHONE]), ids=["desktop", "phone"])
def test_all_values_of_a_facet_open_in_a_dialog(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    page.goto(live_server.url + "/recommendations/?q=joint")
    if viewport == PHONE:
        page.get_by_role("button", name="Filters").click()
    page.locator("#all-topic").click()
    dialog = page.get_by_role("dialog", name="Topic")
    field = dialog.get_by_label("Find in this list")
    expect(field).to_be_focused()
    field.fill("TÓPIC 11")
    expect(dialog.get_by_role("checkbox")).to_have_count(1 + 1)  # including its parent topic
    assert accessibility_violations(page, expand=None) == []
    dialog.get_by_label("Topic 11").check()
    field.fill("topic 10")
    dialog.get_by_label("Topic 10").check()
    dialog.get_by_role("button", name="Show results").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#count")).to_have_text("4 recommendations")
    expect(page).to_have_url(re.compile(r"q=joint&topic=topic-1[01]&topic=topic-1[01]$"))
    expect(page.locator("#all-topic")).to_be_focused()
    page.locator("#all-topic").click()
    expect(dialog.get_by_label("Topic 10")).to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    go_back(page)
    expect(page.locator("#count")).to_have_text("24 recommendations")
    page.close()


def test_tabs_change_in_place(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/recommendations/?q=joint&meaning=off")
    page.evaluate("window.kept = true")
    page.locator("#tab-paragraphs").click()
    expect(page.locator("#count")).to_have_text("25 paragraphs")
    expect(page.locator("#tab-paragraphs")).to_be_focused()
    expect(page.locator("#tab-paragraphs")).to_have_attribute("aria-current", "page")
    assert page.evaluate("window.kept")
    page.locator(".card-title").last.click()
    expect(page.locator(".block:target")).to_be_visible()
    go_back(page)
    expect(page.locator("#count")).to_have_text("25 paragraphs")
    page.wait_for_load_state("networkidle")  # a request that is still answered would lock tables against the clean-up
    page.close()


def test_new_words_keep_the_filters(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/recommendations/")
    page.locator('[id="choose-article-untoc:19"]').click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.get_by_label("Keyword, article or symbol").fill("joint")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"q=joint&article=untoc%3A19|q=joint&article=untoc:19"))
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.close()


def test_facets_on_a_phone_are_collapsed_and_then_stay_open(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(live_server.url + "/recommendations/")
    choice = page.locator('[id="choose-topic-topic-1"]')
    expect(choice).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    page.locator("#facet-year > summary").click()
    page.locator("#choose-year-2021").click()
    expect(page.locator("#count")).to_have_text("24 recommendations")
    expect(page.locator("#choose-year-2021")).to_be_visible()
    page.close()


def test_everything_works_without_javascript(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_label("Search the recommendations").fill("joint")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.locator("#count")).to_have_text("24 recommendations")
    page.get_by_role("button", name="Filters").click()
    page.locator('[id="choose-article-untoc:19"]').click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.locator(".chip", has_text="article 19").click()
    page.get_by_role("button", name="Filters").click()
    page.locator("#all-topic").click()
    page.get_by_label("Topic 1", exact=False).first.check()
    page.get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile(r"topic=topic-1"))
    page.locator(".chip", has_text="Topic").click()
    page.get_by_role("link", name="Page 2").click()
    expect(page.locator(".card")).to_have_count(4)
    page.locator(".card-title").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("^Recommendation annex I"))
    page.locator(".facts a", has_text="CTOC/COP/2022/L.4").click()
    expect(page.locator(".block:target")).to_have_class(re.compile("recommended"))
    context.close()


@pytest.mark.long
@pytest.mark.parametrize("code", ["ar", "zh", "fr", "ru", "es"])
def test_pages_in_other_languages_have_no_violations(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], code: str
) -> None:
    """In both colour schemes, on a phone and on a wide screen; none is wider than the screen."""
    page = browser.new_page()
    violations = {}
    for name, address in corpus.items():
        page.goto(f"{live_server.url}/{code}/{address.removeprefix('/').removeprefix('en/')}")
        if found := violations_by_width(page):
            violations[name] = found
    page.close()
    assert violations == {}
