"""From a search to a Word file, and from several searches to a basket, in a real browser."""

from __future__ import annotations

import re

import docx
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from documents.web.roles import Role
from portal import compilations
from recommendations.exports import formats
from recommendations.models import Compilation
from tests import builders as make
from tests.browser.accessibility import accessibility_violations

pytestmark = [pytest.mark.browser, pytest.mark.long]

DESKTOP = {"width": 1280, "height": 900}


def test_search_can_be_compiled_to_a_word_file(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)  # type: ignore[arg-type]
    client = Client()
    client.force_login(make.person(Role.STAFF))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/recommendations/")
    page.locator('[id="choose-article-untoc:19"]').click()
    expect(page.locator("#count")).to_have_text("12 recommendations")
    page.get_by_text("Compile these recommendations").click()
    page.get_by_label("Group by").select_option("article")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    assert re.fullmatch(r"recommendations-[\w-]+-[\d-]{10}\.docx", download.value.suggested_filename)
    lines = [paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs]
    assert "Article\tOrganized Crime Convention, article 19" in lines
    assert "Article 19: Title of 19 (12)" in lines

    monkeypatch.setattr(formats, "MAX_IMMEDIATE_ENTRIES", 5)  # so that twelve entries take the slow path
    page.reload()
    page.get_by_text("Compile these recommendations").click()
    page.get_by_label("Group by").select_option("article")
    page.get_by_role("button", name="Word").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert accessibility_violations(page, expand=None) == []
    compilations.write_compilation(Compilation.objects.get(), live_server.url)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download recommendations-").click()
    assert "Article 19: Title of 19 (12)" in [
        paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs
    ]
    context.close()


def check_sharing(browser: Browser, link: str) -> None:
    """Open a link to a basket as another reader, and add what it shows."""
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(link)
    expect(page.locator(".card")).to_have_count(2)
    assert accessibility_violations(page, expand=None) == []
    page.get_by_role("button", name="Add all to my basket").click()
    expect(page.get_by_text("2 recommendations were added to your basket.")).to_be_visible()
    context.close()


def test_basket_works_with_and_without_javascript(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    for has_javascript in (True, False):
        context = browser.new_context(viewport=DESKTOP, java_script_enabled=has_javascript)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(live_server.url + corpus["search with choices"])
        first = page.locator(".basket-button").first
        first.focus()
        page.keyboard.press("Enter")
        expect(first).to_contain_text("Remove from basket")
        if has_javascript:
            expect(first).to_be_focused()
        expect(page).to_have_url(re.compile(r"q=joint"))
        page.goto(live_server.url + corpus["recommendation"])
        page.get_by_role("button", name="Add to basket").click()
        page.get_by_role("link", name="Basket 2").click()
        expect(page.locator(".card")).to_have_count(2)
        page.get_by_text("Share this basket").click()
        link = page.locator("#share-1").inner_text().strip()
        expect(page.get_by_role("button", name="Copy link")).to_be_visible(visible=has_javascript)
        if has_javascript:
            assert accessibility_violations(page, expand=None) == []
            check_sharing(browser, link)
        page.get_by_role("button", name="Remove").first.click()
        expect(page.locator(".card")).to_have_count(1)
        page.get_by_role("button", name="Empty the basket").click()
        expect(page.get_by_text("The basket is empty.")).to_be_visible()
        context.close()
