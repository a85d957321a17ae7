"""Store a file whose symbol already exists, once a person has decided what it is.

Until then, its bytes are kept with the upload, and its reading is a proposed reading of the existing version. An answer
is one transaction; repeating it changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Reading, Upload
from documents.parsing.messages import Message
from documents.parsing.symbols import parse_symbol_line
from documents.services import (
    DocumentError,
    LanguageExistsError,
    Outcome,
    Overrides,
    acquire_write_lock,
    add_file,
    find_stored_version,
)
from documents.services.readings import discard_proposed_readings
from documents.services.uploads import end_upload
from documents.web.languages import language_name
from portal.ingestion.formats import lacks_format
from portal.ingestion.pipeline import ReadFile, store_file
from recommendations.corrections import Edit, EditKind
from recommendations.services import encode_missing
from recommendations.services.correcting import accept_reading, extract_from, read_reading
from recommendations.services.correcting.checks import LANGUAGES

Answer = Upload.Answer


def answer_upload(
    upload: Upload,
    answer: str,
    by: User,
    *,
    language: str = "",
    symbol: str = "",
    keep: Collection[int] = (),
    seen: int | None = None,
) -> Upload:
    """Store an upload according to a person's answer. Return the upload; an answered one is returned unchanged.

    Another language version needs its ``language`` (a code), a revision its ``symbol``; both are stored unpublished. A
    reissue becomes the reading of its version: see
    :func:`~recommendations.services.correcting.accept_reading` for ``keep`` and ``seen``. A mistake is rejected.

    Raise ``DocumentError`` if that is not possible (the upload keeps waiting), ``CorrectionError`` for a reissue of a
    document that has since been corrected, and ValueError for an unknown answer.
    """
    overrides = _overrides(Answer(answer), by, language, symbol)
    file = _file_to_store(upload, overrides)
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != Upload.State.QUESTION:
            return locked
        acquire_write_lock()
        if answer == Answer.MISTAKE:
            version, message = None, Message("Uploaded by mistake and not kept.")
        elif answer == Answer.REISSUE:
            version, message = _reissue(locked, by, keep, seen)
        else:
            version, message = _store(file, overrides)
        discard_proposed_readings(upload=locked)
        state = Upload.State.DONE if version else Upload.State.REFUSED
        end_upload(locked.pk, state, message, version=version, answer=answer, by=by)
        locked.refresh_from_db()
    return locked


def can_be_format(upload: Upload) -> bool:
    """Return whether an upload may be the text of the existing version in another format."""
    reading = Reading.objects.filter(upload=upload).select_related("version").first()
    return reading is not None and lacks_format(reading.version, reading.parsed["format"])


def _overrides(answer: Answer, by: User, language: str, symbol: str) -> Overrides:
    """Return the values that replace printed ones. Raise ``DocumentError`` for an invalid language or symbol."""
    if answer == Answer.LANGUAGE_VERSION:
        if language not in LANGUAGES:
            raise DocumentError("no_language", _("Choose the language of the file."))
        return Overrides(by, language=language, is_same_document=True)
    if answer == Answer.REVISION:
        symbols = tuple(dict.fromkeys(parse_symbol_line(symbol)))
        if not symbols:
            raise DocumentError(
                "no_symbol",
                _(
                    "“%(text)s” is not a document symbol. "
                    "A revision of CTOC/COP/2022/L.4 has the symbol CTOC/COP/2022/L.4/Rev.1."
                )
                % {"text": symbol.strip()},
            )
        return Overrides(by, symbols=symbols)
    return Overrides(by)


def _file_to_store(upload: Upload, overrides: Overrides) -> ReadFile | None:
    """Return the file to store as a new version or document, or None. It is encoded before the write lock is taken."""
    reading = Reading.objects.filter(upload=upload).first()
    if not (overrides.language or overrides.symbols) or reading is None or upload.content is None:
        return None
    parsed, extraction = read_reading(reading)
    corrected = parsed
    if overrides.language:
        extraction = extract_from(parsed, [Edit(EditKind.FACT, field="language", value=overrides.language)])
        corrected = replace(parsed, masthead=replace(parsed.masthead, language=overrides.language))
    return ReadFile(upload.name, bytes(upload.content), parsed, extraction, encode_missing(corrected, extraction))


def _store(file: ReadFile | None, overrides: Overrides) -> tuple[LanguageVersion, Message]:
    """Store the file as a new version or document. Return the version and a message."""
    if file is None:
        raise _reading_gone_error()
    try:
        report = store_file(file, publish=False, overrides=overrides)
    except LanguageExistsError as error:
        raise DocumentError(
            error.code,
            _("%(symbol)s already exists (%(language)s). Enter another symbol.")
            % {"symbol": error.version.document, "language": language_name(error.version.language)},
        ) from error
    return report.version, report.outcome.message


def _reissue(upload: Upload, by: User, keep: Collection[int], seen: int | None) -> tuple[LanguageVersion, Message]:
    """Make the upload the version's current file, and keep the earlier files. Return the version and a message."""
    content = bytes(upload.content or b"")
    if existing := find_stored_version(content):
        return existing, Outcome.UNCHANGED.message
    reading = Reading.objects.select_related("version").filter(upload=upload).first()
    if reading is None:
        raise _reading_gone_error()
    file = add_file(reading.version, reading.parsed["format"], content, upload.name, is_reissue=True)
    accept_reading(reading, by, keep=keep, seen=seen, file=file)
    return reading.version, Message("Saved as a reissue.")


def _reading_gone_error() -> DocumentError:
    return DocumentError("gone", _("The reading of this file is no longer available. Upload the file again."))
