"""Search results: words and their marks, the address of a search, and invalid addresses."""

from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict
from django.test import Client

from recommendations.labels.status import status_sentence
from recommendations.models import Recommendation
from recommendations.search.hits import Hit
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from tests import builders as make

pytestmark = pytest.mark.django_db


def paths(words: str, **choices: tuple[str, ...]) -> list[str]:
    return [hit.row.path for hit in hits(SearchQuery(words=words, **choices))]  # type: ignore[arg-type]


def hits(query: SearchQuery) -> list[Hit]:
    return search(query).hits


# --- words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "is_match", "reason"),
    [
        ("joint investigation", True, "words are found in any form"),
        ("joint firearms", False, "all words are required"),
        ('"joint investigations"', True, "a phrase"),
        ('"investigations joint"', False, "the word order of a phrase matters"),
        ("firearms OR investigations", True, "either word"),
        ("joint -investigations", False, "an excluded word"),
        ("cooperation", True, "the heading counts too"),
        ("'; DROP TABLE documents_document; --", False, "an invalid query is searched as words"),
        ("\\ & | ! ( : *", True, "punctuation alone is harmless"),
        ("“joint", True, "an unclosed quotation mark is harmless"),
        ("“joint investigations”", True, "typographic quotation marks keep words together"),
        ("“investigations joint”", False, "typographic quotation marks keep words in order"),
        ("serious crime", True, "words are found within typographic quotation marks"),
        ("2021", True, "numbers are found next to a dash"),
        ("Secretariat", True, "words are found within angle brackets"),
    ],
)
def test_words_are_matched(words: str, is_match: bool, reason: str) -> None:
    text = "States are encouraged to conduct joint investigations of “serious crime” in 2020–2021, <Secretariat>."
    make.recommendation(text, heading="Cooperation", path="(a)")
    assert paths(words) == (["(a)"] if is_match else []), reason


def test_words_in_the_text_outweigh_words_in_the_heading() -> None:
    make.recommendation("States should act together with others here.", heading="Extradition", path="heading")
    make.recommendation("States should expedite extradition with others.", heading="Other matters", path="text")
    assert paths("extradition") == ["text", "heading"]


def test_newest_meeting_comes_first_by_date() -> None:
    for year in (2019, 2022, 2020):
        meeting = make.meeting(ordinal=year - 2000, start=datetime.date(year, 5, 1))
        make.recommendation("Extradition extradition.", meeting=meeting, path=str(year))
    assert paths("") == ["2022", "2020", "2019"]
    assert paths("extradition", sort="date") == ["2022", "2020", "2019"]  # type: ignore[arg-type]


def test_hits_are_marked_and_everything_else_is_escaped() -> None:
    make.recommendation("Use <script>alert(1)</script> & <b>joint</b> investigations <i")
    [hit] = hits(SearchQuery(words="investigation"))
    assert hit.text == (
        "Use &lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;joint&lt;/b&gt; <mark>investigations</mark> &lt;i"
    )
    [plain] = hits(SearchQuery())
    assert "<" not in plain.text


def test_marks_are_placed_on_the_text_as_printed() -> None:
    make.recommendation("The “joint” investigation–team acts.")
    [hit] = hits(SearchQuery(words="joint team"))
    assert hit.text == "The “<mark>joint</mark>” investigation–<mark>team</mark> acts."


def test_private_use_characters_are_shown_unchanged() -> None:
    make.recommendation("joint \ue000bodies\ue001")
    [hit] = hits(SearchQuery(words="joint"))
    assert hit.text == "<mark>joint</mark> \ue000bodies\ue001"


# --- the address -------------------------------------------------------------------------------------


def test_address_and_query_are_equivalent() -> None:
    make.article("untoc:18")
    make.topic("extradition")
    address = "q=joint+bodies&article=untoc:18&topic=extradition&year=2021&year=2022&sort=date&page=2"
    parameters = read_parameters(QueryDict(address))
    assert parameters.messages == ()
    assert parameters.query.querystring() == address


