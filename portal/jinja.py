"""The Jinja2 environment, for templates that repeat many times on a page.

Pages are Django templates. They take about forty times as long to render a result card as Jinja2, which compiles
templates. Jinja2 templates end in ``.jinja`` and are next to the Django templates that include them.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import ngettext, pgettext
from jinja2 import Environment, StrictUndefined

from documents.templatetags.phrases import in_own_language
from documents.web import phrases
from documents.web.dates import date_format, year_name


def environment(**options: Any) -> Environment:
    """Return the environment of all Jinja2 templates. Django's backend turns autoescaping on.

    An undefined variable raises :class:`jinja2.UndefinedError` instead of rendering as empty.
    """
    jinja_environment = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701  "autoescape" is among the options
    punctuation = (phrases.comma, phrases.semicolon, phrases.colon, phrases.detail_comma, phrases.in_brackets)
    jinja_environment.globals |= {
        "ngettext": ngettext,
        "pgettext": pgettext,
        "date": _date,
        "year_name": year_name,
        "grouped": phrases.grouped,
        "in_own_language": in_own_language,
        **{item.__name__: item for item in punctuation},
    }
    return jinja_environment


def _date(moment: datetime.date, date_pattern: str) -> str:
    """Return a date, or the date of a moment in local time, like Django's filter ``date``."""
    return date_format(localtime(moment) if isinstance(moment, datetime.datetime) else moment, date_pattern)
