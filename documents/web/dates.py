"""Dates and times in the reader's language."""

from __future__ import annotations

import datetime
import re

from django.template.defaultfilters import date as django_date
from django.utils import formats
from django.utils.translation import pgettext

from documents.web.languages import interface_language

_FIRST = re.compile(r"(?<!\d)1(?=\s[^\W\d]{3})")  # not the hour: "1 h 05"


def date_format(value: datetime.date, pattern: str = "DATE_FORMAT") -> str:
    """Return a date or moment in a format of Django or of ``portal/formats``. In French, the first day of a month is
    "1er juillet", for which Django has no format."""
    return _with_first_day(formats.date_format(value, pattern), pattern)


def filtered_date(value: datetime.date | str | None, pattern: str | None = None) -> str:
    """Return a date as Django's filter ``date`` does, with the first day as in :func:`date_format`."""
    return _with_first_day(django_date(value, pattern), pattern)


def year_name(year: int) -> str:
    """Return a year on its own: "2021", or "2021年" in Chinese."""
    return pgettext("a year on its own", "%(year)s") % {"year": year}


def _with_first_day(text: str, pattern: str | None) -> str:
    if interface_language() != "fr":
        return text
    if pattern == "j":  # the month follows: "1er-5 octobre"
        return "1er" if text == "1" else text
    return _FIRST.sub("1er", text)
