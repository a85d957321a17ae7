"""References to documents by symbol."""

from __future__ import annotations

import pytest

from recommendations.extraction.places import TextPlace
from recommendations.extraction.references.symbols import find_document_references

CASES = [
    ("(CTOC/COP/WG.3/2016/2)", ["CTOC/COP/WG.3/2016/2"], "a symbol"),
    (
        "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4, para. 9",
        ["CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4"],
        "joint symbols",
    ),
    (
        "CTOC/COP/2010/CRP.5 and Corr.1.",
        ["CTOC/COP/2010/CRP.5", "CTOC/COP/2010/CRP.5/Corr.1"],
        "a document and its corrigendum",
    ),
    ("A/AC.291/9/Add.2 and A/AC.291/9/Add.3", ["A/AC.291/9/Add.2", "A/AC.291/9/Add.3"], "addenda with full symbols"),
    ("A/80/1/Add.1-3.", ["A/80/1/Add.1", "A/80/1/Add.2", "A/80/1/Add.3"], "a range of addenda"),
    ("A/80/1/Add.1 and 2;", ["A/80/1/Add.1", "A/80/1/Add.2"], "two addenda"),
    ("A/46/634/Rev.1 and Corr.1", ["A/46/634/Rev.1", "A/46/634/Rev.1/Corr.1"], "a corrigendum of a revision"),
    ("A/80/1/Add.1, 12 March 2020", ["A/80/1/Add.1"], "a date is not an addendum"),
    ("A/80/1/Add.1 and 5 others", ["A/80/1/Add.1"], "a count is not an addendum"),
    ("A/CONF.222/RPM.1/1, para. 18", ["A/CONF.222/RPM.1/1"], "a regional preparatory meeting"),
    ("(see A/C.4/52/SR.3–7)", ["A/C.4/52/SR.3-7"], "a range of summary records"),
    ("(A/C.4/52/SR.9).", ["A/C.4/52/SR.9"], "a summary record"),
    ("S/PV.10 and A/88/PV.3", ["S/PV.10", "A/88/PV.3"], "verbatim records"),
    ("ICCD/COP(8)/CST/8", ["ICCD/COP(8)/CST/8"], "brackets in a symbol"),
    ("UNODC/CCPCJ/EG.4/2021/2", ["UNODC/CCPCJ/EG.4/2021/2"], "an expert group"),
    ("S/RES/2776 (2025) and A/RES/73/3", [], "symbols of resolutions"),
    ("N/A, and/or, 26/27, E.05.V.2, 24/7", [], "other strings with a slash"),
    ("https://undocs.org/A/80/1 and www.unodc.org/A/80/1", [], "symbols in a web address"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[reason for *_, reason in CASES])
def test_symbols_are_found(text: str, expected: list[str], reason: str) -> None:
    references = find_document_references([TextPlace(text, block=0)])
    assert [reference.value for reference in references] == expected, reason
    assert all(text[reference.start : reference.end] == reference.text for reference in references)


def test_document_does_not_cite_itself() -> None:
    references = find_document_references([TextPlace("A/80/1 and A/80/2", block=0)], own=("A/80/1",))
    assert [reference.value for reference in references] == ["A/80/2"]


def cited_in(*texts: str) -> list[tuple[int | None, str, str]]:
    references = find_document_references([TextPlace(text, footnote=index) for index, text in enumerate(texts)])
    return [(reference.footnote, reference.value, reference.reason) for reference in references]


def test_ibid_is_the_document_of_the_previous_note() -> None:
    assert cited_in("A/80/1, para. 7.", "Ibid., para. 2 (r).", "Ibid., para. 15.") == [
        (0, "A/80/1", ""),
        (1, "A/80/1", ""),
        (2, "A/80/1", ""),
    ]


def test_ibid_of_joint_document_has_both_symbols() -> None:
    assert [value for _, value, _ in cited_in("E/2014/30-E/CN.15/2014/20.", "Ibid.")][2:] == [
        "E/2014/30",
        "E/CN.15/2014/20",
    ]


def test_ambiguous_ibid_is_kept_unresolved() -> None:
    assert cited_in("See A/80/1 and A/80/2.", "Ibid.")[2:] == [(1, "", "the previous note cites several documents")]


def test_ibid_after_a_book_is_kept_unresolved() -> None:
    assert cited_in("United Nations, Treaty Series, vol. 2225.", "Ibid., vol. 2237.") == [
        (1, "", "the previous note gives no document symbol")
    ]
