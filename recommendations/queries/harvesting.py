"""The content of the records that programs harvest, in English and the languages of the documents."""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils import translation
from django.utils.text import capfirst

from documents.labels.naming import meeting_name
from documents.models import LEADING_FIRST, Document, DocumentOrgan, DocumentSymbol, LanguageVersion, Meeting
from documents.queries.documents import published_versions
from documents.web.language_addresses import without_language
from recommendations.labels.places import name_in_document, opening_words
from recommendations.labels.status import status_sentence
from recommendations.labels.vocabulary import article_in_instrument
from recommendations.models import Article, Recommendation, RecommendationTopic
from recommendations.queries.bases import bases_of

MAX_TITLE_WORDS = 12  # of a text
DIGEST_SIZE = 16  # bytes

SET_SEPARATOR = ":"  # between a set and a set in it

Key = tuple[int, str]  # document and place, "" for the document itself
Text = tuple[str, str]  # language and text


@dataclass(frozen=True, slots=True)
class HarvestFacts:
    """What a record contains. ``address`` and ``part_of`` are addresses of pages without a host.

    ``titles`` and ``texts`` are by language, those of the leading version first. ``status`` is a sentence, "" for a
    document; ``place`` the place of a recommendation as cited. ``sets`` are those of the record.
    """

    address: str
    kind: str
    symbols: tuple[str, ...]
    titles: tuple[Text, ...]
    texts: tuple[Text, ...]
    languages: tuple[str, ...]
    body: str
    meeting: str
    date: datetime.date | None
    sets: tuple[str, ...]
    place: str = ""
    page: int | None = None
    status: str = ""
    subjects: tuple[str, ...] = ()
    part_of: str = ""

    @property
    def digest(self) -> str:
        """A digest of the whole content, which differs if anything differs."""
        return hashlib.blake2b(repr(self).encode(), digest_size=DIGEST_SIZE).hexdigest()


def harvest_facts(documents: Collection[int], places: Iterable[str] | None = None) -> dict[Key, HarvestFacts]:
    """Return the content of the records of documents (keys) and of their recommendations, in four queries.

    What is not public is left out. ``places`` limits the recommendations to those at these places.
    """
    by_document = _versions(documents)
    with translation.override("en"):
        facts = {(key, ""): _document(versions) for key, versions in by_document.items()}
        facts.update(_recommendations(by_document, places))
    return facts


def _versions(documents: Collection[int]) -> dict[int, list[LanguageVersion]]:
    """Return the public versions of documents, the leading one first."""
    organs = DocumentOrgan.objects.filter(document=OuterRef("document"))
    of_meetings = organs.filter(meeting__isnull=False).annotate(set=_set_of("meeting__body__key", "meeting__slug"))
    versions = (
        published_versions()
        .filter(document__in=documents)
        .select_related("document__body", "document__meeting__body")
        .defer("parsed", "doubts")
        .annotate(
            symbols=ArraySubquery(_symbols_of("document")),
            further_bodies=ArraySubquery(organs.filter(body__isnull=False).values("body__key")),
            further_meetings=ArraySubquery(of_meetings.values("set")),
        )
        .order_by("document", *LEADING_FIRST)
    )
    by_document: dict[int, list[LanguageVersion]] = defaultdict(list)
    for version in versions:
        by_document[version.document_id].append(version)
    return dict(by_document)


def _symbols_of(document: str) -> QuerySet[Any, Any]:
    return DocumentSymbol.objects.filter(document=OuterRef(document)).order_by("position", "symbol").values("symbol")


def _set_of(body: str, meeting: str) -> Concat:
    return Concat(body, Value(SET_SEPARATOR), meeting, output_field=TextField())


def _document(versions: Sequence[LanguageVersion]) -> HarvestFacts:
    document = _document_of(versions)
    return HarvestFacts(
        address=_address(document),
        kind=capfirst(document.get_kind_display()) if document.kind else "Document",
        symbols=tuple(document.printed_symbols),
        titles=_texts((row.language, row.title or str(document)) for row in versions),
        texts=((versions[0].language, document.subtitle),) if document.subtitle else (),
        languages=tuple(row.language for row in versions),
        body=document.body.name if document.body else "",
        meeting=capfirst(meeting_name(document.meeting)) if document.meeting else "",
        date=document.date,
        sets=_sets(versions[0], document.meeting),
    )


