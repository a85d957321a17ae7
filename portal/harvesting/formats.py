"""Write the content of records as Dublin Core and as MARC 21."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from documents.labels.citing import PUBLISHER
from portal.harvesting.xml import element, text_element
from recommendations.queries.harvesting import HarvestFacts

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MARC_LANGUAGES = {"ar": "ara", "zh": "chi", "en": "eng", "fr": "fre", "ru": "rus", "es": "spa"}
"""Codes of the MARC Code List for Languages."""


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A format of records. ``write`` gets the content, the date of the last change and the address of the portal."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[HarvestFacts, datetime.datetime, str], str]


def dublin_core(facts: HarvestFacts, changed_at: datetime.datetime, root: str) -> str:
    """Return a record in unqualified Dublin Core (http://www.openarchives.org/OAI/2.0/oai_dc/)."""
    attributes = {
        "xmlns:oai_dc": OAI_DC.namespace,
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{OAI_DC.namespace} {OAI_DC.schema}",
    }
    elements = (
        text_element(f"dc:{name}", text, {"xml:lang": language} if language else {})
        for name, text, language in _dublin_core_elements(facts, root)
        if text
    )
    return element("oai_dc:dc", "".join(elements), attributes)


def _dublin_core_elements(facts: HarvestFacts, root: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name, text and language of each element."""
    yield from (("title", text, language) for language, text in facts.titles)
    yield "creator", facts.body, "en"
    yield from (("subject", subject, "en") for subject in facts.subjects)
    yield from (("description", text, language) for language, text in facts.texts)
    yield "description", facts.status, "en"
    yield "publisher", PUBLISHER, "en"
    yield "date", facts.date.isoformat() if facts.date else "", ""
    yield "type", "Text", ""
    yield "type", facts.kind, "en"
    yield "identifier", root + facts.address, ""
    yield from (("identifier", name, "") for name in _names(facts))
    yield from (("language", language, "") for language in facts.languages)
    yield "relation", root + facts.part_of if facts.part_of else "", ""
    yield "relation", facts.meeting, "en"


def _names(facts: HarvestFacts) -> Iterable[str]:
    """Return the symbols of a document, or the place of a recommendation after them."""
    if not facts.part_of:
        return facts.symbols
    return [", ".join(filter(None, ("-".join(facts.symbols), facts.place)))]


# --- MARC 21 -----------------------------------------------------------------------------------------


def marc21(facts: HarvestFacts, changed_at: datetime.datetime, root: str) -> str:
    """Return a bibliographic record in MARC 21, as MARCXML (http://www.loc.gov/marc/bibliographic/)."""
    level = "a" if facts.part_of else "m"  # a component part, or a monograph
    languages = [_MARC_LANGUAGES.get(code, "und") for code in facts.languages]
    fields = [
        text_element("leader", f"     na{level} a22     7u 4500"),
        _control("001", facts.address.strip("/")),
        _control("005", f"{changed_at:%Y%m%d%H%M%S}.0"),
        _control("008", _fixed_data(facts, changed_at, languages)),
        *(_field(tag, indicators, subfields) for tag, indicators, subfields in _marc_fields(facts, languages, root)),
    ]
    attributes = {
        "xmlns": MARC21.namespace,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{MARC21.namespace} {MARC21.schema}",
    }
    return element("record", "".join(fields), attributes)


def _fixed_data(facts: HarvestFacts, changed_at: datetime.datetime, languages: list[str]) -> str:
    """Return the 40 characters of field 008 for a book; unknown values are "|" (not coded)."""
    dates = f"s{facts.date.year:04}    " if facts.date else "nuuuuuuuu"
    return f"{changed_at:%y%m%d}{dates}xx {'|' * 17}{languages[0]}||"


def _marc_fields(
    facts: HarvestFacts, languages: list[str], root: str
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield the tag, indicators and subfields of each field, in the order of the tags."""
    title, *other_titles = [text for _language, text in facts.titles]
    yield "041", "0 ", [("a", language) for language in languages]
    yield from (("088", "  ", [("a", name)]) for name in _names(facts))
    yield "110", "2 ", [("a", facts.body)]
    yield "245", "10" if facts.body else "00", [("a", title)]
    yield from (("246", "31", [("a", text)]) for text in other_titles)
    yield "264", " 1", [("b", PUBLISHER), ("c", facts.date.isoformat() if facts.date else "")]
    yield "500", "  ", [("a", facts.status)]
    yield from (("520", "  ", [("a", text)]) for _language, text in facts.texts)
    yield from (("653", "  ", [("a", subject)]) for subject in facts.subjects)
    yield "655", " 4", [("a", facts.kind)]
    yield "711", "2 ", [("a", facts.meeting)]
    if facts.part_of:
        place = ", ".join(filter(None, (facts.place, f"page {facts.page}" if facts.page else "")))
        yield "773", "0 ", [("t", "-".join(facts.symbols)), ("g", place), ("o", root + facts.part_of)]
    yield "856", "40", [("u", root + facts.address)]


def _control(tag: str, text: str) -> str:
    return text_element("controlfield", text, {"tag": tag})


def _field(tag: str, indicators: str, subfields: Iterable[tuple[str, str]]) -> str:
    """Return a field, or "" if all its subfields are empty."""
    content = "".join(text_element("subfield", text, {"code": code}) for code, text in subfields if text)
    attributes = {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]}
    return element("datafield", content, attributes) if content else ""


OAI_DC = MetadataFormat(
    prefix="oai_dc",
    schema="http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    namespace="http://www.openarchives.org/OAI/2.0/oai_dc/",
    write=dublin_core,
)
MARC21 = MetadataFormat(
    prefix="marc21",
    schema="http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
    namespace="http://www.loc.gov/MARC21/slim",
    write=marc21,
)
FORMATS: Mapping[str, MetadataFormat] = {row.prefix: row for row in (OAI_DC, MARC21)}
