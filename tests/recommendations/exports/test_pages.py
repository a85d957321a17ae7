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
from django.contrib.auth.models import User
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


def page_text(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def read_stream(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def low_entry_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower the limit, so that two recommendations are too many for an immediate compilation."""
    monkeypatch.setattr(formats, "MAX_IMMEDIATE_ENTRIES", 1)


def create_recommendations(number: int = 2) -> None:
    for _index in range(number):
        make.recommendation("Joint action.", articles=["untoc:18"])


def post_compilation(client: Client, **parameters: str) -> Any:
    return client.post("/compile/", {"by": "article", "format": "word", **parameters})


# --- immediate ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "media_type", "beginning"),
    [
        ("word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("pdf", "application/pdf", b"%PDF-1.7"),
        ("excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
        ("json", "application/json", b'{"about"'),
    ],
)
def test_short_compilation_is_immediate(client: Client, form: str, media_type: str, beginning: bytes) -> None:
    create_recommendations()
    response = client.get(f"/compile/?q=joint&article=untoc:18&by=article&format={form}")
    assert (response.status_code, response["Content-Type"]) == (200, media_type)
    extension = formats.FORMATS[form].extension
    name = rf"recommendations-joint-untoc-18-\d{{4}}-\d\d-\d\d.{extension}"
    assert re.fullmatch(f'attachment; filename="{name}"', response["Content-Disposition"])
    assert response.streaming
    assert read_stream(response).startswith(beginning)
    assert not client.cookies


def test_csv_and_json_are_streamed_at_any_length(client: Client, low_entry_limit: None) -> None:
    create_recommendations()
    document = json.loads(read_stream(client.get("/compile/?format=json&by=none")))
    assert document["about"]["total"] == len(document["items"]) == 2
    assert read_stream(client.get("/compile/?format=csv&by=none")).count(b"Joint action.") == 2


def test_json_has_the_fields_of_the_api_and_the_organs(client: Client) -> None:
    create_recommendations(1)
    [item] = json.loads(read_stream(client.get("/compile/?q=joint&meaning=off&format=json")))["items"]
    [api_item] = client.get("/api/v1/recommendations?q=joint&meaning=off").json()["items"]
    del api_item["highlights"]
    assert item == {**api_item, "organs": []}


def test_search_offers_to_compile_its_results(client: Client) -> None:
    create_recommendations()
    page = client.get("/recommendations/?q=joint&article=untoc:18").content.decode()
    form = page[page.index('<form class="compile-form') :]
    form = form[: form.index("</form>")]
    assert '<input type="hidden" name="q" value="joint"><input type="hidden" name="article" value="untoc:18">' in form
    assert "formmethod" not in form
    assert "compile-form" not in client.get("/recommendations/?q=joint&in=paragraphs").content.decode()
    assert not client.cookies  # reading creates no session


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ("format=odt", "Choose a format again"),
        ("format=odt", "Choose one of these formats: word, pdf, excel, csv, json."),
        ("by=year", "Choose one of these groupings: none, article, topic, meeting."),
        ("from=elsewhere", "Compile a search, or the basket"),
        ("year=abc&format=csv", "“abc” is not a year"),
        ("in=paragraphs&format=csv", "Only recommendations can be compiled."),
    ],
)
def test_invalid_requests_are_rejected(client: Client, parameters: str, message: str) -> None:
    response = client.get(f"/compile/?{parameters}")
    assert response.status_code == 400
    assert message in page_text(response)


def test_unknown_parameters_are_ignored(client: Client) -> None:
    create_recommendations()
    assert client.get("/compile/?utm_source=letter&q=joint").status_code == 200


def test_valid_choices_are_kept_after_an_invalid_format(client: Client) -> None:
    create_recommendations(1)
    response = client.get("/compile/?q=joint&meaning=off&by=article&format=odt")
    assert response.status_code == 400
    link = re.search(r'href="(/en/compile/[^"]+)"', response.content.decode().partition("<main")[2])
    assert link
    assert unescape(link[1]) == "/en/compile/?q=joint&meaning=off&by=article"
    assert client.get(unescape(link[1])).status_code == 200


@pytest.mark.parametrize(("typed", "form"), [("docx", "word"), ("XLSX", "excel"), ("Word", "word"), ("", "")])
def test_format_is_recognized_by_name_or_extension(typed: str, form: str) -> None:
    assert formats.find_format(typed) == form


def test_empty_result_is_explained(client: Client) -> None:
    assert "There are no results to compile. Change the search." in page_text(
        client.get("/compile/?q=zebra&meaning=off&format=word")
    )


def test_too_many_entries_for_a_format_are_explained(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    create_recommendations()
    monkeypatch.setitem(formats.FORMATS, "word", formats.Format("Word", "docx", "x/y", 1, write=formats.write_word))
    response = client.get("/compile/?format=word&by=none")
    assert response.status_code == 400
    assert "There are too many recommendations for Word (the maximum is 1)." in page_text(response)


# --- in the background -------------------------------------------------------------------------------


def test_long_compilation_is_made_in_the_background_and_shows_progress(client: Client, low_entry_limit: None) -> None:
    create_recommendations()
    assert 'formmethod="post"' in client.get("/recommendations/").content.decode()
    page = client.get("/compile/?q=joint&meaning=off&by=article&format=word")
    assert "Create the file" in page_text(page)
    assert not Compilation.objects.exists()
    response = post_compilation(client, q="joint", meaning="off")
    row = Compilation.objects.get()
    assert response.url == f"/en/compilations/{row.pk}/"
    job = ProcrastinateJob.objects.get(task_name="make_compilation")
    assert (job.args, job.lock) == ({"key": str(row.pk), "root": "http://testserver"}, f"compiling {row.session_key}")
    page = client.get(response.url)
    assert "Waiting to start." in page_text(page)
    assert 'hx-trigger="every 1s"' in page.content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.content.decode()
    begin_compilation(str(row.pk))
    record_progress(str(row.pk), 1, 2)
    state = f"/en/compilations/{row.pk}/state/"
    assert "1 of 2 recommendations written." in page_text(client.get(state))
    assert client.get(f"{state}?seen=running-1-0").status_code == 204
    compilations.write_compilation(row, "http://testserver")
    assert "Download recommendations-" in page_text(client.get(state))
    file = client.get(f"/compilations/{row.pk}/file/")
    assert "Joint action." in "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(file.content)).paragraphs
    )
    assert "attachment" in file["Content-Disposition"]


def test_posted_short_compilation_is_immediate(client: Client) -> None:
    create_recommendations(1)
    response = post_compilation(client)
    assert response.status_code == 302
    assert urlsplit(response.url).query == "by=article&format=word"
    assert not Compilation.objects.exists()


def test_compilation_of_a_dead_worker_is_restarted_once(client: Client, low_entry_limit: None) -> None:
    create_recommendations()
    post_compilation(client)
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
    assert (bytes(row.content or b""), row.state) == (content_before, State.READY)
    assert row.file_name.endswith(".docx")


def test_compilation_of_an_unpublished_document_fails_with_a_reason(client: Client, low_entry_limit: None) -> None:
    version = make.version(make.document("A/1"))
    for _index in range(2):
        make.recommendation(of=version)
    post_compilation(client, document="A/1")
    unpublish_version(version)
    row = Compilation.objects.get()
    compilations.write_compilation(row, ROOT)
    page = client.get(f"/compilations/{row.pk}/")
    assert "The search is no longer valid." in page_text(page)
    assert "/en/compile/?document=A/1&amp;by=article&amp;format=word" in page.content.decode()


def test_unfinished_compilations_per_session_are_limited(client: Client, low_entry_limit: None) -> None:
    create_recommendations()
    for _time in range(MAX_UNFINISHED):
        assert post_compilation(client).status_code == 302
    response = post_compilation(client)
    assert response.status_code == 429
    assert "You already have 3 compilations in progress." in page_text(response)
    assert Compilation.objects.count() == ProcrastinateJob.objects.count() == MAX_UNFINISHED
    assert post_compilation(Client()).status_code == 302
    compilations.write_compilation(Compilation.objects.earliest("requested_at"), ROOT)
    assert post_compilation(client).status_code == 302


def test_unfinished_compilations_of_all_visitors_are_limited(
    client: Client, low_entry_limit: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client without cookies gets a new session for each request."""
    monkeypatch.setattr("recommendations.services.compilations.MAX_UNFINISHED_BY_VISITORS", 2)
    create_recommendations()
    assert [post_compilation(Client()).status_code for _time in range(3)] == [302, 302, 429]
    client.force_login(User.objects.create_user("officer"))
    assert post_compilation(client).status_code == 302


def test_compilations_are_deleted_after_a_day(client: Client, low_entry_limit: None) -> None:
    create_recommendations()
    post_compilation(client)
    row = Compilation.objects.get()
    remove_expired(timestamp=0)
    assert client.get(f"/compilations/{row.pk}/").status_code == 200
    Compilation.objects.update(requested_at=timezone.now() - datetime.timedelta(days=1, minutes=1))
    remove_expired(timestamp=0)
    for address in ("", "state/", "file/"):
        response = client.get(f"/compilations/{row.pk}/{address}")
        assert response.status_code == 404
        assert "Compilations are kept for one day" in page_text(response)


@pytest.mark.parametrize("origin", ["https://evil.example.org", "null", None])
def test_other_sites_cannot_request_compilations(low_entry_limit: None, origin: str | None) -> None:
    create_recommendations()
    headers = {"origin": origin} if origin else {}
    response = Client(enforce_csrf_checks=True).post("/compile/", {"format": "word"}, headers=headers)
    assert response.status_code == 403
    assert not Compilation.objects.exists()
