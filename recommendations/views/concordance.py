"""The concordance: translations of a phrase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recommendations.concordance.occurrences import has_translations
from recommendations.concordance.page import has_words, phrase_words, read_concordance
from recommendations.search.parameters import MAX_QUERY_LENGTH


@require_safe
def concordance(request: HttpRequest) -> HttpResponse:
    """Show the translations of a phrase (``q``) with their places.

    ``from`` is the language of the phrase, detected if it is not given; ``to`` limits the page to one other language,
    with all places.
    """
    typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_QUERY_LENGTH]
    phrase = typed.strip("\"'“”«»„‟‘’ ")
    only = request.GET.get("to", "")
    found = read_concordance(phrase, request.GET.get("from", ""), only)
    context = {
        "phrase": phrase,
        "concordance": found,
        "only": only,
        "has_no_words": not has_words(phrase),
        "is_too_long": not phrase_words(phrase),
        "has_translations": found or has_translations(),
    }
    return render(request, "concordance/concordance.html", context)
