"""Pages in a real browser: accessible in both schemes and at both ends of width, by keyboard and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.barriers import barriers, barriers_by_width, too_wide_in_either_direction
from tests.browser.conftest import MAIN_PAGES
from tests.lanes import first_quick

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PARTS = 4
"""Tests over which all pages are spread, so that several processes share them."""


def test_no_main_page_has_a_barrier(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=PHONE)
    found = {}
    for name in MAIN_PAGES:
        page.goto(live_server.url + corpus[name])
        if broken := barriers(page, schemes=("light",)):
            found[name] = broken
    page.close()
    assert found == {}


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_barrier_or_is_wider_than_its_screen(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], part: int
) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    found = {}
    for name, address in list(corpus.items())[part::PARTS]:
        page.goto(live_server.url + address)
        if broken := [*barriers_by_width(page), *too_wide_in_either_direction(page)]:
            found[name] = broken
    page.close()
    assert found == {}
    assert refused == []


def test_a_walk_with_the_keyboard_alone(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
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


def _tab_to(page: Page, identity: str) -> None:
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == identity:
            return
    pytest.fail(f"the keyboard does not reach {identity}")


def go_back(page: Page) -> None:
    """Back in the browser's history, once the page has answered that it will. Playwright's own way fails where the page
    is fetched again on the way."""
    page.evaluate("() => { setTimeout(() => history.back()) }")


def test_choosing_changes_the_page_in_place_and_back_works(
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
    page.get_by_role("combobox").fill("matrix")
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


def test_suggestions_are_reached_by_the_keyboard(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/recommendations/")
    field = page.get_by_role("combobox")
    field.press_sequentially("article 19")
    offered = page.get_by_role("option")
    expect(offered.first).to_contain_text("Article 19")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "words-suggestions-0")
    assert barriers(page, unfold=None) == []
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("article 19")
    field.press("Backspace")
    field.press("9")
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recommendations/\?article=untoc:19$"))
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.close()


@pytest.mark.parametrize("viewport", first_quick([DESKTOP, PHONE]), ids=["desktop", "phone"])
def test_all_values_of_a_facet_open_over_the_search(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    page.goto(live_server.url + "/recommendations/?q=joint")
    if viewport == PHONE:
        page.get_by_text("Filters").click()
    page.locator("#all-topic").click()
    dialog = page.get_by_role("dialog", name="Topic")
    field = dialog.get_by_label("Find in this list")
    expect(field).to_be_focused()
    field.fill("TÓPIC 11")
    expect(dialog.get_by_role("checkbox")).to_have_count(1 + 1)  # with the topic above it
    assert barriers(page, unfold=None) == []
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


def test_the_tabs_change_in_place(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
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
    page.close()


def test_words_keep_the_choices(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/recommendations/")
    page.locator('[id="choose-article-untoc:19"]').click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.get_by_role("combobox").fill("joint")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"q=joint&article=untoc%3A19|q=joint&article=untoc:19"))
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.close()


def test_on_a_phone_the_facets_wait_behind_a_disclosure_and_stay_open(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(live_server.url + "/recommendations/")
    choice = page.locator('[id="choose-topic-topic-1"]')
    expect(choice).to_be_hidden()
    page.get_by_text("Filters").click()
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
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#count")).to_have_text("24 recommendations")
    page.get_by_text("Filters").click()
    page.locator('[id="choose-article-untoc:19"]').click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.locator(".chip", has_text="article 19").click()
    page.get_by_text("Filters").click()
    page.locator("#all-topic").click()
    page.get_by_label("Topic 1", exact=False).first.check()
    page.get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile(r"topic=topic-1"))
    page.locator(".chip", has_text="Topic").click()
    page.get_by_role("link", name="Page 2").click()
    expect(page.locator(".card")).to_have_count(4)
    page.locator(".card-title").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("^Recommendation Annex I"))
    page.locator(".facts a", has_text="CTOC/COP/2022/L.4").click()
    expect(page.locator(".block:target")).to_have_class(re.compile("recommended"))
    context.close()
