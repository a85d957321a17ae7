"""Staff pages in a real browser: create an account, find it in the log, see waiting items in the menu."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Upload
from documents.web.roles import Role
from tests import builders as make
from tests.browser.accessibility import violations_by_width

pytestmark = pytest.mark.browser


@pytest.fixture
def administrator(browser: Browser, live_server: LiveServer, client: Client) -> Page:
    ada = make.person(Role.ADMINISTRATOR, "ada")
    Upload.objects.create(batch=uuid.uuid4(), user=ada, name="asked.pdf", size=1, state=Upload.State.QUESTION)
    client.force_login(ada)
    context = browser.new_context()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def test_created_account_is_found_in_the_log(administrator: Page, live_server: LiveServer) -> None:
    page = administrator
    page.goto(f"{live_server.url}/accounts/")
    page.get_by_label("Username").fill("grace")
    page.get_by_role("button", name="Create account").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Link to set a password")
    menu = page.get_by_role("navigation", name="Main")
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("link", name="Review (1 waiting)")).to_be_visible()
    assert violations_by_width(page, expand=None) == []

    menu.get_by_role("link", name="Change log", exact=True).click()
    page.get_by_label("Search terms").fill("grace")
    page.get_by_role("button", name="Search the change log").click()
    expect(page.get_by_role("main")).to_contain_text("1 change")
    expect(page.locator(".log > li")).to_contain_text("ada")
    assert violations_by_width(page, expand=None) == []
    page.context.close()
