"""URLs of the API. Unknown addresses below /api/ also get a JSON error."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _

from recommendations.api import endpoints, openapi, pages
from recommendations.api.endpoints import BASE
from recommendations.api.mcp import mcp
from recommendations.api.parameters import reject_parameters
from recommendations.api.problems import ProblemError, ProblemType
from recommendations.api.recommendation_views import recommendation_by_key
from recommendations.api.responses import endpoint_view
from recommendations.api.schemas import Schema


def description(request: HttpRequest) -> Schema:
    """Return the OpenAPI document."""
    reject_parameters(request)
    return openapi.document()


def unknown_address(request: HttpRequest, rest: str) -> None:
    """Raise a problem for an address that the API does not have."""
    message = _("The API has no address /api/%(rest)s. See %(base)sopenapi.json for all addresses.")
    raise ProblemError(ProblemType.NOT_FOUND, message % {"rest": rest, "base": BASE})


urlpatterns = [path("api/", pages.about, name="api")]

ENDPOINTS = [
    path("mcp/", mcp, name="mcp"),
    path(f"{BASE[1:]}recommendations/<int:id>", endpoint_view(recommendation_by_key), name="api-recommendation-by-key"),
    path(f"{BASE[1:]}openapi.json", endpoint_view(description), name="api-openapi"),
    *(
        path(f"{BASE[1:]}{entry.route}", endpoint_view(entry.view), name=f"api-{entry.name}")
        for entry in endpoints.ENDPOINTS
    ),
    path("api/<path:rest>", endpoint_view(unknown_address)),
]
