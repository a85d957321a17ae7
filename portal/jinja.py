"""The Jinja2 environment, for templates that repeat many times on a page.

Django's own templates make the pages; they go through a card's tags one by one, some forty times as long as it takes
to run what Jinja2 made of them once. Its templates end in ``.jinja`` and stand beside those that show them.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import ngettext
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """The environment of all Jinja2 templates. What it escapes, Django's backend says: everything.

    A name that a template was not given is an error (:class:`jinja2.UndefinedError`), not an empty place on a page.
    """
    made = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701  "autoescape" is among the options
    made.globals |= {"ngettext": ngettext, "date": _date}
    return made


def _date(moment: datetime.datetime, form: str) -> str:
    """A moment's date where the reader is, as Django's filter of this name prints it."""
    return date_format(localtime(moment), form)
