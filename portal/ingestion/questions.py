"""A file whose symbol is here already: a person says what it is, and it becomes that.

Until they do, its bytes stay with the upload and what was read of it is a proposed reading of the version that is here.
An answer is one transaction; given twice, it is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import LanguageVersion, Reading, Upload
from documents.parsing.symbols import only_symbols
from documents.services import (
    Decided,
    DocumentRefused,
    LanguageExists,
    Outcome,
    add_file,
    find_stored,
    note_change,
    take_turn,
    telling_once,
)
from documents.services.languages import language_name
from portal.ingestion.pipeline import ReadFile, store_file
from recommendations.corrections import Edit, Kind
from recommendations.services import encode_ahead
from recommendations.services.correcting import accept_reading, extract_from, read_reading
from recommendations.services.correcting.checks import LANGUAGES

Answer = Upload.Answer


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person said of an upload: ``decided`` for what is stored beside, ``keep`` and ``seen`` for a reissue."""

    upload: Upload
    by: User
    decided: Decided
    read: ReadFile | None
    keep: Collection[int]
    seen: int | None


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
    """Do with a file what a person says that it is; returns the upload as it is then.

    Another language version needs its ``language`` (a code), a revision its ``symbol``; both are stored beside what is
    here, published by nobody yet. A reissue becomes what its version reads: corrections are carried over, of those that
    clash the ones in ``keep``, as :func:`~recommendations.services.correcting.accept_reading` says, with the revision
    ``seen``. A mistake is refused, and nothing of it kept. Nothing is done for an upload that was answered already.

    Raises ``DocumentRefused`` where that cannot be (the upload waits on), ``CorrectionRefused`` for a reissue where
    something was corrected meanwhile, ValueError for no answer.
    """
    said = _Said(upload, by, _decided(answer, by, language, symbol), _read(upload, answer, language), keep, seen)
    with transaction.atomic(), telling_once():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.state != Upload.State.QUESTION:
            return row
        take_turn()
        version, message = _DO[Answer(answer)](replace(said, upload=row))
        Reading.objects.filter(upload=row, state=Reading.State.PROPOSED).delete()
        row.state = Upload.State.DONE if version else Upload.State.REFUSED
        row.version, row.message, row.answer = version, message, answer
        row.content, row.finished_at = None, timezone.now()
        row.save()
        note_change(
            "upload.answered",
            by=by,
            subject=row.name,
            document=version.document if version else None,
            about=f"upload:{row.pk}",
            value=answer,
            note=message,
        )
    return row


def _decided(answer: str, by: User, language: str, symbol: str) -> Decided:
    """What is stored instead of what the file prints. Raises ``DocumentRefused``."""
    if Answer(answer) == Answer.LANGUAGE_VERSION:
        if language not in LANGUAGES:
            raise DocumentRefused("no_language", _("Say in which language the file is."))
        return Decided(by, language=language)
    if Answer(answer) == Answer.REVISION:
        symbols = tuple(dict.fromkeys(only_symbols(symbol)))
        if not symbols:
            raise DocumentRefused(
                "no_symbol",
                _("“%(text)s” is no document symbol. The revision of CTOC/COP/2022/L.4 has CTOC/COP/2022/L.4/Rev.1.")
                % {"text": symbol.strip()},
            )
        return Decided(by, symbols=symbols)
    return Decided(by)


def _read(upload: Upload, answer: str, language: str) -> ReadFile | None:
    """What is stored as a document of its own, with the vectors that it takes, made while others write."""
    reading = Reading.objects.filter(upload=upload).first()
    if answer not in (Answer.LANGUAGE_VERSION, Answer.REVISION) or reading is None or upload.content is None:
        return None
    parsed, extraction = read_reading(reading)
    if language and answer == Answer.LANGUAGE_VERSION:
        extraction = extract_from(parsed, [Edit(Kind.FACT, field="language", value=language)])
        parsed_as_said = replace(parsed, masthead=replace(parsed.masthead, language=language))
    else:
        parsed_as_said = parsed
    return ReadFile(upload.name, bytes(upload.content), parsed, extraction, encode_ahead(parsed_as_said, extraction))


# --- what is done ------------------------------------------------------------------------------------


def _store(said: _Said) -> tuple[LanguageVersion, str]:
    """As a version, or a document, of its own."""
    if said.read is None:
        raise _gone()
    try:
        report = store_file(said.read, publish=False, decided=said.decided)
    except LanguageExists as refusal:
        raise DocumentRefused(
            refusal.code,
            _("%(symbol)s is here already in this language (%(language)s).")
            % {"symbol": refusal.version.document, "language": language_name(refusal.version.language)},
        ) from refusal
    return report.version, _here_already() if report.outcome is Outcome.UNCHANGED else ""


def _reissue(said: _Said) -> tuple[LanguageVersion, str]:
    """As the file that the version is read from; the earlier one stays among its files."""
    content = bytes(said.upload.content or b"")
    if known := find_stored(content):
        return known, _here_already()
    reading = Reading.objects.select_related("version").filter(upload=said.upload).first()
    if reading is None:
        raise _gone()
    reading.file = add_file(reading.version, reading.parsed["format"], content, said.upload.name)
    reading.upload = None
    Reading.objects.filter(version=reading.version, state=Reading.State.PROPOSED, upload=None).update(
        state=Reading.State.PAST
    )
    reading.save(update_fields=["file", "upload"])
    accept_reading(reading, said.by, keep=said.keep, seen=said.seen)
    return reading.version, _("A reissue: the document is read from this file now.")


def _mistake(said: _Said) -> tuple[None, str]:
    return None, _("Sent by mistake: nothing of it was kept.")


def _here_already() -> str:
    return _("This very file was here already. Nothing was changed.")


def _gone() -> DocumentRefused:
    return DocumentRefused("gone", _("What was read of this file is no longer here. Send the file again."))


_DO: Mapping[Answer, Callable[[_Said], tuple[Any, str]]] = {
    Answer.LANGUAGE_VERSION: _store,
    Answer.REVISION: _store,
    Answer.REISSUE: _reissue,
    Answer.MISTAKE: _mistake,
}
