"""Pages describe their document or recommendation to programs, in what real programs read."""

from __future__ import annotations

import datetime
from html import unescape
from typing import Any

import extruct
import lxml.html
import pytest
from django.test import Client

from documents.models import Document, LanguageVersion, Paragraph
from documents.web.language_addresses import without_language
from recommendations.exports.metadata.json_ld import as_script
from recommendations.models import Recommendation
from tests import builders as make

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
HOSTILE = 'States & parties "</script><script>alert(1)</script>" <!-- are encouraged to act.'


@pytest.fixture
def version() -> LanguageVersion:
    meeting = make.meeting(place="Vienna", start=datetime.date(2021, 3, 25), end=datetime.date(2021, 3, 26))
    document = make.document(
        "CTOC/COP/WG.3/2021/3", title="Report on the meeting", kind="report", meeting=meeting, body=meeting.body
    )
    return make.version(document)


@pytest.fixture
def row(version: LanguageVersion) -> Recommendation:
    row = make.recommendation(
        HOSTILE,
        of=version,
        path="para. 4 (a)",
        anchor="para-4-a",
        page=3,
        articles=["untoc:18"],
        topics=[make.topic("extradition")],
        addressees=[make.addressee()],
    )
    Paragraph.objects.filter(pk=row.paragraph_id).update(page=3)
    return row


def markup(client: Client, row: Any) -> str:
    return client.get(row.get_absolute_url()).content.decode()


def json_ld(page: str) -> dict[str, Any]:
    [found] = extruct.extract(page, base_url=HOST, syntaxes=["json-ld"])["json-ld"]
    return dict(found)


def text_of(page: str) -> str:
    """Return the text of the body as a reader sees it, in one line."""
    body = lxml.html.fromstring(page).body
    return " ".join(body.text_content().split())


def tags(page: str) -> dict[str, str]:
    """Return the tags in the head whose names begin with "citation_", as Zotero reads them."""
    head = lxml.html.fromstring(page).head
    pairs = [(str(tag.get("name")), tag.get("content")) for tag in head.iterfind("meta")]
    return {name: content for name, content in pairs if name.startswith("citation_")}


