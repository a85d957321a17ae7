"""Punctuation of the reader's language and texts in others. Templates need not load these tags."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from documents.labels.places import shown_name, shown_place
from documents.web import phrases
from documents.web.dates import filtered_date, year_name
from documents.web.languages import direction, language_of_script, language_of_text

register = template.Library()

register.simple_tag(phrases.comma)
register.simple_tag(phrases.semicolon)
register.simple_tag(phrases.colon)
register.simple_tag(phrases.title_colon)
register.simple_tag(phrases.dash)
register.simple_tag(phrases.detail_comma)
register.simple_tag(phrases.space)
register.filter("date", filtered_date, expects_localtime=True)
register.filter("comma_list", phrases.comma_list)
register.filter("and_list", phrases.and_list)
register.filter("year_name", year_name)
register.filter("place", shown_place)
register.filter("shown_name", shown_name)
register.filter("shorten", stringfilter(phrases.shorten))
register.filter("shorten_to_characters", stringfilter(phrases.shorten_to_characters))
register.filter(
    "truncatechars", stringfilter(phrases.shorten_to_characters)
)  # Django ends a Chinese text with three full stops
register.filter("within_quotation", stringfilter(phrases.within_quotation))
register.filter("percent", phrases.percentage)
register.filter("grouped", phrases.grouped)
register.filter("file_size", phrases.file_size)


@register.filter
def in_own_language(text: str) -> SafeString:
    """Return the title of a document, marked as a text whose language is not that of the page; "" if it is empty."""
    return marked_title(text, language_of_script(text))


@register.filter
def before_text(label: str) -> str:
    """Return the label of a heading or paragraph and the space before its text. The comma after a Chinese number
    ("一、") has none."""
    return label if label.endswith("、") else f"{label} "


@register.filter
def place_in(path: str, code: str) -> SafeString:
    """Return a place in a document in the words of a language, marked as a text in it: for a link to the text in that
    language."""
    with language_of_text(code):
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction(code), shown_place(path))


@register.filter
def marked_title(text: str, code: str) -> SafeString:
    """Return the title of a document, marked as a text in a language ("" if it is not known); "" if it is empty."""
    if not text:
        return SafeString("")
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction(code) if code else "auto", text)


@register.filter
def with_arrows(text: str) -> SafeString:
    """Return a text with its arrows marked, so that they point along the line in Arabic too."""
    return mark_safe(conditional_escape(text).replace("→", '<span class="arrow">→</span>'))  # noqa: S308  escaped


@register.filter
def quoted(text: str) -> SafeString:
    """Return a text in quotation marks, escaped unless it is safe."""
    return mark_safe(phrases.quoted(conditional_escape(text)))  # noqa: S308  escaped


@register.simple_block_tag
def brackets(content: str) -> SafeString:
    """Return a text in brackets, with a space before them if the language has one there."""
    return mark_safe(phrases.in_brackets(content))  # noqa: S308  a part of a template is safe


@register.simple_block_tag
def following(content: str) -> SafeString:
    """Return a part of a template that follows a phrase, with a space before it if the language has one there."""
    return mark_safe(phrases.following(content))  # noqa: S308  a part of a template is safe


@register.simple_block_tag
def quotation(content: str) -> SafeString:
    """Return a part of a template in quotation marks."""
    return mark_safe(phrases.quoted(content))  # noqa: S308  a part of a template is safe


@register.simple_block_tag
def sentence(content: str) -> SafeString:
    """Return a part of a template with its full stop."""
    return mark_safe(phrases.sentence(content))  # noqa: S308  a part of a template is safe
