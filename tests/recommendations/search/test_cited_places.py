"""Citations as searches: what the portal gives to copy, the search finds."""

from __future__ import annotations

from itertools import cycle

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from documents.models import Paragraph
from recommendations.models import Recommendation
from recommendations.search.interpretations import LabelNote
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.search.understanding import understand
from tests import builders as make

SYMBOL = "CTOC/COP/2022/L.4"
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh-hans"]
PLACES = [  # path, part, place
    ("Annex I (r)", "Annex I", "annex-i-r"),
    ("Annex II, para. 3", "Annex II", "annex-ii-para-3"),
    ("II (g)", "", "ii-g"),
    ("II.A (b)", "", "ii-a-b"),
    ("para. 63 (c)", "", "para-63-c"),
    ("para. 12", "", "para-12"),
    ("para. 56, item 16", "", "para-56-item-16"),
    ("item 5 (b)", "", "item-5-b"),
]


@pytest.fixture
def rows() -> dict[str, Recommendation]:
    """Recommendations by place, beside others in a document with the same places."""
    rows = {}
    with make.indexed_together():
        for symbol in ("CTOC/COP/2022/L.5", SYMBOL):
            version = make.version(make.document(symbol))
            for (path, part, place), status in zip(PLACES, cycle(("draft", "proposed", "adopted")), strict=False):
                row = make.recommendation("Act.", of=version, path=path, anchor=place, status=status)
                Paragraph.objects.filter(pk=row.paragraph_id).update(part=part)
                rows[place] = row
    return rows


def found(words: str) -> list[int]:
    return [hit.row.pk for hit in search(SearchQuery(words, fold=False)).hits]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_search_finds_the_place_that_a_citation_of_the_portal_names(
    language: str, client: Client, rows: dict[str, Recommendation]
) -> None:
    for row in rows.values():
        with translation.override(language):
            address = reverse("cite-paragraph", args=[SYMBOL, row.anchor])
        citation = client.get(address).context["forms"]["united_nations"]
        assert citation.startswith(SYMBOL)
        with translation.override(language):
            assert found(citation) == [row.pk], citation


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "paragraph (g) of section II of CTOC/COP/2022/L.4",
        "CTOC/COP/2022/L.4 sect. II (g)",
        "CTOC/COP/2022/L.4号文件第二节第(g)段",
        "\N{FIRST STRONG ISOLATE}CTOC/COP/2022/L.4\N{POP DIRECTIONAL ISOLATE}، الفرع الثاني، الفقرة (g)",
    ],
)
def test_citation_in_other_words_finds_its_place(words: str, rows: dict[str, Recommendation]) -> None:
    assert found(words) == [rows["ii-g"].pk]


@pytest.mark.django_db
def test_notes_show_the_place_as_typed() -> None:
    typed = f"{SYMBOL}، المرفق الأول، الفقرة (r)"
    assert understand(SearchQuery(typed)).notes[-1] == LabelNote("المرفق الأول، الفقرة (r)", ("annex-1-r", "annex-i-r"))


@pytest.mark.django_db
def test_page_alone_finds_the_document(rows: dict[str, Recommendation]) -> None:
    assert sorted(found(f"{SYMBOL}, p. 4")) == sorted(row.pk for row in rows.values())


@pytest.mark.django_db
@pytest.mark.parametrize("words", [f'"{SYMBOL}, annex I, para. (r)"', f"-{SYMBOL}, para. 12"])
def test_quotation_marks_and_operators_keep_their_meaning(words: str, rows: dict[str, Recommendation]) -> None:
    assert rows["annex-i-r"].pk not in found(words)
    assert rows["para-12"].pk not in found(words)
