"""Documents that a draft cites by symbol."""

from __future__ import annotations

import datetime

import pytest

from documents.models import Document
from portal.drafting.checks.documents import DocumentChecker
from tests import builders as make
from tests.portal.drafting.checks.samples import TODAY, read_draft

pytestmark = pytest.mark.django_db


def findings(text: str) -> list[tuple[str, bool, bool]]:
    draft = read_draft(f"1. {text}".encode())
    return [(f.text, f.certain, f.is_absence) for f in DocumentChecker(draft, TODAY).findings()]


@pytest.fixture(autouse=True)
def _held() -> None:
    make.version(make.document("CTOC/COP/2022/L.4", body=make.conference()))
    make.meeting(make.conference(), 11, start=datetime.date(2022, 10, 17), end=datetime.date(2022, 10, 21))


@pytest.mark.parametrize("symbol", ["CTOC/COP/2022/L.99", "CTOC/COP/2022/L.3", "CTOC/COP/2023/L.4"])
def test_absent_document_with_neighbours_is_likely_wrong(symbol: str) -> None:
    assert findings(f"See the draft resolution in {symbol} on this.") == [(symbol, False, True)]


@pytest.mark.parametrize("symbol", ["CTOC/COP/WG.3/2021/3", "CTOC/COP/2020/10", "CTOC/COP/2022/L.4", "A/CONF.222/1"])
def test_document_without_neighbours_is_not_reported(symbol: str) -> None:
    assert findings(f"See the text in {symbol} on this.") == []


def test_year_that_is_not_that_of_the_session_is_wrong() -> None:
    text = "See the draft resolution submitted at the eleventh session of the Conference of the Parties to the "
    text += "Organized Crime Convention, in 2022 (CTOC/COP/%s/L.4)."
    assert findings(text % 2023) == [("CTOC/COP/2023/L.4", True, False)]
    assert findings(text % 2022) == []


def test_name_for_which_the_collection_cites_another_document_is_reported() -> None:
    text = "The outcome, the Declaration of Quito, was sent to the Conference (see CTOC/COP/2020/CRP.7). It was short."
    row = make.paragraph(make.version(make.document("CTOC/COP/2021/3")), text)
    make.citation(row, "CTOC/COP/2020/CRP.7", value="CTOC/COP/2020/CRP.7")
    draft = "A speaker praised the %s (CTOC/COP/2020/CRP.%s)."
    assert findings(draft % ("Declaration of Quito", 8)) == [
        ("Declaration of Quito (CTOC/COP/2020/CRP.8", False, False)
    ]
    assert findings(draft % ("Declaration of Quito", 7)) == []
    assert findings(draft % ("Declaration of Lima", 8)) == []


@pytest.mark.parametrize("place", ["第95段", "附件一第(z)段"])
def test_chinese_word_for_a_document_does_not_hide_the_cited_place(place: str) -> None:
    version = Document.objects.get().versions.get()
    make.paragraph(version, label="2")
    make.paragraph(version, kind="item", label="(a)", part="Annex I")
    [(text, certain, _absent)] = findings(f"缔约方会议回顾CTOC/COP/2022/L.4号文件{place}，并强调其重要性。")
    assert text.startswith("CTOC/COP/2022/L.4号文件")
    assert certain
