"""Documents of many kinds and in six languages as Akoma Ntoso: valid, with every word and in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from lxml import etree

from documents.models import LanguageVersion
from documents.parsing.serialize import to_plain
from documents.parsing.types import UnreadableDocumentError
from documents.services import store_document
from portal.reading.document import _parse_and_extract
from portal.reading.limits import Limits
from recommendations.exports.akoma_ntoso import NAMESPACE, AkomaNtosoSource, ParagraphRow, akoma_ntoso, read_source
from recommendations.models import Citation
from recommendations.reader.citation_targets import is_unresolved, target_of
from recommendations.services import load_vocabularies, sync_recommendations
from tests.recommendations.exports.test_akoma_ntoso import schema
from tests.sources import SHARED

FOLDERS = (SHARED / "corpus", SHARED / "six")
SUFFIXES = {".pdf", ".docx", ".html", ".txt"}
NO_RECOGNITION = Limits(seconds=300, memory_mb=2048, recognition_seconds=0)
_NOT_COMPARED = re.compile(r"[\W_ᴬ-ᵪᶛ-ᶿⁱⁿ]")
_A = f"{{{NAMESPACE}}}"


def files() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]
    return [path for path in found if "standards" not in path.parts]


def plain(text: str) -> str:
    """Return the letters and digits of a text, without raised letters, which mark notes."""
    return _NOT_COMPARED.sub("", text)


def text_of(paragraph: ParagraphRow) -> str:
    """Return the text of a paragraph, or that of a table's cells, which may differ from it in note markers."""
    if paragraph.kind == "table" and paragraph.cells:
        return plain("".join(cell for row in paragraph.cells for cell in row))
    return plain(paragraph.text)


def source_of(version: LanguageVersion) -> AkomaNtosoSource:
    return read_source(version, AnonymousUser(), "https://portal.example.org/")


def problems(source: AkomaNtosoSource) -> Iterator[str]:
    """Yield what is wrong with the XML of a document."""
    root = etree.fromstring(akoma_ntoso(source).encode())
    if not schema().validate(root):
        yield from (f"not valid: {error.message}" for error in schema().error_log)
    yield from _missing_references(source, root)
    [*others] = root.iterfind(f".//{_A}attachment/{_A}doc[@name='notes']")
    notes = [plain("".join(note.itertext())) for note in root.iter(f"{_A}authorialNote")]
    notes += [plain("".join(content.itertext())) for doc in others for content in doc.iter(f"{_A}content")]
    if Counter(notes) != Counter(plain(note.text) for note in source.footnotes):
        yield f"{len(notes)} notes of {len(source.footnotes)} or other texts"
    for doc in others:
        doc.getparent().getparent().remove(doc.getparent())
    labels = [plain(element.text or "") for element in root.iter(f"{_A}num")]
    if labels != [plain(row.label) for row in source.paragraphs if row.label and row.label != row.text]:
        yield "the numbers of paragraphs differ"
    etree.strip_elements(root, *(f"{_A}{name}" for name in ("authorialNote", "noteRef", "sup", "num")), with_tail=False)
    written = plain("".join("".join(body.itertext()) for body in root.iter(f"{_A}mainBody")))
    expected = "".join(map(text_of, source.paragraphs))
    if written != expected:
        start = next(
            (i for i, (a, b) in enumerate(zip(written, expected, strict=False)) if a != b),
            min(len(written), len(expected)),
        )
        yield f"the text differs: {written[start : start + 40]!r} instead of {expected[start : start + 40]!r}"


def _missing_references(source: AkomaNtosoSource, root: Any) -> Iterator[str]:
    written = Counter(element.get("href") for element in root.iter(f"{_A}ref"))
    expected: Counter[str] = Counter()
    for citation in Citation.objects.filter(version=source.version).select_related("article__instrument", "meeting"):
        if not citation.is_manual and not is_unresolved(citation):
            address = target_of(citation, {}, source.version.language).address
            if address:
                expected[
                    "https://portal.example.org" + re.sub(r"^/en/", "/", address) if address[0] == "/" else address
                ] += 1
    if missing := expected - written:
        yield f"references are missing: {dict(missing)}"


@pytest.mark.long
@pytest.mark.django_db
def test_every_document_is_valid_and_complete() -> None:
    if not files():
        pytest.skip("The documents are not on this machine.")
    load_vocabularies()
    wrong: dict[str, list[str]] = {}
    count = 0
    for path in files():
        content = path.read_bytes()
        try:
            reading = _parse_and_extract(content, path.name, NO_RECOGNITION)
        except UnreadableDocumentError:
            continue  # scans without text, and what is not a document
        with transaction.atomic():
            stored = store_document(reading.parsed, content, path.name, extraction=to_plain(reading.extraction))
            sync_recommendations(stored.version, reading.parsed, reading.extraction)
            found = list(problems(source_of(stored.version)))
            transaction.set_rollback(True)
        count += 1
        if found:
            wrong[str(path.relative_to(SHARED))] = found
    assert count > 150
    assert wrong == {}
