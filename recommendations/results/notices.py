"""Notices that explain how a query was interpreted, each with a link to undo the interpretation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.web.generation_cache import GenerationCache
from documents.web.languages import interface_language, isolated
from documents.web.phrases import comma_list, grouped, labelled, quoted, semicolon_list, within_quotation
from recommendations.labels.facet_values import Names
from recommendations.labels.resolutions import resolution_label
from recommendations.labels.vocabulary import article_number
from recommendations.models import SearchScope
from recommendations.results.facet_panel import FACET_LABELS
from recommendations.search.interpretations import (
    ArticleNote,
    ChoiceNote,
    DocumentNote,
    DroppedNote,
    ExpansionNote,
    LabelNote,
    ResolutionNote,
    SpellingNote,
)
from recommendations.search.query import RECOMMENDATION_FACETS, SearchQuery
from recommendations.search.results import Result, count_hits
from recommendations.text.words import contains_phrase, tokens


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the search, the label (``action``) and address of an alternative, if any, and ``details``.

    ``leaves_search`` is true if the address does not lead to a search.
    """

    sentence: str
    action: str = ""
    address: str = ""
    details: str = ""
    leaves_search: bool = False


_ReferenceNote = ArticleNote | ChoiceNote | DocumentNote | DroppedNote | LabelNote | ResolutionNote


def notices(result: Result, names: Names) -> list[Notice]:
    """Return all notices for a result. Notices about interpretations of the words come first."""
    query = result.query
    notes = result.understood.notes
    references = [_reference_notice(note, query, names) for note in notes if isinstance(note, _ReferenceNote)]
    equivalents = [note for note in notes if isinstance(note, ExpansionNote)]
    understood = [*_spelling_notices(result), *references, *_equivalent_terms_notice(equivalents, query)]
    return [
        *_unsearched_notice(result),
        *_narrowing_notice(result),
        *understood,
        *_switch_notices(query),
        *_meaning_notice(result),
        *_ranking_notice(result),
        *_concordance_notice(result),
    ]


def _spelling_notices(result: Result) -> Iterator[Notice]:
    """Yield the correction that was applied or, if no entry contains the words, one that is possible."""
    query = result.query
    for note in result.understood.notes:
        if isinstance(note, SpellingNote):
            yield Notice(
                _("Showing results for “%s”.") % within_quotation(note.corrected),
                _("Search for “%s” as typed") % within_quotation(note.text),
                query.changed(spelling=False).address,
            )
            return
    if result.total == result.by_meaning_count and (corrected := result.understood.possible_text):
        address = query.changed(words=corrected).address
        yield Notice(
            _("No exact matches for these words."), _("Did you mean “%s”?") % within_quotation(corrected), address
        )


def _reference_notice(note: _ReferenceNote, query: SearchQuery, names: Names) -> Notice:
    match note:
        case ArticleNote(text, values):
            articles = semicolon_list(_article_in_sentence(value, names) for value in values)
            sentence = _("Showing items that cite or relate to %s.") % articles
            return Notice(sentence, *_as_words(text, query))
        case ChoiceNote(text, facet) if query.scope != SearchScope.RECOMMENDATIONS and facet in RECOMMENDATION_FACETS:
            sentence = _("“%(words)s” is not applied: paragraphs have no %(facet)s.")
            return Notice(
                sentence % {"words": text, "facet": str(FACET_LABELS[facet]).lower()}, *_as_words(text, query)
            )
        case ChoiceNote(text, facet, values):
            sentence = _("For “%(words)s”, showing %(facet)s: %(values)s.") % {
                "words": text,
                "facet": FACET_LABELS[facet],
                "values": semicolon_list(names.of(facet, value).full_label for value in values),
            }
            return Notice(sentence, *_as_words(text, query))
        case DroppedNote(text, values) if values:
            articles = semicolon_list(names.of("article", value).full_label for value in values)
            sentence = _("Nothing about “%(words)s” matches your other words. Showing results about %(articles)s.")
            return Notice(sentence % {"words": text, "articles": articles})
        case DroppedNote(text):
            sentence = _("Nothing about “%s” matches your other words. Showing results for these words alone.")
            return Notice(sentence % text)
        case LabelNote(text):
            sentence = _("Showing the recommendations and paragraphs labelled “%(words)s”.") % {"words": text}
            return Notice(sentence, *_as_words(text, query))
        case ResolutionNote(text, values):
            sentence = _("Showing items that cite %s.") % semicolon_list(map(resolution_label, values))
            return Notice(sentence, *_as_words(text, query))
        case DocumentNote(text, symbols, documents):
            sentence = ngettext(
                "Showing recommendations and paragraphs in %(symbol)s, and references to it.",
                "“%(words)s” matches %(count)s symbols, such as %(symbol)s. Showing recommendations and paragraphs in "
                "these documents, and references to them.",
                documents,
            )
            params = {"words": text, "symbol": symbols[0] if symbols else text, "count": documents}
            return Notice(sentence % params, *_as_words(text, query))


def _as_words(text: str, query: SearchQuery) -> tuple[str, str]:
    """Return the label and address of a search for the words as typed, rather than for the item that they name."""
    return _("Search for the words “%s” instead") % isolated(text), query.changed(as_typed=True).address


