"""Lineage pages: comparison of two versions, proposals, decisions and their log."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.labels.naming import person_name
from documents.labels.places import shown_place
from documents.models import MAIN_LANGUAGE, Document
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.pagination import read_page
from documents.web.permissions import current_user, require_permission
from recommendations.lineage.comparison import Comparison
from recommendations.lineage.review import decisions, document_pairs, pair_rows, review_of
from recommendations.models import Lineage, LineageEnd, Recommendation
from recommendations.queries.chronology import is_draft_and_adopted, is_later
from recommendations.queries.lineage import chains, with_recommendations
from recommendations.queries.recommendations import find_recommendation, visible_recommendations, with_details
from recommendations.services.lineage import (
    LineageError,
    confirm,
    mark_dropped,
    reject,
    undo_decision,
    undo_dropped,
)

PAGE_SIZE = 30
MAX_NOTE_LENGTH = 1000

can_decide = require_permission("recommendations.change_lineage")


# --- public ------------------------------------------------------------------------------------------


@require_safe
def compare(request: HttpRequest, address: str, place: str, other: str, other_place: str) -> HttpResponse:
    """Compare two recommendations in one language word by word: versions of one in order of time, others as given.

    The language is that of the address (``language``) or, without one, English if both have it.
    """
    both = ((address, place), (other, other_place))
    found = [row for row in (find_recommendation(*names, request.user) for names in both) if row]
    leading = [recommendation.texts[0] for recommendation in found]
    if len(leading) < 2 or _place(leading[0]) == _place(leading[1]):
        return _pair_not_found(request, leading)
    has_moved = any(recommendation.has_moved for recommendation in found)
    texts = [{text.version.language: text for text in recommendation.texts} for recommendation in found]
    language = _choose_language(request.GET.get("language", ""), texts[0].keys() & texts[1].keys())
    if language is None:
        message = _("These texts are in different languages. Only texts in the same language can be compared.")
        return not_found(request, message, [SuggestedLink(str(row), row.text_address) for row in leading])
    earlier, later = texts[0][language], texts[1][language]
    if has_moved or request.GET.get("language", MAIN_LANGUAGE) != language:
        return redirect(earlier.comparison_with(later), permanent=has_moved)
    is_linked = _place(later) in chains([earlier.pk])[earlier.pk]
    is_proposal_public = is_draft_and_adopted(earlier, later)
    may_see_proposals = is_proposal_public or request.user.is_staff
    proposed = _proposal(earlier.pk, later.pk) if not is_linked and may_see_proposals else None
    are_versions = is_linked or proposed is not None
    if are_versions and is_later(earlier, later):
        return redirect(later.comparison_with(earlier))
    context = {
        "comparison": Comparison(earlier, later, are_versions=are_versions),
        "is_linked": is_linked,
        "proposed": proposed,
        "is_proposal_public": is_proposal_public,
    }
    return render(request, "lineage/comparison.html", context)


@require_safe
def compare_by_keys(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Redirect from the keys of two recommendations to the address that compares them."""
    rows = with_details(visible_recommendations(request.user)).in_bulk((pk, other))
    existing = [rows[key] for key in (pk, other) if key in rows]
    if pk == other or len(existing) < 2:
        return _pair_not_found(request, existing)
    return redirect(rows[pk].comparison_with(rows[other]), permanent=True)


def _place(row: Recommendation) -> tuple[int, str]:
    return row.version.document_id, row.place


def _choose_language(asked: str, languages: Collection[str]) -> str | None:
    """Return the requested language if both texts have it, else English or the first that both have; None if there is
    none."""
    return min(languages, key=lambda code: (code != asked, code != MAIN_LANGUAGE, code), default=None)


def _proposal(pk: int, other: int) -> Lineage | None:
    pair = Lineage.objects.filter(earlier__in=(pk, other), later__in=(pk, other), state=Lineage.State.PROPOSED)
    return pair.first()


def _pair_not_found(request: HttpRequest, existing: list[Recommendation]) -> HttpResponse:
    """Return the 404 page for two recommendations of which only ``existing`` are found, or which are the same."""
    if not existing:
        message = _("The recommendations to compare do not exist.")
    elif len(existing) > 1:
        message = _("A recommendation cannot be compared with itself.")
    else:
        message = _("One of the two recommendations to compare does not exist.")
    links = [SuggestedLink(str(row), row.get_absolute_url()) for row in existing[:1]]
    return not_found(request, message, [*links, SuggestedLink(_("All recommendations"), reverse("recommendations"))])


# --- staff: proposals --------------------------------------------------------------------------------


