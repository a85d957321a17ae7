"""Editors add a future meeting and merge two, with the keyboard alone, and all recommendations follow."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from documents.models import Meeting
from documents.web.roles import Role
from portal.meetings.tasks import update_meeting
from recommendations.models import Recommendation
from tests import builders as make
from tests.browser.accessibility import violations_by_width

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def editor(transactional_db: None, browser: Browser, live_server: LiveServer, client: Client) -> Page:
    make.recommendation("States should use article 18.", meeting=make.meeting(place="Vienna"))
    make.recommendation("States should use article 19.", meeting=make.meeting())
    make.recommendation("States should report.", meeting=make.meeting(ordinal=13))
    client.force_login(make.person(Role.EDITOR))
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def run_update() -> None:
    """Run the update of documents, as the worker does."""
    for job in ProcrastinateJob.objects.filter(task_name="update_meeting"):
        update_meeting(**job.args)
        ProcrastinateJob.objects.filter(pk=job.pk).delete()


def test_future_meeting_is_added_and_two_meetings_are_merged(editor: Page, live_server: LiveServer) -> None:
    page = editor
    page.goto(f"{live_server.url}/review/meetings/")
    page.get_by_role("link", name="Add a meeting").press("Enter")
    page.get_by_label("Body").press("W")
    page.get_by_label("Number").fill("20")
    page.get_by_label("First day").fill("2031-05-06")
    page.get_by_label("Place").fill("Vienna")
    page.get_by_label("Place").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Added: Twentieth meeting")
    page.goto(live_server.url)
    expect(page.get_by_role("main")).to_contain_text("Twentieth meeting of the Working Group")

    page.goto(f"{live_server.url}/review/meetings/wg-international-cooperation-12/")
    page.get_by_label("Meeting to keep").select_option("wg-international-cooperation-13")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("2 recommendations")
    page.get_by_role("button", name="Merge the meetings").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Meetings merged.")
    expect(page.get_by_role("main")).to_contain_text("0 of 2 documents updated.")
    run_update()
    page.goto(f"{live_server.url}/meetings/wg-international-cooperation-12/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thirteenth meeting")
    expect(page.get_by_role("main")).to_contain_text("3 recommendations from this meeting")
    kept = Meeting.objects.get(ordinal=13)
    assert Recommendation.objects.filter(meeting=kept, adopted_by=kept).count() == 3

    page.goto(f"{live_server.url}/review/meetings/wg-international-cooperation-13/")
    page.get_by_role("button", name=re.compile(r"Undo\s*: meeting merged")).press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("The change was undone.")
    page.context.close()


def test_pages_of_meetings_are_accessible(editor: Page, browser: Browser, live_server: LiveServer) -> None:
    cookies = editor.context.cookies()
    context = browser.new_context()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    twelfth = "/review/meetings/wg-international-cooperation-12/"
    page.goto(f"{live_server.url}{twelfth}")
    page.get_by_label("Place").fill("Geneva")
    page.get_by_role("button", name="Save").click()
    addresses = [
        "/review/meetings/",
        "/review/meetings/new/",
        twelfth,
        f"{twelfth}merge/?into=wg-international-cooperation-13",
    ]
    violations = {}
    for address in addresses:
        page.goto(f"{live_server.url}{address}")
        if found := violations_by_width(page):
            violations[address] = found
    context.close()
    editor.context.close()
    assert violations == {}
