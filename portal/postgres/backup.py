"""Back up the database to a file and restore it, with PostgreSQL's own ``pg_dump``, ``pg_restore`` and ``psql``."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from django.utils.translation import gettext as _
from psycopg import Connection, sql

from portal.postgres import ServerError
from portal.postgres.account import programs_folder

Counts = Mapping[str, int]

_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""
QUICK_COMPRESSION = "--compress=gzip:1"
"""A file a fifth larger than at the usual level, written in a third of the time. Vectors hardly compress."""
SERVER_WITH_TRANSACTION_TIMEOUT = 170_000
"""The first version of PostgreSQL that knows the setting."""
_UNKNOWN_SETTING = b"SET transaction_timeout = 0;\n"
_EXTENSION = " EXTENSION "  # in a line of the contents that pg_restore lists


class BackupError(Exception):
    """A backup could not be made or restored. The message explains why and what to do."""


def back_up(path: Path) -> Counts:
    """Write all data to a file, and check it by restoring it into a temporary database.

    Return the number of rows in each table. The portal may be in use during the backup: the file holds the data as of
    its start. An existing file is replaced only by a complete and checked backup. Raise :class:`BackupError`.
    """
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    parameters = _parameters()
    try:
        with closing(_connect(parameters)) as source:
            source.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = _value(source, "SELECT pg_export_snapshot()")
            partial.touch(mode=0o600)
            options = ("--format=custom", QUICK_COMPRESSION, "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
            _run("pg_dump", parameters, *options, f"--file={partial}", parameters["dbname"])
            counts = _count_rows(source)
        with _temporary_database(parameters) as copy:
            _restore(partial, copy)
            with closing(_connect(copy)) as restored:
                if _count_rows(restored) != counts:
                    raise BackupError(
                        _("The backup is incomplete: some tables have a different number of rows. Try again.")
                    )
        partial.replace(path)
    except OSError as error:
        raise BackupError(
            _("%(path)s cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror}
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return counts


def restore(path: Path) -> Counts:
    """Restore a backup into an empty database, completely or not at all. Return the number of rows in each table.

    Raise :class:`BackupError` if the database has tables, or if the file is not a backup.
    """
    if not path.is_file():
        raise BackupError(_("%s does not exist. Check the path.") % path)
    parameters = _parameters()
    with closing(_connect(parameters)) as target:
        if target.execute(_TABLES).fetchone():
            raise BackupError(
                _(
                    "This database already has tables. Restore into an empty one: set PORTAL_VAR to a new folder, or "
                    "DATABASE_URL to a new database."
                )
            )
    _restore(path, parameters)
    with closing(_connect(parameters)) as target:
        return _count_rows(target)


def _parameters() -> dict[str, Any]:
    """Return the parameters to connect to the portal's database. This starts the embedded server."""
    known = connections["default"].get_connection_params()
    return {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}


def _connect(parameters: Mapping[str, Any], *, autocommit: bool = False) -> Connection[tuple[Any, ...]]:
    try:
        return psycopg.connect(**parameters, autocommit=autocommit)
    except psycopg.OperationalError as error:
        raise BackupError(_("The database is not responding: %s") % str(error).strip()) from error


@contextmanager
def _temporary_database(parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Create an empty database on the same server and drop it at the end. Yield the parameters to connect to it."""
    name = sql.Identifier(f"portal_check_{uuid.uuid4().hex}")
    with closing(_connect(parameters, autocommit=True)) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                _(
                    "The backup cannot be checked, because this account may not create a database. A superuser can "
                    "allow it: ALTER ROLE %s CREATEDB."
                )
                % parameters.get("user", "")
            ) from error
        try:
            yield {**parameters, "dbname": name.as_string().strip('"')}
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _restore(path: Path, parameters: Mapping[str, Any]) -> None:
    """Restore in one transaction. An extension that is already installed is left unchanged."""
    with closing(_connect(parameters)) as target:
        has_extension = _value(target, "SELECT count(*) FROM pg_extension WHERE extname = 'vector'")
        version = target.info.server_version
    with tempfile.NamedTemporaryFile("w", suffix=".list") as contents:
        lines = _run("pg_restore", parameters, "--list", str(path)).splitlines(keepends=True)
        contents.writelines(line for line in lines if not (has_extension and _EXTENSION in line))
        contents.flush()
        options = ("--no-owner", "--no-privileges", f"--use-list={contents.name}")
        if version >= SERVER_WITH_TRANSACTION_TIMEOUT:
            once = ("--single-transaction", "--exit-on-error", f"--dbname={parameters['dbname']}")
            _run("pg_restore", parameters, *options, *once, str(path))
        else:
            _restore_to_older_server(path, parameters, options)


def _restore_to_older_server(path: Path, parameters: Mapping[str, Any], options: Sequence[str]) -> None:
    """Restore in one transaction, without the setting that pg_restore sends and the server does not know."""
    with tempfile.TemporaryDirectory() as folder:
        script, known = Path(folder) / "all.sql", Path(folder) / "known.sql"
        _run("pg_restore", parameters, *options, f"--file={script}", str(path))
        with script.open("rb") as lines, known.open("wb") as kept:
            for line in lines:  # the settings come first
                if line == _UNKNOWN_SETTING:
                    break
                kept.write(line)
            shutil.copyfileobj(lines, kept)
        once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run("psql", parameters, *once, f"--file={known}", f"--dbname={parameters['dbname']}")


def _run(program: str, parameters: Mapping[str, Any], *arguments: str) -> str:
    """Run one of PostgreSQL's programs and return its output. The password is passed in the environment."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    environment = {variable: str(parameters[name]) for name, variable in names.items() if name in parameters}
    try:
        command = [str(programs_folder() / program), *arguments]
        result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    except ServerError as error:
        raise BackupError(str(error)) from error
    if result.returncode:
        reason = result.stderr.strip()[-2000:]
        raise BackupError(_("%(program)s failed: %(reason)s") % {"program": program, "reason": reason})
    return result.stdout


def _count_rows(database: Connection[tuple[Any, ...]]) -> dict[str, int]:
    tables = [name for (name,) in database.execute(_TABLES).fetchall()]
    query = sql.SQL("SELECT count(*) FROM {}")
    return {table: int(_value(database, query.format(sql.Identifier("public", table)))) for table in tables}


def _value(database: Connection[tuple[Any, ...]], query: Any) -> Any:
    row = database.execute(query).fetchone()
    assert row is not None
    return row[0]
