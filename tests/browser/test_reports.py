"""A reader reports an error and an editor closes the report, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import ErrorReport
from documents.web.roles import Role
from recommendations.models import Recommendation
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.lanes import quick_first

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSWORD = "a word that nobody guesses"


@pytest.fixture
def row(transactional_db: None, settings: Any) -> Recommendation:
    settings.EMAIL_HOST = "mail.example.org"
    editor = make.person(Role.EDITOR, "ann")
    editor.set_password(PASSWORD)
    editor.save()
    version = make.version(make.document("CTOC/COP/2022/L.4"))
    return make.recommendation("Zebras graze.", of=version, path="Annex I (a)", anchor="annex-i-a")


def log_in(context: BrowserContext, server: LiveServer) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/en/login/?next=/en/review/")
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    page.wait_for_url("**/en/review/")
    return page


@pytest.mark.parametrize("has_javascript", quick_first([True, False]), ids=["with JavaScript", "without"])
def test_error_is_reported_answered_and_closed(
    browser: Browser, live_server: LiveServer, row: Recommendation, has_javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=has_javascript)
    page = context.new_page()
    page.goto(live_server.url + row.get_absolute_url())
    page.get_by_role("link", name="Report an error").click()
    expect(page.get_by_text("Your report is about annex I (a) in CTOC/COP/2022/L.4.")).to_be_visible()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("alert")).to_have_text("Describe the error.")
    page.get_by_label("What is wrong?").fill("It should be zebu <b>.")
    page.get_by_label("Your e-mail address").fill("reader@example.org")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your report")
    page.get_by_role("link", name="Back to CTOC/COP/2022/L.4").click()
    page.wait_for_url(f"**{row.get_absolute_url()}?language=en")

    staff = log_in(browser.new_context(java_script_enabled=has_javascript), live_server)
    staff.get_by_role("link", name="CTOC/COP/2022/L.4, annex I (a)").click()
    expect(staff.get_by_text("It should be zebu <b>.")).to_be_visible()
    expect(staff.get_by_text("Zebras graze.")).to_be_visible()
    staff.get_by_label("Answer").fill("Corrected, thank you.")
    staff.get_by_role("button", name="Close report").click()
    expect(staff.get_by_role("status").first).to_contain_text("Report closed. The answer is being sent.")
    staff.goto(f"{live_server.url}/en/review/")
    expect(staff.get_by_text("There is nothing to review")).to_be_visible()
    staff.get_by_role("link", name="All reported errors").click()
    staff.get_by_role("link", name="CTOC/COP/2022/L.4, annex I (a)").click()
    staff.get_by_role("button", name="Reopen report").click()
    expect(staff.get_by_role("status").first).to_contain_text("The report is open again.")
    report = ErrorReport.objects.get()
    assert (report.state, report.answer) == ("open", "Corrected, thank you.")
    staff.context.close()
    context.close()


def test_pages_are_accessible(browser: Browser, live_server: LiveServer, row: Recommendation) -> None:
    page = browser.new_page()
    violations = {}
    place = "document=CTOC/COP/2022/L.4&place=annex-i-a&language=en"
    page.goto(f"{live_server.url}/en/report-error/?{place}")
    violations["form"] = violations_by_width(page)
    page.get_by_label("Your e-mail address").fill("reader")
    page.get_by_role("button", name="Send report").click()
    violations["form with errors"] = violations_by_width(page)
    page.get_by_label("What is wrong?").fill("It should be zebu.")
    page.get_by_label("Your e-mail address").fill("reader@example.org")
    page.get_by_role("button", name="Send report").click()
    violations["thanks"] = violations_by_width(page)
    page.goto(f"{live_server.url}/en/accuracy/")
    violations["accuracy"] = violations_by_width(page)
    page.close()
    staff = log_in(browser.new_context(), live_server)
    for address in ("/en/review/", "/en/review/reports/", f"/en/review/reports/{ErrorReport.objects.get().pk}/"):
        staff.goto(live_server.url + address)
        violations[address] = violations_by_width(staff)
    staff.context.close()
    assert {name: found for name, found in violations.items() if found} == {}
