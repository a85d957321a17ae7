"""Add, change, merge and remove entries of the vocabularies, and undo these changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.models import Change
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user, require_permission
from portal.vocabularies.forms import EntryForm, MergeForm
from portal.vocabularies.lists import latest_changes, list_entries, mark_of, shipped_values, vocabulary_counts
from portal.vocabularies.tasks import queue_update, update_progress
from recommendations.labels.vocabulary_fields import VOCABULARIES, Vocabulary
from recommendations.queries.vocabularies import current, entry_name, entry_of, entry_with_edits, refresh
from recommendations.queries.vocabulary_uses import find_row, uses_of
from recommendations.services.vocabulary_editing import (
    EntryConflictError,
    EntryError,
    add_entry,
    change_entry,
    merge_entries,
    remove_entry,
    undo_change,
    use_shipped_entry,
)

can_edit = require_permission("documents.change_document")

EntryView = Callable[[HttpRequest, Vocabulary, str], HttpResponse]


def _of_entry(view: EntryView) -> Callable[..., HttpResponse]:
    """Pass a view the vocabulary and the key of an entry, or answer 404 if there is no such entry."""

    @wraps(view)
    def wrapper(request: HttpRequest, vocabulary: str, key: str) -> HttpResponse:
        refresh()
        if vocabulary in VOCABULARIES and entry_with_edits(vocabulary, key):
            return view(request, VOCABULARIES[vocabulary], key)
        return _not_found(request, key)

    return wrapper


@can_edit
@require_safe
def edit_vocabularies(request: HttpRequest) -> HttpResponse:
    """List the vocabularies, and the latest changes of all."""
    refresh()
    context = {"counts": vocabulary_counts(), "changes": latest_changes(), "progress": update_progress()}
    return render(request, "vocabulary_editing/vocabularies.html", context)


@can_edit
@require_safe
def edit_vocabulary(request: HttpRequest, vocabulary: str) -> HttpResponse:
    """List the entries of a vocabulary that contain the words searched for, and the latest changes."""
    refresh()
    described = VOCABULARIES.get(vocabulary)
    if described is None:
        return _not_found(request, vocabulary)
    words, only_edited = request.GET.get("q", "").strip(), "edited" in request.GET
    context = {
        "vocabulary": described,
        "listed": list_entries(described, words, only_edited=only_edited),
        "words": words,
        "only_edited": only_edited,
        "changes": latest_changes(described),
        "progress": update_progress(),
    }
    return render(request, "vocabulary_editing/list.html", context)


@can_edit
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: HttpRequest, vocabulary: str) -> HttpResponse:
    """Add an entry."""
    refresh()
    described = VOCABULARIES.get(vocabulary)
    if described is None:
        return _not_found(request, vocabulary)
    form = EntryForm(described, None, 0, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                change = add_entry(described, form.values(), current_user(request))
                queue_update(change)
        except EntryError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": _name(described, change.key)})
            return redirect("edit-entry", vocabulary, change.key)
    status = 400 if form.errors else 200
    return render(request, "vocabulary_editing/new.html", {"vocabulary": described, "form": form}, status=status)


@can_edit
@require_http_methods(["GET", "HEAD", "POST"])
@_of_entry
def edit_entry(request: HttpRequest, vocabulary: Vocabulary, key: str) -> HttpResponse:
    """Show an entry with what uses it and its changes, and change it."""
    entry = entry_with_edits(vocabulary.key, key)
    form = EntryForm(vocabulary, entry, _revision_of(vocabulary, key), request.POST or None)
    if request.method != "POST":
        return _page(request, vocabulary, key, form)
    if not form.is_valid():
        return _page(request, vocabulary, key, form, 400)
    try:
        with transaction.atomic():
            seen = form.cleaned_data["seen"]
            change = change_entry(vocabulary, key, form.changes(), current_user(request), seen=seen)
            if change:
                queue_update(change)
    except EntryError as error:
        form.add_error(None, str(error))
        return _page(request, vocabulary, key, form, 400)
    except EntryConflictError:
        again = form.reopened(entry_with_edits(vocabulary.key, key) or {}, _revision_of(vocabulary, key))
        return _page(request, vocabulary, key, again, 409)
    messages.success(request, _("The entry was changed.") if change else _("No changes to save."))
    return redirect("edit-entry", vocabulary.key, key)


@can_edit
@require_http_methods(["GET", "HEAD", "POST"])
@_of_entry
def merge(request: HttpRequest, vocabulary: Vocabulary, key: str) -> HttpResponse:
    """Show what a merge would move, and merge the entry ``key`` into the entry ``into``."""
    form = MergeForm(vocabulary, key, request.GET)
    if not vocabulary.can_merge or not form.is_valid():
        return _page(request, vocabulary, key, _form(vocabulary, key), 400, merge_form=form)
    into = form.cleaned_data["into"]
    if request.method != "POST":
        return _merge_page(request, vocabulary, key, into)
    seen = (_seen(request, "seen"), _seen(request, "seen_kept"))
    try:
        with transaction.atomic():
            queue_update(merge_entries(vocabulary, key, into, current_user(request), seen=seen))
    except EntryConflictError:
        return _merge_page(request, vocabulary, key, into, 409)
    except EntryError as error:
        messages.error(request, str(error))
        return redirect("edit-entry", vocabulary.key, key)
    messages.success(request, _("The entries were merged."))
    return redirect("edit-entry", vocabulary.key, into)


@can_edit
@require_http_methods(["GET", "HEAD", "POST"])
@_of_entry
def remove(request: HttpRequest, vocabulary: Vocabulary, key: str) -> HttpResponse:
    """List what uses an entry, and remove it."""
    uses = uses_of(vocabulary, key)
    is_blocked = any(use.is_blocking for use in uses)
    context = {**_entry_context(vocabulary, key), "uses": uses, "is_blocked": is_blocked}
    if request.method != "POST":
        return render(request, "vocabulary_editing/remove.html", context)
    name = _name(vocabulary, key)
    try:
        with transaction.atomic():
            queue_update(remove_entry(vocabulary, key, current_user(request), seen=_seen(request, "seen")))
    except EntryError as error:
        messages.error(request, str(error))
        return redirect("remove-entry", vocabulary.key, key)
    except EntryConflictError:
        return render(request, "vocabulary_editing/remove.html", {**context, "is_conflict": True}, status=409)
    messages.success(request, _("Removed: %(name)s.") % {"name": name})
    return redirect("edit-vocabulary", vocabulary.key)


@can_edit
@require_POST
@_of_entry
def use_shipped(request: HttpRequest, vocabulary: Vocabulary, key: str) -> HttpResponse:
    """Give up all changes of an entry that the portal ships."""
    try:
        with transaction.atomic():
            change = use_shipped_entry(vocabulary, key, current_user(request), seen=_seen(request, "seen"))
            if change:
                queue_update(change)
    except EntryError as error:
        messages.error(request, str(error))
        return redirect("edit-entry", vocabulary.key, key)
    except EntryConflictError:
        return _page(request, vocabulary, key, _form(vocabulary, key), 409)
    messages.success(request, _("The version shipped with the portal is in use again."))
    return redirect("edit-entry", vocabulary.key, key)


@can_edit
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a change of an entry."""
    change = get_object_or_404(Change, pk=pk, action__startswith="vocabulary.")
    vocabulary, key = entry_of(change)
    try:
        with transaction.atomic():
            queue_update(undo_change(change, current_user(request)))
    except EntryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The change was undone."))
    return redirect("edit-entry", vocabulary.key, key)


