"""The document reader in a real browser: from a search to the text, its source file and its notes, and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.models import LanguageVersion
from tests import builders as make
from tests.browser.accessibility import accessibility_violations
from tests.browser.test_pages import DESKTOP, PHONE, go_back
from tests.documents.parsing.pdf.builders import Sheet, pdf
from tests.lanes import quick_first

pytestmark = pytest.mark.browser

ADDRESS = "/en/documents/CTOC/COP/2022/L.4/"
WIDE = {"width": 1440, "height": 900}
LONG = "The Working Group recalls what it discussed at its earlier meetings, and asks that it be taken up again. " * 4


@pytest.fixture
def report(transactional_db: None) -> LanguageVersion:
    """Four chapters of five paragraphs on four pages, with notes, a table, recommendations and a French version."""
    document = make.document("CTOC/COP/2022/L.4", body=make.conference(), meeting=make.meeting(), title="Report")
    version = make.version(document, page_count=4)
    french = make.version(document, "fr", title="Rapport")
    make.file(version, pdf(*(Sheet().text(72, 72, f"This is page {page}") for page in range(1, 5))), name="L.4.pdf",
              media_type="application/pdf")  # fmt: skip
    for chapter in range(1, 5):
        make.paragraph(
            version, f"Chapter {chapter}", kind="heading", level=1, anchor=f"chapter-{chapter}", page=chapter
        )
        for number in range(chapter * 5 - 4, chapter * 5 + 1):
            location = {"label": str(number), "path": f"para. {number}", "anchor": f"para-{number}"}
            note = make.footnote(version, f"A/{number}, para. 3.", marker=str(number), position=number)
            calls = [{"marker": str(number), "offset": 20, "note": note.position}]
            make.paragraph(version, LONG, page=chapter, notes=calls, **location)
            make.paragraph(french, LONG, page=chapter, **location)
        make.recommendation(
            f"States parties are encouraged to use joint investigations of kind {chapter} under article 18.",
            of=version,
            path=f"para. {chapter}0 (a)",
            anchor=f"para-{chapter}0-a",
            articles=["untoc:18"],
            page=chapter,
        )
    for anchor in ("table", "second-table"):
        make.paragraph(version, "State\tProvision\nItaly\tarticle 18", kind="table", anchor=anchor,
                       cells=[["State", "Provision"], ["Italy", "article 18"]], page=4)  # fmt: skip
    make.version(make.document("CTOC/COP/2022/L.4/Add.1", title="Addendum"))
    return version


def open_at(browser: Browser, server: LiveServer, address: str, viewport: dict[str, int], **context: object) -> Page:
    page = browser.new_context(viewport=viewport, reduced_motion="reduce", **context).new_page()  # type: ignore[arg-type]
    page.goto(server.url + address)
    return page


def test_search_leads_to_the_paragraph_and_its_page_and_back(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(browser, live_server, "/", WIDE)
    originals: list[str] = []
    page.on("request", lambda request: originals.append(request.url) if "/original/" in request.url else None)
    page.get_by_label("Search the recommendations").fill("joint kind 3 article 18")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1 recommendation")
    page.locator(".card-facts a", has_text="CTOC/COP/2022/L.4").click()
    expect(page).to_have_url(re.compile(r"q=joint.*#para-30-a$"))
    expect(page.locator("#para-30-a")).to_be_in_viewport()
    expect(page.locator("#para-30-a mark", has_text="joint")).to_be_visible()
    expect(page.locator('.outline a[aria-current="location"]').first).to_have_text(re.compile("Chapter 3"))
    assert originals == []

    page.get_by_role("button", name="Show the source file next to the text").click()
    frame = page.locator("#original iframe")
    expect(frame).to_have_attribute("src", re.compile(r"#page=3&"))
    expect(page.locator("#para-30-a")).to_be_in_viewport()
    assert originals
    response = page.request.get(originals[0])
    assert (response.status, response.headers["content-type"]) == (200, "application/pdf")
    page.locator("#para-8").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('para-8').scrollIntoView()")
    expect(frame).to_have_attribute("src", re.compile(r"#page=2&"))
    page.get_by_role("button", name="Hide the source file").click()
    expect(frame).to_have_count(0)

    go_back(page)
    expect(page.locator("#count")).to_have_text("1 recommendation")
    page.context.close()


def test_hits_can_be_stepped_through_by_keyboard(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(browser, live_server, f"{ADDRESS}?q=joint+investigations#para-20-a", DESKTOP)
    position = page.locator("#hit-now")
    expect(position).to_have_text("Paragraph 2 of 4 containing")
    page.keyboard.press("F8")
    expect(position).to_have_text("Paragraph 3 of 4 containing")
    expect(page.locator("#para-30-a")).to_be_in_viewport()
    page.keyboard.press("Shift+F8")
    expect(position).to_have_text("Paragraph 2 of 4 containing")
    page.locator("#hit-next").focus()
    for _step in range(3):
        page.keyboard.press("Enter")
    expect(position).to_have_text("Paragraph 1 of 4 containing")
    expect(page.locator("#hit-next")).to_be_focused()
    expect(page.locator("#para-10-a")).to_be_in_viewport()
    page.context.close()


def test_other_language_opens_at_the_paragraph_in_view(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(browser, live_server, f"{ADDRESS}#para-12", DESKTOP)
    expect(page.locator("#para-12")).to_be_in_viewport()
    page.get_by_role("navigation", name="Languages of this document").get_by_role("link", name="français").click()
    expect(page).to_have_url(re.compile(r"\?language=fr#para-12$"))
    expect(page.locator("#para-12")).to_be_in_viewport()
    page.context.close()


def test_citation_opens_in_a_dialog_and_can_be_copied(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(
        browser, live_server, f"{ADDRESS}#para-3", DESKTOP, permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator("#para-3").get_by_role("link", name="Cite para. 3").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("#cite-un")).to_have_text("CTOC/COP/2022/L.4, para. 3")
    dialog.get_by_role("button", name="Copy").first.click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "CTOC/COP/2022/L.4, para. 3"
    page.get_by_text("For reference managers").click()
    expect(dialog.get_by_role("link", name="Download RIS")).to_have_attribute(
        "href", re.compile(r"cite/para-3/\?.*form=ris")
    )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.context.close()


@pytest.mark.parametrize("has_javascript", quick_first([True, False]), ids=["with JavaScript", "without"])
def test_phone_shows_notes_and_outline_on_request_but_no_source_pages(
    browser: Browser, live_server: LiveServer, report: LanguageVersion, has_javascript: bool
) -> None:
    page = open_at(browser, live_server, f"{ADDRESS}?q=joint+investigations", PHONE, java_script_enabled=has_javascript)
    outline = page.get_by_role("navigation", name="Contents of this document")
    expect(outline).to_be_hidden()
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.locator("#original-link")).to_have_attribute("href", re.compile("/original/1/"))
    note = page.locator("#note-3")
    expect(note).to_be_hidden()
    page.locator("#call-3").click()
    expect(note).to_be_visible()
    note.get_by_role("link", name="Back to footnote 3 in the text").click()
    expect(note).to_be_hidden()
    page.locator("#para-10-a").get_by_role("link", name="Next match").click()
    expect(page.locator("#para-20-a")).to_be_in_viewport()
    page.get_by_role("button", name="Contents").click()
    outline.get_by_role("link", name="Chapter 4").click()
    if not has_javascript:
        page.get_by_role("button", name="Close").first.click()
    expect(outline).to_be_hidden()
    expect(page.locator("#chapter-4")).to_be_in_viewport()
    page.context.close()


def test_contents_can_be_opened_wherever_the_phone_is_scrolled(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(browser, live_server, f"{ADDRESS}#para-12", PHONE, is_mobile=True, has_touch=True)
    page.get_by_role("button", name="Contents").tap()
    expect(page.locator(".outline a[aria-current]").first).to_be_in_viewport()
    entry = page.get_by_role("navigation", name="Recommendations in this document").get_by_role("link").nth(3)
    expect(entry).to_have_text(
        re.compile(r"^Para\. 40 \(a\) States parties are encouraged to use joint investigations…$")
    )
    entry.tap()
    expect(page.locator("#para-40-a")).to_be_in_viewport()
    expect(page.locator("#reader-contents")).to_be_hidden()
    page.context.close()


def test_reader_goes_from_one_recommendation_to_the_next(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(browser, live_server, f"{ADDRESS}#para-12", PHONE)
    following, preceding = (page.get_by_role("link", name=f"{way} recommendation") for way in ("Next", "Previous"))
    for button, place in ((following, "para-30-a"), (following, "para-40-a"), (preceding, "para-30-a"),
                          (preceding, "para-20-a"), (preceding, "para-10-a"), (preceding, "para-10-a")):  # fmt: skip
        button.press("Enter")
        expect(page).to_have_url(re.compile(f"#{place}$"))
        expect(page.locator(f"#{place}")).to_be_in_viewport()
    page.context.close()


def test_each_recommendation_has_a_heading(browser: Browser, live_server: LiveServer, report: LanguageVersion) -> None:
    page = open_at(browser, live_server, ADDRESS, DESKTOP)
    headings = page.get_by_role("heading", level=3, name=re.compile(r"^Recommendation para\. \d0 \(a\)"))
    expect(headings).to_have_count(4)
    page.context.close()


@pytest.mark.parametrize("has_touch", quick_first([True, False]))
def test_links_for_citing_do_not_stretch_lines(
    browser: Browser, live_server: LiveServer, report: LanguageVersion, has_touch: bool
) -> None:
    page = open_at(browser, live_server, ADDRESS, PHONE, is_mobile=has_touch, has_touch=has_touch)
    cite = page.locator("#para-3 .cite").bounding_box()
    assert cite is not None
    assert cite["height"] >= (38 if has_touch else 24)
    lines: list[float] = page.evaluate(
        "[...document.querySelectorAll('.reader-text .block > p')].map(each =>"
        " each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight))"
    )
    assert len(lines) > 20
    assert [each for each in lines if abs(each - round(each)) > 0.05] == []
    page.context.close()


def test_link_to_a_paragraph_can_be_copied(browser: Browser, live_server: LiveServer, report: LanguageVersion) -> None:
    page = open_at(browser, live_server, ADDRESS, DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#para-3").get_by_role("link", name="Cite para. 3").click()
    page.get_by_role("dialog").get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Copied")
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == f"{live_server.url}{ADDRESS.removeprefix('/en')}?language=en#para-3"
    )
    page.context.close()


def test_notes_are_next_to_their_paragraph_on_a_wide_screen(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(browser, live_server, ADDRESS, WIDE)
    expect(page.locator("#note-3")).to_be_visible()
    text, note = page.locator("#para-3").bounding_box(), page.locator("#note-3").bounding_box()
    assert text is not None
    assert note is not None
    assert note["x"] >= text["x"] + text["width"]
    assert abs(note["y"] - text["y"]) < 40
    page.context.close()


@pytest.mark.long
def test_citation_is_a_separate_page_without_javascript(
    browser: Browser, live_server: LiveServer, report: LanguageVersion
) -> None:
    page = open_at(browser, live_server, f"{ADDRESS}#para-3", PHONE, java_script_enabled=False)
    page.locator("#para-3").get_by_role("link", name="Cite para. 3").click()
    expect(page.locator("#cite-un")).to_have_text("CTOC/COP/2022/L.4, para. 3")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.locator("main").get_by_role("link", name="français").click()
    expect(page).to_have_url(re.compile(r"\?language=fr#para-3$"))
    page.context.close()


@pytest.mark.long
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_document_pages_are_accessible(
    browser: Browser, live_server: LiveServer, report: LanguageVersion, viewport: dict[str, int]
) -> None:
    violations = {}
    for address in (
        ADDRESS,
        f"{ADDRESS}?q=joint+investigations#para-20-a",
        f"{ADDRESS}?q=zebra",
        f"{ADDRESS}cite/para-3/",
    ):
        page = open_at(browser, live_server, address, viewport)
        if page_violations := accessibility_violations(page):
            violations[address] = page_violations
        page.context.close()
    assert violations == {}


@pytest.mark.long
def test_open_citation_is_accessible(browser: Browser, live_server: LiveServer, report: LanguageVersion) -> None:
    page = open_at(browser, live_server, ADDRESS, DESKTOP)
    page.get_by_role("link", name="Cite this document").click()
    expect(page.get_by_role("dialog").locator("#cite-un")).to_be_visible()
    assert accessibility_violations(page, expand=None) == []
    page.context.close()


def test_print_keeps_the_status_of_each_recommendation(
    browser: Browser, live_server: LiveServer, corpus: dict[str, str]
) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(live_server.url + corpus["document without symbol"])
    page.emulate_media(media="print")
    expect(page.locator(".reader-text .status")).to_have_text("Draft – not adopted in this document")
    expect(page.locator(".document-statuses")).to_contain_text("Draft – not adopted")
    expect(page.locator(".document-statuses")).to_contain_text("No adopted version of this draft was found")
    page.close()
