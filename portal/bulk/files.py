"""Write the files: each table as CSV, JSON Lines and Parquet, all tables as SQLite, and their description."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db import transaction

from portal.bulk.rows import Row, read_rows, use_snapshot
from portal.bulk.sqlite import SqliteWriter
from portal.bulk.tables import BY_NAME, TABLES, Table

FORMATS = {"csv": "text/csv", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
"""The formats of a table, by suffix, with their media types."""
SQLITE, DESCRIPTION, CHECKSUMS, NOTE = "portal.db", "datapackage.json", "SHA256SUMS", "README.txt"
MEDIA_TYPES = {
    **{f"{table.name}.{suffix}": kind for table in TABLES for suffix, kind in FORMATS.items()},
    SQLITE: "application/vnd.sqlite3",
    DESCRIPTION: "application/json",
    CHECKSUMS: "text/plain; charset=utf-8",
    NOTE: "text/plain; charset=utf-8",
}
"""The names of all files, with their media types."""

MAX_WAITING = 1_000  # rows of a table that are written together
PARQUET_MEMORY = "224MB"
MAX_LINE_BYTES = 4 * 1024 * 1024  # of JSON Lines; DuckDB keeps buffers of twice this size
ROW_GROUP = 10_240  # rows of a Parquet file that are compressed together, and in memory until then
TITLE = "UNTOC Portal: recommendations and documents"
_LICENCE = """\
The texts are from documents issued by the United Nations, which prevail. The terms of use of the United Nations apply
to them: https://www.un.org/en/about-us/terms-of-use. This is not an official United Nations site. The portal adds no
conditions of its own.
"""


def write_files(folder: Path, now: datetime.datetime) -> None:
    """Write all files into an empty folder. The data are those of one moment."""
    with transaction.atomic():
        use_snapshot()
        counts = _write_rows(folder, read_rows())
    _write_parquet(folder)
    hashes = {name: _sha256(folder / name) for name in MEDIA_TYPES if (folder / name).exists()}
    description = json.dumps(_describe(folder, counts, hashes, now), ensure_ascii=False, indent=2)
    (folder / DESCRIPTION).write_text(description + "\n", encoding="utf-8")
    (folder / NOTE).write_text(f"{TITLE}\n\n{_LICENCE}\nHow to cite: {citation(now)}\n", encoding="utf-8")
    hashes |= {name: _sha256(folder / name) for name in (DESCRIPTION, NOTE)}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    (folder / CHECKSUMS).write_text(lines, encoding="utf-8")


def citation(made_at: datetime.datetime) -> str:
    """Return how to cite the data."""
    address = f" {settings.PORTAL_URL}/data/." if settings.PORTAL_URL else ""
    return f"UNTOC Portal, Recommendations and documents (data of {made_at:%-d %B %Y, %H:%M} UTC).{address}"


# --- rows --------------------------------------------------------------------------------------------


def _write_rows(folder: Path, rows: Iterable[Row]) -> Counter[str]:
    """Write rows as CSV, JSON Lines and SQLite. Return the number of rows of each table."""
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        sqlite = SqliteWriter(folder / SQLITE)
        stack.callback(sqlite.close)
        writers = {table.name: _TableWriter(table, folder, sqlite, stack) for table in TABLES}
        for name, values in rows:
            counts[name] += 1
            writers[name].add(values)
        for writer in writers.values():
            writer.flush()
        sqlite.finish()
    return counts


class _TableWriter:
    """Writes the rows of one table in batches."""

    def __init__(self, table: Table, folder: Path, sqlite: SqliteWriter, stack: ExitStack) -> None:
        self._table, self._sqlite = table, sqlite
        self._names = [column.name for column in table.columns]
        options: dict[str, Any] = {"encoding": "utf-8", "newline": ""}
        self._jsonl = stack.enter_context((folder / f"{table.name}.jsonl").open("w", **options))
        self._csv = csv.writer(stack.enter_context((folder / f"{table.name}.csv").open("w", **options)))
        self._csv.writerow(self._names)
        self._waiting: list[list[Any]] = []

    def add(self, values: Iterable[Any]) -> None:
        self._waiting.append([_plain(value) for value in values])
        if len(self._waiting) >= MAX_WAITING:
            self.flush()

    def flush(self) -> None:
        self._jsonl.writelines(
            json.dumps(dict(zip(self._names, row, strict=True)), ensure_ascii=False) + "\n" for row in self._waiting
        )
        flat = [[_flat(value) for value in row] for row in self._waiting]
        self._csv.writerows(flat)
        self._sqlite.write(self._table, flat)
        self._waiting.clear()


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: dates as texts."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, datetime.date) else value


def _flat(value: Any) -> Any:
    """Return a value for a cell: a list as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _write_parquet(folder: Path) -> None:
    """Convert the JSON Lines files to Parquet, with the types of the columns."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": PARQUET_MEMORY,
        "threads": "1",
        "temp_directory": str(folder / "temporary"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(config=options) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table in TABLES:
            columns = ", ".join(f"'{column.name}': '{column.type.value[2]}'" for column in table.columns)
            source, target = (str(folder / f"{table.name}.{suffix}") for suffix in ("jsonl", "parquet"))
            connection.execute(
                f"COPY (SELECT * FROM read_json(?, format = 'newline_delimited', columns = {{{columns}}},"  # noqa: S608
                f" maximum_object_size = {MAX_LINE_BYTES}))"
                f" TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})",
                [source],
            )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


# --- description -------------------------------------------------------------------------------------


def _describe(
    folder: Path, counts: Mapping[str, int], hashes: Mapping[str, str], now: datetime.datetime
) -> dict[str, Any]:
    """Return the description of all files as a Data Package (https://datapackage.org, version 1)."""
    return {
        "profile": "data-package",
        "name": "untoc-portal",
        "title": TITLE,
        "description": f"{_LICENCE}\nHow to cite: {citation(now)}",
        "homepage": f"{settings.PORTAL_URL}/data/" if settings.PORTAL_URL else None,
        "created": now.isoformat(timespec="seconds"),
        "licenses": [
            {
                "name": "other-open",
                "title": "Terms of use of the United Nations",
                "path": "https://www.un.org/en/about-us/terms-of-use",
            }
        ],
        "resources": list(_resources(folder, counts, hashes)),
    }


def _resources(folder: Path, counts: Mapping[str, int], hashes: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for table in TABLES:
        for suffix, media_type in FORMATS.items():
            name = f"{table.name}.{suffix}"
            yield {
                **_file(folder, name, hashes, media_type),
                "profile": "tabular-data-resource" if suffix == "csv" else "data-resource",
                "format": suffix,
                "rows": counts[table.name],
                "schema": _schema(table),
            }
    yield {**_file(folder, SQLITE, hashes, MEDIA_TYPES[SQLITE]), "profile": "data-resource", "format": "sqlite"}


def _file(folder: Path, name: str, hashes: Mapping[str, str], media_type: str) -> dict[str, Any]:
    return {
        "name": name.replace("_", "-").lower(),
        "path": name,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": (folder / name).stat().st_size,
        "hash": f"sha256:{hashes[name]}",
    }


def _schema(table: Table) -> dict[str, Any]:
    """Return the columns and keys of a table as a Table Schema."""
    fields = [
        {"name": column.name, "type": column.type.value[0], "description": column.description}
        for column in table.columns
    ]
    foreign_keys = [
        {
            "fields": column.name,
            "reference": {
                "resource": "" if column.references == table.name else f"{column.references}.csv".replace("_", "-"),
                "fields": BY_NAME[column.references].columns[0].name,
            },
        }
        for column in table.columns
        if column.references
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "foreignKeys": foreign_keys}
    return {**schema, "primaryKey": table.key} if table.key else schema


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
