"""Template tags for follow-up on other pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.text import capfirst

from recommendations.follow_up.entries import can_view_follow_up, entries_of
from recommendations.index.snapshot import read_index
from recommendations.labels.facet_values import names
from recommendations.models import FollowUp, Recommendation, SearchScope

register = template.Library()


@register.inclusion_tag("follow_up/recommendation_panel.html", takes_context=True)
def follow_up_of(context: dict[str, Any], recommendation: Recommendation) -> dict[str, Any]:
    """Show staff the follow-up status, with a link to the follow-up page. For an unpublished recommendation, show it
    only if something has been recorded."""
    if not can_view_follow_up(context.get("user") or AnonymousUser()):
        return {"entry": None}
    snapshot, _sets = read_index(SearchScope.RECOMMENDATIONS)
    entry = entries_of([recommendation], names(snapshot.generation))[recommendation.pk]
    is_public = recommendation.version.published_at is not None
    return {"entry": entry if is_public or entry.changed_at else None}


@register.filter
def state_label(state: str) -> str:
    """Return the label of a status, such as "Under way"."""
    return capfirst(str(FollowUp.State(state).label))
