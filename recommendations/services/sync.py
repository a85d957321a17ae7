"""Write the extraction of a version as rows: resolve meetings, then write, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, zip_longest

from django.db import transaction

from documents.models import LanguageVersion, Meeting
from documents.parsing.messages import Message
from documents.parsing.types import Doubt, Organ, ParsedDocument
from documents.services import (
    MeetingFacts,
    ResolvedMeeting,
    acquire_write_lock,
    assign_meeting,
    batch_notifications,
    notify_listeners,
    resolve_meeting,
    store_doubts,
    write_organs,
)
from recommendations.extraction.types import ArticleTarget, DraftRecommendation, Extraction, MeetingMention
from recommendations.models import (
    Addressee,
    Article,
    Citation,
    Recommendation,
    RecommendationCitation,
    RecommendationSubject,
    RecommendationTopic,
    Topic,
)
from recommendations.queries.vocabularies import current
from recommendations.services.alignment import align_documents
from recommendations.services.citations import write_citations
from recommendations.services.endorsements import write_endorsements
from recommendations.services.lineage import propose_lineage
from recommendations.services.passages import NO_VECTORS, Vectors, write_passages
from recommendations.services.retired import restore, retire, returning_keys

Meetings = dict[MeetingMention, ResolvedMeeting]

_NEEDS_MEETING = {
    Recommendation.Status.ADOPTED,
    Recommendation.Status.FOR_ENDORSEMENT,
    Recommendation.Status.ENDORSED,
}


@transaction.atomic
@batch_notifications()
def sync_recommendations(
    version: LanguageVersion, parsed: ParsedDocument, extraction: Extraction, vectors: Vectors = NO_VECTORS
) -> None:
    """Write the extraction of a version as recommendations and citations.

    A recommendation keeps its key as long as its anchor stays the same, or if the same text is now at another anchor.
    Recommendations that are no longer found are retired, and may return later. The document's meeting, further organs,
    endorsements and all doubts are stored too. ``vectors`` were computed in advance
    (:func:`recommendations.services.passages.encode_missing`).
    """
    acquire_write_lock()
    meetings = _resolve_all(_mentions(extraction))
    citations = write_citations(version, extraction.references, meetings.__getitem__)
    doubts = [Doubt("extraction", message) for message in extraction.doubts]
    doubts += [Doubt("meeting", message) for resolved in meetings.values() for message in resolved.doubts]
    rows = _write_recommendations(version, extraction.recommendations, meetings, doubts)
    _write_addressees(rows, extraction.recommendations)
    _write_topics(rows, extraction.recommendations)
    _write_links(rows, extraction.recommendations, citations)
    _write_subjects(rows, extraction.recommendations)
    own_meeting = _meeting(extraction.meeting, meetings)
    write_endorsements(version, extraction.endorsements, lambda mention: _meeting(mention, meetings))
    write_organs(version, _further_organs(parsed, extraction, meetings, own_meeting))
    if own_meeting:
        assign_meeting(version, own_meeting)
    store_doubts(version, [*parsed.doubts, *doubts])
    write_passages(version, vectors)
    align_documents([version.document_id])
    propose_lineage(version)
    notify_listeners([version.document_id])


def _mentions(extraction: Extraction) -> Iterable[MeetingMention]:
    """Return all meetings mentioned, beginning with the document's own meeting."""
    of_recommendations = chain.from_iterable(
        (draft.adopted_by, draft.meeting, draft.put_to) for draft in extraction.recommendations
    )
    of_references = (reference.meeting for reference in extraction.references)
    mentions = chain([extraction.meeting], extraction.further_meetings, of_recommendations, of_references)
    return dict.fromkeys(mention for mention in mentions if mention is not None)


def _resolve_all(mentions: Iterable[MeetingMention]) -> Meetings:
    """Return a map from mention to meeting. Mentions with number and dates are resolved first: only they can merge
    meetings."""
    complete_first = sorted(mentions, key=lambda mention: mention.ordinal is None or mention.start is None)
    return {
        mention: resolve_meeting(
            MeetingFacts(mention.body, mention.ordinal, mention.start, mention.end, mention.place, mention.series)
        )
        for mention in complete_first
    }


def _meeting(mention: MeetingMention | None, meetings: Meetings) -> Meeting | None:
    return meetings[mention].meeting if mention is not None else None


