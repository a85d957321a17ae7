"""Split, join, remove, move and add recommendations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.review.correcting_views import find_edited_version, gone_response
from portal.review.cuts import MARK, CutError, cuts, marked_cut, parts, selected_text
from portal.review.edited_version import EditedVersion, join_edit
from portal.review.places import find_blocks
from portal.review.saving import SentEdits, address_of, save_edits
from portal.review.views import can_review, version_not_found
from recommendations.corrections import DraftRecommendation, Edit, EditKind

_MAX_NOTE_LENGTH = 1000


class _IncompleteFormError(Exception):
    """The form is incomplete. The message names what is missing."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A recommendation to change, with the request that describes the change."""

    request: HttpRequest
    edited_version: EditedVersion
    draft: DraftRecommendation


def _split(target: _Target) -> Edit:
    """Return the edit that splits the text at a suggested position or at the user's mark."""
    text, offset = target.draft.text, target.request.POST.get("at", "")
    if re.fullmatch(r"\d{1,7}", offset, re.ASCII):
        return Edit(EditKind.SPLIT, target.draft.anchor, old_value=text, value={"at": int(offset)})
    try:
        at = marked_cut(text, target.request.POST.get("marked", ""))
    except CutError as error:
        raise _IncompleteFormError(
            _("Choose where to split, or insert a line “%(mark)s” there without changing any words.") % {"mark": MARK}
        ) from error
    return Edit(EditKind.SPLIT, target.draft.anchor, old_value=text, value={"at": at})


def _join(target: _Target) -> Edit:
    anchors = target.request.POST.getlist("with")
    others = [
        draft
        for draft in target.edited_version.drafts
        if draft.anchor in anchors and draft.anchor != target.draft.anchor
    ]
    if not others:
        raise _IncompleteFormError(_("Choose at least one recommendation to join with this one."))
    return join_edit(target.draft, others)


def _remove(target: _Target) -> Edit:
    return Edit(EditKind.REMOVE, target.draft.anchor, old_value=target.draft.text)


def _move(target: _Target) -> Edit:
    predecessor = target.request.POST.get("after")
    anchors = {"", *(draft.anchor for draft in target.edited_version.drafts)} - {target.draft.anchor}
    if predecessor not in anchors:
        raise _IncompleteFormError(_("Choose the recommendation that this one should follow."))
    index = target.edited_version.drafts.index(target.draft)
    old_value = target.edited_version.drafts[index - 1].anchor if index else ""
    return Edit(EditKind.MOVE, target.draft.anchor, old_value=old_value, value=predecessor)


_EDIT_MAKERS: Mapping[str, Callable[[_Target], Edit]] = {
    "split": _split,
    "join": _join,
    "remove": _remove,
    "move": _move,
}


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def restructure(request: HttpRequest, address: str, anchor: str) -> HttpResponse:
    """Show the form; split, join, move or remove a recommendation, depending on ``action``."""
    edited_version = find_edited_version(request, address)
    if edited_version is None:
        return version_not_found(request, address)
    draft = edited_version.draft(anchor)
    if draft is None:
        return gone_response(request, edited_version, anchor, _typed_values(request))
    if request.method != "POST":
        return _restructure_page(request, edited_version, draft)
    make_edit = _EDIT_MAKERS.get(request.POST.get("action", ""))
    try:
        if make_edit is None:
            raise _IncompleteFormError(_("Nothing was changed. Choose one of the buttons."))
        edit = make_edit(_Target(request, edited_version, draft))
    except _IncompleteFormError as error:
        return _restructure_page(request, edited_version, draft, str(error), 400)
    sent = SentEdits(
        edited_version.version,
        [edit],
        _seen_revision(request, edited_version),
        request.POST.get("note", "")[:_MAX_NOTE_LENGTH],
    )
    return save_edits(request, sent, lambda message: _restructure_page(request, edited_version, draft, message, 400))


def _typed_values(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the labels and values that the user typed: the marked text and the reason."""
    values = {_("Text"): request.POST.get("marked", ""), _("Reason"): request.POST.get("note", "")}
    return [(label, words) for label, words in values.items() if words]


def _seen_revision(request: HttpRequest, edited_version: EditedVersion) -> int:
    """Return the revision that the user saw, or the current one if the form does not include it."""
    seen = request.POST.get("seen", "")
    return int(seen) if re.fullmatch(r"\d{1,9}", seen, re.ASCII) else edited_version.version.revision


def _restructure_page(
    request: HttpRequest, edited_version: EditedVersion, draft: DraftRecommendation, error: str = "", status: int = 200
) -> HttpResponse:
    following = edited_version.drafts_after(draft)
    context = {
        "document": edited_version.version.document,
        "version": edited_version.version,
        "draft": draft,
        "cuts": cuts(draft.text),
        "mark": MARK,
        "others": [other for other in edited_version.drafts if other.anchor != draft.anchor],
        "following": following[0] if following else None,
        "error": error,
        "action": request.POST.get("action", ""),
        "marked": request.POST.get("marked", draft.text),
        "back": address_of(edited_version.version, draft.anchor),
    }
    return render(request, "review/restructure.html", context, status=status)


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def add_recommendation(request: HttpRequest, address: str) -> HttpResponse:
    """Add a paragraph that was not read as a recommendation, or a part of it; ``q`` filters the list of paragraphs."""
    edited_version = find_edited_version(request, address)
    if edited_version is None:
        return version_not_found(request, address)
    if request.method != "POST":
        return _add_page(request, edited_version)
    anchor = request.POST.get("block") or request.POST.get("part_of")
    block = next((block for block in edited_version.free_blocks() if block.anchor == anchor), None)
    if block is None:
        return _add_page(request, edited_version, _("Choose a paragraph that is not yet a recommendation."), 400)
    selected = request.POST.getlist(f"part-{block.index}")
    starts = {int(start) for start in selected if re.fullmatch(r"\d{1,7}", start, re.ASCII)}
    text = block.text if "block" in request.POST else selected_text(block.text, starts)
    if not text:
        return _add_page(request, edited_version, _("Select at least one part of the paragraph."), 400, block.anchor)
    edit = Edit(EditKind.ADD, block.anchor, old_value=block.text, value={"text": text})
    sent = SentEdits(
        edited_version.version,
        [edit],
        _seen_revision(request, edited_version),
        request.POST.get("note", "")[:_MAX_NOTE_LENGTH],
    )
    return save_edits(request, sent, lambda message: _add_page(request, edited_version, message, 400))


def _add_page(
    request: HttpRequest, edited_version: EditedVersion, error: str = "", status: int = 200, opened: str = ""
) -> HttpResponse:
    """Render the list of paragraphs; ``opened`` is the anchor of the one whose parts are shown."""
    words = request.GET.get("q", "").strip()[:200]
    blocks = find_blocks(edited_version.free_blocks(), words)
    context = {
        "document": edited_version.version.document,
        "version": edited_version.version,
        "blocks": [(block, parts(block.text)) for block in blocks],
        "opened": opened,
        "words": words,
        "error": error,
        "back": address_of(edited_version.version),
    }
    return render(request, "review/add.html", context, status=status)
