"""One recommendation in the API: its address, languages, versions and similar recommendations; citations."""

from __future__ import annotations

import datetime
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import translation

from documents.labels.places import cited_place, page_place
from documents.models import LanguageVersion
from documents.web.phrases import apposition
from recommendations.models import FormerPlace, Lineage, Recommendation
from recommendations.search.cited_places import CitationError, PlaceCitation, read_citation
from tests import builders as make
from tests.recommendations.api.test_responses import fetch
from tests.recommendations.search.test_counts import link

SYMBOL = "CTOC/COP/2022/L.4"
API = "/api/v1/recommendations"
HOST = "http://testserver"
LATER = datetime.date(2023, 9, 8)


@pytest.fixture
def row() -> Recommendation:
    version = make.version(make.document(SYMBOL, "A/1", date=datetime.date(2022, 9, 8)))
    return make.recommendation("Zebras graze.", of=version, path="Annex I (r)", anchor="annex-i-r", status="draft")


def add_french(row: Recommendation) -> Recommendation:
    french = make.version(row.version.document, language="fr")
    return make.recommendation("Les zèbres.", of=french, path="Annexe I r)", anchor="annexe-i-r", place=row.place)


@pytest.mark.django_db
class TestAddress:
    def test_address_consists_of_symbol_and_place(self, client: Client, row: Recommendation) -> None:
        data = fetch(client, f"recommendations/{SYMBOL}/annex-i-r")
        assert data["self"] == f"{HOST}{API}/{SYMBOL}/annex-i-r"
        assert (data["text"], data["status"]) == ("Zebras graze.", "draft")

    def test_key_redirects_to_the_address(self, client: Client, row: Recommendation) -> None:
        french = add_french(row)
        response = client.get(f"{API}/{row.pk}")
        assert (response.status_code, response["Location"]) == (301, f"{API}/{SYMBOL}/annex-i-r")
        response = client.get(f"{API}/{french.pk}")
        assert (response.status_code, response["Location"]) == (301, f"{API}/{SYMBOL}/annex-i-r?language=fr")

    @pytest.mark.parametrize("name", ["", "/similar", "/lineage"])
    @pytest.mark.parametrize("address", ["ctoc/cop/2022/l.4/annex-i-r", "A/1/annex-i-r", "A/1/annex-i-z"])
    def test_other_addresses_redirect(self, client: Client, row: Recommendation, address: str, name: str) -> None:
        FormerPlace.objects.create(document=row.version.document, place="annex-i-z", current_place="annex-i-r")
        response = client.get(f"{API}/{address}{name}?language=en")
        assert (response.status_code, response["Location"]) == (301, f"{API}/{SYMBOL}/annex-i-r{name}?language=en")

    def test_text_is_in_the_requested_language(self, client: Client, row: Recommendation) -> None:
        add_french(row)
        data = fetch(client, f"recommendations/{SYMBOL}/annex-i-r?language=fr")
        assert (data["text"], data["self"]) == ("Les zèbres.", f"{HOST}{API}/{SYMBOL}/annex-i-r?language=fr")
        response = client.get(f"{API}/{SYMBOL}/annex-i-r?language=ru")
        assert response.status_code == 400
        [error] = response.json()["errors"]
        assert error["detail"] == "There is no text in “ru”. Choose one of these languages: en, fr."

    @pytest.mark.parametrize("name", ["", "/similar", "/lineage"])
    def test_unknown_place_is_not_found(self, client: Client, row: Recommendation, name: str) -> None:
        assert client.get(f"{API}/{SYMBOL}/annex-i-q{name}").status_code == 404
        assert client.get(f"{API}/{SYMBOL}/annex-i-r{name}?colour=red").status_code == 400
        LanguageVersion.objects.update(published_at=None)
        assert client.get(f"{API}/{SYMBOL}/annex-i-r{name}").status_code == 404


@pytest.mark.django_db
def test_lineage_names_versions_drafts_and_their_status(client: Client, row: Recommendation) -> None:
    adopted = make.recommendation(
        "Zebras graze here.", of=make.version(make.document("A/2", date=LATER)), anchor="para-1"
    )
    link(row, adopted, "proposed")
    data = fetch(client, f"recommendations/{SYMBOL}/annex-i-r/lineage")
    assert data["versions"] == []
    [outcome] = data["outcomes"]
    assert (outcome["confirmed"], outcome["recommendation"]["status"]) == (False, "adopted")
    assert outcome["comparison"] == f"{HOST}/recommendations/{SYMBOL}/annex-i-r/compare/A/2/para-1/"
    [origin] = fetch(client, "recommendations/A/2/para-1/lineage")["origins"]
    assert origin["recommendation"]["status"] == "draft"
    assert origin["recommendation"]["status_text"].startswith("Draft – not adopted")
    Lineage.objects.all().delete()
    link(row, adopted, "confirmed")
    data = fetch(client, f"recommendations/{SYMBOL}/annex-i-r/lineage")
    assert {(version["relation"], version["recommendation"]["url"]) for version in data["versions"]} == {
        ("this", f"{HOST}/recommendations/{SYMBOL}/annex-i-r/"),
        ("later", f"{HOST}/recommendations/A/2/para-1/"),
    }