def _article_in_sentence(value: str, names: Names) -> str:
    """Return "article 18, paragraph 13, of the Organized Crime Convention"; an instrument is "the …"."""
    instrument, _colon, place = value.partition(":")
    name = names.of("article", instrument).full_label
    if not place:
        return _("the %(instrument)s") % {"instrument": name}
    number, _colon, paragraph = place.partition(":")
    values = {"number": article_number(number), "paragraph": paragraph, "instrument": name}
    if paragraph:
        return _("article %(number)s, paragraph %(paragraph)s, of the %(instrument)s") % values
    return _("article %(number)s of the %(instrument)s") % values


_totals_without_words: GenerationCache[SearchQuery, int] = GenerationCache(200)


def _narrowing_notice(result: Result) -> Iterator[Notice]:
    """Yield a notice of how many results on an article match the other words, unless all do."""
    query, understood = result.query, result.understood
    named = [note.text for note in understood.notes if isinstance(note, ArticleNote | ChoiceNote)]
    if understood.tree is None or not result.total or not any(isinstance(n, ArticleNote) for n in understood.notes):
        return
    without_words = query.without_words().changed(**understood.choices)
    total = _totals_without_words.get(without_words, result.generation)
    if total is None:
        total = count_hits(without_words)
        _totals_without_words.put({without_words: total}, result.generation)
    if total > result.total:
        yield Notice(
            _narrowed_sentence(result) % {"count": grouped(result.total), "total": grouped(total)},
            _("Show all %(total)s") % {"total": grouped(total)},
            query.changed(words=" ".join(named)).address,
        )


def _narrowed_sentence(result: Result) -> str:
    if result.by_meaning_count:
        return ngettext(
            "Showing %(count)s of %(total)s results: the one that matches all your words or is related in meaning.",
            "Showing %(count)s of %(total)s results: those that match all your words or are related in meaning.",
            result.total,
        )
    return ngettext(
        "Showing %(count)s of %(total)s results: the one that matches all your words.",
        "Showing %(count)s of %(total)s results: those that match all your words.",
        result.total,
    )


def _unsearched_notice(result: Result) -> Iterator[Notice]:
    """Yield a notice that the text contains no words, such as a quotation mark alone."""
    if result.query.words.strip() and not list(tokens(result.query.words)):
        yield Notice(_("What you typed contains no words, so the results are not limited by it."))


def _equivalent_terms_notice(notes: Sequence[ExpansionNote], query: SearchQuery) -> Iterator[Notice]:
    """Yield one notice for all words: the number of equivalent terms, with the terms as details, those in the reader's
    language first."""
    if not notes:
        return
    language = interface_language()
    forms = {note.text: note.forms_for(language) for note in notes}
    number = sum(map(len, forms.values()))
    if any(note.has_wider_terms for note in notes):
        sentence = ngettext("Also searching %(count)s related term", "Also searching %(count)s related terms", number)
    else:
        sentence = ngettext(
            "Also searching %(count)s equivalent term", "Also searching %(count)s equivalent terms", number
        )
    yield Notice(
        sentence % {"count": number},
        _("Only my words"),
        query.changed(thesaurus=False).address,
        details=semicolon_list(
            labelled(quoted(isolated(text)), comma_list(map(isolated, terms))) for text, terms in forms.items()
        ),
    )


def _switch_notices(query: SearchQuery) -> Iterator[Notice]:
    if not query.words:
        return
    if query.as_typed:
        yield Notice(
            _("Searching articles and symbols as plain words."),
            _("Recognize articles and documents"),
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
            _("Include results with a similar meaning"),
            query.changed(meaning=True).address,
        )


def _meaning_notice(result: Result) -> Iterator[Notice]:
    if not (number := result.by_meaning_count):
        return
    if number == result.total:
        sentence = ngettext(
            "%(count)s result does not contain your words but may be related in meaning.",
            "%(count)s results do not contain your words but may be related in meaning.",
            number,
        )
    else:
        sentence = ngettext(
            "%(count)s of %(total)s results does not contain your words but may be related in meaning.",
            "%(count)s of %(total)s results do not contain your words but may be related in meaning.",
            number,
        )
    values = {"count": grouped(number), "total": grouped(result.total)}
    yield Notice(sentence % values, _("Show exact matches only"), result.query.changed(meaning=False).address)


def _ranking_notice(result: Result) -> Iterator[Notice]:
    if result.ranked_count is not None:
        yield Notice(
            _("The first %(compared)s of %(total)s results are sorted by relevance, the rest by date.")
            % {"compared": grouped(result.ranked_count), "total": grouped(result.total)}
        )


def _concordance_notice(result: Result) -> Iterator[Notice]:
    """Yield a link to the concordance if a text on this page contains the words as a phrase and is in several
    languages."""
    words = result.query.words.strip('"“”«»„‟ ')
    phrase = [token.word for token in tokens(words)]
    if any(hit.other_languages and contains_phrase(hit.row.text, phrase) for hit in result.hits):
        address = f"{reverse('concordance')}?{urlencode({'q': words})}"
        sentence = _("These words are in texts in several languages.")
        yield Notice(sentence, _("See how they are translated"), address, leaves_search=True)
