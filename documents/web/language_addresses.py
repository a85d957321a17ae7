"""Addresses of pages in each language of the interface.

/fr/articles/ is a page in French. /articles/ leads to the page in the reader's language, so it is used where the
reader's language is not known: in the API, and in files and lists that people pass on.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import LocalePrefixPattern, get_script_prefix
from django.utils.translation import get_language


def address_code(language: str) -> str:
    """Return a language as in addresses and links: "zh" for "zh-hans"."""
    return language.partition("-")[0]


_LANGUAGES = {address_code(language): language for language, _name in settings.LANGUAGES}


class LanguagePrefix(LocalePrefixPattern):
    """The part of an address that names the language of the page: that of the current thread."""

    @property
    def language_prefix(self) -> str:
        """Return the prefix, such as "zh/"."""
        return f"{address_code(get_language() or settings.LANGUAGE_CODE)}/"


def language_in(path: str) -> str | None:
    """Return the language that a path below the script prefix names, or None."""
    return _LANGUAGES.get(path.removeprefix("/").partition("/")[0])


def without_language(address: str) -> str:
    """Return the address of a page, which may have a query, without its language."""
    root = get_script_prefix()
    path = "/" + address.removeprefix(root)
    if not address.startswith(root) or language_in(path) is None:
        return address
    return root + path[1:].partition("/")[2]


def in_language(address: str, language: str) -> str:
    """Return the address of a page, which may have a query, in a language."""
    root = get_script_prefix()
    return f"{root}{address_code(language)}/{without_language(address).removeprefix(root)}"
