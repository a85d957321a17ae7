"""Names, titles, sources and notes of compiled files, and links back to the previous page."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from django.test import Client

from recommendations.exports.compilation import compile_selection
from recommendations.exports.document import SourceNotes
from recommendations.exports.formats import FORMATS, file_name
from recommendations.models import Recommendation
from tests import builders as make
from tests.recommendations.exports.compiling import ROOT, compile_results, create_report
from tests.recommendations.exports.test_pages import page_text

pytestmark = pytest.mark.django_db

SLUG = "wg-international-cooperation-12"


@pytest.fixture
def rows() -> list[Recommendation]:
    """Two recommendations of one document, on page 3."""
    report = create_report("CTOC/COP/2022/L.4")
    return [
        make.recommendation(
            f"Act {letter}.", of=report, path=f"annex I ({letter})", anchor=f"annex-i-{letter}", page=3,
            articles=["untoc:18"], status=status,
        )
        for letter, status in (("a", "adopted"), ("b", "adopted"), ("c", "draft"))
    ]  # fmt: skip


def test_file_name_describes_the_content(rows: list[Recommendation]) -> None:
    word = FORMATS["word"]
    for choices, subject in (
        ({"meeting": (SLUG,)}, SLUG),
        ({"article": ("untoc:18",)}, "untoc-18"),
        ({"words": "act / b"}, "act-b"),
        ({}, "all"),
    ):
        content = compile_results(**choices)
        assert file_name(content, word) == f"recommendations-{subject}-{content.about.made_at:%Y-%m-%d}.docx"
    content = compile_selection([rows[0].pk], "none", ROOT)
    assert file_name(content, word) == f"recommendations-basket-{content.about.made_at:%Y-%m-%d}.docx"


def test_title_names_the_meeting_the_article_or_the_search(rows: list[Recommendation]) -> None:
    prefix = "Compilation of recommendations: "
    assert compile_results(meeting=(SLUG,)).about.title.startswith(f"{prefix}Twelfth meeting of the Working Group")
    assert "article 18" in compile_results(article=("untoc:18",)).about.title
    assert compile_results(words="act").about.title == f"{prefix}“act”"
    assert compile_selection([rows[0].pk], "none", ROOT).about.title == f"{prefix}basket"


def test_recommendations_of_one_meeting_are_not_described_as_newest_first(rows: list[Recommendation]) -> None:
    assert "Newest first." not in compile_results(meeting=(SLUG,)).about.notes
    make.recommendation(meeting=make.meeting(ordinal=13))
    assert "Newest first." in compile_results().about.notes


def test_details_of_a_document_are_only_in_its_first_note(rows: list[Recommendation]) -> None:
    content = compile_results()
    notes = SourceNotes(content)
    made = [notes.note(entry, entry.item) for entry in content.entries() if entry.item]
    assert [note.citation for note in made] == [
        f"CTOC/COP/2022/L.4, annex I, para. ({letter}), p. 3" for letter in "abc"
    ]
    assert made[0].details.startswith(". Adopted by the Working Group on International Cooperation at its twelfth")
    assert made[1].details == "."
    assert made[2].details.startswith(". Draft – not adopted in this document")


def test_source_of_a_basket_is_the_link_that_shows_it(rows: list[Recommendation]) -> None:
    address = compile_selection([rows[1].pk, rows[0].pk], "none", ROOT).about.address
    assert address == f"{ROOT}/basket/shared/?of=CTOC/COP/2022/L.4:annex-i-b,annex-i-a"


def test_page_links_back_to_the_previous_page(client: Client, rows: list[Recommendation]) -> None:
    assert "Back to search results" in page_text(client.get("/compile/?q=act"))
    client.post("/basket/", {"add": rows[0].pk})
    assert "Back to the basket" in page_text(client.get("/compile/?from=basket"))
    meeting_page = client.get(f"/meetings/{SLUG}/?status=draft").content.decode()
    [link] = {piece.partition('"')[0] for piece in meeting_page.split('href="')[1:] if piece.startswith("/en/compile/")}
    assert meeting_page.index(link) < meeting_page.index('<dl class="facts"')
    response = client.get(unquote(link.replace("&amp;", "&")))
    assert f'href="/en/meetings/{SLUG}/?status=draft">Back to the meeting</a>' in response.content.decode()
    assert "Download as:" in page_text(response)
    assert "Back to search results" not in page_text(response)


def test_default_grouping_is_the_same_everywhere(client: Client, rows: list[Recommendation]) -> None:
    client.post("/basket/", {"add": rows[0].pk})
    for address in ("/recommendations/", "/compile/?q=act", "/basket/", "/compile/?from=basket"):
        assert '<option value="none" selected>' in client.get(address).content.decode(), address
    about = json.loads(b"".join(client.get("/compile/?q=act&format=json")))["about"]  # type: ignore[call-overload]
    assert about["grouping"] == "none"
