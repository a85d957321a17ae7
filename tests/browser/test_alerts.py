"""Alerts by e-mail in a real browser: following, confirming, a digest and stopping, with a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.alerts.models import Subscriber, Subscription
from portal.alerts.tasks import queue_alerts
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.portal.accounts.mail_server import MailServer, link_in, mail_server, text_of
from tests.portal.alerts.following import run_alert_jobs, version

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def server(transactional_db: None, live_server: LiveServer) -> Iterator[MailServer]:
    make.recommendation("States parties are encouraged to act.", of=version("CTOC/COP/2020/1"), articles=["untoc:18"])
    with mail_server(portal=live_server.url) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, browser: Browser, server: MailServer) -> Iterator[Page]:
    page = browser.new_context(java_script_enabled=request.param).new_page()
    yield page
    page.context.close()


def link(server: MailServer, name: str) -> str:
    """Return the link with this part in the last e-mail."""
    [found] = set(re.findall(rf"https?://\S*/{name}/\S+", text_of(server.messages[-1])))
    return found


def follow(page: Page, live_server: LiveServer, server: MailServer) -> None:
    page.goto(f"{live_server.url}/en/articles/untoc/18/")
    page.get_by_role("link", name="Follow by e-mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Follow by e-mail")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("At once").check()
    page.get_by_role("button", name="Send me a link to confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    run_alert_jobs()
    page.goto(link_in(server.messages[-1]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that you want to follow this")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("status").first).to_contain_text("You now follow “Recommendations: Organized Crime")


def receive_digest(server: MailServer) -> None:
    make.recommendation("States parties should train judges.", of=version("CTOC/COP/2022/9"), articles=["untoc:18"])
    queue_alerts(timestamp=0)
    run_alert_jobs()
    assert "States parties should train judges." in text_of(server.messages[-1])


def test_following_and_stopping(page: Page, live_server: LiveServer, server: MailServer) -> None:
    follow(page, live_server, server)
    receive_digest(server)
    page.goto(link(server, "recommendations"))
    expect(page.get_by_text("States parties should train judges.").first).to_be_visible()
    page.goto(link(server, "unsubscribe"))
    expect(page.get_by_role("listitem").filter(has_text="article 18")).to_be_visible()
    page.get_by_role("button", name="Stop these e-mails").click()
    expect(page.get_by_role("status")).to_contain_text("your address has been erased")
    assert not Subscriber.objects.exists()


def test_changing_and_erasing(page: Page, live_server: LiveServer, server: MailServer) -> None:
    follow(page, live_server, server)
    page.get_by_label("article 18").select_option("Once a week, on Monday")
    page.get_by_label("Language of e-mails").select_option("Français")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Your changes have been saved.")
    assert Subscription.objects.get().schedule == "weekly"
    assert Subscriber.objects.get().language == "fr"
    page.get_by_role("link", name="Stop everything and erase my address").click()
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("status")).to_contain_text("your address has been erased")
    assert not Subscriber.objects.exists()


def test_pages_of_alerts_are_accessible(browser: Browser, live_server: LiveServer, server: MailServer) -> None:
    page = browser.new_context().new_page()
    follow(page, live_server, server)
    confirm = link_in(server.messages[-1])
    manage = page.url
    receive_digest(server)
    addresses = [
        "/en/alerts/follow/?article=untoc:18",
        "/ar/alerts/follow/?article=untoc:18",
        "/en/alerts/",
        "/en/alerts/sent/",
        "/en/articles/untoc/18/",
        "/en/recommendations/?article=untoc:18",
    ]
    addresses = [f"{live_server.url}{path}" for path in addresses]
    addresses += [
        confirm,
        manage,
        f"{manage}erase/",
        link(server, "unsubscribe"),
        confirm.replace("/confirm/", "/confirm/x"),
    ]
    violations = {}
    for address in addresses:
        page.goto(address)
        if found := violations_by_width(page):
            violations[address] = found
    assert violations == {}
    page.context.close()
