"""Review in a real browser: from uploading documents through corrections to published pages and later readings."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.utils.text import capfirst
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.labels.places import shown_place
from documents.models import LanguageVersion, Upload
from documents.parsing.serialize import to_plain
from documents.queries.source_files import PDF
from documents.services import store_document
from portal.ingestion import formats, pipeline, rereading
from portal.ingestion.uploads import read_upload
from portal.reading.document import FileReading
from portal.review import pictures
from recommendations.corrections import Edit
from recommendations.services import load_vocabularies, sync_recommendations
from recommendations.services.correcting import correct, propose_reading
from recommendations.services.passages import write_passages
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.parsed import ITEM, draft, extraction, parsed
from tests.portal.review.pdfs import pdf
from tests.sources import SHARED
from tests.stored import publish_document

pytestmark = pytest.mark.browser

TYPESET = SHARED / "corpus" / "typeset"
NAMES = ("000_A.pdf", "001_A.pdf", "004_A.pdf")
SYMBOL = "CTOC/COP/WG.3/2020/L.1/Add.1"
PASSWORD = "a word that nobody guesses"


@pytest.fixture(autouse=True)
def _close_processes(transactional_db: None) -> Iterator[None]:
    load_vocabularies()
    User.objects.create_superuser("admin", password=PASSWORD)
    yield
    for processes in (pipeline._readers, pictures._drawing_processes):
        processes().close()
        processes.cache_clear()


def log_in(context: BrowserContext, server: LiveServer, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/login/?next={path}")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{path}")
    return page


def upload_files(page: Page, server: LiveServer, *files: dict[str, str | bytes]) -> None:
    """Upload files as a person does, and read them as the worker does."""
    page.goto(f"{server.url}/uploads/")
    page.locator("#documents").set_input_files([{**file, "mimeType": PDF} for file in files])  # type: ignore[arg-type]
    page.locator("#upload [type=submit]").click()
    page.wait_for_url(re.compile(r"/uploads/[0-9a-f-]{36}/"))
    for upload in Upload.objects.filter(state=Upload.State.WAITING):
        read_upload(upload.pk)
    page.reload()


def publish_version(page: Page) -> None:
    """Publish the version under review, also if the portal asks about open points."""
    page.get_by_role("button", name=re.compile("^Publish")).first.click()
    page.wait_for_load_state()
    if page.get_by_role("button", name="Publish anyway").count():
        page.get_by_role("button", name="Publish anyway").click()
    expect(page.get_by_role("status")).to_contain_text("Published")


def card(page: Page, place: str) -> Locator:
    """Return the card of the recommendation at a place, which names it as readers see it."""
    return page.get_by_role("article", name=capfirst(shown_place(place)), exact=True)


@pytest.mark.long
def test_documents_can_be_reviewed_published_and_reread(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not TYPESET.exists():
        pytest.skip("no typeset documents are here")
    page = log_in(browser.new_context(), live_server, "/uploads/")
    page.set_default_timeout(60_000)
    contents = {name: (TYPESET / name).read_bytes() for name in NAMES}
    upload_files(page, live_server, *({"name": name, "buffer": content} for name, content in contents.items()))
    assert set(Upload.objects.values_list("state", flat=True)) == {"done"}

    # --- the reading is shown next to its page, which changes with the recommendation
    page.get_by_role("link", name=re.compile("Review and publish.*004_A")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(SYMBOL)
    expect(page.locator("#original")).to_contain_text("Page 1 of 3")
    first, second, third = (row.path for row in _version().recommendations.order_by("position")[:3])
    card(page, third).get_by_role("link", name=re.compile("page")).click()
    expect(page.locator(".page-picture .in-focus rect").first).to_be_visible()

    # --- a field and an article, in place
    card(page, first).get_by_role("link", name=re.compile("^Make a correction")).click()
    expect(card(page, first).get_by_label("Text", exact=True)).to_be_focused()
    card(page, first).get_by_label("Heading").fill("As it is printed")
    card(page, first).get_by_label("Articles", exact=True).fill("art. 18 (13) UNTOC")
    card(page, first).get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("2 corrections saved.")
    expect(card(page, first)).to_contain_text("Organized Crime Convention, article 18, paragraph 13")
    expect(card(page, first)).to_contain_text("“Heading” corrected by admin on")

    # --- a split at a mark
    card(page, second).get_by_role("link", name=re.compile("^Split")).click()
    page.evaluate("document.querySelector('main details').open = true")
    words = page.get_by_label("Insert a line").input_value().split(" ", 6)
    page.get_by_label("Insert a line").fill(" ".join(words[:6]) + "\n----\n" + words[6])
    page.get_by_role("button", name="Split at the inserted line").click()
    expect(page.get_by_role("status")).to_contain_text("1 correction saved.")
    expect(page.locator(".reviewed")).to_have_count(12)

    # --- publication: the public sees the corrected version
    publish_version(page)
    reader = browser.new_context().new_page()
    reader.goto(f"{live_server.url}/articles/untoc/18/")
    expect(reader.locator("main")).to_contain_text(SYMBOL)
    reader.context.close()

    # --- a later parser reads a corrected field differently: a person has to decide
    _read_with_a_later_parser(monkeypatch, first)
    page.goto(f"{live_server.url}/review/")
    page.get_by_role("link", name=SYMBOL).first.click()
    expect(page.get_by_role("group", name=f"{first}: Heading")).to_contain_text("Read otherwise")
    assert _version().recommendations.get(path=first).heading == "As it is printed"
    page.get_by_role("radio", name=re.compile("Keep the correction")).check()
    page.get_by_role("button", name="Accept the new reading").click()
    expect(page.get_by_role("status")).to_contain_text("The new reading of the document was accepted.")
    expect(card(page, first)).to_contain_text("As it is printed")
    assert _version().recommendations.count() == 12

    # --- a reissue
    upload_files(page, live_server, {"name": "again.pdf", "buffer": contents["004_A.pdf"] + b"\n% reissued\n"})
    page.get_by_role("link", name=re.compile("Answer the question.*again")).click()
    expect(page.get_by_role("heading", name="Both mastheads")).to_be_visible()
    page.get_by_role("radio", name=re.compile("Keep the correction")).check()
    page.get_by_role("button", name="Save as a reissue").click()
    expect(page.get_by_role("status")).to_contain_text("Saved as a reissue")
    expect(card(page, first)).to_contain_text("As it is printed")
    assert _version().files.count() == 2
    page.context.close()


def _version() -> LanguageVersion:
    return LanguageVersion.objects.get(document__symbols__symbol=SYMBOL)


def _read_with_a_later_parser(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    def parse(content: bytes, name: str) -> FileReading:
        reading = pipeline.parse_file(content, name)
        drafts = [
            replace(item, heading="Read otherwise") if item.path == path else item
            for item in reading.extraction.recommendations
        ]
        source = replace(reading.parsed, parser_version="999")
        return FileReading(source, replace(reading.extraction, recommendations=tuple(drafts)))

    monkeypatch.setattr(formats, "parse_file", parse)
    rereading.read_again(_version())


# --- every page, in both schemes, wide and narrow ------------------------------------------------------


@pytest.fixture
def addresses() -> dict[str, str]:
    """Create a document with content of every kind. Return the address of each page."""
    source, extracted = parsed("A/1"), extraction()
    version = store_document(source, pdf("one", "two"), "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    duplicate = make.version(make.document("A/2"))
    make.recommendation(extracted.recommendations[0].text, of=duplicate)
    write_passages(duplicate)
    ann = User.objects.create_user("ann")
    correct(version, [Edit("field", "para-1-a", "heading", "Recommendations", "Ann's")], ann, seen=0)
    later_extraction = extraction(draft("a", 2, 0, heading="Read otherwise"), draft("b", 3, 1, text="Other words."))
    propose_reading(version, parsed("A/1", title="Joint action"), later_extraction)
    upload = Upload.objects.create(
        batch=uuid.uuid4(), user=ann, name="again.pdf", size=5, content=b"again", state="question", version=version
    )
    propose_reading(version, parsed("A/1", title="Joint action"), later_extraction, upload=upload)
    text_version = store_document(
        replace(parsed("A/3"), format="text", pages=None), b"text", "x.txt", extraction=to_plain(extracted)
    )
    sync_recommendations(text_version.version, parsed("A/3"), extracted)
    LanguageVersion.objects.filter(pk=text_version.version.pk).update(reviewed_revision=0)
    correct(publish_document("A/4"), [Edit("field", "para-1-a", "text", ITEM, "States should act.")], ann, seen=0)
    review = "/documents/A/1/review/"
    return {
        "review": f"{review}?page=2",
        "review of a text": "/documents/A/3/review/",
        "masthead": f"{review}masthead/",
        "recommendation": f"{review}recommendations/para-1-a/",
        "shape": f"{review}recommendations/para-1-a/shape/",
        "add": f"{review}add/",
        "proposal": f"{review}proposal/",
        "question": f"/uploads/{upload.pk}/question/",
        "waiting": "/review/",
        "ready": "/review/ready/",
        "draft": "/documents/A/4/review/draft/",
        "review of a draft": "/documents/A/4/review/",
    }


@pytest.mark.long
def test_review_pages_are_accessible(browser: Browser, live_server: LiveServer, addresses: dict[str, str]) -> None:
    context = browser.new_context()
    page = log_in(context, live_server, "/review/")
    violations = {}
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        if page_violations := violations_by_width(page, expand="main details"):
            violations[name] = page_violations
    # A concurrent change.
    page.goto(live_server.url + addresses["recommendation"])
    page.get_by_label("Heading").fill("Mine")
    version = LanguageVersion.objects.get(document__symbols__symbol="A/1")
    correct(
        version, [Edit("field", "para-1-a", "heading", "Ann's", "Ann again")], User.objects.get(username="ann"), seen=1
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone else changed this document")
    if page_violations := violations_by_width(page, expand="main details"):
        violations["overtaken"] = page_violations
    page.get_by_role("button", name="Use my entry").click()
    expect(page.get_by_role("status")).to_contain_text("1 correction saved.")
    context.close()
    assert violations == {}


def test_correction_works_by_keyboard_and_without_script(
    browser: Browser, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    page = log_in(browser.new_context(java_script_enabled=False), live_server, "/review/")
    page.goto(live_server.url + addresses["review"])
    card(page, "Para. 1 (b)").get_by_role("link", name=re.compile("^Make a correction")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Correct para. 1 (b)")
    expect(page.locator("[autofocus]")).to_be_focused()
    page.keyboard.press("Tab")  # from the text, which has the focus, to the heading
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Typed")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 correction saved.")
    expect(card(page, "Para. 1 (b)")).to_contain_text("Typed")
    page.context.close()
