"""Check the documents that a draft cites by symbol."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.labels.naming import full_meeting_name
from documents.labels.places import shown_place
from documents.models import Document, DocumentSymbol, Meeting, Paragraph
from documents.parsing.numbering import letter_value
from documents.queries.documents import leading_versions, published_documents
from documents.web.dates import date_format
from documents.web.phrases import comma_list
from portal.drafting.checks.contexts import (
    annex_item_near,
    annex_number,
    date_near,
    document_names,
    paragraphs_near,
    title_before,
    title_near,
)
from portal.drafting.checks.draft import Draft, DraftReference
from portal.drafting.checks.facts import documents_named, same_title, stated_facts
from portal.drafting.checks.types import Finding, FindingKind, Place, Source
from recommendations.extraction.prose import sentence_at
from recommendations.extraction.references.bodies import find_bodies
from recommendations.extraction.types import ReferenceKind
from recommendations.extraction.vocabulary import Body
from recommendations.models import Citation
from recommendations.queries.citations import documents_by_symbol

_YEAR = re.compile(r"/(?P<year>(?:19|20)\d\d)(?=/)")
_FIRST_YEARS = {"cop": 2004, "cosp": 2006}
"""The years of the first documents of the bodies: their first sessions were held in Vienna in June and July 2004, and
in Amman in December 2006."""
_OF_BODY = re.compile(r"(?:of|by|du|de\s+la|del|de|)\s*(?:the\s+)?$", re.IGNORECASE)
_REPORT_OF = re.compile(r"\s*(?:\((?:see\s+)?|,\s+contained\s+in\s+(?:document\s+)?\(?)$", re.IGNORECASE)
_ITS_REPORT = re.compile(r"\bits\s+(?:\w+\s+){0,2}report\s*\(?$", re.IGNORECASE)
MAX_DATE_DISTANCE = 90  # characters between a reference and the year of its date
_YEAR_OF_SESSION = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?:L|CRP)\.\d")
"""Matches the symbol of a document for one session: a draft or a conference room paper."""
_NUMBER = re.compile(r"\d+(?=[^\d]*\Z)")


class DocumentChecker:
    """Checks references to documents. ``today`` decides whether a year is in the future."""

    def __init__(self, draft: Draft, today: datetime.date) -> None:
        self.draft = draft
        self.today = today
        self.items = [item for item in draft.references if item.reference.kind is ReferenceKind.DOCUMENT]
        symbols = {item.reference.value for item in self.items if item.reference.value}
        self.held = documents_by_symbol(symbols, AnonymousUser())
        self.facts = stated_facts(Citation.Kind.DOCUMENT, symbols)
        self.neighbours: dict[str, list[str]] = {}
        self.last_paragraphs = _paragraph_numbers(self.held.values())

    def findings(self) -> Iterator[Finding]:
        """Yield the findings on all references to documents."""
        for item in self.items:
            if item.reference.value and not item.reference.text.lower().startswith("ibid"):
                wrong = [
                    *self._impossible(item),
                    *self._other_session(item),
                    *self._other_date(item),
                    *self._other_title(item),
                    *self._other_body(item),
                    *self._other_document(item),
                ]
                yield from wrong or self._absent(item)
            if item.reference.value:
                yield from self._missing_paragraph(item)
                yield from self._missing_item(item)

    def _impossible(self, item: DraftReference) -> Iterator[Finding]:
        match = _YEAR.search(item.reference.value)
        if match is None or item.reference.value.upper() in self.held:
            return
        year = int(match["year"])
        body = self._body_of(item)
        chain = (body, *self.draft.vocabulary.parents_of(body)) if body else ()
        first = next((_FIRST_YEARS[b.key] for b in chain if b.key in _FIRST_YEARS), None)
        values = {"symbol": item.reference.value, "year": year}
        if year > self.today.year + 1:
            yield _finding(item, _("There is no document %(symbol)s: its year, %(year)s, is in the future.") % values)
        elif first and body and year < first:
            message = _("There is no document %(symbol)s: the first documents of the %(body)s are from %(first)s.")
            yield _finding(item, message % {**values, "body": chain[-1].short_name, "first": first})

    def _other_session(self, item: DraftReference) -> Iterator[Finding]:
        """Yield a finding if the year of a document for one session is not that of the session named with it: "at the
        eleventh session, in 2022 (CTOC/COP/2023/L.4)"."""
        match, body = _YEAR_OF_SESSION.search(item.reference.value), self._body_of(item)
        if match is None or body is None:
            return
        start, end = sentence_at(item.text, item.reference.start)
        named = {
            other.reference.meeting.ordinal
            for other in self.draft.references
            if (other.reference.block, other.reference.footnote) == (item.reference.block, item.reference.footnote)
            and start <= other.reference.start < end
            and other.reference.meeting
            and other.reference.meeting.body == body.key
        }
        meeting = Meeting.objects.filter(body__key=body.key, ordinal__in=named - {None}, start__isnull=False).first()
        if meeting is None or len(named) > 1 or meeting.start is None or meeting.start.year == int(match["year"]):
            return
        message = _(
            "The year in the symbol %(symbol)s is not that of the session: the %(meeting)s was in %(year)s."
        ) % {
            "symbol": item.reference.value,
            "meeting": full_meeting_name(meeting),
            "year": meeting.start.year,
        }
        own = item.reference.value.replace(match["year"], str(meeting.start.year), 1)
        held = documents_by_symbol({own}, AnonymousUser()).values()
        sources = [*map(_source, held), Source(capfirst(full_meeting_name(meeting)), "", meeting.get_absolute_url())]
        yield _finding(item, message, *sources)

    def _absent(self, item: DraftReference) -> Iterator[Finding]:
        """Yield a finding for a document that is missing here although others of its series are here: perhaps its
        number or year is wrong."""
        symbol = item.reference.value
        if symbol.upper() in self.held or not (neighbours := self._neighbours(symbol)):
            return
        message = _("%(symbol)s is not in this collection. The nearest symbols are: %(neighbours)s.") % {
            "symbol": symbol,
            "neighbours": comma_list(neighbours),
        }
        held = documents_by_symbol(set(neighbours), AnonymousUser())
        sources = [_source(held[name.upper()]) for name in neighbours if name.upper() in held]
        yield replace(_finding(item, message, *sources, certain=False), is_absence=True)

    def _neighbours(self, symbol: str) -> list[str]:
        if symbol not in self.neighbours:
            self.neighbours[symbol] = _neighbours(symbol)
        return self.neighbours[symbol]

    def _other_date(self, item: DraftReference) -> Iterator[Finding]:
        r = item.reference
        stated = date_near(item.text, r.start, r.end, before=True)
        document = self.held.get(r.value.upper())
        if stated is None:
            return
        values = {"symbol": r.value, "stated": date_format(stated, "DATE_FORMAT")}
        if document and document.date:
            if document.date != stated:
                message = _("%(symbol)s is dated %(date)s, not %(stated)s.")
                values["date"] = date_format(document.date, "DATE_FORMAT")
                yield _finding(item, message % values, _source(document), extra=stated_span(item, stated))
            return
        match = _YEAR.search(r.value)
        if match and not int(match["year"]) - 1 <= stated.year <= int(match["year"]) + 1:
            message = _("The date %(stated)s does not fit the year in the symbol %(symbol)s.")
            yield _finding(item, message % values, certain=False)

    def _other_title(self, item: DraftReference) -> Iterator[Finding]:
        r = item.reference
        title = title_near(item.text, r.end, self._starts(item)) or title_before(item.text, r.start)
        if not title:
            return
        document = self.held.get(r.value.upper())
        facts = [f for f in self.facts.get(r.value, ()) if f.title and f.language == item.language]
        known = [(f.title, f.source) for f in facts]
        if document:
            titles = document.versions.filter(language=item.language, published_at__isnull=False)
            own = [*titles.values_list("title", flat=True), document.subtitle]
            known = [(own_title, _source(document)) for own_title in filter(None, own)] or known
        if known and not any(same_title(title, other) for other, _source_ in known):
            message = _("The title of %(symbol)s is “%(title)s”.") % {"symbol": r.value, "title": known[0][0]}
            start = item.text.find(title[:20])
            span = (min(start, r.start) if start >= 0 else r.start, max(r.end, start + len(title)))
            yield _finding(item, message, known[0][1], extra=span)

    def _other_body(self, item: DraftReference) -> Iterator[Finding]:
        """Yield a finding if the text attributes the document to another body: "report of the Working Group on Firearms
        (CTOC/COP/WG.3/2021/3)"."""
        body = self._body_of(item)
        if body is None:
            return
        head = item.text[: item.reference.start]
        named = [m for m in find_bodies(head, self.draft.vocabulary, item.language) if m.key]
        if not named:
            return
        last = named[-1]
        is_owner = bool(_REPORT_OF.fullmatch(head, last.end)) and bool(re.search(r"\breport", head[: last.start][-60:]))
        owner = last.key if is_owner else named[0].key if len(named) == 1 and _ITS_REPORT.search(head) else ""
        other = self.draft.vocabulary.bodies_by_key.get(owner)
        if other is None or not _are_siblings(body, other):
            return
        message = _("%(symbol)s is a document of the %(body)s, not of the %(other)s.") % {
            "symbol": item.reference.value,
            "body": body.name,
            "other": other.name,
        }
        yield _finding(
            item, message, certain=is_owner, extra=(last.start if is_owner else named[0].start, item.reference.end)
        )

    def _other_document(self, item: DraftReference) -> Iterator[Finding]:
        """Yield a finding if the collection cites another document of the same series for the name that the text gives:
        "the Declaration of Naples (CTOC/COP/2022/CRP.4)"."""
        symbol, number = item.reference.value, _NUMBER.search(item.reference.value)
        start, _end = sentence_at(item.text, item.reference.start)
        earlier = [position for position in self._starts(item) if position < item.reference.start]
        names = document_names(item.text, max([start, *earlier]), item.reference.start)
        named = documents_named(names, symbol[: number.start()]) if names and number else {}
        if not named or symbol in named:
            return
        other, (name, source) = next(iter(named.items()))
        message = _("For “%(name)s”, the texts in this collection cite %(other)s, not %(symbol)s.") % {
            "name": name,
            "other": other,
            "symbol": symbol,
        }
        first = item.text.find(name.split()[0], max([start, *earlier]))
        yield _finding(item, message, source, certain=False, extra=(first, item.reference.end))

    def _missing_paragraph(self, item: DraftReference) -> Iterator[Finding]:
        document = self.held.get(item.reference.value.upper())
        numbers = self.last_paragraphs.get(document.pk) if document else None
        if not document or not numbers:
            return
        for number in paragraphs_near(item.text, item.reference.start, item.reference.end):
            if number > max(numbers):
                message = ngettext(
                    "%(symbol)s has %(count)s numbered paragraph; there is no paragraph %(number)s.",
                    "%(symbol)s has %(count)s numbered paragraphs; there is no paragraph %(number)s.",
                    max(numbers),
                ) % {"symbol": item.reference.value, "count": max(numbers), "number": number}
                end = item.text.find(str(number), item.reference.end) + len(str(number))
                span = (item.reference.start, max(item.reference.end, end))
                yield _finding(item, message, _source(document), extra=span, kind=FindingKind.PARAGRAPH)
                return

    def _missing_item(self, item: DraftReference) -> Iterator[Finding]:
        """Yield a finding for an item that an annex does not have: "annex II, para. (z)"."""
        document = self.held.get(item.reference.value.upper())
        cited = annex_item_near(item.text, item.reference.end)
        if document is None or cited is None:
            return
        rows = Paragraph.objects.filter(version__document=document, kind="item").exclude(part="")
        items = [(part, label.strip("()（） ").casefold()) for part, label in rows.values_list("part", "label")]
        own = [(part, label) for part, label in items if annex_number(part) == cited.annex]
        values = {letter_value(label) for _part, label in own if label}
        if own and letter_value(cited.label) not in values and all(label != cited.label for _part, label in own):
            message = _("%(place)s of %(symbol)s has no item (%(label)s).") % {
                "place": shown_place(own[0][0]),
                "symbol": item.reference.value,
                "label": cited.label,
            }
            span = (item.reference.start, cited.end)
            yield _finding(item, message, _source(document), extra=span, kind=FindingKind.PARAGRAPH)

    def _body_of(self, item: DraftReference) -> Body | None:
        return self.draft.vocabulary.body_of_symbol(item.reference.value)

    def _starts(self, item: DraftReference) -> list[int]:
        place = (item.reference.block, item.reference.footnote)
        kinds = (ReferenceKind.DOCUMENT, ReferenceKind.RESOLUTION)
        return sorted(
            other.reference.start
            for other in self.draft.references
            if (other.reference.block, other.reference.footnote) == place and other.reference.kind in kinds
        )

    def absent_note(self, item: DraftReference) -> str:
        """Return a sentence for a document that is not in the collection, naming its neighbours that are."""
        neighbours = self._neighbours(item.reference.value)
        if not neighbours:
            return _("not in this collection")
        return _("not in this collection; the nearest symbols are: %(symbols)s") % {"symbols": comma_list(neighbours)}

    def source_of(self, item: DraftReference) -> Source | None:
        """Return the page of the cited document, or None."""
        document = self.held.get(item.reference.value.upper())
        return _source(document) if document else None


