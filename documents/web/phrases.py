"""Lists, quotations and sentences, with the punctuation of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def comma() -> str:
    """Return what is between the items of a list."""
    return pgettext("between the items of a list", ", ")


def comma_list(items: Iterable[object]) -> str:
    """Return a list: "a, b, c"."""
    return comma().join(map(str, items))


def semicolon_list(items: Iterable[object]) -> str:
    """Return a list of items that may contain commas: "a; b, c; d"."""
    return pgettext("between the items of a list that contain commas", "; ").join(map(str, items))


def colon() -> str:
    """Return what is between a label and what it labels."""
    return pgettext("between a label and what it labels", ": ")


def apposition(parts: Iterable[object]) -> str:
    """Return a name and what specifies it: "Vienna, 2021"."""
    return pgettext("between a name and what specifies it", ", ").join(map(str, parts))


def quoted(text: object) -> str:
    """Return a text in quotation marks."""
    return _("“%(text)s”") % {"text": text}


def sentence(text: object) -> str:
    """Return a sentence with its full stop."""
    return _("%(sentence)s.") % {"sentence": text}
