"""The review page: the reading of a version next to its source."""

from __future__ import annotations

import re

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.labels.messages import shown_message
from documents.models import LanguageVersion
from documents.queries.documents import find_document, visible_documents
from documents.services import DocumentError, JoinUnconfirmedError, assign_symbol
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user, require_permission
from portal.ingestion.forms import SymbolForm
from portal.reading.programs import missing_programs
from portal.review.page import review_page, reviewed_rows, versions_to_review, with_duplicates
from portal.review.parts import divide
from portal.review.source import find_source
from portal.review.waiting import find_waiting_items, next_version_to_publish, proposed_reading
from recommendations.services.correcting import last_discarded_draft
from recommendations.services.follow_up import prepare_merge

can_review = require_permission("documents.change_document")


@can_review
@require_safe
def review(request: HttpRequest, address: str) -> HttpResponse:
    """Show the reading of the version in ``language`` next to a ``page`` of its source, or next to the text. If the
    text is long, show one ``part``."""
    versions = versions_of(request, address)
    version = find_version(request, versions)
    if version is None:
        return version_not_found(request, address)
    return review_response(request, version, versions)


def review_response(
    request: HttpRequest,
    version: LanguageVersion,
    versions: list[LanguageVersion],
    form: SymbolForm | None = None,
    joining: JoinUnconfirmedError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the review page, with the errors of the symbol form, if any."""
    source_page, at = requested_page(request), requested_anchor(request)
    page = review_page(version, versions, requested_part(request), at, source_page)
    context = {
        "review": page,
        "document": version.document,
        "version": version,
        "original": find_source(version, page.division, page.part, source_page, at),
        "form": form or SymbolForm(version.document),
        "joining": joining,
        "proposed": proposed_reading(version),
        "discarded": last_discarded_draft(version),
        "next_version": next_version_to_publish(version),
        "missing_programs": missing_programs() if version.text_quality == "none" else [],
    }
    return render(request, "review/review.html", context, status=status)


@can_review
@require_safe
def review_original(request: HttpRequest, address: str) -> HttpResponse:
    """Return the source as a fragment, at a ``page`` or at the recommendation whose anchor is ``at``."""
    version = find_version(request, versions_of(request, address))
    if version is None:
        return version_not_found(request, address)
    page, at = requested_page(request), requested_anchor(request)
    division = divide(version, reviewed_rows(version))
    source = find_source(version, division, division.find(requested_part(request), at, page), page, at)
    return render(
        request, "review/original.html", {"original": source, "document": version.document, "version": version}
    )


@can_review
@require_POST
def symbol(request: HttpRequest, address: str) -> HttpResponse:
    """Set or correct the symbol of a document, and redirect to its new address.

    If another document has that symbol in another language, the page first asks whether they are the same.
    """
    versions = versions_of(request, address)
    version = find_version(request, versions)
    if version is None:
        return version_not_found(request, address)
    document = version.document
    form = SymbolForm(document, request.POST)
    if not form.is_valid():
        return review_response(request, version, versions, form, status=400)
    symbol, join = form.cleaned_data["symbol"], form.cleaned_data["join"]
    try:
        with transaction.atomic():
            if join:
                prepare_merge(document, join)
            assigned = assign_symbol(document, symbol, current_user(request), seen=form.seen_symbols(), join=join)
    except JoinUnconfirmedError as question:
        return review_response(request, version, versions, form, question, status=409)
    except DocumentError as error:
        form.add_error(None, shown_message(error.message))
        status = 409 if error.code == "symbol_taken" else 400
        return review_response(request, version, versions, form, status=status)
    messages.success(request, _("Symbol saved: %(symbol)s.") % {"symbol": assigned.symbol})
    return redirect("document-review", assigned.address)


@can_review
@require_safe
def review_duplicates(request: HttpRequest, address: str) -> HttpResponse:
    """Show the recommendations of a version that have duplicates; for htmx, as one line in a list of files."""
    version = find_version(request, versions_of(request, address))
    if version is None:
        return version_not_found(request, address)
    context = {
        "document": version.document,
        "version": version,
        "total": version.recommendations.count(),
        "with_duplicates": with_duplicates(version),
    }
    template = "review/duplicates_summary.html" if request.headers.get("HX-Request") else "review/duplicates_page.html"
    return render(request, template, context)


@can_review
@require_safe
def review_waiting(request: HttpRequest) -> HttpResponse:
    """Show all items that wait for a reviewer's decision."""
    return render(request, "review/waiting.html", {"waiting": find_waiting_items()})


# --- parameters --------------------------------------------------------------------------------------


def versions_of(request: HttpRequest, address: str) -> list[LanguageVersion]:
    """Return the versions of the document at an address, leading version first; [] if there is no document."""
    match = find_document(visible_documents(request.user), address)
    return list(versions_to_review(match.document)) if match else []


def find_version(request: HttpRequest, versions: list[LanguageVersion]) -> LanguageVersion | None:
    """Return the version in the requested language, or the first version if no language is requested; None if not
    found."""
    language = request.GET.get("language", "") or request.POST.get("language", "")
    return next((version for version in versions if language in ("", version.language)), None)


def requested_page(request: HttpRequest) -> int | None:
    return _requested_number(request, "page")


def requested_part(request: HttpRequest) -> int | None:
    return _requested_number(request, "part")


def _requested_number(request: HttpRequest, name: str) -> int | None:
    number = request.GET.get(name, "")
    return int(number) if re.fullmatch(r"\d{1,6}", number, re.ASCII) else None


def requested_anchor(request: HttpRequest) -> str:
    return request.GET.get("at", "")[:200]


def version_not_found(request: HttpRequest, address: str) -> HttpResponse:
    message = _(
        "Document “%(address)s” is not in this collection or is not available in this language. "
        "Choose one from the list of documents."
    ) % {"address": address}
    link = SuggestedLink(_("All documents"), reverse("documents"))
    return not_found(request, message, [link], words=address, heading=_("Document not found"))
