"""Error pages: a plain message, and links to related pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class SuggestedLink:
    """A link that an error page suggests to the reader."""

    label: str
    address: str


def not_found(
    request: HttpRequest, message: str, links: Iterable[SuggestedLink] = (), words: str = "", heading: str = ""
) -> HttpResponse:
    """Return a 404 page with the message, a search for ``words``, and the suggested links. The heading says by default
    that the page was not found."""
    context = {"error_messages": [message], "links": list(links), "words": words, "heading": heading}
    return render(request, "errors/not_found.html", context, status=404)


def bad_request(request: HttpRequest, messages: Iterable[str], links: Iterable[SuggestedLink]) -> HttpResponse:
    """Return a 400 page that explains what is wrong with the address, with the suggested links."""
    context = {"error_messages": list(messages), "links": list(links)}
    return render(request, "errors/bad_request.html", context, status=400)
