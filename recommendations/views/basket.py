"""The basket page, and its changes."""

from __future__ import annotations

import math
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.web.error_pages import SuggestedLink, not_found
from documents.web.same_origin import require_same_origin
from recommendations.exports.basket import MAX_ITEMS, Basket
from recommendations.labels.facet_values import names
from recommendations.queries.retired import retired_among
from recommendations.results.cards import cards
from recommendations.search.listing import hits_of, list_selected, numbers_of
from recommendations.search.query import SearchQuery

PAGE_SIZE = 50


@require_same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def basket(request: HttpRequest) -> HttpResponse:
    """Show the basket in the order of collection; a POST changes it by one of :data:`CHANGES`.

    Recommendations that are not public any more are removed. Retired ones stay, listed below the others, as they may be
    restored.
    """
    if request.method == "POST":
        return _change(request)
    items = Basket(request.session)
    listing = list_selected(items.keys)
    missing = set(items.keys) - {row.key for row in listing.rows}
    retired = retired_among(missing)
    if not_public := missing - {row.key for row in retired}:
        items.remove(not_public)
    pages = max(1, math.ceil(len(listing.rows) / PAGE_SIZE))
    page = _page(request, pages)
    first = (page - 1) * PAGE_SIZE
    hits = hits_of(listing.rows[first : first + PAGE_SIZE])
    context = {
        "compile_parameters": [("from", "basket")],
        "cards": cards(hits, names(listing.snapshot.generation)),
        "total": len(listing.rows),
        "first": first + 1,
        "gone": len(not_public),
        "retired": retired,
        "page": page,
        "pages": range(1, pages + 1) if pages > 1 else (),
    }
    return render(request, "basket/basket.html", context)


def _page(request: HttpRequest, last: int) -> int:
    asked = request.GET.get("page", "1")
    return min(max(1, int(asked)), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


# --- changes -----------------------------------------------------------------------------------------


def _change(request: HttpRequest) -> HttpResponse:
    items = Basket(request.session)
    name = next((name for name in CHANGES if name in request.POST), "")
    value = request.POST.get(name, "")
    key = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
    if not name or (name != "clear" and not key):
        return _no_change(request)
    if name == "add" and not numbers_of([key]):
        return not_found(request, _("This recommendation does not exist."), [_offer()])
    refusal = CHANGES[name](items, key)
    if request.headers.get("HX-Request"):
        return render(request, "basket/button_answer.html", {"key": key, "refusal": refusal})
    if refusal:
        messages.error(request, refusal)
    return redirect(_place(request, key))


def _add(items: Basket, key: int) -> str:
    if items.is_full and key not in items:
        message = _("The basket is full (%(most)s recommendations). Remove some or compile them first.")
        return message % {"most": MAX_ITEMS}
    items.add(key)
    return ""


def _remove(items: Basket, key: int) -> str:
    items.remove([key])
    return ""


def _up(items: Basket, key: int) -> str:
    items.move(key, -1)
    return ""


def _down(items: Basket, key: int) -> str:
    items.move(key, 1)
    return ""


def _clear(items: Basket, key: int) -> str:
    items.clear()
    return ""


CHANGES: dict[str, Callable[[Basket, int], str]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "clear": _clear,
}
"""Changes by their name in the form, whose value is a key. Each returns an error message or ""."""


def _no_change(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Nothing was changed. Choose what to add or remove."))
    return redirect("basket")


def _place(request: HttpRequest, key: int) -> str:
    """Return the address of the page where the change was made, at the same place."""
    address = request.POST.get("next", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        address = reverse("basket")
    return f"{address.partition('#')[0]}#basket-{key}"


def _offer() -> SuggestedLink:
    return SuggestedLink(_("All recommendations"), SearchQuery().address)
