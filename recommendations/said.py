"""What a page says of how a search was understood, each sentence with the address that undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from recommendations.names import Names
from recommendations.panel import FACET_LABELS
from recommendations.search.notes import AlsoSearched, ArticlesRead, DocumentsRead, Note
from recommendations.search.query import FACETS, SearchQuery
from recommendations.search.results import Result, search

MOST_FORMS = 6
"""So many other words are named."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about the search, and a way to have it otherwise ("" for none)."""

    sentence: str
    otherwise: str = ""
    address: str = ""


def said(result: Result, names: Names) -> list[Said]:
    """All that is to be said of a result, what was read out of the words first."""
    query = result.query
    sentences = [_of_note(note, query, names) for note in result.understood.notes]
    return [*sentences, *_of_switches(query), *_of_meaning(result), *_of_window(result)]


def _of_note(note: Note, query: SearchQuery, names: Names) -> Said:
    match note:
        case ArticlesRead(text, values):
            articles = "; ".join(names.of("article", value).alone for value in values)
            sentence = _("“%(words)s” was read as: %(articles)s.") % {"words": text, "articles": articles}
            return Said(sentence, _("Search it as words"), query.changed(as_typed=True).address)
        case DocumentsRead(text, symbols, documents):
            sentence = ngettext(
                "“%(words)s” was read as the symbol of %(symbol)s: what stands in it, and what cites it.",
                "“%(words)s” was read as the beginning or a part of %(count)s symbols, such as %(symbol)s: what stands "
                "in these documents, and what cites them.",
                documents,
            )
            told = {"words": text, "symbol": symbols[0] if symbols else text, "count": documents}
            return Said(sentence % told, _("Search it as words"), query.changed(as_typed=True).address)
        case AlsoSearched(text):
            forms = note.forms_for((get_language() or "en").partition("-")[0])
            named = ", ".join(f"“{form}”" for form in forms[:MOST_FORMS])
            if len(forms) > MOST_FORMS:
                named = _("%(some)s and %(number)s more") % {"some": named, "number": len(forms) - MOST_FORMS}
            sentence = _("For “%(words)s” also searched: %(forms)s.") % {"words": text, "forms": named}
            return Said(sentence, _("Search my words only"), query.changed(thesaurus=False).address)


def _of_switches(query: SearchQuery) -> Iterator[Said]:
    if not query.words:
        return
    if query.as_typed:
        yield Said(
            _("Articles and symbols are searched as words."),
            _("Read them as articles and documents"),
            query.changed(as_typed=False).address,
        )
    if not query.thesaurus:
        yield Said(
            _("Other words for the same thing are not searched."),
            _("Search them too"),
            query.changed(thesaurus=True).address,
        )
    if not query.meaning:
        yield Said(
            _("Only what holds the words is found."),
            _("Search by meaning too"),
            query.changed(meaning=True).address,
        )


def _of_meaning(result: Result) -> Iterator[Said]:
    if result.by_meaning:
        sentence = ngettext(
            "%(count)s was found by its meaning: it does not hold the words.",
            "%(count)s were found by their meaning: they do not hold the words.",
            result.by_meaning,
        )
        address = result.query.changed(meaning=False).address
        yield Said(sentence % {"count": result.by_meaning}, _("Only with the words"), address)


def _of_window(result: Result) -> Iterator[Said]:
    if result.compared is not None:
        yield Said(
            _("The %(compared)s most promising of %(total)s were compared for relevance; the others follow by date.")
            % {"compared": result.compared, "total": result.total}
        )


@dataclass(frozen=True, slots=True)
class WayOn:
    """A search near one that brings nothing, and how many it brings."""

    label: str
    total: int
    address: str


def ways_on(result: Result, names: Names) -> list[WayOn]:
    """Which choice to drop where nothing is found, what brings most first; or all of them, or the words."""
    query = result.query
    ways = [
        WayOn(_without(query, facet, names), result.without[facet], query.without(facet).address)
        for facet in FACETS
        if query.chosen(facet) and result.without.get(facet)
    ]
    if not ways and query.words and query.has_choices:
        for label, other in (
            (_("The words without the choices"), query.words_only()),
            (_("The choices without the words"), query.without_words()),
        ):
            if total := search(other, size=0, details=False).total:
                ways.append(WayOn(label, total, other.address))
    return sorted(ways, key=lambda way: -way.total)


def _without(query: SearchQuery, facet: str, names: Names) -> str:
    """ "Without Article: Organized Crime Convention, article 18"."""
    chosen = "; ".join(names.of(facet, value).alone for value in query.chosen(facet))
    return _("Without %(facet)s: %(values)s") % {"facet": FACET_LABELS[facet], "values": chosen}
