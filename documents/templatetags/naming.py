"""Names of meetings and languages, and addresses of official documents, for templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from documents.labels import citing, naming, places, sessions
from documents.labels.messages import is_translated, shown_message
from documents.models import Document, DocumentFile, LanguageVersion
from documents.models.titles import shown_title
from documents.templatetags.phrases import marked_title
from documents.web import languages
from documents.web.languages import interface_language
from documents.web.phrases import shorten_to_characters

register = template.Library()

_FORMATS = {"application/pdf": "PDF", "text/html": "HTML", "text/plain": pgettext_lazy("file format", "text")}


@register.filter
def file_format(file: DocumentFile) -> str:
    """Return the format of a file: "PDF", "Word", "HTML" or "text"."""
    return str(_FORMATS.get(file.media_type, "Word"))


@register.filter
def document_title(document: Document | LanguageVersion, limit: int = 0) -> SafeString:
    """Return the title of a document in the reader's language, if it was loaded, or the title of a version, marked as a
    text in its language and, with a ``limit``, shortened to that number of characters."""
    title, code = shown_title(document)
    return marked_title(shorten_to_characters(title, limit) if limit else title, code)


@register.filter
def by_language(rows: Iterable[Any]) -> list[Any]:
    """Return rows in the order of the names of their languages (:func:`~documents.web.languages.by_name`), keeping the
    order of rows in one language: versions, and rows that have a version or a language."""
    by_code: dict[str, list[Any]] = {}
    for row in rows:
        by_code.setdefault(getattr(row, "language", "") or row.version.language, []).append(row)
    return [row for code in languages.by_name(by_code) for row in by_code[code]]


@register.filter
def message(stored: Any) -> SafeString:
    """Return a stored message in the reader's language, or marked as English if it has no translation."""
    text = shown_message(stored)
    if interface_language() == "en" or not text or is_translated(stored):
        return conditional_escape(text)
    return format_html('<span lang="en" dir="ltr">{}</span>', text)


register.filter("session_name", sessions.session_name)
register.filter("meeting_title", naming.meeting_title)
register.filter("agenda_numbers", naming.agenda_numbers)
register.filter("agenda_items", naming.agenda_items)
register.filter("place_name", naming.place_name)
register.filter("meeting_name", naming.meeting_name)
register.filter("short_meeting_name", naming.short_meeting_name)
register.filter("meeting_dates", naming.meeting_dates)
register.filter("occasion", naming.place_and_dates)
register.filter("distribution_name", naming.distribution_name)
register.filter("reported_place", places.reported_place)
register.filter("person_name", naming.person_name)
register.filter("logged_details", naming.logged_details)
register.filter("language_name", languages.language_name)
register.filter("language_names", languages.language_names)
register.filter("by_name", languages.by_name)
register.filter("by_language_name", languages.by_language_name)
register.filter("own_language_name", languages.own_language_name)
register.filter("direction", languages.direction)
register.filter("isolated", languages.isolated)
register.filter("official_address", citing.official_address)
