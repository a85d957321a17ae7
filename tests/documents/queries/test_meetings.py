"""The order of meetings in lists."""

from __future__ import annotations

import datetime

import pytest

from documents.models import Meeting
from documents.queries.meetings import latest_first
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_meetings_are_sorted_by_number_and_unnumbered_ones_inserted_by_date() -> None:
    group, session = make.body(), make.conference()
    make.meeting(session, 6)
    for ordinal in (1, 13, 9):
        make.meeting(group, ordinal)
    make.meeting(group, 10, start=None, end=None)
    make.meeting(group, None, start=datetime.date(2020, 1, 1))  # before the ninth, of 2018
    rows = latest_first(Meeting.objects.select_related("body").filter(body=group))
    assert [row.slug.removeprefix(f"{group.key}-") for row in rows] == ["13", "10", "2020-01-01", "9", "1"]
    bodies = [row.body for row in latest_first(Meeting.objects.select_related("body"))]
    assert bodies in ([session, *[group] * 5], [*[group] * 5, session])
