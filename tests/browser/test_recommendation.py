"""The page of a recommendation in a real browser: where its parts are, and its actions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.web.language_addresses import without_language
from tests.browser.accessibility import accessibility_violations
from tests.browser.test_look import DESKTOP, PHONE, TABLET

pytestmark = [pytest.mark.browser, pytest.mark.long]


def box_of(locator: Locator) -> dict[str, float]:
    box = locator.bounding_box()
    assert box is not None
    return {**box, "bottom": box["y"] + box["height"], "right": box["x"] + box["width"]}


def open_page(browser: Browser, server: LiveServer, address: str, viewport: dict[str, int], **context: object) -> Page:
    page = browser.new_context(viewport=viewport, reduced_motion="reduce", **context).new_page()  # type: ignore[arg-type]
    page.goto(server.url + address)
    return page


@pytest.mark.parametrize("viewport", [PHONE, TABLET], ids=["phone", "tablet"])
def test_text_follows_the_status_and_comes_before_the_rest(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = open_page(browser, live_server, corpus["recommendation"], viewport)
    text = box_of(page.locator("blockquote").first)
    assert text["y"] < viewport["height"] / 2
    assert text["y"] - box_of(page.locator(".status").first)["bottom"] < 40
    actions = box_of(page.get_by_role("group", name="Actions"))
    assert text["bottom"] < actions["y"] < box_of(page.get_by_role("heading", name="Source"))["y"]
    page.context.close()


def test_details_are_beside_the_text_on_a_wide_screen(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = open_page(browser, live_server, corpus["recommendation"], DESKTOP)
    heading, text = box_of(page.get_by_role("heading", level=1)), box_of(page.locator("blockquote").first)
    for name in ("Source", "Articles", "References", "Topics"):
        assert box_of(page.get_by_role("heading", name=name, exact=True))["x"] > text["right"]
    assert abs(box_of(page.get_by_role("group", name="Actions"))["y"] - heading["y"]) < 20
    page.set_viewport_size({"width": 1099, "height": 900})
    assert box_of(page.get_by_role("heading", name="Source"))["x"] < text["right"]
    page.context.close()


def test_link_is_copied_the_page_printed_and_the_place_cited(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = open_page(
        browser, live_server, corpus["recommendation"], DESKTOP, permissions=["clipboard-read", "clipboard-write"]
    )
    page.evaluate("window.print = () => { window.wasPrinted = true }")
    actions = page.get_by_role("group", name="Actions")
    actions.get_by_role("button", name="Copy link").click()
    expect(actions.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == live_server.url + without_language(
        corpus["recommendation"]
    )
    actions.get_by_role("button", name="Print").click()
    assert page.evaluate("window.wasPrinted")
    actions.get_by_role("link", name="Cite").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("#cite-un")).to_have_text("CTOC/COP/2022/L.4, annex I, para. (2)")
    dialog.get_by_text("For reference managers").click()
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Download RIS").click()
    assert download.value.suggested_filename == "CTOC-COP-2022-L.4-annex-i-2.ris"
    page.context.close()


def test_page_works_without_javascript(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = open_page(browser, live_server, corpus["recommendation"], PHONE, java_script_enabled=False)
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.get_by_role("link", name="Cite").first.click()
    expect(page.locator("#cite-un")).to_have_text("CTOC/COP/2022/L.4, annex I, para. (2)")
    page.context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_page_of_a_draft_is_accessible(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = open_page(browser, live_server, corpus["draft"], viewport)
    page.locator(".card-title").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("develop [a matrix]")
    assert accessibility_violations(page) == []
    page.context.close()