class TestJsonLd:
    def test_recommendation_is_described(self, client: Client, row: Recommendation) -> None:
        page = markup(client, row)
        found, address = json_ld(page), HOST + without_language(row.get_absolute_url())
        assert found["@context"] == "https://schema.org"
        assert (found["@type"], found["@id"], found["url"]) == ("CreativeWork", address, address)
        assert found["text"] == HOSTILE
        assert found["identifier"] == "CTOC/COP/WG.3/2021/3, para. 4 (a)"
        assert (found["inLanguage"], found["pagination"]) == ("en", "3")
        assert found["isPartOf"]["@type"] == "Report"
        assert found["isPartOf"]["@id"] == f"{HOST}/documents/CTOC/COP/WG.3/2021/3/"
        assert [node["url"] for node in found["about"]] == [f"{HOST}/articles/untoc/18/", f"{HOST}/topics/extradition/"]

    def test_article_found_only_by_meaning_is_left_out(self, client: Client, row: Recommendation) -> None:
        make.add_subject(row, "untoc:18", description="Mutual legal assistance")
        make.add_subject(row, "untoc:20", description="Undercover operations")
        names = [node["name"] for node in json_ld(markup(client, row))["about"]]
        assert any("article 18" in name for name in names)
        assert not any("article 20" in name for name in names)

    def test_every_value_is_also_on_the_page(self, client: Client, row: Recommendation) -> None:
        page = markup(client, row)
        found, shown = json_ld(page), text_of(page)
        values = [found["text"], found["name"], found["creativeWorkStatus"], found["isPartOf"]["name"]]
        values += [node["name"] for node in found["about"]] + [node["audienceType"] for node in found["audience"]]
        values += [found["recordedAt"]["name"], found["isPartOf"]["reportNumber"]]
        assert [value for value in values if " ".join(value.split()).casefold() not in shown.casefold()] == []

    def test_document_is_described_in_each_language(self, client: Client, version: LanguageVersion) -> None:
        make.version(version.document, language="fr", title="Rapport")
        make.version(version.document, language="es", title="Informe", published=False)
        page = client.get(f"{version.document.get_absolute_url()}?language=fr").content.decode()
        found = json_ld(page)
        assert (found["@type"], found["name"], found["inLanguage"]) == ("Report", "Rapport", "fr")
        assert found["identifier"] == ["CTOC/COP/WG.3/2021/3"]
        assert found["recordedAt"]["startDate"] == "2021-03-25"
        assert found["recordedAt"]["location"]["name"] == "Vienna"
        assert [node["inLanguage"] for node in found["workTranslation"]] == ["en"]  # Spanish is not public

    @pytest.mark.parametrize(
        ("kind", "schema_type"), [("resolution", "Legislation"), ("agenda", "CreativeWork"), ("", "CreativeWork")]
    )
    def test_type_depends_on_the_kind_of_document(self, client: Client, kind: str, schema_type: str) -> None:
        version = make.version(make.document("A/1", kind=kind))
        assert json_ld(markup(client, version.document))["@type"] == schema_type

    def test_text_cannot_end_the_element(self, client: Client, row: Recommendation) -> None:
        page = markup(client, row)
        assert "<script>alert" not in page
        content = as_script({"text": HOSTILE}).removeprefix('<script type="application/ld+json">')
        assert not set("<>&") & set(content.removesuffix("</script>"))

    def test_policy_allows_only_data_in_the_page(self, client: Client, row: Recommendation) -> None:
        response = client.get(row.get_absolute_url())
        policy = response["Content-Security-Policy"]
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
        scripts = lxml.html.fromstring(response.content.decode()).iter("script")
        assert {script.get("type") for script in scripts if not script.get("src")} == {"application/ld+json"}


class TestCitations:
    def test_document_has_the_tags_that_zotero_reads(self, client: Client, version: LanguageVersion) -> None:
        make.file(version, name="report.pdf", media_type="application/pdf")
        assert tags(markup(client, version.document)) == {
            "citation_title": "Report on the meeting",
            "citation_author": "Working Group on International Cooperation",
            "citation_publication_date": make.DAY.strftime("%Y/%m/%d"),
            "citation_technical_report_institution": "United Nations",
            "citation_technical_report_number": "CTOC/COP/WG.3/2021/3",
            "citation_publisher": "United Nations",
            "citation_language": "en",
            "citation_public_url": f"{HOST}/documents/CTOC/COP/WG.3/2021/3/?language=en",
            "citation_pdf_url": f"{HOST}/documents/CTOC/COP/WG.3/2021/3/original/?language=en",
        }

    def test_recommendation_is_cited_with_its_page_and_lasting_address(
        self, client: Client, row: Recommendation
    ) -> None:
        page = markup(client, row)
        found = tags(page)
        assert found["citation_firstpage"] == "3"
        assert found["citation_public_url"] == f"{HOST}/recommendations/CTOC/COP/WG.3/2021/3/para-4-a/"
        links = {link.get("type"): link.get("href") for link in lxml.html.fromstring(page).head.iterfind("link")}
        assert links["application/x-bibtex"] == "/recommendations/CTOC/COP/WG.3/2021/3/para-4-a.bib?language=en"
        assert f'<link rel="cite-as" href="{found["citation_public_url"]}">' in unescape(page)


def test_unnumbered_document_is_described_by_its_address(client: Client) -> None:
    document = Document.objects.create(title="Draft", content_key="0123456789abcdef")
    make.version(document)
    assert json_ld(markup(client, document))["@id"] == f"{HOST}/documents/unnumbered/0123456789abcdef/"
