"""Read many files from disk: named files, folders and ZIP archives."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from documents.parsing.bundles import Member, is_bundle, open_bundle
from documents.parsing.types import UnreadableDocumentError
from documents.services import DocumentError, LanguageExistsError, Outcome, find_common_file, find_stored_version
from portal.ingestion.formats import MIN_LIKENESS, lacks_format, read_with, store_format
from portal.ingestion.pipeline import (
    IngestFailure,
    IngestReport,
    ReadFile,
    Result,
    build_report,
    read_file,
    store_file,
    tidy_file_name,
    too_large_error,
)
from portal.ingestion.splitting import find_parts, parts_message
from recommendations.services import load_vocabularies

logger = logging.getLogger(__name__)

MAX_DATABASE_SECONDS = 30  # to wait for a database that is being restarted

Progress = Callable[[int, int, Result | None], None]


@dataclass(frozen=True, slots=True)
class _Source:
    """A file on disk or in an archive: its path as shown in messages, its name, and a function that reads it.

    ``read`` may raise UnreadableDocumentError and OSError.
    """

    shown_path: str
    name: str
    read: Callable[[], bytes]


def ingest_paths(paths: Sequence[Path], *, publish: bool, on_progress: Progress | None = None) -> list[Result]:
    """Ingest files, and the visible files in folders and archives, sorted by name within each.

    Of a document in several formats, the order does not matter: its text is that of the better file.

    A file that fails does not stop the others. ``on_progress`` receives the number of files done, the total and the
    last result, and is first called with (0, total, None).
    """
    load_vocabularies()
    files = find_files(paths)
    total = sum(1 for path in files for _source in _sources(path))
    results: list[Result] = []
    if on_progress:
        on_progress(0, total, None)
    for source in (source for path in files for source in _sources(path)):
        results.append(_ingest_source(source, publish=publish))
        if on_progress:
            on_progress(len(results), total, results[-1])
    return results


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and those in the folders at any depth, without duplicates. Keep paths that do not exist."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            relative_paths = (file.relative_to(path) for file in path.rglob("*") if file.is_file())
            visible = sorted(file for file in relative_paths if not any(part.startswith(".") for part in file.parts))
            files.update((path / file, None) for file in visible)
        else:
            files[path] = None
    return list(files)


def _sources(path: Path) -> Iterator[_Source]:
    """Yield the file, or the members of an archive, which are unpacked only when they are read."""
    shown_path = os.fsencode(path).decode(errors="replace")  # a name on disk may be in any encoding
    name = tidy_file_name(Path(shown_path).name)
    try:
        with path.open("rb") as file:
            if is_bundle(file, path.name):
                for member in sorted(open_bundle(file), key=lambda member: member.name):
                    yield _Source(f"{shown_path}/{member.name}", tidy_file_name(member.name), _member_reader(member))
                return
    except UnreadableDocumentError as error:
        yield _Source(shown_path, name, _raiser(error))
        return
    except OSError:
        pass  # reading the file reports the reason
    yield _Source(shown_path, name, lambda: _read(path))


def _member_reader(member: Member) -> Callable[[], bytes]:
    return lambda: member.read(settings.UPLOAD_FILE_BYTES)


def _raiser(error: UnreadableDocumentError) -> Callable[[], bytes]:
    def raise_error() -> NoReturn:
        raise error

    return raise_error


def _read(path: Path) -> bytes:
    if path.stat().st_size > settings.UPLOAD_FILE_BYTES:
        raise too_large_error()
    return path.read_bytes()


def _ingest_source(source: _Source, *, publish: bool) -> Result:
    try:
        return _ingest_twice_if_disconnected(source, publish=publish)
    except (UnreadableDocumentError, DocumentError) as error:
        return IngestFailure(source.shown_path, error.message)
    except FileNotFoundError:
        return IngestFailure(source.shown_path, _("There is no such file or folder. Check the path."))
    except OSError as error:
        return IngestFailure(source.shown_path, error.strerror or str(error))
    except Exception as error:
        logger.exception("%s", source.shown_path)
        return IngestFailure(source.shown_path, _("Internal error: %(error)r") % {"error": error})


def _ingest_twice_if_disconnected(source: _Source, *, publish: bool) -> Result:
    """Ingest a file. If the connection to the database is lost, wait for the database and ingest the file again."""
    try:
        return ingest_file(source.read(), source.name, publish=publish)
    except (OperationalError, InterfaceError):
        _wait_for_database()
        return ingest_file(source.read(), source.name, publish=publish)


def ingest_file(content: bytes, name: str, *, publish: bool) -> IngestReport:
    """Read a file and store it. Bytes that are already stored are not read again and change nothing.

    A file with the same text as an existing version, in another format, is added to it. Raise
    ``UnreadableDocumentError`` if the file cannot be read, and ``DocumentError`` if it contradicts the stored data or
    seems to hold several documents. Both messages are for the person who runs the command.
    """
    if existing := find_stored_version(content):
        return build_report(name, Outcome.UNCHANGED, existing)
    _check_is_one_document(content)
    file = read_file(content, name)
    try:
        return store_file(file, publish=publish)
    except LanguageExistsError as error:
        return _add_format(file, error)


def _check_is_one_document(content: bytes) -> None:
    if find_common_file(content):
        raise DocumentError("several_documents", _("This file has already been split into several documents."))
    if parts := find_parts(content):
        advice = _("Nothing was changed. Upload the file in the portal to split it, or load the documents one by one.")
        raise DocumentError("several_documents", f"{parts_message(parts)} {advice}")


def _add_format(file: ReadFile, error: LanguageExistsError) -> IngestReport:
    """Add a file to the version that exists. Raise the error if it is not the same text in another format."""
    version = error.version
    if not lacks_format(version, file.parsed.format):
        raise error
    reading = read_with(version, file)
    if reading.likeness < MIN_LIKENESS:
        raise error
    proposal = store_format(version, file, reading)
    version.refresh_from_db()
    return build_report(file.name, Outcome.FORMAT_ADDED, version, needs_decision=bool(proposal))


def _wait_for_database() -> None:
    if not connection.is_usable():
        connection.close()
    deadline = time.monotonic() + MAX_DATABASE_SECONDS
    while time.monotonic() < deadline:
        try:
            connection.ensure_connection()
        except OperationalError:
            time.sleep(0.5)
        else:
            return
