"""Confirm many proposed links between versions at once, and link recommendations by hand."""

from __future__ import annotations

import random
import uuid

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from documents.labels.places import shown_place
from documents.models import LEADING_FIRST, LanguageVersion
from documents.queries.documents import find_document, visible_documents
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user, require_permission
from documents.web.phrases import sentence_list
from recommendations.lineage.comparison import Comparison
from recommendations.lineage.review import ReviewedLink
from recommendations.models import Lineage, Recommendation
from recommendations.queries.lineage import proposals_above, with_recommendations
from recommendations.queries.recommendations import with_details
from recommendations.services.lineage import MAX_AT_ONCE, LineageError, confirm_above, link_by_hand, undo_batch

can_decide = require_permission("recommendations.change_lineage")
LEAST_CERTAIN_SHOWN, RANDOM_SHOWN = 5, 5  # links of a sample
DEFAULT_SCORE = 90  # percent


class ScoreForm(forms.Form):
    """The minimum similarity of the links to confirm, in percent."""

    above = forms.IntegerField(
        label=gettext_lazy("Minimum similarity (percent)"),
        min_value=50,
        max_value=100,
        initial=DEFAULT_SCORE,
        error_messages={
            "invalid": gettext_lazy("Enter a number from 50 to 100."),
            "min_value": gettext_lazy("Enter a number from 50 to 100."),
            "max_value": gettext_lazy("Enter a number from 50 to 100."),
        },
    )


class ConfirmationForm(ScoreForm):
    """The confirmation, after looking at a sample of the links. ``latest`` is the newest link of the page."""

    latest = forms.IntegerField()
    checked = forms.BooleanField(
        error_messages={"required": gettext_lazy("Nothing was confirmed. Look at the sample, then tick the box.")}
    )


@can_decide
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Show a sample of the proposed links above a similarity, and confirm all of them."""
    if request.method == "POST":
        confirmation = ConfirmationForm(request.POST)
        if confirmation.is_valid():
            values = confirmation.cleaned_data
            batch, count = confirm_above(values["above"] / 100, current_user(request), latest=values["latest"])
            message = ngettext("%(count)s link was confirmed.", "%(count)s links were confirmed.", count)
            messages.success(request, message % {"count": count})
            return redirect("lineage-batch", batch) if count else redirect("lineage-confirm-many")
        for errors in confirmation.errors.values():
            messages.error(request, sentence_list(errors))
    data = request.POST if request.method == "POST" else request.GET
    form = ScoreForm({"above": data.get("above") or DEFAULT_SCORE})
    score = form.cleaned_data["above"] / 100 if form.is_valid() else 1.01
    links = proposals_above(score)
    context = {
        "form": form,
        "total": links.count(),
        "max_at_once": MAX_AT_ONCE,
        "sample": _sample(list(links.values_list("pk", flat=True))),
        "latest": links.aggregate(latest=Max("pk", default=0))["latest"],
    }
    return render(request, "lineage/confirm_many.html", context, status=200 if form.is_valid() else 400)


def _sample(keys: list[int]) -> list[ReviewedLink]:
    """Return the least certain links, and others chosen at random, with their texts compared."""
    others = keys[LEAST_CERTAIN_SHOWN:]
    chosen = [*keys[:LEAST_CERTAIN_SHOWN], *random.sample(others, min(RANDOM_SHOWN, len(others)))]
    links = with_recommendations(Lineage.objects.filter(pk__in=chosen)).order_by("score", "pk")
    rows = with_details(Recommendation.objects.all()).in_bulk(
        [key for link in links for key in (link.earlier_id, link.later_id)]
    )
    return [ReviewedLink(link, Comparison(rows[link.earlier_id], rows[link.later_id]), False) for link in links]


@can_decide
@require_http_methods(["GET", "HEAD", "POST"])
def batch_of_links(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Show the links that were confirmed together, and undo the confirmations."""
    if request.method == "POST":
        count = undo_batch(batch, current_user(request))
        message = ngettext(
            "%(count)s link is a proposed link again.", "%(count)s links are proposed links again.", count
        )
        messages.success(request, message % {"count": count})
        return redirect("lineage-batch", batch)
    links = with_recommendations(Lineage.objects.filter(batch=batch)).order_by("-score", "pk")
    return render(request, "lineage/batch.html", {"links": list(links)})


class DocumentsForm(forms.Form):
    """Two documents to link by hand."""

    earlier = forms.CharField(label=gettext_lazy("Symbol of the earlier document"), max_length=200)
    later = forms.CharField(label=gettext_lazy("Symbol of the later document"), max_length=200)


@can_decide
@require_http_methods(["GET", "HEAD"])
def choose_documents(request: HttpRequest) -> HttpResponse:
    """Find two documents by their symbols, and redirect to the page that links their recommendations."""
    form = DocumentsForm(request.GET or None)
    if form.is_valid():
        versions = {name: _versions(request, form.cleaned_data[name]) for name in ("earlier", "later")}
        for name, found in versions.items():
            if not found:
                form.add_error(name, _("No document has this symbol. Check it, or copy it from the document."))
        shared = [language for language in versions["earlier"] if language in versions["later"]]
        if form.is_valid() and versions["earlier"] == versions["later"]:
            form.add_error("later", _("Choose two different documents."))
        elif form.is_valid() and not shared:
            form.add_error("later", _("The two documents have no language in common."))
        elif form.is_valid():
            return redirect("lineage-pair", *(versions[name][shared[0]] for name in ("earlier", "later")))
    return render(request, "lineage/choose_documents.html", {"form": form}, status=400 if form.errors else 200)


def _versions(request: HttpRequest, symbol: str) -> dict[str, int]:
    """Return a map from languages to the versions of a document, the leading language first."""
    found = find_document(visible_documents(request.user).prefetch_related("symbols"), symbol.strip().replace("\0", ""))
    rows = LanguageVersion.objects.filter(document=found.document) if found else LanguageVersion.objects.none()
    return dict(rows.order_by(*LEADING_FIRST).values_list("language", "pk"))


@can_decide
@require_POST
def link(request: HttpRequest, earlier: int, later: int) -> HttpResponse:
    """Link a recommendation of the earlier version with one of the later version."""
    address = reverse("lineage-pair", args=[earlier, later])
    rows = [
        _recommendation(version, request.POST.get(name, ""))
        for name, version in (("recommendation", earlier), ("later", later))
    ]
    if rows[0] is None:
        message = _("This recommendation does not exist.")
        return not_found(request, message, [SuggestedLink(_("Earlier and later versions"), address)])
    if rows[1] is None:
        messages.error(request, _("Nothing was linked. Choose the later version from the list."))
        return redirect(f"{address}#end-{rows[0].pk}")
    try:
        link_by_hand(rows[0], rows[1], current_user(request))
    except LineageError as error:
        messages.error(request, str(error))
    else:
        text = _("Confirmed: %(later)s is a later version of %(earlier)s.")
        messages.success(request, text % {"earlier": shown_place(rows[0].path), "later": shown_place(rows[1].path)})
    return redirect(f"{address}#main")


def _recommendation(version: int, key: str) -> Recommendation | None:
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    rows = Recommendation.objects.filter(version=version).select_related("version__document__meeting")
    return rows.filter(pk=int(key)).first()
