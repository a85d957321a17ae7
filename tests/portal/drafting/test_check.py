"""The page, the API and the command that check a draft: results, files, bad input, and limits."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from documents.web.language_addresses import without_language
from portal.drafting import checking, uploads, views
from portal.drafting.checking import BusyError, SameVisitorError, turn
from portal.drafting.page import KIND_LABELS
from portal.drafting.uploads import SentDraft
from recommendations.api.checks import Agreement, FindingKind
from recommendations.services.passages import write_passages
from tests import builders as make
from tests.portal.review.pdfs import pdf

pytestmark = pytest.mark.django_db

PAGE, API = "/check/", "/api/v1/checks"
AGREED = (
    "States parties are encouraged to facilitate training activities for judges, prosecutors, law enforcement officers "
    "or other practitioners engaged in joint investigations, where appropriate."
)
DRAFT = f"""Draft resolution

The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,

Recalling article 45 of the Convention,

1. Requests the Secretariat to keep <script>alert(1)</script> a list of =SUM(A1) ships;

2. {AGREED.replace("are encouraged to", "should").replace(", where appropriate", "")}
"""


@pytest.fixture
def agreed() -> Any:
    row = make.recommendation(
        AGREED,
        of=make.version(make.document("CTOC/COP/2022/L.4", body=make.conference())),
        path="Annex I (d)",
        status="adopted",
        meeting=make.meeting(make.body(), 12),
        addressees=[make.addressee()],
        verb="are encouraged to",
        strength="encouraged",
    )
    write_passages(row.version)
    return row


def kinds(answer: Any) -> set[str]:
    return {finding["kind"] for finding in answer["findings"]}


# --- results -----------------------------------------------------------------------------------------


def test_api_returns_exactly_the_published_fields(client: Client, agreed: Any) -> None:
    response = client.post(API, {"text": DRAFT})
    assert response.status_code == 200, response.content
    answer = response.json()
    assert set(answer) == {"findings", "clauses", "untouched"}
    for finding in answer["findings"]:
        assert set(finding) == {"kind", "where", "text", "message", "certain", "sources"}
        assert finding["kind"] in set(FindingKind)
        assert all(set(source) == {"document", "place", "url"} for source in finding["sources"])
    for clause in answer["clauses"]:
        assert set(clause) == {"where", "text", "agreed", "match"}
        assert clause["agreed"] in set(Agreement)
    [nearly] = [clause for clause in answer["clauses"] if clause["agreed"] == "nearly"]
    assert set(nearly["match"]) == {"recommendation", "differences"}
    assert nearly["match"]["recommendation"]["url"] == f"http://testserver{without_language(agreed.get_absolute_url())}"
    assert {"change": "deleted", "text": ", where appropriate"} in nearly["match"]["differences"]
    assert {"article-missing", "verb", "qualifier"} <= kinds(answer)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"


def test_api_answers_in_the_accepted_language(client: Client, agreed: Any) -> None:
    response = client.post(API, {"text": DRAFT}, headers={"Accept-Language": "fr"})
    assert response["Content-Language"] == "fr"
    [nearly] = [clause for clause in response.json()["clauses"] if clause["agreed"] == "nearly"]
    assert nearly["match"]["recommendation"]["url"].startswith("http://testserver/recommendations/")


def test_draft_text_is_not_agreed_language(client: Client) -> None:
    row = make.recommendation(
        AGREED,
        of=make.version(make.document(title="Draft report", body=make.body())),
        path="II (a)",
        status="draft",
        meeting=make.meeting(make.body(), 11),
    )
    write_passages(row.version)
    [clause] = client.post(API, {"text": f"1. {AGREED}"}).json()["clauses"]
    assert clause["agreed"] == "new"
    assert clause["match"]["recommendation"]["status"] == "draft"


def test_untouched_recommendations_share_an_article(client: Client) -> None:
    row = make.recommendation(
        "States parties should use article 18 in urgent cases.",
        of=make.version(make.document("CTOC/COP/2022/9", body=make.conference())),
        status="adopted",
        meeting=make.meeting(make.body(), 12),
        articles=["untoc:18"],
    )
    text = "1. States parties should publish figures under article 18 of the Organized Crime Convention."
    [untouched] = client.post(API, {"text": text}).json()["untouched"]
    assert untouched["recommendation"]["url"].endswith(f"testserver{without_language(row.get_absolute_url())}")
    assert untouched["articles"]
    assert set(untouched) == {"recommendation", "articles", "topics"}


def test_titles_of_findings_say_what_is_wrong() -> None:
    assert not {"Document", "Meeting", "Resolution or decision"} & set(map(str, KIND_LABELS.values()))
    assert "Document cited incorrectly" in map(str, KIND_LABELS.values())


def test_page_shows_findings_beside_the_draft_with_text_escaped(client: Client, agreed: Any) -> None:
    content = client.post(PAGE, {"text": DRAFT}).content.decode()
    assert "No such article" in content
    assert '<mark class="draft-mark">article 45 of the Convention</mark>' in content
    assert agreed.get_absolute_url() in content
    assert "<script>alert(1)" not in content
    assert "&lt;script&gt;alert(1)" in content
    assert "required &gt; urged &gt; should" in content


def test_reason_for_rejecting_a_file_is_in_the_language_of_the_page(client: Client) -> None:
    file = SimpleUploadedFile("draft.rtf", rb"{\rtf1 States should act.}")
    content = client.post(f"/ar{PAGE}", {"file": file}).content.decode()
    assert "هذا ملف RTF. احفظه بنسق DOCX أو PDF وحاول مرة أخرى." in content
    assert "RTF file" not in content


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf"])
def test_every_file_format_is_checked(client: Client, suffix: str) -> None:
    words = "1. States parties should apply article 45 of the Organized Crime Convention to these cases."
    if suffix == "docx":
        document, file = docx.Document(), io.BytesIO()
        document.add_paragraph(words)
        document.save(file)
        content = file.getvalue()
    else:
        content = f"<html><body><p>{words}</p></body></html>".encode() if suffix == "html" else pdf(words)
    answer = client.post(API, {"file": SimpleUploadedFile(f"draft.{suffix}", content)}).json()
    assert kinds(answer) == {"article-missing"}
    raw = client.post(API, content, content_type="application/octet-stream").json()
    assert raw == answer


def test_ten_checks_leave_no_trace(client: Client, agreed: Any, tmp_path: Path) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.post(PAGE, {"text": DRAFT})
        client.post(API, {"file": SimpleUploadedFile("draft.txt", DRAFT.encode())})
    statements = [query["sql"] for query in queries.captured_queries]
    writes = [sql for sql in statements if re.match(r"\s*(INSERT|UPDATE|DELETE)", sql)]
    assert statements
    assert writes == []


# --- files -------------------------------------------------------------------------------------------


def sealed_result(client: Client, page: str = PAGE) -> str:
    content = client.post(page, {"text": DRAFT}).content.decode()
    match = re.search(r'name="result" value="([^"]+)"', content)
    assert match
    return match[1]


def test_word_file_has_the_draft_with_comments(client: Client, agreed: Any) -> None:
    response = client.post("/check/result/docx/", {"result": sealed_result(client)})
    assert response["Content-Disposition"] == 'attachment; filename="checked-draft.docx"'
    document = docx.Document(io.BytesIO(response.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Recalling article 45 of the Convention," in text
    comments = [comment.text for comment in document.comments]
    assert any("there is no article 45" in comment for comment in comments)
    assert any(f"http://testserver{without_language(agreed.get_absolute_url())}" in comment for comment in comments)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_json_file_has_the_addresses_of_the_api(client: Client, agreed: Any, language: str) -> None:
    sealed = sealed_result(client, f"/{language}{PAGE}")
    response = client.post(f"/{language}/check/result/json/", {"result": sealed})
    expected = client.post(API, {"text": DRAFT}).json()
    found = [source["url"] for finding in response.json()["findings"] for source in finding["sources"]]
    assert found == [source["url"] for finding in expected["findings"] for source in finding["sources"]]
    assert not any(f"/{code}/" in address for address in found for code in ("en", "fr"))


def test_json_file_equals_the_answer_of_the_api(client: Client, agreed: Any) -> None:
    response = client.post("/check/result/json/", {"result": sealed_result(client)})
    assert response.json() == client.post(API, {"text": DRAFT}).json()


def test_changed_result_is_rejected(client: Client) -> None:
    response = client.post("/check/result/json/", {"result": sealed_result(client)[:-3]})
    assert response.status_code == 400
    assert "Check the draft again" in response.content.decode()


def test_command_prints_json(tmp_path: Path, agreed: Any) -> None:
    file, word, out = tmp_path / "draft.txt", tmp_path / "draft.docx", io.StringIO()
    file.write_text(DRAFT)
    call_command("check_draft", str(file), word=word, stdout=out)
    assert "article-missing" in kinds(json.loads(out.getvalue()))
    assert docx.Document(str(word)).paragraphs
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_draft", str(tmp_path / "missing.txt"))


# --- progress ----------------------------------------------------------------------------------------


def test_progress_comes_before_the_result(client: Client, agreed: Any) -> None:
    response = client.post(PAGE, {"text": DRAFT}, headers={"HX-Request": "true", "Accept-Encoding": "gzip"})
    pieces = [piece.decode() for piece in response.streaming_content]
    assert pieces[0] == "<p data-step>Reading the draft…</p>\n"
    assert "Comparing clauses with agreed language: 0 of 2…" in pieces[-3]
    assert 'id="check-result"' in pieces[-1]
    assert response["Content-Encoding"] == "identity"


def test_closed_browser_ends_the_check(other_connection: Any) -> None:
    pieces = views._stream(RequestFactory().post(PAGE), SentDraft(DRAFT.encode(), "draft"))
    assert "Reading" in next(pieces)
    assert not is_free(other_connection, checking._SLOTS, 0)
    pieces.close()  # type: ignore[attr-defined]  # a generator, which the web server closes
    assert is_free(other_connection, checking._SLOTS, 0)


# --- bad input ---------------------------------------------------------------------------------------


def rejected(client: Client, **fields: Any) -> str:
    response = client.post(API, fields)
    assert response.status_code in (400, 422), response.content
    page = client.post(PAGE, fields)
    assert page.status_code == response.status_code
    assert 'role="alert"' in page.content.decode()
    detail: str = response.json()["detail"]
    return detail


def test_empty_text_is_rejected(client: Client) -> None:
    assert rejected(client, text="  ") == "Choose a file with your draft, or paste its text."


def test_scan_is_rejected(client: Client) -> None:
    assert "may be a scan" in rejected(client, file=SimpleUploadedFile("scan.pdf", pdf("")))


def test_draft_of_300_pages_is_rejected(client: Client) -> None:
    pages = ["1. States parties should act."] * 300
    assert "more than 60 pages" in rejected(client, file=SimpleUploadedFile("long.pdf", pdf(*pages)))


def test_image_is_rejected(client: Client) -> None:
    assert "image" in rejected(client, file=SimpleUploadedFile("draft.pdf", b"\x89PNG\r\n" + b"\0" * 100))


def test_large_file_is_rejected(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (checking, uploads):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    file = SimpleUploadedFile("draft.txt", b"words " * 1000)
    assert client.post(API, {"file": file}).status_code in (400, 422)


def test_long_text_is_rejected(client: Client) -> None:
    assert "characters" in rejected(client, text="word " * 60_001)


def test_note_explains_that_a_draft_in_another_language_is_compared_by_meaning(client: Client) -> None:
    text = "1. Die Vertragsstaaten werden aufgefordert, ihre Richter und Staatsanwälte regelmäßig auszubilden."
    page = client.post(PAGE, {"text": text})
    assert page.status_code == 200
    assert "in this collection" in page.content.decode() or "official language" in page.content.decode()


def test_get_is_not_allowed_by_the_api(client: Client) -> None:
    response = client.get(API)
    assert response.status_code == 405
    assert response["Allow"] == "POST, OPTIONS"


# --- limits ------------------------------------------------------------------------------------------


@pytest.fixture
def other_connection() -> Iterator[Any]:
    """Another connection to the database, as another web process has."""
    other = connection.copy()
    yield other
    other.close()


def is_free(other: Any, kind: int, key: int) -> bool:
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, key])
        return bool(cursor.fetchone()[0])


def hold(other: Any, kind: int, key: int) -> None:
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [kind, key])


def test_check_is_refused_while_others_are_running(client: Client, other_connection: Any) -> None:
    for slot in range(checking.MAX_CHECKS):
        hold(other_connection, checking._SLOTS, slot)
    response = client.post(API, {"text": DRAFT})
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    page = client.post(PAGE, {"text": DRAFT})
    assert page.status_code == 503
    assert "Other drafts are being checked" in page.content.decode()
    assert "Recalling article 45" in page.content.decode(), "the text is kept in the form"
    with pytest.raises(BusyError), turn("x"):
        pass


def test_second_check_of_a_visitor_is_refused(client: Client, other_connection: Any) -> None:
    hold(other_connection, checking._VISITORS, checking.visitor_key("127.0.0.1"))
    response = client.post(API, {"text": DRAFT})
    assert response.status_code == 429
    assert "still being checked" in response.json()["detail"]
    with pytest.raises(SameVisitorError), turn("127.0.0.1"):
        pass
