"""Staff and the files of documents: two formats of one document, several documents in one file, and deletion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import CommonFile, Document, LanguageVersion, Publication, Upload
from documents.web.roles import Role
from portal.ingestion.uploads import read_upload
from portal.review.tasks import publish_documents
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.documents.parsing.docx.builders import docx, p
from tests.portal.review.pdfs import pdf
from tests.portal.session_pdfs import first_page, later_page, merged_pdf
from tests.row_cache import vocabularies

pytestmark = [pytest.mark.browser, pytest.mark.long]

A, B, C = "CTOC/COP/2031/5", "CTOC/COP/2031/6", "CTOC/COP/2031/7"
TEXTS = (
    "1. The Conference decided that the secretariat should prepare a note on joint investigations.",
    "2. States parties are encouraged to make better use of article 19 of the Convention.",
)
MERGED = merged_pdf((A, "Report on extradition", 2), (B, "Report on firearms", 1), (C, "Draft report", 2))


def sent(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def printed(symbol: str) -> bytes:
    return pdf(first_page(symbol, "Report on the session", TEXTS[0]), later_page(symbol, TEXTS[1]))


def word_file(symbol: str) -> bytes:
    head = (symbol, "Distr.: General", "3 May 2031", "Original: English")
    return docx("".join(map(p, head)) + p("Report on the session", "HCh") + "".join(map(p, TEXTS)))


class Clicks:
    """Count the clicks of a person on a page."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target: Locator) -> None:
        """Click once."""
        self.count += 1
        target.click()


@pytest.fixture
def page(transactional_db: None, browser: Browser, live_server: LiveServer, client: Client) -> Iterator[Page]:
    """The start page, opened by an administrator."""
    vocabularies()
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    opened = context.new_page()
    opened.goto(live_server.url)
    yield opened
    context.close()


def upload(page: Page, live_server: LiveServer, *files: Any) -> None:
    page.goto(f"{live_server.url}/uploads/")
    page.get_by_label("Files").set_input_files(list(files))
    page.get_by_role("button", name="Upload").press("Enter")
    page.wait_for_url("**/uploads/*-*/")
    read_all()
    page.reload()


def read_all() -> None:
    """Read all waiting files, as the worker does."""
    while waiting := Upload.objects.filter(state="waiting").first():
        read_upload(waiting.pk)


@pytest.mark.parametrize("order", [("docx", "pdf"), ("pdf", "docx")])
def test_pdf_and_docx_become_one_version_with_pages(
    page: Page, live_server: LiveServer, order: tuple[str, str]
) -> None:
    contents = {"docx": word_file(A), "pdf": printed(A)}
    for suffix in order:
        upload(page, live_server, sent(f"5.{suffix}", contents[suffix]))
    expect(page.get_by_role("main")).to_contain_text(f"Added to {A} (English) as the same text in another format.")
    version = LanguageVersion.objects.get()
    pages = dict(version.paragraphs.values_list("label", "page"))
    assert (version.page_count, pages["1"], pages["2"]) == (2, 1, 2)

    page.goto(f"{live_server.url}/documents/{A}/")
    main = page.get_by_role("main")
    main.get_by_text("Document details").click()
    for name, suffix in (("PDF, English", "pdf"), ("Word, English", "docx")):
        with page.expect_download() as download:
            main.get_by_role("link", name=name).click()
        assert download.value.path().read_bytes() == contents[suffix]
    page.goto(f"{live_server.url}/documents/{A}/review/?page=2")
    expect(page.get_by_role("heading", name="Page 2 of 2")).to_be_visible()


