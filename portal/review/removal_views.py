"""Delete a document or a language version, once a person has seen what goes with it and has typed its symbol."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.models import Change
from documents.services import document_name, remove_document, remove_version, version_name
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user
from portal.review.removal import Removal, find_removal, objection_to
from portal.review.views import can_review, version_not_found, versions_of


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, address: str) -> HttpResponse:
    """List what is deleted with the document, or with its version in ``language``; delete it if its symbol is typed."""
    versions = versions_of(request, address)
    language = request.GET.get("language", "")
    version = next((row for row in versions if row.language == language), None)
    if not versions or (language and version is None):
        return _already_deleted(request, address) or version_not_found(request, address)
    removal = find_removal(versions[0].document, version, versions)
    if objection := objection_to(removal, current_user(request)):
        raise PermissionDenied(objection)
    if request.method != "POST":
        return _page(request, removal)
    if request.POST.get("seen") != removal.stamp:
        message = _("The document has changed since you opened this page. Check the list again.")
        return _page(request, removal, message, 409)
    if request.POST.get("name", "").strip().casefold() != removal.name.casefold():
        return _page(request, removal, _("Type “%(name)s” to confirm.") % {"name": removal.name}, 400)
    return _delete(request, removal)


def _delete(request: HttpRequest, removal: Removal) -> HttpResponse:
    if removal.version is not None:
        name = version_name(removal.version)
        remove_version(removal.version, current_user(request))
        messages.success(request, _("Deleted: %(name)s.") % {"name": name})
        return redirect("document-review", removal.document.address)
    name = document_name(removal.document)
    remove_document(removal.document, current_user(request))
    messages.success(request, _("Deleted: %(name)s.") % {"name": name})
    return redirect("review-waiting")


def _page(request: HttpRequest, removal: Removal, error: str = "", status: int = 200) -> HttpResponse:
    context = {"removal": removal, "document": removal.document, "error": error, "typed": request.POST.get("name", "")}
    return render(request, "review/delete.html", context, status=status)


def _already_deleted(request: HttpRequest, address: str) -> HttpResponse | None:
    """Return a page that says who deleted the document at an address, or None if nobody did."""
    deletions = Change.objects.filter(action__in=("document.deleted", "version.deleted"))
    deleted = deletions.filter(subject=address).first() or deletions.filter(subject__startswith=f"{address} (").first()
    if deleted is None:
        return None
    message = _("%(name)s was deleted by %(who)s.") % {"name": deleted.subject, "who": deleted.made_by_name}
    return not_found(request, message, [SuggestedLink(_("Review"), reverse("review-waiting"))])
