"""Split, join, remove, move and add recommendations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.review.correcting_views import get_desk, what_is_gone
from portal.review.cuts import MARK, CutError, cuts, marked_cut
from portal.review.desk import Desk, join_edit
from portal.review.saving import SentEdits, address_of, save
from portal.review.views import can_review, no_version
from recommendations.corrections import DraftRecommendation, Edit, EditKind

_NOTE = 1000


class _MissingAnswerError(Exception):
    """What was sent says nothing that can be done; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person wants done with a recommendation."""

    request: HttpRequest
    desk: Desk
    draft: DraftRecommendation


def _split(asked: _Asked) -> Edit:
    """At one of the places that are offered, or where the person marked it."""
    text, place = asked.draft.text, asked.request.POST.get("at", "")
    if re.fullmatch(r"\d{1,7}", place, re.ASCII):
        return Edit(EditKind.SPLIT, asked.draft.anchor, was=text, value={"at": int(place)})
    try:
        at = marked_cut(text, asked.request.POST.get("marked", ""))
    except CutError as error:
        raise _MissingAnswerError(
            _("Choose a place, or insert a line “%(mark)s” where the second part begins without changing any words.")
            % {"mark": MARK}
        ) from error
    return Edit(EditKind.SPLIT, asked.draft.anchor, was=text, value={"at": at})


def _join(asked: _Asked) -> Edit:
    wanted = asked.request.POST.getlist("with")
    others = [draft for draft in asked.desk.drafts if draft.anchor in wanted and draft.anchor != asked.draft.anchor]
    if not others:
        raise _MissingAnswerError(_("Choose at least one recommendation to join with."))
    return join_edit(asked.draft, others)


def _remove(asked: _Asked) -> Edit:
    return Edit(EditKind.REMOVE, asked.draft.anchor, was=asked.draft.text)


def _move(asked: _Asked) -> Edit:
    behind = asked.request.POST.get("behind")
    known = {"", *(draft.anchor for draft in asked.desk.drafts)} - {asked.draft.anchor}
    if behind not in known:
        raise _MissingAnswerError(_("Choose the recommendation that it should follow."))
    place = asked.desk.drafts.index(asked.draft)
    was = asked.desk.drafts[place - 1].anchor if place else ""
    return Edit(EditKind.MOVE, asked.draft.anchor, was=was, value=behind)


_SHAPES: Mapping[str, Callable[[_Asked], Edit]] = {"split": _split, "join": _join, "remove": _remove, "move": _move}


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def shape(request: HttpRequest, address: str, anchor: str) -> HttpResponse:
    """Split a recommendation, join it with others, move or remove it: ``what``."""
    desk = get_desk(request, address)
    if desk is None:
        return no_version(request, address)
    draft = desk.draft(anchor)
    if draft is None:
        return what_is_gone(request, desk, anchor, _typed(request))
    if request.method != "POST":
        return _shapes(request, desk, draft)
    what = _SHAPES.get(request.POST.get("what", ""))
    try:
        if what is None:
            raise _MissingAnswerError(_("Nothing was changed. Choose one of the buttons."))
        edit = what(_Asked(request, desk, draft))
    except _MissingAnswerError as error:
        return _shapes(request, desk, draft, str(error), 400)
    sent = SentEdits(desk.version, [edit], _seen(request, desk), request.POST.get("note", "")[:_NOTE])
    return save(request, sent, lambda message: _shapes(request, desk, draft, message, 400))


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a person typed: where one is split, and why."""
    found = {_("Text"): request.POST.get("marked", ""), _("Why"): request.POST.get("note", "")}
    return [(label, words) for label, words in found.items() if words]


def _seen(request: HttpRequest, desk: Desk) -> int:
    """The revision that the person saw; of a form that does not say, that of now."""
    seen = request.POST.get("seen", "")
    return int(seen) if re.fullmatch(r"\d{1,9}", seen, re.ASCII) else desk.version.revision


def _shapes(
    request: HttpRequest, desk: Desk, draft: DraftRecommendation, error: str = "", status: int = 200
) -> HttpResponse:
    following = desk.after(draft)
    context = {
        "document": desk.version.document,
        "version": desk.version,
        "draft": draft,
        "cuts": cuts(draft.text),
        "mark": MARK,
        "others": [other for other in desk.drafts if other.anchor != draft.anchor],
        "following": following[0] if following else None,
        "error": error,
        "what": request.POST.get("what", ""),
        "marked": request.POST.get("marked", draft.text),
        "back": address_of(desk.version, draft.anchor),
    }
    return render(request, "review/shape.html", context, status=status)


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, address: str) -> HttpResponse:
    """A paragraph of the text that is a recommendation, though it was not read as one; ``q`` narrows the list."""
    desk = get_desk(request, address)
    if desk is None:
        return no_version(request, address)
    if request.method != "POST":
        return _paragraphs(request, desk)
    block = next((block for block in desk.free_blocks() if block.anchor == request.POST.get("block")), None)
    if block is None:
        return _paragraphs(request, desk, _("Choose a paragraph that is not yet a recommendation."), 400)
    edit = Edit(EditKind.ADD, block.anchor, was=block.text, value={"text": block.text})
    sent = SentEdits(desk.version, [edit], _seen(request, desk), request.POST.get("note", "")[:_NOTE])
    return save(request, sent, lambda message: _paragraphs(request, desk, message, 400))


def _paragraphs(request: HttpRequest, desk: Desk, error: str = "", status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    blocks = [block for block in desk.free_blocks() if words.lower() in f"{block.path} {block.text}".lower()]
    context = {
        "document": desk.version.document,
        "version": desk.version,
        "blocks": blocks,
        "words": words,
        "error": error,
        "back": address_of(desk.version),
    }
    return render(request, "review/add.html", context, status=status)