@pytest.mark.django_db
def test_article_counts_recommendations_by_basis(client: Client) -> None:
    make.recommendation("Zebras graze.", articles=["untoc:18"])
    data = fetch(client, "articles/untoc:18")
    assert data["bases"] == {"cited": 1, "subject": 0, "subject-only": 0}


class TestReadingCitations:
    @pytest.mark.parametrize(
        "citation",
        [
            "{}, annex I, para. (r)",
            "{}, annex I, paragraph (r)",
            "{}, annex I (r).",
            "annex I, para. (r), {}",
            "para. (r) of annex I of {}",
            "{}, annexe I, par. r)",
            "l’alinéa r) de l’annexe I du document {}",
            "{}, anexo I, párr. r)",
            "párrafo r) del anexo I del documento {}",
            "{}, приложение I, пункт (r)",
            "пункт (r) приложения I документа {}",
        ],
    )
    def test_order_words_and_language_do_not_matter(self, citation: str) -> None:
        assert read_citation(citation.format(SYMBOL)) == PlaceCitation(SYMBOL, ("annex-i-r",))

    @pytest.mark.parametrize(
        ("citation", "place"),
        [
            ("{}، المرفق الأول، الفقرة (r)", "annex-i-r"),
            ("{}号文件附件一第(r)段", "annex-i-r"),
            ("{}号文件附件十二第(r)段", "annex-xii-r"),
            ("{}، المرفق الثاني عشر، الفقرة (r)", "annex-xii-r"),
            ("{}، الفرع الثاني، الفقرة (b)", "ii-b"),
            ("{}号文件第二节第(b)段", "ii-b"),
            ("{}, annex 1 (r)", "annex-i-r"),
            ("{}, para. 63 (c)", "para-63-c"),
            ("subparagraph (c) of paragraph 63 of {}", "para-63-c"),
            ("{}, operative paragraph 4", "para-4"),
            ("{}, annex II, para. 3 (a)", "annex-ii-para-3-a"),
            ("{}, II.A (b)", "ii-a-b"),
            ("{}, sect. II.A, para. (b)", "ii-a-b"),
            ("{}, annexe II, par. 3", "annex-ii-para-3"),
            ("{}, annexe I, al. r)", "annex-i-r"),
            ("paragraphe 3 a) de l’annexe II du document {}", "annex-ii-para-3-a"),
            ("{}第12段", "para-12"),
            ("{}, annex I, para. (r) (draft, not adopted in this document)", "annex-i-r"),
        ],
    )
    def test_place_is_one_of_those_named(self, citation: str, place: str) -> None:
        named = read_citation(citation.format(SYMBOL))
        assert named.symbol == SYMBOL
        assert place in named.places

    @pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh-hans"])
    @pytest.mark.parametrize(
        ("path", "part", "place"),
        [
            ("para. 12", "", "para-12"),
            ("para. 63 (a)", "", "para-63-a"),
            ("Annex I (r)", "Annex I", "annex-i-r"),
            ("Annex II, para. 3", "Annex II", "annex-ii-para-3"),
            ("Annex XII (r)", "Annex XII", "annex-xii-r"),
            ("II.A", "", "ii-a"),
            ("II.A (b)", "", "ii-a-b"),
            ("II (b)", "", "ii-b"),
            ("Annex I.II", "Annex I", "annex-i-ii"),
        ],
    )
    def test_citation_of_the_portal_is_read_in_every_language(
        self, language: str, path: str, part: str, place: str
    ) -> None:
        with translation.override(language):
            cited = [apposition([SYMBOL, cited_place(path, part)])]
            cited.append(apposition([*cited, page_place(4)]))
        for citation in cited:
            assert place in read_citation(citation).places, citation

    @pytest.mark.parametrize("symbol", [SYMBOL, "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4", "A/RES/55/25"])
    def test_symbol_alone_names_the_document(self, symbol: str) -> None:
        assert read_citation(symbol) == PlaceCitation(symbol)

    @pytest.mark.parametrize(
        ("citation", "unread"),
        [
            ("annex I (r)", ""),
            ("hello", ""),
            ("", ""),
            ("{}, para. 1, and A/2/3, para. 2", ""),
            ("{}, annex I and annex II", "and"),
            ("{}, para. 1, annex I, annex II", ""),
            ("{}, recommendation 5", "recommendation 5"),
            ("{}, page 3", "page 3"),
            ("{}, p. 4", "p. 4"),
            ("{}, § 4", "§ 4"),
            ("{}, annex I (r), as adopted", "as adopted"),
            ("{}، المرفق الأول، الفقرة (ز)", "(ز)"),
        ],
    )
    def test_what_is_not_understood_is_not_guessed(self, citation: str, unread: str) -> None:
        with pytest.raises(CitationError) as raised:
            read_citation(citation.format(SYMBOL))
        assert raised.value.unread == unread


