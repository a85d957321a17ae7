"""Readers report errors without an account; editors answer and close the reports."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from documents.models import Change, Document, ErrorReport, LanguageVersion
from documents.services import error_reports
from documents.services.error_reports import (
    DELIVERY_PERIOD,
    MAX_REPORTS_PER_IP,
    REPORT_PERIOD,
    TooManyReportsError,
    close_report,
    delete_old_emails,
    delete_old_ip_addresses,
    report_error,
)
from documents.web.roles import Role
from portal.reports.forms import MAX_MESSAGE_LENGTH
from portal.reports.tasks import send_report_answer
from portal.review.waiting import count_waiting_items, find_waiting_items
from recommendations.models import Recommendation
from tests import builders as make

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
PLACE = f"/en/report-error/?document={SYMBOL}&place=annex-i-a&language=en"


@pytest.fixture
def row() -> Recommendation:
    return make.recommendation(
        "Zebras graze.", of=make.version(make.document(SYMBOL)), path="Annex I (a)", anchor="annex-i-a"
    )


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make.person(Role.EDITOR))
    return client


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


def store(document: Document, message: str = "Wrong.", email: str = "", ip_address: str | None = None) -> ErrorReport:
    return report_error(
        document,
        message,
        language="en",
        place="annex-i-a",
        path="Annex I (a)",
        email=email,
        reader_language="fr",
        ip_address=ip_address,
    )


def send(client: Client, address: str = PLACE, **fields: str) -> Any:
    return client.post(address, {"message": "Should be zebu.", **fields})


class TestReporting:
    def test_every_recommendation_and_document_has_a_link_that_names_its_place(
        self, client: Client, row: Recommendation
    ) -> None:
        page = client.get(row.get_absolute_url()).content.decode()
        assert f'href="{PLACE.replace("&", "&amp;")}">Report an error</a>' in page
        page = client.get(row.version.document.get_absolute_url()).content.decode()
        assert f'href="/en/report-error/?document={SYMBOL}&amp;language=en">Report an error</a>' in page

    def test_report_is_stored_with_its_place(self, client: Client, row: Recommendation, mail_server: None) -> None:
        page = client.get(PLACE).content.decode()
        assert "Your report is about annex I (a) in CTOC/COP/2022/L.4." in page
        assert "Zebras graze." in page
        response = send(client, email="reader@example.org")
        assert response["Location"] == PLACE.replace("report-error/", "report-error/sent/")
        assert "Thank you" in client.get(response["Location"]).content.decode()
        [report] = ErrorReport.objects.all()
        assert (report.document, report.place, report.path, report.language) == (
            row.version.document,
            "annex-i-a",
            "Annex I (a)",
            "en",
        )
        assert (report.message, report.email, report.state) == ("Should be zebu.", "reader@example.org", "open")

    def test_document_and_paragraph_can_be_the_place(self, client: Client, row: Recommendation) -> None:
        make.paragraph(row.version, "Grass.", anchor="para-3", path="para. 3")
        send(client, f"/en/report-error/?document={SYMBOL}")
        send(client, f"/en/report-error/?document={SYMBOL.lower()}&place=para-3&language=xx")
        assert list(ErrorReport.objects.values_list("place", "path", "language")) == [
            ("", "", "en"),
            ("para-3", "para. 3", "en"),
        ]

    @pytest.mark.parametrize(
        "query",
        ["", "document=A/9", f"document={SYMBOL}&place=annex-i-z", f"document={SYMBOL}&place=%00", "document=%00"],
    )
    def test_unknown_place_is_explained(self, client: Client, row: Recommendation, query: str) -> None:
        for response in (client.get(f"/en/report-error/?{query}"), send(client, f"/en/report-error/?{query}")):
            assert response.status_code == 404
            assert "The place of the error was not found." in response.content.decode()

    def test_unpublished_document_is_not_found(self, client: Client, row: Recommendation) -> None:
        LanguageVersion.objects.update(published_at=None)
        assert client.get(PLACE).status_code == 404

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"message": " "}, "Describe the error."),
            ({"message": "x" * (MAX_MESSAGE_LENGTH + 1)}, "Use at most 2000 characters. Your text has 2001."),
            ({"message": "http://a http://b https://c"}, "Remove the links: a report has at most two."),
            ({"message": "a\0b"}, "Null characters are not allowed."),
            ({"email": "reader"}, "Enter an e-mail address such as name@example.org."),
        ],
    )
    def test_wrong_input_is_explained_and_kept(
        self, client: Client, row: Recommendation, mail_server: None, fields: dict[str, str], error: str
    ) -> None:
        response = send(client, **fields)
        page = response.content.decode()
        assert response.status_code == 400
        assert error in page
        assert 'aria-invalid="true"' in page
        if "email" in fields:
            assert "Should be zebu." in page
        assert not ErrorReport.objects.exists()

    def test_address_is_asked_only_if_an_answer_can_be_sent(
        self, client: Client, row: Recommendation, settings: Any
    ) -> None:
        settings.EMAIL_HOST = ""
        assert 'name="email"' not in client.get(PLACE).content.decode()
        send(client, email="reader@example.org")
        assert ErrorReport.objects.get().email == ""

    def test_form_is_protected_against_other_sites(self, row: Recommendation) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.get(PLACE).cookies == {}
        assert send(strict).status_code == 403
        fields = {"message": "Should be zebu."}
        assert strict.post(PLACE, fields, headers={"Origin": "https://example.com"}).status_code == 403
        assert strict.post(PLACE, fields, headers={"Origin": "http://testserver"}).status_code == 302


class TestSpam:
    def test_program_that_fills_in_the_hidden_field_is_thanked_but_nothing_is_stored(
        self, client: Client, row: Recommendation
    ) -> None:
        assert 'name="website"' in client.get(PLACE).content.decode()
        assert send(client, website="https://example.org").status_code == 302
        assert not ErrorReport.objects.exists()

    def test_number_of_reports_from_one_address_is_limited(self, row: Recommendation) -> None:
        client = Client(REMOTE_ADDR="192.0.2.1")
        for number in range(MAX_REPORTS_PER_IP):
            assert send(client, message=f"Error {number}").status_code == 302
        response = send(client, message="One more")
        assert (response.status_code, response["Retry-After"]) == (429, "3600")
        page = response.content.decode()
        assert "Your report was not sent." in page
        assert "One more" in page
        assert ErrorReport.objects.count() == MAX_REPORTS_PER_IP
        ErrorReport.objects.update(received_at=timezone.now() - REPORT_PERIOD)
        assert send(client, message="One more").status_code == 302

    @pytest.mark.parametrize("address", ["127.0.0.1", "::1", "unknown"])
    def test_readers_behind_a_proxy_of_this_machine_are_not_counted_as_one(
        self, row: Recommendation, address: str
    ) -> None:
        for number in range(MAX_REPORTS_PER_IP + 1):
            assert send(Client(REMOTE_ADDR=address), message=f"Error {number}").status_code == 302

    @pytest.mark.parametrize("limit", ["MAX_REPORTS", "MAX_OPEN_REPORTS"])
    def test_total_number_of_reports_is_limited(
        self, row: Recommendation, monkeypatch: pytest.MonkeyPatch, limit: str
    ) -> None:
        monkeypatch.setattr(error_reports, limit, 2)
        for number in range(2):
            store(row.version.document, f"Error {number}", ip_address=f"192.0.2.{number}")
        with pytest.raises(TooManyReportsError):
            store(row.version.document, "Error 3", ip_address="192.0.2.3")

    def test_same_report_is_stored_once(self, client: Client, row: Recommendation) -> None:
        for _number in range(2 * MAX_REPORTS_PER_IP):
            assert send(client).status_code == 302
        assert ErrorReport.objects.count() == 1

    @pytest.mark.parametrize(
        "difference",
        [{"language": "fr"}, {"place": "annex-i-b"}, {"message": "Also wrong."}, {"email": "b@example.org"}],
    )
    def test_report_that_differs_is_stored_too(self, row: Recommendation, difference: dict[str, str]) -> None:
        fields = {"message": "Wrong.", "language": "en", "place": "annex-i-a", "email": "a@example.org"}
        for values in (fields, fields | difference):
            report_error(row.version.document, **values, path="", reader_language="en", ip_address=None)  # type: ignore[arg-type]
        assert ErrorReport.objects.count() == 2

    def test_internet_address_is_deleted_after_an_hour(self, row: Recommendation) -> None:
        old = store(row.version.document, "Old", ip_address="192.0.2.1")
        new = store(row.version.document, "New", ip_address="192.0.2.1")
        ErrorReport.objects.filter(pk=old.pk).update(received_at=timezone.now() - REPORT_PERIOD)
        delete_old_ip_addresses()
        assert dict(ErrorReport.objects.values_list("pk", "ip_address")) == {old.pk: None, new.pk: "192.0.2.1"}


class TestReview:
    def test_open_reports_wait_for_editors(self, editor: Client, row: Recommendation) -> None:
        report = store(row.version.document)
        assert count_waiting_items({"documents.change_document"}) == {"documents.change_document": 1}
        assert find_waiting_items().total == 1
        page = editor.get("/en/review/").content.decode()
        assert f'href="/en/review/reports/{report.pk}/">CTOC/COP/2022/L.4, annex I (a)</a>' in page
        close_report(report, "", make.person(Role.EDITOR, "ann"))
        assert not any(count_waiting_items({"documents.change_document"}).values())
        assert "closed" in editor.get("/en/review/reports/").content.decode()

    def test_report_is_shown_escaped_with_its_place(self, editor: Client, row: Recommendation) -> None:
        report = store(row.version.document, "<script>alert(1)</script>\nSecond line")
        page = editor.get(f"/en/review/reports/{report.pk}/").content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Second line" in page
        assert "<script>alert" not in page
        assert "Zebras graze." in page
        assert f'href="/en/recommendations/{SYMBOL}/annex-i-a/?language=en"' in page

    def test_report_is_answered_closed_and_reopened(
        self, editor: Client, row: Recommendation, mail_server: None, django_capture_on_commit_callbacks: Any
    ) -> None:
        report = store(row.version.document, email="reader@example.org")
        address = f"/en/review/reports/{report.pk}/"
        assert "The answer is sent to reader@example.org." in editor.get(address).content.decode()
        response = editor.post(address, {"decision": "close", "answer": "Corrected."}, follow=True)
        assert "Report closed. The answer is being sent." in response.content.decode()
        report.refresh_from_db()
        assert (report.state, report.answer, str(report.closed_by)) == ("closed", "Corrected.", "the editor")
        editor.post(address, {"decision": "reopen"})
        report.refresh_from_db()
        assert (report.state, report.closed_by) == ("open", None)
        assert list(Change.objects.order_by("pk").values_list("action", "made_by_name", "note")) == [
            ("report.received", "", ""),
            ("report.closed", "the editor", "Corrected."),
            ("report.reopened", "the editor", ""),
        ]
        log = editor.get("/en/log/").content.decode()
        assert "report of an error closed" in log
        assert f'href="{address}"' in log

    def test_second_decision_changes_nothing(self, editor: Client, row: Recommendation) -> None:
        report = store(row.version.document)
        close_report(report, "First.", make.person(Role.EDITOR, "ann"))
        response = editor.post(f"/en/review/reports/{report.pk}/", {"answer": "Second."}, follow=True)
        assert "somebody else has just closed or reopened this report" in response.content.decode()
        report.refresh_from_db()
        assert report.answer == "First."

    def test_unknown_report_is_not_found(self, editor: Client) -> None:
        assert editor.get("/en/review/reports/1/").status_code == 404

    def test_report_of_a_place_that_no_longer_exists_can_be_closed(self, editor: Client, row: Recommendation) -> None:
        report = store(row.version.document)
        Recommendation.objects.all().delete()
        page = editor.get(f"/en/review/reports/{report.pk}/").content.decode()
        assert "CTOC/COP/2022/L.4, annex I (a)" in page
        assert editor.post(f"/en/review/reports/{report.pk}/", {"answer": ""}).status_code == 302


class TestAnswer:
    def test_answer_is_sent_in_the_language_of_the_reader_and_the_address_deleted(
        self, row: Recommendation, settings: Any
    ) -> None:
        settings.PORTAL_URL = "https://portal.example.org"
        report = store(row.version.document, "Wrong & bad.", email="reader@example.org")
        close_report(report, "Corrected: “x” < y.", make.person(Role.EDITOR))
        send_report_answer(report_id=report.pk)
        [message] = mail.outbox
        assert message.to == ["reader@example.org"]
        assert SYMBOL in message.subject
        assert "Wrong & bad." in message.body
        assert "Corrected: “x” < y." in message.body
        assert f"https://portal.example.org/fr/recommendations/{SYMBOL}/annex-i-a/?language=en" in message.body
        assert ErrorReport.objects.get().email == ""
        send_report_answer(report_id=report.pk)
        assert len(mail.outbox) == 1

    def test_address_is_deleted_if_the_answer_is_not_delivered_in_time(self, row: Recommendation) -> None:
        opened, new, old = (store(row.version.document, text, email="reader@example.org") for text in "abc")
        for report in (new, old):
            close_report(report, "Corrected.", make.person(Role.EDITOR, report.message))
        ErrorReport.objects.filter(pk=old.pk).update(closed_at=timezone.now() - DELIVERY_PERIOD)
        delete_old_emails()
        assert set(ErrorReport.objects.exclude(email="").values_list("pk", flat=True)) == {opened.pk, new.pk}

    def test_nothing_is_sent_without_an_answer_or_after_reopening(self, row: Recommendation) -> None:
        editor = make.person(Role.EDITOR)
        report = store(row.version.document, email="reader@example.org")
        send_report_answer(report_id=report.pk)
        close_report(report, "", editor)
        assert ErrorReport.objects.get().email == ""
        send_report_answer(report_id=report.pk)
        assert mail.outbox == []


def test_reports_move_with_a_merged_document_and_go_with_a_deleted_one(row: Recommendation) -> None:
    store(row.version.document)
    relations = {relation.related_model for relation in Document._meta.related_objects}
    assert ErrorReport in relations  # _merge() in documents/services/symbols.py moves the rows of all relations
    row.version.document.delete()
    assert not ErrorReport.objects.exists()
    assert Change.objects.filter(action="report.received", document=None).exists()
