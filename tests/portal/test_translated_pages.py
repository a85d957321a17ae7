"""Every page in each language: none shows an English sentence of the portal."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from documents.models import Body
from documents.web.language_addresses import without_language
from recommendations.labels.facet_values import reload_names
from recommendations.models import Addressee, Article, Instrument, Topic
from recommendations.services.indexing import join_stages
from tests import builders as make
from tests.browser.conftest import MAIN_PAGES, make_corpus
from tests.lanes import quick_first
from tests.portal.test_permissions import example_address, patterns
from tests.recommendations.search.test_counts import link

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hese|[Tt]hose|[Yy]our|[Ww]hich|[Ww]ith|[Ff]rom|is|are|was|been|and|of|not|by|to)\b"
)
"""Matches words that are in most English sentences, and are not words of the other languages."""
QUOTATION = re.compile("[“«].*?[”»]")
"""Matches the words of a document in a label, which cannot be marked as being in another language."""
OTHER_LETTERS = re.compile("[\u0400-\u06ff\u4e00-\u9fff]")
NOT_TEXT = frozenset({"script", "style", "code", "pre", "kbd", "meta", "title"})
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
CODES = ("ar", "zh", "fr", "ru", "es")
ALL_PAGES = "ru"
"""The language in which all pages are read. In the others, the main pages are."""


@pytest.fixture
def addresses() -> dict[str, str]:
    """Pages of every kind, with names that people gave in all languages."""
    with make.indexed_together():
        found = make_corpus()
    labels = {"en": "Name", **dict.fromkeys(CODES, "Name")}
    for model in (Body, Instrument, Article, Topic, Addressee):
        model.objects.update(labels=labels)
    reload_names()
    return found


def test_no_page_has_an_english_sentence(addresses: dict[str, str]) -> None:
    """A text that is not marked for translation is English in all languages, so one is enough."""
    staff = Client(raise_request_exception=False)  # some pages lack what the example address names
    staff.force_login(User.objects.create_superuser("root"))
    for_staff = [example_address(pattern) for pattern in sorted(patterns()) if pattern.startswith("en/")]
    pages = [(Client(), address) for address in addresses.values()]
    pages += [(staff, address) for address in for_staff if "logout" not in address]
    found = {text: address for client, address in pages for text in english_texts(client, address, ALL_PAGES)}
    assert found == {}


@pytest.mark.parametrize("code", quick_first([code for code in CODES if code != ALL_PAGES]))
def test_main_pages_are_in_their_language(addresses: dict[str, str], code: str) -> None:
    pages = [addresses[name] for name in (*MAIN_PAGES, "wrong parameter", "not found")]
    assert {text: address for address in pages for text in english_texts(Client(), address, code)} == {}


def test_titles_of_documents_are_not_in_the_language_of_the_page() -> None:
    """Programs that read pages aloud pronounce them in the language with which they are marked."""
    title = "Report of the Secretariat on the use of evidence from other States"
    meeting = make.meeting()
    found = {"title": title, "subtitle": "Note by the Secretariat", "meeting": meeting, "body": meeting.body}
    article = make.article("untoc:18", labels={"ru": "Взаимная правовая помощь"})
    with make.indexed_together():
        draft, adopted = (
            make.recommendation(
                "States share evidence under article 18.",
                of=make.version(make.document(date=date, **found)),
                articles=["untoc:18"],
                meeting=meeting,
                status=status,
                path="II (a)",
                heading="Use of the evidence",
            )
            for date, status in ((datetime.date(2020, 1, 1), "draft"), (datetime.date(2021, 1, 1), "adopted"))
        )
        make.citation(draft.paragraph, "article 18", article=article)
    link(draft, adopted, "proposed", 0.9)
    join_stages({draft.version.document_id, adopted.version.document_id})
    pages = [draft.get_absolute_url(), draft.version.document.get_absolute_url(), meeting.get_absolute_url()]
    pages += ["/recommendations/?fold=off", "/articles/untoc/18/", "/brief/?article=untoc:18"]
    english = {text: page for page in pages for text in english_texts(Client(), without_language(page), "ru")}
    assert english == {}


def english_texts(client: Client, address: str, code: str) -> list[str]:
    """Return the texts of a page that are English without being marked as English."""
    response = client.get(f"/{code}/{address.removeprefix('/').removeprefix('en/')}")
    if not response.get("Content-Type", "").startswith("text/html") or not response.content.strip():
        return []
    own = (QUOTATION.sub("", text) for text in texts(response.content.decode(), code))
    return [text for text in own if ENGLISH.search(text) and not OTHER_LETTERS.search(text)]


def texts(markup: str, code: str) -> Iterator[str]:
    """Yield the texts of a page that are not marked as being in another language."""
    yield from _texts_below(html.fromstring(markup), code)


def _texts_below(node: html.HtmlElement, code: str) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag in NOT_TEXT or not node.get("lang", code).startswith(code):
        return
    yield from (value for name in ATTRIBUTES if (value := node.get(name)))
    for text in (node.text, *(child.tail for child in node)):
        if text and text.strip():
            yield " ".join(text.split())
    for child in node:
        yield from _texts_below(child, code)