@pytest.mark.django_db
class TestCitations:
    def find(self, client: Client, citation: str) -> list[tuple[str, str]]:
        data = fetch(client, f"citations/{quote(citation)}")
        assert data["document"]["address"] == SYMBOL
        return [(place["path"], place["url"].removeprefix(HOST)) for place in data["places"]]

    def test_recommendation_is_found(self, client: Client, row: Recommendation) -> None:
        found = [("Annex I (r)", f"/recommendations/{SYMBOL}/annex-i-r/")]
        assert self.find(client, f"{SYMBOL}, annex I, para. (r)") == found
        assert self.find(client, "paragraph (r) of annex I of A/1") == found

    def test_paragraph_without_a_recommendation_is_found(self, client: Client, row: Recommendation) -> None:
        make.paragraph(row.version, "Zebras.", anchor="para-63-c", path="para. 63 (c)")
        data = fetch(client, f"citations/{quote(f'{SYMBOL}, para. 63 (c)')}")
        [place] = data["places"]
        assert (place["text"], place["recommendation"]) == ("Zebras.", None)
        assert place["url"] == f"{HOST}/documents/{SYMBOL}/?language=en#para-63-c"

    def test_addresses_of_a_text_are_the_same_in_a_response(self, client: Client) -> None:
        french = make.version(make.document("A/2"), language="fr")
        row = make.recommendation("Les zèbres.", of=french, path="Annexe I (r)", anchor="annex-i-r")
        address = f"{HOST}/recommendations/A/2/annex-i-r/?language=fr"
        [place] = fetch(client, f"citations/{quote('A/2, annex I (r)')}")["places"]
        assert (place["url"], place["recommendation"]["url"]) == (address, address)
        assert fetch(client, f"recommendations/{row.pk}")["url"] == address

    def test_paragraph_is_linked_by_its_anchor(self, client: Client, row: Recommendation) -> None:
        make.paragraph(row.version, "Zebras.", anchor="para-5-2", place="para-5", path="para. 5")
        [place] = fetch(client, f"citations/{quote(f'{SYMBOL}, para. 5')}")["places"]
        assert place["url"].endswith("?language=en#para-5-2")

    @pytest.mark.parametrize("stored", ["item-5-a", "block-7"])
    def test_paragraph_missing_in_the_leading_version_is_found(
        self, client: Client, row: Recommendation, stored: str
    ) -> None:
        chinese = make.version(row.version.document, language="zh")
        make.paragraph(chinese, "斑马。", anchor="item-5-a", place=stored, path="item 5 (a)")
        [place] = fetch(client, f"citations/{quote(f'{SYMBOL}, item 5 (a)')}")["places"]
        assert (place["text"], place["language"], place["path"]) == ("斑马。", "zh", "item 5 (a)")
        assert place["url"] == f"{HOST}/documents/{SYMBOL}/?language=zh#item-5-a"

    def test_incomplete_citation_names_all_places_that_fit(self, client: Client, row: Recommendation) -> None:
        assert len(self.find(client, f"{SYMBOL} (r)")) == 1
        make.recommendation("Zebras.", of=row.version, path="Annex II (r)", anchor="annex-ii-r")
        assert [path for path, _url in self.find(client, f"{SYMBOL} (r)")] == ["Annex I (r)", "Annex II (r)"]
        assert [path for path, _url in self.find(client, f"{SYMBOL}, annex II (r)")] == ["Annex II (r)"]

    def test_former_place_leads_to_the_current_one(self, client: Client, row: Recommendation) -> None:
        FormerPlace.objects.create(document=row.version.document, place="annex-i-s", current_place="annex-i-r")
        assert [path for path, _url in self.find(client, f"{SYMBOL}, annex I (s)")] == ["Annex I (r)"]

    def test_document_alone_has_no_place(self, client: Client, row: Recommendation) -> None:
        assert self.find(client, SYMBOL) == []

    @pytest.mark.parametrize(
        ("citation", "status"),
        [
            (f"{SYMBOL}, annex I (z)", 404),
            ("A/99/1, annex I (a)", 404),
            (f"{SYMBOL}, page 3", 400),
            ("annex I", 400),
            (f"{SYMBOL} {'a' * 300}", 400),
        ],
    )
    def test_what_cannot_be_found_is_a_problem(
        self, client: Client, row: Recommendation, citation: str, status: int
    ) -> None:
        response = client.get(f"/api/v1/citations/{quote(citation)}")
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.django_db
def test_feed_has_an_entry_for_each_version(client: Client, row: Recommendation) -> None:
    adopted = make.recommendation("Zebras graze here.", of=make.version(make.document("A/2")), anchor="para-1")
    link(row, adopted, "confirmed")
    response = client.get(f"/recommendations/{SYMBOL}/annex-i-r.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    text = response.content.decode()
    assert text.count("<entry>") == 2
    assert "Zebras graze here." in text
    assert client.get("/recommendations/A/1/annex-i-r.atom")["Location"].endswith(f"{SYMBOL}/annex-i-r.atom")
    assert client.get(f"/recommendations/{SYMBOL}/annex-i-z.atom").status_code == 404
