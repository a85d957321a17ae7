"""Lineage in a real browser: from a recommendation through its chain to the comparison of two versions."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from recommendations.models import Lineage, LineageDecision
from recommendations.services.lineage import confirm
from tests.browser.accessibility import violations_by_width
from tests.lanes import quick_first
from tests.recommendations.services.lineage.lineages import (
    ANNEX,
    DRAFT,
    FUNDING,
    RESOLUTION,
    SHARING,
    TRAINING,
    propose_links,
    reviewer,
    version,
)

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSWORD = "a word that nobody guesses"


@pytest.fixture
def links(transactional_db: None) -> list[Lineage]:
    """A draft, an annex and a resolution, with the links proposed between them."""
    drafts = version("A/1", DRAFT, TRAINING, SHARING, FUNDING, title="Draft report")
    annex = version("A/2", ANNEX, f"{TRAINING}, on request", SHARING, title="Draft resolution")
    final = version("A/3", RESOLUTION, TRAINING.replace("encouraged", "urged"), title="Resolution")
    user = reviewer()
    user.set_password(PASSWORD)
    user.save()
    return propose_links(drafts, annex, final)


def button_name(action: str, target: str) -> re.Pattern[str]:
    """Return a pattern for the accessible name of a button, which includes what it applies to."""
    escaped = re.escape(target).replace("/", r"\/")  # Playwright ends a pattern at a slash
    return re.compile(rf"{action}\s*: {escaped}")


def log_in(context: BrowserContext, server: LiveServer) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/login/?next=/lineage/")
    page.get_by_label("Username").fill("reviewer")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Earlier and later versions")
    return page


@pytest.mark.parametrize("has_javascript", quick_first([True, False]), ids=["with JavaScript", "without"])
def test_chain_can_be_reviewed_and_two_versions_compared(
    browser: Browser, live_server: LiveServer, links: list[Lineage], has_javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=has_javascript)
    page = log_in(context, live_server)
    first = next(
        link for link in links if link.earlier.version.document.symbol == "A/1" and link.earlier.label == "(a)"
    )

    page.goto(live_server.url + first.earlier.get_absolute_url())
    chain = page.get_by_role("region", name="Earlier and later versions")
    chain.get_by_role("link", name=button_name("Review the link", "annex (a), A/1")).first.click()
    page.get_by_role("button", name=button_name("Confirm", "annex (a), A/")).click()
    expect(page.get_by_role("status")).to_contain_text("Confirmed: annex (a) is a later version of annex (a).")
    page.get_by_role("button", name=button_name("Mark as dropped", "annex (c)")).click()
    expect(page.get_by_role("status")).to_contain_text("Marked as dropped: annex (c).")
    page.get_by_role("link", name="Earlier and later versions").first.click()
    page.locator(".rows a").filter(has_text="A/3").first.click()
    page.get_by_role("button", name=button_name("Confirm", "annex (a), A/")).first.click()

    page.goto(live_server.url + first.earlier.get_absolute_url())
    expect(page.locator(".timeline > li")).to_have_count(3)
    page.get_by_role("link", name="Compare the wording").last.click()
    expect(page).to_have_title(re.compile("Comparison: A/1, annex \\(a\\) → A/3, annex \\(a\\)"))
    expect(page.get_by_text("two versions of the same recommendation")).to_be_visible()
    expect(page.locator("#words ~ blockquote del").first).to_contain_text("encouraged")
    expect(page.locator("#words ~ blockquote ins").first).to_contain_text("urged")
    expect(page.locator(".state a").filter(has_text="A/3")).to_have_attribute(
        "href", "/en/documents/A/3/?language=en#annex-a"
    )
    assert [row.kind for row in LineageDecision.objects.order_by("pk")] == ["confirmed", "dropped", "confirmed"]
    context.close()


def test_link_can_be_rejected_by_keyboard(browser: Browser, live_server: LiveServer, links: list[Lineage]) -> None:
    page = log_in(browser.new_context(), live_server)
    page.goto(f"{live_server.url}/lineage/{links[0].earlier.version_id}/{links[0].later.version_id}/")
    for _step in range(60):
        page.keyboard.press("Tab")
        if "Reject" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Rejected")
    expect(page.get_by_role("button", name=button_name("Undo", "annex"))).to_be_visible()
    page.context.close()


def test_comparison_shows_everything_on_a_phone(
    browser: Browser, live_server: LiveServer, links: list[Lineage]
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(live_server.url + links[0].earlier.comparison_with(links[0].later))
    changes, sources = page.locator("#words").bounding_box(), page.locator(".states").bounding_box()
    assert changes
    assert sources
    assert sources["y"] < changes["y"] < 740, "the differences begin on the first screen"
    table = page.locator(".table-scroll").evaluate("element => [element.scrollWidth, element.clientWidth]")
    assert table[0] <= table[1]
    page.close()


def test_lineage_pages_are_accessible(browser: Browser, live_server: LiveServer, links: list[Lineage]) -> None:
    context = browser.new_context()
    page = log_in(context, live_server)
    first = links[0]
    confirm(first, reviewer("another"))
    pair = f"/lineage/{first.earlier.version_id}/{first.later.version_id}/"
    comparison = links[1].earlier.comparison_with(links[1].later)
    violations = {}
    many = ("/lineage/confirm/?above=50", "/lineage/documents/?earlier=A/9&later=A/1")
    for address in ("/lineage/", pair, "/lineage/log/", *many, first.earlier.get_absolute_url(), comparison):
        page.goto(live_server.url + address)
        if page_violations := violations_by_width(page):
            violations[address] = page_violations
    context.close()
    assert violations == {}