def stated_span(item: DraftReference, stated: datetime.date) -> tuple[int, int]:
    """Return offsets around a reference and the year of the date stated near it."""
    start, end = item.reference.start, item.reference.end
    year = str(stated.year)
    after = item.text.find(year, end)
    if 0 <= after < end + MAX_DATE_DISTANCE:
        return start, after + len(year)
    before = item.text.rfind(year, 0, start)
    if before < 0:
        return start, end
    first = item.text.rfind(" ", 0, max(0, before - MAX_DATE_DISTANCE // 2)) + 1
    return first, end + item.text.startswith(")", end)


def _are_siblings(body: Body, other: Body) -> bool:
    """Return whether two bodies have the same parent, or serve different conventions. Otherwise, the report of one may
    be a document of the other, to which it is submitted."""
    if body.parent or other.parent:
        return body != other and body.parent == other.parent
    return bool(body.instrument and other.instrument and body.instrument != other.instrument)


def _finding(
    item: DraftReference,
    message: str,
    *sources: Source,
    certain: bool = True,
    extra: tuple[int, int] | None = None,
    kind: FindingKind = FindingKind.SYMBOL,
) -> Finding:
    start, end = extra or (item.reference.start, item.reference.end)
    place = Place(item.reference.block, item.reference.footnote, start, end)
    return Finding(kind, place, item.where, item.text[start:end].strip(), message, certain, sources)


def _source(document: Document) -> Source:
    return Source(str(document), "", document.get_absolute_url())


def _paragraph_numbers(documents: Iterable[Document]) -> dict[int, list[int]]:
    """Return the numbers of the paragraphs in the main part of documents, by the key of the document."""
    rows = Paragraph.objects.filter(
        version__in=leading_versions().values("pk"),
        version__document__in=list(documents),
        part="",
        label__regex=r"^\d+$",
    )
    numbers: dict[int, list[int]] = {}
    for key, label in rows.exclude(kind="heading").values_list("version__document", "label"):
        numbers.setdefault(key, []).append(int(label))
    return numbers


def _neighbours(symbol: str) -> list[str]:
    """Return the symbols in the collection that are next to a symbol: with the next lower and higher number in its
    series, and with its number in the year before and after."""
    match, year = _NUMBER.search(symbol), _YEAR.search(symbol)
    if match is None or (year and year.span("year") == match.span()):
        return []
    head, tail, number = symbol[: match.start()], symbol[match.end() :], int(match.group())
    condition = Q(symbol__startswith=head, symbol__endswith=tail)
    if year:
        before, after = symbol[: year.start("year")], symbol[year.end("year") :]
        condition |= Q(symbol__in=[f"{before}{int(year['year']) + step}{after}" for step in (-1, 1)])
    rows = DocumentSymbol.objects.filter(condition, document__in=published_documents().values("pk"))
    found = set(rows.values_list("symbol", flat=True))
    middles = {name: name.removeprefix(head).removesuffix(tail) for name in found if name.startswith(head)}
    series = sorted((int(middle), name) for name, middle in middles.items() if middle.isdecimal())
    lower = [name for value, name in series if value < number][-1:]
    higher = [name for value, name in series if value > number][:1]
    return [*lower, *higher, *sorted(found - set(middles))]
