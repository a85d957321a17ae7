"""Editors change a label, add a thesaurus entry and a phrase, with the keyboard alone, and the public pages follow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.web.roles import Role
from recommendations.queries.vocabularies import forget
from recommendations.services import load_vocabularies
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.portal.vocabularies.publishing import publish_text, run_updates

pytestmark = [pytest.mark.browser, pytest.mark.long]

LISTS = "/review/vocabularies/"


@pytest.fixture
def editor(
    transactional_db: None, browser: Browser, live_server: LiveServer, client: Client
) -> Iterator[BrowserContext]:
    load_vocabularies()
    publish_text("States parties are encouraged to hold poetry competitions and to simplify extradition.", "A/1")
    publish_text("States parties are encouraged to use mutual legal assistance.", "A/2")
    client.force_login(make.person(Role.EDITOR))
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    yield context
    context.close()
    forget()


def open_by_keyboard(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).press("Enter")


def test_changes_of_vocabularies_reach_cards_facets_search_and_articles(
    editor: BrowserContext, live_server: LiveServer
) -> None:
    page = editor.new_page()
    page.goto(live_server.url + LISTS)
    open_by_keyboard(page, "Topics")
    page.get_by_label("Search the entries").fill("引渡")
    page.get_by_label("Search the entries").press("Enter")
    open_by_keyboard(page, "Extradition")
    page.get_by_label("Label (English)").fill("Surrender of persons")
    page.get_by_label("Label (English)").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("The entry was changed.")
    expect(page.get_by_role("main")).to_contain_text("Shipped with the portal: Extradition")
    page.goto(f"{live_server.url}/recommendations/")
    expect(page.locator(".facets").first).to_contain_text("Surrender of persons")
    expect(page.locator("article", has_text="poetry competitions")).to_contain_text("Surrender of persons")

    page.goto(f"{live_server.url}{LISTS}thesaurus/add/")
    page.get_by_label("Terms (English)").fill("versification\npoetry")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Added: Versification.")
    page.goto(f"{live_server.url}/recommendations/?q=versification&meaning=off")
    expect(page.get_by_role("main")).to_contain_text("hold poetry competitions")

    page.goto(f"{live_server.url}{LISTS}subjects/add/")
    page.get_by_label("Name", exact=True).fill("Poetry")
    page.get_by_label("Articles or paragraphs").fill("article 22")
    page.get_by_label("Phrases (English)", exact=True).fill("poetry competition*")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.get_by_role("main")).to_contain_text("0 of 2 language versions updated.")
    page.goto("about:blank")  # the page reloads itself during an update
    run_updates()
    page.goto(f"{live_server.url}/articles/untoc/22/")
    expect(page.get_by_role("main")).to_contain_text("hold poetry competitions")


def test_pages_of_vocabularies_are_accessible(
    editor: BrowserContext, browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context()
    context.add_cookies(editor.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    extradition = f"{LISTS}topics/entries/extradition/"
    page.goto(live_server.url + extradition)
    page.get_by_label("Label (French)").fill("Remise")
    page.get_by_role("button", name="Save").click()
    addresses = [
        LISTS,
        f"{LISTS}topics/",
        f"{LISTS}bodies/add/",
        extradition,
        f"{extradition}merge/?into=mutual-legal-assistance",
        f"{extradition}remove/",
        f"{LISTS}subjects/entries/extraditable-offences/",
        f"{LISTS}thesaurus/entries/mutual-legal-assistance/",
    ]
    violations, too_wide = {}, []
    for address in addresses:
        page.goto(live_server.url + address)
        if found := violations_by_width(page):
            violations[address] = found
        page.set_viewport_size({"width": 360, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(address)
    context.close()
    assert (violations, too_wide) == ({}, [])
