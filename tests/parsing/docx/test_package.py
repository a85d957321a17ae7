"""What is opened and what is refused, and with which sentence."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from documents.parsing.readers.docx import read_docx
from documents.parsing.types import UnreadableDocument
from tests.parsing.docx.making import HEADER, W, docx, p, rezipped, zipped

GOOD = docx(p("1.\tThe Conference,"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _document(inner: str, prolog: str = "") -> bytes:
    return rezipped(GOOD, word__document=f'{HEADER}{prolog}<w:document xmlns:w="{W}">{inner}</w:document>')


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _flagged_as_encrypted(content: bytes) -> bytes:
    """The same archive with the bit set that says a part is encrypted."""
    changed = bytearray(content)
    place = content.find(b"PK\x01\x02")
    changed[place + 8] |= 1
    return bytes(changed)


REFUSED = [
    ("cut in the middle", GOOD[: len(GOOD) // 2], "damaged", "cut off or damaged"),
    ("cut at the directory", GOOD[:-10], "damaged", "cut off or damaged"),
    ("no archive", b"PK\x03\x04 and nothing more", "damaged", "cut off or damaged"),
    ("a workbook", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "unsupported", "Excel workbook"),
    ("slides", zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "unsupported", "PowerPoint"),
    ("odt", zipped({"mimetype": "", "content.xml": ""}), "unsupported", "OpenDocument"),
    ("epub", zipped({"mimetype": "", "META-INF/container.xml": ""}), "unsupported", "EPUB"),
    ("archive of files", zipped({"a.pdf": "", "b.pdf": ""}), "not_a_document", "ZIP archive"),
    ("old .doc", OLE, "unsupported", "old Word file"),
    ("password", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
    ("encrypted part", _flagged_as_encrypted(GOOD), "encrypted", "password"),
    ("no text part", rezipped(GOOD, word__document=None), "damaged", "cut off or damaged"),
    ("broken XML", rezipped(GOOD, word__document="<w:document"), "damaged", "cut off or damaged"),
    ("broken styles", rezipped(GOOD, word__styles="<w:styles"), "damaged", "cut off or damaged"),
    ("entities", _document("<w:body>&b;</w:body>", LAUGHS), "damaged", "XML definitions"),
    (
        "outside entity",
        _document("<w:body>&x;</w:body>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "damaged",
        "XML definitions",
    ),
    (
        "entities in UTF-16",
        rezipped(GOOD, word__document=f"<?xml version='1.0' encoding='UTF-16'?>{LAUGHS}<a/>".encode("utf-16")),
        "damaged",
        "XML definitions",
    ),
    ("another root", rezipped(GOOD, word__document="<html/>"), "unsupported", "Strict Open XML"),
    ("nested without end", _document("<w:p>" * 5000 + "</w:p>" * 5000), "damaged", "cut off or damaged"),
    ("bomb", _document("<w:body>" + " " * 30_000_000 + "</w:body>"), "too_large", "unpacks"),
    ("many parts", zipped({"word/document.xml": "", **{f"word/{n}": "" for n in range(6000)}}), "too_large", "unpacks"),
]


@pytest.mark.parametrize(("content", "code", "words"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_refuses_with_a_plain_sentence(content: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_docx(content)
    assert refused.value.code == code
    assert words in refused.value.message
    assert refused.value.message.endswith(".")


READ = [
    ("macros are not looked at", rezipped(GOOD, word__vbaProject="not XML at all")),
    ("a missing picture", rezipped(GOOD, word__theme=None)),
    ("a damaged part that holds no text", rezipped(GOOD, word__comments="<broken")),
    ("no styles", rezipped(GOOD, word__styles=None)),
    ("no relationships of the package", zipped({"word/document.xml": _part(GOOD, "word/document.xml")})),
]


@pytest.mark.parametrize("content", [case[1] for case in READ], ids=[case[0] for case in READ])
def test_reads_what_word_reads(content: bytes) -> None:
    assert [fragment.text for fragment in read_docx(content).body] == ["1.\tThe Conference,"]


def test_a_relationship_to_nothing_is_left_alone() -> None:
    content = docx(p("Text"), header_first=p("United Nations"))
    assert read_docx(rezipped(content, word__header_first=None)).masthead == ()


def test_any_damage_is_read_or_refused() -> None:
    """Bits flipped and bytes cut at random: never another exception than the refusal."""
    chance = random.Random(20220908)
    content = docx(p("1.\tThe Conference,") + p("(a)\tNotes;"), footnotes="<w:footnote w:id='1'/>")
    for _ in range(300):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        cut = bytes(changed[: chance.randint(1, len(changed))]) if chance.random() < 0.2 else bytes(changed)
        try:
            read_docx(cut)
        except UnreadableDocument as refused:
            assert refused.code in ("damaged", "unsupported", "too_large", "encrypted", "not_a_document")
