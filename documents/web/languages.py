"""Names of languages, and the direction of their texts."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi, get_language_info, gettext_lazy, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from documents.web.phrases import comma_list
from documents.web.sorting import sort_key

UNDETERMINED = "und"  # as in ISO 639-2, if the masthead does not show the language

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})


def interface_language() -> str:
    """Return the language of the page, as documents and vocabularies name it: "zh", not "zh-hans"."""
    return (get_language() or "en").partition("-")[0]


@contextlib.contextmanager
def language_of_text(code: str) -> Iterator[None]:
    """Show names in the language of a text, as in records for reference managers, or in that of the page if the portal
    is not translated into it."""
    with override("zh-hans" if code == "zh" else code) if code in _OFFICIAL else contextlib.nullcontext():
        yield


def label_in(labels: Mapping[str, str], default: str) -> str:
    """Return the label in the language of the page, or else in English, or else ``default``."""
    return labels.get(interface_language()) or labels.get("en") or default


def direction(code: str) -> str:
    """Return the direction of texts in a language, as a value of HTML's ``dir``; "auto" if the language is not known.

    "auto" depends on the first letter, so it is wrong for an Arabic text that begins with the symbol of a document.
    """
    if code == UNDETERMINED:
        return "auto"
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def isolated(text: str) -> str:
    """Return a text for use in a sentence or line of the page, which may be in another language. If either is written
    from right to left, the text is isolated, so that it and the words and punctuation around it stay in order."""
    is_mixed = get_language_bidi() or any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if text and is_mixed else text


_SCRIPTS = {"ARABIC": "ar", "CJK": "zh", "CYRILLIC": "ru"}


def language_of_script(text: str) -> str:
    """Return the official language whose script a text is in: "ar", "zh" or "ru"; "" for the Latin script, which three
    of them share."""
    names = (unicodedata.name(character, "").partition(" ")[0] for character in text)
    return next((_SCRIPTS[name] for name in names if name in _SCRIPTS), "")


def reading_languages(request: HttpRequest) -> Sequence[str]:
    """Return the language of the page, then those in the Accept-Language header, preferred first. The response must
    vary on this header."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    codes = (code.partition("-")[0] for code, quality in accepted if code != "*" and quality)
    return list(dict.fromkeys((interface_language(), *codes)))


_OFFICIAL = {
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),  # Django distinguishes two scripts; United Nations documents do not
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "es": gettext_lazy("Spanish"),
}
"""The official languages, as United Nations documents name and order them: Django has other Chinese names."""


def accepted_language(request: HttpRequest) -> str:
    """Return the first language in the Accept-Language header that the portal has, or else English."""
    for code, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if quality:
            with contextlib.suppress(LookupError):
                return get_supported_language_variant(code)
    return settings.LANGUAGE_CODE


def language_name(code: str) -> str:
    """Return the language's name in the reader's language ("French"), or its code if the name is not known."""
    if code == UNDETERMINED:
        return _("language unknown")
    if code in _OFFICIAL:
        return str(_OFFICIAL[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def language_names(codes: Iterable[str]) -> str:
    """Return a list of languages: "French, Spanish"."""
    return comma_list(map(language_name, codes))


def own_language_name(code: str) -> str:
    """Return the language's own name ("Français") for a link to a text in that language, as in the language bar."""
    if code == UNDETERMINED:
        return language_name(code)
    if name := dict(settings.LANGUAGES).get("zh-hans" if code == "zh" else code):
        return str(name)
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def by_name(codes: Iterable[str]) -> list[str]:
    """Return languages in the order of :func:`name_order`."""
    return sorted(codes, key=name_order)


def name_order(code: str) -> tuple[Any, ...]:
    """Return the place of a language among others: by its name in the reader's language, as the United Nations lists
    them. In Chinese, the official languages are in the order of their English names."""
    if interface_language() == "zh":
        official = list(_OFFICIAL)
        return official.index(code) if code in official else len(official), code
    return (sort_key(language_name(code)),)


def by_language_name(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return texts with the codes of their languages, in the order of :func:`by_name`."""
    return [(code, texts[code]) for code in by_name(texts)]
