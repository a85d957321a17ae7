"""Follow-up in a real browser: from a search to a follow-up that a second person changes at the same time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Change
from recommendations.labels.facet_values import reload_names
from recommendations.models import FollowUp, Recommendation
from recommendations.services.follow_up import Link
from recommendations.services.follow_up_bulk import change_follow_ups, latest_change
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.lanes import quick_first
from tests.recommendations.services.following import record_follow_up, secretary

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSWORD = "a word that nobody guesses"
SEARCH = "/recommendations/?q=matrix"
THIRTEENTH = "wg-international-cooperation-13"


@pytest.fixture
def matrix(transactional_db: None) -> Recommendation:
    """A recommendation to the Secretariat, another to States, and two users who may record follow-up."""
    for name in ("anna", "boris"):
        user = secretary(name)
        user.set_password(PASSWORD)
        user.save()
    version = make.version(make.document("CTOC/COP/WG.3/2021/3"))
    make.recommendation("States parties are encouraged to act.", of=version, addressees=[make.addressee()])
    matrix = make.recommendation(
        "The Secretariat should develop a matrix of good practices.",
        of=version,
        path="II (h)",
        anchor="ii-h",
        addressees=[make.addressee("secretariat")],
        articles=["untoc:18"],
    )
    make.meeting(ordinal=13, slug=THIRTEENTH)
    reload_names()
    return matrix


def log_in(context: BrowserContext, server: LiveServer, name: str, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/login/?next={address}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{server.url}/en{address}")
    return page


@pytest.mark.parametrize("has_javascript", quick_first([True, False]), ids=["with JavaScript", "without"])
def test_concurrent_changes_lose_nothing(
    browser: Browser, live_server: LiveServer, matrix: Recommendation, has_javascript: bool
) -> None:
    contexts = [browser.new_context(java_script_enabled=has_javascript) for _name in range(2)]
    anna, boris = (
        log_in(context, live_server, name, SEARCH) for context, name in zip(contexts, ("anna", "boris"), strict=True)
    )
    for page in (anna, boris):
        page.get_by_role("link", name=re.compile("Not started")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Follow-up: sect\. II \(h\)"))

    anna.get_by_label("Under way").check()
    anna.get_by_label("Note").fill("A draft of the matrix is ready.")
    anna.get_by_label("Meeting by which it is due").select_option(THIRTEENTH)
    anna.get_by_role("button", name="Save").click()
    expect(anna.get_by_role("status")).to_contain_text("Saved: status, note and meeting.")

    boris.get_by_label("Note").fill("The matrix was asked for in March.")
    boris.get_by_label("Web address").fill("https://www.unodc.org/matrix")
    boris.get_by_label("Description").fill("The matrix")
    boris.get_by_role("button", name="Save").click()
    alert = boris.get_by_role("alert")
    expect(alert).to_contain_text("Not saved: someone else changed the same field")
    expect(alert).to_contain_text("A draft of the matrix is ready.")
    expect(alert).to_contain_text("The matrix was asked for in March.")
    expect(boris.get_by_label("Under way")).to_be_checked()
    expect(boris.get_by_label("Note")).to_have_value("The matrix was asked for in March.")
    boris.get_by_label("Note").fill("The matrix was asked for in March.\nA draft of the matrix is ready.")
    boris.get_by_role("button", name="Save my entry anyway").click()
    expect(boris.get_by_role("status")).to_contain_text("Saved: note and evidence.")
    expect(boris.get_by_role("link", name="The matrix")).to_have_attribute("href", "https://www.unodc.org/matrix")
    expect(boris.locator(".history > li")).to_have_count(2)

    boris.goto(f"{live_server.url}/follow-up/?state=under_way")
    expect(boris.get_by_role("article")).to_contain_text("due by: Thirteenth meeting")
    follow_up = FollowUp.objects.get()
    assert (follow_up.state, follow_up.note.count("\n"), follow_up.evidence.count()) == ("under_way", 1, 1)
    assert Change.objects.filter(action="follow_up.changed").count() == follow_up.revision == 2
    for context in contexts:
        context.close()


def tab_until(page: Page, condition: str) -> None:
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    pytest.fail(f"the keyboard does not come to {condition}")


def test_follow_up_can_be_recorded_by_keyboard(
    browser: Browser, live_server: LiveServer, matrix: Recommendation
) -> None:
    page = log_in(browser.new_context(), live_server, "anna", "/follow-up/CTOC/COP/WG.3/2021/3/ii-h/")
    page.locator("main").focus()
    tab_until(page, "document.activeElement.name == 'state'")
    page.keyboard.press("ArrowDown")
    tab_until(page, "document.activeElement.textContent == 'Save'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved: status.")
    expect(page.get_by_label("Under way")).to_be_checked()
    page.context.close()


def test_follow_up_pages_are_accessible(browser: Browser, live_server: LiveServer, matrix: Recommendation) -> None:
    context = browser.new_context()
    page = log_in(context, live_server, "anna", "/follow-up/")
    boris = FollowUp._meta.get_field("changed_by").related_model.objects.get(username="boris")
    link = Link(
        "https://www.unodc.org/a-very-long-address-of-a-page-that-shows-how-far-it-has-come/and-more", "The matrix"
    )
    record_follow_up(matrix, boris, state="under_way", note="A draft is ready.", add=[link])
    entry = "/follow-up/CTOC/COP/WG.3/2021/3/ii-h/"
    violations = {}
    outcome = change_follow_ups([matrix.pk], {"person": "boris", "due_date": "2020-01-31"}, boris, seen=latest_change())
    bulk = (f"/follow-up/change/{outcome.key}/", "/follow-up/hand-over/")
    pages = ("/follow-up/", "/follow-up/overview/", entry, f"{entry}#clash", SEARCH, matrix.get_absolute_url())
    for address in (*pages, *bulk):
        page.goto(live_server.url + address)
        if "clash" in address:
            page.locator("[name=revision]").evaluate("field => { field.value = 0 }")
            page.get_by_label("Note").fill("Another note.")
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("alert")).to_be_visible()
        if page_violations := violations_by_width(page, expand="main details"):
            violations[address] = page_violations
    context.close()
    assert violations == {}


def test_selected_follow_ups_are_changed_and_undone(
    browser: Browser, live_server: LiveServer, matrix: Recommendation
) -> None:
    page = log_in(browser.new_context(), live_server, "anna", "/follow-up/")
    page.get_by_role("checkbox", name=re.compile(r"^Select ?: sect\. II \(h\)")).check()
    page.locator("summary", has_text="Change several").press("Enter")
    form = page.locator("#bulk-form")
    form.get_by_label("Person in charge").select_option("boris")
    form.get_by_label("Due date", exact=True).fill("2026-12-31")
    page.get_by_role("button", name="Change", exact=True).press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("1 follow-up was changed.")
    page.goto(f"{live_server.url}/follow-up/?person=boris")
    expect(page.get_by_role("article")).to_contain_text("in charge: boris")
    page.go_back()
    page.get_by_role("button", name="Undo all").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("This change has been undone.")
    assert FollowUp.objects.get().person is None
    page.context.close()
