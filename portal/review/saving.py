"""Save corrections, or show the conflict when someone else changed the same place."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import LanguageVersion
from documents.queries.drafts import find_open_draft
from documents.web.error_pages import SuggestedLink
from documents.web.permissions import current_user
from documents.web.phrases import sentence_list
from portal.review.edited_version import FIELD_KINDS, edit_from_plain, edit_label, edit_to_plain
from portal.review.parts import is_long
from recommendations.corrections import Edit, EditKind, Reason
from recommendations.labels.wording import ValueFormatter, value_formatter
from recommendations.services.correcting import CorrectionError, EditConflict, EditConflictError, correct
from recommendations.services.correcting.errors import REASONS
from recommendations.text.differences import Piece, differences

ShowError = Callable[[str], HttpResponse]  # renders the form again with an error

KEEP_MINE = "mine"


@dataclass(frozen=True, slots=True)
class SentEdits:
    """Corrections that a user sent. ``seen`` is the revision of the version that they saw."""

    version: LanguageVersion
    edits: Sequence[Edit]
    seen: int
    note: str = ""


def save_edits(request: HttpRequest, sent: SentEdits, show_error: ShowError) -> HttpResponse:
    """Save the corrections and redirect to the review. Return a 409 page on a conflict, ``show_error`` on an error."""
    anchor = sent.edits[0].anchor if sent.edits else ""
    if not sent.edits:
        messages.info(request, _("No changes to save."))
        return redirect(address_of(sent.version, anchor))
    try:
        correct(sent.version, sent.edits, current_user(request), seen=sent.seen, note=sent.note)
    except EditConflictError as error:
        return _conflict_response(request, sent, error)
    except CorrectionError as error:
        return show_error(error.message)
    count = len(sent.edits)
    saved = ngettext("%(n)d correction saved.", "%(n)d corrections saved.", count) % {"n": count}
    messages.success(request, sentence_list((saved, draft_notice(sent.version))))
    return redirect(address_of(LanguageVersion.objects.defer("parsed").get(pk=sent.version.pk), anchor))


def draft_notice(version: LanguageVersion) -> str:
    """Return a sentence that readers do not see the latest changes of a version yet, or "" if they do."""
    return _("Readers will see this once the changes are published.") if find_open_draft(version.pk) else ""


def address_of(version: LanguageVersion, anchor: str = "") -> str:
    """Return the address of the review of a version, at a recommendation or at the masthead."""
    place = f"rec-{anchor}" if anchor else "masthead"
    query = {"language": version.language}
    if anchor and is_long(version):
        query["at"] = anchor  # determines the part
    return f"{reverse('document-review', args=[version.document.address])}?{urlencode(query)}#{place}"


def review_link(version: LanguageVersion) -> SuggestedLink:
    """Return the link to the review of a version, for error pages."""
    return SuggestedLink(_("Back to the review of %(document)s") % {"document": version.document}, address_of(version))


# --- conflicts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConflictingPlace:
    """A place that someone else changed: ``theirs``, with its ``current_value``, next to the user's own value ``mine``.

    ``index`` is the position of the edit among those sent; ``can_be_mine`` is True if the edit is still possible.
    ``pieces`` are the word-by-word differences between the two texts.
    """

    index: int
    theirs: EditConflict
    label: str | Promise
    current_value: str
    mine: str
    reason: str | Promise
    pieces: Sequence[Piece]

    @property
    def can_be_mine(self) -> bool:
        return self.theirs.reason == Reason.DIFFERS


def _conflict_response(request: HttpRequest, sent: SentEdits, error: EditConflictError) -> HttpResponse:
    """Return a 409 page with the other users' changes next to the user's input, to choose from. No input is lost."""
    formatter = value_formatter()
    conflicts = [_describe_conflict(sent, theirs, formatter) for theirs in error.conflicts]
    current_values = {conflict.index: conflict.theirs.current_value for conflict in conflicts}
    context = {
        "document": sent.version.document,
        "version": sent.version,
        "conflicts": conflicts,
        "others": len(sent.edits) - len(conflicts),
        "edits": json.dumps([edit_to_plain(edit) for edit in sent.edits]),
        "current_values": json.dumps(current_values),
        "seen": error.revision,
        "note": sent.note,
        "back": address_of(sent.version, sent.edits[0].anchor),
    }
    return render(request, "review/conflict.html", context, status=409)


def removed_response(
    request: HttpRequest, version: LanguageVersion, theirs: EditConflict, typed: Sequence[tuple[str, str]]
) -> HttpResponse:
    """Return a 409 page that shows the removal or joining, next to what the user ``typed`` (labels and values)."""
    reason = REASONS[Reason.GONE]
    context = {
        "document": version.document,
        "version": version,
        "conflicts": [
            ConflictingPlace(index, theirs, label, "", text, reason, ()) for index, (label, text) in enumerate(typed)
        ],
        "others": 0,
        "edits": "[]",
        "current_values": "{}",
        "seen": version.revision,
        "back": address_of(version),
    }
    return render(request, "review/conflict.html", context, status=409)


def _describe_conflict(sent: SentEdits, theirs: EditConflict, formatter: ValueFormatter) -> ConflictingPlace:
    """Return the conflict of an edit. A place identifies the edit, since a form sends at most one for each place."""
    edit = theirs.edit
    places = [(other.kind, other.anchor, other.field) for other in sent.edits]
    is_value = edit.kind in FIELD_KINDS
    values = (theirs.current_value, edit.value if is_value else edit.old_value)
    current_value, mine = (value_in_words(edit, value, formatter) for value in values)
    return ConflictingPlace(
        index=places.index((edit.kind, edit.anchor, edit.field)),
        theirs=theirs,
        label=edit_label(edit),
        current_value=current_value,
        mine=mine,
        reason=REASONS.get(theirs.reason, ""),
        pieces=differences(current_value, mine) if edit.field == "text" and current_value else (),
    )


def value_in_words(edit: Edit, value: Any, formatter: ValueFormatter) -> str:
    """Return a value of an edit as text."""
    if isinstance(value, list) and edit.kind == EditKind.JOIN:
        return "\n\n".join(map(str, value))
    return formatter.as_text(edit.field, value)


def settled_edits(request: HttpRequest, version: LanguageVersion) -> SentEdits | None:
    """Read the user's decisions from the form of the conflict page. Return None if the form is invalid.

    ``choice-N`` = "mine" applies edit N over the others' change, ``all`` = "mine" applies all edits; otherwise the
    others' change is kept.
    """
    try:
        edits = [edit_from_plain(value) for value in json.loads(request.POST.get("edits", ""))]
        current_values = json.loads(request.POST.get("current_values", ""))
        current_values = {int(index): value for index, value in current_values.items()}
        seen = int(request.POST.get("seen", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    edits_to_save = []
    for index, edit in enumerate(edits):
        if index not in current_values:
            edits_to_save.append(edit)
        elif KEEP_MINE in (request.POST.get("all"), request.POST.get(f"choice-{index}")):
            edits_to_save.append(replace(edit, old_value=current_values[index]))
    return SentEdits(version, edits_to_save, seen, request.POST.get("note", "")[:1000])
