"""How a query was interpreted, with a link to undo each interpretation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from recommendations.labels.facet_values import Names
from recommendations.results.facet_panel import FACET_LABELS
from recommendations.search.alternatives import did_you_mean, fewer_words
from recommendations.search.interpretations import AlsoSearched, ArticlesRead, DocumentsRead
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, Result, count_facets


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the search, and a way to have it otherwise ("" for none). ``rest`` is what it does not name."""

    sentence: str
    otherwise: str = ""
    address: str = ""
    rest: str = ""


def notices(result: Result, names: Names) -> list[Notice]:
    """All that is to be said of a result, what was read out of the words first."""
    query = result.query
    notes = result.understood.notes
    read = [_of_note(note, query, names) for note in notes if not isinstance(note, AlsoSearched)]
    other_words = [note for note in notes if isinstance(note, AlsoSearched)]
    understood = [*_of_spelling(result), *read, *_of_other_words(other_words, query)]
    return [*understood, *_of_switches(query), *_of_meaning(result), *_of_window(result)]


def _of_spelling(result: Result) -> Iterator[Notice]:
    """Where no entry holds the words: what they may be meant for."""
    query = result.query
    if query.words and result.total == result.by_meaning and (meant := did_you_mean(query)):
        address = query.changed(words=meant).address
        yield Notice(_("No exact matches for these words."), _("Did you mean “%s”?") % meant, address)


def _of_note(note: ArticlesRead | DocumentsRead, query: SearchQuery, names: Names) -> Notice:
    match note:
        case ArticlesRead(text, values):
            articles = "; ".join(names.of("article", value).alone for value in values)
            sentence = _("Showing what cites %(articles)s, for “%(words)s”.") % {"words": text, "articles": articles}
            return Notice(sentence, _("Search for the phrase instead"), query.changed(as_typed=True).address)
        case DocumentsRead(text, symbols, documents):
            sentence = ngettext(
                "Showing the content of %(symbol)s and references to it, for “%(words)s”.",
                "“%(words)s” was read as the beginning or a part of %(count)s symbols, such as %(symbol)s: what stands "
                "in these documents, and what cites them.",
                documents,
            )
            told = {"words": text, "symbol": symbols[0] if symbols else text, "count": documents}
            return Notice(sentence % told, _("Search for the phrase instead"), query.changed(as_typed=True).address)


def _of_other_words(notes: Sequence[AlsoSearched], query: SearchQuery) -> Iterator[Notice]:
    """One sentence for all: the field's other words in the reader's language, and how many there are in others."""
    if not notes:
        return
    language = (get_language() or "en").partition("-")[0]
    named = []
    for note in notes:
        own = dict.fromkeys(form for spoken, form in note.forms if spoken == language)
        if own:
            forms = ", ".join(f"“{form}”" for form in own)
            named.append(_("%(forms)s for “%(words)s”") % {"forms": forms, "words": note.text})
    foreign = {pair for note in notes for pair in note.forms if pair[0] != language}
    if foreign:
        told = ngettext("%(count)s word in other languages", "%(count)s words in other languages", len(foreign))
        named.append(told % {"count": len(foreign)})
    whole = "; ".join(f"“{note.text}”: {', '.join(note.forms_for(language))}" for note in notes)
    yield Notice(
        _("Also searching equivalent terms: %(words)s.") % {"words": "; ".join(named)},
        _("Only my words"),
        query.changed(thesaurus=False).address,
        rest=whole if foreign else "",
    )


def _of_switches(query: SearchQuery) -> Iterator[Notice]:
    if not query.words:
        return
    if query.as_typed:
        yield Notice(
            _("Searching articles and symbols as plain words."),
            _("Recognise articles and documents"),
            query.changed(as_typed=False).address,
        )
    if not query.thesaurus:
        yield Notice(
            _("Equivalent terms are not searched."),
            _("Search equivalent terms"),
            query.changed(thesaurus=True).address,
        )
    if not query.meaning:
        yield Notice(
            _("Showing exact matches only."),
            _("Include results related in meaning"),
            query.changed(meaning=True).address,
        )


def _of_meaning(result: Result) -> Iterator[Notice]:
    if result.by_meaning:
        sentence = ngettext(
            "%(count)s more is related in meaning without containing your words.",
            "%(count)s more are related in meaning without containing your words.",
            result.by_meaning,
        )
        address = result.query.changed(meaning=False).address
        yield Notice(sentence % {"count": result.by_meaning}, _("Show exact matches only"), address)


def _of_window(result: Result) -> Iterator[Notice]:
    if result.compared is not None:
        yield Notice(
            _("The first %(compared)s of %(total)s results are sorted by relevance, the rest by date.")
            % {"compared": result.compared, "total": result.total}
        )


@dataclass(frozen=True, slots=True)
class AlternativeSearch:
    """A search near one that brings nothing, and how many it brings."""

    label: str
    total: int
    address: str


def alternative_searches(result: Result, names: Names) -> list[AlternativeSearch]:
    """Which choice to drop where nothing is found, what brings most first; or all of them, or the words."""
    query = result.query
    ways = [
        AlternativeSearch(_without(query, facet, names), result.without[facet], query.without(facet).address)
        for facet in query.facets
        if query.chosen(facet) and result.without.get(facet)
    ]
    ways += [
        AlternativeSearch(_("Without “%(words)s”") % {"words": one.left_out}, one.total, one.query.address)
        for one in fewer_words(query)
    ]
    if not ways and query.words and query.has_choices:
        words, choices = query.words_only(), query.without_words()
        ways = [
            AlternativeSearch(_("These words without filters"), result.without.get("", 0), words.address),
            AlternativeSearch(
                _("These filters without words"), count_facets(choices)[TOTAL].get("", 0), choices.address
            ),
        ]
    return sorted((way for way in ways if way.total), key=lambda way: -way.total)


def _without(query: SearchQuery, facet: str, names: Names) -> str:
    """ "Without Article: Organized Crime Convention, article 18"."""
    chosen = "; ".join(names.of(facet, value).alone for value in query.chosen(facet))
    return _("Without %(facet)s: %(values)s") % {"facet": FACET_LABELS[facet], "values": chosen}
