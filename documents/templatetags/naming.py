"""Names of meetings and languages, and addresses of official documents, for templates."""

from __future__ import annotations

from django import template

from documents.labels import citing, naming
from documents.web import languages

register = template.Library()

register.filter("meeting_title", naming.meeting_title)
register.filter("meeting_name", naming.meeting_name)
register.filter("meeting_dates", naming.meeting_dates)
register.filter("occasion", naming.place_and_dates)
register.filter("logged_facts", naming.logged_facts)
register.filter("official_address", citing.official_address)
register.filter("language_name", languages.language_name)
register.filter("own_language_name", languages.own_language_name)
register.filter("direction", languages.direction)
register.filter("official_address", citing.official_address)
