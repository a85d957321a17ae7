"""Packages that are opened, and packages that are rejected with an explanation."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pytest
from lxml import etree

from documents.parsing.parse import parse
from documents.parsing.readers.docx import read_docx
from documents.parsing.types import UnreadableDocumentError
from tests.documents.parsing.docx.builders import HEADER, W, docx, p, rezipped, table, zipped

GOOD = docx(p("1.\tThe Conference,"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _document(inner: str, prolog: str = "") -> bytes:
    return rezipped(GOOD, word__document=f'{HEADER}{prolog}<w:document xmlns:w="{W}">{inner}</w:document>')


def _parts(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _flagged_as_encrypted(content: bytes) -> bytes:
    """Return the archive with the bit set that marks a part as encrypted."""
    changed = bytearray(content)
    directory = content.find(b"PK\x01\x02")
    changed[directory + 8] |= 1
    return bytes(changed)


REJECTED = [
    ("truncated in the middle", GOOD[: len(GOOD) // 2], "damaged", "incomplete or damaged"),
    ("truncated in the directory", GOOD[:-10], "damaged", "incomplete or damaged"),
    ("not an archive", b"PK\x03\x04 and nothing more", "damaged", "incomplete or damaged"),
    ("a workbook", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "unsupported", "Excel workbook"),
    ("a presentation", zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "unsupported", "PowerPoint"),
    ("an OpenDocument text", zipped({"mimetype": "", "content.xml": ""}), "unsupported", "OpenDocument"),
    ("an EPUB book", zipped({"mimetype": "", "META-INF/container.xml": ""}), "unsupported", "EPUB"),
    ("an archive of files", zipped({"a.pdf": "", "b.pdf": ""}), "not_a_document", "ZIP archive"),
    ("an old .doc file", OLE, "unsupported", "old Office format"),
    ("a password", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
    ("an encrypted part", _flagged_as_encrypted(GOOD), "encrypted", "password"),
    ("no text part", rezipped(GOOD, word__document=None), "damaged", "incomplete or damaged"),
    ("broken XML", rezipped(GOOD, word__document="<w:document"), "damaged", "incomplete or damaged"),
    ("broken styles", rezipped(GOOD, word__styles="<w:styles"), "damaged", "incomplete or damaged"),
    ("entities", _document("<w:body>&b;</w:body>", LAUGHS), "damaged", "XML definitions"),
    (
        "an external entity",
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
    ("another root element", rezipped(GOOD, word__document="<html/>"), "unsupported", "Strict Open XML"),
    ("excessive nesting", _document("<w:p>" * 5000 + "</w:p>" * 5000), "damaged", "incomplete or damaged"),
    ("a ZIP bomb", _document("<w:body>" + " " * 30_000_000 + "</w:body>"), "too_large", "unpacks"),
    (
        "too many parts",
        zipped({"word/document.xml": "", **{f"word/{n}": "" for n in range(6000)}}),
        "too_large",
        "unpacks",
    ),
]


@pytest.mark.parametrize(("content", "code", "words"), [case[1:] for case in REJECTED], ids=[c[0] for c in REJECTED])
def test_invalid_package_is_rejected_with_a_plain_sentence(content: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        parse(content, "document.docx")
    assert error.value.code == code
    assert words in error.value.message
    assert error.value.message.endswith(".")


def _renamed(content: bytes, old: str, new: str) -> bytes:
    """Return the package with its text in a part with another name, as some online word processors write it."""
    files = _parts(content)
    files[new] = files.pop(old)
    files["_rels/.rels"] = files["_rels/.rels"].decode().replace(old, new)
    files["word/_rels/document2.xml.rels"] = files.pop("word/_rels/document.xml.rels")
    return zipped(files)


READ = [
    ("macros are ignored", rezipped(GOOD, word__vbaProject="not XML at all")),
    ("a missing related part", rezipped(GOOD, word__theme=None)),
    ("a damaged part without text", rezipped(GOOD, word__comments="<broken")),
    ("no styles", rezipped(GOOD, word__styles=None)),
    ("the text in a part with another name", _renamed(GOOD, "word/document.xml", "word/document2.xml")),
    ("no relationships of the package", zipped({"word/document.xml": _parts(GOOD)["word/document.xml"]})),
]


@pytest.mark.parametrize("content", [case[1] for case in READ], ids=[case[0] for case in READ])
def test_packages_that_word_can_open_are_read(content: bytes) -> None:
    assert [fragment.text for fragment in read_docx(content).body] == ["1.\tThe Conference,"]


def test_relationship_to_a_missing_part_is_ignored() -> None:
    content = docx(p("Text"), header_first=p("United Nations"))
    assert read_docx(rezipped(content, word__header_first=None)).masthead == ()


CODES = {"damaged", "unsupported", "too_large", "encrypted", "not_a_document"}


def _outcome(content: bytes) -> str:
    """Return "read", or the code of the error. Any other exception is a failure."""
    try:
        read_docx(content)
    except UnreadableDocumentError as error:
        return error.code
    return "read"


def test_random_damage_is_read_or_rejected() -> None:
    """After random changes and truncation, no other exception is raised."""
    rng = random.Random(20220908)
    content = docx(p("1.\tThe Conference,") + p("(a)\tNotes;"), footnotes="<w:footnote w:id='1'/>")
    outcomes = set()
    for _ in range(300):
        changed = bytearray(content)
        for _ in range(rng.randint(1, 8)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        cut = rng.randint(1, len(changed)) if rng.random() < 0.2 else len(changed)
        outcomes.add(_outcome(bytes(changed[:cut])))
    assert {"read", "damaged"} <= outcomes <= CODES | {"read"}


@pytest.mark.long
def test_random_element_trees_are_read_or_rejected() -> None:
    """Elements are moved, renamed, emptied or given other values; the archive itself stays intact."""
    rng = random.Random(20221017)
    numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
    numbering += "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    note = "<w:footnote w:id='1'><w:p><w:r><w:footnoteRef/><w:t> See</w:t></w:r></w:p></w:footnote>"
    reference = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    body = p("One", style="Numbered") + p(reference) + table(("a", "b"), ("c", "d")) + p("Contents") + p("I.\tIn\t3")
    content = docx(body, numbering=numbering, footnotes=note)
    names = ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"]
    names.append("word/_rels/document.xml.rels")
    for _ in range(150):
        name = rng.choice(names)
        root = etree.fromstring(_parts(content)[name])
        for _ in range(rng.choice([1, 4, 20])):
            _disturb(root, rng)
        assert _outcome(zipped({**_parts(content), name: etree.tostring(root)})) in CODES | {"read"}


def _disturb(root: Any, rng: random.Random) -> None:
    """Change an element of the tree in a way that no word processor would."""
    elements = list(root.iter())
    element, target = rng.choice(elements), rng.choice(elements)
    if element is root or element in target.iterancestors():
        return
    match rng.randrange(4):
        case 0:
            element.getparent().remove(element)
        case 1:
            element.tag = target.tag
        case 2 if element is not target and target not in element.iterdescendants():
            target.append(element)
        case _:
            for attribute in element.attrib:
                element.set(attribute, rng.choice(["", "-1", "9" * 20, "abc", "٣", "0"]))
