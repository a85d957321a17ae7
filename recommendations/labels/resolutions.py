"""Names of resolutions and decisions."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

_ORGANS: dict[str, str | Promise] = {
    "COP": gettext_lazy("Conference"),
    "COSP": gettext_lazy("Conference of the States Parties"),
    "CCPCJ": gettext_lazy("Commission on Crime Prevention and Criminal Justice"),
    "CND": gettext_lazy("Commission on Narcotic Drugs"),
    "ECOSOC": gettext_lazy("Economic and Social Council"),
    "GA": gettext_lazy("General Assembly"),
    "SC": gettext_lazy("Security Council"),
    "HRC": gettext_lazy("Human Rights Council"),
    "CHR": gettext_lazy("Commission on Human Rights"),
}
_DECISION = "decision "
_TYPED = {"SC": "Security Council", "HRC": "Human Rights Council", "CHR": "Commission on Human Rights"}
"""Series that a search recognizes only by the name of the organ."""


_SYMBOLS = {"GA": "A/RES/", "ECOSOC": "E/RES/", "SC": "S/RES/", "HRC": "A/HRC/RES/"}
_NUMBER_IN_SYMBOL = re.compile(r"\d{1,4}/\d{1,4}|\d{1,4} \((?:19|20)\d\d\)")
"""Matches "55/25", "2005/14", "1373 (2001)"; not "217 A (III)", "79/252 B", whose symbols have another form."""


def resolution_symbol(value: str) -> str:
    """Return the symbol of a resolution, such as "A/RES/55/25" for "GA 55/25"; "" if its organ does not assign
    symbols."""
    series, _space, number = value.partition(" ")
    return _SYMBOLS[series] + number if series in _SYMBOLS and _NUMBER_IN_SYMBOL.fullmatch(number) else ""


_SESSION_REPORTS = {
    "COP": {"4": "CTOC/COP/2008/19", "5": "CTOC/COP/2010/17", "9": "CTOC/COP/2018/13", "10": "CTOC/COP/2020/10"},
}
"""Map from a series to the reports of the sessions that adopted its resolutions and decisions, which have no symbols of
their own. Source: the first pages of these reports; for the tenth session, the note to resolution 10/4 in the report of
the Secretariat on international cooperation to the eleventh session. Reports that were not checked are left out."""


_WITH_SESSION = re.compile(r"(?P<number>.+) \((?P<session>[^()]+)\)")
"""Matches "1514 (XV)", "1373 (2001)"."""


def resolution_label(value: str) -> str:
    """Return "Conference resolution 5/8" for "COP 5/8", "Conference decision 2/2" for "COP decision 2/2"."""
    series, _space, number = value.partition(" ")
    organ = _ORGANS.get(series, series)
    if with_session := _WITH_SESSION.fullmatch(number):
        number = pgettext("number of a resolution", "%(number)s (%(session)s)") % with_session.groupdict()
    if number.startswith(_DECISION):
        return _("%(organ)s decision %(number)s") % {"organ": organ, "number": number.removeprefix(_DECISION)}
    return _("%(organ)s resolution %(number)s") % {"organ": organ, "number": number}


def resolution_words(value: str) -> str:
    """Return the words that find the texts citing a resolution: "COP resolution 5/8" for "COP 5/8"."""
    series, _space, number = value.partition(" ")
    return f"{_TYPED.get(series, series)} {number if number.startswith(_DECISION) else f'resolution {number}'}"


def resolution_number(value: str) -> str:
    """Return the number of a resolution or decision: "2/2" for "COP decision 2/2"."""
    return value.partition(" ")[2].removeprefix(_DECISION)


def session_report(value: str) -> str:
    """Return the symbol of the report that contains a resolution or decision: "CTOC/COP/2010/17" for "COP 5/8".

    Return "" if it is not known.
    """
    session = resolution_number(value).partition("/")[0]
    return _SESSION_REPORTS.get(value.partition(" ")[0], {}).get(session, "")
