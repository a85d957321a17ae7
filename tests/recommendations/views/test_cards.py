"""Cards of recommendations and paragraphs: their headings, names and languages, and the reason why each was found."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from recommendations.labels.facet_values import names
from recommendations.models import Recommendation
from recommendations.results.cards import MAX_FIRST_WORDS, MAX_TITLE_LENGTH, Card, cards, first_words_end
from recommendations.search.hits import Hit
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.templatetags.lists import single_card
from recommendations.text.sentences import Passage
from tests import builders as make

pytestmark = pytest.mark.django_db

LONG_TEXT = (
    "States parties are encouraged, where appropriate and consistent with their national legal frameworks, to make "
    "further use of instruments at the international, regional and bilateral levels, and to hear witnesses by video."
)


def cards_of(query: SearchQuery) -> list[Card]:
    result = search(query)
    articles = result.understood.choices.get("article", ())
    return cards(result.hits, names(result.generation), query, articles=articles)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def card_html(page: str) -> str:
    found = re.search(r'<article class="card".*?</article>', page, re.DOTALL)
    assert found
    return found[0]


# --- the heading, and the text after it --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first_words"),
    [
        ("States should act.", "States should act."),
        (LONG_TEXT, "States parties are encouraged, where appropriate and consistent with their"),
        ("x" * 200, "x" * 40),
        (
            "鼓励缔约国、在适当情况下、在根据本国法律的基础上，进一步利用联合调查；" * 5,
            "鼓励缔约国、在适当情况下、在根据本国法律的基础上，进一步利用联合调查；",
        ),
    ],
)
def test_first_words_end_with_a_word(text: str, first_words: str) -> None:
    assert text[: first_words_end(text)] == first_words
    assert len(first_words) <= MAX_FIRST_WORDS


@pytest.mark.parametrize("words", ["", "encouraged instruments", "video", '"their national"'])
def test_heading_and_text_are_the_whole_text(words: str) -> None:
    row = make.recommendation(LONG_TEXT)
    [card] = cards_of(SearchQuery(words=words, meaning=False))
    gap = "… " if "card-gap" in card.text else ""
    assert plain(card.first_words + card.text).replace(gap, "") == row.text


def test_matches_are_marked_in_both_parts() -> None:
    make.recommendation(LONG_TEXT)
    [card] = cards_of(SearchQuery(words='"consistent with their national"', meaning=False))
    assert card.first_words.endswith("<mark>consistent with their</mark>")
    assert card.text.startswith("<mark> national</mark> legal")


def test_words_before_a_distant_match_can_be_skipped() -> None:
    make.recommendation(LONG_TEXT)
    [card] = cards_of(SearchQuery(words="video", meaning=False))
    skipped = re.search(
        r'<span class="card-skipped">(.*)</span><span class="card-gap" aria-hidden="true">… </span>(.*)', card.text
    )
    assert skipped
    assert skipped[1].endswith("instruments at the international, regional and ")
    assert skipped[2] == "bilateral levels, and to hear witnesses by <mark>video</mark>."


@pytest.mark.parametrize("words", ["", "encouraged video", '"national legal"'])
def test_words_before_a_near_match_are_not_skipped(words: str) -> None:
    make.recommendation(LONG_TEXT)
    [card] = cards_of(SearchQuery(words=words, meaning=False))
    assert "card-skipped" not in card.text


def test_text_of_a_document_is_escaped() -> None:
    make.recommendation(f"<script>alert(1)</script> {LONG_TEXT}")
    [card] = cards_of(SearchQuery(words="video", meaning=False))
    assert card.first_words.startswith("&lt;script&gt;")
    assert "<script" not in card.text


@pytest.mark.parametrize(
    ("address", "level"),
    [("/recommendations/", 3), ("/articles/untoc/18/", 4), ("/topics/training/", 4), ("/basket/", 2)],
)
def test_heading_level_is_below_the_enclosing_heading(client: Client, address: str, level: int) -> None:
    row = make.recommendation(LONG_TEXT, articles=["untoc:18"], topics=[make.topic("training")])
    client.post("/basket/", {"add": row.pk})
    page = client.get(address).content.decode()
    levels = [int(found) for found in re.findall(r"<h([1-6])", page[: page.index('class="card-title"')])]
    assert levels[-1] == level
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


# --- names and languages -----------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/recommendations/", "/recommendations/?in=paragraphs", "/articles/untoc/18/"])
def test_cards_and_buttons_are_named_for_their_recommendation(client: Client, address: str) -> None:
    for _number in range(3):
        make.recommendation(LONG_TEXT, articles=["untoc:18"])
    page = client.get(address).content.decode()
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    named = re.findall(
        r'<(?:article class="card"|button class="quiet basket-button")[^>]* aria-labelledby="([^"]*)"', page
    )
    assert len(named) == (3 if "paragraphs" in address else 6)
    assert set(" ".join(named).split()) <= set(ids)


def test_button_keeps_its_name_after_a_change(client: Client) -> None:
    row = make.recommendation()
    button = client.post("/basket/", {"add": row.pk}, headers={"HX-Request": "true"}).content.decode()
    assert f'aria-labelledby="basket-{row.pk} place-{row.pk} title-{row.pk}"' in button


def test_arabic_text_is_from_right_to_left_whatever_it_begins_with(client: Client) -> None:
    version = make.version(make.document("CTOC/COP/2024/4"), "ar")
    row = make.recommendation("A/79/1: ينبغي للدول أن تتعاون.", of=version, heading="UNODC: المساعدة")
    html = card_html(client.get("/recommendations/").content.decode())
    assert f'<div class="card-text" lang="ar" dir="rtl"><h3 id="title-{row.pk}">' in html
    assert '<span class="card-heading" lang="ar" dir="rtl">' in html
    assert 'dir="auto"' not in html


def test_compared_texts_have_the_direction_of_their_language(client: Client) -> None:
    arabic = [
        make.recommendation("A/79/1: ينبغي للدول أن تتعاون.", of=make.version(make.document(symbol), "ar"))
        for symbol in ("CTOC/COP/2020/1", "CTOC/COP/2022/1")
    ]
    page = client.get(arabic[0].comparison_with(arabic[1])).content.decode()
    assert page.partition("<main")[2].count('lang="ar" dir="rtl"') == 3
    assert 'lang="ar" dir="auto"' not in page


# --- facts -------------------------------------------------------------------------------------------


def test_source_meeting_and_addressees_are_one_line(client: Client) -> None:
    version = make.version(make.document("CTOC/COP/2022/4"))
    make.recommendation(of=version, page=3, addressees=[make.addressee()], path="Annex I (a)", heading="Joint bodies")
    html = card_html(client.get("/recommendations/").content.decode())
    assert [plain(line) for line in re.findall(r'<p class="card-[a-z -]*">.*?</p>', html, re.DOTALL)] == [
        "Annex I (a) Adopted Joint bodies",
        "CTOC/COP/2022/4, page 3 · Twelfth meeting of the Working Group on International Cooperation, 2021 · "
        "to States parties",
    ]


@pytest.mark.parametrize(("path", "title"), [("4", "Para. 4"), ("para. 67", "Para. 67"), ("", "Unnumbered para.")])
def test_paragraph_is_named_by_its_number(path: str, title: str) -> None:
    version = make.version()
    make.paragraph(version, "Train.", path=path)
    make.recommendation("Act.", of=version)
    [card] = cards_of(SearchQuery(words="train", scope="paragraphs", meaning=False))
    assert card.title == title


def test_at_most_three_topics_are_shown(client: Client) -> None:
    make.recommendation(topics=[make.topic(f"topic-{number}") for number in range(5)])
    page = plain(card_html(client.get("/recommendations/").content.decode()))
    assert "Topics: Topic 0, Topic 1, Topic 2 and 2 more" in page
    assert "Topic 3" not in page


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/recommendations/", ""),
        ("/recommendations/?article=untoc:16", ""),
        ("/recommendations/?article=untoc:18", "Organized Crime Convention, article 18 (cited)"),
        ("/recommendations/?q=article+18", "Organized Crime Convention, article 18 (cited)"),
        (
            "/recommendations/?article=untoc:29",
            "Organized Crime Convention, article 29 (related by subject: “State”)",
        ),
        ("/articles/untoc/18/", "Organized Crime Convention, article 18 (cited)"),
    ],
)
def test_card_names_the_articles_that_were_searched_for(client: Client, address: str, reason: str) -> None:
    make.article("untoc:16")
    make.recommendation(articles=["untoc:18"], subjects=["untoc:18", "untoc:29"])
    page = client.get(address).content.decode()
    reasons = re.findall(r'<p class="card-facts card-reason">(.*?)</p>', page, re.DOTALL)
    assert list(map(plain, reasons)) == ([reason] if reason else [])


def test_card_shows_that_it_was_found_by_meaning() -> None:
    row = make.recommendation("States should extradite offenders.")
    hit = Hit(row, marks=(Passage(0, 6),), is_by_meaning=True)
    html = single_card(cards([hit], names())[0])
    assert '<span class="found-by-meaning">found by meaning</span>' in html
    assert '<mark class="by-meaning">States</mark> should extradite offenders.</a>' in html


def test_row_without_text_is_named_by_its_place() -> None:
    version = make.version(make.document("CTOC/COP/2022/4"))
    make.recommendation("", of=version, path="Annex I (a)")
    assert Recommendation.objects.count() == 1
    [card] = cards_of(SearchQuery())
    assert (card.first_words, card.title) == ("", "Annex I (a)")


def test_long_chinese_title_is_cut_by_characters() -> None:
    make.recommendation(of=make.version(make.document(title="关于 " + "国际合作" * 100)))
    (card,) = cards_of(SearchQuery())
    assert len(card.document) == MAX_TITLE_LENGTH
    assert card.document.endswith("…")
