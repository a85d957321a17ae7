"""Cards above a search result about the item that the words name: an article, document, meeting, label or unknown
symbol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.labels.citing import official_address
from documents.labels.places import shown_place
from documents.models import DocumentSymbol
from documents.queries.documents import published_documents, title_for_reader
from documents.web.phrases import apposition, comma_list, grouped
from recommendations.labels.facet_values import Names
from recommendations.labels.resolutions import resolution_label, resolution_symbol, resolution_words, session_report
from recommendations.models import SearchScope
from recommendations.search.interpretations import (
    ArticleNote,
    ChoiceNote,
    DocumentNote,
    DroppedNote,
    LabelNote,
    ResolutionNote,
    UnknownSymbolNote,
)
from recommendations.search.query import CITED, SUBJECT, SearchQuery
from recommendations.search.results import Result, count_documents, count_facets, count_hits

MAX_CARDS = 3
MAX_LINKS = 6  # per card


@dataclass(frozen=True, slots=True)
class CardLink:
    """A link on a card; ``count`` is the number of its results, None if it is not a search."""

    label: str
    address: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A card: a title that links to a page (if ``address``), a line about it, details with links, and related
    places."""

    title: str
    address: str = ""
    detail: str = ""
    facts: tuple[CardLink, ...] = ()
    heading: str = ""
    links: tuple[CardLink, ...] = ()


def answer_cards(result: Result, names: Names) -> list[AnswerCard]:
    """Return the cards for the items that the words name, at most :data:`MAX_CARDS`."""
    return list(islice(_cards(result, names), MAX_CARDS))


def _cards(result: Result, names: Names) -> Iterator[AnswerCard]:
    for note in result.understood.notes:
        match note:
            case ArticleNote(values=values) | DroppedNote(values=values):
                for value in values:
                    yield _article_card(value, names)
            case DocumentNote(symbols=symbols, documents=number) if number <= MAX_CARDS:
                yield from _document_cards(symbols)
            case UnknownSymbolNote(text, nearest):
                yield _unknown_symbol_card(text, nearest)
            case ChoiceNote(facet="meeting", values=values):
                yield from (_meeting_card(value, names) for value in values if names.of("meeting", value).address)
            case ResolutionNote(values=values):
                yield from (_resolution_card(value) for value in values)
            case LabelNote(text):
                yield _label_card(text, result)


def _article_card(value: str, names: Names) -> AnswerCard:
    """Return the card of an article, or of a paragraph of one: "untoc:18", "untoc:18:13"."""
    article_value = ":".join(value.split(":")[:2])
    article, name = names.of("article", article_value), names.of("article", value)
    query = SearchQuery(article=(value,))
    counts = count_facets(query)
    cited_by = query.changed(basis=CITED)
    on_subject = query.changed(basis=SUBJECT)
    citing, related = count_hits(cited_by), count_hits(on_subject)
    paragraphs = query.in_scope(SearchScope.PARAGRAPHS)
    places = count_hits(paragraphs)
    facts = [
        CardLink(_citing_recommendations(citing), cited_by.address if citing else ""),
        CardLink(_related_recommendations(related), on_subject.address if related else ""),
        CardLink(_citing_paragraphs(places), paragraphs.address if places else ""),
    ]
    numbers = {other: number for other, number in counts["article"].items() if other.startswith(f"{article_value}:")}
    most_cited = nlargest(MAX_LINKS, numbers, key=numbers.__getitem__)
    links = [
        CardLink(names.of("article", other).label, SearchQuery(article=(other,)).address, numbers[other])
        for other in sorted(most_cited, key=lambda other: names.of("article", other).order)
    ]
    return AnswerCard(
        name.full_label,
        article.address,
        article.detail,
        tuple(facts),
        _("Recommendations by paragraph") if links else "",
        tuple(links),
    )


def _citing_recommendations(number: int) -> str:
    if not number:
        return _("No recommendation cites it")
    sentence = ngettext("%(count)s recommendation cites it", "%(count)s recommendations cite it", number)
    return sentence % {"count": grouped(number)}


