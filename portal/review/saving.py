"""Save corrections, or show the conflict when someone else changed the same place."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import LanguageVersion
from documents.web.permissions import current_user
from portal.review.desk import FIELD_KINDS, edits_from_plain, edits_to_plain
from portal.review.wording import Wording, label_of, wording
from recommendations.corrections import Edit, EditKind, Reason
from recommendations.services.correcting import CorrectionError, OvertakenError, Theirs, correct
from recommendations.services.correcting.refusals import REASONS
from recommendations.text.differences import Piece, differences

Refused = Callable[[str], HttpResponse]  # renders the form again with an error

KEEP_MINE = "mine"


@dataclass(frozen=True, slots=True)
class SentEdits:
    """Corrections that a person sent, having seen a revision of the version."""

    version: LanguageVersion
    edits: Sequence[Edit]
    seen: int
    note: str = ""


def save(request: HttpRequest, sent: SentEdits, refused: Refused) -> HttpResponse:
    """Make the corrections, and lead back to the review where they are."""
    anchor = sent.edits[0].anchor if sent.edits else ""
    if not sent.edits:
        messages.info(request, _("No changes to save."))
        return redirect(address_of(sent.version, anchor))
    try:
        correct(sent.version, sent.edits, current_user(request), seen=sent.seen, note=sent.note)
    except OvertakenError as overtaken:
        return _overtaken(request, sent, overtaken)
    except CorrectionError as refusal:
        return refused(refusal.message)
    number = len(sent.edits)
    messages.success(
        request, ngettext("%(n)d correction was saved.", "%(n)d corrections were saved.", number) % {"n": number}
    )
    return redirect(address_of(LanguageVersion.objects.defer("parsed").get(pk=sent.version.pk), anchor))


def address_of(version: LanguageVersion, anchor: str = "") -> str:
    """The review of a version, at a recommendation or at the masthead."""
    place = f"rec-{anchor}" if anchor else "masthead"
    return f"{reverse('document-review', args=[version.document.address])}?language={version.language}#{place}"


# --- others were faster ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConflictingPlace:
    """A place that others changed: what is there now and who put it there, beside what this person wants.

    ``number`` is that of the edit among those that were sent. ``can_be_mine`` tells whether it can still be made.
    ``pieces`` tell their text and this one apart, word by word.
    """

    number: int
    theirs: Theirs
    label: str | Promise
    now: str
    mine: str
    reason: str | Promise
    pieces: Sequence[Piece]

    @property
    def can_be_mine(self) -> bool:
        return self.theirs.reason == Reason.DIFFERS


def _overtaken(request: HttpRequest, sent: SentEdits, overtaken: OvertakenError) -> HttpResponse:
    """409: what the others did beside what this person typed, and the choice. Nothing that was typed is lost."""
    words = wording()
    found = [_in_the_way(sent, one, words) for one in overtaken.theirs]
    now = {one.number: one.theirs.now for one in found}
    context = {
        "document": sent.version.document,
        "version": sent.version,
        "found": found,
        "others": len(sent.edits) - len(found),
        "edits": json.dumps([edits_to_plain(edit) for edit in sent.edits]),
        "now": json.dumps(now),
        "seen": overtaken.revision,
        "note": sent.note,
        "back": address_of(sent.version, sent.edits[0].anchor),
    }
    return render(request, "review/overtaken.html", context, status=409)


def removed_response(
    request: HttpRequest, version: LanguageVersion, theirs: Theirs, typed: Sequence[tuple[str, str]]
) -> HttpResponse:
    """409: who took out what a person corrected, or joined it, beside what they ``typed``: labels and words."""
    reason = REASONS[Reason.GONE]
    context = {
        "document": version.document,
        "version": version,
        "found": [
            ConflictingPlace(number, theirs, label, "", words, reason, ())
            for number, (label, words) in enumerate(typed)
        ],
        "others": 0,
        "edits": "[]",
        "now": "{}",
        "seen": version.revision,
        "back": address_of(version),
    }
    return render(request, "review/overtaken.html", context, status=409)


def _in_the_way(sent: SentEdits, theirs: Theirs, words: Wording) -> ConflictingPlace:
    """Edits are told apart by their place: one form sends no two of the same."""
    edit = theirs.edit
    places = [(one.kind, one.anchor, one.field) for one in sent.edits]
    is_value = edit.kind in FIELD_KINDS
    now, mine = (value_in_words(edit, value, words) for value in (theirs.now, edit.value if is_value else edit.was))
    return ConflictingPlace(
        number=places.index((edit.kind, edit.anchor, edit.field)),
        theirs=theirs,
        label=label_of(edit.field if is_value else str(EditKind(edit.kind))),
        now=now,
        mine=mine,
        reason=REASONS.get(theirs.reason, ""),
        pieces=differences(now, mine) if edit.field == "text" and now else (),
    )


def value_in_words(edit: Edit, value: Any, words: Wording) -> str:
    """A value of an edit in words."""
    if isinstance(value, list) and edit.kind == EditKind.JOIN:
        return "\n\n".join(map(str, value))
    return words.said(edit.field, value)


def settled_edits(request: HttpRequest, version: LanguageVersion) -> SentEdits | None:
    """What a person decided on the page of :func:`_overtaken`; None for a form that is no such one.

    ``choice-N`` is "mine" for the edit N that is to be made over what the others did, ``all`` says it of all; else
    theirs stands.
    """
    try:
        edits = [edits_from_plain(value) for value in json.loads(request.POST.get("edits", ""))]
        now = {int(number): value for number, value in json.loads(request.POST.get("now", "")).items()}
        seen = int(request.POST.get("seen", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    wanted = []
    for number, edit in enumerate(edits):
        if number not in now:
            wanted.append(edit)
        elif KEEP_MINE in (request.POST.get("all"), request.POST.get(f"choice-{number}")):
            wanted.append(replace(edit, was=now[number]))
    return SentEdits(version, wanted, seen, request.POST.get("note", "")[:1000])
