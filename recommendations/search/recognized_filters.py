"""Find the filters that the words of a search name, as recognized by :mod:`.named_choices`, if the database has
them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from documents.models import Meeting
from recommendations.index.snapshot import read_index
from recommendations.search.named_choices import MeetingName, NamedChoice, YearRange, expressible_choices
from recommendations.search.resources import choice_reader


def recognize_filters(text: str, scope: str) -> list[NamedChoice]:
    """Return the filters named in a text, in order. Makes at most three database queries, and none for a text that
    names neither meetings nor an open range of years.
    """
    reader = choice_reader()
    masked = reader.mask(text)
    addressees = list(reader.addressees(masked))
    for choice in addressees:
        masked = masked[: choice.start] + "\0" * (choice.end - choice.start) + masked[choice.end :]
    meetings = _meetings(list(reader.meetings(masked)), scope)
    choices = [*addressees, *meetings, *_years(list(reader.years(masked)), scope)]
    spans = [(choice.start, choice.end) for choice in choices]
    return list(expressible_choices(text, [*choices, *reader.statuses(masked, spans)]))


def _years(ranges: Sequence[YearRange], scope: str) -> Iterator[NamedChoice]:
    is_open = any(years.first is None or years.last is None for years in ranges)
    known = read_index(scope)[0].values.get("year", ()) if is_open else ()
    for years in ranges:
        yield NamedChoice(years.start, years.end, "year", years.values(known))


def _meetings(names: Sequence[MeetingName], scope: str) -> Iterator[NamedChoice]:
    """Yield the meetings that exist. The name of a body without an ordinal means all its meetings, if there are entries
    from them; otherwise texts may still mention the body.
    """
    if not names:
        return
    rows = _rows(names)
    known = read_index(scope)[0].values.get("meeting", ())
    for name in names:
        bodies = set(name.bodies)
        if name.ordinals:
            values = [
                slug
                for slug, body, ordinal, kind, series in rows
                if ordinal in name.ordinals
                and series == name.series
                and (body in bodies if bodies else name.kind in ("", kind))
            ]
        else:
            values = [key for key in name.bodies if key in known]
        if values:
            yield NamedChoice(name.start, name.end, "meeting", tuple(dict.fromkeys(values)))


def _rows(names: Iterable[MeetingName]) -> list[tuple[str, str, int | None, str, str]]:
    """Return the slug, body, ordinal, kind and series of the meetings of the bodies or with the ordinals of the
    names."""
    condition = Q()
    for name in names:
        by_body = Q(body__key__in=name.bodies) if name.bodies else Q()
        condition |= by_body & Q(ordinal__in=name.ordinals) if name.ordinals else by_body
    meetings = Meeting.objects.filter(condition).order_by("slug")
    return list(meetings.values_list("slug", "body__key", "ordinal", "body__kind_of_meeting", "series"))
