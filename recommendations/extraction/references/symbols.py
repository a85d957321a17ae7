"""References to documents by their symbol.

Matches "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4" (two symbols), "CTOC/COP/2010/CRP.5 and Corr.1" (the document and
its corrigendum), "A/80/1/Add.1-3" (three addenda), "A/C.4/52/SR.3-7" (records that are cited as one),
"CERD/C/FRA/CO/20-21" (one document on two reports), and "Ibid., para. 15" in a note (the document cited in the previous
note); not "N/A", "and/or", "Sales No. E.05.V.2", or symbols in web addresses. The symbol of a resolution ("S/RES/2776
(2025)") is a reference to the resolution (:mod:`.resolutions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from recommendations.extraction.places import TextPlace
from recommendations.extraction.types import Reference, ReferenceKind

_SYMBOL = re.compile(
    r"""
    (?<![A-Za-zÀ-ӿ\d_/.:?=&#%])                                     # a Chinese character may precede it
    (?![IVXL]{1,6}/\d{1,3}(?![\d/]))                                 # decision II/5
    (?P<symbol>
        [A-Z]{1,8}(?:\(\d{1,3}\)|\.\d{1,4}(?=/))?                    # A, E, S, CTOC, ICCD, GB.353
        (?: / (?: (?:SR|PV)\.\d{1,4}(?:\s?[-–]\s?\d{1,4}\b)?           # SR.3-7
                | [A-Z]{1,8}(?:\.\d{1,4})?(?:\((?:\d{1,3}|E?S-[IVXL]{1,7})\))?(?![-\dA-Z]|\.\d) # COP, WG.3, COP(8)
                | [A-Z]{2,5}\d{1,3}(?![-\w]) | Agenda(?=/)                # AG13, S/Agenda/7229
                | [A-Z][A-Za-z]{1,7}(?:\.[A-Z][A-Za-z]{1,7}){1,2}(?:\.\d{1,3})?(?=/)   # OzL.Pro, OzL.Pro.27
                | [A-Z][a-z]{1,7}\.\d{1,3}(?=/\d)                       # Bur.1/1
                | (?<=[A-Z]{2}/)\d{1,2}-\d{1,2}(?![-/.\w])               # FRA/20-21
                | [A-Z]{1,3}-\d{1,3}                                  # ES-10
                | \d{1,4}(?:\.\d{1,3})?
                | (?:Add|Corr|Rev|Amend|Inf|Conf)\.\d{1,3}
                | (?:Part|Vol)\.?\s?(?:[IVXLC]+|[A-Z]|\d{1,2})\b )
            (?: \s\((?:Sect|Part|Vol|Ch|Prog)\.?\s?[\dIVXLCA-Z]{1,5}\) )?
        )+
    )
    (?![A-Za-zÀ-ӿ\d_/])
    """,
    re.VERBOSE,
)
_SUPPLEMENT = re.compile(
    r"""(?:,\s+|\s+(?:and|et|y|и)\s+|\s*[和及、]\s*|\s+و\s?|\s*(?P<dash>[-–])\s*)
    (?P<printed> (?P<kind>Add|Corr|Rev)\.(?P<number>\d{1,2})(?![\d/]|\.\d)
               | (?P<bare>\d{1,2})(?=\s*(?:[,;.)\]]|(?:and|et|y|и)\s|$)) )""",
    re.VERBOSE,
)
"""Matches text after a symbol that adds others of its series: " and Corr.1", ", Add.2"; after "Add.1" also "-3", after
"SR.1" also " et 2"."""
_KIND_AT_END = re.compile(r"/(?P<kind>Add|Corr|Rev|SR|PV)\.(?P<number>\d{1,4})$")
_RANGE = re.compile(r"\s?[-–]\s?(?=\d+$)")
_RESOLUTION = re.compile(r"(?:^|/)RES/")
_IBID = re.compile(r"\s*(?P<ibid>Ibid)\b\.?", re.IGNORECASE)


def find_document_references(document: Iterable[TextPlace], own: Sequence[str] = ()) -> list[Reference]:
    """Return the references to documents by symbol, in order, except to the document's ``own`` symbols."""
    references: list[Reference] = []
    notes: dict[int, list[list[str]]] = {}
    for place in document:
        place_references = [reference for reference in _in_place(place) if reference.value not in own]
        if place.footnote is not None:
            place_references = [*_ibid(place, notes.get(place.footnote - 1, [])), *place_references]
            notes[place.footnote] = _documents(place.text, place_references)
        references += place_references
    return references


def _documents(text: str, references: list[Reference]) -> list[list[str]]:
    """Return the symbols cited, grouped by document: joint symbols belong together, as do the symbols of one
    "Ibid."."""
    documents: list[list[str]] = []
    end = -1
    for reference in (r for r in references if r.value):
        is_same_document = documents and (reference.start < end or text[end : reference.start].strip() in ("-", "–"))
        if is_same_document:
            documents[-1].append(reference.value)
        elif [reference.value] not in documents:
            documents.append([reference.value])
        end = reference.end
    return documents


def _in_place(place: TextPlace) -> Iterator[Reference]:
    for match in _SYMBOL.finditer(place.text):
        symbol = match["symbol"]
        if any(c.isdigit() for c in symbol) and not _RESOLUTION.search(symbol):
            yield _reference(place, match.start(), match.end(), _RANGE.sub("-", symbol))
            yield from _supplements(place, match.end(), symbol)


def _supplements(place: TextPlace, end: int, symbol: str) -> Iterator[Reference]:
    """Yield the addenda and corrigenda named after a symbol without repeating it.

    After "/Add.1", another addendum belongs to the same document, but a corrigendum to the addendum.
    """
    suffix = _KIND_AT_END.search(symbol)
    kind, number = (suffix["kind"], int(suffix["number"])) if suffix else ("", 0)
    while match := _SUPPLEMENT.match(place.text, end):
        if not match["kind"] and not kind:
            return
        kind = match["kind"] or kind
        base = symbol[: suffix.start()] if suffix and kind == suffix["kind"] else symbol
        last_number = int(match["number"] or match["bare"])
        first_number = number + 1 if match["dash"] and match["bare"] else last_number
        for member in range(first_number, last_number + 1):
            yield _reference(place, match.start("printed"), match.end(), f"{base}/{kind}.{member}")
        end, number = match.end(), last_number


def _ibid(place: TextPlace, previous: list[list[str]]) -> Iterator[Reference]:
    """Yield references for "Ibid." to the document cited in the previous note, one for each of its symbols."""
    match = _IBID.match(place.text)
    if not match:
        return
    start, end = match.start("ibid"), match.end()
    if len(previous) == 1:
        yield from (_reference(place, start, end, symbol) for symbol in previous[0])
    elif previous:
        yield _reference(place, start, end, "", "the previous note cites several documents")
    else:
        yield _reference(place, start, end, "", "the previous note gives no document symbol")


def _reference(place: TextPlace, start: int, end: int, value: str, reason: str = "") -> Reference:
    return Reference(
        kind=ReferenceKind.DOCUMENT,
        text=place.text[start:end],
        start=start,
        end=end,
        block=place.block,
        footnote=place.footnote,
        value=value,
        reason=reason,
    )
