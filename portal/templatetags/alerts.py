"""Links to follow what a page shows."""

from __future__ import annotations

from django import template
from django.urls import reverse

from documents.web.url_cache import cached_reverse
from portal.emails import is_email_configured
from recommendations.search.query import SearchQuery

register = template.Library()


@register.inclusion_tag("alerts/follow_links.html")
def follow_links(query: SearchQuery, feed: str = "") -> dict[str, str]:
    """Show links to follow a search by e-mail, if the portal can send e-mails, and by a feed: that of the page, or else
    that of the search."""
    followed = query.sorted_by("")
    return {
        "address": followed.address_at(cached_reverse("follow")) if is_email_configured() else "",
        "feed": feed or followed.address_at(reverse("recommendations-feed")),
    }
