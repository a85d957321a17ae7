"""Build API responses from rows, without queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, Literal

from django.urls import reverse
from django.utils.text import capfirst

from documents.labels.naming import meeting_name
from documents.models import Body, Document, DocumentFile, LanguageVersion, Meeting, Paragraph
from recommendations.api import resources, versions, vocabularies
from recommendations.api.addresses import Addresses
from recommendations.api.article_bases import related_articles
from recommendations.api.offsets import offsets_in
from recommendations.labels.status import status_sentence
from recommendations.models import Addressee, Article, Citation, Endorsement, Recommendation, RecommendationTopic, Topic
from recommendations.queries.bases import ArticleBasis
from recommendations.queries.citations import CitedItem
from recommendations.search.hits import Hit

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")  # official languages of the United Nations, in their usual order


# --- references --------------------------------------------------------------------------------------


def labels(translations: Mapping[str, str], fallback: str) -> dict[str, str]:
    """Return a map from official language to label, or only the fallback in English if there are no translations."""
    return {language: translations[language] for language in LANGUAGES if translations.get(language)} or {
        "en": fallback
    }


def document_reference(row: Document, addresses: Addresses) -> resources.DocumentReference:
    """Return a reference to a document, whose symbols should be prefetched."""
    return resources.DocumentReference(
        address=row.address,
        symbols=_symbols(row),
        title=row.title,
        url=addresses.page(row),
        self=addresses.api("document", row.address),
    )


def _symbols(row: Document) -> tuple[str, ...]:
    return tuple(row.printed_symbols)


def meeting_reference(row: Meeting | None, addresses: Addresses) -> resources.MeetingReference | None:
    """Return a reference to a meeting, whose body should be loaded, or None if there is no meeting."""
    if row is None:
        return None
    return addresses.get_or_build(("meeting reference", row.pk), partial(_meeting_reference, row, addresses))


def _meeting_reference(row: Meeting, addresses: Addresses) -> resources.MeetingReference:
    return resources.MeetingReference(
        slug=row.slug,
        name=capfirst(meeting_name(row)),
        start=row.start,
        end=row.end,
        url=addresses.page(row),
        self=addresses.api("meeting", row.slug),
    )


def _addressee(row: Addressee) -> resources.Labelled:
    return resources.Labelled(row.key, labels(row.labels, row.name))


def _topic_reference(link: RecommendationTopic, addresses: Addresses) -> resources.TopicReference:
    topic = link.topic
    return resources.TopicReference(
        key=topic.key,
        labels=labels(topic.labels, topic.key),
        evidence=link.evidence,
        in_heading=link.in_heading,
        url=addresses.page(topic),
        self=addresses.api("topic", topic.key),
    )


def _citation(item: CitedItem, offsets: tuple[int, int] | None, addresses: Addresses) -> resources.Citation:
    row = item.citation
    start, end = offsets or (None, None)
    resolved = row.article or row.value or row.meeting
    return resources.Citation(
        kind=Citation.Kind(row.kind),
        text=row.text,
        place=_citation_place(item),
        start=start,
        end=end,
        article=str(row.article) if row.article else None,
        paragraph=row.article_paragraph or None,
        subparagraph=row.article_subparagraph or None,
        value=row.value or None,
        document=document_reference(item.document, addresses) if item.document else None,
        meeting=meeting_reference(row.meeting, addresses),
        unresolved=None if resolved else row.reason,
    )


def _citation_place(item: CitedItem) -> Literal["text", "footnote", "heading", "by_hand"]:
    if item.citation.is_manual:
        return "by_hand"
    return "heading" if item.in_heading else "footnote" if item.citation.footnote_id is not None else "text"


def _offsets(item: CitedItem, text: str) -> tuple[int, int] | None:
    """Return the offsets of a citation in a recommendation's text, or None if it is elsewhere."""
    row = item.citation
    if item.in_heading or row.paragraph is None:
        return None
    return offsets_in(text, row.paragraph.text, row.start, row.end)


# --- search results ----------------------------------------------------------------------------------


