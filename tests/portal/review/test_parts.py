"""The review page of a long text shows one part of it, and leads to the others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from documents.models import LanguageVersion
from portal.review.parts import divide
from portal.review.saving import address_of
from recommendations.models import Recommendation
from tests import builders as make
from tests.portal.review.forms import A, corrections, form_data, text_of
from tests.portal.review.test_page import ADDRESS, FRAGMENT, page
from tests.portal.review.test_page import version as version_with_pages  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

ANCHORS = [f"para-{number}" for number in range(1, 6)]


@pytest.fixture
def long_text(monkeypatch: pytest.MonkeyPatch) -> LanguageVersion:
    """A text without pages, of five recommendations in three parts."""
    monkeypatch.setattr("portal.review.parts.MAX_PARAGRAPHS", 2)
    version = make.version(make.document("A/1"), title="Report")
    make.file(version, b"text", media_type="text/plain")
    for number, anchor in enumerate(ANCHORS, start=1):
        make.recommendation(f"States should act {number}.", of=version, path=f"para. {number}", anchor=anchor)
    gap = {"template": "Missing numbers before %(path)s: %(count)s.", "values": {"path": "para. 4", "count": 2}}
    messages: list[Any] = ["No symbol is printed on the document.", gap, "para. 5 reads as adopted."]
    version.doubts = [{"code": "x", "message": message, "page": None} for message in messages]
    version.save()
    return version


def shown(text: str) -> tuple[list[str], list[str]]:
    """Return the anchors of the recommendations and of the paragraphs of the source on a page."""
    return re.findall(r'<article id="rec-([^"]*)"', text), re.findall(r'<p id="text-([^"]*)"', text)


def test_each_recommendation_and_paragraph_is_on_one_part(admin_client: Client, long_text: LanguageVersion) -> None:
    pages = [page(admin_client, f"{ADDRESS}?part={number}") for number in (1, 2, 3)]
    assert [shown(text) for text in pages] == [(ANCHORS[:2],) * 2, (ANCHORS[2:4],) * 2, (ANCHORS[4:],) * 2]
    for number, text in enumerate(pages, start=1):
        assert re.findall(r'part=(\d)" aria-current="page"', text) == [str(number)] * 2, "above and below"
        assert "5 recommendations" in text
        assert all(action in text for action in ("Publish", "Correct the masthead", "Add a missing recommendation"))


def test_points_to_check_are_counted_for_each_part_and_shown_there(
    admin_client: Client, long_text: LanguageVersion
) -> None:
    pages = [page(admin_client, f"{ADDRESS}?part={number}") for number in (1, 2, 3)]
    links = [re.sub("<[^>]*>", "", link) for link in re.findall(r'<a class="chip" href="[^"]*part=.*?</a>', pages[0])]
    assert links[:3] == [
        "Part 1: 2 recommendations, 2 points to check",  # a point without a place is in the first part
        "Part 2: 2 recommendations, 1 point to check",
        "Part 3: 1 recommendation",
    ]
    assert ["No symbol is printed" in text for text in pages] == [True, False, False]
    assert ["numbers are missing before" in text for text in pages] == [False, True, False]
    assert pages[2].count("reads as adopted") == 1, "at the recommendation that it names, as stored long ago"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 1),
        ("?at=para-4", 2),
        ("?at=para-5&part=1", 1),
        ("?at=nowhere", 1),
        ("?part=0&at=para-5", 3),
        ("?part=4", 1),
        ("?part=x", 1),
        ("?page=7", 1),
    ],
)
def test_part_is_the_requested_one_or_that_of_the_place(
    admin_client: Client, long_text: LanguageVersion, query: str, expected: int
) -> None:
    assert f'part={expected}" aria-current="page"' in page(admin_client, ADDRESS + query)
    assert shown(page(admin_client, FRAGMENT + query))[1] == ANCHORS[2 * expected - 2 : 2 * expected]


def test_empty_part_says_that_others_may_have_recommendations(admin_client: Client, long_text: LanguageVersion) -> None:
    Recommendation.objects.filter(anchor="para-5").delete()
    assert "No recommendations were found in this part of the text." in page(admin_client, f"{ADDRESS}?part=3")


def test_short_text_is_not_divided(admin_client: Client, long_text: LanguageVersion) -> None:
    long_text.paragraphs.filter(anchor__in=ANCHORS[2:]).delete()
    text = page(admin_client)
    assert "several parts" not in text
    assert shown(text) == (ANCHORS[:2], ANCHORS[:2])
    assert address_of(long_text, "para-2") == f"{ADDRESS}?language=en#rec-para-2"


def test_page_of_the_source_determines_the_part(
    admin_client: Client,
    version_with_pages: LanguageVersion,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second page also has the end of the first recommendation, which is in another part."""
    monkeypatch.setattr("portal.review.parts.MAX_PARAGRAPHS", 1)
    text = page(admin_client, f"{ADDRESS}?page=2")
    assert shown(text)[0] == ["annex-i-b"]
    links = re.findall(r'<a href="([^"]*)" data-at', text)
    assert links == [f"?language=en&amp;at=annex-i-{letter}#rec-annex-i-{letter}" for letter in "ab"]
    version_with_pages.doubts = [{"code": "x", "message": "A list label is missing.", "page": 2}]
    [first, second] = divide(version_with_pages, []).parts
    assert (first.doubt_count, second.doubt_count) == (0, 1)


def test_correction_leads_back_to_the_part_of_its_recommendation(
    admin_client: Client, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.review.parts.MAX_PARAGRAPHS", 1)
    data = form_data(admin_client, A, heading="A new heading")
    response = admin_client.post(A, data, follow=True)
    assert corrections() == [("para-1-a", "heading", "A new heading")]
    assert response.redirect_chain[-1][0].endswith("?language=en&at=para-1-a#rec-para-1-a")
    assert 'id="rec-para-1-a"' in response.content.decode()
    assert "1 correction saved." in text_of(response)


def test_recommendations_of_a_draft_are_in_the_part_of_their_paragraph(
    admin_client: Client, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    version.published_at = version.document.created_at
    version.save()
    admin_client.post(A, form_data(admin_client, A, heading="A new heading"))
    expected = shown(page(admin_client))[0]
    monkeypatch.setattr("portal.review.parts.MAX_PARAGRAPHS", 1)
    count = version.paragraphs.count()
    texts = [page(admin_client, f"{ADDRESS}?part={number}") for number in range(1, count + 1)]
    assert [anchor for text in texts for anchor in shown(text)[0]] == expected
    assert sum("A new heading" in text for text in texts) == 1
