"""Choose the language of each response, and send addresses without a language to the reader's."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, get_script_prefix, is_valid_path, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from documents.web.language_addresses import address_code, in_language, language_in

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class LanguageMiddleware:
    """Activate the language in the address of a page, or else the reader's.

    The reader's language is the one they chose (the cookie), or else the first of their browser's languages that the
    portal has, or else English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        in_address = language_in(request.path_info)
        language = in_address or translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        if in_address is None and (match := _page_at(request.path_info, language)):
            return _redirect(request, match, language)
        response = self.get_response(request)
        if in_address or response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)  # not of data and stored files
        if in_address and _comes_from_another_language(request, in_address):
            _keep(response, language)
        return response


def _page_at(path: str, language: str) -> ResolverMatch | None:
    """Return the page to which a path without a language leads, or None if it has none or is an address itself."""
    if is_valid_path(path):
        return None
    page = f"/{address_code(language)}{path}"
    for candidate in (page, f"{page}/"):
        try:
            return resolve(candidate)
        except Resolver404:
            continue
    return None


def _redirect(request: HttpRequest, match: ResolverMatch, language: str) -> HttpResponseBase:
    """Return a redirect to a page in the reader's language. A form is sent again to it, with all that was entered."""
    request.resolver_match = match  # for the access log, which hides some addresses, and for the metrics
    address = in_language(request.get_full_path(), language)
    response = HttpResponseRedirect(address, preserve_request=request.method not in _SAFE_METHODS)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _comes_from_another_language(request: HttpRequest, language: str) -> bool:
    """Return whether the reader came from a page of the portal in another language: with the language bar, as all
    other links stay in the language."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    before = language_in("/" + referrer.path.removeprefix(get_script_prefix()))
    return before not in (None, language) and referrer.netloc == request.get_host()


def _keep(response: HttpResponseBase, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
