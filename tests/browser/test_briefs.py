"""A brief in a real browser: from the home page and from an article to the page and the Word file."""

from __future__ import annotations

import re

import docx
import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.lanes import quick_first

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("scripts", quick_first([True, False]))
def test_brief_is_made_from_the_home_page_and_downloaded(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], scripts: bool
) -> None:
    page = browser.new_page(viewport=DESKTOP, java_script_enabled=scripts)
    page.goto(live_server.url)
    page.get_by_role("link", name="brief", exact=True).click()
    page.locator("main").get_by_label("Keyword, article or symbol").fill("article 20")
    page.get_by_role("button", name="Make a brief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brief: “article 20”")
    expect(page.get_by_text("12 recommendations (all adopted)")).to_be_visible()
    expect(page.get_by_text("Organized Crime Convention, article 20: Title of 20")).to_be_visible()
    expect(page.locator(".brief-entries > li")).to_have_count(12)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Word").click()
    assert re.fullmatch(r"brief-article-20-\d{4}-\d\d-\d\d\.docx", download.value.suggested_filename)
    paragraphs = docx.Document(str(download.value.path())).paragraphs
    assert paragraphs[0].text == "Brief: “article 20”"
    assert any("joint investigations of kind 2." in row.text for row in paragraphs)
    page.close()


@pytest.mark.long
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_about_recommendations_leads_to_its_brief(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    for name, title in (
        ("article", "Brief: Organized Crime Convention, article 19"),
        ("topic", "Brief: Topic 1"),
        ("meeting", "Brief: Twelfth meeting"),
        ("search with choices", "Brief: “joint”"),
    ):
        page.goto(live_server.url + corpus[name])
        page.locator("main").get_by_role("link", name="Brief", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        page.locator(".brief-entries a").first.click()
        expect(page).to_have_url(re.compile(r"/recommendations/CTOC/COP/2022/L\.4/annex-[\w-]+/$"))
    page.close()
