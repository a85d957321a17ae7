"""Give the paragraphs and recommendations of a document the same place in every language.

Places are the anchors of the leading version, published or not. Each other version is aligned with it
(:mod:`recommendations.alignment`); paragraphs without a counterpart there are then aligned with the versions that come
between it and the leading version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.db.models import Count, F

from documents.models import LEADING_FIRST, LanguageVersion, Paragraph
from documents.services import acquire_write_lock, write_places
from documents.services.text import OLD_POSITIONS
from recommendations.alignment.pairs import align
from recommendations.alignment.passages import Passage, Source, read_passages
from recommendations.corrections.sheet import PART_SEPARATOR
from recommendations.models import Citation, FollowUp, FormerPlace, Recommendation, SearchPassage


@dataclass(frozen=True, slots=True)
class _Text:
    """The paragraphs of a version, the passages to compare, and its recommendations, all in the order of the text."""

    language: str
    paragraphs: Sequence[Paragraph]
    passages: Sequence[Passage]
    recommendations: Sequence[Recommendation]


@transaction.atomic
def align_documents(documents: Iterable[int]) -> None:
    """Update the places in the documents with these keys, and move follow-ups whose place was renamed.

    Call it in the transaction that adds, changes or removes a version. The text of a document in a single language is
    not read.
    """
    acquire_write_lock()
    keys = list(documents)
    versions = LanguageVersion.objects.filter(document__in=keys).order_by()
    counts = dict(versions.values_list("document").annotate(Count("pk")))
    _reset_places([key for key, count in counts.items() if count == 1])
    for key, count in counts.items():
        if count > 1:
            _align_document(key)


def _reset_places(documents: Sequence[int]) -> None:
    """Set the places of documents in one language to their anchors."""
    moved = Paragraph.objects.filter(version__document__in=documents).exclude(place=F("anchor"))
    write_places(dict(moved.values_list("pk", "anchor")))
    rows = Recommendation.objects.filter(version__document__in=documents).exclude(place=F("anchor"))
    by_document: dict[int, dict[Recommendation, str]] = defaultdict(dict)
    for row in rows.select_related("version").only("place", "anchor", "version__document"):
        by_document[row.version.document_id][row] = row.anchor
    for document, places in by_document.items():
        _write_recommendations(document, places)


def _align_document(document: int) -> None:
    versions = list(
        LanguageVersion.objects.filter(document=document).defer("parsed", "doubts").order_by(*LEADING_FIRST)
    )
    texts = _texts(versions)
    places = _paragraph_places(texts)
    write_places({row.pk: places[row.pk] for text in texts for row in text.paragraphs if row.place != places[row.pk]})
    _write_recommendations(document, _recommendation_places(texts, places))


# --- places ------------------------------------------------------------------------------------------


def _paragraph_places(texts: Sequence[_Text]) -> dict[int, str]:
    """Return a map from paragraph key to place. Aligned paragraphs of two versions have the same place."""
    places: dict[int, str] = {}
    used: set[str] = set()
    for number, text in enumerate(texts):
        rest = list(range(len(text.paragraphs)))
        paired: set[str] = set()
        for earlier in texts[:number]:
            free = [index for index, row in enumerate(earlier.paragraphs) if places[row.pk] not in paired]
            alignment = align([earlier.passages[index] for index in free], [text.passages[index] for index in rest])
            for earlier_index, index in alignment.pairs:
                place = places[earlier.paragraphs[free[earlier_index]].pk]
                places[text.paragraphs[rest[index]].pk] = place
                paired.add(place)
            rest = [rest[index] for index in alignment.only_second]
        for row in (text.paragraphs[index] for index in rest):
            places[row.pk] = _unused_name(row.anchor, text.language, used)
            used.add(places[row.pk])
    return places


def _recommendation_places(texts: Sequence[_Text], places: Mapping[int, str]) -> dict[Recommendation, str]:
    """Return a map from recommendation to place. The first recommendation of a paragraph has the same place as the
    first of the aligned paragraph in another version, and so on."""
    names_by_paragraph: dict[str, list[str]] = {}  # by the place of the paragraph
    used: set[str] = set()
    result: dict[Recommendation, str] = {}
    for text in texts:
        by_paragraph: dict[str, list[Recommendation]] = defaultdict(list)
        for row in text.recommendations:
            by_paragraph[places[row.paragraph_id]].append(row)
        for place, rows in by_paragraph.items():
            names = names_by_paragraph.setdefault(place, [])
            for number, row in enumerate(rows):
                if number == len(names):
                    is_leading = text is texts[0]
                    name = row.anchor if is_leading else place + (f"{PART_SEPARATOR}{number + 1}" if number else "")
                    names.append(_unused_name(name, text.language, used))
                    used.add(names[-1])
                result[row] = names[number]
    return result


def _unused_name(name: str, language: str, used: set[str]) -> str:
    """Return a name not yet used for a place in the document: "block-7", "block-7.fr", "block-7.fr.fr"."""
    while name in used:
        name = f"{name}.{language}"
    return name


# --- rows --------------------------------------------------------------------------------------------


def _write_recommendations(document: int, places: Mapping[Recommendation, str]) -> None:
    renamed: dict[str, str] = {}  # by the former place; the leading version comes first
    for row, place in places.items():
        if row.place != place:
            renamed.setdefault(row.place, place)
    if not renamed:
        return
    moved = [row for row, place in places.items() if row.place != place]
    for row in moved:
        row.place = places[row]
    Recommendation.objects.bulk_update(moved, ["place"], batch_size=500)
    _record_former_places(document, renamed)
    _move_follow_ups(document, renamed)


def _record_former_places(document: int, renamed: Mapping[str, str]) -> None:
    """Record the places that were renamed and no longer exist, so that their addresses redirect."""
    rows = Recommendation.objects.filter(version__document=document)
    existing = set(rows.values_list("place", flat=True))
    former = dict(FormerPlace.objects.filter(document=document).values_list("place", "current_place"))
    former = {place: renamed.get(current, current) for place, current in former.items()} | dict(renamed)
    FormerPlace.objects.filter(document=document).delete()
    FormerPlace.objects.bulk_create(
        FormerPlace(document_id=document, place=place, current_place=current)
        for place, current in former.items()
        if place not in existing
    )


def _move_follow_ups(document: int, renamed: Mapping[str, str]) -> None:
    """Move the follow-ups of places that no longer exist to the new places, unless the new places already have one."""
    rows = Recommendation.objects.filter(version__document=document)
    existing = set(rows.values_list("place", flat=True))
    follow_ups = list(FollowUp.objects.filter(document=document))
    taken = {follow_up.anchor for follow_up in follow_ups}
    for follow_up in follow_ups:
        place = renamed.get(follow_up.anchor)
        if place is not None and follow_up.anchor not in existing and place not in taken:
            follow_up.anchor = place
            follow_up.save(update_fields=["anchor"])


def _texts(versions: Sequence[LanguageVersion]) -> list[_Text]:
    """Return the texts of versions, with a fixed number of queries."""
    cited, vectors = _cited(versions), _vectors(versions)
    paragraphs: dict[int, list[Paragraph]] = defaultdict(list)
    rows = Paragraph.objects.filter(version__in=versions, position__lt=OLD_POSITIONS).order_by("version", "position")
    for row in rows.defer("marks", "notes", "cells", "breaks", "box"):
        paragraphs[row.version_id].append(row)
    recommendations: dict[int, list[Recommendation]] = defaultdict(list)
    for recommendation in (
        Recommendation.objects.filter(version__in=versions)
        .order_by("version", "position")
        .only("version", "paragraph", "anchor", "place", "position")
    ):
        recommendations[recommendation.version_id].append(recommendation)
    return [
        _Text(
            version.language,
            paragraphs[version.pk],
            read_passages(_sources(paragraphs[version.pk], cited, vectors)),
            recommendations[version.pk],
        )
        for version in versions
    ]


def _sources(
    paragraphs: Sequence[Paragraph], cited: Mapping[int, set[str]], vectors: Mapping[int, np.ndarray]
) -> list[Source]:
    """Return the paragraphs of a version as sources of passages, with their citations and vectors."""
    by_key = {row.pk: index for index, row in enumerate(paragraphs)}
    by_position = {row.position: index for index, row in enumerate(paragraphs)}
    return [
        Source(
            kind=row.kind,
            label=row.label,
            text=row.text,
            headings=[by_position[position] for position in row.headings if position in by_position],
            parent=by_key.get(row.parent_id) if row.parent_id else None,
            references=frozenset(cited.get(row.pk, ())),
            vector=vectors.get(row.pk),
        )
        for row in paragraphs
    ]


def _cited(versions: Iterable[LanguageVersion]) -> Mapping[int, set[str]]:
    """Return a map from paragraph key to the articles, symbols, resolutions and meetings that its text cites."""
    cited: dict[int, set[str]] = defaultdict(set)
    citations = Citation.objects.filter(version__in=versions, paragraph__isnull=False, reason="").exclude(text="")
    for paragraph, *target in citations.values_list(
        "paragraph", "article", "article_paragraph", "article_subparagraph", "value", "meeting"
    ):
        cited[paragraph].add("/".join(map(str, target)))
    return cited


def _vectors(versions: Iterable[LanguageVersion]) -> Mapping[int, np.ndarray]:
    """Return a map from paragraph key to the vector of its text: the sum over its passages, scaled to length 1."""
    vectors: dict[int, np.ndarray] = {}
    passages = SearchPassage.objects.filter(paragraph__version__in=versions, recommendation=None)
    for paragraph, vector, start, end in passages.values_list("paragraph", "vector", "start", "end"):
        vectors[paragraph] = vectors.get(paragraph, 0.0) + np.asarray(vector, dtype=np.float32) * (end - start)
    return {key: vector / norm for key, vector in vectors.items() if (norm := float(np.linalg.norm(vector)))}
