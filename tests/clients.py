"""Test clients. Most tests are about pages in English and name their addresses without a language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import is_valid_path
from django.utils import translation


def request_in_english(client: Client, method: str, path: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send a request, for the English page if the path has no language: "/articles/" is sent as "/en/articles/"."""
    with translation.override("en"):
        plain = urlsplit(path).path
        if not is_valid_path(plain) and any(map(is_valid_path, (f"/en{plain}", f"/en{plain}/"))):
            path = f"/en{path}"
    response: HttpResponse = RequestFactory.generic(client, method, path, *args, **kwargs)
    return response


class BrowserClient(Client):
    """A client that requests the paths it is given."""

    generic = RequestFactory.generic


class EnglishClient(Client):
    """A client that requests English pages where the path has no language."""

    generic = request_in_english
