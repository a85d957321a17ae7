"""Structured data of documents and recommendations as JSON-LD, in the vocabulary of https://schema.org.

Every value is also on the page. Addresses are absolute.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from documents.labels.citing import PUBLISHER
from documents.labels.naming import meeting_name
from documents.models import Document, LanguageVersion, Meeting
from recommendations.api.addresses import Addresses
from recommendations.labels.places import page_title
from recommendations.labels.status import status_sentence
from recommendations.models import Recommendation, Topic
from recommendations.reader.citation_targets import Target

CONTEXT = "https://schema.org"
_Kind = Document.Kind
_TYPES = {
    _Kind.RESOLUTION: "Legislation",
    _Kind.REPORT: "Report",
    _Kind.DRAFT_REPORT: "Report",
    _Kind.BACKGROUND_PAPER: "Report",
}
"""Map from the kind of a document to its type at schema.org. The others are a "CreativeWork"."""

Node = dict[str, Any]


def document_node(document: Document, version: LanguageVersion, languages: Iterable[str], addresses: Addresses) -> Node:
    """Return the description of a document in one language. ``languages`` are all its public languages."""
    address = addresses.page(document)
    return _without_empty(
        {
            "@context": CONTEXT,
            **_document_reference(document, addresses),
            "name": version.title or document.title or document.symbol,
            "alternativeHeadline": document.subtitle,
            "inLanguage": version.language,
            "datePublished": document.date.isoformat() if document.date else None,
            "genre": document.get_kind_display() if document.kind else "",
            "author": _organization(document.body.name) if document.body else None,
            "publisher": _organization(PUBLISHER),
            "recordedAt": _event(document.meeting, addresses) if document.meeting else None,
            "workTranslation": [
                {"@type": "CreativeWork", "@id": f"{address}?language={language}", "inLanguage": language}
                for language in languages
                if language != version.language
            ],
        }
    )


def recommendation_node(
    row: Recommendation, articles: Iterable[Target], topics: Iterable[Topic], addresses: Addresses, citation: str
) -> Node:
    """Return the description of a recommendation, given the articles and topics it relates to and its citation."""
    document = row.version.document
    subjects = [
        {"@type": "Legislation", "name": target.name, "url": addresses.absolute(target.address)} for target in articles
    ]
    subjects += [{"@type": "DefinedTerm", "name": topic.label, "url": addresses.page(topic)} for topic in topics]
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "CreativeWork",
            "@id": addresses.page(row),
            "url": addresses.page(row),
            "identifier": citation,
            "name": capfirst(page_title(row)),
            "text": row.text,
            "inLanguage": row.version.language,
            "creativeWorkStatus": status_sentence(row),
            "datePublished": document.date.isoformat() if document.date else None,
            "pagination": str(row.page) if row.page else "",
            "publisher": _organization(PUBLISHER),
            "isPartOf": {**_document_reference(document, addresses), "name": row.version.title or document.title},
            "recordedAt": _event(row.meeting, addresses) if row.meeting else None,
            "audience": [{"@type": "Audience", "audienceType": addressee.label} for addressee in row.addressees.all()],
            "about": subjects,
        }
    )


def as_script(node: Node) -> SafeString:
    """Return a description as an element of a page. Browsers do not execute it, so that the content security policy
    allows it; "<", ">" and "&" are escaped, so that no text can end the element."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04X}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped above


def _document_reference(document: Document, addresses: Addresses) -> Node:
    kind = _TYPES.get(_Kind(document.kind), "CreativeWork") if document.kind else "CreativeWork"
    numbers = {"Report": "reportNumber", "Legislation": "legislationIdentifier"}
    return _without_empty(
        {
            "@type": kind,
            "@id": addresses.page(document),
            "url": addresses.page(document),
            "identifier": list(document.printed_symbols),
            numbers.get(kind, ""): document.symbol,
        }
    )


def _event(meeting: Meeting, addresses: Addresses) -> Node:
    return _without_empty(
        {
            "@type": "Event",
            "name": capfirst(meeting_name(meeting)),
            "url": addresses.page(meeting),
            "startDate": meeting.start.isoformat() if meeting.start else None,
            "endDate": meeting.end.isoformat() if meeting.end else None,
            "location": {"@type": "Place", "name": meeting.place} if meeting.place else None,
        }
    )


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _without_empty(values: Mapping[str, Any]) -> Node:
    return {name: value for name, value in values.items() if name and value}
