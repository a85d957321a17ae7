"""Views for programs: the sitemap, robots.txt, the search description, llms.txt, security.txt and /about/."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from documents.web.language_addresses import in_language, without_language
from portal.discovery.sitemap import SECTIONS, file_xml, index_xml, sitemap_files
from recommendations.api.endpoints import BASE

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
SECURITY_PERIOD = datetime.timedelta(days=180)  # RFC 9116 recommends less than a year


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the index of the sitemap."""
    addresses = [request.build_absolute_uri(reverse("sitemap-file", args=file)) for file in sitemap_files()]
    return HttpResponse(index_xml(addresses), content_type=XML)


@require_safe
def sitemap_file(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """Return a file of the sitemap. Respond with 404 if it does not exist."""
    content = file_xml(section, number, _root(request)) if section in SECTIONS and number else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=XML)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: documents may be crawled, but not searches (their filters have countless combinations),
    briefs, compilations, baskets, reports of errors, the API, records for catalogues, files with all data or the admin
    site.
    """
    names = ("brief", "compile", "basket", "report-error")
    searches = [f"{reverse(name)}?" for name in ("recommendations", "recommendations-feed")]
    pages = (*searches, *map(reverse, names))
    in_languages = (in_language(page, language) for language, _name in settings.LANGUAGES for page in pages)
    files = f"{without_language(reverse('data'))}*/"  # RFC 9309, section 2.2.3; the page about them is allowed
    for_programs = (BASE, reverse("oai"), files, reverse("admin:index"))
    disallowed = (*map(without_language, pages), *in_languages, *for_programs)
    lines = [
        "User-agent: *",
        *(f"Disallow: {address}" for address in disallowed),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=TEXT)


@require_safe
def open_search(request: HttpRequest) -> HttpResponse:
    """Return the description of the search (OpenSearch 1.1), with which browsers add it to their search engines."""
    context = {
        "search": _absolute(request, "recommendations"),
        "feed": _absolute(request, "recommendations-feed"),
        "icon": request.build_absolute_uri(static("icon.png")),
        "description": request.build_absolute_uri(request.path),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    response = render(request, "discovery/opensearch.xml", context, content_type=kind)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Return llms.txt: what the portal contains and where programs that use language models find it as data."""
    return render(request, "discovery/llms.txt", {"root": _root(request), "base": BASE}, content_type=TEXT)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Return security.txt (RFC 9116). Respond with 404 if no contact is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + SECURITY_PERIOD).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {request.build_absolute_uri(reverse('security-txt'))}",
        "Preferred-Languages: en",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=TEXT)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Redirect to the help pages, which say what the portal contains."""
    return redirect(without_language(reverse("help")), permanent=True)


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _absolute(request: HttpRequest, name: str) -> str:
    """Return the absolute address of a page, without a language."""
    return request.build_absolute_uri(without_language(reverse(name)))
