"""Meetings and dates as written in sentences, following United Nations usage."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext, pgettext, pgettext_lazy

from documents.labels.ordinals import Gender, ordinal
from documents.labels.places import lettered
from documents.models import Body, Meeting
from documents.parsing.session_kinds import EMERGENCY_SPECIAL, FIRST_YEAR, SPECIAL
from documents.web.dates import date_format
from documents.web.languages import interface_language, isolated
from documents.web.phrases import and_list, in_brackets, labelled

_SESSION, _MEETING, _CONGRESS, _YEAR = Body.KindOfMeeting.values
_GENDERS: Mapping[str, Mapping[str, Gender]] = {
    "fr": {_SESSION: Gender.FEMININE, _MEETING: Gender.FEMININE, _YEAR: Gender.FEMININE},
    "es": {_MEETING: Gender.FEMININE},
    "ru": {_SESSION: Gender.FEMININE, _MEETING: Gender.NEUTER},
    "ar": {_SESSION: Gender.FEMININE, _YEAR: Gender.FEMININE},
}
"""The gender of the word for each kind of meeting, by language; masculine if not given."""


def ordinal_words(number: int, kind: str = _MEETING) -> str:
    """Return the ordinal of a meeting as United Nations documents write it: "twelfth", "thirty-first"."""
    language = interface_language()
    return ordinal(number, language, _GENDERS.get(language, {}).get(kind, Gender.MASCULINE))


def date_range(start: datetime.date | None, end: datetime.date | None) -> str:
    """Return a period as in a masthead: "25–26 March 2021", "28 February–2 March 2022"; "" if it is unknown."""
    if start is None:
        return ""
    if end is None or end == start:
        return date_format(start, "DATE_FORMAT")
    is_same_year = start.year == end.year
    name = (
        "PERIOD_IN_MONTH"
        if is_same_year and start.month == end.month
        else "PERIOD_IN_YEAR"
        if is_same_year
        else "PERIOD"
    )
    first, joint, last = get_format(name)
    if end - start == datetime.timedelta(days=1):
        joint = get_format("JOINT_OF_TWO_DAYS")  # "25 y 26 de marzo"
    return f"{date_format(start, first)}{joint}{date_format(end, last)}"


def meeting_dates(meeting: Meeting) -> str:
    """Return the dates of a meeting, such as "25–26 March 2021"; "" if unknown."""
    return date_range(meeting.start, meeting.end)


def place_and_dates(meeting: Meeting) -> str:
    """Return the place and dates of a meeting: "Vienna, 25–26 March 2021". Omit the dates if its title contains
    them."""
    place = place_name(meeting.place)
    dates = date_range(meeting.start, meeting.end) if meeting.ordinal is not None else ""
    return place_with_dates(place, dates)


def place_with_dates(place: str, dates: str) -> str:
    """Return "Vienna, 25–26 March 2021", or the part that is known. Chinese puts the dates first."""
    if place and dates:
        return pgettext("of a meeting", "%(place)s, %(dates)s") % {"place": place, "dates": dates}
    return place or dates


_PLACES = (
    gettext_noop("Abu Dhabi"),
    gettext_noop("Abuja"),
    gettext_noop("Addis Ababa"),
    gettext_noop("Algiers"),
    gettext_noop("Amman"),
    gettext_noop("Astana"),
    gettext_noop("Athens"),
    gettext_noop("Atlanta"),
    gettext_noop("Baku"),
    gettext_noop("Bali"),
    gettext_noop("Bangkok"),
    gettext_noop("Beijing"),
    gettext_noop("Beirut"),
    gettext_noop("Belgrade"),
    gettext_noop("Berlin"),
    gettext_noop("Bogota"),
    gettext_noop("Bonn"),
    gettext_noop("Brasilia"),
    gettext_noop("Brussels"),
    gettext_noop("Bucharest"),
    gettext_noop("Budapest"),
    gettext_noop("Buenos Aires"),
    gettext_noop("Cairo"),
    gettext_noop("Cancun"),
    gettext_noop("Caracas"),
    gettext_noop("Copenhagen"),
    gettext_noop("Courmayeur"),
    gettext_noop("Dakar"),
    gettext_noop("Doha"),
    gettext_noop("Durban"),
    gettext_noop("Geneva"),
    gettext_noop("Glasgow"),
    gettext_noop("Havana"),
    gettext_noop("Helsinki"),
    gettext_noop("Istanbul"),
    gettext_noop("Jakarta"),
    gettext_noop("Johannesburg"),
    gettext_noop("Kampala"),
    gettext_noop("Kuala Lumpur"),
    gettext_noop("Kyoto"),
    gettext_noop("Lima"),
    gettext_noop("Lisbon"),
    gettext_noop("London"),
    gettext_noop("Madrid"),
    gettext_noop("Manila"),
    gettext_noop("Marrakech"),
    gettext_noop("Merida"),
    gettext_noop("Mexico City"),
    gettext_noop("Milan"),
    gettext_noop("Montreal"),
    gettext_noop("Moscow"),
    gettext_noop("Nairobi"),
    gettext_noop("Naples"),
    gettext_noop("New Delhi"),
    gettext_noop("New York"),
    gettext_noop("Oslo"),
    gettext_noop("Ottawa"),
    gettext_noop("Palermo"),
    gettext_noop("Panama City"),
    gettext_noop("Paris"),
    gettext_noop("Prague"),
    gettext_noop("Pretoria"),
    gettext_noop("Quito"),
    gettext_noop("Rabat"),
    gettext_noop("Rio de Janeiro"),
    gettext_noop("Riyadh"),
    gettext_noop("Rome"),
    gettext_noop("Salvador"),
    gettext_noop("San José"),
    gettext_noop("Santiago"),
    gettext_noop("Seoul"),
    gettext_noop("Sharm el-Sheikh"),
    gettext_noop("St. Petersburg"),
    gettext_noop("Stockholm"),
    gettext_noop("Strasbourg"),
    gettext_noop("Tashkent"),
    gettext_noop("Tehran"),
    gettext_noop("The Hague"),
    gettext_noop("Tokyo"),
    gettext_noop("Tunis"),
    gettext_noop("Vienna"),
    gettext_noop("Warsaw"),
    gettext_noop("Washington"),
)
"""Where United Nations meetings have been held. The names of other places are shown as in the documents."""
_OTHER_NAMES = {
    "Bogotá": "Bogota",
    "Brasília": "Brasilia",
    "Cancún": "Cancun",
    "Marrakesh": "Marrakech",
    "Mérida": "Merida",
    "Montréal": "Montreal",
    "Saint Petersburg": "St. Petersburg",
    "Sharm El Sheikh": "Sharm el-Sheikh",
    "Sharm El-Sheikh": "Sharm el-Sheikh",
    "Sharm el Sheikh": "Sharm el-Sheikh",
}
"""Other spellings of these places."""


def place_name(place: str) -> str:
    """Return the name of a place in the reader's language if it is known, without its country ("Kyoto, Japan"), or else
    as in the documents."""
    city = place.partition(", ")[0]
    city = _OTHER_NAMES.get(city, city)
    return _(city) if city in _PLACES and interface_language() != "en" else isolated(place)


def meeting_title(meeting: Meeting) -> str:
    """Return the name of a meeting without its body: "Twelfth meeting", "Eleventh session", "Meeting of 7–8 July
    2020"."""
    kind = meeting.body.kind_of_meeting
    if meeting.ordinal is None:
        return capfirst(_WITHOUT_NUMBER[kind] % {"dates": date_range(meeting.start, meeting.end)})
    return numbered_title(meeting.ordinal, kind, meeting.series)


