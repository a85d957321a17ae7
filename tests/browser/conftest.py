"""Fixtures: a real Chromium, if installed, and a portal with content of every kind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from recommendations.services import load_treaty_text
from tests import builders as make
from tests.row_cache import Rows, dump_rows, restore_rows

# Playwright runs an event loop in this thread; rows are created between its calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PROGRAM_NAMES = ("chromium", "chromium-browser", "google-chrome")
MAIN_PAGES = ("home", "search with choices", "recommendation", "document", "article with its text", "matrix")
"""The pages of :func:`corpus` that represent all pages in the quick tests."""


def find_chromium() -> str | None:
    """Return the program named by ``CHROMIUM`` in the environment, or the first on the path, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAM_NAMES)), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Launch a browser for the tests in this folder. While it is open, no other event loop can run in this process."""
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium is installed: pages are not tried in a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def load_treaty(numbers: list[str]) -> None:
    """Load a text of the Convention with these articles, each with every kind of element."""
    articles = [
        f"### Article {number}\n\n#### Title of {number}\n\n1. One.\n\n2. Two:\n\n(a) first;\n\n(i) deep;\n\n(b) last."
        for number in numbers
    ]
    text = "\n\n".join(
        ["## United Nations Organized Crime Convention", "Preamble The Parties", *articles, "In witness whereof"]
    )
    load_treaty_text(text.encode(), "treaty.md")


@pytest.fixture(scope="package")
def cached_corpus() -> list[tuple[dict[str, str], Rows]]:
    """The addresses and rows that :func:`corpus` created for the first test that uses it."""
    return []


@pytest.fixture
def corpus(transactional_db: None, cached_corpus: list[tuple[dict[str, str], Rows]]) -> dict[str, str]:
    """Create documents with content of every kind. Return the address of each kind of page."""
    if cached_corpus:
        [(addresses, rows)] = cached_corpus
        restore_rows(rows)
    else:
        with make.indexed_together():
            addresses = make_corpus()
        cached_corpus.append((addresses, dump_rows()))
    return addresses


def make_corpus() -> dict[str, str]:
    group, conference = make.body(), make.conference()
    twelfth = make.meeting(group, 12, place="Vienna")
    eleventh = make.meeting(conference, 11, slug="cop-11")
    cooperation = make.topic("forms-of-cooperation")
    topics = [make.topic(f"topic-{number}", cooperation) for number in range(12)]
    document = make.document("CTOC/COP/2022/L.4", body=conference, meeting=eleventh, title="Draft resolution")
    version = make.version(document, job_number="V.22-21549", page_count=7)
    make.version(document, "fr", title="Projet de résolution")
    make.file(version)
    make.paragraph(version, "Joint investigations", kind="heading", level=1, anchor="h-1", position=1)
    note = make.footnote(version, "CTOC/COP/WG.3/2021/3, paras. 2–4.", position=0)
    paragraph = make.paragraph(
        version,
        "Use articles 16 and 18 of it, as that report says, again and again.",
        label="1",
        anchor="para-1",
        notes=[{"marker": "1", "offset": 29, "note": 0}],
        marks=[{"start": 0, "end": 3, "style": "italic"}],
    )
    for number in ("16", "18"):
        make.citation(paragraph, "articles 16 and 18", article=make.article(f"untoc:{number}"))
    make.citation(paragraph, "that report", reason="The text does not say which report is meant.")
    make.citation(note, "CTOC/COP/WG.3/2021/3", value="CTOC/COP/WG.3/2021/3")
    make.paragraph(version, "", kind="table", cells=[["State", "Requests"], ["Italy", "12"]])
    recommendations = [
        make.recommendation(
            f"States parties are encouraged to use joint investigations of kind {number}.",
            of=version,
            label=f"({number})",
            path=f"Annex I ({number})",
            anchor=f"annex-i-{number}",
            heading="Use and role of joint investigative bodies",
            articles=["untoc:19"] if number % 2 else ["untoc:20", "uncac:46"],
            topics=topics[: number % 12 + 1],
            addressees=[make.addressee()],
            meeting=twelfth,
            put_to=eleventh,
            status="for_endorsement",
            verb="are encouraged to",
            strength="encouraged",
        )
        for number in range(1, 25)
    ]
    draft = make.version(make.document(title="Draft report", body=group, symbol_hints=[]))
    make.recommendation(
        "The Secretariat should develop [a matrix] [guidelines];",
        of=draft,
        path="II (h)",
        status="draft",
        topics=[make.topic(f"theme-{number}") for number in range(8)],
        meeting=make.meeting(group, 11),
        alternatives=[{"start": 31, "end": 41}, {"start": 42, "end": 54}],
    )
    load_treaty(["16", "18", "19", "20"])
    return {
        "home": "/",
        "search": "/recommendations/",
        "search with choices": "/recommendations/?q=joint&article=untoc:19&topic=topic-1",
        "empty search": "/recommendations/?q=zebra&article=untoc:19",
        "search that was understood": "/recommendations/?q=joint+article+19",
        "paragraphs": "/recommendations/?q=joint&in=paragraphs",
        "all values of a facet": "/recommendations/facet/topic/?q=joint&topic=topic-1",
        "recommendation": recommendations[1].get_absolute_url(),
        "draft": "/recommendations/?status=draft",
        "documents": "/documents/",
        "document": document.get_absolute_url(),
        "document without symbol": draft.document.get_absolute_url(),
        "meetings": "/meetings/",
        "meeting": twelfth.get_absolute_url(),
        "meeting with choices": f"{twelfth.get_absolute_url()}?status=for_endorsement",
        "session": eleventh.get_absolute_url(),
        "articles": "/articles/",
        "instrument": "/articles/untoc/",
        "article": "/articles/untoc/19/",
        "article with its text": "/articles/untoc/20/",
        "matrix": "/matrix/",
        "matrix by topics": "/matrix/?by=topic&status=for_endorsement&year=2021",
        "matrix of nothing": "/matrix/?q=zebra",
        "topics": "/topics/",
        "topic": "/topics/topic-1/",
        "what is new": "/new/",
        "comparison": recommendations[0].comparison_with(recommendations[1]),
        "concordance": "/concordance/?q=joint",
        "basket": "/basket/",
        "shared basket": "/basket/shared/?of=CTOC/COP/2022/L.4:annex-i-1,annex-i-2,annex-x&of=A/1:para-1",
        "compile": "/compile/?q=joint&by=topic",
        "brief": "/brief/?article=untoc:20",
        "brief on a search": "/brief/?q=joint&topic=topic-1",
        "request for a brief": "/brief/",
        "log in": "/login/",
        "wrong parameter": "/recommendations/?year=abc",
        "not found": "/documents/A/1/",
    }
