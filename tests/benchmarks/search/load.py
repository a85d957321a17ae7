"""Load a corpus into the portal's database: the rows that pages read, and the search index."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction
from psycopg.types.json import Jsonb
from tqdm import tqdm

from documents.models import Body, Document, DocumentSymbol, LanguageVersion, Meeting, Paragraph
from recommendations.models import (
    Addressee,
    Article,
    Citation,
    Recommendation,
    RecommendationCitation,
    RecommendationSubject,
    RecommendationTopic,
    SearchScope,
    Topic,
)
from recommendations.services import load_vocabularies
from recommendations.services.indexing.documents import mark_complete
from recommendations.services.indexing.drafts import EntryDraft
from recommendations.services.indexing.writer import add_entries, analyse, new_generation, write_heads
from tests.benchmarks.search.corpus import Corpus, Row

SCOPE = SearchScope.RECOMMENDATIONS.value
BATCH = 1 << 14


def load(corpus: Corpus) -> None:
    """Fill the tables of a database, and show progress."""
    load_vocabularies()
    with transaction.atomic():
        _load_documents(corpus)
    generation = new_generation(SCOPE)
    rows = iter(tqdm(corpus.rows(), total=corpus.size, unit=" recommendations", mininterval=5))
    first = 0
    links = _Keys()
    while batch := list(itertools.islice(rows, BATCH)):
        with transaction.atomic():
            _load_rows(batch, first, corpus, links)
            add_entries(SCOPE, analyse(list(_drafts(batch, first, corpus))), generation)
            write_heads(
                SCOPE, {number: row.head for number, row in enumerate(batch, first) if row.head != number}, generation
            )
        first += len(batch)
    for scope in SearchScope.values:  # there are no paragraphs to index: keep the worker from searching for them
        mark_complete(scope)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        for table in connection.introspection.table_names(cursor):
            _set_sequence(cursor, table)


def _set_sequence(cursor: Any, table: str) -> None:
    """Move the sequence of a table past the keys that were set explicitly."""
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, 'id') WHERE to_regclass(%s) IS NOT NULL AND EXISTS ("
        "SELECT FROM information_schema.columns WHERE table_name = %s AND column_name = 'id')",
        [table, table, table],
    )
    sequence = cursor.fetchone()
    if sequence and sequence[0]:
        cursor.execute(f"SELECT setval(%s, coalesce((SELECT max(id) FROM {table}), 0) + 1)", [sequence[0]])


def _load_documents(corpus: Corpus) -> None:
    bodies = dict(Body.objects.values_list("key", "pk"))
    now = datetime.datetime.now(tz=datetime.UTC)
    _copy(
        Meeting,
        (
            {"id": key, "body_id": bodies[row.body], "ordinal": row.ordinal, "start": row.start, "slug": row.slug}
            for key, row in enumerate(corpus.meetings, 1)
        ),
    )
    _copy(
        Document,
        (
            {
                "id": key,
                "meeting_id": row.meeting + 1,
                "kind": row.kind,
                "title": f"Document {key}",
                "date": corpus.meetings[row.meeting].start,
                "created_at": now,
            }
            for key, row in enumerate(corpus.documents, 1)
        ),
    )
    _copy(
        DocumentSymbol,
        ({"id": key, "document_id": key, "symbol": f"CTOC/BENCH/{key}"} for key in range(1, len(corpus.documents) + 1)),
    )
    _copy(
        LanguageVersion,
        (
            {"id": key, "document_id": key, "language": row.language, "parsed": {}, "published_at": now}
            for key, row in enumerate(corpus.documents, 1)
        ),
    )


class _Keys:
    """Keys of the vocabularies, and a counter for the keys of link tables."""

    def __init__(self) -> None:
        self.topics = dict(Topic.objects.values_list("key", "pk"))
        self.addressees = dict(Addressee.objects.values_list("key", "pk"))
        self.articles = {str(row): row.pk for row in Article.objects.select_related("instrument")}
        self.keys = itertools.count(1)


def _load_rows(rows: Sequence[Row], first: int, corpus: Corpus, links: _Keys) -> None:
    numbered_rows = list(enumerate(rows, first))
    _copy(
        Paragraph,
        (
            {"id": number + 1, "version_id": row.document + 1, "position": number, "kind": "paragraph",
             "text": row.text, "anchor": f"para-{number}", "place": f"para-{number}"}
            for number, row in numbered_rows
        ),
    )  # fmt: skip
    _copy(
        Recommendation,
        (
            {"id": number + 1, "version_id": row.document + 1, "paragraph_id": number + 1, "position": number,
             "label": "(a)", "path": f"para. {number} (a)", "anchor": f"para-{number}", "text": row.text,
             "place": f"para-{number}", "status": "draft", "stated_status": "draft",
             "strength": row.facets["strength"][0],
             "meeting_id": corpus.documents[row.document].meeting + 1}
            for number, row in numbered_rows
        ),
    )  # fmt: skip
    _copy(RecommendationTopic, _topic_links(numbered_rows, links))
    _copy(
        Recommendation.addressees.through,
        (
            {"id": next(links.keys), "recommendation_id": number + 1, "addressee_id": links.addressees[key]}
            for number, row in numbered_rows
            for key in row.facets["addressee"]
        ),
    )
    _copy(RecommendationSubject, _subjects(numbered_rows, links))
    citations = list(_citations(numbered_rows, links))
    _copy(Citation, (citation for _number, citation in citations))
    _copy(
        RecommendationCitation,
        (
            {"id": citation["id"], "recommendation_id": number + 1, "citation_id": citation["id"]}
            for number, citation in citations
        ),
    )


def _topic_links(numbered_rows: Iterable[tuple[int, Row]], links: _Keys) -> Iterator[dict[str, Any]]:
    for number, row in numbered_rows:
        for key in row.facets["topic"]:
            yield {"id": next(links.keys), "recommendation_id": number + 1, "topic_id": links.topics[key]}


def _citations(numbered_rows: Iterable[tuple[int, Row]], links: _Keys) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in numbered_rows:
        for value in row.facets["cited"]:
            if value.count(":") == 1:
                key = next(links.keys)
                yield number, {"id": key, "version_id": row.document + 1, "position": key, "kind": "article",
                               "paragraph_id": number + 1, "text": "article", "start": 0, "end": 7,
                               "article_id": links.articles[value]}  # fmt: skip


def _subjects(numbered_rows: Iterable[tuple[int, Row]], links: _Keys) -> Iterator[dict[str, Any]]:
    for number, row in numbered_rows:
        for value in row.facets["subject"]:
            if ":" in value:
                yield {"id": next(links.keys), "recommendation_id": number + 1, "article_id": links.articles[value],
                       "evidence": row.text[:40], "start": 0, "end": 40}  # fmt: skip


def _drafts(rows: Sequence[Row], first: int, corpus: Corpus) -> Iterator[EntryDraft]:
    for number, row in enumerate(rows, first):
        document = corpus.documents[row.document]
        yield EntryDraft(
            document=row.document + 1,
            paragraph=number + 1,
            recommendation=number + 1,
            place=f"para-{number}",
            language=document.language,
            date=corpus.meetings[document.meeting].start,
            text=row.text,
            facets={(facet, value) for facet, values in row.facets.items() if facet != "subject" for value in values}
            | {("document", str(row.document + 1))},
        )


def _copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows with COPY. A column that is left out gets the default of its field."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    defaults = [(field.column, _default(field)) for field in fields if field.column not in first]
    columns = [*first, *(column for column, _value in defaults)]
    values = [value for _column, value in defaults]
    column_names = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({column_names}) FROM STDIN') as copy,
    ):
        for row in itertools.chain([first], rows):
            copy.write_row([*(Jsonb(value) if isinstance(value, dict) else value for value in row.values()), *values])


def _default(field: models.Field[Any, Any]) -> Any:
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return Jsonb(value)
    return "" if value is None and not field.null else value


def database_size() -> dict[str, int]:
    """Return a map from tables of the search index to their sizes in bytes, with indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relname LIKE 'recommendations_search%'"
            " AND relkind = 'r' ORDER BY 2 DESC"
        )
        return dict(cursor.fetchall())