def numbered_title(number: int, kind: str = _SESSION, series: str = "") -> str:
    """Return the name of a meeting by its number or year and its series: "Tenth emergency special session", "2025
    session"."""
    if number >= FIRST_YEAR:
        return capfirst(_("%(year)s session") % {"year": number})
    pattern = _IN_SERIES.get(series) or _WITH_NUMBER[kind]
    return capfirst(pattern % {"ordinal": ordinal_words(number, _SESSION if series else kind)})


_WITH_NUMBER = {
    _SESSION: gettext_lazy("%(ordinal)s session"),
    _MEETING: gettext_lazy("%(ordinal)s meeting"),
    _CONGRESS: gettext_lazy("%(ordinal)s Congress"),
    _YEAR: gettext_lazy("%(ordinal)s year"),
}
_IN_SERIES = {
    SPECIAL: gettext_lazy("%(ordinal)s special session"),
    EMERGENCY_SPECIAL: gettext_lazy("%(ordinal)s emergency special session"),
}
_WITHOUT_NUMBER = {
    _SESSION: gettext_lazy("session of %(dates)s"),
    _MEETING: gettext_lazy("meeting of %(dates)s"),
    _CONGRESS: gettext_lazy("Congress of %(dates)s"),
    _YEAR: gettext_lazy("meeting of %(dates)s"),
}


_CRIME_CONGRESS = "United Nations Congress on Crime Prevention and Criminal Justice"
_FIRST_CRIME_CONGRESS_SO_NAMED = 11


