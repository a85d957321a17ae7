"""The name of a recommendation in its document, as the title of a card or page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recommendations.models import Recommendation


def recommendation_label(recommendation: Recommendation) -> str:
    """Return "para. 12 (a)" for a recommendation, "Operative paragraph 4" for an operative paragraph."""
    if recommendation.kind != Recommendation.Kind.OPERATIVE:
        return recommendation.path
    if not recommendation.label:
        return _("Operative paragraph")
    return _("Operative paragraph %(number)s") % {"number": recommendation.label}


def page_title(recommendation: Recommendation) -> str:
    """Return the title of its page: "Recommendation para. 12 (a)", "Operative paragraph 4"."""
    if recommendation.kind == Recommendation.Kind.OPERATIVE:
        return recommendation_label(recommendation)
    return _("Recommendation %(path)s") % {"path": recommendation.path}
