"""Upload with the page's script: single files, retries, and retries after a reload."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import Upload
from tests.browser.accessibility import accessibility_violations

pytestmark = pytest.mark.browser

TEXT = b"The Working Group recommended that States parties cooperate, and adopted its agenda. "
FILES = [
    {"name": "lost.txt", "mimeType": "text/plain", "buffer": TEXT},
    {"name": "arrives.txt", "mimeType": "text/plain", "buffer": TEXT * 2},
    {"name": "picture.pdf", "mimeType": "application/pdf", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(200)},
]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, transactional_db: None) -> Any:
    """The upload page, opened by a user who may upload files."""
    client = Client()
    client.force_login(User.objects.create_superuser("lawyer"))
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    upload_page = context.new_page()
    upload_page.goto(f"{live_server.url}/uploads/")
    yield upload_page
    context.close()


def choose(page: Page, *files: dict[str, Any]) -> None:
    page.get_by_label("Files").set_input_files(list(files))  # type: ignore[arg-type]


def upload(page: Page) -> None:
    page.get_by_role("button", name="Upload").click()


def test_failed_upload_can_be_retried_even_after_a_reload(page: Page) -> None:
    def abort_lost_file(route: Route) -> None:
        route.abort() if b"lost.txt" in (route.request.post_data_buffer or b"") else route.continue_()

    page.route("**/uploads/file/", abort_lost_file)
    choose(page, *FILES)
    upload(page)
    expect(page.locator("#sending [role=status]")).to_have_text("2 of 3 files uploaded. Some files were not uploaded.")
    expect(page.get_by_text("The connection was lost. Try again.")).to_be_visible()
    expect(page.get_by_text("This is an image, not a document.")).to_be_visible()
    assert accessibility_violations(page, expand=None) == []
    page.get_by_role("button", name="Retry lost.txt").click()
    expect(page.get_by_text("The connection was lost. Try again.")).to_be_visible()

    page.reload()
    expect(page.locator("#unsent li")).to_have_text(["lost.txt"])
    expect(page.locator("#batches li")).to_have_count(1)
    assert accessibility_violations(page, expand=None) == []
    page.unroute("**/uploads/file/")
    choose(page, *FILES[:2])
    upload(page)
    expect(page).to_have_url(re.compile(r"/uploads/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", level=3)).to_have_text(["picture.pdf", "arrives.txt", "lost.txt"])
    assert Upload.objects.values("batch").distinct().count() == 1
    assert accessibility_violations(page, expand=None) == []
    page.goto(page.url.partition("/en/uploads/")[0] + "/uploads/")
    expect(page.locator("#unsent")).to_be_hidden()


def test_staff_menu_can_be_used_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    menu = page.locator(".staff-menu")
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("link", name="Upload")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Upload")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Upload")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.get_by_role("heading", level=1).click(position={"x": 5, "y": 5})
    expect(menu.get_by_role("link", name="Upload")).to_be_hidden()