def _document_of(versions: Sequence[LanguageVersion]) -> Document:
    document = versions[0].document
    document.prefetched_symbols = versions[0].symbols  # type: ignore[attr-defined]
    return document


def _sets(version: LanguageVersion, meeting: Meeting | None) -> tuple[str, ...]:
    """Return the sets of a record, given the leading version of its document and its own meeting."""
    document: Document = version.document
    keys = [document.body.key] if document.body else []
    keys += [*version.further_bodies, *version.further_meetings]  # type: ignore[attr-defined]
    for row in (document.meeting, meeting):
        if row is not None:
            keys += [row.body.key, f"{row.body.key}{SET_SEPARATOR}{row.slug}"]
    return tuple(sorted(set(keys)))


def _recommendations(
    by_document: Mapping[int, Sequence[LanguageVersion]], places: Iterable[str] | None
) -> Iterator[tuple[Key, HarvestFacts]]:
    order = {version.pk: (key, index) for key, rows in by_document.items() for index, version in enumerate(rows)}
    rows = _rows(order, places)
    articles = {str(row): row for row in Article.objects.select_related("instrument")}
    bases = bases_of(row.pk for row in rows)
    by_place: dict[Key, list[Recommendation]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: order[row.version_id]):
        by_place[order[row.version_id][0], row.place].append(row)
    for (key, place), texts in by_place.items():
        leading = texts[0]
        stated = [basis for basis in bases[leading.pk] if not basis.description]  # a record cannot mark a guess
        names = [article_in_instrument(articles[basis.article]) for basis in stated]
        yield (key, place), _recommendation(texts, by_document[key], names)


def _rows(versions: Collection[int], places: Iterable[str] | None) -> list[Recommendation]:
    topics = RecommendationTopic.objects.filter(recommendation=OuterRef("pk")).order_by("topic__position")
    rows = Recommendation.objects.filter(version__in=versions).order_by("version", "position")
    if places is not None:
        rows = rows.filter(place__in=places)
    return list(
        rows.select_related(
            "meeting__body",
            "adopted_by__body",
            "put_to__body",
            "endorsement__paragraph",
            "endorsement__version__document__meeting__body",
        )
        .defer("endorsement__version__parsed", "endorsement__version__doubts")
        .annotate(
            topic_labels=ArraySubquery(topics.values("topic__labels")),
            endorsing_symbols=ArraySubquery(_symbols_of("endorsement__version__document")),
        )
    )


def _recommendation(
    texts: Sequence[Recommendation], versions: Sequence[LanguageVersion], articles: Sequence[str]
) -> HarvestFacts:
    """Return the content of a recommendation, given its texts, the leading one first, and its articles."""
    row, document = texts[0], _document_of(versions)
    languages = {version.pk: version.language for version in versions}
    row.version = next(version for version in versions if version.pk == row.version_id)
    row.version.document = document
    if row.endorsement:
        row.endorsement.version.document.prefetched_symbols = row.endorsing_symbols  # type: ignore[attr-defined]
    topics = [labels.get("en", "") for labels in row.topic_labels]  # type: ignore[attr-defined]
    meeting = row.meeting or document.meeting
    return HarvestFacts(
        address=without_language(row.get_absolute_url()),
        kind=capfirst(row.get_kind_display()),
        symbols=tuple(document.printed_symbols),
        titles=((row.version.language, f"{capfirst(name_in_document(row))}: {opening_words(row, MAX_TITLE_WORDS)}"),),
        texts=_texts((languages[text.version_id], text.text) for text in texts),
        languages=tuple(languages[text.version_id] for text in texts),
        body=meeting.body.name if meeting else document.body.name if document.body else "",
        meeting=capfirst(meeting_name(meeting)) if meeting else "",
        date=document.date,
        sets=_sets(versions[0], row.meeting),
        place=row.path,
        page=row.page,
        status=status_sentence(row),
        subjects=tuple(dict.fromkeys(filter(None, (*articles, *topics)))),
        part_of=_address(document),
    )


def _address(document: Document) -> str:
    return without_language(document.get_absolute_url())


def _texts(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple((language, text) for language, text in texts if text)
