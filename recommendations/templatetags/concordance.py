"""Addresses of concordances, and of their places."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from recommendations.concordance.page import TranslatedPlace
from recommendations.labels.fields import place_label

register = template.Library()


@register.filter
def concordance_parameters(phrase: str, language: str) -> str:
    """Return the query string of the concordance of a phrase in a language, without "?"."""
    return urlencode({"q": phrase, "from": language})


@register.filter
def concordance_address(phrase: str) -> str:
    """Return the address of the concordance of a phrase in any language."""
    return f"{reverse('concordance')}?{urlencode({'q': phrase})}"


@register.filter
def pair_address(pair: TranslatedPlace, phrase: str) -> str:
    """Return the address at which both texts are side by side, with the phrase marked."""
    version = pair.source.version
    query = urlencode({"language": version.language, "with": pair.translation.version.language, "q": phrase})
    return f"{version.document.get_absolute_url()}?{query}#{pair.source.anchor}"


@register.filter
def pair_place(pair: TranslatedPlace) -> str:
    """Return the name of the place in the document."""
    return place_label(pair.source.path, pair.source.text)
