"""Labels of recommendations and paragraphs in the words of a search."""

from __future__ import annotations

import datetime

import pytest

from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.search.typed_labels import read_labels
from tests import builders as make


@pytest.mark.parametrize(
    ("text", "labels", "reason"),
    [
        ("Annex II (h)", ("ii-h",), "an annex and a letter"),
        ("annex 2 (h)", ("2-h", "ii-h"), "an annex with a figure"),
        ("annexe II, paragraphe 3", ("ii-para-3",), "French, with a paragraph"),
        ("anexo II (h)", ("ii-h",), "Spanish"),
        ("приложение II (h)", ("ii-h",), "Russian"),
        ("附件二", ("annex-2", "annex-ii"), "an annex with a Chinese number"),
        ("المرفق الثاني (e)", ("2-e", "ii-e"), "an annex with an Arabic ordinal"),
        ("Annex one (i)", ("1-i", "i-i"), "an annex with a number in words"),
        ("annexe II e)", ("ii-e",), "French and Spanish, with one bracket"),
        ("annex ii m", ("ii-m",), "without brackets at the end"),
        ("annex II of the report", ("annex-ii",), "a word after the annex"),
        ("annex I, subparagraph (x)", ("i-x",), "a subparagraph of an annex"),
        ("sub-paragraph 63 (a)", ("para-63-a",), "a subparagraph with a number"),
        ("63 i", ("63-i",), "a number and a letter, nothing else"),
        ("63 items", (), "a number and a word"),
        ("annex II", ("annex-ii",), "a whole annex"),
        ("para. 63 (c)", ("para-63-c",), "a paragraph and a letter"),
        ("para 63", ("para-63",), "a paragraph"),
        ("63 (c)", ("63-c",), "without the word"),
        ("II (c)", ("ii-c",), "a part and a letter"),
        ("section II.A (b)", ("ii-a-b",), "a section of a section, and a letter"),
        ("part two, para. 24", ("part-two-para-24",), "a paragraph of a part"),
        ("deuxième partie, par. 24", ("part-two-para-24",), "a paragraph of a part in French"),
        ("第二部分，第24段", ("part-two-para-24",), "a paragraph of a part in Chinese"),
        ("II.A", ("ii-a",), "a section without the word"),
        ("الفرع الثاني-ألف (b)", ("ii-a-b",), "a section of a section in Arabic"),
        ("الفرع باء", ("b",), "a section with a letter in Arabic"),
        ("第二节", ("ii",), "a section with a Chinese number"),
        ("第二.A节", ("ii-a",), "a section of a section in Chinese"),
        ("第二节，第(g)段", ("ii-g",), "a section and a letter, as cited in Chinese"),
        ("附件一，第(r)段", ("1-r", "i-r"), "an annex and a letter, as cited in Chinese"),
        ("المرفق الأول، الفقرة (r)", ("1-r", "i-r"), "an annex and a letter, as cited in Arabic"),
        ("sect. II, para. (g)", ("ii-g",), "a section and a letter, as cited in English"),
        ("annexe I, al. r)", ("i-r",), "an annex and a letter, as cited in French"),
        ("secc. II, párr. g)", ("ii-g",), "a section and a letter, as cited in Spanish"),
        ("i.e. the others", (), "an abbreviation"),
        ("(r)", ("r",), "a letter alone"),
        ("recommendation (r)", ("r",), "a letter after a word"),
        ("para 63 (c) (ii)", ("para-63-c-ii",), "two levels"),
        ("item 5 (a)", ("item-5-a",), "an item of an agenda"),
        ("agenda item 5", ("item-5",), "a whole item"),
        ("пункт 5 (b)", ("para-5-b", "item-5-b"), "Russian, which has one word for a paragraph and an item"),
        ("para. 56, item 16", ("para-56", "item-16"), "an item of a list in a paragraph"),
        ("párr. 56, punto 16", ("para-56", "item-16"), "such an item in Spanish"),
        ("п. 56, подп. 16", ("para-56", "item-16"), "such an item in Russian"),
        ("п. 56, пп. 16", ("para-56", "item-16"), "such an item in Russian"),
        ("第56段，第16项", ("para-56", "item-16"), "such an item in Chinese"),
        ("приложение I, подпункт m)", ("i-m",), "an annex and a letter, as cited in Russian"),
        ("раздел 5, подп. a)", ("5-a",), "a section and a letter in Russian"),
        ("point 5 a", ("item-5",), "French; a letter without brackets is a word"),
        ('"para 63"', (), "in quotation marks"),
        ("A/RES/63", (), "a symbol"),
        ("see para 63 of the report of the Secretary-General on its work", (), "a long text"),
    ],
)
def test_labels_are_recognized(text: str, labels: tuple[str, ...], reason: str) -> None:
    assert tuple(label for each in read_labels(text) for label in each.labels) == labels, reason


@pytest.mark.django_db
def test_label_finds_its_recommendation() -> None:
    rows = {
        place: make.recommendation("Act.", anchor=place) for place in ("annex-ii-h", "ii-h", "para-63-c", "block-3")
    }
    expected = {
        "Annex II (h)": ["annex-ii-h", "ii-h"],
        "annex II": ["annex-ii-h"],
        "para 63": ["para-63-c"],
        "(c)": ["para-63-c"],
        "recommendation (c) of the twelfth meeting": ["para-63-c"],
        "para 64": [],
    }
    for words, labelled in expected.items():
        found: list[Recommendation] = [hit.row for hit in search(SearchQuery(words)).hits]  # type: ignore[misc]
        assert sorted(row.pk for row in found) == sorted(rows[place].pk for place in labelled), words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("annex II (h)", "annex-ii-h"),
        ("II (h)", "ii-h"),
        ("para 63", "para-63"),
        ("63 (c)", "para-63-c"),
        ("(c)", "c"),
    ],
)
def test_place_that_a_label_names_exactly_comes_first(words: str, first: str) -> None:
    places = ("annex-ii-h", "ii-h", "annex-i-para-63-c", "para-63-c", "para-63", "c")
    for newest_first in (places, places[::-1]):
        day = datetime.date(2022, 10, 17)
        for place in newest_first:
            day -= datetime.timedelta(days=1)
            make.recommendation(
                "Act.", anchor=place, path=place, of=make.version(make.document(date=day)), meeting=None
            )
        hits = search(SearchQuery(words, fold=False)).hits
        assert hits[0].row.place == first  # type: ignore[union-attr]
        Recommendation.objects.all().delete()
