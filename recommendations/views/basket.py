"""The basket page, changes to the basket, and lists that others share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from documents.web.error_pages import SuggestedLink, not_found
from documents.web.language_addresses import without_language
from documents.web.same_origin import require_same_origin
from recommendations.exports.basket import MAX_ITEMS, MAX_NOTE_LENGTH, Basket
from recommendations.exports.request import SHARED
from recommendations.exports.sharing import PARAMETER, read_shared, share_queries
from recommendations.labels.facet_values import names
from recommendations.queries.recommendations import visible_recommendations, with_details
from recommendations.queries.retired import retired_among
from recommendations.results.cards import cards
from recommendations.search.listing import Listing, hits_of, list_selected, numbers_of
from recommendations.search.query import SearchQuery

PAGE_SIZE = 50


@require_same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def basket(request: HttpRequest) -> HttpResponse:
    """Show the basket in the order chosen by the reader; a POST applies one of :data:`CHANGES`.

    Recommendations that are no longer public are removed. Retired ones stay, listed below the others, because they may
    be restored.
    """
    if request.method == "POST":
        return _change(request)
    basket_items = Basket(request.session)
    listing = list_selected(basket_items.keys)
    missing = set(basket_items.keys) - {row.key for row in listing.rows}
    retired = retired_among(missing)
    if not_public := missing - {row.key for row in retired}:
        basket_items.remove(not_public)
    page = _page(request, listing)
    context = {
        "compile_parameters": [("from", "basket")],
        "notes": basket_items.notes,
        "max_note_length": MAX_NOTE_LENGTH,
        "share_links": _share_links(request, [row.key for row in listing.rows]),
        "unpublished_count": len(not_public),
        "retired": retired,
        "removed_count": len(basket_items.removed),
        **page,
    }
    return render(request, "basket/basket.html", context)


def _page(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """Return the template context for one page of a list."""
    last = max(1, math.ceil(len(listing.rows) / PAGE_SIZE))
    text = request.GET.get("page", "1")
    page = min(max(1, int(text)), last) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    first = (page - 1) * PAGE_SIZE
    return {
        "cards": cards(
            hits_of(listing.rows[first : first + PAGE_SIZE], listing.snapshot), names(listing.snapshot.generation)
        ),
        "total": len(listing.rows),
        "first": first + 1,
        "page": page,
        "pages": range(1, last + 1) if last > 1 else (),
    }


# --- sharing -----------------------------------------------------------------------------------------


def _share_links(request: HttpRequest, keys: Sequence[int]) -> list[str]:
    address = request.build_absolute_uri(without_language(reverse("shared-basket")))
    return [f"{address}?{query}" for query in share_queries(keys)]


@require_same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def shared_basket(request: HttpRequest) -> HttpResponse:
    """Show the recommendations that a link names; a POST adds them all to the reader's basket."""
    values = request.GET.getlist(PARAMETER)
    shared = read_shared(values)
    listing = list_selected(shared.keys)
    if request.method == "POST":
        return _add_all(request, [row.key for row in listing.rows])
    context = {
        "retired": shared.retired,
        "missing": shared.missing,
        "address": f"{request.path}?{urlencode([(PARAMETER, value) for value in values], safe='/:,()')}",
        "compile_parameters": [("from", SHARED), *((PARAMETER, value) for value in values)],
        **_page(request, listing),
    }
    return render(request, "basket/shared.html", context)


def _add_all(request: HttpRequest, keys: Sequence[int]) -> HttpResponse:
    basket_items = Basket(request.session)
    before = len(basket_items)
    left_out = basket_items.add_all(keys)
    added = len(basket_items) - before
    if added:
        message = ngettext(
            "%(count)s recommendation was added to your basket.",
            "%(count)s recommendations were added to your basket.",
            added,
        )
        messages.success(request, message % {"count": added})
    elif not keys:
        messages.error(request, _("Nothing was added. This link leads to no recommendations."))
    elif not left_out:
        messages.success(request, _("All of them were already in your basket."))
    if left_out:
        message = ngettext(
            "The basket is full (%(maximum)s recommendations): %(count)s recommendation was not added.",
            "The basket is full (%(maximum)s recommendations): %(count)s recommendations were not added.",
            left_out,
        )
        messages.error(request, message % {"maximum": MAX_ITEMS, "count": left_out})
    return redirect("basket")


# --- comparing ---------------------------------------------------------------------------------------


@require_safe
def compare_two(request: HttpRequest) -> HttpResponse:
    """Redirect to the comparison of two recommendations (``first`` and ``second``)."""
    keys = [_read_key(request.GET.get(name, "")) for name in ("first", "second")]
    rows = with_details(visible_recommendations(request.user)).in_bulk(keys)
    if len(rows) < len(keys):
        message = _("Choose two different recommendations from the basket to compare.")
        return not_found(request, message, [SuggestedLink(_("Basket"), reverse("basket"))])
    first, second = (rows[key] for key in keys)
    return redirect(first.comparison_with(second))


# --- changes -----------------------------------------------------------------------------------------


def _change(request: HttpRequest) -> HttpResponse:
    basket_items = Basket(request.session)
    name = next((name for name in (*CHANGES, "note") if name in request.POST), "")
    value = request.POST.get(name, "")
    key = _read_key(value)
    if not name or (name not in ("clear", "restore") and not key):
        return _reject_change(request)
    if name == "add" and not numbers_of([key]):
        return not_found(request, _("This recommendation does not exist."), [_search_link()])
    error = _set_note(basket_items, key, request) if name == "note" else CHANGES[name](basket_items, key)
    if request.headers.get("HX-Request"):
        added = name == "add" and not error
        return render(request, "basket/button_response.html", {"key": key, "error": error, "added": added})
    if error:
        messages.error(request, error)
    return redirect(_return_address(request, key))


def _read_key(value: str) -> int:
    """Return the key of a recommendation in a form, or 0 if it is not one."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def _add(basket_items: Basket, key: int) -> str:
    if basket_items.is_full and key not in basket_items:
        message = _(
            "The basket is full (%(maximum)s recommendations). Remove some recommendations or compile the basket first."
        )
        return message % {"maximum": MAX_ITEMS}
    basket_items.add(key)
    return ""


def _remove(basket_items: Basket, key: int) -> str:
    basket_items.remove([key])
    return ""


def _move_up(basket_items: Basket, key: int) -> str:
    basket_items.move(key, -1)
    return ""


def _move_down(basket_items: Basket, key: int) -> str:
    basket_items.move(key, 1)
    return ""


def _set_note(basket_items: Basket, key: int, request: HttpRequest) -> str:
    basket_items.set_note(key, request.POST.get("text", "").replace("\0", "").strip())
    return ""


def _clear(basket_items: Basket, key: int) -> str:
    basket_items.clear()
    return ""


def _restore(basket_items: Basket, key: int) -> str:
    basket_items.restore()
    return ""


CHANGES: dict[str, Callable[[Basket, int], str]] = {
    "add": _add,
    "remove": _remove,
    "up": _move_up,
    "down": _move_down,
    "clear": _clear,
    "restore": _restore,
}
"""Map from the name of a change in the form (whose value is a key) to a function that returns an error or ""."""


def _reject_change(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Nothing was changed. Choose what to add or remove."))
    return redirect("basket")


def _return_address(request: HttpRequest, key: int) -> str:
    """Return the address of the page where the change was made, scrolled to the same button."""
    address = request.POST.get("next", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        address = reverse("basket")
    return f"{address.partition('#')[0]}#basket-{key}"


def _search_link() -> SuggestedLink:
    return SuggestedLink(_("All recommendations"), SearchQuery().address)
