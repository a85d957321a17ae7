"""Write all tables into one SQLite file, with keys, indexes, views and a full-text index, as Datasette
opens it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from portal.bulk.tables import TABLES, Table

INDEXED, FULL_TEXT_TABLE = "texts", "texts_fts"  # a table with texts, and its full-text index
_VIEWS = {
    "recommendations_with_context": """
        SELECT recommendations.*, documents.title AS document_title, documents.date AS document_date,
            meetings.name AS meeting_name, meetings.start AS meeting_start,
            (SELECT group_concat(DISTINCT article) FROM recommendation_articles AS link
                WHERE link.recommendation = recommendations.recommendation) AS articles,
            (SELECT group_concat(topic) FROM recommendation_topics AS link
                WHERE link.recommendation = recommendations.recommendation) AS topics,
            (SELECT group_concat(addressee) FROM recommendation_addressees AS link
                WHERE link.recommendation = recommendations.recommendation) AS addressees
        FROM recommendations JOIN documents ON documents.document = recommendations.document
        LEFT JOIN meetings ON meetings.meeting = recommendations.meeting
    """,
    "articles_by_recommendations": """
        SELECT articles.article, articles.title, count(DISTINCT link.recommendation) AS recommendations
        FROM articles JOIN recommendation_articles AS link ON link.article = articles.article
        GROUP BY articles.article ORDER BY recommendations DESC
    """,
}


class SqliteWriter:
    """A new SQLite file. Rows are written in batches; :meth:`finish` adds the indexes and views."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")  # an incomplete file is thrown away
        self._connection.execute("PRAGMA synchronous = OFF")
        for table in TABLES:
            self._connection.execute(_definition(table))
        self._connection.execute("BEGIN")

    def write(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows to a table."""
        places = ", ".join("?" * len(table.columns))
        self._connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)  # noqa: S608  not user input

    def finish(self) -> None:
        """Complete and close the file. Raise ValueError if a row refers to one that does not exist."""
        with closing(self._connection) as connection:
            for table in TABLES:
                for column in table.columns:
                    if column.references and column.name not in table.key[:1]:
                        connection.execute(
                            f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")'
                        )
            for name, statement in _VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {statement}")
            # Datasette finds the full-text index by the quotation marks around the name of the table.
            connection.execute(f'CREATE VIRTUAL TABLE {FULL_TEXT_TABLE} USING fts5(text, content="{INDEXED}")')
            connection.execute(f"INSERT INTO {FULL_TEXT_TABLE} ({FULL_TEXT_TABLE}) VALUES ('rebuild')")  # noqa: S608
            connection.execute("COMMIT")
            connection.execute("ANALYZE")
            if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise ValueError(f"A row of {broken[0]} refers to one of {broken[2]} that does not exist.")

    def close(self) -> None:
        """Close an incomplete file."""
        self._connection.close()


def _definition(table: Table) -> str:
    lines = [f'"{column.name}" {column.type.value[1]}' for column in table.columns]
    if table.key:
        lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [
        f'FOREIGN KEY ("{column.name}") REFERENCES "{column.references}" ("{_first(column.references)}")'
        for column in table.columns
        if column.references
    ]
    is_key_only = table.key_length > 1 and table.name != INDEXED  # rows in the order of the key take half the space
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})' + " WITHOUT ROWID" * is_key_only


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _first(name: str) -> str:
    return next(table.columns[0].name for table in TABLES if table.name == name)
