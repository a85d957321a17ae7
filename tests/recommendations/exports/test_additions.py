"""What people add to a compilation: a title and remarks, notes on recommendations, and follow-up for staff only."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from portal import compilations
from recommendations.exports import formats
from recommendations.exports.additions import Additions
from recommendations.exports.compilation import compile_search
from recommendations.exports.document import SourceNotes, remarks
from recommendations.models import Compilation, Recommendation
from recommendations.search.query import SearchQuery
from tests import builders as make
from tests.recommendations.exports.compiling import ROOT, pdf_file, word_file
from tests.recommendations.exports.test_pages import page_text
from tests.recommendations.services.following import record_follow_up, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[Recommendation]:
    return [make.recommendation(f"Act {number}.") for number in range(2)]


def test_title_and_remarks_are_on_the_cover_with_the_query(rows: list[Recommendation]) -> None:
    additions = Additions(title="For the Bureau", remarks="As requested in March.")
    about = compile_search(SearchQuery(words="act"), "none", ROOT, additions=additions).about
    assert about.title == "For the Bureau"
    assert about.lines[:2] == [("Remarks", "As requested in March."), ("Search terms", "“act”")]


@pytest.mark.parametrize("write", [word_file, pdf_file])
def test_note_is_below_its_recommendation(rows: list[Recommendation], write: object) -> None:
    notes = {rows[1].pk: "See the budget <b>."}
    content = compile_search(SearchQuery(), "none", ROOT, additions=Additions(notes=notes))
    assert write(content).getvalue()  # type: ignore[operator]
    lines = {entry.item.row.pk: list(remarks(entry, entry.item, content)) for entry in content.entries() if entry.item}
    assert lines == {rows[0].pk: [], rows[1].pk: ["Note: See the budget <b>."]}


def test_notes_stay_in_the_basket_and_are_exported(client: Client, rows: list[Recommendation]) -> None:
    for row in rows:
        client.post("/basket/", {"add": row.pk})
    client.post("/basket/", {"note": rows[1].pk, "text": "  See the budget.\0 "})
    client.post("/basket/", {"note": 10**9, "text": "Not in the basket."})
    page = page_text(client.get("/basket/"))
    assert "Note: See the budget." in page
    assert "Your notes are not part of it." in page
    lines = csv.DictReader(io.StringIO(b"".join(client.get("/compile/?from=basket&format=csv")).decode("utf-8-sig")))
    assert [row["Note"] for row in lines] == ["", "See the budget."]
    items = json.loads(b"".join(client.get("/compile/?from=basket&format=json")))["items"]
    assert [item["note"] for item in items] == ["", "See the budget."]

    client.post("/basket/", {"remove": rows[1].pk})
    client.post("/basket/", {"add": rows[1].pk})
    assert "See the budget." not in page_text(client.get("/basket/"))
    assert "Note" not in b"".join(client.get("/compile/?from=basket&format=csv")).decode()


def test_note_can_be_changed_and_removed(client: Client, rows: list[Recommendation]) -> None:
    client.post("/basket/", {"add": rows[0].pk})
    client.post("/basket/", {"note": rows[0].pk, "text": "x" * 600})
    assert client.session["basket_notes"] == {str(rows[0].pk): "x" * 500}
    client.post("/basket/", {"note": rows[0].pk, "text": ""})
    assert "basket_notes" not in client.session


def test_worker_writes_the_additions_and_only_staff_get_follow_up(
    client: Client, rows: list[Recommendation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MAX_IMMEDIATE_ENTRIES", 0)
    anna = secretary()
    record_follow_up(rows[0], anna, state="under_way", note="Only for staff.")
    client.force_login(anna)
    client.post(
        "/compile/", {"q": "act", "title": "For the Bureau", "follow-up": "yes", "format": "excel", "by": "none"}
    )
    row = Compilation.objects.get()
    compilations.write_compilation(row, ROOT)
    address = f"/compilations/{row.pk}/file/"
    assert client.get(address).status_code == 200
    for suffix in ("", "state/", "file/"):
        assert Client().get(f"/compilations/{row.pk}/{suffix}").status_code == 403
    row.refresh_from_db()
    assert row.additions["title"] == "For the Bureau"


def test_file_of_the_follow_up_ledger_is_for_staff(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cover sheet names the people and the status by which the ledger was filtered."""
    monkeypatch.setattr(formats, "MAX_IMMEDIATE_ENTRIES", 0)
    anna = secretary()
    row = make.recommendation("Develop a tool.", addressees=[make.addressee("secretariat")])
    record_follow_up(row, anna, state="under_way")
    client.force_login(anna)
    client.post("/compile/", {"from": "follow-up", "state": "under_way", "format": "word", "by": "none"})
    stored = Compilation.objects.get()
    compilations.write_compilation(stored, ROOT)
    assert client.get(f"/compilations/{stored.pk}/file/").status_code == 200
    assert Client().get(f"/compilations/{stored.pk}/file/").status_code == 403


def test_meeting_is_named_once_in_each_group() -> None:
    meeting = make.meeting()
    for number in (1, 2):
        version = make.version(make.document(f"A/{number}"))
        for _each in range(2):
            make.recommendation(of=version, meeting=meeting, articles=["untoc:18", "untoc:19"])

    def named(grouping: str) -> list[int]:
        content = compile_search(SearchQuery(), grouping, ROOT)
        notes = SourceNotes(content)
        entries = [
            (entry.group.value, notes.note(entry, entry.item).details) for entry in content.entries() if entry.item
        ]
        return [
            sum("twelfth meeting" in details for value, details in entries if value == group.value)
            for group in content.groups
        ]

    assert named("meeting") == [1], "its heading names the meeting, so one sentence is enough for both documents"
    assert named("article") == [2, 2], "once for each document in each group"


@pytest.mark.parametrize(("name", "length"), [("title", 151), ("remarks", 501)])
def test_additions_that_are_too_long_are_rejected(client: Client, name: str, length: int) -> None:
    make.recommendation()
    response = client.get("/compile/", {name: "x" * length, "format": "csv"})
    assert response.status_code == 400
    assert f"Use at most {length - 1} characters." in page_text(response)
