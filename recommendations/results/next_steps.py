"""Searches to suggest when a search finds nothing. Each suggested search has results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.web.phrases import semicolon_list, within_quotation
from recommendations.labels.facet_values import Names
from recommendations.models import SearchScope
from recommendations.results.facet_panel import FACET_LABELS
from recommendations.search.alternatives import fewer_words
from recommendations.search.interpretations import ArticleNote, ChoiceNote, LabelNote, ResolutionNote
from recommendations.search.query import SearchQuery
from recommendations.search.results import Result, count_hits
from recommendations.search.syntax import split_query
from recommendations.search.typed_labels import shorter_labels


@dataclass(frozen=True, slots=True)
class NextStep:
    """A search or page to try, and the number of its results; None for a page that is not a search."""

    label: str
    total: int | None
    address: str


def next_steps(result: Result, names: Names, totals_elsewhere: Mapping[str, int]) -> list[NextStep]:
    """Return the steps to suggest instead of a search without results.

    They are the same search without quotation marks, in the other tab, and without one filter or one word, and the page
    of an article. If leaving out one filter or word does not help, the search without filters and the search without
    words are tried; if none has results, only lists to browse are returned.

    ``totals_elsewhere`` maps other scopes to the number of entries that the search finds there.
    """
    query = result.query
    one_less = list(_one_less(result, names))
    if not one_less and query.words and query.has_choices:
        one_less = [
            _search(
                _("Search for “%(words)s” without filters") % {"words": within_quotation(query.words)},
                query.words_only(),
            ),
            _search(_("Search with these filters only"), query.without_words()),
        ]
    steps = (*_same_question(result, names, totals_elsewhere), *one_less)
    found = [step for step in steps if step.total != 0] or list(_lists())
    return list({step.address: step for step in reversed(found)}.values())[::-1]


def _search(label: str, query: SearchQuery) -> NextStep:
    return NextStep(label, count_hits(query), query.address)


def _same_question(result: Result, names: Names, totals_elsewhere: Mapping[str, int]) -> Iterator[NextStep]:
    """Yield the steps that lead to results for the same question."""
    query = result.query
    if any(part.is_quoted for part in split_query(query.words)):
        unquoted = query.changed(words=" ".join(part.typed for part in split_query(query.words)))
        yield _search(_("Search without quotation marks"), unquoted)
    for scope, total in totals_elsewhere.items():
        is_paragraphs = scope == SearchScope.PARAGRAPHS
        label = _("Search paragraphs of documents") if is_paragraphs else _("Search recommendations")
        yield NextStep(label, total, query.in_scope(scope).address)
    articles = (note for note in result.understood.notes if isinstance(note, ArticleNote))
    for value in dict.fromkeys(value for note in articles for value in note.values):
        article = names.of("article", ":".join(value.split(":")[:2]))
        if article.address:
            yield NextStep(_("All about %(article)s") % {"article": article.full_label}, None, article.address)

    yield from _other_readings(result)


def _other_readings(result: Result) -> Iterator[NextStep]:
    """Yield the steps for words that were recognized: a shorter label, or a search for the words themselves."""
    query = result.query
    notes = result.understood.notes
    for note in notes:
        if isinstance(note, LabelNote):
            for label in shorter_labels(note.text):
                words = query.words.replace(note.text, label)
                yield _search(
                    _("Search for “%(words)s”") % {"words": within_quotation(words)}, query.changed(words=words)
                )
    if any(isinstance(note, ChoiceNote | LabelNote | ResolutionNote) for note in notes):
        for scope in SearchScope.values:
            as_words = query.in_scope(scope).changed(as_typed=True, meaning=False)
            is_paragraphs = scope == SearchScope.PARAGRAPHS
            label = _("Paragraphs that contain the words “%(words)s”")
            if not is_paragraphs:
                label = _("Recommendations that contain the words “%(words)s”")
            yield _search(label % {"words": within_quotation(query.words)}, as_words)


def _lists() -> Iterator[NextStep]:
    """Yield the lists to browse."""
    yield NextStep(_("Browse documents"), None, reverse("documents"))
    yield NextStep(_("Browse topics"), None, reverse("topics"))


def _one_less(result: Result, names: Names) -> Iterator[NextStep]:
    """Yield the searches without one filter or one word, most results first."""
    query = result.query
    steps = [
        NextStep(_without_label(query, facet, names), result.wider_totals[facet], query.without(facet).address)
        for facet in query.facets
        if query.selected(facet) and result.wider_totals.get(facet)
    ]
    steps += [
        NextStep(
            _("Search without “%(words)s”") % {"words": within_quotation(shorter.left_out)},
            shorter.total,
            shorter.query.address,
        )
        for shorter in fewer_words(query.changed(words=result.understood.text))
    ]
    yield from sorted(steps, key=lambda step: -(step.total or 0))


def _without_label(query: SearchQuery, facet: str, names: Names) -> str:
    """Return a label such as "Search without Article: Organized Crime Convention, article 18"."""
    values = semicolon_list(names.of(facet, value).full_label for value in query.selected(facet))
    return _("Search without %(facet)s: %(values)s") % {"facet": FACET_LABELS[facet], "values": values}
