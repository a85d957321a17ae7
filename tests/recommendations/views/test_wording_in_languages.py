"""Wording that depends on the language of the page, on a number or on the kind of a meeting."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.html import strip_tags
from django.utils.translation import override

from documents.models import Body, Meeting
from recommendations.labels.facet_values import reload_names
from recommendations.labels.vocabulary import addressee_labels
from recommendations.labels.wording import value_formatter
from recommendations.models import Addressee
from recommendations.results.search_title import search_title
from recommendations.search.query import SearchQuery
from recommendations.services import load_vocabularies
from recommendations.views.follow_up_forms import meeting_choices
from tests import builders as make

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_status_of_several_recommendations_is_plural_and_follows_their_number(client: Client) -> None:
    group = make.meeting(start=None, ordinal=12)
    several = make.version(make.document("A/1", body=make.conference()))
    single = make.version(make.document("A/2"))
    with make.indexed_together():
        for of in (several, several, single):
            make.recommendation(of=of, meeting=group, status="adopted")
    assert "<strong>2 recomendaciones.</strong> Aprobadas por: " in read(client, "/es/documents/A/1/")
    assert "<strong>1 recomendación.</strong> Aprobada por: " in read(client, "/es/documents/A/2/")
    assert "<strong>2 recommandations.</strong> Adoptées par" in read(client, "/fr/documents/A/1/")


def test_place_of_a_recommendation_is_part_of_its_heading(client: Client) -> None:
    make.recommendation(of=make.version(make.document("A/1")), path="Annex I (a)", anchor="annex-i-a")

    assert "<bdi>Рекомендация: приложение I a)</bdi>" in read(client, "/ru/documents/A/1/")


def test_session_is_not_called_a_meeting(client: Client) -> None:
    session, meeting = make.meeting(make.conference(), 11), make.meeting()
    with make.indexed_together():
        for of in (session, meeting):
            make.recommendation(meeting=of)
    assert "1 рекомендация этой сессии" in read(client, f"/ru/meetings/{session.slug}/")
    assert "1 рекомендация этого совещания" in read(client, f"/ru/meetings/{meeting.slug}/")


def test_name_of_a_congress_contains_its_number_once() -> None:
    congress = make.body(
        "congress",
        name="United Nations Congress on Crime Prevention and Criminal Justice",
        kind_of_meeting=Body.KindOfMeeting.CONGRESS,
    )
    Meeting.objects.create(slug="congress-14", body=congress, ordinal=14)
    [(_body, choices)] = meeting_choices(reload_names())
    assert choices == [
        ("congress-14", "Fourteenth United Nations Congress on Crime Prevention and Criminal Justice"),
    ]


def test_addressees_are_shown_by_their_labels() -> None:
    Addressee.objects.create(key="states-parties", name="States parties", labels={"fr": "États parties"})
    with override("fr"):
        assert list(addressee_labels(["States parties", "Ships"])) == ["États parties", "Ships"]
        assert value_formatter().as_text("addressees", ["States parties"]) == "États parties"


def test_title_of_a_treaty_alone_has_title_marks_in_chinese(client: Client) -> None:
    make.instrument(labels={"zh": "联合国公约"}, short_labels={"zh": "有组织犯罪公约"})
    make.recommendation(articles=["untoc:18"])
    page = read(client, "/zh/articles/untoc/18/")
    assert "<title>《有组织犯罪公约》第18条" in page
    assert '<p class="lead">《联合国公约》</p>' in page
    assert "《《" not in page
    assert "有组织犯罪公约》 " not in page
    found = read(client, "/zh/recommendations/?q=article+18")
    assert "《有组织犯罪公约》第18条" in found
    assert "《《" not in found
    missing = client.get("/zh/articles/untoc/99/").content.decode()
    assert 'href="/zh/articles/untoc/">《联合国公约》</a>' in missing


def test_note_below_the_matrix_names_what_is_counted(client: Client) -> None:
    row = make.recommendation(articles=["untoc:18"], text="Apply article 18.")
    make.index_documents([row.version.document_id])
    assert "A recommendation counted in several rows" in read(client, "/en/matrix/")
    paragraphs = read(client, "/en/matrix/?in=paragraphs")
    assert "A paragraph counted in several rows" in paragraphs
    assert 'name="status"' in read(client, "/en/matrix/")
    assert 'name="status"' not in paragraphs
    assert "A recommendation counted" not in paragraphs


def test_update_of_the_portal_brings_corrected_labels() -> None:
    load_vocabularies()
    Addressee.objects.filter(key="secretariat").update(labels={"ar": "الأمانة العامة"})
    load_vocabularies()
    assert Addressee.objects.get(key="secretariat").labels["ar"] == "الأمانة"


def test_chinese_has_no_space_between_a_phrase_and_what_follows_it(client: Client) -> None:
    shown = {}
    for language in ("en", "zh-hans"):
        with override(language):
            shown[language] = Template("{% load phrases %}：{% following %}<b>A/1</b>{% endfollowing %}").render(
                Context()
            )
    assert shown == {"en": "： <b>A/1</b>", "zh-hans": "：<b>A/1</b>"}


def test_choices_in_a_title_are_separated_by_semicolons() -> None:
    """The names of choices contain commas."""
    query = SearchQuery(words="witnesses", status=("adopted", "endorsed"))
    titles = {}
    for language in ("en", "ar", "zh-hans"):
        with override(language):
            titles[language] = search_title(query)
    assert titles == {
        "en": "Recommendations: witnesses; Adopted; Endorsed",
        "ar": "التوصيات: witnesses؛ معتمدة؛ مؤيَّدة",
        "zh-hans": "建议：witnesses；已通过；已核可",
    }


def test_paragraphs_of_an_article_are_listed_without_spaces_in_chinese(client: Client) -> None:
    with make.indexed_together():
        for article in ("untoc:18:4", "untoc:18:9"):
            make.recommendation(articles=[article])
    shown = strip_tags(read(client, "/zh/articles/untoc/18/"))
    assert "第4款（1）：1条建议、第9款（1）：1条建议" in shown


def test_document_is_named_by_its_title_in_the_language_of_the_page(client: Client) -> None:
    meeting = make.meeting()
    document = make.document("CTOC/COP/2022/5", title="تقرير من الأمانة", body=make.conference(), meeting=meeting)
    arabic = make.version(document, "ar")
    french = make.version(document, "fr", title="Rapport du Secrétariat")
    make.version(document, "ru", title="Доклад Секретариата", published=False)
    with make.indexed_together():
        for of in (arabic, french):
            make.recommendation(of=of, articles=["untoc:18"], place="para-1", anchor="para-1", meeting=meeting)
            paragraph = make.paragraph(of, "Article 18.", anchor="para-2", place="para-2")
            make.citation(paragraph, "Article 18", article=make.article())
    shown = '<bdi lang="fr" dir="ltr">Rapport du Secrétariat</bdi>'
    addresses = ("documents/", "", "new/", f"meetings/{meeting.slug}/", "recommendations/CTOC/COP/2022/5/para-1/")
    for address in (*addresses, "articles/untoc/18/"):
        page = read(client, f"/fr/{address}")
        assert shown in page, address
        assert "تقرير من الأمانة" not in page, address
    found = read(client, "/fr/recommendations/?q=CTOC/COP/2022/5")
    assert "<p>Rapport du Secrétariat</p>" in found
    assert '<bdi lang="ar" dir="rtl">تقرير من الأمانة</bdi>' in read(client, "/ru/documents/")


def test_several_agenda_items_are_named_in_the_language_of_the_page(client: Client) -> None:
    meeting = make.meeting()
    numbers = {"A/50/610": "89 and 18", "A/50/611": "32, 61 and 132", "A/50/612": "7"}
    for symbol, printed in numbers.items():
        make.version(make.document(symbol, body=meeting.body, meeting=meeting, agenda_item=printed))
    assert "<dt>Agenda items</dt><dd>89 and 18</dd>" in read(client, "/en/documents/A/50/610/")
    assert "<dt>Temas del programa</dt><dd>89 y 18</dd>" in read(client, "/es/documents/A/50/610/")
    assert "<dd>32、61和132</dd>" in read(client, "/zh/documents/A/50/611/")
    assert "<dt>Пункт повестки дня</dt><dd>7</dd>" in read(client, "/ru/documents/A/50/612/")
    assert "<h3>Пункты 89 и 18 повестки дня</h3>" in read(client, f"/ru/meetings/{meeting.slug}/")


def test_languages_of_a_document_are_in_the_order_of_their_names(client: Client) -> None:
    document = make.document("A/1")
    for language in ("ar", "es", "fr", "ru", "zh"):
        make.version(document, language)
    facts = read(client, "/es/documents/A/1/").partition("<dt>Idiomas</dt>")[2].partition("</dd>")[0]
    assert strip_tags(facts).split(" · ") == [" Árabe", "Chino", "Español", "Francés", "Ruso"]


def test_languages_of_news_are_a_list_with_one_capital(client: Client) -> None:
    document = make.document("A/1")
    for language in ("ar", "es", "zh"):
        make.version(document, language)
    assert "Árabe, chino, español" in strip_tags(read(client, "/es/new/"))