def test_file_with_three_documents_is_split(page: Page, live_server: LiveServer) -> None:
    upload(page, live_server, sent("merged.pdf", MERGED))
    assert not Document.objects.exists()
    page.get_by_role("link", name="Answer the question").press("Enter")
    for words in (A, B, C, "Report on extradition", "Report on firearms", "Draft report"):
        expect(page.get_by_role("main")).to_contain_text(words)
    assert violations_by_width(page, expand=None) == []

    third = page.get_by_role("group", name=C)
    third.get_by_label("First page").fill("5")
    page.get_by_role("button", name="Split into these documents").press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "No document contains these pages: 4. Add them to a document, or leave them out."
    )
    assert violations_by_width(page, expand=None) == []
    third.get_by_label("First page").fill("4")
    page.get_by_role("button", name="Split into these documents").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("The file is being split.")
    read_all()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Split into several documents (3).")
    assert {str(document): document.versions.get().page_count for document in Document.objects.all()} == {
        A: 2,
        B: 1,
        C: 2,
    }

    page.goto(f"{live_server.url}/documents/{C}/")
    page.get_by_role("main").get_by_text("Document details").click()
    expect(page.get_by_role("main")).to_contain_text("pages 4–5 of merged.pdf")
    with page.expect_download() as download:
        page.get_by_role("link", name="whole file").click()
    assert download.value.path().read_bytes() == MERGED == bytes(CommonFile.objects.get().content)
    assert violations_by_width(page, expand=None) == []


def test_five_documents_are_uploaded_and_published_in_twelve_clicks(page: Page, live_server: LiveServer) -> None:
    clicks = Clicks()
    menu = page.locator(".staff-menu")
    clicks.on(menu.locator("summary"))
    clicks.on(menu.get_by_role("link", name="Upload"))
    with page.expect_file_chooser() as chooser:
        clicks.on(page.get_by_label("Files"))
    chooser.value.set_files([sent(f"{number}.pdf", printed(f"CTOC/COP/2031/{number}")) for number in range(1, 6)])
    clicks.count += 2  # select the files in the dialog, and open them
    clicks.on(page.get_by_role("button", name="Upload"))
    page.wait_for_url("**/uploads/*-*/")
    read_all()
    page.reload()
    form = page.get_by_role("group", name="Publish documents of this upload")
    boxes = form.get_by_role("checkbox")
    expect(boxes).to_have_count(5)
    assert all(box.is_checked() for box in boxes.all())
    assert violations_by_width(page, expand=None) == []
    clicks.on(page.get_by_role("button", name="Publish the selected documents"))
    expect(page.get_by_role("main")).to_contain_text("5 points to check are open.")
    clicks.on(page.get_by_role("button", name="Publish anyway"))
    expect(page.get_by_role("progressbar", name="Documents finished")).to_be_visible()
    publish_documents(publication_id=Publication.objects.get().pk)
    expect(page.get_by_role("heading", name="5 documents published")).to_be_visible()
    assert LanguageVersion.objects.filter(published_at__isnull=False).count() == 5
    assert clicks.count <= 12


def test_symbol_is_corrected_and_the_document_deleted(page: Page, live_server: LiveServer) -> None:
    upload(page, live_server, sent("5.pdf", printed(A)))
    page.goto(f"{live_server.url}/documents/{A}/review/")
    page.get_by_role("textbox", name="Symbol").fill(B)
    page.get_by_role("button", name="Correct the symbol").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Review of {B}")
    page.goto(f"{live_server.url}/documents/{A}/")
    expect(page).to_have_url(f"{live_server.url}/en/documents/{B}/")

    page.goto(f"{live_server.url}/documents/{B}/review/")
    assert violations_by_width(page, expand=None) == []
    page.get_by_role("link", name="Delete this document").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("5.pdf")
    page.get_by_label(f"To confirm, type {B}").fill(A)
    page.get_by_role("button", name="Delete this document").press("Enter")
    expect(page.get_by_role("alert")).to_have_text(f"Type “{B}” to confirm.")
    assert violations_by_width(page, expand=None) == []
    page.get_by_label(f"To confirm, type {B}").fill(B)
    page.get_by_label(f"To confirm, type {B}").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"Deleted: {B}.")
    assert not Document.objects.exists()
