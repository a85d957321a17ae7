"""Notices of how a query was interpreted, with a link to undo each interpretation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from documents.web.languages import isolated
from recommendations.labels.facet_values import Names
from recommendations.labels.resolutions import resolution_label
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
from recommendations.search.query import SearchQuery
from recommendations.search.results import Result
from recommendations.text.words import contains_phrase, tokens


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the search, the label (``action``) and address of an alternative, if any, and ``details``.

    ``leaves_search`` is true if the address is not that of a search.
    """

    sentence: str
    action: str = ""
    address: str = ""
    details: str = ""
    leaves_search: bool = False


_ReferenceNote = ArticleNote | ChoiceNote | DocumentNote | DroppedNote | LabelNote | ResolutionNote


def notices(result: Result, names: Names) -> list[Notice]:
    """Return all notices for a result, interpretations of the words first."""
    query = result.query
    notes = result.understood.notes
    references = [_reference_notice(note, query, names) for note in notes if isinstance(note, _ReferenceNote)]
    equivalents = [note for note in notes if isinstance(note, ExpansionNote)]
    understood = [*_spelling_notices(result), *references, *_equivalent_terms_notice(equivalents, query)]
    return [
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
                _("Showing results for “%s”.") % note.corrected,
                _("Search for “%s” as typed") % note.text,
                query.changed(spelling=False).address,
            )
            return
    if result.total == result.by_meaning_count and (corrected := result.understood.possible_text):
        address = query.changed(words=corrected).address
        yield Notice(_("No exact matches for these words."), _("Did you mean “%s”?") % corrected, address)


def _reference_notice(note: _ReferenceNote, query: SearchQuery, names: Names) -> Notice:
    match note:
        case ArticleNote(text, values):
            articles = "; ".join(names.of("article", value).full_label for value in values)
            sentence = _("For “%(words)s”, showing what cites or concerns: %(articles)s.") % {
                "words": text,
                "articles": articles,
            }
            return Notice(sentence, _("Search for the phrase instead"), query.changed(as_typed=True).address)
        case ChoiceNote(text, facet, values):
            sentence = _("For “%(words)s”, showing %(facet)s: %(values)s.") % {
                "words": text,
                "facet": FACET_LABELS[facet],
                "values": "; ".join(names.of(facet, value).full_label for value in values),
            }
            return Notice(sentence, _("Search for the phrase instead"), query.changed(as_typed=True).address)
        case DroppedNote(text, values) if values:
            articles = "; ".join(names.of("article", value).full_label for value in values)
            sentence = _("Nothing about “%(words)s” answers your other words. Showing results about %(articles)s.")
            return Notice(sentence % {"words": text, "articles": articles})
        case DroppedNote(text):
            return Notice(_("Nothing about “%s” answers your other words. Showing results without it.") % text)
        case LabelNote(text):
            sentence = _("Showing the recommendations and paragraphs labelled “%(words)s”.") % {"words": text}
            return Notice(sentence, _("Search for the phrase instead"), query.changed(as_typed=True).address)
        case ResolutionNote(text, values):
            sentence = _("For “%(words)s”, showing what cites %(resolutions)s.") % {
                "words": text,
                "resolutions": "; ".join(map(resolution_label, values)),
            }
            return Notice(sentence, _("Search for the phrase instead"), query.changed(as_typed=True).address)
        case DocumentNote(text, symbols, documents):
            sentence = ngettext(
                "Showing the content of %(symbol)s and references to this document for “%(words)s”.",
                "“%(words)s” matches %(count)s symbols, such as %(symbol)s. Showing the content of these documents "
                "and references to them.",
                documents,
            )
            params = {"words": text, "symbol": symbols[0] if symbols else text, "count": documents}
            return Notice(sentence % params, _("Search for the phrase instead"), query.changed(as_typed=True).address)


def _equivalent_terms_notice(notes: Sequence[ExpansionNote], query: SearchQuery) -> Iterator[Notice]:
    """Yield one notice for all notes: the equivalent terms in the reader's language, and the number of others."""
    if not notes:
        return
    language = (get_language() or "en").partition("-")[0]
    phrases = []
    for note in notes:
        reader_forms = dict.fromkeys(form for form_language, form in note.forms if form_language == language)
        if reader_forms:
            forms = ", ".join(f"“{isolated(form)}”" for form in reader_forms)
            phrases.append(_("%(forms)s for “%(words)s”") % {"forms": forms, "words": isolated(note.text)})
    other_forms = {pair for note in notes for pair in note.forms if pair[0] != language}
    if other_forms:
        sentence = ngettext("%(count)s term in other languages", "%(count)s terms in other languages", len(other_forms))
        phrases.append(sentence % {"count": len(other_forms)})
    all_terms = "; ".join(
        f"“{isolated(note.text)}”: {', '.join(map(isolated, note.forms_for(language)))}" for note in notes
    )
    has_wider_terms = any(note.has_wider_terms for note in notes)
    sentence = (
        _("Also searching equivalent, broader and narrower terms: %(words)s.")
        if has_wider_terms
        else _("Also searching equivalent terms: %(words)s.")
    )
    yield Notice(
        sentence % {"words": "; ".join(phrases)},
        _("Search only my words"),
        query.changed(thesaurus=False).address,
        details=all_terms if other_forms else "",
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
            _("Include results found by meaning"),
            query.changed(meaning=True).address,
        )


def _meaning_notice(result: Result) -> Iterator[Notice]:
    if result.by_meaning_count:
        sentence = ngettext(
            "%(count)s result was found by meaning, without containing your words.",
            "%(count)s results were found by meaning, without containing your words.",
            result.by_meaning_count,
        )
        address = result.query.changed(meaning=False).address
        yield Notice(sentence % {"count": result.by_meaning_count}, _("Show exact matches only"), address)


def _ranking_notice(result: Result) -> Iterator[Notice]:
    if result.ranked_count is not None:
        yield Notice(
            _("The first %(compared)s of %(total)s results are sorted by relevance, the rest by date.")
            % {"compared": result.ranked_count, "total": result.total}
        )


def _concordance_notice(result: Result) -> Iterator[Notice]:
    """Yield a link to the concordance if a text on this page has the words as a phrase, and is in several languages."""
    words = result.query.words.strip('"“”«»„‟ ')
    phrase = [token.word for token in tokens(words)]
    if any(hit.other_languages and contains_phrase(hit.row.text, phrase) for hit in result.hits):
        address = f"{reverse('concordance')}?{urlencode({'q': words})}"
        sentence = _("These words are in texts in several languages.")
        yield Notice(sentence, _("See how they are translated"), address, leaves_search=True)
