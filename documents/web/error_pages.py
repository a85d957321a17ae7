"""Error pages: a plain sentence, and links to go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class SuggestedLink:
    """A place to go on from."""

    label: str
    address: str


def not_found(
    request: HttpRequest, sentence: str, offers: Iterable[SuggestedLink] = (), words: str = ""
) -> HttpResponse:
    """404: the sentence, a search for ``words``, and the offers."""
    context = {"sentences": [sentence], "offers": list(offers), "words": words}
    return render(request, "answers/not_found.html", context, status=404)


def bad_request(request: HttpRequest, sentences: Iterable[str], offers: Iterable[SuggestedLink]) -> HttpResponse:
    """400: what is wrong in the address, and the offers."""
    context = {"sentences": list(sentences), "offers": list(offers)}
    return render(request, "answers/wrong_request.html", context, status=400)
