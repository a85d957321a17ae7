"""Names of meetings and languages for templates; see :mod:`documents.naming`."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language_info

from documents import naming

register = template.Library()

register.filter("meeting_title", naming.meeting_title)
register.filter("meeting_name", naming.meeting_name)
register.filter("occasion", naming.occasion)


@register.filter
def language_name(code: str) -> str:
    """The language's name for itself ("français"), or its code where none is known."""
    try:
        return str(get_language_info("zh-hans" if code == "zh" else code)["name_local"])
    except KeyError:
        return code