def recommendation_fields(
    row: Recommendation,
    other_languages: Iterable[str],
    cited: Sequence[CitedItem],
    bases: Iterable[ArticleBasis],
    topics: Iterable[RecommendationTopic],
    addresses: Addresses,
) -> dict[str, Any]:
    """Return the fields of :class:`~recommendations.api.resources.Recommendation`."""
    return {
        "id": row.pk,
        "self": addresses.recommendation(row),
        "url": addresses.absolute(row.text_address),
        "document": document_reference(row.version.document, addresses),
        "language": row.version.language,
        "other_languages": tuple(other_languages),
        "place": row.place,
        "anchor": row.anchor,
        "kind": Recommendation.Kind(row.kind),
        "label": row.label,
        "path": row.path,
        "page": row.page,
        "heading": row.heading,
        "text": row.text,
        "corrected": row.corrected_at is not None,
        "corrected_on": row.corrected_at.date() if row.corrected_at else None,
        "alternatives": tuple(resources.Span(span["start"], span["end"]) for span in row.alternatives),
        "status": Recommendation.Status(row.status),
        "stated_status": Recommendation.Status(row.stated_status),
        "status_text": status_sentence(row),
        "standing": status_sentence(row),
        "strength": Recommendation.Strength(row.strength) if row.strength else None,
        "verb": row.verb or None,
        "action": row.action or None,
        "addressees": tuple(map(_addressee, row.addressees.all())),
        "meeting": meeting_reference(row.meeting, addresses),
        "adopted_by": meeting_reference(row.adopted_by, addresses),
        "put_to": meeting_reference(row.put_to, addresses),
        "endorsement": _endorsement(row.endorsement, addresses) if row.endorsement else None,
        "topics": tuple(_topic_reference(link, addresses) for link in topics),
        "articles": related_articles(bases, row.text, addresses),
        "citations": tuple(_citation(item, _offsets(item, row.text), addresses) for item in cited),
    }


def _endorsement(row: Endorsement, addresses: Addresses) -> resources.Endorsement:
    document = row.version.document
    return resources.Endorsement(
        document=document_reference(document, addresses),
        meeting=meeting_reference(document.meeting, addresses),
        path=row.paragraph.path,
        url=addresses.page(row),
    )


def stage(row: Recommendation, addresses: Addresses) -> resources.Stage:
    """Return another stage of a recommendation that was found."""
    return resources.Stage(
        id=row.pk,
        document=document_reference(row.version.document, addresses),
        status=Recommendation.Status(row.status),
        url=addresses.absolute(row.text_address),
        self=addresses.recommendation(row),
    )


def recommendation_text(row: Recommendation, addresses: Addresses) -> versions.RecommendationText:
    """Return a reference to a recommendation, loaded with details."""
    return versions.RecommendationText(
        document=document_reference(row.version.document, addresses),
        place=row.place,
        path=row.path,
        language=row.version.language,
        text=row.text,
        status=Recommendation.Status(row.status),
        status_text=status_sentence(row),
        url=addresses.absolute(row.text_address),
        self=addresses.recommendation(row),
    )


def found_paragraph(
    row: Paragraph,
    other_languages: Iterable[str],
    hit: dict[str, Any],
    cited: Sequence[CitedItem],
    addresses: Addresses,
) -> resources.FoundParagraph:
    """Return a paragraph that was found, given the fields from :func:`hit_fields`."""
    document = row.version.document
    offsets = [(item.citation.start, item.citation.end) for item in cited]
    return resources.FoundParagraph(
        anchor=row.anchor,
        place=row.place,
        url=f"{addresses.page(document)}?language={row.version.language}#{row.anchor}",
        document=document_reference(document, addresses),
        language=row.version.language,
        other_languages=tuple(other_languages),
        kind=row.kind,
        label=row.label,
        path=row.path,
        page=row.page,
        text=row.text,
        meeting=meeting_reference(document.meeting, addresses),
        citations=tuple(_citation(item, span, addresses) for item, span in zip(cited, offsets, strict=True)),
        **hit,
    )


def hit_fields(hit: Hit, *, has_words: bool) -> dict[str, Any]:
    """Return the fields that show how a search found an entry, with the spans to highlight."""
    found_by = "meaning" if hit.is_by_meaning else "words"
    return {
        "found_by": found_by if has_words else None,
        "highlights": tuple(resources.Span(mark.start, mark.end) for mark in hit.marks),
    }


