"""The pages of a feed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

FEED_SIZE = 50  # entries of a page


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of a feed, from 1. ``last`` is the number of the last page, None if it is not known."""

    number: int
    has_next: bool
    last: int | None = None

    @property
    def start(self) -> int:
        """The number of entries before the page."""
        return (self.number - 1) * FEED_SIZE

    def links(self, request: HttpRequest) -> dict[str, str]:
        """Return the absolute addresses of this page and of others by relation, as RFC 5005 names them."""
        pages = {"self": self.number, "first": 1}
        if self.number > 1:
            pages["previous"] = self.number - 1
        if self.has_next:
            pages["next"] = self.number + 1
        if self.last:
            pages["last"] = self.last
        return {relation: _address(request, page) for relation, page in pages.items()}


def page_count(total: int) -> int:
    """Return the number of pages for a number of entries, at least 1."""
    return max(1, -(-total // FEED_SIZE))


def _address(request: HttpRequest, page: int) -> str:
    parameters = request.GET.copy()
    parameters.pop("page", None)
    if page > 1:
        parameters["page"] = str(page)
    query = parameters.urlencode(safe="/:")
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)
