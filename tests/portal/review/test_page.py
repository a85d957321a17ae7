"""The review page: the reading of a version with its doubts, next to the source file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Correction, LanguageVersion
from documents.parsing.messages import Message
from documents.parsing.types import Doubt
from documents.queries.source_files import PDF
from documents.services import store_doubts
from portal.review.parts import doubts_of
from recommendations.labels.facet_values import reload_names
from recommendations.models import Recommendation
from recommendations.services.passages import write_passages
from tests import builders as make
from tests.portal.review.pdfs import pdf

ADDRESS = "/en/documents/A/1/review/"
FRAGMENT = f"{ADDRESS}original/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> LanguageVersion:
    """A version with two recommendations on two pages of a PDF, and faked page pictures."""
    size = b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IHDR" + (900).to_bytes(4, "big") + (1165).to_bytes(4, "big")
    picture = size + bytes(13) + b"pHYs" + (4169).to_bytes(4, "big") * 2
    monkeypatch.setattr("portal.review.source.picture_of", lambda file, page: picture)
    version = make.version(make.document("A/1", title="Report"), page_count=2)
    LanguageVersion.objects.filter(pk=version.pk).update(
        parsed={"masthead": {"title": "Report", "date": "2022-09-08", "meeting": {"place": "Vienna"}}},
        doubts=[{"code": "x", "message": "Annex I (a) reads as adopted.", "page": None}],
    )
    make.file(version, pdf("one", "two"), media_type=PDF)
    for number, page in ((1, 1), (2, 2)):
        letter = "ab"[number - 1]
        item = make.recommendation(
            f"States <b>should</b> act {letter}.",
            of=version,
            path=f"Annex I ({letter})",
            anchor=f"annex-i-{letter}",
            page=page,
        )
        item.paragraph.page, item.paragraph.box = page, [100, 200, 500, 240]
        item.paragraph.breaks = [{"offset": 5, "page": page + 1, "box": {"left": 1, "top": 2, "right": 3, "bottom": 4}}]
        item.paragraph.save()
    version.refresh_from_db()
    return version


def page(client: Client, address: str = ADDRESS, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def test_reading_is_shown_next_to_its_page(admin_client: Client, version: LanguageVersion) -> None:
    content = page(admin_client)
    assert "8 September 2022" in content
    assert "States &lt;b&gt;should&lt;/b&gt; act a." in content
    assert "Page 1 of 2" in content
    assert '<image href="/documents/A/1/pictures/1/?language=en" width="61' in content
    assert '<rect x="97.0" y="197.0" width="406.0" height="46.0"' in content
    assert content.count("<rect") == 1
    assert " style=" not in content


def test_points_to_check_are_in_the_language_of_the_page(admin_client: Client, version: LanguageVersion) -> None:
    """A point that was stored without its values stays in English, and is marked so."""
    unknown = Message(
        "%(path)s appears to be adopted, but the meeting is unknown. "
        "The recommendation is shown as submitted for consideration.",
        path="Annex I (a)",
    )
    old = "A list label is missing before Annex I (b)."
    store_doubts(version, [Doubt("adopted_by_unknown", unknown)])
    version.doubts.append({"code": "numbering_gap", "message": old, "page": None})
    version.save()
    content = page(admin_client, ADDRESS.replace("/en/", "/fr/"))
    doubt = "Annexe I, al. a) : la recommandation semble avoir été adoptée, mais la réunion est inconnue."
    assert content.count(doubt) == 2
    assert content.count(f'<span lang="en" dir="ltr">{old}</span>') == 2, "at the top, and at the recommendation"


@pytest.mark.parametrize("address", [ADDRESS, FRAGMENT])
@pytest.mark.parametrize(
    ("query", "number", "marked", "reason"),
    [
        ("?page=2", 2, ["annex-i-a", "annex-i-b"], "the first one continues on the second page"),
        ("?at=annex-i-b", 2, ["annex-i-a", "annex-i-b"], "the page of the recommendation"),
        ("?page=1&at=annex-i-b", 1, ["annex-i-a"], "the requested page"),
        ("?page=99", 2, ["annex-i-a", "annex-i-b"], "the last page"),
        ("?page=x", 1, ["annex-i-a"], "not a number"),
        ("?page=0&at=nowhere", 1, ["annex-i-a"], "no such place"),
    ],
)
def test_source_shows_the_requested_page(
    admin_client: Client,
    version: LanguageVersion,
    address: str,
    query: str,
    number: int,
    marked: list[str],
    reason: str,
) -> None:
    shown = page(admin_client, address + query)
    assert f"Page {number} of 2" in shown, reason
    assert re.findall(r'<a href="#rec-([^"]*)" data-at', shown) == marked, reason


def test_boxes_outside_the_page_are_not_drawn(admin_client: Client, version: LanguageVersion) -> None:
    """If the parser rotated a page, its boxes do not match the picture; a misplaced box would mislead the editor."""
    paragraph = Recommendation.objects.get(anchor="annex-i-a").paragraph
    paragraph.box = [100, 200, 700, 240]
    paragraph.save()
    assert "<rect" not in page(admin_client)


def test_text_is_shown_if_there_are_no_pages(admin_client: Client, version: LanguageVersion) -> None:
    version.files.update(media_type="text/plain")
    make.paragraph(version, "A last <i>word</i>.", position=10**6)
    shown = page(admin_client, f"{ADDRESS}?at=annex-i-b")
    assert "Text of the source file" in shown
    assert "A last &lt;i&gt;word&lt;/i&gt;." in shown
    assert shown.count("recommended") == 2
    assert 'href="#rec-annex-i-b"' in shown


def test_error_is_shown_for_a_page_that_cannot_be_drawn(
    admin_client: Client, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    version.files.get().file_content.delete()
    make.file(version, b"%PDF-1.4 broken", media_type=PDF, issue=2)
    assert "cannot be shown" in page(admin_client, FRAGMENT)


@pytest.mark.parametrize(
    ("doubt", "is_related"),
    [
        ({"message": "Annex I (a) reads as adopted.", "page": None}, True),
        ({"message": "Annex I (a) (ii) reads as adopted.", "page": None}, False),
        ({"message": "Annex I (ab) reads as adopted.", "page": None}, False),
        ({"message": "XAnnex I (a) reads as adopted.", "page": None}, False),
        ({"message": "Page 3 is a picture.", "page": 3}, True),
        ({"message": "Page 4 is a picture.", "page": 4}, False),
        ({"message": "No title."}, False),
    ],
)
def test_doubts_are_matched_to_their_recommendation(doubt: dict[str, Any], is_related: bool) -> None:
    row = Recommendation(path="Annex I (a)", page=3)
    [related] = doubts_of([row], [doubt])
    assert bool(related) is is_related


def test_corrections_are_marked_with_person_and_old_value(admin_client: Client, version: LanguageVersion) -> None:
    Correction.objects.create(
        version=version,
        kind="field",
        anchor="annex-i-a",
        field="heading",
        old_value="<Old>",
        value="New",
        made_at=timezone.now(),
    )
    Correction.objects.create(
        version=version, kind="fact", field="date", old_value="2022-09-07", value="2022-09-08", made_at=timezone.now()
    )
    Correction.objects.create(
        version=version, kind="remove", anchor="annex-i-c", old_value="Gone", made_at=timezone.now()
    )
    content = page(admin_client)
    assert content.count("a deleted account") == 3
    assert "<bdi>&lt;Old&gt;</bdi>" in content
    assert "<bdi>7 September 2022</bdi>" in content
    assert "recommendation removed" in content


def test_duplicates_are_shown(admin_client: Client, version: LanguageVersion) -> None:
    duplicate = make.version(make.document("A/2"), published=False)
    make.recommendation("States <b>should</b> act a.", of=duplicate)
    for row in (version, duplicate):
        write_passages(row)
    shown = page(admin_client)
    assert "1 possible duplicate" in shown
    assert "nearly identical wording" in shown


def test_number_of_queries_does_not_grow_with_recommendations(admin_client: Client, version: LanguageVersion) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(admin_client)
        return len(captured)

    write_passages(version)
    make.article("untoc:18")
    reload_names()  # the cache may contain names from an earlier test
    expected = queries()
    for number in range(8):
        make.recommendation(f"States should act {number}.", of=version, topics=[make.topic()], articles=["untoc:18"])
    write_passages(version)
    assert queries() <= expected + 2  # for topics and articles, of which there were none before


def test_number_of_possible_duplicates_is_shown(admin_client: Client, version: LanguageVersion) -> None:
    duplicate = make.version(make.document("A/2"), published=False)
    make.recommendation("States <b>should</b> act a.", of=duplicate)
    for row in (version, duplicate):
        write_passages(row)
    assert "A/2" in page(admin_client, f"{ADDRESS}already/")
    line = admin_client.get(f"{ADDRESS}already/", headers={"HX-Request": "true"}).content.decode()
    assert line.lstrip().startswith("<li>")
    assert "of 2 " in line
    assert "may be duplicates" in line


@pytest.mark.parametrize("address", [ADDRESS, FRAGMENT, f"{ADDRESS}already/"])
def test_page_requires_login(client: Client, version: LanguageVersion, address: str) -> None:
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", [f"{ADDRESS}?language=fr", "/documents/A/9/review/", f"{FRAGMENT}?language=xx"])
def test_unknown_version_is_not_found(admin_client: Client, version: LanguageVersion, address: str) -> None:
    assert "is not in this collection" in page(admin_client, address, 404)


def test_document_without_symbol_or_title_is_named(admin_client: Client) -> None:
    document = make.version(make.document(title="")).document
    text = page(admin_client, f"/documents/{document.address}/review/")
    assert "<title>Review of untitled document – UNTOC Portal</title>" in text
    assert "<h1>Review of untitled document</h1>" in text


def test_unknown_language_is_named_in_words(admin_client: Client) -> None:
    make.version(make.document("A/7"), "und", published=False)
    for address in ("/review/", "/documents/A/7/review/"):
        page = re.sub(r"<[^>]*>", " ", admin_client.get(address).content.decode())
        assert re.search(r"language unknown", page, re.IGNORECASE), address
        assert not re.search(r"\bund\b", page, re.IGNORECASE), address
