"""Requests for compilations: immediate, in the background, limited per session; and invalid requests."""

from __future__ import annotations

import datetime
import io
import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from portal import compilations
from portal.maintenance import remove_expired
from recommendations.exports import formats
from recommendations.models import Compilation
from recommendations.services.compilations import MAX_UNFINISHED, begin_compilation, finish_compilation, record_progress
from tests import builders as make
from tests.recommendations.exports.compiling import ROOT, unpublish_version

pytestmark = pytest.mark.django_db

State = Compilation.State


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make two recommendations too many for an immediate compilation."""
    monkeypatch.setattr(formats, "MAX_IMMEDIATE_ENTRIES", 1)


def fill(number: int = 2) -> None:
    for _place in range(number):
        make.recommendation("Joint action.", articles=["untoc:18"])


def ask(client: Client, **parameters: str) -> Any:
    return client.post("/compile/", {"by": "article", "format": "word", **parameters})


# --- immediate ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
        ("json", "application/json", b'{"about"'),
    ],
)
def test_short_compilation_is_immediate(client: Client, form: str, media_type: str, begins: bytes) -> None:
    fill()
    answer = client.get(f"/compile/?q=joint&article=untoc:18&by=article&format={form}")
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    ending = formats.FORMATS[form].extension
    assert re.fullmatch(
        rf'attachment; filename="recommendations-\d{{4}}-\d\d-\d\d.{ending}"', answer["Content-Disposition"]
    )
    assert answer.streaming
    assert content(answer).startswith(begins)
    assert not client.cookies


def test_csv_and_json_are_streamed_at_any_length(client: Client, short: None) -> None:
    fill()
    document = json.loads(content(client.get("/compile/?format=json&by=none")))
    assert document["about"]["total"] == len(document["items"]) == 2
    assert content(client.get("/compile/?format=csv&by=none")).count(b"Joint action.") == 2


def test_json_has_the_fields_of_the_api(client: Client) -> None:
    fill(1)
    [item] = json.loads(content(client.get("/compile/?q=joint&meaning=off&format=json")))["items"]
    [same] = client.get("/api/v1/recommendations?q=joint&meaning=off").json()["items"]
    del same["highlights"]
    assert item == same


def test_search_offers_to_compile_its_results(client: Client) -> None:
    fill()
    page = client.get("/recommendations/?q=joint&article=untoc:18").content.decode()
    form = page[page.index('<form class="compile-form') :]
    form = form[: form.index("</form>")]
    assert '<input type="hidden" name="q" value="joint"><input type="hidden" name="article" value="untoc:18">' in form
    assert "formmethod" not in form
    assert "compile-form" not in client.get("/recommendations/?q=joint&in=paragraphs").content.decode()
    assert not client.cookies  # reading creates no session


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("format=odt", "Available formats: word, excel, csv, json."),
        ("by=year", "Available groupings: none, article, topic, meeting."),
        ("from=elsewhere", "Compile a search, or the basket"),
        ("year=abc&format=csv", "“abc” is not a year"),
        ("in=paragraphs&format=csv", "Only recommendations can be compiled."),
    ],
)
def test_invalid_requests_are_rejected(client: Client, parameters: str, said: str) -> None:
    answer = client.get(f"/compile/?{parameters}")
    assert answer.status_code == 400
    assert said in words(answer)


def test_valid_choices_are_kept_after_an_invalid_format(client: Client) -> None:
    fill(1)
    answer = client.get("/compile/?q=joint&meaning=off&by=article&format=odt")
    assert answer.status_code == 400
    link = re.search(r'href="(/compile/[^"]+)"', answer.content.decode())
    assert link
    assert unescape(link[1]) == "/compile/?q=joint&meaning=off&by=article"
    assert client.get(unescape(link[1])).status_code == 200


@pytest.mark.parametrize(("typed", "form"), [("docx", "word"), ("XLSX", "excel"), ("Word", "word"), ("", "")])
def test_format_is_recognized_by_its_ending(typed: str, form: str) -> None:
    assert formats.find_format(typed) == form


def test_empty_result_is_explained(client: Client) -> None:
    assert "No results to compile" in words(client.get("/compile/?q=zebra&meaning=off&format=word"))


def test_too_many_entries_for_a_format_are_explained(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    monkeypatch.setitem(formats.FORMATS, "word", formats.Format("Word", "docx", "x/y", 1, write=formats.write_word))
    answer = client.get("/compile/?format=word&by=none")
    assert answer.status_code == 400
    assert "Too many entries for Word (at most 1)." in words(answer)


# --- in the background -------------------------------------------------------------------------------


def test_long_compilation_is_made_by_the_worker_with_progress(client: Client, short: None) -> None:
    fill()
    assert 'formmethod="post"' in client.get("/recommendations/").content.decode()
    page = client.get("/compile/?q=joint&meaning=off&by=article&format=word")
    assert "Create the file" in words(page)
    assert not Compilation.objects.exists()
    answer = ask(client, q="joint", meaning="off")
    row = Compilation.objects.get()
    assert answer.url == f"/compilations/{row.pk}/"
    job = ProcrastinateJob.objects.get(task_name="make_compilation")
    assert (job.args, job.lock) == ({"key": str(row.pk), "root": "http://testserver"}, f"compiling {row.session}")
    page = client.get(answer.url)
    assert "Waiting to start." in words(page)
    assert 'hx-trigger="every 1s"' in page.content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.content.decode()
    begin_compilation(str(row.pk))
    record_progress(str(row.pk), 1, 2)
    state = f"/compilations/{row.pk}/state/"
    assert "1 of 2 recommendations written." in words(client.get(state))
    assert client.get(f"{state}?seen=making-1-0").status_code == 204
    compilations.write_compilation(row, "http://testserver")
    assert "Download recommendations-" in words(client.get(state))
    file = client.get(f"/compilations/{row.pk}/file/")
    assert "Joint action." in "\n".join(each.text for each in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "attachment" in file["Content-Disposition"]


def test_posted_short_compilation_is_immediate(client: Client) -> None:
    fill(1)
    answer = ask(client)
    assert answer.status_code == 302
    assert urlsplit(answer.url).query == "by=article&format=word"
    assert not Compilation.objects.exists()


def test_compilation_of_a_dead_worker_is_restarted_once(client: Client, short: None) -> None:
    fill()
    ask(client)
    row = Compilation.objects.get()
    begin_compilation(str(row.pk))
    record_progress(str(row.pk), 1, 2)  # the worker dies here
    restarted = begin_compilation(str(row.pk))
    assert restarted is not None
    assert restarted.done == 0
    compilations.write_compilation(restarted, ROOT)
    content_before = bytes(Compilation.objects.get().content or b"")
    finish_compilation(str(row.pk), "another.docx", b"another worker's")
    assert begin_compilation(str(row.pk)) is None
    row.refresh_from_db()
    assert (bytes(row.content or b""), row.state, row.name.endswith(".docx")) == (content_before, State.READY, True)


def test_vanished_document_fails_with_a_reason(client: Client, short: None) -> None:
    version = make.version(make.document("A/1"))
    for _place in range(2):
        make.recommendation(of=version)
    ask(client, document="A/1")
    unpublish_version(version)
    row = Compilation.objects.get()
    compilations.write_compilation(row, ROOT)
    page = client.get(f"/compilations/{row.pk}/")
    assert "The search is no longer valid." in words(page)
    assert "/compile/?document=A/1&amp;by=article&amp;format=word" in page.content.decode()


def test_unfinished_compilations_per_session_are_limited(client: Client, short: None) -> None:
    fill()
    for _time in range(MAX_UNFINISHED):
        assert ask(client).status_code == 302
    answer = ask(client)
    assert answer.status_code == 429
    assert "You already have 3 compilations in progress." in words(answer)
    assert Compilation.objects.count() == ProcrastinateJob.objects.count() == MAX_UNFINISHED
    assert ask(Client()).status_code == 302
    compilations.write_compilation(Compilation.objects.earliest("asked_at"), ROOT)
    assert ask(client).status_code == 302


def test_compilations_are_deleted_after_a_day(client: Client, short: None) -> None:
    fill()
    ask(client)
    row = Compilation.objects.get()
    remove_expired(timestamp=0)
    assert client.get(f"/compilations/{row.pk}/").status_code == 200
    Compilation.objects.update(asked_at=timezone.now() - datetime.timedelta(days=1, minutes=1))
    remove_expired(timestamp=0)
    for address in ("", "state/", "file/"):
        answer = client.get(f"/compilations/{row.pk}/{address}")
        assert answer.status_code == 404
        assert "Compilations are kept for one day" in words(answer)


@pytest.mark.parametrize("origin", ["https://evil.example.org", "null", None])
def test_other_sites_cannot_request_compilations(short: None, origin: str | None) -> None:
    fill()
    headers = {"origin": origin} if origin else {}
    answer = Client(enforce_csrf_checks=True).post("/compile/", {"format": "word"}, headers=headers)
    assert answer.status_code == 403
    assert not Compilation.objects.exists()
