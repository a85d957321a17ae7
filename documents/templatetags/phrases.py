"""Punctuation of the reader's language and texts in others. Templates need not load these tags."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from documents.web import phrases
from documents.web.languages import direction, language_of_script

register = template.Library()

register.simple_tag(phrases.comma)
register.simple_tag(phrases.colon)
register.filter("comma_list", phrases.comma_list)


@register.filter
def in_own_language(text: str) -> SafeString:
    """Return the title of a document, marked as a text whose language is not that of the page; "" if it is empty."""
    if not text:
        return SafeString("")
    code = language_of_script(text)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction(code) if code else "auto", text)


@register.filter
def quoted(text: str) -> SafeString:
    """Return a text in quotation marks, escaped unless it is safe."""
    return mark_safe(phrases.quoted(conditional_escape(text)))  # noqa: S308  escaped