@can_decide
@require_safe
def lineage(request: HttpRequest) -> HttpResponse:
    """List the pairs of documents with linked or proposed recommendations, most certain proposals first."""
    page = read_page(request, document_pairs(), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    return render(request, "lineage/list.html", {"page": page, "pairs": pair_rows(list(page.object_list))})


@can_decide
@require_safe
def lineage_pair(request: HttpRequest, earlier: int, later: int) -> HttpResponse:
    """Show the proposals and decisions between two documents."""
    review = review_of(earlier, later)
    if review is None:
        message = _("These two documents cannot be linked. They must be different documents in the same language.")
        return not_found(request, message, [SuggestedLink(_("Earlier and later versions"), reverse("lineage"))])
    return render(request, "lineage/pair.html", {"review": review, "max_note_length": MAX_NOTE_LENGTH})


@can_decide
@require_safe
def lineage_log(request: HttpRequest) -> HttpResponse:
    """List all decisions with author and time."""
    page = read_page(request, decisions(), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    return render(request, "lineage/log.html", {"page": page})


# --- staff: decisions --------------------------------------------------------------------------------

_DECISIONS = {"confirm": confirm, "reject": reject}


@can_decide
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or reject a proposal, or undo a decision; then redirect to the page of the two documents."""
    link = with_recommendations(Lineage.objects.filter(pk=pk)).first()
    if link is None:
        message = _("This proposed link no longer exists. One of its documents was reprocessed or removed.")
        return not_found(request, message, [SuggestedLink(_("Earlier and later versions"), reverse("lineage"))])
    if request.POST.get("seen", link.state) != link.state:
        return _already_decided(request, link)
    decision = request.POST.get("decision", "")
    note = request.POST.get("note", "").replace("\0", "").strip()[:MAX_NOTE_LENGTH]
    if decision in _DECISIONS:
        _DECISIONS[decision](link, current_user(request), note)
    elif decision == "undo":
        undo_decision(link, current_user(request))
    else:
        return _unknown_decision(request, link.earlier.version_id, link.later.version_id)
    success_messages = {
        "confirm": _("Confirmed: %(later)s is a later version of %(earlier)s."),
        "reject": _("Rejected: %(earlier)s and %(later)s are not linked."),
        "undo": _("Decision undone: the link between %(earlier)s and %(later)s is a proposed link again."),
    }
    messages.success(
        request,
        success_messages[decision] % {"earlier": shown_place(link.earlier.path), "later": shown_place(link.later.path)},
    )
    return redirect(f"{reverse('lineage-pair', args=[link.earlier.version_id, link.later.version_id])}#main")


def _already_decided(request: HttpRequest, link: Lineage) -> HttpResponse:
    """Report the decision that somebody else has made since the page was opened."""
    values = {
        "earlier": shown_place(link.earlier.path),
        "later": shown_place(link.later.path),
        "state": link.get_state_display(),
        "name": person_name(link.decided_by) or _("Somebody else"),
    }
    text = _("Nothing was changed: %(name)s has just decided on %(earlier)s → %(later)s. The link is now %(state)s.")
    messages.error(request, text % values)
    return redirect(f"{reverse('lineage-pair', args=[link.earlier.version_id, link.later.version_id])}#main")


@can_decide
@require_POST
def dropped(request: HttpRequest, earlier: int, later: int) -> HttpResponse:
    """Mark a recommendation as dropped by the later document, or undo that decision."""
    key = request.POST.get("recommendation", "")
    rows = Recommendation.objects.filter(version=earlier)
    row = rows.filter(pk=int(key)).first() if re.fullmatch(r"\d{1,18}", key, re.ASCII) else None
    document = Document.objects.filter(versions=later).first()
    review_address = reverse("lineage-pair", args=[earlier, later])
    if row is None or document is None:
        return not_found(
            request,
            _("This recommendation does not exist."),
            [SuggestedLink(_("Earlier and later versions"), review_address)],
        )
    decision = request.POST.get("decision", "")
    if decision == "dropped":
        try:
            mark_dropped(row, document, current_user(request))
        except LineageError as error:
            messages.error(request, str(error))
            return redirect(review_address)
        messages.success(request, _("Marked as dropped: %(path)s.") % {"path": shown_place(row.path)})
    elif decision == "undo":
        for end in LineageEnd.objects.filter(recommendation=row, document=document):
            undo_dropped(end, current_user(request))
        messages.success(
            request, _("Decision undone: %(path)s is no longer marked as dropped.") % {"path": shown_place(row.path)}
        )
    else:
        return _unknown_decision(request, earlier, later)
    return redirect(f"{review_address}#not-carried-over")


def _unknown_decision(request: HttpRequest, earlier: int, later: int) -> HttpResponse:
    messages.error(request, _("No decision was made. Choose one of the buttons."))
    return redirect("lineage-pair", earlier, later)