def _further_organs(
    parsed: ParsedDocument, extraction: Extraction, meetings: Meetings, own_meeting: Meeting | None
) -> Iterator[tuple[Organ, Meeting | None]]:
    """Yield the further organs with their meetings, except one whose meeting a correction made the document's own."""
    organs = parsed.masthead.further_organs
    for organ, mention in zip_longest(organs, extraction.further_meetings[: len(organs)]):
        meeting = _meeting(mention, meetings)
        if meeting is None or meeting != own_meeting:
            yield organ, meeting


def _write_recommendations(
    version: LanguageVersion, drafts: Sequence[DraftRecommendation], meetings: Meetings, doubts: list[Doubt]
) -> list[Recommendation]:
    """Insert, update and retire recommendations by anchor. Return the rows in the order of the drafts."""
    paragraphs = dict(version.paragraphs.values_list("position", "pk"))
    rows = []
    for position, draft in enumerate(drafts):
        row = _build_recommendation(draft, meetings)
        row.version, row.position, row.paragraph_id = version, position, paragraphs[draft.blocks[0]]
        if row.status in _NEEDS_MEETING and row.adopted_by is None and row.kind != Recommendation.Kind.OPERATIVE:
            row.status = Recommendation.Status.PROPOSED
            doubts.append(_unknown_adoption_doubt(draft))
        row.stated_status = row.status
        rows.append(row)
    former_keys = returning_keys(version, drafts)
    _rename_moved(version, [draft for draft in drafts if draft.anchor not in former_keys])
    retire(version.recommendations.exclude(anchor__in=[draft.anchor for draft in drafts]))
    for row in rows:
        row.pk = former_keys.get(row.anchor)
    unchanged = {"id", "version", "anchor", "place"}
    fields = [field.name for field in Recommendation._meta.concrete_fields if field.name not in unchanged]
    written = Recommendation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["version", "anchor"], update_fields=fields
    )
    restore(former_keys.values())
    return written


def _rename_moved(version: LanguageVersion, drafts: Iterable[DraftRecommendation]) -> None:
    """Rename the anchors of recommendations that are now at another anchor with the same text.

    Both anchors must be the only ones with this text: the old one among those that no longer exist, the new one among
    those that did not exist before.
    """
    texts = {draft.anchor: draft.text for draft in drafts}
    rows = {row.anchor: row for row in version.recommendations.only("anchor", "text", "version")}
    vanished = _by_unique_text({anchor: row.text for anchor, row in rows.items() if anchor not in texts})
    appeared = _by_unique_text({anchor: text for anchor, text in texts.items() if anchor not in rows})
    moved = [rows[vanished[text]] for text in appeared if text in vanished]
    for row in moved:
        row.anchor = appeared[row.text]
    Recommendation.objects.bulk_update(moved, ["anchor"])


