"""The sitemap: all public pages of documents and recommendations and the main pages, in files of limited size.

Each page is listed with its address in English and those in the other languages. Sources:
https://www.sitemaps.org/protocol.html and, for languages,
https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse

from documents.models import Change
from documents.queries.documents import addresses_of, leading_versions, published_documents, published_versions
from documents.web.language_addresses import address_code, in_language, without_language
from portal.help.views import PAGES as HELP_PAGES
from recommendations.models import Article, Instrument, Recommendation, Topic
from recommendations.queries.meetings import meetings_with_content

FILE_SIZE = 10_000  # pages in a file; the protocol allows 50,000
SECTIONS = ("pages", "documents", "recommendations")
_MAIN_PAGES = (
    "home",
    "recommendations",
    "documents",
    "meetings",
    "articles",
    "topics",
    "matrix",
    "news",
    "help",
    "accuracy",
    "data",
)
_START = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_VARIABLE = "_variable_"
_UNQUOTED = "/~:@!$&'()*+,;="  # as django.urls.reverse()
_PLAIN = re.compile(r"[\w/.-]*", re.ASCII)
"""Matches a part of an address that needs no escaping; almost none does."""


def sitemap_files() -> list[tuple[str, int]]:
    """Return the section and number of each file, from 1."""
    totals = {
        "pages": 1,
        "documents": published_documents().count(),
        "recommendations": _recommendations().count(),
    }
    return [(section, number + 1) for section in SECTIONS for number in range(-(-totals[section] // FILE_SIZE))]


def index_xml(addresses: Iterable[str]) -> str:
    """Return the index of the sitemap, given the absolute addresses of its files."""
    files = (f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return "\n".join([f"{_START.format('sitemapindex')}>", *files, "</sitemapindex>\n"])


def file_xml(section: str, number: int, root: str) -> str | None:
    """Return a file of the sitemap, in at most five queries, or None if it does not exist. ``root`` is the absolute
    address of the portal, without a slash at its end.
    """
    start = (number - 1) * FILE_SIZE
    build = {"pages": _pages, "documents": _documents, "recommendations": _recommendation_pages}[section]
    entries = list(build(start, start + FILE_SIZE, root))
    return "\n".join([f"{_START.format('urlset')}{_XHTML}>", *entries, "</urlset>\n"]) if entries else None


# --- the sections ------------------------------------------------------------------------------------


def _pages(start: int, stop: int, root: str) -> Iterator[str]:
    rows: list[Any] = [
        *Article.objects.select_related("instrument"),
        *Topic.objects.all(),
        *meetings_with_content(),
    ]
    addresses = [
        *map(reverse, _MAIN_PAGES),
        *(reverse("help-page", args=[slug]) for slug in HELP_PAGES),
        *(reverse("instrument", args=[key]) for key in Instrument.objects.values_list("key", flat=True)),
        *(row.get_absolute_url() for row in rows),
    ]
    return (_writer(address, root)("") for address in addresses[start:stop])


def _documents(start: int, stop: int, root: str) -> Iterator[str]:
    keys = published_documents().order_by("pk").values("pk")[start:stop]
    changed = _changed(keys)
    write = _writer(reverse("document", args=[_VARIABLE]), root)
    return (write(address, changed.get(key)) for key, address in addresses_of(keys).items())


def _recommendation_pages(start: int, stop: int, root: str) -> Iterator[str]:
    rows = list(
        _recommendations().order_by("version_id", "place").values_list("version__document", "place")[start:stop]
    )
    documents = {document for document, _place in rows}
    addresses, changed = addresses_of(documents), _changed(documents)
    address = reverse("recommendation", args=[_VARIABLE, _VARIABLE])
    write = _writer(address.replace(f"{_VARIABLE}/{_VARIABLE}", _VARIABLE), root)
    return (write(f"{addresses[key]}/{place}", changed.get(key)) for key, place in rows if key in addresses)


def _recommendations() -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(version__in=leading_versions().values("pk")).order_by()


def _changed(keys: Collection[int] | QuerySet[Any, Any]) -> Mapping[int, str]:
    """Return a map from the keys of documents to the last publication of one of their versions, or of corrections, as
    written in the sitemap."""
    published = published_versions().filter(document__in=keys).order_by().values_list("document")
    corrected = Change.objects.filter(document__in=keys, action="document.draft_published").order_by()
    changed = dict(published.annotate(Max("published_at")))
    for key, time in corrected.values_list("document").annotate(Max("made_at")):
        changed[key] = max(time, changed.get(key, time))
    return {key: time.isoformat(timespec="seconds") for key, time in changed.items()}


# --- entries -----------------------------------------------------------------------------------------


def _writer(address: str, root: str) -> Callable[..., str]:
    """Return a function that writes the entry of a page, given what replaces :data:`_VARIABLE` in its address, and when
    it was changed. A file has ten thousand entries: reversing each URL would take too long.
    """
    links = [(address_code(language), in_language(address, language)) for language, _name in settings.LANGUAGES]
    links.append(("x-default", without_language(address)))
    location = f"<url><loc>{escape(root + in_language(address, settings.LANGUAGE_CODE))}</loc>".split(_VARIABLE)
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(root + link)}"/>' for code, link in links
    ).split(_VARIABLE)

    def write(text: str, changed: str | None = None) -> str:
        part = text if _PLAIN.fullmatch(text) else escape(quote(text, safe=_UNQUOTED))
        date = f"<lastmod>{changed}</lastmod>" if changed else ""
        return f"{part.join(location)}{date}{part.join(alternates)}</url>"

    return write
