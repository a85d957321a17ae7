"""Pages of instruments and their articles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.languages import reading_languages
from recommendations.articles.page import article_page
from recommendations.articles.provisions import text_outside_articles
from recommendations.labels.vocabulary import article_label, article_number, treaty_title
from recommendations.models import Article, Instrument
from recommendations.queries import catalogue
from recommendations.search.parameters import read_parameters
from recommendations.search.query import ADOPTED_ONLY, SearchQuery
from recommendations.search.results import count_facets


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """List the instruments with their articles and the number of recommendations that relate to each."""
    instruments = catalogue.instruments_with_articles(*_article_counts())
    return render(request, "articles/list.html", {"instruments": instruments})


def _article_counts() -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of recommendations, and of those that were adopted, by article."""
    return count_facets(SearchQuery())["article"], count_facets(ADOPTED_ONLY)["article"]


@require_safe
def instrument(request: HttpRequest, instrument: str) -> HttpResponse:
    """Show an instrument with its articles, and its text outside the articles."""
    entries = catalogue.instruments_with_articles(*_article_counts(), key=instrument)
    if not entries:
        return _instrument_not_found(request, instrument)
    context = {"entry": entries[0], "surrounding_text": text_outside_articles(entries[0].instrument)}
    return render(request, "articles/instrument.html", context)


def _instrument_not_found(request: HttpRequest, key: str) -> HttpResponse:
    message = _("There is no instrument called “%(key)s” in this collection.") % {"key": key}
    return not_found(request, message, [SuggestedLink(_("All articles and instruments"), reverse("articles"))])


@require_safe
def article(request: HttpRequest, instrument: str, number: str) -> HttpResponse:
    """Show an article: its text, and the documents that cite it, with counts."""
    treaty = Instrument.objects.filter(key=instrument).first()
    if treaty is None:
        return _instrument_not_found(request, instrument)
    rows = Article.objects.filter(instrument=treaty).select_related("instrument")
    row = rows.filter(number=number).first() if "\0" not in number else None
    if row is None:
        count = rows.count()
        message = ngettext(
            "The %(instrument)s has no article %(number)s. It has %(count)s article.",
            "The %(instrument)s has no article %(number)s. It has %(count)s articles.",
            count,
        )
        values = {"instrument": treaty.label, "number": article_number(number), "count": count}
        link = SuggestedLink(treaty_title(treaty.label), reverse("instrument", args=[treaty.key]))
        return not_found(request, message % values, [link])
    parsed = read_parameters(request.GET)
    if parsed.messages:
        return bad_request(request, parsed.messages, [SuggestedLink(article_label(row), row.get_absolute_url())])
    page = article_page(row, parsed.query.basis, reading_languages(request))
    return render(request, "articles/article.html", {"page": page, "instrument": treaty})
