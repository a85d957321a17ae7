"""The page of an article and the matrix, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.lanes import quick_first

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def test_matrix_cell_leads_to_its_recommendations(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Matrix").click()
    row = page.get_by_role("row", name=re.compile("Article 19"))
    expect(row.get_by_role("rowheader")).to_contain_text("Title of 19")
    row.get_by_role("link", name="12").first.click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    expect(page).to_have_url(re.compile(r"article=untoc:19&meeting=wg-international-cooperation-12$"))
    page.go_back()
    page.get_by_label("Columns", exact=True).select_option("topic")
    page.get_by_label("Status").select_option("draft")
    page.get_by_role("button", name="Update matrix").click()
    expect(page).to_have_url(re.compile(r"by=topic"))
    expect(page.get_by_text("No recommendations that relate to these articles match your filters.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "articles-by-topic.csv"
    page.close()


@pytest.mark.parametrize("viewport", quick_first([DESKTOP, PHONE]), ids=["desktop", "phone"])
def test_matrix_headers_stay_visible(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport={**viewport, "height": 480})  # type: ignore[arg-type]
    page.goto(live_server.url + "/matrix/?by=topic")
    box = page.locator(".matrix-box")
    page.evaluate("document.querySelector('.matrix-box').scrollTo(200, 80)")
    box_edges = box.bounding_box()
    header, corner = page.locator(".matrix thead").bounding_box(), page.locator(".matrix-corner").bounding_box()
    row_header = page.locator(".matrix tbody th").last.bounding_box()
    assert box_edges
    assert header
    assert corner
    assert row_header
    assert abs(header["y"] - box_edges["y"]) <= 2
    assert abs(corner["x"] - box_edges["x"]) <= 2
    assert abs(row_header["x"] - box_edges["x"]) <= 2
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def test_matrix_can_be_used_by_keyboard(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/matrix/")
    skip_link = page.get_by_role("link", name="Skip the table")
    skip_link.focus()
    expect(skip_link).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#after-matrix")).to_be_focused()
    page.locator(".matrix-box").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#count, h1").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/recommendations/\?article=untoc:\d+&meeting="))
    page.close()


def test_article_leads_to_its_paragraphs_and_to_documents(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(live_server.url + "/articles/untoc/18/#para-2-a")
    expect(page.locator("#para-2-a")).to_contain_text("first;")
    expect(page.locator(".chart svg")).to_have_count(1)
    page.get_by_text("Show as a table").click()
    expect(page.get_by_role("table", name=re.compile("by year"))).to_be_visible()
    page.locator(".citing-document .rows a").first.click()
    expect(page.locator(".block:target")).to_contain_text("again and again.")
    context.close()
