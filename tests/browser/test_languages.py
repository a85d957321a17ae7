"""One document in three languages, from its upload to a compilation, for readers of French and Arabic."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import LanguageVersion
from recommendations.models import Recommendation
from tests.browser.accessibility import violations_by_width
from tests.browser.test_pages import DESKTOP, PHONE
from tests.browser.test_review import _close_processes, log_in, publish_version, upload_files  # noqa: F401  an automatic fixture
from tests.sources import SHARED

FILES = (SHARED / "corpus" / "typeset" / "004_A.pdf", SHARED / "six" / "004_fr.pdf", SHARED / "six" / "004_ar.pdf")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.skipif(not FILES[1].exists(), reason="the translations are next to the repository"),
]
SYMBOL = "CTOC/COP/WG.3/2020/L.1/Add.1"
ADDRESS = f"/en/documents/{SYMBOL}/"
ENGLISH = "special investigative techniques"
READERS = (
    ("fr", "Français", "techniques d’enquête spéciales", "sect. II, para. (a)", "ltr"),
    ("ar", "عربي", "أساليب التحري الخاصة", "sect. ثانيا, para. (أ)", "rtl"),
)


def test_document_is_uploaded_and_read_in_three_languages(browser: Browser, live_server: LiveServer) -> None:
    staff = log_in(browser.new_context(), live_server, "/uploads/")
    staff.set_default_timeout(60_000)
    publish_all(staff, live_server)
    for language, name, words, place, direction in READERS:
        context = browser.new_context(viewport=DESKTOP, locale=language, accept_downloads=True)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(60_000)
        find_and_open(page, live_server, language, words)
        read_beside_english(page, name, words, direction)
        cite(page, live_server, language, place)
        compile_texts(page, live_server, language)
        show_translations(page, words)
        context.close()
    staff.context.close()


def publish_all(page: Page, server: LiveServer) -> None:
    files: list[dict[str, str | bytes]] = [{"name": file.name, "buffer": file.read_bytes()} for file in FILES]
    upload_files(page, server, *files)
    links = page.get_by_role("link", name=re.compile("Review and publish"))
    expect(links).to_have_count(len(FILES))
    for address in [link.get_attribute("href") for link in links.all()]:
        page.goto(f"{server.url}{address}")
        publish_version(page)
    assert LanguageVersion.objects.filter(published_at__isnull=False).count() == len(FILES)
    places = [set(version.recommendations.values_list("place", flat=True)) for version in LanguageVersion.objects.all()]
    assert places[0] == places[1] == places[2]


def find_and_open(page: Page, server: LiveServer, language: str, words: str) -> None:
    """Search in the reader's language. Each recommendation is counted once, and shown in this language if its text has
    the words, in Arabic also with a prefix."""
    page.goto(f"{server.url}/recommendations/?q={words}&meaning=off")
    total = Recommendation.objects.filter(version__language="en", text__contains=ENGLISH).count()
    expect(page.locator("#count")).to_contain_text(str(total))
    with_words = Recommendation.objects.filter(version__language=language, text__contains=words).count()
    expect(page.locator(f'.card-text[lang="{language}"]')).to_have_count(with_words)
    page.locator(".card-facts a", has_text=SYMBOL).first.click()
    expect(page).to_have_url(re.compile(rf"language={language}&q=.*#"))


def read_beside_english(page: Page, name: str, words: str, direction: str) -> None:
    """Read the text beside the English one: a match is marked in both, and each has its direction."""
    page.locator(".side-by-side-choice summary").click()
    page.locator(".side-by-side-choice").get_by_role("link", name="English").click()
    expect(page.locator(".pair-languages > p")).to_have_text([name, "English"])
    assert page.locator(".reader-text").evaluate("element => getComputedStyle(element).direction") == direction
    hit = page.locator(".pair-hit").first
    own, english = hit.locator(".pair-text").all()
    expect(own.locator("mark").first).to_contain_text(words.split()[0])
    expect(english.locator("mark").first).to_have_text(ENGLISH)
    assert english.evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert (position(own)["x"] < position(english)["x"]) == (direction == "ltr")
    expect(page.locator(".missing")).to_have_count(0)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert position(own)["y"] + position(own)["height"] <= position(english)["y"]
    assert violations_by_width(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def position(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box is not None
    return box


def cite(page: Page, server: LiveServer, language: str, place: str) -> None:
    page.goto(f"{server.url}{ADDRESS}?language={language}")
    page.locator(".recommended a.cite").first.click()
    citation = f"{SYMBOL}, {place} (draft, not adopted in this document)"
    expect(page.get_by_role("dialog").locator("#cite-un")).to_have_text(citation)


def compile_texts(page: Page, server: LiveServer, language: str) -> None:
    """Compile the texts in one language to Word, and those in all languages to columns."""
    texts = dict(Recommendation.objects.filter(place="ii-a").values_list("version__language", "text"))
    page.goto(f"{server.url}/en/recommendations/?language={language}")
    page.locator("#compile summary").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    content = "\n".join(row.text for row in docx.Document(str(download.value.path())).paragraphs)
    assert texts[language] in content
    assert texts["en"] not in content
    page.get_by_label("Include all language versions").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    assert set(texts.values()) <= cells(Path(str(download.value.path())))


def cells(file: Path) -> set[str]:
    sheets = openpyxl.load_workbook(BytesIO(file.read_bytes())).worksheets
    return {str(value) for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row if value}


def show_translations(page: Page, words: str) -> None:
    """Look up how a phrase is translated, from the search, and go to one of its places."""
    page.get_by_label("Keyword, article or symbol").fill(words)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="See how they are translated").click()
    expect(page.locator(".translations")).to_contain_text(ENGLISH)
    assert violations_by_width(page) == []
    page.locator(".concordance-place a").first.click()
    expect(page.locator(".pair-hit mark", has_text=ENGLISH).first).to_be_visible()
