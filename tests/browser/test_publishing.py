"""Publication in a real browser: drafts of public texts, and many documents at once."""

from __future__ import annotations

import re
from dataclasses import replace

import docx
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import LanguageVersion, Publication
from documents.parsing.serialize import to_plain
from documents.services import publish, store_document, withdraw
from documents.web.roles import Role
from portal.review.tasks import publish_documents
from recommendations.services import load_vocabularies, sync_recommendations
from tests import builders as make
from tests.browser.accessibility import violations_by_width
from tests.parsed import ITEM, extraction, parsed
from tests.portal.review.pdfs import pdf

pytestmark = [pytest.mark.browser, pytest.mark.long]

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
SLOW = 30_000  # milliseconds, because the page is loaded twice
WORDS = "States parties are encouraged to share zebras."


@pytest.fixture(autouse=True)
def _vocabularies(transactional_db: None) -> None:
    load_vocabularies()


def store(symbol: str, *, is_public: bool = False, **fields: object) -> LanguageVersion:
    source, extracted = parsed(symbol, **fields), extraction()
    version = store_document(source, pdf(symbol, "two"), "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    if is_public:
        publish([version])
    return version


def open_as(browser: Browser, server: LiveServer, person: User, **options: object) -> Page:
    context = browser.new_context(viewport=DESKTOP, **options)  # type: ignore[arg-type]
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


class Clicks:
    """Clicks, counted. Typing and the Enter key after it do not count."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, target: Locator) -> None:
        target.click()
        self.number += 1


def card(page: Page, place: str) -> Locator:
    return page.get_by_role("article", name=place, exact=True)


def word_lines(page: Page, server: LiveServer, words: str) -> str:
    """Return the text of a Word file with the results of a search, as a reader downloads it."""
    page.goto(f"{server.url}/recommendations/?q={words}")
    page.get_by_text("Compile these recommendations").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    return "\n".join(paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs)


def test_correction_of_a_public_text_is_a_draft_until_published_and_marked_in_word(
    browser: Browser, live_server: LiveServer
) -> None:
    version = store("A/1", is_public=True)
    editor = open_as(browser, live_server, make.person(Role.EDITOR))
    admin = open_as(browser, live_server, User.objects.create_superuser("admin"))
    reader = browser.new_context(viewport=DESKTOP, accept_downloads=True).new_page()  # type: ignore[arg-type]
    reader.set_default_timeout(120_000)  # the first search loads the encoder

    # --- an editor corrects the text; readers do not see it
    editor.goto(f"{live_server.url}/documents/A/1/review/")
    card(editor, "Para. 1 (a)").get_by_role("link", name=re.compile("^Make a correction")).click()
    card(editor, "Para. 1 (a)").get_by_label("Text", exact=True).fill(WORDS)
    card(editor, "Para. 1 (a)").get_by_role("button", name="Save").click()
    expect(editor.get_by_text("This page shows changes")).to_be_visible()
    expect(card(editor, "Para. 1 (a)")).to_contain_text(WORDS)
    expect(card(editor, "Para. 1 (a)")).to_contain_text("Changed, not published")
    reader.goto(f"{live_server.url}{version.document.get_absolute_url()}")
    expect(reader.locator("main")).to_contain_text(ITEM)
    expect(reader.locator("main")).not_to_contain_text("zebras")

    # --- an administrator compares and publishes it
    admin.goto(f"{live_server.url}/review/ready/")
    admin.get_by_role("link", name=re.compile("^Compare")).click()
    sides = admin.get_by_role("group", name="Text")
    expect(sides.locator("del")).to_contain_text("make use of article 19 of the Convention")
    expect(sides.locator("ins")).to_contain_text("share zebras")
    assert violations_by_width(admin) == []
    admin.get_by_role("button", name="Publish the changes").click()
    expect(admin.get_by_role("status")).to_contain_text("The changes were published.")

    # --- readers see it, marked
    lines = word_lines(reader, live_server, "zebras")
    assert WORDS in lines
    assert "Text corrected by an editor on" in lines
    reader.goto(f"{live_server.url}/recommendations/?q=zebras")
    expect(reader.locator(".card").first).to_contain_text("Text corrected by an editor on")
    for page in (editor, admin, reader):
        page.context.close()


def test_ten_documents_are_published_at_once_and_undone_as_one(browser: Browser, live_server: LiveServer) -> None:
    for number in range(10):
        store(f"A/{number}")
    LanguageVersion.objects.update(reviewed_revision=0)
    page = open_as(browser, live_server, User.objects.create_superuser("admin"))
    click = Clicks()
    page.goto(f"{live_server.url}/review/ready/")
    assert violations_by_width(page) == []
    click(page.get_by_role("button", name="Publish the selected documents"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish anyway?")
    assert violations_by_width(page) == []
    click(page.get_by_role("button", name="Publish anyway"))
    expect(page.get_by_role("progressbar", name="Documents finished")).to_be_visible()
    assert violations_by_width(page) == []
    publish_documents(publication_id=Publication.objects.get().pk)
    expect(page.get_by_role("heading", name="10 documents published")).to_be_visible()
    assert click.number == 2
    assert violations_by_width(page) == []
    page.get_by_role("button", name="Undo this publication").press("Enter")
    expect(page.get_by_role("heading", name="10 publications undone")).to_be_visible()
    assert not LanguageVersion.objects.filter(published_at__isnull=False).exists()

    # --- later, by keyboard alone and without script
    page.context.close()
    page = open_as(browser, live_server, User.objects.get(username="admin"), java_script_enabled=False)
    page.goto(f"{live_server.url}/review/ready/")
    page.get_by_role("radio", name="Now").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Day and time (UTC)").fill("2099-05-03T10:00")
    page.get_by_role("button", name="Publish the selected documents").press("Enter")
    page.get_by_role("button", name="Publish anyway").press("Enter")
    expect(page.locator("main")).to_contain_text("These documents will be published on 3 May 2099, 10:00 (UTC).")
    page.get_by_role("button", name="Cancel the publication").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Cancelled.")
    page.context.close()


def test_wrong_article_and_missed_recommendation_take_few_clicks(browser: Browser, live_server: LiveServer) -> None:
    store("A/1")
    page = open_as(browser, live_server, make.person(Role.EDITOR))
    page.goto(f"{live_server.url}/documents/A/1/review/")
    click = Clicks()
    click(card(page, "Para. 1 (a)").get_by_role("link", name=re.compile("^Make a correction")))
    articles = card(page, "Para. 1 (a)").get_by_label("Articles", exact=True)
    click(articles)
    articles.fill("18(13)")
    click(card(page, "Para. 1 (a)").get_by_role("button", name="Save"))
    expect(card(page, "Para. 1 (a)")).to_contain_text("article 18, paragraph 13")
    assert click.number <= 4

    text = "The meeting was well attended. States should share zebras. It rose at six."
    source = parsed("A/2")
    blocks = (*source.blocks, replace(source.blocks[1], index=4, text=text, path="para. 7", anchor="para-7", notes=()))
    source = replace(source, blocks=blocks)
    version = store_document(source, b"%PDF-1.7 two", "y.pdf", extraction=to_plain(extraction())).version
    sync_recommendations(version, source, extraction())
    page.goto(f"{live_server.url}/documents/A/2/review/")
    click = Clicks()
    click(page.get_by_role("link", name="Add a missing recommendation"))
    page.get_by_label("Search the paragraphs").fill("para. 7")
    page.get_by_label("Search the paragraphs").press("Enter")
    click(page.get_by_text("Only a part of this paragraph"))
    assert violations_by_width(page) == []
    click(page.get_by_label("States should share zebras."))
    click(page.get_by_role("button", name="Mark this part as a recommendation"))
    expect(page.get_by_role("status")).to_contain_text("1 correction saved.")
    assert version.recommendations.get(path="para. 7").text == "States should share zebras."
    assert click.number <= 5
    page.context.close()


def test_reader_who_goes_back_sees_that_a_document_was_withdrawn(browser: Browser, live_server: LiveServer) -> None:
    version = store("A/1", is_public=True)
    reader = browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    reader.goto(f"{live_server.url}/documents/A/1/")
    reader.get_by_role("link", name="UNTOC Portal").first.click()
    reader.wait_for_url(f"{live_server.url}/en/")
    withdraw([version], None, "Sent by mistake.")
    reader.go_back()
    expect(reader.locator("main")).to_contain_text("Sent by mistake.", timeout=SLOW)
    reader.get_by_role("link", name="UNTOC Portal").first.click()
    reader.wait_for_url(f"{live_server.url}/en/")
    publish([version])
    reader.go_back()
    expect(reader.locator("main")).to_contain_text(ITEM, timeout=SLOW)
    reader.context.close()
