"""One recommendation in several languages: its page, its cards, its addresses."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from documents.models import Document, LanguageVersion, Meeting
from documents.web.language_addresses import without_language
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts() -> dict[str, Recommendation]:
    """One recommendation in three languages; the Arabic text is not published."""
    document = make.document("CTOC/COP/2024/3")
    return {
        language: make.recommendation(
            text, of=make.version(document, language, published=language != "ar"), anchor=anchor, place="para-5-a"
        )
        for language, text, anchor in (
            ("en", "States should cooperate.", "para-5-a"),
            ("fr", "Les États devraient coopérer.", "para-5-a"),
            ("ar", "ينبغي للدول أن تتعاون.", "para-5-أ"),
        )
    }


def page(client: Client, address: str, **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


class TestPage:
    def test_all_texts_have_one_address(self, client: Client, texts: dict[str, Recommendation]) -> None:
        [address] = {row.get_absolute_url() for row in texts.values()}
        assert texts["en"].text_address == address
        assert texts["fr"].text_address == f"{address}?language=fr"
        assert texts["ar"].text not in page(client, f"{address}?language=ar")  # not published

    def test_keys_of_other_texts_redirect_to_the_one_address(
        self, client: Client, texts: dict[str, Recommendation]
    ) -> None:
        address = without_language(texts["en"].get_absolute_url())
        for query, language in (("", "fr"), ("?language=en", "en")):
            response = client.get(f"/recommendations/{texts['fr'].pk}/{query}")
            assert (response.status_code, response["Location"]) == (301, f"{address}?language={language}")
        assert client.get(f"/recommendations/{texts['ar'].pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("query", "accepted", "language"),
        [
            ("", "", "en"),
            ("", "de, fr-CA;q=0.8, en;q=0.5", "fr"),
            ("?language=en", "fr", "en"),
            ("?language=fr", "en", "fr"),
            ("?language=xx", "", "en"),
        ],
    )
    def test_the_readers_language_comes_first(
        self, client: Client, texts: dict[str, Recommendation], query: str, accepted: str, language: str
    ) -> None:
        address = without_language(texts["en"].get_absolute_url())
        response = client.get(f"/ru{address}{query}", headers={"Accept-Language": accepted})
        html = response.content.decode()
        other = {"en": "fr", "fr": "en"}[language]
        assert html.index(texts[language].text) < html.index(texts[other].text)
        assert f'aria-current="true" lang="{language}"' in html
        assert "Accept-Language" in response.headers["Vary"]

    def test_staff_see_texts_that_are_not_published(
        self, admin_client: Client, texts: dict[str, Recommendation]
    ) -> None:
        assert texts["ar"].text in page(admin_client, texts["en"].get_absolute_url())
        location = admin_client.get(f"/recommendations/{texts['ar'].pk}/").headers["Location"]
        assert location == f"{without_language(texts['en'].get_absolute_url())}?language=ar"

    def test_address_passes_to_the_next_language_if_the_leading_text_is_withdrawn(
        self, client: Client, texts: dict[str, Recommendation]
    ) -> None:
        version = texts["en"].version
        version.published_at = None
        version.save()
        assert texts["fr"].text in page(client, texts["fr"].get_absolute_url())


class TestSearch:
    def test_a_card_names_the_other_languages(self, client: Client, texts: dict[str, Recommendation]) -> None:
        html = page(client, "/en/recommendations/")
        assert f'href="{texts["en"].get_absolute_url()}?language=fr" hreflang="fr"' in html
        assert 'hreflang="ar"' not in html.partition("<main")[2]
        assert texts["fr"].text not in html

    def test_a_card_is_in_the_readers_language(self, client: Client, texts: dict[str, Recommendation]) -> None:
        html = page(client, "/ru/recommendations/", **{"Accept-Language": "fr"})
        assert texts["fr"].text in html
        html = page(client, "/fr/recommendations/", **{"Accept-Language": "en"})
        assert texts["fr"].text in html
        assert texts["en"].text not in html
        address = without_language(texts["fr"].get_absolute_url())
        assert f'href="/fr{address}?language=en" hreflang="en"' in html

    def test_a_card_shows_the_text_that_contains_the_words(
        self, client: Client, texts: dict[str, Recommendation]
    ) -> None:
        result = search(SearchQuery(words="cooperate", meaning=False), languages=["fr"])
        assert [hit.row for hit in result.hits] == [texts["en"]]

    def test_a_card_is_in_the_readers_language_if_equivalent_terms_were_found_in_another(self, client: Client) -> None:
        document = make.document("CTOC/COP/2024/5")
        texts = {
            language: make.recommendation(text, of=make.version(document, language), place="ii-a", path=path)
            for language, text, path in (
                ("ar", "ينبغي للدول أن تقدم المساعدة القانونية المتبادلة.", "ثانيا (أ)"),
                ("es", "Los Estados deberían ayudarse unos a otros.", "II a)"),
                ("fr", "Les États devraient s’accorder l’entraide judiciaire.", "II a)"),
            )
        }
        query = SearchQuery(words="asistencia judicial recíproca", meaning=False)
        [hit] = search(query, languages=["es"]).hits
        assert (hit.row, hit.marks, hit.is_by_meaning) == (texts["es"], (), False)
        assert hit.language_of_words == "ar"  # the leading text that contains the term
        html = page(client, f"/es{without_language(query.address)}")
        assert "Secc. II a)" in html
        assert texts["es"].text in html
        assert html.count("(hallado en este texto)") == 1
        [hit] = search(query.changed(language=("fr",)), languages=["es"]).hits
        assert hit.row == texts["fr"]

    def test_recommendation_in_two_selected_languages_counts_once(self, texts: dict[str, Recommendation]) -> None:
        result = search(SearchQuery(language=("en", "fr")))
        assert result.total == len(result.hits) == 1
        assert result.counts["language"] == {"en": 1, "fr": 1}
        assert result.wider_totals["language"] == 1

    def test_facets_come_from_the_leading_text(self, texts: dict[str, Recommendation]) -> None:
        make.cite(texts["en"], "untoc:18")
        make.index_documents([texts["en"].version.document_id])
        result = search(SearchQuery(words="États", meaning=False, thesaurus=False))
        assert [hit.row for hit in result.hits] == [texts["fr"]]
        assert result.counts["article"]["untoc:18"] == 1
        narrowed = search(SearchQuery(words="États", meaning=False, thesaurus=False, article=("untoc:18",)))
        assert narrowed.total == 1

    def test_paragraphs_link_to_the_same_place(self, client: Client, texts: dict[str, Recommendation]) -> None:
        html = page(client, SearchQuery(scope="paragraphs", words="cooperate").address)
        assert "?language=fr&amp;at=para-5-a&amp;from=en" in html


class TestPlaces:
    """A place is wholly in the words of one language."""

    @pytest.fixture
    def address(self) -> str:
        document = make.document("CTOC/COP/2024/6")
        for language, text, path in (
            ("ar", "ينبغي للدول أن تتعاون.", "ثانيا (ح)"),
            ("fr", "Les États devraient coopérer.", "II h)"),
            ("zh", "各国应当合作。", "二 (h)"),
        ):
            row = make.recommendation(text, of=make.version(document, language), place="ii-h", path=path)
        return without_language(row.get_absolute_url())

    def test_links_to_other_texts_show_the_place_as_in_them(self, client: Client, address: str) -> None:
        html = page(client, f"/fr{address}")
        assert "Sect. II, al. h)" in html
        assert '<bdi lang="ar" dir="rtl">الفرع الثاني (ح)</bdi>' in html
        assert '<bdi lang="zh" dir="ltr">第二节(h)</bdi>' in html

    def test_the_place_of_the_text_shown_is_in_the_words_of_the_page(self, client: Client, address: str) -> None:
        html = page(client, f"/ar{address}?language=zh")
        assert "الفرع الثاني (h)" in html
        assert "الفرع 二" not in html
        assert "sect. II (h)" in page(client, f"/en{address}?language=zh")


class TestHeadings:
    @pytest.mark.parametrize(
        ("language", "label", "shown"),
        [("zh", "二", "二、会议安排"), ("zh", "A", "A. 会议安排"), ("ar", "ثانيا", "ثانيا- 会议安排")],
    )
    def test_only_the_comma_after_a_chinese_number_is_without_a_space(
        self, client: Client, language: str, label: str, shown: str
    ) -> None:
        document = make.document("CTOC/COP/2024/7")
        make.paragraph(make.version(document, language), "会议安排", label=label, kind="heading", path=label)
        text = " ".join(re.sub(r"<[^>]+>", "", page(client, document.get_absolute_url())).split())
        assert text.count(shown) == 2, "in the contents, and as a heading"


class TestDirection:
    def test_arabic_text_that_begins_with_a_page_number_is_from_right_to_left(self, client: Client) -> None:
        document = make.document("CTOC/COP/2024/4")
        make.recommendation("A/79/1: ينبغي للدول أن تتعاون.", of=make.version(document, "ar"), page=1)
        html = page(client, document.get_absolute_url())
        assert '<div class="reader-text legal-text" lang="ar" dir="rtl">' in html

    def test_each_of_two_texts_has_its_own_direction(self, client: Client, texts: dict[str, Recommendation]) -> None:
        LanguageVersion.objects.update(published_at=timezone.now())
        html = page(client, "/documents/CTOC/COP/2024/3/?language=ar&with=en")
        assert '<div class="reader-text legal-text" lang="ar" dir="rtl">' in html
        assert '<div class="pair-text" lang="en" dir="ltr">' in html


class TestOtherPages:
    """Pages that list texts show each in the reader's language, or else in the leading one."""

    ONLY_ENGLISH = "States should report."

    @pytest.fixture
    def meeting(self) -> Meeting:
        """A meeting with a recommendation in two languages, cited in a note, and one in English only."""
        document, topic = make.document("CTOC/COP/2024/3"), make.topic()
        meeting = make.meeting()
        for language, text, heading in (
            ("en", "States should cooperate.", "Conclusions"),
            ("ar", "ينبغي للدول أن تتعاون.", "الاستنتاجات"),
        ):
            version = make.version(document, language)
            row = make.recommendation(
                text, of=version, place="para-5-a", heading=heading, meeting=meeting, topics=[topic],
                articles=["untoc:18"], put_to=make.meeting(make.conference(), 11, slug="cop-11"),
            )  # fmt: skip
            note = make.footnote(version, f"18 {language}", paragraph=row.paragraph)
            make.citation(note, "18", article=make.article("untoc:18"))
            if language == "en":
                make.recommendation(
                    self.ONLY_ENGLISH, of=version, meeting=meeting, topics=[topic], articles=["untoc:18"]
                )
        return meeting

    @pytest.mark.parametrize(
        "path",
        [
            "meetings/wg-international-cooperation-12/",
            "meetings/cop-11/",
            "topics/extradition/",
            "articles/untoc/18/",
            "follow-up/?addressee=any",
            "follow-up/CTOC/COP/2024/3/para-5-a/",
        ],
    )
    @pytest.mark.usefixtures("meeting")
    def test_texts_are_in_the_readers_language(self, admin_client: Client, path: str) -> None:
        arabic, english = (page(admin_client, f"/{language}/{path}") for language in ("ar", "en"))
        assert "ينبغي للدول أن تتعاون." in arabic
        assert "States should cooperate." not in arabic
        assert 'lang="ar" dir="rtl"' in arabic
        assert "States should cooperate." in english
        assert "ينبغي للدول أن تتعاون." not in english

    @pytest.mark.parametrize("path", ["meetings/wg-international-cooperation-12/", "topics/extradition/"])
    @pytest.mark.usefixtures("meeting")
    def test_texts_that_the_reader_s_language_lacks_are_in_the_leading_one(self, client: Client, path: str) -> None:
        assert self.ONLY_ENGLISH in page(client, f"/ar/{path}")

    @pytest.mark.usefixtures("meeting")
    def test_a_meeting_has_the_headings_of_the_shown_texts(self, client: Client) -> None:
        arabic = page(client, "/ar/meetings/wg-international-cooperation-12/")
        assert "الاستنتاجات" in arabic
        assert "Conclusions" not in arabic

    @pytest.mark.usefixtures("meeting")
    def test_notes_and_paragraphs_that_cite_an_article_are_in_the_readers_language(self, client: Client) -> None:
        arabic = page(client, "/ar/articles/untoc/18/")
        assert "<mark>18</mark> ar" in arabic
        assert "<mark>18</mark> en" not in arabic
        assert '<p class="excerpt" lang="ar" dir="rtl"><mark>ينبغي</mark>' in arabic

    @pytest.mark.usefixtures("meeting")
    def test_the_parts_of_a_source_are_apart(self, client: Client) -> None:
        assert '>Same document</span><span class="card-source"> <' in page(client, "/topics/extradition/")


