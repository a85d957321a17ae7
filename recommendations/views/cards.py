"""The picture of a recommendation for link previews, at its address with the suffix ".png"."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from recommendations.exports.card.card import draw_card
from recommendations.queries.recommendations import find_recommendation

MAX_AGE = 24 * 3600  # seconds for which browsers may keep a card; services that show previews keep it longer


@require_safe
def card(request: HttpRequest, address: str, place: str) -> HttpResponse:
    """Return the card of a public recommendation in a ``language``, or else that of its address. Former addresses
    redirect; so does a card that cannot be drawn, to the picture of the portal.
    """
    found = find_recommendation(address, place, AnonymousUser())
    if found is None:
        raise Http404
    language = request.GET.get("language", "")
    row = next((text for text in found.texts if text.version.language == language), found.texts[0])
    if found.has_moved:
        path = reverse("recommendation-card", args=[row.version.document.address, row.place])
        return redirect(f"{path}?language={row.version.language}", permanent=True)
    picture = draw_card(row)
    if picture is None:
        return redirect(static("preview.jpg"))
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response