@can_edit
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Return the progress of the update of documents as a fragment."""
    context = {"progress": update_progress(), "is_polled": True}
    return render(request, "vocabulary_editing/progress.html", context)


# --- pages ---------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    vocabulary: Vocabulary,
    key: str,
    form: EntryForm,
    status: int = 200,
    *,
    merge_form: MergeForm | None = None,
) -> HttpResponse:
    """Render the page of an entry. With status 409, somebody else's change prevented the user's own."""
    is_conflict = status == HTTPStatus.CONFLICT
    changes = latest_changes(vocabulary, key)
    context = {
        **_entry_context(vocabulary, key),
        "form": form,
        "merge_form": (merge_form or MergeForm(vocabulary, key)) if vocabulary.can_merge else None,
        "uses": uses_of(vocabulary, key),
        "shipped": shipped_values(vocabulary, key),
        "changes": changes,
        "theirs": changes[0] if is_conflict and changes else None,
        "is_conflict": is_conflict,
        "progress": update_progress(),
    }
    return render(request, "vocabulary_editing/entry.html", context, status=status)


def _merge_page(request: HttpRequest, vocabulary: Vocabulary, key: str, into: str, status: int = 200) -> HttpResponse:
    context = {
        **_entry_context(vocabulary, key),
        "kept": _entry_context(vocabulary, into),
        "uses": uses_of(vocabulary, key),
        "kept_uses": uses_of(vocabulary, into),
        "is_conflict": status == HTTPStatus.CONFLICT,
    }
    return render(request, "vocabulary_editing/merge.html", context, status=status)


def _entry_context(vocabulary: Vocabulary, key: str) -> dict[str, Any]:
    row = find_row(vocabulary.key, key)
    merged_into = current().current_key(vocabulary.key, key)
    return {
        "vocabulary": vocabulary,
        "key": key,
        "name": _name(vocabulary, key),
        "revision": _revision_of(vocabulary, key),
        "mark": mark_of(vocabulary.key, key),
        "is_gone": key not in current().in_use[vocabulary.key],
        "merged_into": {"key": merged_into, "name": _name(vocabulary, merged_into)} if merged_into != key else None,
        "address": getattr(row, "get_absolute_url", str)(),
    }


def _form(vocabulary: Vocabulary, key: str) -> EntryForm:
    return EntryForm(vocabulary, entry_with_edits(vocabulary.key, key), _revision_of(vocabulary, key))


def _name(vocabulary: Vocabulary, key: str) -> str:
    return str(capfirst(entry_name(vocabulary.key, entry_with_edits(vocabulary.key, key) or {"key": key})))


def _revision_of(vocabulary: Vocabulary, key: str) -> int:
    row = current().edit(vocabulary.key, key)
    return row.revision if row else 0


def _seen(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() else -1


def _not_found(request: HttpRequest, name: str) -> HttpResponse:
    message = _("There is no entry or vocabulary called “%(name)s”.") % {"name": name}
    return not_found(request, message, [SuggestedLink(_("Edit vocabularies"), reverse("edit-vocabularies"))])
