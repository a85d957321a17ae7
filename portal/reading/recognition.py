"""Add a text layer to scans with OCRmyPDF and Tesseract, if they are installed (``make ocr``).

This runs in the child process that reads the scan. The file itself is not changed; recognized text is marked as such.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from documents.parsing.messages import Message
from documents.parsing.parse import parse
from documents.parsing.types import Doubt, ParsedDocument, UnreadableDocumentError
from portal.reading.programs import SEARCH_PATH, find_program, missing_programs

OFFICIAL_LANGUAGES = {"eng": "en", "fra": "fr", "spa": "es", "rus": "ru", "ara": "ar", "chi_sim": "zh"}
"""Tesseract's names for the official languages of the United Nations, with their codes."""


class RecognitionError(Exception):
    """Raised if no text can be recognized. ``code`` and ``message`` are those of the doubt to report."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message)
        self.doubt = Doubt(code, message)


def read_scan(content: bytes, without_text: ParsedDocument, seconds: float) -> ParsedDocument:
    """Return the document in a scanned PDF, read from its recognized text.

    If recognition fails, return ``without_text``, the document as read without it, with a doubt that explains the
    failure.
    """
    try:
        languages = _installed_languages()
        recognized = parse(_with_text_layer(content, languages, seconds), without_text.file)
        if recognized.text_quality == "none":
            raise RecognitionError("ocr_found_nothing", Message("Text recognition found no text on the pages."))
    except RecognitionError as reason:
        return replace(without_text, doubts=(*without_text.doubts, reason.doubt))
    except UnreadableDocumentError as error:
        doubt = Doubt(
            "ocr_failed", Message("Text recognition did not produce a readable PDF: %(reason)s", reason=error.message)
        )
        return replace(without_text, doubts=(*without_text.doubts, doubt))
    return replace(recognized, text_quality="ocr", doubts=(_ocr_doubt(languages), *_other_doubts(recognized)))


def _ocr_doubt(languages: str) -> Doubt:
    return Doubt(
        "read_by_ocr",
        Message(
            "This PDF is scanned. Its text was recognized by a program for the languages %(languages)s; letters, "
            "numbers and positions may be wrong. Compare with the page.",
            languages=[OFFICIAL_LANGUAGES[language] for language in languages.split("+")],
        ),
    )


def _other_doubts(document: ParsedDocument) -> list[Doubt]:
    """Return the reader's doubts, except the doubt about recognized text, which :func:`_ocr_doubt` replaces."""
    return [doubt for doubt in document.doubts if doubt.code != "ocr"]


def _installed_languages() -> str:
    """Return the official languages that are installed for Tesseract, in its syntax: "eng+fra". Raise RecognitionError
    if there are none."""
    if missing := missing_programs():
        raise _not_installed_error(missing)
    result = subprocess.run(
        [str(find_program("tesseract")), "--list-langs"], capture_output=True, text=True, check=False, timeout=60
    )
    installed = result.stdout.split()
    languages = [language for language in OFFICIAL_LANGUAGES if language in installed]
    if not languages:
        raise _not_installed_error([Message("a Tesseract language pack for an official language")])
    return "+".join(languages)


def _not_installed_error(missing: Sequence[str]) -> RecognitionError:
    return RecognitionError(
        "ocr_not_installed",
        Message(
            "Its text could be recognized, but the machine that read it lacks this: %(missing)s. Ask the administrator "
            "to install it (see “Scans” in docs/operation.md), then choose “Recognize the text” in the review.",
            missing=missing,
        ),
    )


def _with_text_layer(content: bytes, languages: str, seconds: float) -> bytes:
    """Return the PDF with recognized text under its pictures. Raise RecognitionError."""
    with tempfile.TemporaryDirectory(prefix="portal-ocr-") as folder:
        scan, result = Path(folder, "scan.pdf"), Path(folder, "result.pdf")
        scan.write_bytes(content)
        command = [
            str(find_program("ocrmypdf")),
            "--quiet",
            "--force-ocr",  # also recognize text that is drawn but cannot be extracted
            "--invalidate-digital-signatures",  # of a temporary copy
            f"--language={languages}",
            "--output-type=pdf",
            "--optimize=0",
            "--jobs=1",
            str(scan),
            str(result),
        ]
        try:
            run = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=seconds,
                env={**os.environ, "PATH": SEARCH_PATH, "TMPDIR": folder, "OMP_THREAD_LIMIT": "1"},
            )
        except subprocess.TimeoutExpired as error:
            message = Message(
                "Text recognition took more than %(seconds)s seconds and was stopped. Split the file and try again "
                "with the parts.",
                seconds=f"{seconds:g}",
            )
            raise RecognitionError("ocr_failed", message) from error
        if run.returncode or not result.exists():
            lines = run.stderr.decode(errors="replace").strip().splitlines()
            reason = lines[-1] if lines else str(run.returncode)
            raise RecognitionError("ocr_failed", Message("Text recognition failed: %(reason)s", reason=reason))
        return result.read_bytes()
