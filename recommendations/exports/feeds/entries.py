"""Entries of feeds for recommendations, paragraphs and documents."""

from __future__ import annotations

import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.citing import PUBLISHER
from documents.labels.places import shown_place
from documents.models import Document, Paragraph
from documents.models.titles import shown_title
from documents.web.phrases import apposition, labelled, sentence, sentence_list, shorten_to_characters
from recommendations.api.addresses import Addresses
from recommendations.exports.feeds.atom import Entry
from recommendations.labels.places import name_in_document, opening_words
from recommendations.labels.status import status_sentence
from recommendations.models import Recommendation
from recommendations.search.rows import Row

MAX_TITLE_WORDS = 12  # of a text
MAX_TITLE_LENGTH = 80  # characters of a paragraph


def found_entry(row: Row, addresses: Addresses) -> Entry:
    """Return the entry for a recommendation or paragraph with its version, document and meeting."""
    return _recommendation(row, addresses) if isinstance(row, Recommendation) else _paragraph(row, addresses)


def _recommendation(row: Recommendation, addresses: Addresses) -> Entry:
    published = _published(row)
    endorsed = row.endorsement.version.published_at if row.endorsement and row.status != row.stated_status else None
    return Entry(
        address=addresses.page(row),
        identity=addresses.path(row),
        title=labelled(capfirst(name_in_document(row)), opening_words(row, MAX_TITLE_WORDS)),
        updated=max(filter(None, (published, row.corrected_at, endorsed))),
        published=published,
        author=row.meeting.body.label if row.meeting else PUBLISHER,
        summary=status_sentence(row),
        text=row.text,
        language=row.version.language,
        categories=(row.status,),
    )


def _paragraph(row: Paragraph, addresses: Addresses) -> Entry:
    document, published = row.version.document, _published(row)
    place = f"?language={row.version.language}#{row.anchor}"
    name = apposition(filter(None, (document, shown_place(row.path))))
    return Entry(
        address=addresses.page(document) + place,
        identity=addresses.path(document) + place,
        title=labelled(name, shorten_to_characters(row.text, MAX_TITLE_LENGTH)),
        updated=published,
        published=published,
        author=document.meeting.body.label if document.meeting else PUBLISHER,
        text=row.text,
        language=row.version.language,
    )


def _published(row: Row) -> datetime.datetime:
    """Return when the version of a row became public. It may have been unpublished a moment ago."""
    return row.version.published_at or datetime.datetime.now(datetime.UTC)


def document_entry(
    document: Document, published: datetime.datetime, updated: datetime.datetime, addresses: Addresses
) -> Entry:
    """Return the entry for a document whose versions became public at these times."""
    title = shown_title(document)[0] or _("Untitled document")
    kind = sentence(capfirst(document.get_kind_display())) if document.kind else ""
    return Entry(
        address=addresses.page(document),
        identity=addresses.path(document),
        title=labelled(document.symbol, title) if document.symbol else title,
        updated=updated,
        published=published,
        author=document.body.label if document.body else PUBLISHER,
        summary=sentence_list((kind, document.subtitle)),
    )
