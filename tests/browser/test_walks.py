"""From the home page to a compiled Word file in each language."""

from __future__ import annotations

import docx
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility import TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHONE = {"width": 360, "height": 740}
HEADINGS = {
    "ar": ("المادة 19", "المصدر"),
    "zh": ("第19条", "来源"),
    "en": ("Article 19", "Source"),
    "fr": ("Article 19", "Source"),
    "ru": ("Статья 19", "Источник"),
    "es": ("Artículo 19", "Fuente"),
}
"""The heading of an article and a label of the cover sheet."""


@pytest.mark.parametrize("code", HEADINGS)
def test_search_is_compiled_to_a_word_file_in_the_language(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str], code: str
) -> None:
    context = browser.new_context(viewport=PHONE, accept_downloads=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/{code}/")
    page.locator("main input[name=q]").fill("joint")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("24")
    assert f"/{code}/recommendations/" in page.url
    assert not page.evaluate(TOO_WIDE)
    page.locator("#compile summary").first.click()
    page.locator("#compile select[name=by]").select_option("article")
    with page.expect_download() as download:
        page.locator("#compile button[name=format][value=word]").click()
    document = docx.Document(str(download.value.path()))
    heading, label = HEADINGS[code]
    headings = [row for row in document.paragraphs if row.style and row.style.name.startswith("Heading")]
    assert any(row.text.startswith(heading) for row in headings), [row.text for row in headings]
    assert any(row.text.startswith(f"{label}\t") for row in document.paragraphs)
    is_right_to_left = all(row._p.pPr is not None and row._p.pPr.find(qn("w:bidi")) is not None for row in headings)
    assert is_right_to_left == (code == "ar")
    context.close()
