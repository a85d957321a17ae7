"""The check of a draft in a real browser: paste, read, follow, download."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import LanguageVersion
from recommendations.services.passages import write_passages
from tests.browser.accessibility import WIDTHS, accessibility_violations

pytestmark = [pytest.mark.browser, pytest.mark.long]

DRAFT = """Draft resolution

The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,

Noting that article 19 of the Convention, on special investigative techniques, has been used,

1. Requests the Secretariat to keep a list of ships;

2. States parties should use joint investigations of kind 3.
"""


def encode_recommendations() -> None:
    for version in LanguageVersion.objects.all():
        write_passages(version)


@pytest.mark.parametrize("width", WIDTHS)
def test_pasted_draft_is_checked_and_downloaded(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], width: int, tmp_path: Path
) -> None:
    encode_recommendations()
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(live_server.url)
    page.get_by_role("link", name="Check its references and its language").click()
    assert accessibility_violations(page) == []
    page.get_by_label("Or paste the text").fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    title = page.get_by_role("heading", name="Result for the pasted text")
    expect(title).to_be_focused(timeout=60_000)  # a check may take longer than other pages
    row = page.locator(".draft-row", has_text="Noting that article 19")
    expect(row).to_contain_text("Number and subject differ")
    expect(row.get_by_role("link", name="article 20").first).to_be_visible()
    clause = page.locator(".draft-row", has_text="States parties should use joint")
    expect(clause).to_contain_text("nearly the same as agreed language")
    expect(clause).to_contain_text("“should” is stronger than “are encouraged to”")
    assert accessibility_violations(page) == []

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Word, with comments").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert any("is stronger than" in comment.text for comment in docx.Document(str(file)).comments)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as JSON").click()
    download.value.save_as(file)
    kinds = {finding["kind"] for finding in json.loads(file.read_text())["findings"]}
    assert {"article-title", "verb"} <= kinds
    page.close()


def test_draft_is_checked_without_javascript(browser: Browser, live_server: LiveServer, corpus: dict[str, str]) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + "/check/")
    page.get_by_label("File").set_input_files({"name": "draft.txt", "mimeType": "text/plain", "buffer": DRAFT.encode()})
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("heading", name="Result for “draft.txt”")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Number and subject differ")
    page.close()


def test_unreadable_draft_is_explained_in_place(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page()
    page.goto(live_server.url + "/check/")
    image = {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG" + b"0" * 99}
    page.get_by_label("File").set_input_files(image)  # type: ignore[arg-type]
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This is an image, not a document.")
    page.close()
