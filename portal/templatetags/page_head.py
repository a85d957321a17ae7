"""The metadata in the head of a page, for browsers, search engines and link previews."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.web.language_addresses import address_code, in_language, language_in, without_language
from documents.web.phrases import dash, shorten_to_characters

register = template.Library()

MAX_DESCRIPTION_LENGTH = 155  # characters; search engines cut off the rest

TRACKING_PREFIXES = ("utm_", "mc_", "fbclid", "gclid")
"""Prefixes of the parameters that newsletters and social networks add to links."""


@register.simple_block_tag
def page_title(content: str) -> SafeString:
    """Return the title of a page: with the name of the portal for the browser tab, without it for link previews."""
    title = _plain(content)
    full_title = dash().join((title, _("UNTOC Portal")))
    return format_html('<title>{}</title>\n  <meta property="og:title" content="{}">', full_title, title)


@register.simple_block_tag
def page_description(content: str) -> SafeString:
    """Return the description of a page for search engines and link previews, cut to 155 characters."""
    description = shorten_to_characters(_plain(content), MAX_DESCRIPTION_LENGTH)
    return format_html(
        '<meta name="description" content="{}">\n  <meta property="og:description" content="{}">',
        description,
        description,
    )


def _plain(content: str) -> str:
    """Return the text of a rendered block on one line."""
    return " ".join(html.unescape(content).split())


@register.simple_tag(takes_context=True)
def page_address(context: dict[str, Any]) -> SafeString | str:
    """Return the canonical address of a page and the address of its picture for link previews: the path ``card`` in
    the context, or that of the portal. Return "" if there is no request."""
    request = context.get("request")
    if request is None:
        return ""
    address = canonical_address(request)
    return format_html(
        '<link rel="canonical" href="{}">{}\n'
        '  <meta property="og:url" content="{}">\n'
        '  <meta property="og:image" content="{}">\n'
        '  <meta property="og:image:width" content="1200">\n'
        '  <meta property="og:image:height" content="630">',
        address,
        _alternates(request),
        address,
        request.build_absolute_uri(context.get("card") or static("preview.jpg")),
    )


def canonical_address(request: HttpRequest) -> str:
    """Return the address of a page without empty or tracking parameters, with the others sorted."""
    pairs = {(name, value) for name, values in request.GET.lists() for value in values if value}
    query = urlencode(sorted(pair for pair in pairs if not pair[0].startswith(TRACKING_PREFIXES)), safe="/:")
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)


def _alternates(request: HttpRequest) -> SafeString:
    """Return links to a page in each language, and to its address without one, for readers of any other language."""
    address = canonical_address(request)
    if language_in(request.path_info) is None:
        return SafeString("")
    root = request.build_absolute_uri("/")[:-1]
    path = address.removeprefix(root)
    links = [(address_code(language), in_language(path, language)) for language, _name in settings.LANGUAGES]
    return format_html_join(
        "",
        '\n  <link rel="alternate" hreflang="{}" href="{}{}">',
        ((code, root, link) for code, link in [*links, ("x-default", without_language(path))]),
    )
