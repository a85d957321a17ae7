"""Staff, from a recommendation through its chain to the comparison of two of its states; by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from recommendations.models import Lineage, LineageDecision
from recommendations.services.lineage import confirm
from tests.browser.barriers import barriers_by_width
from tests.lanes import first_quick
from tests.recommendations.services.lineage.lineages import (
    ANNEX,
    DRAFT,
    FUNDING,
    RESOLUTION,
    SHARING,
    TRAINING,
    proposed,
    reviewer,
    version,
)

pytestmark = pytest.mark.browser

PASSWORD = "a word that nobody guesses"


@pytest.fixture
def links(transactional_db: None) -> list[Lineage]:
    """A draft, an annex and a resolution; what is proposed between any two of them."""
    drafts = version("A/1", DRAFT, TRAINING, SHARING, FUNDING, title="Draft report")
    annex = version("A/2", ANNEX, f"{TRAINING}, on request", SHARING, title="Draft resolution")
    final = version("A/3", RESOLUTION, TRAINING.replace("encouraged", "urged"), title="Resolution")
    user = reviewer()
    user.set_password(PASSWORD)
    user.save()
    return proposed(drafts, annex, final)


def named(action: str, what: str) -> re.Pattern[str]:
    """The name of a button that says to those who do not see the page what it is about."""
    return re.compile(rf"{action}\s*: {re.escape(what)}")


def logged_in(context: BrowserContext, server: LiveServer) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/login/?next=/lineage/")
    page.get_by_label("Username").fill("reviewer")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lineage")
    return page


@pytest.mark.parametrize("javascript", first_quick([True, False]), ids=["with JavaScript", "without"])
def test_staff_from_a_recommendation_through_its_chain_to_the_comparison_of_two_states(
    browser: Browser, live_server: LiveServer, links: list[Lineage], javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    page = logged_in(context, live_server)
    first = next(
        link for link in links if link.earlier.version.document.symbol == "A/1" and link.earlier.label == "(a)"
    )

    page.goto(live_server.url + first.earlier.get_absolute_url())
    chain = page.get_by_role("region", name="Earlier and later versions")
    chain.get_by_role("link", name=named("Review", "Annex (a) – Annex (a)")).first.click()
    page.get_by_role("button", name=named("Confirm", "Annex (a) – Annex (a)")).click()
    expect(page.get_by_role("status")).to_contain_text("Confirmed: Annex (a) is a later version of Annex (a).")
    page.get_by_role("button", name=named("Mark as dropped", "Annex (c)")).click()
    expect(page.get_by_role("status")).to_contain_text("Marked as dropped: Annex (c).")
    page.get_by_role("link", name="Lineage").first.click()
    page.locator(".rows a").filter(has_text="A/3").first.click()
    page.get_by_role("button", name=named("Confirm", "Annex (a) – Annex (a)")).first.click()

    page.goto(live_server.url + first.earlier.get_absolute_url())
    expect(page.locator(".timeline > li")).to_have_count(3)
    page.get_by_role("link", name="Compare the wording").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare two versions")
    expect(page.get_by_text("two versions of the same recommendation")).to_be_visible()
    expect(page.locator("#words ~ blockquote del").first).to_contain_text("encouraged")
    expect(page.locator("#words ~ blockquote ins").first).to_contain_text("urged")
    expect(page.locator(".state a").filter(has_text="A/3")).to_have_attribute(
        "href", "/documents/A/3/?language=en#annex-a"
    )
    assert [row.kind for row in LineageDecision.objects.order_by("pk")] == ["confirmed", "dropped", "confirmed"]
    context.close()


def test_the_keyboard_decides(browser: Browser, live_server: LiveServer, links: list[Lineage]) -> None:
    page = logged_in(browser.new_context(), live_server)
    page.goto(f"{live_server.url}/lineage/{links[0].earlier.version_id}/{links[0].later.version_id}/")
    for _step in range(60):
        page.keyboard.press("Tab")
        if "Refuse" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Refused")
    expect(page.get_by_role("button", name=named("Undo", "Annex"))).to_be_visible()
    page.context.close()


@pytest.mark.long
def test_no_page_of_lineage_has_a_barrier(browser: Browser, live_server: LiveServer, links: list[Lineage]) -> None:
    context = browser.new_context()
    page = logged_in(context, live_server)
    first = links[0]
    confirm(first, reviewer("another"))
    pair = f"/lineage/{first.earlier.version_id}/{first.later.version_id}/"
    compared = f"/recommendations/{links[1].earlier_id}/compare/{links[1].later_id}/"
    found = {}
    for address in ("/lineage/", pair, "/lineage/log/", first.earlier.get_absolute_url(), compared):
        page.goto(live_server.url + address)
        if broken := barriers_by_width(page):
            found[address] = broken
    context.close()
    assert found == {}
