"""Documents as Akoma Ntoso."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from documents.models import LanguageVersion
from portal.ingestion.bulk import ingest_paths
from recommendations.exports.akoma_ntoso import NAMESPACE
from tests import builders as make
from tests.sources import SHARED

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
SCHEMA = SHARED / "corpus" / "standards" / "akn" / "akomantoso30.xsd"
XML_ATTRIBUTES = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xsd:attribute name="lang" type="xsd:language"/>
  <xsd:attribute name="space" type="xsd:NCName"/>
  <xsd:attribute name="id" type="xsd:ID"/>
</xsd:schema>"""


class XmlAttributes(etree.Resolver):
    """Supplies the declaration of xml:lang, which the schema imports from a file beside it."""

    def resolve(self, url: str, _public: Any, context: Any) -> Any:
        return self.resolve_string(XML_ATTRIBUTES, context) if url.endswith("xml.xsd") else None


@cache
def schema() -> Any:
    if not SCHEMA.exists():
        pytest.skip(f"{SCHEMA.name} is not on this machine")
    parser = etree.XMLParser()
    parser.resolvers.add(XmlAttributes())
    return etree.XMLSchema(etree.parse(SCHEMA, parser))


def xml_of(client: Client, symbol: str = SYMBOL, language: str = "") -> Any:
    response = client.get(f"/documents/{symbol}.akn.xml", {"language": language} if language else {})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/akn+xml; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    root = etree.fromstring(response.content)
    languages = {body.get("{http://www.w3.org/XML/1998/namespace}lang") for body in find(root, "//mainBody")}
    assert languages == {response["Content-Language"]}
    return root


def find(root: Any, path: str) -> list[Any]:
    return list(root.findall(path.replace("//", ".//a:").replace("/a:/", "/"), {"a": NAMESPACE}))


def words(root: Any) -> str:
    """Return the words of the body and attachments, without spaces."""
    body = [*find(root, "//mainBody")]
    return "".join("".join(part.itertext()) for part in body).replace(" ", "").replace("\n", "")


def assert_valid(root: Any) -> None:
    schema().validate(root)
    assert [str(error) for error in schema().error_log] == []


@pytest.fixture
def version() -> LanguageVersion:
    return make.version(make.document(SYMBOL, body=make.conference()))


def test_text_is_nested_below_headings_and_paragraphs(client: Client, version: LanguageVersion) -> None:
    make.paragraph(version, "Introduction", kind="heading", level=1, label="I")
    parent = make.paragraph(version, "The meeting:", label="1")
    make.paragraph(version, "Noted this;", kind="item", label="(a)", level=1, parent=parent)
    make.paragraph(version, "It closed.")
    make.paragraph(version, "Annex I", kind="heading", level=1, label="Annex I", part="Annex I")
    make.paragraph(version, "A list.", part="Annex I")
    root = xml_of(client)
    outline = {element.get("eId"): (element.tag.split("}")[1], element.findtext(f"{{{NAMESPACE}}}num")) for element in
               root.iter() if element.get("eId", "").startswith(("sec", "att"))}  # fmt: skip
    assert outline == {
        "sec_1": ("section", "I"),
        "sec_1__para_1": ("paragraph", "1"),
        "sec_1__para_1__point_1": ("point", "(a)"),
        "sec_1__hcontainer_1": ("hcontainer", None),
        "att_1": ("attachment", None),
        "att_1__sec_1": ("section", None),
        "att_1__sec_1__hcontainer_1": ("hcontainer", None),
    }
    assert words(root) == "IIntroduction1Themeeting:(a)Notedthis;Itclosed.AnnexIAlist."
    assert_valid(root)


def test_notes_are_at_their_markers(client: Client, version: LanguageVersion) -> None:
    note = make.footnote(version, "See the report.", marker="1")
    make.footnote(version, "Without a marker in the text.", marker="*")
    calls = [
        {"marker": "1", "offset": 5, "note": note.position},
        {"marker": "1", "offset": 12, "note": note.position},
        {"marker": "9", "offset": 12, "note": None},
    ]
    make.paragraph(version, "First and two", notes=calls)
    root = xml_of(client)
    assert [note.get("marker") for note in find(root, "//authorialNote")] == ["1"]
    assert [note.get("href") for note in find(root, "//noteRef")] == [f"#note_{note.position}"]
    assert words(root) == "FirstSeethereport.andtw9o*Withoutamarkerinthetext."
    assert_valid(root)


