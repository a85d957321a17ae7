"""Write a document as Akoma Ntoso, the XML vocabulary of legal documents.

Source: OASIS "Akoma Ntoso Version 1.0" (schema ``akomantoso30.xsd``) and its profile for the United Nations, AKN4UN.
The text is as extracted from the source file, with its headings, numbers, notes, references and page breaks.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.models import Document, Footnote, LanguageVersion, Paragraph
from documents.web.language_addresses import without_language
from documents.web.markup import Insertion, Overlay, mark_up
from recommendations.models import Citation
from recommendations.reader.citation_targets import is_unresolved, linked_documents, target_of
from recommendations.reader.marks import typography
from recommendations.reader.tables import table_rows

MEDIA_TYPE = "application/akn+xml"
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

_LANGUAGE_CODES = {"ar": "ara", "zh": "zho", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
"""Codes of ISO 639-2, as FRBRlanguage wants them, by code of ISO 639-1."""

_ELEMENTS = {"heading": "section", "item": "point"}
"""Elements for kinds of paragraphs. Others are ``paragraph`` if they have a number, else ``hcontainer``."""

_IDENTIFIERS = {"section": "sec", "point": "point", "paragraph": "para", "hcontainer": "hcontainer"}
"""Beginnings of identifiers (Akoma Ntoso Naming Convention, section 5)."""

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ParagraphRow(NamedTuple):
    """The fields of a :class:`Paragraph` that are written. Models of a long text would take longer to make than the
    XML."""

    pk: int
    kind: str
    label: str
    level: int
    part: str
    text: str
    page: int | None
    parent_id: int | None
    marks: Sequence[Mapping[str, Any]]
    notes: Sequence[Mapping[str, Any]]
    cells: Sequence[Sequence[str]]
    breaks: Sequence[Mapping[str, Any]]


class CitedTarget(NamedTuple):
    """The fields of a :class:`Citation` that determine its address."""

    kind: str
    value: str
    article_id: int | None
    meeting_id: int | None


class CitationRow(NamedTuple):
    """A citation in the text of a paragraph or footnote, with the address of its target, "" if it has none."""

    footnote_id: int | None
    paragraph_id: int | None
    start: int
    end: int
    address: str


@dataclass(slots=True)
class _Unit:
    """A paragraph with the paragraphs below it."""

    paragraph: ParagraphRow
    units: list[_Unit] = field(default_factory=list)


@dataclass(frozen=True)
class AkomaNtosoSource:
    """The rows of one language version to write. ``root`` is the portal's address, to which addresses of pages are
    added."""

    document: Document
    version: LanguageVersion
    paragraphs: Sequence[ParagraphRow]
    footnotes: Sequence[Footnote]
    citations: Sequence[CitationRow]
    root: str


def read_source(version: LanguageVersion, user: AbstractBaseUser | AnonymousUser, root: str) -> AkomaNtosoSource:
    """Return the rows of a version to write. Citations link to the documents that the user may open."""
    paragraphs = version.paragraphs.order_by("position").values_list(*ParagraphRow._fields)
    return AkomaNtosoSource(
        document=version.document,
        version=version,
        paragraphs=list(map(ParagraphRow._make, paragraphs)),
        footnotes=list(version.footnotes.order_by("position")),
        citations=_read_citations(version, user, root),
        root=root,
    )


def _read_citations(version: LanguageVersion, user: AbstractBaseUser | AnonymousUser, root: str) -> list[CitationRow]:
    """Return the citations of a version, except those added by hand, which are not in the text."""
    citations = Citation.objects.filter(version=version).exclude(text="")
    fields = CitedTarget._fields
    cited = list(  # one citation of each target: a long text cites few targets many times
        citations.order_by(*fields).distinct(*fields).prefetch_related("article__instrument", "meeting__body")
    )
    documents = linked_documents(cited, user)
    addresses = {
        CitedTarget(row.kind, row.value, row.article_id, row.meeting_id): _address_of(
            row, documents, version.language, root
        )
        for row in cited
    }
    rows = citations.order_by("position").values_list("footnote_id", "paragraph_id", "start", "end", *fields)
    return [
        CitationRow(footnote, paragraph, start, end, addresses[CitedTarget(*target)])
        for footnote, paragraph, start, end, *target in rows
    ]


def _address_of(citation: Citation, documents: Mapping[str, Document], language: str, root: str) -> str:
    """Return the absolute address of what a citation names, or "" if it has none."""
    address = "" if is_unresolved(citation) else target_of(citation, documents, language).address
    return urljoin(root, without_language(address)) if address else ""


def akoma_ntoso(source: AkomaNtosoSource) -> str:
    """Return the version as an XML document."""
    writer = _Writer(source)
    kind = "statement" if source.document.kind == Document.Kind.RESOLUTION else "doc"
    parts = [(part, list(rows)) for part, rows in groupby(source.paragraphs, key=lambda row: row.part)]
    main = parts.pop(0)[1] if parts and not parts[0][0] else []
    pieces = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        format_html('<akomaNtoso xmlns="{}">', NAMESPACE),
        f"<{kind}",
        format_html(' name="{}">', source.document.kind or "document"),
        f"<meta>{writer.identification('!main')}{writer.organizations()}</meta>",
        writer.preface(),
        writer.body(main),
        writer.attachments(parts),
        f"</{kind}></akomaNtoso>\n",
    ]
    return _NOT_IN_XML.sub("", "".join(pieces))


class _Writer:
    def __init__(self, source: AkomaNtosoSource) -> None:
        self._source = source
        self._citations: dict[tuple[type, int], list[CitationRow]] = defaultdict(list)
        for citation in source.citations:
            if citation.footnote_id is not None:
                self._citations[Footnote, citation.footnote_id].append(citation)
            elif citation.paragraph_id is not None:
                self._citations[Paragraph, citation.paragraph_id].append(citation)
        self._notes = {note.position: note for note in source.footnotes}
        self._written_notes: set[int] = set()
        self._page: int | None = None

    # --- identification ------------------------------------------------------------------------------

    def identification(self, component: str) -> str:
        """Return the identification of the document, or of an attachment, as work, expression and manifestation."""
        document, version = self._source.document, self._source.version
        date = (document.date or version.published_at or document.created_at).strftime("%Y-%m-%d")
        name = "date" if document.date else "publication"
        author = document.body.key if document.body else "un"
        number = _name_of(document)
        kind = "statement" if document.kind == Document.Kind.RESOLUTION else "doc"
        language = _LANGUAGE_CODES.get(version.language, version.language)
        work = f"/akn/un/{kind}/{author}/{date}/{number}"
        expression = f"{work}/{language}@{date}"
        frbr = format_html('<FRBRdate date="{}" name="{}"/><FRBRauthor href="#{}"/>', date, name, author)
        return format_html(
            '<identification source="#portal">'
            '<FRBRWork><FRBRthis value="{work}/{component}"/><FRBRuri value="{work}"/>{frbr}'
            '<FRBRcountry value="un"/><FRBRnumber value="{number}"/></FRBRWork>'
            '<FRBRExpression><FRBRthis value="{expression}/{component}"/><FRBRuri value="{expression}"/>{frbr}'
            '<FRBRlanguage language="{language}"/></FRBRExpression>'
            '<FRBRManifestation><FRBRthis value="{expression}/{component}.xml"/><FRBRuri value="{expression}.xml"/>'
            '<FRBRdate date="{today}" name="markup"/><FRBRauthor href="#portal"/></FRBRManifestation>'
            "</identification>",
            work=work,
            expression=expression,
            component=component,
            frbr=frbr,
            number=number,
            language=language,
            today=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        )

    def organizations(self) -> str:
        """Return the body that issued the document and the portal, which the identifications refer to."""
        body = self._source.document.body
        return format_html(
            '<references source="#portal">'
            '<TLCOrganization eId="{key}" href="/ontology/organization/un/{key}" showAs="{name}"/>'
            '<TLCOrganization eId="portal" href="{root}" showAs="UNTOC Portal"/></references>',
            key=body.key if body else "un",
            name=body.name if body else "United Nations",
            root=self._source.root,
        )

    def preface(self) -> str:
        """Return the symbols, date, agenda item and title."""
        document, version = self._source.document, self._source.version
        symbols = "".join(format_html("<p><docNumber>{}</docNumber></p>", row.symbol) for row in document.symbols.all())
        date = (
            format_html('<p><docDate date="{}">{}</docDate></p>', document.date, document.date.isoformat())
            if document.date
            else ""
        )
        agenda = (
            format_html("<p>{} {}</p>", document.agenda_item, document.agenda_title) if document.agenda_item else ""
        )
        title = format_html(
            '<longTitle eId="longTitle"><p><docTitle>{}</docTitle></p></longTitle>', version.title or document.title
        )
        return f"<preface>{symbols}{date}{agenda}{title}</preface>"

    # --- text ----------------------------------------------------------------------------------------

    def body(self, rows: Sequence[ParagraphRow], prefix: str = "") -> str:
        """Return paragraphs as the body of the document, or of an attachment. A body has at least one element."""
        text = "".join(self._units(_nest(rows), prefix))
        return self._main_body(
            text or f'<hcontainer eId="{prefix}empty" name="empty"><content><p/></content></hcontainer>'
        )

    def _main_body(self, text: str) -> str:
        return format_html('<mainBody xml:lang="{}">', self._source.version.language) + text + "</mainBody>"

    def attachments(self, parts: Sequence[tuple[str, Sequence[ParagraphRow]]]) -> str:
        """Return the annexes, and a last attachment with the notes whose markers do not occur in the text."""
        documents = []
        for number, (part, rows) in enumerate(parts, start=1):
            name = "annex" if part else "continuation"
            body = self.body(rows, f"att_{number}__")
            documents.append(self._attachment(number, name, body))
        left = [note for note in self._source.footnotes if note.position not in self._written_notes]
        if left:
            number = len(documents) + 1
            text = "".join(
                format_html(
                    '<paragraph eId="att_{}__para_{}"><num>{}</num><content><p>{}</p></content></paragraph>',
                    number,
                    position,
                    note.marker,
                    self._text_of_note(note),
                )
                for position, note in enumerate(left, start=1)
            )
            documents.append(self._attachment(number, "notes", self._main_body(text)))
        return f"<attachments>{''.join(documents)}</attachments>" if documents else ""

    def _attachment(self, number: int, name: str, body: str) -> str:
        meta = self.identification(f"!{name}_{number}")
        return f'<attachment eId="att_{number}"><doc name="{name}"><meta>{meta}</meta>{body}</doc></attachment>'

    def _units(self, units: Iterable[_Unit], prefix: str) -> Iterator[str]:
        counts: dict[str, int] = defaultdict(int)
        for unit in units:
            row = unit.paragraph
            element = _ELEMENTS.get(row.kind, "paragraph" if row.label else "hcontainer")
            counts[element] += 1
            identifier = f"{prefix}{_IDENTIFIERS[element]}_{counts[element]}"
            name = f' name="{escape(row.kind)}"' if element == "hcontainer" else ""
            label = "" if row.label == row.text else row.label
            number = f"<num>{escape(label)}</num>" if label else ""
            text = self._blocks(row) if element != "section" else ""
            heading = f"<heading>{self._text(row)}</heading>" if element == "section" else ""
            below = "".join(self._units(unit.units, f"{identifier}__"))
            if text:
                text = f"<intro>{text}</intro>" if below else f"<content>{text}</content>"
            yield f'<{element} eId="{identifier}"{name}>{number}{heading}{text}{below}</{element}>'

    def _blocks(self, row: ParagraphRow) -> str:
        if row.kind == "table" and row.cells:
            return self._table(row)
        return f"<p>{self._text(row)}</p>"

    def _table(self, row: ParagraphRow) -> str:
        """Return a table. The notes and references of a cell that differs from the text follow the table."""
        references, insertions = self._references(Paragraph, row), self._insertions(row)
        cells = table_rows(row.text, row.cells, [references], insertions)
        lines = ("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in line) + "</tr>" for line in cells)
        table = f"<table>{''.join(lines)}</table>"
        left = [item.html for item in insertions if item.html not in table]
        left += [item.opening + item.closing for item in references if item.opening not in table]
        return f"{table}<p>{''.join(left)}</p>" if left else table

    def _text(self, row: ParagraphRow) -> SafeString:
        return mark_up(row.text, [self._references(Paragraph, row), *typography(row.marks)], self._insertions(row))

    def _text_of_note(self, note: Footnote) -> SafeString:
        return mark_up(note.text, [self._references(Footnote, note)])

    def _references(self, model: type, row: ParagraphRow | Footnote) -> list[Overlay]:
        """Return a reference around each citation in a text. Words that cite several articles refer to the first of
        them; the references to the others follow, without words."""
        overlays: list[Overlay] = []
        if (model, row.pk) not in self._citations:
            return overlays
        cited = sorted(self._citations[model, row.pk], key=lambda citation: (citation.start, citation.end))
        for (start, end), group in groupby(cited, key=lambda citation: (citation.start, citation.end)):
            addresses = [citation.address for citation in group if citation.address]
            if addresses and start < end:
                further = "".join(f'<ref href="{escape(address)}"/>' for address in addresses[1:])
                opening = SafeString(f'<ref href="{escape(addresses[0])}">')
                overlays.append(Overlay(start, end, opening, SafeString(f"</ref>{further}")))
        return overlays

    def _insertions(self, row: ParagraphRow) -> list[Insertion]:
        """Return the notes at their markers, and the page breaks."""
        insertions = [Insertion(call["offset"], self._note(call)) for call in row.notes]
        if row.page is not None and row.page != self._page:
            insertions.append(Insertion(0, _page_break(row.page)))
        insertions += [Insertion(entry["offset"], _page_break(entry["page"])) for entry in row.breaks if entry["page"]]
        self._page = row.breaks[-1]["page"] if row.breaks else row.page
        return insertions

    def _note(self, call: Mapping[str, object]) -> SafeString:
        """Return a note at its first marker, and a link to it at later ones."""
        position = call.get("note")
        marker = call["marker"]
        if not isinstance(position, int) or position not in self._notes:
            return format_html("<sup>{}</sup>", marker)
        if position in self._written_notes:
            return format_html('<noteRef href="#note_{}" marker="{}"/>', position, marker)
        self._written_notes.add(position)
        text = self._text_of_note(self._notes[position])
        return format_html(
            '<authorialNote eId="note_{}" marker="{}" placement="bottom"><p>{}</p></authorialNote>',
            position,
            marker,
            text,
        )


def _nest(rows: Sequence[ParagraphRow]) -> list[_Unit]:
    """Return the paragraphs as a tree: text below its heading, items below the paragraph that they belong to. The order
    of the tree is that of the document."""
    top: list[_Unit] = []
    headings: list[_Unit] = []
    chain: list[_Unit] = []  # below the last heading: a paragraph, its item, the item of that item
    for row in rows:
        unit = _Unit(row)
        if row.kind == "heading":
            while headings and headings[-1].paragraph.level >= row.level:
                headings.pop()
            (headings[-1].units if headings else top).append(unit)
            headings.append(unit)
            chain = []
            continue
        while chain and chain[-1].paragraph.pk != row.parent_id:
            chain.pop()
        above = chain or headings
        (above[-1].units if above else top).append(unit)
        chain.append(unit)
    return top


def _name_of(document: Document) -> str:
    """Return the name of a document in an identifier: "ctoc-cop-2022-9"."""
    return re.sub(r"[^a-z0-9]+", "-", (document.symbol or document.address).lower()).strip("-")


def _page_break(page: int) -> SafeString:
    return format_html('<eop eId="page_{}"/>', page)