def _congress_pattern(body: Body, ordinal: int) -> Promise:
    """Return the official name of a congress, with its number, which Arabic, for example, puts in the middle. The first
    ten crime congresses, from 1955 to 2000, had another name."""
    if body.name != _CRIME_CONGRESS:
        return gettext_lazy("%(ordinal)s %(body)s")
    if ordinal < _FIRST_CRIME_CONGRESS_SO_NAMED:
        return gettext_lazy(
            "%(ordinal)s United Nations Congress on the Prevention of Crime and the Treatment of Offenders"
        )
    return gettext_lazy("%(ordinal)s United Nations Congress on Crime Prevention and Criminal Justice")


def meeting_name(meeting: Meeting) -> str:
    """Return the name of a meeting in a sentence: "twelfth meeting of the Working Group on International
    Cooperation"."""
    body = meeting.body
    if body.kind_of_meeting == Body.KindOfMeeting.CONGRESS and meeting.ordinal is not None:
        pattern = _congress_pattern(body, meeting.ordinal)
        return str(pattern) % {"ordinal": capfirst(ordinal_words(meeting.ordinal, _CONGRESS)), "body": body.label}
    return meeting_of_body(meeting_title(meeting), body.label)


def short_meeting_name(meeting: Meeting) -> str:
    """Return the name of a meeting with the short name of its body: "eleventh session of the Conference". A congress
    is its own body."""
    if meeting.body.kind_of_meeting == Body.KindOfMeeting.CONGRESS:
        return meeting_name(meeting)
    return meeting_of_body(meeting_title(meeting), meeting.body.short_label)


def meeting_of_body(title: str, body: str) -> str:
    """Return the title of a meeting with the name of its body: "eleventh session of the Conference of the Parties"."""
    return _("%(meeting)s of the %(body)s") % {"meeting": title[:1].lower() + title[1:], "body": body}


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
    name = _("%(body)s at its %(meeting)s") % {"body": meeting.body.label, "meeting": title[:1].lower() + title[1:]}
    return _add_in_brackets(name, place_and_dates(meeting))


def _add_in_brackets(name: str, details: str) -> str:
    return f"{name}{in_brackets(details)}" if details else name


_BETWEEN_ITEMS = re.compile(
    r"\s*(?:[,;،、]\s*(?:(?:and|et|y|и|و)(?![^\W\d]))?|(?<!\w)(?:and|et|y|и)(?!\w)|و(?=\s?\d)|[和及])\s*", re.IGNORECASE
)


def agenda_numbers(printed: str) -> list[str]:
    """Return the numbers of agenda items as documents in the reader's language write them: "89", "19 (f)" for "89 and
    19 (f)"; the whole text as printed if it has others."""
    numbers = _BETWEEN_ITEMS.split(printed)
    is_numbers = all(number[:1].isdecimal() or number.startswith("(") for number in numbers)
    return [lettered(number) for number in numbers] if is_numbers else [printed]


def agenda_items(printed: str) -> str:
    """Return the agenda items in a line: "agenda item 5", "agenda items 89 and 18"; "" for none."""
    if not printed:
        return ""
    numbers = agenda_numbers(printed)
    label = ngettext("agenda item %(number)s", "agenda items %(number)s", len(numbers))
    return label % {"number": and_list(numbers)}


_FACT_LABELS = {
    "ordinal": pgettext_lazy("of a meeting", "Number"),
    "start": gettext_lazy("First day"),
    "end": gettext_lazy("Last day"),
    "place": gettext_lazy("Place"),
    "into": gettext_lazy("Merged into"),
}


def logged_details(values: Mapping[str, Any] | None) -> str:
    """Return the details of a meeting as the audit log stores them, one per line: "First day: 25 March 2021"."""
    shown = {name: values[name] for name in _FACT_LABELS if values and values.get(name)}
    for name in shown.keys() & {"start", "end"}:
        shown[name] = date_format(datetime.date.fromisoformat(shown[name]), "DATE_FORMAT")
    return "\n".join(labelled(_FACT_LABELS[name], value) for name, value in shown.items())


_DISTRIBUTIONS = {
    "General": pgettext_lazy("distribution of a document", "General"),
    "Limited": pgettext_lazy("distribution of a document", "Limited"),
    "Restricted": pgettext_lazy("distribution of a document", "Restricted"),
    "Provisional": pgettext_lazy("distribution of a document", "Provisional"),
}


def distribution_name(distribution: str) -> str:
    """Return a distribution category in the reader's language, or as it is stored if it is not known."""
    return str(_DISTRIBUTIONS.get(distribution, distribution))


def person_name(user: User | None) -> str:
    """Return the name of a person with an account, the username if no name was entered, or "" for nobody."""
    return user.get_full_name() or user.get_username() if user else ""
