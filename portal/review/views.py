"""The review page: the reading of a version beside its source."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.models import LanguageVersion
from documents.queries.documents import find_document, visible_documents
from documents.services import DocumentError, JoinUnconfirmedError, assign_symbol
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user, require_permission
from portal.ingestion.forms import SymbolForm
from portal.review.original import original
from portal.review.page import repeated, review_page, versions_to_review
from portal.review.waiting import proposed_reading, waiting

can_review = require_permission("documents.change_document")


@can_review
@require_safe
def review(request: HttpRequest, address: str) -> HttpResponse:
    """A version (``language``) with all that was read of it; beside it the ``page`` it was read from, or the text."""
    versions = versions_of(request, address)
    version = chosen(request, versions)
    if version is None:
        return no_version(request, address)
    return review_answer(request, version, versions)


def review_answer(
    request: HttpRequest,
    version: LanguageVersion,
    versions: list[LanguageVersion],
    form: SymbolForm | None = None,
    joining: JoinUnconfirmedError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also where something on it was filled in wrongly."""
    page = review_page(version, versions)
    context = {
        "review": page,
        "document": version.document,
        "version": version,
        "original": original(version, page.rows, asked_page(request), asked_anchor(request)),
        "form": form or SymbolForm(version.document),
        "joining": joining,
        "proposed": proposed_reading(version),
    }
    return render(request, "review/review.html", context, status=status)


@can_review
@require_safe
def review_original(request: HttpRequest, address: str) -> HttpResponse:
    """What a version was read from, at a ``page``, or where the recommendation ``at`` an anchor stands: a fragment."""
    version = chosen(request, versions_of(request, address))
    if version is None:
        return no_version(request, address)
    rows = list(version.recommendations.order_by("position"))
    shown = original(version, rows, asked_page(request), asked_anchor(request))
    return render(
        request, "review/original.html", {"original": shown, "document": version.document, "version": version}
    )


@can_review
@require_POST
def symbol(request: HttpRequest, address: str) -> HttpResponse:
    """Take down the symbol that a person decided on; the document moves to its new address.

    Where another document has that symbol in another language, the page asks first whether they are one.
    """
    versions = versions_of(request, address)
    version = chosen(request, versions)
    if version is None:
        return no_version(request, address)
    document = version.document
    form = SymbolForm(document, request.POST)
    if not form.is_valid():
        return review_answer(request, version, versions, form, status=400)
    try:
        decided = assign_symbol(
            document, form.cleaned_data["symbol"], current_user(request), join=form.cleaned_data["join"]
        )
    except JoinUnconfirmedError as question:
        return review_answer(request, version, versions, form, question, status=409)
    except DocumentError as refusal:
        form.add_error(None, refusal.message)
        status = 409 if refusal.code == "symbol_taken" else 400
        return review_answer(request, version, versions, form, status=status)
    messages.success(request, _("Symbol saved: %(symbol)s.") % {"symbol": decided.symbol})
    return redirect("document-review", decided.address)


@can_review
@require_safe
def review_duplicates(request: HttpRequest, address: str) -> HttpResponse:
    """Which recommendations of a version other documents have already; to htmx in a line, for a list of files."""
    version = chosen(request, versions_of(request, address))
    if version is None:
        return no_version(request, address)
    context = {
        "document": version.document,
        "version": version,
        "number": version.recommendations.count(),
        "repeated": repeated(version),
    }
    template = "review/already_line.html" if request.headers.get("HX-Request") else "review/already_page.html"
    return render(request, template, context)


@can_review
@require_safe
def review_waiting(request: HttpRequest) -> HttpResponse:
    """All that waits for a person who reviews."""
    return render(request, "review/waiting.html", {"waiting": waiting()})


# --- what is asked for -------------------------------------------------------------------------------


def versions_of(request: HttpRequest, address: str) -> list[LanguageVersion]:
    """The versions of the document at an address, the leading one first; none where there is no such document."""
    found = find_document(visible_documents(request.user), address)
    return list(versions_to_review(found.document)) if found else []


def chosen(request: HttpRequest, versions: list[LanguageVersion]) -> LanguageVersion | None:
    """The version in the language that is asked for, or without one the first."""
    language = request.GET.get("language", "") or request.POST.get("language", "")
    return next((version for version in versions if language in ("", version.language)), None)


def asked_page(request: HttpRequest) -> int | None:
    number = request.GET.get("page", "")
    return int(number) if re.fullmatch(r"\d{1,6}", number, re.ASCII) else None


def asked_anchor(request: HttpRequest) -> str:
    return request.GET.get("at", "")[:200]


def no_version(request: HttpRequest, address: str) -> HttpResponse:
    sentence = _("There is no document “%(address)s” here, or not in this language.") % {"address": address}
    return not_found(request, sentence, [SuggestedLink(_("All documents"), reverse("documents"))], words=address)