# --- documents and meetings --------------------------------------------------------------------------


def _body(row: Body) -> resources.BodyReference:
    return resources.BodyReference(row.key, row.name)


def document(row: Document, recommendations: int, addresses: Addresses) -> resources.Document:
    """Return a document. Only its published versions must be prefetched."""
    return resources.Document(
        **asdict(document_reference(row, addresses)),
        subtitle=row.subtitle or None,
        type=Document.Kind(row.kind) if row.kind else None,
        date=row.date,
        body=_body(row.body) if row.body else None,
        meeting=meeting_reference(row.meeting, addresses),
        agenda_item=row.agenda_item or None,
        organs=organs(row, addresses),
        versions=tuple(_version(version, row, addresses) for version in row.versions.all()),
        recommendations=recommendations,
        recommendations_url=addresses.search("document", row.address),
    )


def organs(row: Document, addresses: Addresses) -> tuple[resources.Organ, ...]:
    """Return the organs of a document; its further organs should be prefetched."""
    return tuple(
        resources.Organ(
            name=str(organ),
            body=_body(organ.body) if organ.body else None,
            meeting=meeting_reference(organ.meeting, addresses),
            session=organ.session or None,
            agenda_item=organ.agenda_item or None,
        )
        for organ in row.organs
    )


def _version(row: LanguageVersion, owner: Document, addresses: Addresses) -> resources.Version:
    return resources.Version(
        language=row.language,
        title=row.title,
        job_number=row.job_number or None,
        pages=row.page_count,
        url=f"{addresses.page(owner)}?language={row.language}",
        files=tuple(_file(file, owner, addresses) for file in row.files.all()),
    )


def _file(row: DocumentFile, owner: Document, addresses: Addresses) -> resources.File:
    return resources.File(
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        url=addresses.absolute(reverse("document-file", args=[owner.address, row.pk])),
    )


def meeting(row: Meeting, recommendations: int, addresses: Addresses) -> vocabularies.Meeting:
    """Return a meeting, whose row must be annotated with ``document_count``."""
    return vocabularies.Meeting(
        slug=row.slug,
        self=addresses.api("meeting", row.slug),
        url=addresses.page(row),
        name=capfirst(meeting_name(row)),
        body=_body(row.body),
        ordinal=row.ordinal,
        start=row.start,
        end=row.end,
        place=row.place or None,
        documents=row.document_count,  # type: ignore[attr-defined]
        recommendations=recommendations,
        recommendations_url=addresses.search("meeting", row.slug),
    )


# --- vocabularies ------------------------------------------------------------------------------------


def article(row: Article, counts: Mapping[str, int], addresses: Addresses) -> vocabularies.Article:
    """Return an article; ``counts`` maps facet values to numbers of recommendations."""
    return vocabularies.Article(**article_fields(row, counts, addresses))


def article_fields(row: Article, counts: Mapping[str, int], addresses: Addresses) -> dict[str, Any]:
    """Return the fields of :class:`~recommendations.api.vocabularies.Article`."""
    key, instrument = str(row), row.instrument
    return {
        "article": key,
        "self": addresses.api("article", key),
        "url": addresses.page(row),
        "instrument": vocabularies.InstrumentReference(instrument.key, instrument.label, instrument.short_label),
        "number": row.number,
        "title": row.label,
        "labels": labels({"en": row.title, **row.labels}, row.title),
        "chapter": row.chapter_label or None,
        "recommendations": counts.get(key, 0),
        "paragraphs": {value: number for value, number in counts.items() if value.startswith(f"{key}:")},
        "recommendations_url": addresses.search("article", key),
    }


def topic(row: Topic, counts: Mapping[str, int], addresses: Addresses) -> vocabularies.Topic:
    """Return a topic; ``counts`` maps topic keys to numbers of recommendations. Its parent should be loaded."""
    return vocabularies.Topic(
        key=row.key,
        self=addresses.api("topic", row.key),
        url=addresses.page(row),
        labels=labels(row.labels, row.key),
        parent=row.parent.key if row.parent else None,
        unbis=row.unbis or None,
        recommendations=counts.get(row.key, 0),
        recommendations_url=addresses.search("topic", row.key),
    )
