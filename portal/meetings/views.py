"""Add, change, merge and remove meetings, and undo these changes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.models import Change, Meeting
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user, require_permission
from portal.meetings.forms import MeetingForm, MergeForm, NewMeetingForm, shown_name
from portal.meetings.tasks import progress_by_meeting, queue_update
from portal.meetings.usage import latest_changes, usage_by_body, usages
from recommendations.services.meetings import (
    MeetingConflictError,
    MeetingError,
    MeetingValues,
    add_meeting,
    change_meeting,
    merge_meetings,
    remove_meeting,
    undo_change,
)

can_edit = require_permission("documents.change_document")


@can_edit
@require_safe
def edit_meetings(request: HttpRequest) -> HttpResponse:
    """List all meetings with their usage, and the latest changes."""
    context = {"bodies": usage_by_body(), "changes": latest_changes()}
    return render(request, "meeting_editing/list.html", context)


@can_edit
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Add a meeting, for example a future one."""
    form = NewMeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = add_meeting(form.cleaned_data["body"], form.values(), current_user(request))
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added: %(meeting)s.") % {"meeting": shown_name(meeting)})
            return redirect("edit-meeting", meeting.slug)
    return render(request, "meeting_editing/new.html", {"form": form}, status=400 if form.errors else 200)


@can_edit
@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a meeting with its changes, and edit its details."""
    meeting = _find(slug)
    if meeting is None:
        return _not_found(request, slug)
    if request.method != "POST":
        return _page(request, meeting, _form(meeting))
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, form, 400)
    try:
        with transaction.atomic():
            update = change_meeting(meeting, form.changes(), current_user(request), seen=form.cleaned_data["seen"])
            if update:
                queue_update(update)
    except MeetingError as error:
        form.add_error(None, str(error))
        return _page(request, meeting, form, 400)
    except MeetingConflictError:
        return _page(request, meeting, _rebuilt_form(meeting, form), 409, theirs=_last_change(meeting))
    messages.success(request, _("Meeting updated.") if update else _("No changes to save."))
    return redirect("edit-meeting", slug)


@can_edit
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a merge would move, and merge the meeting ``slug`` into the meeting ``into``."""
    meeting = _find(slug)
    if meeting is None:
        return _not_found(request, slug)
    form = MergeForm(meeting, request.GET)
    if not form.is_valid():
        return _page(request, meeting, _form(meeting), 400, merge_form=form)
    kept = Meeting.objects.select_related("body").get(slug=form.cleaned_data["into"])
    if request.method != "POST":
        return _merge_page(request, meeting, kept)
    try:
        with transaction.atomic():
            seen = (_revision(request, "seen"), _revision(request, "seen_kept"))
            queue_update(merge_meetings(meeting, kept, current_user(request), seen=seen))
    except MeetingConflictError:
        kept.refresh_from_db()
        return _merge_page(request, _current(meeting), kept, 409)
    messages.success(request, _("Meetings merged."))
    return redirect("edit-meeting", kept.slug)


@can_edit
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a meeting to which nothing refers."""
    meeting = _find(slug)
    if meeting is None:
        return _not_found(request, slug)
    try:
        remove_meeting(meeting, current_user(request), seen=_revision(request, "seen"))
    except MeetingError as error:
        messages.error(request, str(error))
        return redirect("edit-meeting", slug)
    except MeetingConflictError:
        return _page(request, _current(meeting), _form(_current(meeting)), 409, theirs=_last_change(meeting))
    messages.success(request, _("Removed: %(meeting)s.") % {"meeting": shown_name(meeting)})
    return redirect("edit-meetings")


@can_edit
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a change to a meeting."""
    change = get_object_or_404(Change, pk=pk, action__startswith="meeting.")
    try:
        with transaction.atomic():
            update = undo_change(change, current_user(request))
            if update:
                queue_update(update)
    except MeetingError as error:
        messages.error(request, str(error))
        return redirect("edit-meetings")
    messages.success(request, _("The change was undone."))
    return redirect("edit-meeting", update.meeting.slug) if update else redirect("edit-meetings")


@can_edit
@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Render a fragment showing how far a meeting's documents have been updated."""
    meeting = _find(slug)
    if meeting is None:
        return _not_found(request, slug)
    return render(request, "meeting_editing/progress.html", {**_progress_context(meeting), "is_polled": True})


# --- pages ---------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    meeting: Meeting,
    form: MeetingForm,
    status: int = 200,
    *,
    merge_form: MergeForm | None = None,
    theirs: Change | None = None,
) -> HttpResponse:
    """Render the page of a meeting. ``theirs`` is someone else's change that blocked the user's save."""
    context = {
        **_progress_context(meeting),
        "usage": next(usages(Meeting.objects.filter(pk=meeting.pk).select_related("body"))),
        "form": form,
        "merge_form": merge_form or MergeForm(meeting),
        "changes": latest_changes(meeting),
        "theirs": theirs,
        "is_conflict": status == HTTPStatus.CONFLICT,
    }
    return render(request, "meeting_editing/meeting.html", context, status=status)


def _progress_context(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "progress": progress_by_meeting().get(meeting.merged_into_id or meeting.pk)}


def _merge_page(request: HttpRequest, meeting: Meeting, kept: Meeting, status: int = 200) -> HttpResponse:
    rows = {row.meeting.pk: row for row in usages(Meeting.objects.filter(pk__in=[meeting.pk, kept.pk]))}
    context = {
        "meeting": meeting,
        "kept": kept,
        "usage": rows[meeting.pk],
        "kept_usage": rows[kept.pk],
        "is_conflict": status == HTTPStatus.CONFLICT,
        "is_other_body": meeting.body_id != kept.body_id,
    }
    return render(request, "meeting_editing/merge.html", context, status=status)


def _form(meeting: Meeting) -> MeetingForm:
    return MeetingForm(initial={**_values(meeting), "seen": meeting.revision})


def _rebuilt_form(meeting: Meeting, form: MeetingForm) -> MeetingForm:
    """Return a form with the user's entries, ready to be saved over the current values."""
    current = _current(meeting)
    data = {**form.data.dict(), "seen": str(current.revision)}  # type: ignore[attr-defined]  # a QueryDict
    for name, value in _values(current).items():
        data[f"initial-{name}"] = "" if value is None else str(value)
    again = MeetingForm(data)
    again.is_valid()
    return again


def _values(meeting: Meeting) -> dict[str, Any]:
    values = MeetingValues.of(meeting)
    return {"ordinal": values.ordinal, "start": values.start, "end": values.end, "place": values.place}


# --- parameters ----------------------------------------------------------------------------------------


def _find(slug: str) -> Meeting | None:
    return Meeting.objects.select_related("body", "merged_into__body").filter(slug=slug).first()


def _current(meeting: Meeting) -> Meeting:
    return Meeting.with_merged.select_related("body").get(pk=meeting.pk)


def _last_change(meeting: Meeting) -> Change | None:
    return Change.objects.filter(object_key=f"meeting:{meeting.pk}").first()


def _revision(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() else -1


def _not_found(request: HttpRequest, slug: str) -> HttpResponse:
    message = _("There is no meeting called “%(slug)s”. It may have been merged or removed.") % {"slug": slug}
    return not_found(request, message, [SuggestedLink(_("Edit meetings"), reverse("edit-meetings"))])
