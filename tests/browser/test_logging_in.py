"""Logging in with a real browser: passkeys, with Chromium's virtual authenticator, codes without JavaScript, and an
OpenID Connect provider."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.web.roles import Role
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.portal.login.codes import app_code
from tests.portal.login.oidc_server import oidc_provider

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSWORD = "a word that nobody guesses"


@pytest.fixture
def portal(transactional_db: None, live_server: LiveServer) -> Iterator[str]:
    """The portal's address: passkeys need a secure context, and of addresses without HTTPS only localhost is one."""
    cache.clear()
    user = make.person(Role.EDITOR, "grace")
    user.set_password(PASSWORD)
    user.save()
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        yield live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser, portal: str) -> Iterator[Page]:
    """A page of a browser with a virtual authenticator that confirms everything."""
    page = browser.new_context().new_page()
    problems: list[str] = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    yield page
    page.context.close()
    assert problems == []


def enter_password(page: Page, portal: str) -> None:
    page.goto(f"{portal}/login/?next=/account/")
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def test_passkey_is_added_used_and_removed(page: Page, portal: str) -> None:
    enter_password(page, portal)
    page.get_by_role("link", name="Two-step login").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("blue key")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(page.get_by_role("status").first).to_contain_text("The passkey has been added.")
    assert len(page.locator("#recovery-codes").inner_text().split()) == 10
    page.get_by_role("link", name="I have kept the codes").click()
    expect(page.locator("main")).to_contain_text("blue key")

    log_out(page)
    enter_password(page, portal)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{portal}/en/account/")

    page.get_by_role("link", name="Two-step login").click()
    page.get_by_role("link", name="Remove blue key").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_role("status").first).to_contain_text("The passkey has been removed.")
    assert not Authenticator.objects.exists()


def test_login_is_confirmed_with_a_passkey(page: Page, portal: str) -> None:
    enter_password(page, portal)
    page.goto(f"{portal}/account/two-step/passkey/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto(f"{portal}/account/confirm/passkey/?next=/account/two-step/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{portal}/en/account/two-step/")


def test_passkey_that_the_browser_does_not_provide_is_explained(page: Page, portal: str, browser: Browser) -> None:
    enter_password(page, portal)
    page.goto(f"{portal}/account/two-step/passkey/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    stranger = browser.new_context().new_page()
    session = stranger.context.new_cdp_session(stranger)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    enter_password(stranger, portal)
    stranger.get_by_role("button", name="Use a passkey").click()
    expect(stranger.get_by_role("alert")).to_contain_text("The browser did not provide a passkey.")
    stranger.context.close()


def test_app_works_without_javascript(browser: Browser, portal: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    enter_password(page, portal)
    page.get_by_role("link", name="Two-step login").click()
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("#app-key").inner_text()
    page.get_by_label("Code").fill(app_code(secret))
    page.get_by_role("button", name="Set up").click()
    [code] = re.findall(r"\b\d{8}\b", page.locator("#recovery-codes").inner_text())[:1]
    page.context.clear_cookies()
    enter_password(page, portal)
    page.get_by_label("Code").fill(code)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{portal}/en/account/")
    page.context.close()


def test_user_logs_in_through_the_provider(page: Page, portal: str) -> None:
    User.objects.update(email="grace@example.org")
    with oidc_provider():
        page.goto(f"{portal}/login/?next=/account/")
        page.get_by_role("link", name="Log in with Example ID").click()
        page.wait_for_url(f"{portal}/en/account/")
    expect(page.locator("main")).to_contain_text("Username: grace")


def test_pages_of_two_step_login_are_accessible(page: Page, portal: str) -> None:
    enter_password(page, portal)
    violations = {}
    addresses = ["/account/two-step/", "/account/two-step/app/", "/account/two-step/passkey/", "/account/confirm/"]
    for address in addresses:
        page.goto(portal + address)
        if found := violations_by_width(page, expand=None):
            violations[address] = found
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    page.goto(f"{portal}/account/two-step/passkey/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    Authenticator.objects.create(user=User.objects.get(), type=Authenticator.Type.TOTP, data={"secret": secret})
    if found := violations_by_width(page, expand=None):
        violations["codes"] = found
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    for address in (
        "/account/two-step/",
        "/account/two-step/app/remove/",
        f"/account/two-step/passkey/{key}/remove/",
        "/account/two-step/codes/",
        "/account/two-step/codes/new/",
        "/account/confirm/code/",
        "/account/confirm/passkey/",
    ):
        page.goto(portal + address)
        if found := violations_by_width(page, expand=None):
            violations[address] = found
    log_out(page)
    enter_password(page, portal)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    if found := violations_by_width(page, expand=None):
        violations["second step"] = found
    assert violations == {}