def _related_recommendations(number: int) -> str:
    if not number:
        return _("No recommendation is related by subject")
    sentence = ngettext("%(count)s is related by subject", "%(count)s are related by subject", number)
    return sentence % {"count": grouped(number)}


def _citing_paragraphs(number: int) -> str:
    if not number:
        return _("No paragraph cites it")
    sentence = ngettext("%(count)s paragraph cites it", "%(count)s paragraphs cite it", number)
    return sentence % {"count": grouped(number)}


def _document_cards(symbols: Iterable[str]) -> Iterator[AnswerCard]:
    prefetch = Prefetch("symbols", DocumentSymbol.objects.order_by("position"))
    documents = published_documents().filter(symbols__symbol__in=list(symbols)).annotate(shown=title_for_reader())
    rows = list(documents.prefetch_related(prefetch).distinct()[:MAX_CARDS])
    numbers = count_documents(row.pk for row in rows)
    for row in rows:
        number = numbers.get(row.pk, 0)
        sentence = (
            ngettext("%(count)s recommendation in it", "%(count)s recommendations in it", number)
            if number
            else _("No recommendation in it")
        )
        address = SearchQuery(document=(row.address,)).address if number else ""
        yield AnswerCard(
            comma_list(symbol.symbol for symbol in row.symbols.all()) or row.shown,
            row.get_absolute_url(),
            row.shown,
            (CardLink(sentence % {"count": number}, address),),
        )


def _unknown_symbol_card(symbol: str, nearest: Iterable[str]) -> AnswerCard:
    documents = published_documents().filter(symbols__symbol__in=list(nearest)).prefetch_related("symbols").distinct()
    by_symbol = {item.symbol: row for row in documents for item in row.symbols.all()}
    links = [CardLink(near, by_symbol[near].get_absolute_url()) for near in nearest if near in by_symbol]
    return AnswerCard(
        _("%(symbol)s is not in this collection") % {"symbol": symbol},
        facts=(CardLink(_("Official Document System"), official_address(symbol)),),
        heading=_("Nearest documents here") if links else "",
        links=tuple(links),
    )


def _resolution_card(value: str) -> AnswerCard:
    """Return the card of a resolution or decision: "COP 5/8", "COP decision 2/2"."""
    symbol = resolution_symbol(value)
    titled = published_documents().annotate(shown=title_for_reader())
    document = titled.filter(symbols__symbol=symbol).first() if symbol else None
    citing = SearchQuery(words=resolution_words(value))
    paragraphs = citing.in_scope(SearchScope.PARAGRAPHS)
    number, places = count_hits(citing), count_hits(paragraphs)
    facts = [
        CardLink(_citing_recommendations(number), citing.address if number else ""),
        CardLink(_citing_paragraphs(places), paragraphs.address if places else ""),
    ]
    if document is None and (known := symbol or session_report(value)):
        facts.append(CardLink(_("Official Document System"), official_address(known)))
    return AnswerCard(
        resolution_label(value),
        document.get_absolute_url() if document else "",
        document.shown if document else _("Not in this collection"),
        tuple(facts),
    )


def _meeting_card(slug: str, names: Names) -> AnswerCard:
    name = names.of("meeting", slug)
    query = SearchQuery(meeting=(slug,))
    total = count_hits(query)
    sentence = ngettext("%(count)s recommendation", "%(count)s recommendations", total) % {"count": total}
    return AnswerCard(name.full_label, name.address, name.detail, (CardLink(sentence, query.address if total else ""),))


def _label_card(text: str, result: Result) -> AnswerCard:
    if not result.total:
        return AnswerCard(_("No recommendation or paragraph here is labelled “%(label)s”") % {"label": text})
    links = [
        CardLink(apposition((shown_place(str(hit.row)), hit.row.version.document)), hit.row.get_absolute_url())
        for hit in result.hits[:MAX_CARDS]
        if hasattr(hit.row, "get_absolute_url")
    ]
    return AnswerCard(text, heading=_("In these documents") if links else "", links=tuple(links))
