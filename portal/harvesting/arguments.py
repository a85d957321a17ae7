"""The arguments of a request of OAI-PMH."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict

from portal.harvesting.formats import FORMATS

TOKEN_SALT = "harvesting"  # noqa: S105  not secret: it separates these tokens from other signed values
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)

_VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
}
"""The required and optional arguments of each verb."""


class HarvestError(Exception):
    """An error of the protocol. ``code`` is one of its error codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Arguments:
    """The valid arguments of a request. ``values`` are as sent, to be repeated in the response."""

    verb: str
    values: Mapping[str, str]

    @property
    def identifier(self) -> str:
        """The identifier of a record, or ""."""
        return self.values.get("identifier", "")


@dataclass(frozen=True, slots=True)
class Selection:
    """The records to list: those changed in a period (both ends included) in a set, "" for all.

    ``after`` is the key of the last record listed before, ``cursor`` the number of those, and ``total`` that of all
    when the list began, None at its beginning.
    """

    prefix: str
    set: str = ""
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None
    after: int = 0
    cursor: int = 0
    total: int | None = None


def read_arguments(query: QueryDict) -> Arguments:
    """Return the arguments of a request. Raise :class:`HarvestError` ("badVerb", "badArgument",
    "cannotDisseminateFormat") if they are not valid."""
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        raise HarvestError("badVerb", f"Use one verb out of {', '.join(_VERBS)}.")
    required, optional = _VERBS[verbs[0]]
    sent = {name: query.getlist(name) for name in query if name != "verb"}
    for name, values in sent.items():
        if name not in required | optional:
            raise HarvestError("badArgument", f"{verbs[0]} has no argument “{name}”.")
        if len(values) > 1:
            raise HarvestError("badArgument", f"The argument “{name}” may be given only once.")
    if "resumptionToken" in sent:
        if len(sent) > 1:
            raise HarvestError("badArgument", "A resumptionToken excludes all other arguments.")
    elif missing := sorted(required - sent.keys()):
        raise HarvestError("badArgument", f"{verbs[0]} needs the argument “{missing[0]}”.")
    values_by_name = {name: values[0] for name, values in sent.items()}
    if (prefix := values_by_name.get("metadataPrefix")) is not None and prefix not in FORMATS:
        raise HarvestError("cannotDisseminateFormat", f"Use one of the metadata prefixes {', '.join(FORMATS)}.")
    return Arguments(verbs[0], values_by_name)


def read_selection(arguments: Arguments) -> Selection:
    """Return the records to list. Raise :class:`HarvestError` ("badArgument", "badResumptionToken", "noRecordsMatch").

    The database cannot compare a set with a null character, and no set has one.
    """
    values = arguments.values
    if "resumptionToken" in values:
        return _read_token(values["resumptionToken"], arguments.verb)
    if "\0" in values.get("set", ""):
        raise HarvestError("noRecordsMatch", "No record matches these arguments.")
    start, end = (values.get(name) for name in ("from", "until"))
    if start and end and len(start) != len(end):
        raise HarvestError("badArgument", "Give “from” and “until” in the same granularity.")
    first = _read_date("from", start, datetime.time()) if start is not None else None
    last = _read_date("until", end, datetime.time(23, 59, 59)) if end is not None else None
    if first and last and first > last:
        raise HarvestError("badArgument", "“from” must not be later than “until”.")
    return Selection(values["metadataPrefix"], values.get("set", ""), first, last)


def write_token(selection: Selection, verb: str) -> str:
    """Return the token with which a list is continued."""
    dates = [date.isoformat() if date else None for date in (selection.start, selection.end)]
    place = [selection.after, selection.cursor, selection.total]
    return signing.dumps([verb, selection.prefix, selection.set, *dates, *place], salt=TOKEN_SALT)


def _read_token(token: str, verb: str) -> Selection:
    try:
        values: list[Any] = signing.loads(token, salt=TOKEN_SALT)
    except signing.BadSignature:
        values = [""]
    if values[0] != verb or verb == "ListSets":
        raise HarvestError("badResumptionToken", "This is not a resumptionToken of this list. Begin the list again.")
    _verb, prefix, set_key, start, end, *place = values
    first, last = (datetime.datetime.fromisoformat(date) if date else None for date in (start, end))
    return Selection(prefix, set_key, first, last, *place)


def _read_date(name: str, text: str, time: datetime.time) -> datetime.datetime:
    """Return a date with a time, or the time of day on a date without one."""
    if _DATE.fullmatch(text):
        try:
            date = datetime.datetime.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            pass
        else:
            full = date if "T" in text else datetime.datetime.combine(date, time)
            return full.replace(tzinfo=datetime.UTC)
    raise HarvestError("badArgument", f"“{name}” must be a date: 2026-01-31 or 2026-01-31T12:00:00Z.")
