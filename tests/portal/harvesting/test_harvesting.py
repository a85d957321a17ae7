"""OAI-PMH: the six verbs, their errors, and what a harvester learns about changes."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from documents.models import LanguageVersion
from documents.services import assign_symbol, publish, unpublish, withdraw
from documents.services.removal import remove_document
from documents.web.roles import Role
from portal.harvesting import records
from portal.maintenance import update_records
from recommendations.models import FormerPlace, HarvestRecord, Recommendation, Topic
from recommendations.services.harvesting import update_harvest_records, update_next_harvest_records
from tests import builders as make
from tests.stored import publish_document

pytestmark = pytest.mark.django_db

NAMESPACES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "marc": "http://www.loc.gov/MARC21/slim",
}
STORED = "CTOC/COP/2022/3"  # of a document that the services store
DOCUMENT = "oai:testserver:documents/CTOC/COP/2022/9"


@cache
def grammar() -> Any:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("response.rng")))


def ask(client: Client, verb: str, *, by_post: bool = False, **arguments: str) -> Any:
    """Return the valid response to a request. A "_" at the end of a name is dropped: "from" is a keyword."""
    query = {"verb": verb, **{name.rstrip("_"): value for name, value in arguments.items()}}
    response = client.post("/oai/", query) if by_post else client.get("/oai/", query)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    grammar().validate(root)
    assert [str(error) for error in grammar().error_log] == []
    return root


def texts(root: Any, path: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(path, NAMESPACES)]


def identifiers(root: Any) -> list[str]:
    return texts(root, ".//o:header/o:identifier")


def statuses(root: Any) -> dict[str, str | None]:
    """Return a map from identifier to the status of its header."""
    headers = root.iterfind(".//o:header", NAMESPACES)
    return {header.findtext("o:identifier", namespaces=NAMESPACES): header.get("status") for header in headers}


def error(root: Any) -> str:
    return str(root.find("o:error", NAMESPACES).get("code"))


def update() -> None:
    update_harvest_records(LanguageVersion.objects.values_list("document", flat=True))


def date_back(**period: int) -> None:
    """Let all records be older."""
    for record in HarvestRecord.objects.all():
        record.changed_at -= datetime.timedelta(**period)
        record.save()


@pytest.fixture
def row() -> Recommendation:
    """A recommendation with everything that a record shows, in two languages."""
    document = make.document("CTOC/COP/2022/9", title="Report & annexes", meeting=make.meeting(), kind="report")
    document.body = make.body()
    document.save()
    english = make.version(document)
    row = make.recommendation(
        "States parties are encouraged to train judges <soon>.",
        of=english,
        articles=["untoc:18"],
        topics=[make.topic("extradition")],
        page=4,
    )
    french = make.version(document, language="fr", title="Rapport")
    make.recommendation("Former les juges.", of=french, place=row.place)
    update()
    return row


class TestVerbs:
    def test_identify_describes_the_repository(self, client: Client, row: Recommendation, settings: Any) -> None:
        settings.CONTACT_EMAIL = "office@portal.example.org"
        settings.PORTAL_URL = "https://portal.example.org"
        root = ask(client, "Identify")
        assert texts(root, ".//o:baseURL") == ["http://testserver/oai/"]
        assert texts(root, ".//o:adminEmail") == ["office@portal.example.org"]
        assert texts(root, ".//o:deletedRecord") == ["persistent"]
        earliest = HarvestRecord.objects.order_by("changed_at")[0].changed_at
        assert texts(root, ".//o:earliestDatestamp") == [f"{earliest:%Y-%m-%dT%H:%M:%SZ}"]
        [scheme] = root.iter("{http://www.openarchives.org/OAI/2.0/oai-identifier}repositoryIdentifier")
        assert scheme.text == "portal.example.org"
        assert identifiers(ask(client, "ListIdentifiers", metadataPrefix="oai_dc"))[0].startswith(
            "oai:portal.example.org:documents/"
        )

    def test_empty_portal_can_be_identified(self, client: Client) -> None:
        assert texts(ask(client, "Identify"), ".//o:protocolVersion") == ["2.0"]
        assert error(ask(client, "ListSets")) == "noSetHierarchy"
        assert error(ask(client, "ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"

    def test_document_is_written_in_dublin_core(self, client: Client, row: Recommendation) -> None:
        root = ask(client, "GetRecord", identifier=DOCUMENT, metadataPrefix="oai_dc")
        assert texts(root, ".//dc:title") == ["Report & annexes", "Rapport"]
        assert texts(root, ".//dc:identifier") == ["http://testserver/documents/CTOC/COP/2022/9/", "CTOC/COP/2022/9"]
        assert texts(root, ".//dc:language") == ["en", "fr"]
        assert texts(root, ".//dc:date") == ["2021-03-25"]
        assert texts(root, ".//dc:creator") == ["Working Group on International Cooperation"]
        assert texts(root, ".//o:setSpec") == [
            "wg-international-cooperation",
            "wg-international-cooperation:wg-international-cooperation-12",
        ]

    def test_recommendation_is_written_in_dublin_core(self, client: Client, row: Recommendation) -> None:
        identifier = f"oai:testserver:recommendations/CTOC/COP/2022/9/{row.place}"
        root = ask(client, "GetRecord", identifier=identifier, metadataPrefix="oai_dc")
        assert texts(root, ".//dc:description")[:2] == [
            "States parties are encouraged to train judges <soon>.",
            "Former les juges.",
        ]
        assert texts(root, ".//dc:description")[2].startswith("Adopted by the Working Group")
        assert texts(root, ".//dc:subject") == ["Organized Crime Convention, article 18", "Extradition"]
        assert texts(root, ".//dc:identifier") == [
            f"http://testserver/recommendations/CTOC/COP/2022/9/{row.place}/",
            f"CTOC/COP/2022/9, {row.path}",
        ]
        assert "http://testserver/documents/CTOC/COP/2022/9/" in texts(root, ".//dc:relation")

    @pytest.mark.parametrize("prefix", ["oai_dc", "marc21"])
    def test_article_found_by_meaning_is_left_out(self, client: Client, row: Recommendation, prefix: str) -> None:
        make.add_subject(row, "untoc:20", description="Undercover operations")
        identifier = f"oai:testserver:recommendations/CTOC/COP/2022/9/{row.place}"
        text = etree.tostring(ask(client, "GetRecord", identifier=identifier, metadataPrefix=prefix)).decode()
        assert "article 18" in text
        assert "article 20" not in text

    def test_recommendation_is_written_in_marc(self, client: Client, row: Recommendation) -> None:
        identifier = f"oai:testserver:recommendations/CTOC/COP/2022/9/{row.place}"
        root = ask(client, "GetRecord", identifier=identifier, metadataPrefix="marc21")
        [fixed] = texts(root, ".//marc:controlfield[@tag='008']")
        assert len(fixed) == 40
        assert (fixed[6:11], fixed[35:38]) == ("s2021", "eng")
        fields: dict[str, list[str]] = {}
        for field in root.iterfind(".//marc:datafield", NAMESPACES):
            fields.setdefault(field.get("tag"), []).extend(texts(field, "marc:subfield"))
        assert fields["041"] == ["eng", "fre"]
        assert fields["520"] == ["States parties are encouraged to train judges <soon>.", "Former les juges."]
        assert fields["653"] == ["Organized Crime Convention, article 18", "Extradition"]
        assert fields["773"][:2] == ["CTOC/COP/2022/9", f"{row.path}, page 4"]
        assert list(fields) == sorted(fields)

    def test_document_without_date_symbol_or_body_is_valid_in_both_formats(self, client: Client) -> None:
        make.version(make.document(title="", date=None, content_key="0123456789abcdef"), title="")
        make.version(make.document("A/1 (É)", title="A\x0bB \ufffe"))
        update()
        for prefix in ("oai_dc", "marc21"):
            assert len(identifiers(ask(client, "ListRecords", metadataPrefix=prefix))) == 2

    def test_formats_are_listed(self, client: Client, row: Recommendation) -> None:
        root = ask(client, "ListMetadataFormats", identifier=DOCUMENT)
        assert texts(root, ".//o:metadataPrefix") == ["oai_dc", "marc21"]

    def test_sets_are_bodies_and_their_meetings(self, client: Client, row: Recommendation) -> None:
        other = make.document("CTOC/COP/2020/1", meeting=make.meeting(make.conference(), 10), body=make.conference())
        make.version(other)
        update()
        root = ask(client, "ListSets")
        assert texts(root, ".//o:setSpec") == [
            "cop",
            "cop:cop-10",
            "wg-international-cooperation",
            "wg-international-cooperation:wg-international-cooperation-12",
        ]
        assert texts(root, ".//o:setName")[3] == "Twelfth meeting of the Working Group on International Cooperation"
        for key in ("cop", "cop:cop-10"):
            listed = ask(client, "ListIdentifiers", metadataPrefix="oai_dc", set=key)
            assert identifiers(listed) == ["oai:testserver:documents/CTOC/COP/2020/1"]

    def test_requests_by_post_are_answered_alike(self, row: Recommendation) -> None:
        client = Client(enforce_csrf_checks=True)
        root = ask(client, "ListIdentifiers", metadataPrefix="oai_dc", by_post=True)
        assert len(identifiers(root)) == 2
        assert root.find("o:request", NAMESPACES).attrib == {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}

    def test_other_methods_are_rejected(self, client: Client) -> None:
        assert client.put("/oai/").status_code == 405


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Harvest", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=cop", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T10:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"),
        ("verb=GetRecord&identifier=x&metadataPrefix=mods", "cannotDisseminateFormat"),
        ("verb=GetRecord&identifier=x&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=GetRecord&identifier=oai:testserver:documents/A/%00&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=GetRecord&identifier=oai:other.org:documents/CTOC/COP/2022/9&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=unknown", "noRecordsMatch"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=%00", "noRecordsMatch"),
    ],
)
def test_errors_have_the_codes_of_the_protocol(client: Client, row: Recommendation, query: str, code: str) -> None:
    root = etree.fromstring(client.get(f"/oai/?{query}").content)
    assert error(root) == code
    if code in ("badVerb", "badArgument"):
        assert dict(root.find("o:request", NAMESPACES).attrib) == {}
    if "%00" not in query:
        grammar().validate(root)
        assert [str(message) for message in grammar().error_log] == []


class TestChanges:
    def test_withdrawn_document_and_its_recommendations_are_deleted(self, client: Client) -> None:
        version = publish_document(STORED)
        listed = identifiers(ask(client, "ListIdentifiers", metadataPrefix="oai_dc"))
        date_back(days=1)
        withdraw([version], None, "It was issued by mistake.")
        root = ask(client, "ListRecords", metadataPrefix="oai_dc", from_=f"{timezone.now():%Y-%m-%d}")
        assert statuses(root) == dict.fromkeys(listed, "deleted")
        assert len(listed) > 1
        assert texts(root, ".//dc:title") == []

    def test_document_that_is_public_again_is_not_deleted(self, client: Client) -> None:
        version = publish_document(STORED)
        unpublish([version])
        assert set(statuses(ask(client, "ListRecords", metadataPrefix="oai_dc")).values()) == {"deleted"}
        publish([version])
        assert set(statuses(ask(client, "ListRecords", metadataPrefix="oai_dc")).values()) == {None}

    def test_deleted_document_is_remembered(self, client: Client, row: Recommendation) -> None:
        remove_document(row.version.document)
        root = ask(client, "GetRecord", identifier=DOCUMENT, metadataPrefix="oai_dc")
        assert root.find(".//o:header", NAMESPACES).get("status") == "deleted"
        assert texts(root, ".//o:setSpec")[0] == "wg-international-cooperation"

    def test_retired_recommendation_is_deleted(self, client: Client, row: Recommendation) -> None:
        Recommendation.objects.filter(place=row.place).delete()
        update()
        root = ask(client, "ListIdentifiers", metadataPrefix="oai_dc")
        assert list(statuses(root).values()) == [None, "deleted"]

    def test_document_with_another_symbol_has_another_record(self, client: Client) -> None:
        version = publish_document(STORED)
        before = list(statuses(ask(client, "ListIdentifiers", metadataPrefix="oai_dc")))
        assign_symbol(version.document, "CTOC/COP/2022/10", make.person(Role.EDITOR), seen=[STORED])
        assert statuses(ask(client, "ListIdentifiers", metadataPrefix="oai_dc")) == {
            **dict.fromkeys(before, "deleted"),
            **{identifier.replace(STORED, "CTOC/COP/2022/10"): None for identifier in before},
        }

    def test_symbol_taken_over_by_another_document_keeps_its_record(self, client: Client, row: Recommendation) -> None:
        remove_document(row.version.document)
        other = make.version(make.document("CTOC/COP/2022/9", title="Another report"))
        update()
        update_harvest_records([row.version.document_id])
        root = ask(client, "GetRecord", identifier=DOCUMENT, metadataPrefix="oai_dc")
        assert texts(root, ".//dc:title") == [other.title]

    def test_change_of_the_content_gives_a_new_datestamp(self, client: Client, row: Recommendation) -> None:
        date_back(days=2)
        Recommendation.objects.filter(pk=row.pk).update(text="States parties should act.")
        update()
        today = f"{timezone.now():%Y-%m-%d}"
        root = ask(client, "ListIdentifiers", metadataPrefix="oai_dc", from_=today, until=today)
        assert identifiers(root) == [f"oai:testserver:recommendations/CTOC/COP/2022/9/{row.place}"]
        yesterday = f"{timezone.now() - datetime.timedelta(days=1):%Y-%m-%d}"
        root = ask(client, "ListIdentifiers", metadataPrefix="oai_dc", until=yesterday)
        assert identifiers(root) == [DOCUMENT]

    def test_nothing_is_written_without_a_change(self, row: Recommendation) -> None:
        keys = list(HarvestRecord.objects.values_list("pk", flat=True))
        update()
        assert list(HarvestRecord.objects.values_list("pk", flat=True)) == keys

    def test_endorsement_by_another_document_changes_the_record(self, client: Client, row: Recommendation) -> None:
        before = HarvestRecord.objects.latest("pk").pk
        conference = make.document("CTOC/COP/2022/20", body=make.conference())
        make.endorsement(make.version(conference), of=row.meeting)
        [changed] = HarvestRecord.objects.filter(pk__gt=before, place=row.place)
        [facts] = records.facts_of([changed]).values()
        assert "endorsed in CTOC/COP/2022/20" in facts.status

    def test_new_name_of_a_topic_is_found_at_night(self, client: Client, row: Recommendation) -> None:
        Topic.objects.update(labels={"en": "Surrender of fugitives"})
        before = HarvestRecord.objects.latest("pk").pk
        assert update_next_harvest_records(0) == row.version.document_id
        assert update_next_harvest_records(row.version.document_id) is None
        assert HarvestRecord.objects.filter(pk__gt=before).count() == 1

    def test_worker_compares_all_documents(self, row: Recommendation) -> None:
        HarvestRecord.objects.all().delete()
        update_records(after=0)
        assert HarvestRecord.objects.count() == 2

    def test_drafts_are_not_public(self, client: Client, row: Recommendation) -> None:
        make.recommendation(of=make.version(make.document("A/77/9"), published=False))
        update()
        assert len(identifiers(ask(client, "ListIdentifiers", metadataPrefix="oai_dc"))) == 2

    def test_record_withdrawn_a_moment_ago_is_sent_as_deleted(self, client: Client, row: Recommendation) -> None:
        LanguageVersion.objects.update(published_at=None)
        root = ask(client, "ListRecords", metadataPrefix="oai_dc")
        assert set(statuses(root).values()) == {"deleted"}


def test_former_place_is_deleted(client: Client, row: Recommendation) -> None:
    former = row.place
    Recommendation.objects.filter(place=former).update(place="annex-i-a")
    FormerPlace.objects.create(document=row.version.document, place=former, current_place="annex-i-a")
    update()
    root = ask(
        client,
        "GetRecord",
        identifier=f"oai:testserver:recommendations/CTOC/COP/2022/9/{former}",
        metadataPrefix="oai_dc",
    )
    assert root.find(".//o:header", NAMESPACES).get("status") == "deleted"
