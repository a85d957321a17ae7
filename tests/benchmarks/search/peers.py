"""Other search engines (peers): SQLite's FTS5 with facets counted like in Datasette, and tantivy with its aggregations.

Each contains the same texts and facets, runs the same query (counts of each facet under the choices in the others, the
total, and twenty hits) and gets every advantage: an index on each facet, and memory for all of its pages.
"""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import tantivy

from tests.benchmarks.search.corpus import Row
from tests.benchmarks.search.queries import Query

FACETS = ("article", "topic", "addressee", "meeting", "status", "strength", "type", "year", "language")
MULTIVALUED = ("article", "topic", "addressee", "meeting")
"""Facets with several values for one recommendation."""
HIT_COUNT = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The number of matches, and for each facet the number for each value."""

    total: int
    counts: Mapping[str, Mapping[str, int]]


class Peer(Protocol):
    """Another search engine for the same corpus."""

    name: str

    def ask(self, query: Query) -> Answer | None:
        """Return the answer, or None if the class of the query is not supported."""


class Sqlite:
    """FTS5 with the Porter stemmer; facets with several values are JSON arrays, counted with ``json_each``.

    Datasette counts each facet with a separate statement over the matching rows, and supports neither several values
    of a facet nor counts that ignore the facet's own choice. Here filters do accept several values, but
    counts take all choices into account.
    """

    name = "SQLite FTS5"

    def __init__(self, folder: Path, rows: Callable[[], Iterable[Row]]) -> None:
        path, partial = folder / "peer.sqlite", folder / "part.sqlite"
        if not path.exists():
            partial.unlink(missing_ok=True)  # from an interrupted run
            self.connection = sqlite3.connect(partial)
            self._fill(rows())
            self.connection.close()
            partial.rename(path)
        self.connection = sqlite3.connect(path)
        self.connection.executescript(
            "PRAGMA cache_size = -2000000; PRAGMA mmap_size = 8000000000; PRAGMA temp_store = memory"
        )

    def _fill(self, rows: Iterable[Row]) -> None:
        columns = ", ".join(f"{facet} TEXT" for facet in FACETS)
        self.connection.execute(f"CREATE TABLE row (id INTEGER PRIMARY KEY, {columns}, text TEXT)")
        marks = ", ".join("?" * (len(FACETS) + 2))
        self.connection.executemany(f"INSERT INTO row VALUES ({marks})", map(self._values, itertools.count(1), rows))
        for facet in set(FACETS) - set(MULTIVALUED):
            self.connection.execute(f"CREATE INDEX row_{facet} ON row ({facet})")
        self.connection.execute(
            "CREATE VIRTUAL TABLE words"
            " USING fts5(text, content='row', content_rowid='id', tokenize='porter unicode61')"
        )
        self.connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
        self.connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self.connection.execute("ANALYZE")
        self.connection.commit()

    @staticmethod
    def _values(number: int, row: Row) -> tuple[Any, ...]:
        facets = (json.dumps(row.facets[facet]) if facet in MULTIVALUED else row.facets[facet][0] for facet in FACETS)
        return (number, *facets, row.text)

    def ask(self, query: Query) -> Answer:
        where, values = self._where(query)
        [(total,)] = self.connection.execute(f"SELECT count(*) FROM row WHERE {where}", values)
        counts = {facet: dict(self._counts(facet, where, values)) for facet in FACETS}
        order = "row.id DESC"
        source = "row"
        if query.words:
            source, order = "row JOIN words ON words.rowid = row.id AND words MATCH ?", "rank"
            values = [_match(query), *values]
        self.connection.execute(
            f"SELECT row.id, row.text FROM {source} WHERE {where} ORDER BY {order} LIMIT {HIT_COUNT}",
            values,
        ).fetchall()
        return Answer(total, counts)

    def _where(self, query: Query) -> tuple[str, list[str]]:
        conditions, values = ["1"], []
        if query.words:
            conditions.append("row.id IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(_match(query))
        for facet, selected in query.choices.items():
            marks = ", ".join("?" * len(selected))
            if facet in MULTIVALUED:
                conditions.append(
                    f"row.id IN (SELECT row.id FROM row, json_each(row.{facet}) WHERE value IN ({marks}))"
                )
            else:
                conditions.append(f"row.{facet} IN ({marks})")
            values += selected
        return " AND ".join(conditions), values

    def _counts(self, facet: str, where: str, values: Sequence[str]) -> Iterator[tuple[str, int]]:
        if facet in MULTIVALUED:
            source, value = f"row JOIN json_each(row.{facet}) AS each", "each.value"
        else:
            source, value = "row", f"row.{facet}"
        statement = f"SELECT {value}, count(*) FROM {source} WHERE {where} GROUP BY 1 ORDER BY 2 DESC"
        yield from self.connection.execute(statement, values)


def _match(query: Query) -> str:
    if query.kind.startswith("P"):
        return '"' + " ".join(query.words) + '"'
    return " ".join(f'"{word}"' for word in query.words) + ("*" if query.kind == "X1" else "")


class Tantivy:
    """The engine of Quickwit, with its English stemmer and terms aggregation."""

    name = "tantivy"

    def __init__(self, folder: Path, rows: Callable[[], Iterable[Row]]) -> None:
        path = folder / "tantivy"
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="en_stem", index_option="position")
        for facet in FACETS:
            builder.add_text_field(facet, stored=False, fast=True, tokenizer_name="raw", index_option="basic")
        self.schema = builder.build()
        if path.exists():
            self.index = tantivy.Index.open(str(path))
        else:
            path.mkdir()
            try:
                self._fill(path, rows())
            except BaseException:
                shutil.rmtree(path)
                raise
        self.searcher = self.index.searcher()
        stem = tantivy.Filter.stemmer("english")
        plain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        self.analyzer = plain.filter(stem).build()

    def _fill(self, path: Path, rows: Iterable[Row]) -> None:
        self.index = tantivy.Index(self.schema, path=str(path))
        writer = self.index.writer(500_000_000, num_threads=1)
        for row in rows:
            document = tantivy.Document()
            document.add_text("text", row.text)
            for facet in FACETS:
                for value in row.facets[facet]:
                    document.add_text(facet, value)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def ask(self, query: Query) -> Answer | None:
        if query.kind == "X1":  # prefixes cannot be searched in a stemmed field
            return None
        filters = {facet: self._any_of(facet, selected) for facet, selected in query.choices.items()}
        full_query = self._all_of(query, filters.values())
        counts = self._counts(full_query, [facet for facet in FACETS if facet not in filters])
        for facet in filters:
            others = [condition for key, condition in filters.items() if key != facet]
            counts.update(self._counts(self._all_of(query, others), [facet]))
        result = self.searcher.search(full_query, HIT_COUNT, count=True)
        for _score, address in result.hits:
            self.searcher.doc(address)
        return Answer(result.count, counts)

    def _any_of(self, facet: str, values: Iterable[str]) -> tantivy.Query:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(self.schema, facet, value)) for value in values]
        return tantivy.Query.const_score_query(tantivy.Query.boolean_query(terms), 0.0)

    def _all_of(self, query: Query, filters: Iterable[tantivy.Query]) -> tantivy.Query:
        conditions = [*self._word_queries(query), *filters]
        if not conditions:
            return tantivy.Query.all_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, partial) for partial in conditions])

    def _word_queries(self, query: Query) -> list[tantivy.Query]:
        stems = [stem for word in query.words for stem in self.analyzer.analyze(word)]
        if query.kind.startswith("P"):
            return [tantivy.Query.phrase_query(self.schema, "text", stems)]
        return [tantivy.Query.term_query(self.schema, "text", stem) for stem in stems]

    def _counts(self, query: tantivy.Query, facets: Iterable[str]) -> dict[str, dict[str, int]]:
        terms = {facet: {"terms": {"field": facet, "size": 2000}} for facet in facets}
        result = self.searcher.aggregate(query, terms) if terms else {}
        return {facet: {bucket["key"]: bucket["doc_count"] for bucket in result[facet]["buckets"]} for facet in terms}