def test_references_lead_to_their_targets(client: Client, version: LanguageVersion) -> None:
    paragraph = make.paragraph(version, "Recalling articles 18 and 19 & resolution 5/8,")
    make.citation(paragraph, "articles 18 and 19", article=make.article("untoc:18"))
    make.citation(paragraph, "articles 18 and 19", article=make.article("untoc:19"))
    root = xml_of(client)
    references = [(ref.get("href"), "".join(ref.itertext())) for ref in find(root, "//ref")]
    assert references == [
        ("http://testserver/articles/untoc/18/", "articles 18 and 19"),
        ("http://testserver/articles/untoc/19/", ""),
    ]
    assert "&resolution5/8," in words(root)
    assert_valid(root)


def test_tables_keep_their_cells(client: Client, version: LanguageVersion) -> None:
    make.paragraph(version, "State\tYear\nItaly\t2000", kind="table", cells=[["State", "Year"], ["Italy", "2000"]])
    root = xml_of(client)
    assert [["".join(cell.itertext()) for cell in row] for row in find(root, "//tr")] == [
        ["State", "Year"],
        ["Italy", "2000"],
    ]
    assert_valid(root)


def test_notes_and_references_of_a_cell_that_differs_from_the_text_follow_the_table(
    client: Client, version: LanguageVersion
) -> None:
    note = make.footnote(version, "See the report.", marker="a")
    calls = [{"marker": "a", "offset": 4, "note": note.position}]
    text = "2025\nSee article 18"
    table = make.paragraph(version, text, kind="table", cells=[["2025 (estimate)"], ["Article"]], notes=calls)
    make.citation(table, "article 18", article=make.article("untoc:18"))
    root = xml_of(client)
    assert ["".join(cell.itertext()) for cell in find(root, "//td")] == ["2025 (estimate)", "Article"]
    assert ["".join(note.itertext()) for note in find(root, "//authorialNote")] == ["See the report."]
    assert [reference.get("href") for reference in find(root, "//ref")] == ["http://testserver/articles/untoc/18/"]
    assert_valid(root)


def test_characters_that_xml_does_not_allow_are_left_out(client: Client, version: LanguageVersion) -> None:
    make.paragraph(version, "A <b> & \x0c“quoted”\uffff 𝔸", breaks=[{"offset": 4, "page": 3, "box": None}], page=2)
    root = xml_of(client)
    assert words(root) == "A<b>&“quoted”𝔸"
    assert [mark.get("eId") for mark in find(root, "//eop")] == ["page_2", "page_3"]
    assert_valid(root)


def test_a_document_without_text_symbol_or_date_is_valid(client: Client) -> None:
    document = make.document(date=None, title="")
    make.version(document, "ar")
    root = xml_of(client, document.address)
    assert [element.get("language") for element in find(root, "//FRBRlanguage")] == ["ara"]
    assert_valid(root)


def test_only_published_versions_are_sent(client: Client, version: LanguageVersion) -> None:
    make.version(version.document, "fr", published=False)
    assert client.get(f"/documents/{SYMBOL}.akn.xml?language=fr").status_code == 404
    assert client.get("/documents/CTOC/COP/1/1.akn.xml").status_code == 404


@pytest.mark.long
def test_documents_are_valid_and_complete(client: Client) -> None:
    ingest_paths([settings.FIXTURES_DIR / "sessions"], publish=True)
    versions = LanguageVersion.objects.all()
    assert len(versions) == 5
    for version in versions:
        root = xml_of(client, version.document.address, version.language)
        assert_valid(root)
        text = words(root)
        for paragraph in version.paragraphs.order_by("position"):
            if not paragraph.notes and not paragraph.cells:
                assert paragraph.text.replace(" ", "").replace("\n", "") in text
        for note in version.footnotes.all():
            assert note.text.replace(" ", "").replace("\n", "") in text
