"""Accounts in a real browser: an invitation and a new password arrive by e-mail, with the worker's mail server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.web.roles import Role
from portal.emails import send_invitation, send_password_links
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.portal.accounts.mail_server import MailServer, link_in, mail_server

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSWORD = "a word that nobody guesses"


@pytest.fixture
def server(transactional_db: None, live_server: LiveServer) -> Iterator[MailServer]:
    with mail_server(portal=live_server.url) as running:
        yield running


@pytest.fixture
def ada(browser: Browser, live_server: LiveServer, server: MailServer) -> Iterator[Page]:
    user = make.person(Role.ADMINISTRATOR, "ada")
    user.set_password(PASSWORD)
    user.save()
    page = browser.new_context().new_page()
    log_in(page, live_server, "ada", PASSWORD)
    yield page
    page.context.close()


def log_in(page: Page, live_server: LiveServer, name: str, password: str) -> None:
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{live_server.url}/en/")


def set_password(page: Page, link: str, password: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set a password")
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("Confirm new password").fill(password)
    page.get_by_label("Confirm new password").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Your new password has been set.")


def test_invitation_and_new_password_arrive_by_email(
    browser: Browser, live_server: LiveServer, ada: Page, server: MailServer
) -> None:
    ada.goto(f"{live_server.url}/accounts/")
    ada.get_by_label("Username").fill("grace")
    ada.get_by_label("Name", exact=True).fill("Grace Hopper")
    ada.get_by_label("E-mail address").fill("grace@example.org")
    ada.get_by_label("Role").select_option("editor")
    ada.get_by_label("Role").press("Enter")
    ada.get_by_role("button", name="Create account").press("Enter")
    expect(ada.get_by_role("status").first).to_contain_text("is being sent to grace@example.org")
    send_invitation(user_id=User.objects.get(username="grace").pk)  # the worker cannot run in this thread

    visitor = browser.new_context().new_page()
    set_password(visitor, link_in(server.messages[0]), "the first password")
    log_in(visitor, live_server, "grace", "the first password")
    elsewhere = browser.new_context().new_page()
    log_in(elsewhere, live_server, "grace", "the first password")

    stranger = browser.new_context().new_page()
    stranger.goto(f"{live_server.url}/login/")
    stranger.get_by_role("link", name="Forgotten your password?").click()
    stranger.get_by_label("E-mail address").fill("grace@example.org")
    stranger.get_by_role("button", name="Send the link").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    send_password_links(email="grace@example.org")
    link = link_in(server.messages[1])
    set_password(stranger, link, "the second password")
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    log_in(stranger, live_server, "grace", "the second password")
    elsewhere.goto(f"{live_server.url}/account/")
    expect(elsewhere).to_have_url(f"{live_server.url}/en/login/?next=/en/account/")
    for page in (visitor, elsewhere, stranger):
        page.context.close()


def test_account_pages_are_accessible(browser: Browser, live_server: LiveServer, ada: Page) -> None:
    grace = make.person(Role.STAFF, "grace")
    addresses = [
        "/accounts/",
        f"/accounts/{grace.pk}/",
        "/account/",
        "/password/",
        "/password/new/",
        "/password/new/sent/",
    ]
    violations = {}
    for address in addresses:
        ada.goto(live_server.url + address)
        if found := violations_by_width(ada, expand="main details"):
            violations[address] = found
    with override_settings(EMAIL_HOST=""):
        ada.goto(f"{live_server.url}/accounts/{grace.pk}/")
        ada.get_by_role("button", name="Show a link").click()
        expect(ada.get_by_role("status").first).to_contain_text("Link to set a password")
        link = ada.locator("#password-link").inner_text()
    if found := violations_by_width(ada, expand="main details"):
        violations["link"] = found
    ada.goto(link)
    if found := violations_by_width(ada, expand=None):
        violations["set password"] = found
    assert violations == {}
