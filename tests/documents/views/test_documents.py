"""Document pages: the list, the text, addresses, and source files."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import DocumentSymbol, LanguageVersion
from documents.web.language_addresses import without_language
from tests import builders as make

pytestmark = pytest.mark.django_db

ADDRESS = "/en/documents/CTOC/COP/2022/L.4/"


@pytest.fixture
def version() -> LanguageVersion:
    return make.version(make.document("CTOC/COP/2022/L.4", title="Draft resolution"))


def page(client: Client, address: str = ADDRESS, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


# --- addresses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/en/documents/ctoc/cop/2022/l.4/",
        "/en/documents/unnumbered/{pk}/",
    ],
)
def test_other_addresses_redirect_to_the_canonical_one(client: Client, version: LanguageVersion, address: str) -> None:
    response = client.get(address.format(pk=version.document_id) + "?language=en")
    assert (response.status_code, response["Location"]) == (301, ADDRESS + "?language=en")


def test_any_joint_symbol_redirects_to_the_document(client: Client) -> None:
    joint = make.document("CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4")
    make.version(joint)
    canonical = "/en/documents/CTOC/COP/WG.2/2022/4/"
    for symbol in ("CTOC/COP/WG.3/2022/4", "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4"):
        assert client.get(f"/documents/{symbol}/")["Location"] == canonical
    assert "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4" in page(client, canonical)


def test_symbol_may_contain_spaces_and_brackets(client: Client) -> None:
    row = make.document("A/72/33 (Sect. 16)/Part A")
    make.version(row)
    assert "A/72/33 (Sect. 16)/Part A" in page(client, row.get_absolute_url())


def test_temporary_address_redirects_once_there_is_a_symbol(client: Client) -> None:
    row = make.document(title="Draft report")
    make.version(row)
    address = f"/documents/unnumbered/{row.pk}/"
    assert "No symbol is printed" in page(client, address)
    DocumentSymbol.objects.create(document=row, symbol="CTOC/COP/WG.3/2020/L.1")
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, "/en/documents/CTOC/COP/WG.3/2020/L.1/")


@pytest.mark.parametrize("address", ["A/1", "unnumbered/99999999999", "unnumbered/x", "%00", "' OR 1=1 --", "../x"])
def test_unknown_document_is_not_found(client: Client, address: str) -> None:
    text = page(client, f"/documents/{address}/", 404)
    assert "is not in this collection" in text
    assert 'action="/en/recommendations/"' in text


def test_unpublished_document_is_shown_to_staff_only(client: Client, admin_client: Client) -> None:
    make.version(make.document("A/1"), published=False)
    page(client, "/documents/A/1/", 404)
    assert "Not published: visible to staff only" in page(admin_client, "/en/documents/A/1/")
    assert "not published" in page(admin_client, "/en/documents/")
    assert "A/1" not in page(client, "/en/documents/")


def test_unavailable_language_is_not_found(client: Client, version: LanguageVersion) -> None:
    make.version(version.document, "fr", title="Projet de résolution")
    assert "Projet de résolution" in page(client, ADDRESS + "?language=fr")
    assert "Draft resolution" in page(client, ADDRESS)
    assert "not available in this language: Chinese" in page(client, ADDRESS + "?language=zh", 404)
    assert 'href="https://undocs.org/zh/CTOC/COP/2022/L.4"' in page(client, ADDRESS + "?language=zh", 404)


# --- the text ----------------------------------------------------------------------------------------


def test_text_of_a_document_is_escaped(client: Client, version: LanguageVersion) -> None:
    script = '<script>alert("x")</script>'
    make.paragraph(version, script, label=script, marks=[{"start": 1, "end": 7, "style": "bold"}])
    make.paragraph(version, script, kind="heading", level=1)
    make.paragraph(version, "", kind="table", cells=[[script]])
    make.paragraph(version, script, kind="figure", cells=[[script]])
    make.paragraph(version, script, kind="contents")
    note = make.footnote(version, script, marker="1")
    make.paragraph(version, "x", notes=[{"marker": script, "offset": 0, "note": note.position}])
    make.citation(make.paragraph(version, script), "alert", reason=script)
    text = page(client)
    assert "<script>alert" not in text
    data = text.count('<script type="application/ld+json">')  # not executed
    assert (text.count("<script") - data, data) == (text.count('<script src="/static/'), 1)


def test_emphasis_note_and_citation_of_a_paragraph_are_shown(client: Client, version: LanguageVersion) -> None:
    note = make.footnote(version, "Ibid.", marker="3", position=0)
    row = make.paragraph(
        version,
        "Use article 18 of the Convention.",
        label="12",
        anchor="para-12",
        marks=[{"start": 0, "end": 3, "style": "italic"}],
        notes=[{"marker": "3", "offset": 14, "note": note.position}],
    )
    make.citation(row, "article 18", article=make.article("untoc:18"))
    text = page(client)
    assert 'id="para-12"' in text
    assert '<a class="block-label" href="#para-12">12.</a>' in text
    assert (
        '<i>Use</i> <a class="citation" href="/en/articles/untoc/18/" title="Organized Crime Convention, article 18">'
        'article 18</a><sup class="note-call"><a id="call-0" href="#note-0" aria-label="Footnote 3">3</a></sup>'
        " of the Convention."
    ) in text
    assert 'id="note-0"' in text
    assert 'href="#call-0"' in text


def test_page_numbers_of_the_file_are_shown(client: Client, version: LanguageVersion) -> None:
    breaks = [{"offset": offset, "page": number, "box": None} for offset, number in ((6, 4), (14, 5))]
    make.paragraph(version, "Trial and rehabilitation of offenders.", position=0, page=3, breaks=breaks)
    make.paragraph(version, "On the same page.", position=1, page=5)
    make.paragraph(version, "On the next page.", position=2, page=6)
    text = page(client)
    mark = '<span class="page-mark" lang="en">page {}</span>'
    assert f"Trial {mark.format(4)}and rehabilitation {mark.format(5)}of offenders." in text
    assert re.findall(r'<p class="page-turn"><span class="page-mark" lang="en">page (\d)</span></p>', text) == [
        "3",
        "6",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": "CTOC/COP/WG.3/2021/3"}, '<a class="citation" href="/en/documents/CTOC/COP/WG.3/2021/3/"'),
        ({"value": "ctoc/cop/wg.3/2021/3"}, '<a class="citation" href="/en/documents/CTOC/COP/WG.3/2021/3/"'),
        ({"value": "GA 60/1", "kind": "resolution"}, '<a class="citation" href="/en/documents/A/RES/60/1/"'),
        (
            {"value": "A/81/6 (Sect. 13)"},
            '<a class="citation outside" rel="external" href="https://undocs.org/en/A/81/6(Sect.13)"'
            ' title="A/81/6 (Sect. 13) · not in this collection · open on the United Nations website">here</a>',
        ),
        (
            {"value": "SC 1373 (2001)", "kind": "resolution"},
            '<a class="citation outside" rel="external" href="https://undocs.org/en/S/RES/1373(2001)"',
        ),
        (
            {"value": "COP 5/8", "kind": "resolution"},
            'rel="external" href="https://undocs.org/en/CTOC/COP/2010/17" title="Conference resolution 5/8 · '
            "in CTOC/COP/2010/17, the report of the session · not in this collection",
        ),
        (
            {"value": "COP 99/8", "kind": "resolution"},
            'href="/en/recommendations/?q=%22resolution+99/8%22+OR+%22decision+99/8%22&amp;in=paragraphs"',
        ),
        (
            {"value": "GA 79/252 B", "kind": "resolution"},
            'title="General Assembly resolution 79/252 B · not in this collection · find mentions"',
        ),
        (
            {"value": "charter:51", "kind": "article"},
            '<span class="citation" title="Article 51 · not in this collection">',
        ),
        (
            {"reason": "the body is not known: extended Bureau of", "kind": "meeting"},
            'title="reference not identified: the body is not known: “extended Bureau of…”">here</span>.',
        ),
        (
            {"reason": "No number is given."},
            'As stated <span class="unresolved" title="reference not identified: No number is given.">here</span>.',
        ),
    ],
    ids=[
        "a document",
        "a document in any letter case",
        "a resolution by its symbol",
        "a document elsewhere",
        "a resolution elsewhere",
        "a resolution in the report of its session",
        "a resolution in an unknown report",
        "a section of a resolution",
        "an article of a treaty outside the collection",
        "a meeting of an unknown body",
        "unresolved",
    ],
)
def test_citations_are_linked(client: Client, version: LanguageVersion, fields: dict[str, str], expected: str) -> None:
    make.version(make.document("CTOC/COP/WG.3/2021/3", title="Report"))
    make.version(make.document("A/RES/60/1", title="Outcome"))
    make.citation(make.paragraph(version, "As stated here."), "here", **fields)
    assert expected in page(client)


def test_citation_of_several_articles_links_to_each(client: Client, version: LanguageVersion) -> None:
    row = make.paragraph(version, "Under articles 16 and 18 of the Convention.")
    for number in ("16", "18"):
        make.citation(row, "articles 16 and 18", article=make.article(f"untoc:{number}"))
    text = page(client)
    assert (
        '<span class="citation">articles 16 and 18</span><span class="citation-targets"> '
        '[<a href="/en/articles/untoc/16/"' in text
    )
    assert 'title="Organized Crime Convention, article 18">art. 18</a>]</span> of the Convention.' in text


def test_recommendations_are_marked_and_listed(client: Client, version: LanguageVersion) -> None:
    row = make.recommendation("States should act:", of=version, anchor="para-63-a", path="para. 63 (a)", status="draft")
    make.paragraph(version, "at once;", kind="item", level=2, label="(i)", parent=row.paragraph, anchor="para-63-a-i")
    text = page(client)
    assert '<a href="#para-63-a"><bdi>Para. 63 (a)</bdi> <bdi class="outline-words" lang="en">' in text
    assert f'<a href="{row.get_absolute_url()}"><bdi>Recommendation para. 63 (a)</bdi></a>' in text
    assert "Draft – not adopted in this document" in text
    assert 'class="block block-item depth-2 recommended" id="para-63-a-i"' in text


def test_contents_have_the_first_words_of_each_recommendation(client: Client, version: LanguageVersion) -> None:
    text = "States parties are encouraged to train judges and prosecutors in the law of electronic evidence."
    make.recommendation(text, of=version, anchor="para-1-a", verb="are encouraged to")
    assert '<bdi class="outline-words" lang="en">…train judges and prosecutors in the law of…</bdi>' in page(client)


def test_recommendation_named_by_its_document_is_not_named_twice(client: Client, version: LanguageVersion) -> None:
    row = make.recommendation(of=version, path="Recommendation 1")
    assert f'<a href="{row.get_absolute_url()}"><bdi>Recommendation 1</bdi></a>' in page(client)
    assert '<span class="eyebrow">Recommendation 1</span>' in page(client, row.get_absolute_url())


def test_recommendation_heading_is_below_the_section_heading(client: Client, version: LanguageVersion) -> None:
    make.recommendation(of=version, path="para. 1 (a)")
    make.paragraph(version, "Chapter", kind="heading", level=2)
    row = make.recommendation(of=version, path="para. 63 (a)")
    text = page(client)
    assert re.findall(r'<h(\d) class="recommended-mark', text) == ["2", "4"]
    assert f'<a href="{row.get_absolute_url()}">' in text


def test_official_document_is_linked_in_each_language(client: Client, version: LanguageVersion) -> None:
    text = page(client)
    for code in ("ar", "zh", "en", "fr", "ru", "es"):
        assert f'href="https://undocs.org/{code}/CTOC/COP/2022/L.4" hreflang="{code}" lang="{code}"' in text


def test_conference_room_paper_is_linked_only_in_known_languages(client: Client) -> None:
    make.version(make.document("CTOC/COP/2022/CRP.4", kind="conference-room-paper"))
    text = page(client, "/documents/CTOC/COP/2022/CRP.4/")
    assert re.findall(r"https://undocs.org/(\w+)/", text) == ["en"]


def test_document_without_a_symbol_has_no_official_link(client: Client) -> None:
    row = make.document(title="Draft report")
    make.version(row)
    assert "undocs.org" not in page(client, row.get_absolute_url())


def test_number_of_queries_does_not_grow_with_paragraphs(client: Client, version: LanguageVersion) -> None:
    def fill(number: int) -> None:
        for position in range(number):
            row = make.recommendation("States use article 18.", of=version, topics=[make.topic()])
            make.citation(row.paragraph, "article 18", article=make.article(f"untoc:{position % 30 + 1}"))
            make.citation(make.footnote(version, f"A/{position}"), f"A/{position}", value=f"A/{position}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client)
        return len(captured)

    fill(2)
    expected = queries()
    fill(20)
    assert queries() == expected


# --- the list ----------------------------------------------------------------------------------------


def test_list_is_filtered_by_body_and_year(client: Client) -> None:
    make.version(make.document("A/1", body=make.conference(), date=datetime.date(2022, 9, 8)))
    make.version(make.document("A/2", body=make.body(), date=datetime.date(2020, 9, 8)))
    make.version(make.document("A/3"))
    assert "1 document<" in page(client, "/en/documents/?body=cop&year=2022")
    assert "No documents match these filters" in page(client, "/en/documents/?body=cop&year=2020")
    assert "3 documents" in page(client, "/en/documents/?body=&year=")


@pytest.mark.parametrize(
    "address", ["body=moon", "body=%00", "year=abc", "year=1999", "page=0", "page=x", "page=%D9%A1"]
)
def test_invalid_parameter_is_rejected(client: Client, address: str) -> None:
    make.version(make.document("A/1", body=make.conference()))
    assert "This link is not valid" in page(client, f"/en/documents/?{address}", 400)


def test_invalid_filters_of_documents_lead_to_their_page(client: Client) -> None:
    text = page(client, "/documents/?year=abc&body=zzz", 400)
    assert text.count("Choose one on the Documents page.") == 2


def test_page_beyond_the_last_is_not_found(client: Client) -> None:
    assert "Page 2 does not exist" in page(client, "/en/documents/?page=2", 404)


# --- files -------------------------------------------------------------------------------------------


def test_file_is_sent_unchanged_as_an_attachment(client: Client, version: LanguageVersion) -> None:
    row = make.file(version, b"<script>alert(1)</script>", name='évil".html', media_type="text/html")
    response = client.get(f"{without_language(ADDRESS)}file/{row.pk}/")
    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert row.name in page(client).replace("&quot;", '"')


def test_unpublished_file_or_file_of_another_document_is_not_found(client: Client, version: LanguageVersion) -> None:
    hidden = make.file(make.version(make.document("A/1"), published=False))
    other = make.file(make.version(make.document("A/2")))
    page(client, f"/documents/A/1/file/{hidden.pk}/", 404)
    page(client, f"{ADDRESS}file/{other.pk}/", 404)
    page(client, f"{ADDRESS}file/99999999999999999999/", 404)


def test_source_file_is_named_by_its_format(client: Client, version: LanguageVersion) -> None:
    make.file(version, b"x" * 2_048, name="000_c0ffee.txt")
    assert ">Text, English, 2\xa0KB</a>" in page(client)
