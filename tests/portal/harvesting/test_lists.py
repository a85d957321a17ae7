"""Long lists of OAI-PMH: pages, changes between them, and a real harvester."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import NoRecordsMatch

from documents.models import Document, LanguageVersion
from documents.services import acquire_write_lock
from portal.harvesting import records
from recommendations.models import HarvestRecord, Recommendation
from recommendations.services.harvesting import update_harvest_records
from tests import builders as make

NAMESPACE = "{http://www.openarchives.org/OAI/2.0/}"


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "PAGE_SIZE", 4)


def add_document(symbol: str, recommendations: int = 2) -> LanguageVersion:
    version = make.version(make.document(symbol))
    with make.indexed_together():
        for _number in range(recommendations):
            make.recommendation(of=version, topics=[make.topic()], articles=["untoc:18"])
    update_harvest_records([version.document_id])
    return version


def page(client: Client, **query: str) -> tuple[list[str], str, Any]:
    """Return the identifiers of a page, the token of the next one, and its element."""
    root = etree.fromstring(client.get("/oai/", query).content)
    found = [element.text for element in root.iter(f"{NAMESPACE}identifier")]
    token = root.find(f".//{NAMESPACE}resumptionToken")
    return found, "" if token is None else token.text or "", token


def rest(client: Client, token: str, verb: str = "ListIdentifiers") -> list[str]:
    found: list[str] = []
    while token:
        more, token, _element = page(client, verb=verb, resumptionToken=token)
        found += more
    return found


@pytest.mark.django_db
class TestTokens:
    def test_every_record_is_on_one_page(self, client: Client) -> None:
        for number in range(3):
            add_document(f"A/{number}")
        found, token, element = page(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
        assert (len(found), element.get("completeListSize"), element.get("cursor")) == (4, "9", "0")
        _found, _token, element = page(client, verb="ListIdentifiers", resumptionToken=token)
        assert element.get("cursor") == "4"
        found += rest(client, token)
        assert len(found) == len(set(found)) == 9

    def test_last_page_ends_with_an_empty_token(self, client: Client) -> None:
        add_document("A/1", 4)
        _found, token, _element = page(client, verb="ListRecords", metadataPrefix="oai_dc")
        _found, token, element = page(client, verb="ListRecords", resumptionToken=token)
        assert (token, element.get("cursor"), element.get("completeListSize")) == ("", "4", "5")

    def test_list_on_one_page_has_no_token(self, client: Client) -> None:
        add_document("A/1", 3)
        assert page(client, verb="ListRecords", metadataPrefix="oai_dc")[2] is None

    def test_the_same_token_gives_the_same_page(self, client: Client) -> None:
        add_document("A/1", 9)
        _found, token, _element = page(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
        first = page(client, verb="ListIdentifiers", resumptionToken=token)[0]
        add_document("A/2")
        assert page(client, verb="ListIdentifiers", resumptionToken=token)[0] == first

    def test_documents_added_meanwhile_are_listed_once_and_none_is_missing(self, client: Client) -> None:
        for number in range(3):
            add_document(f"A/{number}")
        found, token, _element = page(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
        number = 10
        while token:
            if number < 14:
                add_document(f"A/{number}")
                number += 1
            more, token, _element = page(client, verb="ListIdentifiers", resumptionToken=token)
            found += more
        assert len(found) == len(set(found)) == HarvestRecord.objects.count() == 21

    def test_records_changed_meanwhile_come_again_as_they_are_now(self, client: Client) -> None:
        first = add_document("A/1", 4)
        found, token, _element = page(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
        Recommendation.objects.filter(version=first).update(text="States parties should act.")
        update_harvest_records([first.document_id])
        found += rest(client, token)
        assert len(set(found)) == 5
        assert len(found) == 8  # four were sent before they changed; one of these is the document, which did not

    def test_token_keeps_the_set_and_the_period(self, client: Client) -> None:
        add_document("A/9", 6)
        Document.objects.update(body=make.conference())
        update_harvest_records(Document.objects.values_list("pk", flat=True))
        add_document("A/1", 6)
        query = {"verb": "ListIdentifiers", "metadataPrefix": "marc21", "set": "cop", "from": "2020-01-01"}
        found, token, _element = page(client, **query)
        assert len(found + rest(client, token)) == 7

    def test_token_of_another_list_is_rejected(self, client: Client) -> None:
        add_document("A/1", 9)
        _found, token, _element = page(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
        for verb, sent in (("ListRecords", token), ("ListIdentifiers", token[:-2]), ("ListSets", token)):
            response = client.get("/oai/", {"verb": verb, "resumptionToken": sent})
            assert 'code="badResumptionToken"' in response.content.decode()

    def test_token_is_rejected_if_all_remaining_records_changed(self, client: Client) -> None:
        add_document("A/1", 9)
        until = "2100-01-01"
        _found, token, _element = page(client, verb="ListIdentifiers", metadataPrefix="oai_dc", until=until)
        HarvestRecord.objects.all().update(changed_at="2101-01-01T00:00:00Z")
        response = client.get("/oai/", {"verb": "ListIdentifiers", "resumptionToken": token})
        assert 'code="badResumptionToken"' in response.content.decode()

    def test_page_takes_few_queries(self, client: Client, django_assert_max_num_queries: Any) -> None:
        for number in range(4):
            add_document(f"A/{number}", 5)
        with django_assert_max_num_queries(6):
            _found, token, _element = page(client, verb="ListRecords", metadataPrefix="oai_dc")
        with django_assert_max_num_queries(6):
            page(client, verb="ListRecords", resumptionToken=token)


@pytest.mark.django_db(transaction=True)
class TestHarvester:
    @pytest.fixture
    def harvester(self, live_server: Any) -> Iterator[Any]:
        with Scythe(f"{live_server}/oai/") as harvester:
            yield harvester

    def test_harvest_while_documents_are_added_is_complete(self, harvester: Any) -> None:
        for number in range(4):
            add_document(f"A/{number}", 4)
        found = []
        for index, record in enumerate(harvester.list_records(metadata_prefix="oai_dc")):
            found.append(record.header.identifier)
            if index % 5 == 0 and index < 20:
                add_document(f"B/{index}", 2)
        assert len(found) == len(set(found)) == 20 + 4 * 3
        assert {identifier.partition(":")[2].partition(":")[2] for identifier in found} == {
            record.address.strip("/") for record in HarvestRecord.objects.all()
        }

    def test_harvester_reads_every_verb(self, harvester: Any) -> None:
        add_document("A/1")
        assert harvester.identify().deletedRecord == "persistent"
        assert {row.metadataPrefix for row in harvester.list_metadata_formats()} == {"oai_dc", "marc21"}
        assert next(row.setSpec for row in harvester.list_sets()) == "wg-international-cooperation"
        [first, *_rest] = harvester.list_identifiers(metadata_prefix="oai_dc")
        record = harvester.get_record(first.identifier, metadata_prefix="oai_dc")
        assert record.metadata["title"] == ["Report on the meeting"]
        assert len(list(harvester.list_records(metadata_prefix="marc21"))) == 3

    def test_deleted_records_are_harvested(self, harvester: Any) -> None:
        version = add_document("A/1")
        LanguageVersion.objects.update(published_at=None)
        update_harvest_records([version.document_id])
        assert [record.deleted for record in harvester.list_records(metadata_prefix="oai_dc")] == [True] * 3
        with pytest.raises(NoRecordsMatch):
            list(harvester.list_records(metadata_prefix="oai_dc", from_="2100-01-01"))

    def test_change_committed_after_a_harvest_is_in_the_next_one(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A harvester asks for what changed since the response: this must include what was being written then."""
        monkeypatch.setattr(records, "PAGE_SIZE", 100)
        add_document("A/1")
        is_written, may_commit = threading.Event(), threading.Event()

        def write() -> None:
            try:
                with transaction.atomic():
                    acquire_write_lock()
                    add_document("A/2")
                    is_written.set()
                    assert may_commit.wait(timeout=20)
            finally:
                connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        assert is_written.wait(timeout=20)
        threading.Event().wait(1.2)  # datestamps are in seconds
        root = etree.fromstring(client.get("/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc").content)
        date = root.findtext(f"{NAMESPACE}responseDate")
        may_commit.set()
        writer.join()
        assert len(list(root.iter(f"{NAMESPACE}identifier"))) == 3
        query = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "from": date}
        later = etree.fromstring(client.get("/oai/", query).content)
        assert len([row for row in later.iter(f"{NAMESPACE}identifier") if "A/2" in row.text]) == 3
