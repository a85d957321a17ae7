"""Cite a document or a place in it, in United Nations style and for reference managers.

Source: United Nations Editorial Manual, "Footnotes and other references", chapter III ("United Nations sources"): the
symbol, then the place in lower case, from the largest unit to the smallest ("annex I, para. 3 (a)"). Pages are cited
only if paragraphs are not numbered. A document without a symbol is cited by its title.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from documents.labels.places import cited_place, page_place
from documents.models import Document, LanguageVersion, Paragraph
from documents.web.dates import date_format
from documents.web.phrases import apposition, in_brackets, quoted, sentence, sentence_list

_BULLET = "•"

PUBLISHER = gettext_noop("United Nations")
OFFICIAL_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")  # in the order in which the United Nations lists them
BIBTEX_MEDIA_TYPE = "application/x-bibtex"
RIS_MEDIA_TYPE = "application/x-research-info-systems"
CSL_MEDIA_TYPE = "application/vnd.citationstyles.csl+json"


@dataclass(frozen=True, slots=True)
class CitationSource:
    """The source to cite. ``place`` is empty for the whole document; ``note`` is a remark for the reader. ``caution``
    is the part of a citation that says that a text was not adopted, or "".

    ``address`` is the full URL of the source. ``key`` identifies it within a bibliography.
    """

    symbol: str
    title: str
    subtitle: str
    body: str
    kind: str
    date: datetime.date | None
    language: str
    place: str
    page: int | None
    address: str
    key: str
    note: str = ""
    caution: str = ""


def citation_source(
    document: Document,
    version: LanguageVersion,
    paragraph: Paragraph | None,
    address: str,
    note: str = "",
    caution: str = "",
) -> CitationSource:
    """Return the source for a document in one language, or for a paragraph of it."""
    name = document.symbol or document.address
    return CitationSource(
        symbol=document.symbol,
        title=version.title or document.title,
        subtitle=document.subtitle,
        body=document.body.label if document.body else "",
        kind=document.get_kind_display() if document.kind else "",
        date=document.date,
        language=version.language,
        place=paragraph_place(paragraph) if paragraph else "",
        page=paragraph.page if paragraph else None,
        address=address,
        key=_bibliography_key(f"{name}-{paragraph.anchor}" if paragraph else name),
        note=note,
        caution=caution,
    )


# --- the official document ---------------------------------------------------------------------------


def official_address(symbol: str, language: str = "") -> str:
    """Return the URL of the document with a symbol in the Official Document System of the United Nations.

    If the language is empty or not an official one, the system chooses the language.
    """
    path = quote(symbol.replace(" ", ""), safe="/().")
    return "https://undocs.org/" + (f"{language}/{path}" if language in OFFICIAL_LANGUAGES else path)


# --- the place ---------------------------------------------------------------------------------------


def has_number(paragraph: Paragraph) -> bool:
    """Return whether a paragraph has a number or letter by which it can be cited."""
    return bool(paragraph.path and paragraph.label and paragraph.label != _BULLET)


def paragraph_place(paragraph: Paragraph) -> str:
    """Return the place of a paragraph as cited, such as "annex I, para. (a)", "sect. II.A" or "para. 63 (a)".

    A paragraph without a number is cited by its page. Return "" if neither is known.
    """
    place = cited_place(paragraph.path, paragraph.part, is_heading=paragraph.kind == "heading")
    if has_number(paragraph) or paragraph.page is None:
        return place
    return apposition(filter(None, (place, page_place(paragraph.page))))


# --- citation formats --------------------------------------------------------------------------------


def format_citation(source: CitationSource) -> str:
    """Return a citation in United Nations style: "CTOC/COP/2022/L.4, annex I, para. (a)".

    A document without a symbol is cited by its title and subtitle: “Draft report: Addendum” (Working Group …, 2020). A
    text that was not adopted is cited as such: "…, annex I, para. (a) (draft, not adopted in this document)".
    """
    cited = apposition(filter(None, (source.symbol or _cite_by_title(source), source.place)))
    return f"{cited}{in_brackets(source.caution)}" if source.caution else cited


def _cite_by_title(source: CitationSource) -> str:
    date = date_format(source.date, "DATE_FORMAT") if source.date else ""
    issued = apposition(filter(None, (source.body, date)))
    title = quoted(": ".join(filter(None, (source.title or _("Untitled document"), source.subtitle))))
    return f"{title}{in_brackets(issued)}" if issued else title


def format_bibtex(source: CitationSource) -> str:
    """Return an entry for a BibTeX file. Double braces keep BibTeX from splitting names and changing capitals."""
    fields = [
        ("author", f"{{{_escape_tex(source.body or _(PUBLISHER))}}}"),
        ("title", f"{{{_escape_tex(source.title or source.symbol or _('Untitled document'))}}}"),
        ("institution", _escape_tex(_(PUBLISHER))),
        ("type", _escape_tex(source.kind)),
        ("number", _escape_tex(source.symbol)),
        ("year", str(source.date.year) if source.date else ""),
        ("month", str(source.date.month) if source.date else ""),
        ("day", str(source.date.day) if source.date else ""),
        ("pages", str(source.page) if source.page else ""),
        ("language", source.language),
        ("note", _escape_tex(_remark(source))),
        ("url", source.address),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@techreport{{{source.key},", *lines, "}"]) + "\n"


def format_ris(source: CitationSource) -> str:
    """Return a record for a RIS file, with CRLF line breaks as the format requires."""
    fields = [
        ("TY", "RPRT"),
        ("TI", source.title or source.symbol or _("Untitled document")),
        ("AU", source.body or _(PUBLISHER)),
        ("PB", _(PUBLISHER)),
        ("M3", source.kind),
        ("SN", source.symbol),
        ("PY", str(source.date.year) if source.date else ""),
        ("DA", source.date.strftime("%Y/%m/%d") if source.date else ""),
        ("SP", str(source.page) if source.page else ""),
        ("LA", source.language),
        ("N1", _remark(source)),
        ("UR", source.address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def format_csl(source: CitationSource) -> str:
    """Return an item for programs that use the Citation Style Language, as JSON: a list of one item.

    Source: CSL-JSON schema 1.0.2 (https://github.com/citation-style-language/schema).
    """
    date = source.date
    item: dict[str, Any] = {
        "id": source.key,
        "type": "report",
        "title": source.title or source.symbol or _("Untitled document"),
        "author": [{"literal": source.body or _(PUBLISHER)}],
        "publisher": _(PUBLISHER),
        "genre": source.kind,
        "number": source.symbol,
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "page": str(source.page) if source.page else "",
        "language": source.language,
        "note": _remark(source),
        "URL": source.address,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


_ISOLATES = dict.fromkeys((ord("\N{FIRST STRONG ISOLATE}"), ord("\N{POP DIRECTIONAL ISOLATE}")))


def _remark(source: CitationSource) -> str:
    remarks = [sentence(source.place), source.note] if source.place and source.note else [source.place, source.note]
    return sentence_list(remarks).translate(_ISOLATES)


_TEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&#_%"},
}


def _escape_tex(text: str) -> str:
    return "".join(_TEX_ESCAPES.get(character, character) for character in " ".join(text.split()))


def _bibliography_key(name: str) -> str:
    return re.sub(r"[^\w.]+", "-", name).strip("-")
