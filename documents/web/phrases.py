"""Lists, quotations and sentences, with the punctuation of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def comma() -> str:
    """Return what is between the items of a list."""
    return pgettext("between the items of a list", ", ")


def semicolon() -> str:
    """Return what is between the items of a list that contain commas."""
    return pgettext("between the items of a list that contain commas", "; ")


def colon() -> str:
    """Return what is between a label and what it labels."""
    return pgettext("between a label and what it labels", ": ")


def detail_comma() -> str:
    """Return what is between a name and what specifies it. It differs from :func:`comma` in Chinese."""
    return pgettext("between a name and what specifies it", ", ")


def comma_list(items: Iterable[object]) -> str:
    """Return a list: "a, b, c"."""
    return comma().join(map(str, items))


def semicolon_list(items: Iterable[object]) -> str:
    """Return a list of items that may contain commas: "a; b, c; d"."""
    return semicolon().join(map(str, items))


def labelled(label: object, text: object) -> str:
    """Return a label and what it labels: "Addressee: Secretariat"."""
    return f"{label}{colon()}{text}"


def apposition(parts: Iterable[object]) -> str:
    """Return a name and what specifies it: "Vienna, 2021"."""
    return detail_comma().join(map(str, parts))


def in_brackets(text: object) -> str:
    """Return an addition to what is before it, with a space if the language has one there: " (draft)"."""
    return pgettext("after what it adds to", " (%(text)s)") % {"text": text}


def quoted(text: object) -> str:
    """Return a text in quotation marks."""
    return _("“%(text)s”") % {"text": text}


def sentence(text: object) -> str:
    """Return a sentence with its full stop."""
    return _("%(sentence)s.") % {"sentence": text}


def file_size(size: int) -> str:
    """Return a number of bytes as "10 MB" or "22.1 KB"."""
    return filesizeformat(size).replace(f"{get_format('DECIMAL_SEPARATOR')}0\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