def test_document_is_selected_by_any_of_its_addresses() -> None:
    row = make.recommendation(of=make.version(make.document("CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4")))
    address = row.version.document.address
    for value in ("CTOC/COP/WG.2/2022/4", "ctoc/cop/wg.3/2022/4", f"unnumbered/{row.version.document_id}"):
        parameters = read_parameters(QueryDict(f"document={value}"))
        assert parameters.query.document == (address,)
        assert paths("", document=parameters.query.document) == [row.path]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("article=untoc:99", "There is no article “untoc:99”"),
        ("article=18", "“18” does not name an instrument. Choose an article from the list of articles."),
        ("article=moon:1", "There is no article “moon:1”"),
        ("meeting=never", "There is no meeting or body called “never”"),
        ("topic=cooking", "There is no topic called “cooking”"),
        ("addressee=nobody", "There is no addressee called “nobody”"),
        (
            "status=perfect",
            "There is no status called “perfect”. Choose one of: “draft – not adopted in this document” (draft), "
            "“submitted for consideration” (proposed), “adopted”, ",
        ),
        ("year=abc", "“abc” is not a year"),
        ("year=-2021", "“-2021” is not a year"),
        ("document=A/1", "There is no published document with the symbol “A/1”"),
        ("document=unnumbered/99999999999999999999", "There is no published document with the symbol"),
        ("sort=colour", "Sort by “relevance” or “date”"),
        ("page=0", "The page number must be a whole number, 1 or higher"),
        ("page=two", "The page number must be a whole number, 1 or higher"),
        ("page=%D9%A3", "The page number must be a whole number, 1 or higher"),
        ("page=1_0", "The page number must be a whole number, 1 or higher"),
        ("page=99999999999999999999", "The page number must be a whole number, 1 or higher"),
        ("q=a%00b", "The search text is too long or contains an invalid character"),
        ("article=%00", "There is no article"),
        ("&".join(f"year={year}" for year in range(1945, 2005)), "Choose at most 50 values"),
    ],
)
def test_invalid_parameter_is_named(client: Client, address: str, message: str) -> None:
    response = client.get(f"/recommendations/?{address}&year=2021")
    assert response.status_code == 400
    assert message in response.content.decode().replace("&quot;", '"')


def test_unknown_parameters_are_ignored(client: Client) -> None:
    """Links from other sites carry parameters for tracking."""
    response = client.get("/recommendations/?utm_source=newsletter&q=joint")
    assert response.status_code == 200
    assert "utm_source" not in response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_error_page_offers_the_search_without_the_parameter(client: Client) -> None:
    response = client.get("/recommendations/?q=joint&status=perfect&year=2021")
    assert 'href="/en/recommendations/?q=joint&amp;year=2021"' in response.content.decode()


def test_missing_page_is_not_found(client: Client) -> None:
    make.recommendation()
    response = client.get("/recommendations/?page=2")
    assert response.status_code == 404
    assert "The last page is 1" in response.content.decode()


def test_unpublished_documents_are_not_found(client: Client, admin_client: Client) -> None:
    hidden = make.recommendation("Secret extradition.", of=make.version(make.document("A/1"), published=False))
    for reader in (client, admin_client):
        assert "0 recommendations" in reader.get("/recommendations/?q=extradition").content.decode()
        assert reader.get("/recommendations/?document=A/1").status_code == 400
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "Not published" in admin_client.get(hidden.get_absolute_url()).content.decode()


# --- status ------------------------------------------------------------------------------------------


def test_status_of_several_recommendations_has_its_own_form() -> None:
    draft = Recommendation(status=Recommendation.Status.DRAFT)
    assert status_sentence(draft, 2) == "Drafts – not adopted in this document."
    proposed = Recommendation(status=Recommendation.Status.PROPOSED)
    assert status_sentence(proposed, 2) == "Submitted for consideration; not adopted in this document."


def test_draft_is_never_described_as_adopted() -> None:
    group = make.meeting(start=datetime.date(2021, 3, 25), end=datetime.date(2021, 3, 26), place="Vienna")
    conference = make.meeting(make.conference(), 11, slug="cop-11", start=None)
    status = Recommendation.Status
    sentences = {
        value: status_sentence(Recommendation(status=value, meeting=group, adopted_by=group, put_to=conference))
        for value in status.values
    }
    assert sentences["draft"] == (
        "Draft – not adopted in this document: a draft document of the twelfth meeting of the Working Group on "
        "International Cooperation (Vienna, 25–26 March 2021)."
    )
    assert sentences["for_endorsement"] == (
        "Adopted by the Working Group on International Cooperation at its twelfth meeting (Vienna, 25–26 March 2021); "
        "submitted to the Conference of the Parties to the United Nations Convention against Transnational Organized "
        "Crime at its eleventh session for endorsement. No endorsement is recorded in this collection."
    )
    assert sentences["proposed"].endswith("not adopted in this document.")
    assert sentences["adopted"].startswith("Adopted by the Working Group on International Cooperation at its twelfth")
    assert sentences["endorsed"].endswith("at its eleventh session.")
    assert sentences["proposed"].startswith("Submitted to the Conference of the Parties")


def test_list_shows_the_status(client: Client) -> None:
    make.recommendation(status="draft")
    page = client.get("/recommendations/").content.decode()
    assert '<span class="status status-draft">Draft – not adopted in this document</span>' in page
