"""Names of meetings and languages for templates; see :mod:`documents.labels.naming`."""

from __future__ import annotations

from django import template

from documents.labels import naming

register = template.Library()

register.filter("meeting_title", naming.meeting_title)
register.filter("meeting_name", naming.meeting_name)
register.filter("occasion", naming.meeting_occasion)
register.filter("language_name", naming.language_name)
