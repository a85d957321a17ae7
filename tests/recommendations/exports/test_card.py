"""The picture of a recommendation for link previews."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from recommendations.exports.card import card
from recommendations.exports.card.card import draw_card
from recommendations.models import Recommendation
from tests import builders as make

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
ADDRESS = f"/recommendations/{SYMBOL}/annex-i-a"


@pytest.fixture
def row() -> Recommendation:
    version = make.version(make.document(SYMBOL, "A/1"))
    return make.recommendation(
        "Zebras graze. " * 60, of=version, path="Annex I (a)", anchor="annex-i-a", status="draft"
    )


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_card_is_drawn_and_named_on_the_page(client: Client, row: Recommendation) -> None:
    page = client.get(row.get_absolute_url()).content.decode()
    assert f'<meta property="og:image" content="http://testserver{ADDRESS}.png?language=en">' in page
    response = client.get(f"{ADDRESS}.png?language=en")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "public, max-age=86400")
    assert size_of(response.content) == (1200, 630)


def test_status_symbol_place_and_first_words_are_on_it(row: Recommendation, monkeypatch: pytest.MonkeyPatch) -> None:
    requests: list[str] = []
    monkeypatch.setattr(card, "_draw", requests.append)
    draw_card(row)
    [request] = requests
    assert '"name": "CTOC/COP/2022/L.4-A/1, annex I (a)"' in request
    assert '"status": "Draft \\u2013 not adopted in this document"' in request
    assert '"text": "Zebras graze. Zebras graze.' in request
    assert len(request) < 1_000


def test_same_card_is_drawn_once(row: Recommendation, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw_card(row)
    monkeypatch.setattr(card, "PROGRAM", Path("/no/such/program"))
    assert draw_card(row) == first
    row.text = "Other words."
    assert draw_card(row) is None  # not in the cache, and cannot be drawn


def test_picture_of_the_portal_is_used_if_a_font_is_missing(
    client: Client, row: Recommendation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card, "SYSTEM_FONTS", False)  # those that come with Typst have no Chinese
    Recommendation.objects.update(text="鼓励缔约国进行合作。")
    response = client.get(f"{ADDRESS}.png")
    assert response.status_code == 302
    assert "preview" in response["Location"]


@pytest.mark.parametrize(("language", "text"), [("ar", "ينبغي للدول أن تتعاون."), ("zh", "鼓励缔约国进行合作。")])
def test_text_in_another_script_is_drawn_or_replaced_but_never_shown_as_boxes(
    client: Client, row: Recommendation, language: str, text: str
) -> None:
    other = make.version(row.version.document, language=language)
    make.recommendation(text, of=other, place=row.place)
    response = client.get(f"{ADDRESS}.png?language={language}")
    if response.status_code == 200:  # the fonts are installed
        assert size_of(response.content) == (1200, 630)
    else:
        assert "preview" in response["Location"]


def test_former_addresses_redirect_and_unknown_ones_are_not_found(client: Client, row: Recommendation) -> None:
    response = client.get("/recommendations/A/1/annex-i-a.png")
    assert (response.status_code, response["Location"]) == (301, f"{ADDRESS}.png?language=en")
    assert client.get(f"/recommendations/{SYMBOL}/annex-i-z.png").status_code == 404


def test_unpublished_text_has_no_card(admin_client: Any, row: Recommendation) -> None:
    row.version.published_at = None
    row.version.save()
    assert admin_client.get(f"{ADDRESS}.png").status_code == 404
    page = admin_client.get(row.get_absolute_url()).content.decode()
    assert f"{ADDRESS}.png" not in page
