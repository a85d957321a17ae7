"""Write Atom feeds (RFC 4287) in pages (RFC 5005).

Identifiers are tag URIs (RFC 4151) made of the lasting addresses, so that they do not depend on the protocol.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

MEDIA_TYPE = "application/atom+xml"
TAG_YEAR = 2026  # a year in which the portal's owner had its domain (RFC 4151); part of all identifiers
_NEVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the update of an empty feed; RFC 4287 requires one
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. ``address`` is absolute, ``identity`` the lasting part of its identifier: a path.

    ``text`` is in ``language``; ``summary``, if any, in the language of the feed.
    """

    address: str
    identity: str
    title: str
    updated: datetime.datetime
    published: datetime.datetime
    author: str
    summary: str = ""
    text: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a feed. ``page`` is the address of the page of the portal that it follows, ``links`` the addresses of
    this page ("self") and of others ("first", "next", …) by relation. All addresses are absolute."""

    title: str
    page: str
    identity: str
    language: str
    author: str
    links: Mapping[str, str]
    entries: Sequence[Entry] = field(default_factory=tuple)

    @property
    def updated(self) -> datetime.datetime:
        """The time of the latest update of an entry."""
        return max((entry.updated for entry in self.entries), default=_NEVER)


def feed_response(feed: Feed) -> HttpResponse:
    """Return a feed as a response, which clients may store but must revalidate: a withdrawn text disappears at once."""
    host = urlsplit(feed.page).hostname or "localhost"
    writer = _Writer(feed, host)
    for entry in feed.entries:
        writer.add_item(
            title=_clean(entry.title),
            link=entry.address,
            description=_clean(entry.summary),
            unique_id=_tag(host, entry.identity),
            updateddate=entry.updated,
            pubdate=entry.published,
            author_name=_clean(entry.author),
            categories=entry.categories,
            text=_clean(entry.text),
            language=entry.language,
        )
    response = HttpResponse(content_type=f"{MEDIA_TYPE}; charset=utf-8")
    writer.write(response, "utf-8")
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


class _Writer(Atom1Feed):
    """Django's writer, with links between pages, plain texts and the language of each text."""

    def __init__(self, feed: Feed, host: str) -> None:
        super().__init__(
            title=feed.title,
            link=feed.page,
            description="",
            language=feed.language,
            author_name=feed.author,
            feed_url=feed.links["self"],
            feed_guid=_tag(host, feed.identity),
        )
        self._links = {relation: address for relation, address in feed.links.items() if relation != "self"}
        self._updated = feed.updated

    def latest_post_date(self) -> datetime.datetime:
        return self._updated

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self._links.items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address, "type": MEDIA_TYPE})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate"})
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.startElement("author", AttributesImpl({}))
        handler.addQuickElement("name", item["author_name"])
        handler.endElement("author")
        handler.addQuickElement("id", item["unique_id"])
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        if item["text"]:
            handler.addQuickElement("content", item["text"], {"type": "text", "xml:lang": item["language"]})
        for category in item["categories"]:
            handler.addQuickElement("category", "", {"term": category})


def _tag(host: str, path: str) -> str:
    return f"tag:{host},{TAG_YEAR}:{path}"


def _clean(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _NOT_IN_XML.sub("", text)
