"""The page on which readers report an error."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.services.error_reports import REPORT_PERIOD, TooManyReportsError, report_error
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.same_origin import require_same_origin
from portal.emails import is_email_configured
from portal.reports.forms import MAX_MESSAGE_LENGTH, ReportForm
from portal.reports.places import ReportedPlace, find_place
from portal.throttling import counted_address


@require_same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form for an error at a ``place`` of a ``document`` in a ``language``, or store what was sent.

    The answer to a program that fills in the hidden field is the same as to a reader, but nothing is stored.
    """
    place = _find_place(request)
    if place is None:
        return _place_not_found(request)
    form = ReportForm(request.POST if request.method == "POST" else None, sends_email=is_email_configured())
    if not form.is_bound:
        return _page(request, form, place)
    if form.is_by_program:
        return _redirect_to_thanks(place)
    if not form.is_valid():
        return _page(request, form, place, status=HTTPStatus.BAD_REQUEST)
    try:
        report_error(
            place.document,
            form.cleaned_data["message"],
            language=place.version.language,
            place=place.place,
            path=place.path,
            email=form.cleaned_data.get("email", ""),
            reader_language=get_language() or "en",
            ip_address=counted_address(request),
        )
    except TooManyReportsError:
        message = _("Too many errors have been reported. Your report was not sent. Try again in an hour.")
        response = _page(request, form, place, message, HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(REPORT_PERIOD.seconds)
        return response
    return _redirect_to_thanks(place)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Thank the reader, and link back to the place."""
    place = _find_place(request)
    return render(request, "reports/sent.html", {"place": place}) if place else _place_not_found(request)


def _find_place(request: HttpRequest) -> ReportedPlace | None:
    document, place, language = (request.GET.get(name, "") for name in ("document", "place", "language"))
    return find_place(document, place, language, request.user)


def _redirect_to_thanks(place: ReportedPlace) -> HttpResponse:
    return redirect(f"{reverse('error-reported')}?{place.query}")


def _place_not_found(request: HttpRequest) -> HttpResponse:
    message = _("The place of the error was not found. Open the document, and use the link “Report an error” there.")
    return not_found(request, message, [SuggestedLink(_("All documents"), reverse("documents"))])


def _page(
    request: HttpRequest, form: ReportForm, place: ReportedPlace, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "place": place, "error": error, "max_length": MAX_MESSAGE_LENGTH}
    response = render(request, "reports/report.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
