"""A joint document belongs to the meetings of all its organs; each of its recommendations belongs to only one."""

from __future__ import annotations

import dataclasses
import datetime
import html
import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.test import Client

from documents.models import Document, DocumentOrgan, LanguageVersion
from documents.parsing.serialize import to_plain
from documents.parsing.types import Dates, Organ, ParsedDocument
from documents.queries.related import related_documents
from documents.services import publish, store_document, unpublish
from recommendations.corrections import Edit
from recommendations.exports.csv_file import csv_lines
from recommendations.exports.json_file import json_pieces
from recommendations.search.query import SearchQuery
from recommendations.search.results import count_facets, search
from recommendations.services import sync_recommendations
from recommendations.services.correcting import propose_reading
from recommendations.services.correcting.state import extract_from
from tests.parsed import parsed
from tests.recommendations.exports.compiling import compile_results
from tests.row_cache import vocabularies
from tests.stored import correct_in_public, undo_in_public

pytestmark = pytest.mark.django_db

COUNCIL = Organ(
    body="Economic and Social Council",
    session="2023 session",
    meeting=Dates(None, datetime.date(2022, 7, 25), datetime.date(2023, 7, 26)),
    agenda_item="19 (c)",
)
SYMBOLS = ("A/78/87", "E/2023/77")
PAGE = "/en/documents/A/78/87/"


def joint_document(*organs: Organ, **fields: Any) -> ParsedDocument:
    """Return a joint document of the General Assembly and other organs."""
    facts = {"body": "General Assembly", "subsidiary_body": None, "session": "Seventy-eighth session"}
    return parsed(*SYMBOLS, **(facts | {"agenda_item": "108", "further_organs": organs} | fields))


