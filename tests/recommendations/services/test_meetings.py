"""People add, change, merge and remove meetings; documents do not overwrite this, and every change can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User

from documents.models import Body, Change, LanguageVersion, Meeting
from documents.parsing.serialize import to_plain
from documents.services import MeetingFacts, publish, resolve_meeting, store_document, unpublish
from documents.web.roles import Role
from recommendations.extraction.types import MeetingMention, Status
from recommendations.queries.meetings import find_meeting, next_meeting
from recommendations.search.query import SearchQuery
from recommendations.search.results import count_facets
from recommendations.services import sync_recommendations
from recommendations.services.follow_up import FollowUpInput, save_follow_up
from recommendations.services.meetings import (
    DocumentUpdate,
    MeetingConflictError,
    MeetingError,
    MeetingValues,
    add_meeting,
    can_be_undone,
    change_meeting,
    documents_of,
    finish_merging,
    merge_meetings,
    remove_meeting,
    undo_change,
    update_documents,
)
from tests import builders as make
from tests.parsed import draft, extraction, parsed
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

GROUP = "wg-international-cooperation"
FUTURE = MeetingValues(ordinal=30, start=date(2027, 6, 1), end=date(2027, 6, 2), place="Vienna")


@pytest.fixture(autouse=True)
def _vocabularies(db: None) -> None:
    vocabularies()


@pytest.fixture
def editor() -> User:
    return make.person(Role.EDITOR)


@pytest.fixture
def group() -> Body:
    return Body.objects.get(key=GROUP)


def store(symbol: str, meeting: MeetingMention) -> LanguageVersion:
    """Store and publish a document of a meeting that adopted its two recommendations."""
    adopted = {"status": Status.ADOPTED, "adopted_by": meeting, "meeting": meeting}
    drafts = draft("a", 2, 0, **adopted), draft("b", 3, 1, **adopted)
    extracted = replace(extraction(*drafts), meeting=meeting)
    source = parsed(symbol)
    version = store_document(source, symbol.encode(), "x.pdf", extraction=to_plain(extracted), publish=True).version
    sync_recommendations(version, source, extracted)
    return version


def carry_out(update: DocumentUpdate | None) -> None:
    """Do what the background task does."""
    if update is not None:
        update_documents(update)
        finish_merging(update.meeting)


def meetings_of(version: LanguageVersion) -> set[str]:
    """Return the slugs of all meetings to which the rows of a version refer."""
    version.refresh_from_db()
    rows = version.recommendations.values_list("meeting__slug", "adopted_by__slug")
    return {str(version.meeting), str(version.document.meeting), *(slug for row in rows for slug in row)}


def facet(slug: str) -> int:
    return count_facets(SearchQuery())["meeting"].get(slug, 0)


MISREAD_MEETING = MeetingMention(GROUP, 14, date(2024, 10, 14), date(2024, 10, 18))
REAL_MEETING = MeetingMention(GROUP, 13, date(2022, 5, 24), date(2022, 5, 25), "Vienna")


@pytest.fixture
def misread_and_real() -> tuple[LanguageVersion, LanguageVersion]:
    return store("A/1", MISREAD_MEETING), store("A/2", REAL_MEETING)


def merge(editor: User, merged: str = f"{GROUP}-14", kept: str = f"{GROUP}-13") -> DocumentUpdate:
    row, target = Meeting.objects.get(slug=merged), Meeting.objects.get(slug=kept)
    return merge_meetings(row, target, editor, seen=(row.revision, target.revision))


# --- adding and changing -------------------------------------------------------------------------------


def test_future_meeting_is_the_next_one_and_can_be_due(editor: User, group: Body) -> None:
    meeting = add_meeting(group, FUTURE, editor)
    assert (meeting.slug, meeting.place) == (f"{GROUP}-30", "Vienna")
    assert next_meeting(date(2027, 1, 1)) == meeting
    version = store("A/1", REAL_MEETING)
    row = version.recommendations.get(anchor="para-1-a")
    saved = save_follow_up(version.document, row.place, editor, FollowUpInput("under_way", "", meeting.slug), seen=0)
    assert saved.follow_up is not None
    assert saved.follow_up.due_meeting == meeting


def test_meeting_of_an_unpublished_document_stays_secret_when_it_is_changed(editor: User) -> None:
    version = store("A/1", MeetingMention(GROUP, 30, date(2027, 6, 1)))
    unpublish([version])
    meeting = Meeting.objects.get(slug=f"{GROUP}-30")
    change_meeting(meeting, {"place": "Vienna"}, editor, seen=0)
    assert next_meeting(date(2027, 1, 1)) is None


def test_document_finds_a_meeting_that_was_added(editor: User, group: Body) -> None:
    meeting = add_meeting(group, replace(FUTURE, start=None, end=None), editor)
    store("A/1", MeetingMention(GROUP, 30, date(2027, 6, 1), date(2027, 6, 3)))
    meeting.refresh_from_db()
    assert (meeting.start, meeting.end, meeting.place) == (date(2027, 6, 1), date(2027, 6, 3), "Vienna")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (MeetingValues(place="Vienna"), "Enter the number or the first day"),
        (MeetingValues(ordinal=13), "There is already a meeting with this number"),
        (MeetingValues(ordinal=40, start=date(2022, 5, 24)), "There is already a meeting with this number"),
        (MeetingValues(start=date(2027, 6, 2), end=date(2027, 6, 1)), "The last day must be"),
    ],
)
def test_invalid_meeting_is_not_added(editor: User, group: Body, values: MeetingValues, message: str) -> None:
    store("A/1", REAL_MEETING)
    with pytest.raises(MeetingError, match=message):
        add_meeting(group, values, editor)
    assert not Change.objects.filter(action="meeting.added").exists()


def test_documents_do_not_overwrite_values_set_by_a_person(editor: User) -> None:
    version = store("A/1", REAL_MEETING)
    meeting = Meeting.objects.get(slug=f"{GROUP}-13")
    changes = {"start": date(2022, 5, 25), "end": date(2022, 5, 26), "place": ""}
    carry_out(change_meeting(meeting, changes, editor, seen=0))
    vocabularies()
    sync_recommendations(version, parsed("A/1"), replace(extraction(), meeting=REAL_MEETING))
    meeting.refresh_from_db()
    assert MeetingValues.of(meeting) == MeetingValues(13, date(2022, 5, 25), date(2022, 5, 26), "")
    version.refresh_from_db()
    assert any("The text gives" in str(doubt["message"]) for doubt in version.doubts)


def test_changed_year_reaches_the_search(editor: User) -> None:
    publish([store("A/1", REAL_MEETING)])
    assert count_facets(SearchQuery())["year"] == {"2022": 2}
    meeting = Meeting.objects.get(slug=f"{GROUP}-13")
    carry_out(change_meeting(meeting, {"start": date(2023, 5, 2), "end": date(2023, 5, 3)}, editor, seen=0))
    assert count_facets(SearchQuery())["year"] == {"2023": 2}


def test_second_person_sees_the_first_persons_change(editor: User) -> None:
    store("A/1", REAL_MEETING)
    meeting = Meeting.objects.get(slug=f"{GROUP}-13")
    change_meeting(meeting, {"place": "Geneva"}, editor, seen=0)
    other = make.person(Role.EDITOR, "other")
    with pytest.raises(MeetingConflictError):
        change_meeting(meeting, {"place": "New York"}, other, seen=0)
    with pytest.raises(MeetingConflictError):
        remove_meeting(meeting, other, seen=0)
    meeting.refresh_from_db()
    assert meeting.place == "Geneva"


# --- merging and removing ------------------------------------------------------------------------------


def test_everything_follows_a_merge(
    editor: User, group: Body, misread_and_real: tuple[LanguageVersion, LanguageVersion]
) -> None:
    misread, _real = misread_and_real
    row = misread.recommendations.get(anchor="para-1-a")
    save_follow_up(misread.document, row.place, editor, FollowUpInput("under_way", "", f"{GROUP}-14"), seen=0)
    update = merge(editor)
    assert misread.document_id in update.documents
    carry_out(update)
    assert meetings_of(misread) == {f"{GROUP}-13"}
    kept = Meeting.objects.get(slug=f"{GROUP}-13")
    assert kept.follow_ups_due.count() == 1
    assert (facet(f"{GROUP}-13"), facet(f"{GROUP}-14")) == (4, 0)
    assert find_meeting(f"{GROUP}-14") == kept
    assert list(Meeting.objects.filter(body=group, ordinal=14)) == []
    assert documents_of(Meeting.with_merged.get(slug=f"{GROUP}-14")) == []


def test_later_documents_find_the_meeting_that_was_kept(
    editor: User, misread_and_real: tuple[LanguageVersion, LanguageVersion]
) -> None:
    carry_out(merge(editor))
    kept = Meeting.objects.get(slug=f"{GROUP}-13")
    for facts in (
        MeetingFacts(GROUP, 14),
        MeetingFacts(GROUP, 14, MISREAD_MEETING.start),
        MeetingFacts(GROUP, None, MISREAD_MEETING.start),
    ):
        resolved = resolve_meeting(facts)
        assert (resolved.meeting, resolved.doubts) == (kept, ())
    misread, _real = misread_and_real
    sync_recommendations(misread, parsed("A/1"), replace(extraction(), meeting=MISREAD_MEETING))
    misread.refresh_from_db()
    assert misread.meeting == kept
    kept.refresh_from_db()
    assert MeetingValues.of(kept) == MeetingValues(13, REAL_MEETING.start, REAL_MEETING.end, "Vienna")


def test_kept_meeting_takes_over_missing_facts(editor: User) -> None:
    store("A/1", MeetingMention(GROUP, 14))
    store("A/2", replace(MISREAD_MEETING, ordinal=None, place="Vienna"))
    carry_out(merge(editor, merged=f"{GROUP}-2024-10-14", kept=f"{GROUP}-14"))
    kept = Meeting.objects.get(slug=f"{GROUP}-14")
    assert MeetingValues.of(kept) == MeetingValues(14, MISREAD_MEETING.start, MISREAD_MEETING.end, "Vienna")
    change = Change.objects.get(action="meeting.merged")
    carry_out(undo_change(change, editor))
    kept.refresh_from_db()
    assert MeetingValues.of(kept) == MeetingValues(14)


def test_merge_is_undone(editor: User, misread_and_real: tuple[LanguageVersion, LanguageVersion]) -> None:
    misread, real = misread_and_real
    row = misread.recommendations.get(anchor="para-1-a")
    follow_up = save_follow_up(
        misread.document, row.place, editor, FollowUpInput("under_way", "", f"{GROUP}-14"), seen=0
    ).follow_up
    carry_out(merge(editor))
    change = Change.objects.get(action="meeting.merged")
    assert can_be_undone(change)
    carry_out(undo_change(change, editor))
    assert meetings_of(misread) == {f"{GROUP}-14"}
    assert meetings_of(real) == {f"{GROUP}-13"}
    assert (facet(f"{GROUP}-13"), facet(f"{GROUP}-14")) == (2, 2)
    assert follow_up is not None
    follow_up.refresh_from_db()
    assert str(follow_up.due_meeting) == f"{GROUP}-14"
    assert not can_be_undone(change)


def test_meetings_of_two_merges_are_found(editor: User) -> None:
    for number in (14, 15, 16):
        store(f"A/{number}", MeetingMention(GROUP, number))
    carry_out(merge(editor, f"{GROUP}-14", f"{GROUP}-15"))
    carry_out(merge(editor, f"{GROUP}-15", f"{GROUP}-16"))
    last = Meeting.objects.get(slug=f"{GROUP}-16")
    assert [resolve_meeting(MeetingFacts(GROUP, number)).meeting for number in (14, 15, 16)] == [last] * 3
    assert find_meeting(f"{GROUP}-14") == last


def test_only_an_unused_meeting_is_removed(editor: User, group: Body) -> None:
    store("A/1", REAL_MEETING)
    with pytest.raises(MeetingError, match="Merge it into another meeting"):
        remove_meeting(Meeting.objects.get(slug=f"{GROUP}-13"), editor, seen=0)
    meeting = add_meeting(group, FUTURE, editor)
    remove_meeting(meeting, editor, seen=1)
    assert not Meeting.objects.filter(ordinal=30).exists()
    carry_out(undo_change(Change.objects.get(action="meeting.removed"), editor))
    assert MeetingValues.of(Meeting.objects.get(slug=f"{GROUP}-30")) == FUTURE


def test_slug_of_a_changed_meeting_is_not_reused(editor: User, group: Body) -> None:
    meeting = add_meeting(group, FUTURE, editor)
    change_meeting(meeting, {"ordinal": 31}, editor, seen=1)
    other = resolve_meeting(MeetingFacts(GROUP, 30)).meeting
    assert other is not None
    assert (other.slug, other.pk != meeting.pk) == (f"{GROUP}-30-2", True)


# --- undo ----------------------------------------------------------------------------------------------


def test_change_is_undone_unless_the_meeting_changed_again(editor: User, group: Body) -> None:
    meeting = add_meeting(group, FUTURE, editor)
    change_meeting(meeting, {"place": "Geneva"}, editor, seen=1)
    first = Change.objects.get(action="meeting.changed")
    change_meeting(meeting, {"place": "New York"}, editor, seen=2)
    with pytest.raises(MeetingError, match="changed again"):
        undo_change(first, editor)
    undo_change(Change.objects.filter(action="meeting.changed")[0], editor)
    undo_change(first, editor)
    meeting.refresh_from_db()
    assert meeting.place == "Vienna"
    assert Change.objects.filter(action="meeting.undone").count() == 2


@pytest.mark.parametrize("use", [True, False])
def test_addition_is_undone_unless_the_meeting_is_used(editor: User, group: Body, use: bool) -> None:
    add_meeting(group, FUTURE, editor)
    if use:
        store("A/1", MeetingMention(GROUP, 30))
    change = Change.objects.get(action="meeting.added")
    undo: Callable[[], object] = lambda: undo_change(change, editor)  # noqa: E731
    if use:
        with pytest.raises(MeetingError, match="is in use"):
            undo()
    else:
        undo()
    assert Meeting.objects.filter(ordinal=30).exists() is use
