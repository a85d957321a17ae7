"""The page about the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.queries.documents import document_list, published_documents
from recommendations.api.endpoints import BASE, ENDPOINTS
from recommendations.api.parameters import DEFAULT_LIMIT, MAX_LIMIT
from recommendations.api.problems import ProblemType


def _examples() -> list[tuple[str, str]]:
    """Return example addresses with labels."""
    examples = [
        (_("Adopted recommendations on joint investigations"), "recommendations?q=joint+investigations&status=adopted"),
        (
            _("Recommendations that cite article 18, paragraph 13, of the Convention"),
            "recommendations?article=untoc:18:13",
        ),
        (_("Paragraphs of any document that contain a phrase"), "paragraphs?q=%22central+authorities%22"),
        (_("The meetings of one body"), "meetings?body=cop"),
        (_("The articles of the Convention, a hundred at a time"), "articles?instrument=untoc&limit=100"),
    ]
    if document := document_list(published_documents().prefetch_related("symbols")).first():
        examples.append((_("The newest document, by its symbol"), f"documents/{document.address}"))
    return [(label, BASE + address) for label, address in examples]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Describe the API, with examples."""
    context = {
        "endpoints": ENDPOINTS,
        "examples": _examples(),
        "root": request.build_absolute_uri(BASE),
        "kinds": list(ProblemType),
        "default_limit": DEFAULT_LIMIT,
        "max_limit": MAX_LIMIT,
    }
    return render(request, "api/about.html", context)