def store(source: ParsedDocument, content: bytes = b"bytes", *, public: bool = True) -> LanguageVersion:
    extracted = extract_from(source)
    version = store_document(source, content, "x.pdf", publish=public, extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return LanguageVersion.objects.get(pk=version.pk)


@pytest.fixture(autouse=True)
def load() -> None:
    vocabularies()


@pytest.fixture
def version() -> LanguageVersion:
    return store(joint_document(COUNCIL))


def organs_of(version: LanguageVersion) -> list[tuple[str, str | None]]:
    rows = Document.objects.get(pk=version.document_id).organs
    return [(str(organ), organ.meeting.slug if organ.meeting else None) for organ in rows]


ASSEMBLY_ROW = ("General Assembly", "general-assembly-78")
COUNCIL_ROW = ("Economic and Social Council", "ecosoc-2023")


class TestStoring:
    def test_further_organ_has_its_meeting_session_and_item(self, version: LanguageVersion) -> None:
        assert organs_of(version) == [ASSEMBLY_ROW, COUNCIL_ROW]
        row = DocumentOrgan.objects.get()
        assert (row.version, row.document, row.position) == (version, version.document, 0)
        assert (row.session, row.agenda_item) == ("2023 session", "19 (c)")

    def test_unknown_organ_is_stored_as_printed(self) -> None:
        version = store(joint_document(Organ(body="Ocean Conference", session="Second session")))
        assert organs_of(version) == [ASSEMBLY_ROW, ("Ocean Conference", None)]

    def test_organs_come_from_the_leading_version(self, version: LanguageVersion) -> None:
        french = store(joint_document(language="fr", body="Assemblée générale"), b"fr")
        assert organs_of(version) == [ASSEMBLY_ROW, COUNCIL_ROW]
        unpublish([version])
        assert organs_of(french) == organs_of(version)
        assert DocumentOrgan.objects.get().document is None
        publish([version])
        assert organs_of(version) == [ASSEMBLY_ROW, COUNCIL_ROW]

    def test_correcting_the_first_organ_does_not_repeat_the_other(self, version: LanguageVersion) -> None:
        ann = User.objects.create_user("ann")
        edits = [
            Edit("fact", "", "body", "General Assembly", "Economic and Social Council"),
            Edit("fact", "", "session", "Seventy-eighth session", None),
            Edit("fact", "", "meeting", None, {"start": "2022-07-25", "end": "2023-07-26"}),
        ]
        correct_in_public(version, edits, ann, seen=0)
        assert not DocumentOrgan.objects.exists()
        for row in version.corrections.order_by("-pk"):
            undo_in_public(row, ann)
        assert organs_of(version) == [ASSEMBLY_ROW, COUNCIL_ROW]

    def test_correcting_another_fact_keeps_the_organs(self, version: LanguageVersion) -> None:
        edit = Edit("fact", "", "session", "Seventy-eighth session", "Seventy-ninth session")
        correct_in_public(version, [edit], User.objects.create_user("ann"), seen=0)
        assert organs_of(version) == [("General Assembly", "general-assembly-79"), COUNCIL_ROW]

    def test_contradictory_dates_of_a_further_organ_raise_a_doubt(self) -> None:
        dates = Dates("Vienna", datetime.date(2021, 5, 17), datetime.date(2021, 5, 21))
        group = Organ(
            "General Assembly", "Commission on Crime Prevention and Criminal Justice", "Thirtieth session", dates
        )
        store(joint_document(group))
        other = dataclasses.replace(dates, start=datetime.date(2021, 5, 3))
        second = store(joint_document(dataclasses.replace(group, meeting=other), symbols=("A/78/88",)), b"second")
        assert [doubt["code"] for doubt in second.doubts if doubt["code"] == "meeting"] == ["meeting"]


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


class TestPages:
    def test_document_page_names_both_meetings(self, client: Client, version: LanguageVersion) -> None:
        page = text_of(client.get(PAGE))
        assert page.count('href="/en/meetings/general-assembly-78/"') == 2  # below the title and in the details
        assert page.count('href="/en/meetings/ecosoc-2023/"') == 2
        assert "19 (c)" in page

    @pytest.mark.parametrize("slug", ["general-assembly-78", "ecosoc-2023"])
    def test_pages_of_both_meetings_list_the_document(
        self, client: Client, version: LanguageVersion, slug: str
    ) -> None:
        assert f'href="{PAGE}"' in text_of(client.get(f"/meetings/{slug}/"))
        assert f'href="/en/meetings/{slug}/"' in text_of(client.get("/meetings/"))

    @pytest.mark.parametrize("body", ["general-assembly", "ecosoc"])
    def test_document_is_listed_under_either_body(self, client: Client, version: LanguageVersion, body: str) -> None:
        page = text_of(client.get("/documents/", {"body": body}))
        assert page.count(f'href="{PAGE}"') == 1
        assert "Economic and Social Council" in page

    def test_unpublished_document_is_not_listed(self, client: Client) -> None:
        store(joint_document(COUNCIL), public=False)
        assert "ecosoc-2023" not in text_of(client.get("/meetings/"))
        assert "A/78/87" not in text_of(client.get("/meetings/ecosoc-2023/"))

    def test_documents_of_both_meetings_are_related(self, version: LanguageVersion) -> None:
        council = {"body": COUNCIL.body, "subsidiary_body": None, "meeting": COUNCIL.meeting}
        other = store(parsed("E/2023/5", **council), b"other")
        assert related_documents(version.document, AnonymousUser()).meeting == (other.document,)
        assert related_documents(other.document, AnonymousUser()).meeting == (version.document,)

    def test_review_page_shows_the_meeting_of_each_organ(self, admin_client: Client, version: LanguageVersion) -> None:
        response = admin_client.get(f"{PAGE}review/")
        page = text_of(response)
        assert "Other organ" in page
        assert "2023 session" in page
        assert response.content.decode().count("<dt>Meeting</dt>") == 2
        assert admin_client.get(f"/admin/documents/languageversion/{version.pk}/change/").status_code == 200


class TestSearch:
    def test_paragraphs_are_found_by_either_meeting_and_recommendations_by_their_own(
        self, version: LanguageVersion
    ) -> None:
        for value in ("general-assembly-78", "general-assembly", "ecosoc-2023", "ecosoc"):
            assert search(SearchQuery(scope="paragraphs", meeting=(value,))).total == 4, value
        counts = count_facets(SearchQuery())["meeting"]
        assert counts == {"general-assembly": 2, "general-assembly-78": 2}

    def test_index_is_updated_with_the_organs(self, version: LanguageVersion) -> None:
        for source, total in ((joint_document(), 0), (joint_document(COUNCIL), 4)):
            sync_recommendations(version, source, extract_from(source))
            assert search(SearchQuery(scope="paragraphs", meeting=("ecosoc",))).total == total
        call_command("check_index", "--dry-run")


class TestApiAndExports:
    def test_api_returns_all_organs(self, client: Client, version: LanguageVersion) -> None:
        organs = client.get("/api/v1/documents/A/78/87").json()["organs"]
        assert [(organ["name"], organ["meeting"]["slug"], organ["agenda_item"]) for organ in organs] == [
            (*ASSEMBLY_ROW, "108"),
            (*COUNCIL_ROW, "19 (c)"),
        ]

    @pytest.mark.parametrize("value", ["ecosoc", "ecosoc-2023", "general-assembly"])
    def test_api_finds_documents_by_either_meeting(self, client: Client, version: LanguageVersion, value: str) -> None:
        assert client.get("/api/v1/documents", {"meeting": value}).json()["total"] == 1

    def test_api_counts_the_document_for_both_meetings(self, client: Client, version: LanguageVersion) -> None:
        counts = {item["slug"]: item["documents"] for item in client.get("/api/v1/meetings").json()["items"]}
        assert counts == {"general-assembly-78": 1, "ecosoc-2023": 1}

    def test_compilations_name_the_other_organs(self, version: LanguageVersion) -> None:
        name = "2023 session of the Economic and Social Council"
        assert f",{name}," in b"".join(csv_lines(compile_results())).decode()
        items = json.loads(b"".join(json_pieces(compile_results())))["items"]
        assert [[organ["name"] for organ in item["organs"]] for item in items] == [
            [ASSEMBLY_ROW[0], COUNCIL_ROW[0]]
        ] * 2


class TestLaterReading:
    @pytest.fixture
    def without_council(self) -> LanguageVersion:
        return store(joint_document())

    def test_added_organs_are_accepted_without_a_decision(self, without_council: LanguageVersion) -> None:
        later = dataclasses.replace(joint_document(COUNCIL), parser_version="2")
        assert propose_reading(without_council, later, extract_from(later)) is None
        assert organs_of(without_council) == [ASSEMBLY_ROW, COUNCIL_ROW]
        assert without_council.readings.get().parser_version == "2"

    def test_changed_organ_waits_for_a_decision(self, version: LanguageVersion) -> None:
        later = joint_document(dataclasses.replace(COUNCIL, session="2024 session"))
        proposal = propose_reading(version, later, extract_from(later))
        assert proposal is not None
        assert [difference.field for difference in proposal.differences] == ["further_organs"]
        assert organs_of(version) == [ASSEMBLY_ROW, COUNCIL_ROW]

    def test_requested_reading_shows_the_added_organs(
        self, admin_client: Client, without_council: LanguageVersion
    ) -> None:
        later = joint_document(COUNCIL)
        assert propose_reading(without_council, later, extract_from(later), requested=True) is not None
        page = text_of(admin_client.get(f"{PAGE}review/proposal/"))
        assert "Economic and Social Council, 2023 session, 25 July 2022–26 July 2023, agenda item 19 (c)" in page
