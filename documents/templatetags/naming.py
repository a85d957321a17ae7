"""Names of meetings and languages, and addresses of official documents, for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import pgettext_lazy

from documents.labels import citing, naming, places
from documents.models import DocumentFile
from documents.web import languages

register = template.Library()

_FORMATS = {"application/pdf": "PDF", "text/html": "HTML", "text/plain": pgettext_lazy("file format", "text")}


@register.filter
def file_format(file: DocumentFile) -> str:
    """Return the format of a file: "PDF", "Word", "HTML" or "text"."""
    return str(_FORMATS.get(file.media_type, "Word"))


register.filter("meeting_title", naming.meeting_title)
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
register.filter("by_language_name", languages.by_language_name)
register.filter("own_language_name", languages.own_language_name)
register.filter("direction", languages.direction)
register.filter("official_address", citing.official_address)
