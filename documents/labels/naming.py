"""Meetings and dates as written in sentences, following United Nations usage."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Body, Meeting

_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = {2: "twent", 3: "thirt", 4: "fort", 5: "fift", 6: "sixt", 7: "sevent", 8: "eight", 9: "ninet"}


def ordinal_words(number: int) -> str:
    """Return an ordinal as United Nations documents write it: "twelfth", "thirty-first"; "101st" above 99."""
    if number < len(_ORDINALS):
        return _(_ORDINALS[number])
    tens, unit = divmod(number, 10)
    if tens not in _TENS:
        suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(unit, "th")
        return f"{number}{suffix}"
    return _(f"{_TENS[tens]}y-{_ORDINALS[unit]}" if unit else f"{_TENS[tens]}ieth")


def date_range(start: datetime.date | None, end: datetime.date | None) -> str:
    """Return a period as in a masthead: "25–26 March 2021", "28 February–2 March 2022"; "" if it is unknown."""
    if start is None:
        return ""
    if end is None or end == start:
        return date_format(start, "j F Y")
    if (start.year, start.month) == (end.year, end.month):
        first = date_format(start, "j")
    elif start.year == end.year:
        first = date_format(start, "j F")
    else:
        first = date_format(start, "j F Y")
    return f"{first}–{date_format(end, 'j F Y')}"


def meeting_dates(meeting: Meeting) -> str:
    """Return the dates of a meeting, such as "25–26 March 2021"; "" if unknown."""
    return date_range(meeting.start, meeting.end)


def place_and_dates(meeting: Meeting) -> str:
    """Return the place and dates of a meeting: "Vienna, 25–26 March 2021". Omit the dates if its title contains
    them."""
    dates = date_range(meeting.start, meeting.end) if meeting.ordinal is not None else ""
    return ", ".join(filter(None, (meeting.place, dates)))


def meeting_title(meeting: Meeting) -> str:
    """Return the name of a meeting without its body: "Twelfth meeting", "Eleventh session", "Meeting of 7–8 July
    2020"."""
    kind = str(Body.KindOfMeeting(meeting.body.kind_of_meeting).label)
    if meeting.ordinal is None:
        return capfirst(_("%(kind)s of %(dates)s") % {"kind": kind, "dates": date_range(meeting.start, meeting.end)})
    return capfirst(_("%(ordinal)s %(kind)s") % {"ordinal": ordinal_words(meeting.ordinal), "kind": kind})


def meeting_name(meeting: Meeting) -> str:
    """Return the name of a meeting in a sentence: "twelfth meeting of the Working Group on International
    Cooperation"."""
    body = meeting.body
    if body.kind_of_meeting == Body.KindOfMeeting.CONGRESS and meeting.ordinal is not None:
        return _("%(ordinal)s %(body)s") % {"ordinal": capfirst(ordinal_words(meeting.ordinal)), "body": body.name}
    title = meeting_title(meeting)
    return _("%(meeting)s of the %(body)s") % {"meeting": title[:1].lower() + title[1:], "body": body.name}


def full_meeting_name(meeting: Meeting) -> str:
    """Return the name, place and dates of a meeting: "twelfth meeting of the Working Group … (Vienna, 25–26 March
    2021)"."""
    return _add_in_brackets(meeting_name(meeting), place_and_dates(meeting))


def body_at_meeting(meeting: Meeting) -> str:
    """Return "Working Group on … at its twelfth meeting (Vienna, 25–26 March 2021)".

    For a congress, which is its own body, return :func:`full_meeting_name`.
    """
    if meeting.body.kind_of_meeting == Body.KindOfMeeting.CONGRESS:
        return full_meeting_name(meeting)
    title = meeting_title(meeting)
    name = _("%(body)s at its %(meeting)s") % {"body": meeting.body.name, "meeting": title[:1].lower() + title[1:]}
    return _add_in_brackets(name, place_and_dates(meeting))


def _add_in_brackets(name: str, details: str) -> str:
    return f"{name} ({details})" if details else name


_FACT_LABELS = {
    "ordinal": gettext_lazy("Number"),
    "start": gettext_lazy("First day"),
    "end": gettext_lazy("Last day"),
    "place": gettext_lazy("Place"),
    "into": gettext_lazy("Merged into"),
}


def logged_details(values: Mapping[str, Any] | None) -> str:
    """Return the details of a meeting as the audit log stores them, one per line: "First day: 25 March 2021"."""
    shown = {name: values[name] for name in _FACT_LABELS if values and values.get(name)}
    for name in shown.keys() & {"start", "end"}:
        shown[name] = date_format(datetime.date.fromisoformat(shown[name]), "j F Y")
    return "\n".join(f"{_FACT_LABELS[name]}: {value}" for name, value in shown.items())


def person_name(user: User | None) -> str:
    """Return the name of a person with an account, the username if no name was entered, or "" for nobody."""
    return user.get_full_name() or user.get_username() if user else ""