def _by_unique_text(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a map from text to anchor, given one from anchor to text, without the texts that occur twice."""
    counts = Counter(texts.values())
    return {text: anchor for anchor, text in texts.items() if counts[text] == 1}


def _build_recommendation(draft: DraftRecommendation, meetings: Meetings) -> Recommendation:
    return Recommendation(
        kind=draft.kind.value,
        label=draft.label,
        path=draft.path,
        anchor=draft.anchor,
        place=draft.anchor,
        text=draft.text,
        heading=draft.heading,
        page=draft.page,
        verb=draft.verb,
        action=draft.action,
        strength=draft.strength.value if draft.strength else "",
        status=draft.status.value,
        form=draft.form,
        alternatives=[asdict(alternative) for alternative in draft.alternatives],
        meeting=_meeting(draft.meeting, meetings),
        adopted_by=_meeting(draft.adopted_by, meetings),
        put_to=_meeting(draft.put_to, meetings),
    )


def _unknown_adoption_doubt(draft: DraftRecommendation) -> Doubt:
    """Return a doubt about a text adopted by an unknown meeting, which is shown as submitted for consideration."""
    message = Message(
        "%(path)s appears to be adopted, but the meeting is unknown. "
        "The recommendation is shown as submitted for consideration.",
        path=draft.path,
    )
    return Doubt("adopted_by_unknown", message, draft.page)


def _write_addressees(rows: Sequence[Recommendation], drafts: Sequence[DraftRecommendation]) -> None:
    """Link the addressees that the vocabulary contains; others appear only in the text."""
    by_key = {addressee.key: addressee for addressee in Addressee.objects.all()}
    current_keys = current().current_keys("addressees", "name")
    by_name = {addressee.name: addressee for addressee in by_key.values()}
    by_name |= {name: by_key[key] for name, key in current_keys.items() if key in by_key}
    link = Recommendation.addressees.through
    link._default_manager.filter(recommendation__in=rows).delete()
    link._default_manager.bulk_create(
        link(recommendation=row, addressee=by_name[name])
        for row, draft in zip(rows, drafts, strict=True)
        for name in dict.fromkeys(draft.addressees)
        if name in by_name
    )


def _write_topics(rows: Sequence[Recommendation], drafts: Sequence[DraftRecommendation]) -> None:
    """Link topics, except those that a person removed. If a topic was found in both text and heading, only the match in
    the text is linked."""
    by_key = {topic.key: topic for topic in Topic.objects.all()}
    current_keys = current().current_keys("topics", "key")
    RecommendationTopic.objects.filter(recommendation__in=rows).delete()
    links: dict[tuple[int, str], RecommendationTopic] = {}
    for row, draft in zip(rows, drafts, strict=True):
        for match in sorted(draft.topics, key=lambda match: match.in_heading):
            key = current_keys.get(match.topic, match.topic)
            topic = by_key.get(key) if key in current_keys else by_key[key]
            if topic is not None:
                link = RecommendationTopic(
                    recommendation=row, topic=topic, evidence=match.evidence, in_heading=match.in_heading
                )
                links.setdefault((row.pk, topic.key), link)
    RecommendationTopic.objects.bulk_create(links.values())


def _write_links(
    rows: Sequence[Recommendation], drafts: Sequence[DraftRecommendation], citations: dict[int, list[Citation]]
) -> None:
    """Link each recommendation with the citations in its text, in the notes to the text, and in the heading above it.

    If a person chose the articles that a recommendation relates to, only these are linked from text and heading. All
    citations in notes are linked, because they do not make an article a subject of the recommendation.
    """
    links: dict[tuple[int, int], RecommendationCitation] = {}
    for row, draft in zip(rows, drafts, strict=True):
        for references, in_heading in (
            (draft.references, False),
            (draft.note_references, False),
            (draft.heading_references, True),
        ):
            for citation in chain.from_iterable(citations.get(index, ()) for index in references):
                if references is not draft.note_references and not _is_kept(citation, draft):
                    continue
                link = RecommendationCitation(recommendation=row, citation=citation, in_heading=in_heading)
                links.setdefault((row.pk, citation.pk), link)
    RecommendationCitation.objects.bulk_create(links.values())


def _write_subjects(rows: Sequence[Recommendation], drafts: Sequence[DraftRecommendation]) -> None:
    """Link each recommendation with the provisions on its subject, except those that a person removed."""
    articles = {str(article): article for article in Article.objects.select_related("instrument")}
    RecommendationSubject.objects.filter(recommendation__in=rows).delete()
    RecommendationSubject.objects.bulk_create(
        RecommendationSubject(
            recommendation=row,
            article=articles[f"{match.target.instrument}:{match.target.article}"],
            article_paragraph=match.target.paragraph,
            article_subparagraph=match.target.subparagraph,
            evidence=match.evidence,
            start=match.start,
            end=match.end,
            in_heading=match.in_heading,
            description=match.description,
        )
        for row, draft in zip(rows, drafts, strict=True)
        for match in draft.subjects
        if f"{match.target.instrument}:{match.target.article}" in articles
        and (draft.articles is None or match.target in draft.articles)
    )


def _is_kept(citation: Citation, draft: DraftRecommendation) -> bool:
    """Return whether to link a citation with a draft: yes, unless it cites an article that a person removed."""
    if draft.articles is None or citation.kind != Citation.Kind.ARTICLE:
        return True
    article = citation.article
    if article is None:
        return citation.value in set(map(str, draft.articles))
    parts = (article.instrument.key, article.number, citation.article_paragraph, citation.article_subparagraph)
    return ArticleTarget(*parts) in draft.articles