class TestTitlesOfADocument:
    """The subtitle and the title of the agenda item are those of the version that is shown."""

    @pytest.fixture
    def document(self) -> Document:
        document = make.document(
            "CTOC/COP/2024/3", body=make.body(), subtitle="Report of the Secretariat", agenda_item="4",
            agenda_title="International cooperation",
        )  # fmt: skip
        make.version(document, "en")
        make.version(document, "es")
        french = make.version(document, "fr")
        french.parsed = {"masthead": {"subtitle": "Rapport du Secrétariat", "agenda_title": "Coopération"}}
        french.save()
        return document

    def test_another_version_has_its_own(self, client: Client, document: Document) -> None:
        html = page(client, f"{document.get_absolute_url()}?language=fr")
        assert '<p class="lead" lang="fr" dir="ltr">Rapport du Secrétariat</p>' in html
        assert '4: <bdi lang="fr" dir="ltr">Coopération</bdi>' in html
        assert "Report of the Secretariat" not in html.partition("<main")[2]
        assert "International cooperation" not in html.partition('class="facts"')[2].partition("</dl>")[0]

    def test_titles_that_were_not_read_are_missing(self, client: Client, document: Document) -> None:
        html = page(client, f"{document.get_absolute_url()}?language=es")
        assert 'class="lead"' not in html
        assert "<dt>Agenda item</dt><dd>4</dd>" in html

    def test_the_leading_version_has_those_of_the_document(self, client: Client, document: Document) -> None:
        html = page(client, document.get_absolute_url())
        assert '<p class="lead" lang="en" dir="ltr">Report of the Secretariat</p>' in html
        assert '4: <bdi lang="en" dir="ltr">International cooperation</bdi>' in html
