"""ZIP archives of documents: the files in them and their names, and archives that are rejected before unpacking."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing import archives, bundles
from documents.parsing.bundles import is_bundle, open_bundle, tidy_name
from documents.parsing.types import UnreadableDocumentError
from tests.documents.parsing.docx.builders import zipped

LARGEST = 4 * 1024 * 1024


def bundle(files: dict[str, str | bytes]) -> io.BytesIO:
    return io.BytesIO(zipped(files))


def names(archive: io.BytesIO) -> list[str]:
    return [member.name for member in open_bundle(archive)]


def read_all(archive: io.BytesIO) -> list[bytes]:
    return [member.read(LARGEST) for member in open_bundle(archive)]


def rejection(archive: io.BytesIO) -> str:
    """Return the code of the error for the archive, or for a file in it."""
    with pytest.raises(UnreadableDocumentError) as error:
        read_all(archive)
    return error.value.code


KINDS = [
    ({"a.pdf": "", "b/c.docx": ""}, True, "files"),
    ({"word/a.pdf": "", "xl/b.pdf": ""}, True, "folders named like those of office files"),
    ({"[Content_Types].xml": "", "word/document.xml": ""}, False, "a Word file"),
    ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, False, "an Excel file"),
    ({"mimetype": "", "content.xml": ""}, False, "an OpenDocument file"),
    ({"Index/Document.iwa": ""}, False, "a Pages file"),
    ({}, True, "an empty archive"),
]


@pytest.mark.parametrize(("files", "expected", "reason"), KINDS, ids=[reason for *_, reason in KINDS])
def test_archives_are_distinguished_from_documents(files: dict[str, str], expected: bool, reason: str) -> None:
    assert is_bundle(bundle(files), "named.docx") is expected, reason


def test_truncated_archive_is_recognized_by_its_name() -> None:
    cut = io.BytesIO(zipped({"a.txt": "text " * 100})[:60])
    assert is_bundle(cut, "Session.ZIP")
    assert not is_bundle(cut, "a.docx")
    assert not is_bundle(io.BytesIO(b"%PDF-1.7"), "a.zip")
    assert rejection(cut) == "damaged"


def test_hidden_and_system_files_and_folders_are_skipped() -> None:
    litter = ["__MACOSX/._a.txt", ".DS_Store", "2022/.git/config", "2022/Thumbs.db", "2022/"]
    archive = bundle({"2022/COP/L4.txt": "text", **dict.fromkeys(litter, "")})
    assert names(archive) == ["2022/COP/L4.txt"]
    assert open_bundle(archive)[0].read(LARGEST) == b"text"


NAMES = [
    ("../../etc/passwd", "etc/passwd", "a path that leaves the folder"),
    ("/2022/L.4.pdf", "2022/L.4.pdf", "an absolute path"),
    ("2022\\L.4.pdf", "2022/L.4.pdf", "a Windows path"),
    ("a\r\nb\x00\u202e.pdf", "a  b  .pdf", "control characters become spaces"),
    ("re\u0301sume\u0301.pdf", "résumé.pdf", "decomposed accents, as macOS writes them"),
]


@pytest.mark.parametrize(("name", "tidy", "reason"), NAMES, ids=[reason for *_, reason in NAMES])
def test_names_are_cleaned(name: str, tidy: str, reason: str) -> None:
    assert tidy_name(name) == tidy, reason


@given(st.text())
def test_cleaned_names_are_safe(name: str) -> None:
    tidy = tidy_name(name)
    assert not {"", ".", ".."} & set(tidy.split("/")) or tidy == ""
    assert tidy_name(tidy) == tidy


WRITTEN = [
    ("Доклад о работе в Вене.pdf", "utf-8", "macOS"),
    ("Доклад о работе в Вене.pdf", "cp866", "Windows in Russian"),
    ("第11次会议 报告.pdf", "gb2312", "Windows in Chinese"),
    ("résumé à la créée.pdf", "cp437", "Windows in a western language"),
    ("Übersicht.pdf", "cp437", "Windows in German"),
]


def archive_of(name: str, encoding: str, extra: bytes = b"") -> io.BytesIO:
    """Return an archive of one file whose name's encoding is not declared."""
    raw = name.encode(encoding)
    entry = zipfile.ZipInfo("x" * len(raw))
    entry.extra = extra
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, "text")
    return io.BytesIO(stream.getvalue().replace(b"x" * len(raw), raw))


@pytest.mark.parametrize(("name", "encoding", "system"), WRITTEN, ids=[system for *_, system in WRITTEN])
def test_names_are_decoded_as_the_system_encoded_them(name: str, encoding: str, system: str) -> None:
    assert names(archive_of(name, encoding)) == [name], system


def test_unicode_name_is_used_only_if_its_checksum_matches() -> None:
    for checked, expected in ((b"L4.pdf", "Доклад.pdf"), (b"L5.pdf", "L4.pdf")):
        body = struct.pack("<BI", 1, zlib.crc32(checked)) + "Доклад.pdf".encode()
        extra = struct.pack("<HH", 0x7075, len(body)) + body
        assert names(archive_of("L4.pdf", "ascii", extra)) == [expected]


def encrypted_archive() -> io.BytesIO:
    content = bytearray(zipped({"a.txt": "text"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(bytes(content))


def highly_compressed() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(3 * 1024 * 1024))
    return stream.getvalue()


REJECTED = [
    (encrypted_archive(), "encrypted", "an encrypted file"),
    (bundle({"a.txt": b"x" * (LARGEST + 1)}), "too_large", "a file larger than allowed"),
    (io.BytesIO(highly_compressed()), "too_large", "an implausible compression ratio"),
    (bundle({"inner.zip": zipped({"a.txt": "text"})}), "not_a_document", "an archive in the archive"),
    (bundle({".hidden": "x"}), "empty", "only hidden files"),
]


@pytest.mark.parametrize(("archive", "code", "reason"), REJECTED, ids=[reason for *_, reason in REJECTED])
def test_invalid_archives_are_rejected(archive: io.BytesIO, code: str, reason: str) -> None:
    assert rejection(archive) == code, reason


def test_damaged_file_does_not_affect_the_others() -> None:
    content = zipped({"a.txt": "first " * 9, "b.txt": "second"}, zipfile.ZIP_STORED)
    first, second = open_bundle(io.BytesIO(content.replace(b"first first", b"first fjrst", 1)))
    with pytest.raises(UnreadableDocumentError, match="damaged"):
        first.read(LARGEST)
    assert second.read(LARGEST) == b"second"


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_MEMBERS", 2), ("MAX_UNPACKED", 20)], ids=["too many files", "too many bytes"]
)
def test_zip_bomb_is_rejected_before_unpacking(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(bundles, limit, value)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("the archive was unpacked"))
    assert rejection(bundle({f"{number}.txt": "ten bytes." for number in range(3)})) == "too_large"


def test_oversized_directory_is_not_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 100)
    content = zipped({f"{number}.txt": "" for number in range(3)})
    for form in (content, content[:-2] + b"\x04\x00more", content[:-10] + b"PK\x05\x06" + content[-6:]):
        archive = io.BytesIO(form)
        assert is_bundle(archive, "a.zip")
        assert rejection(archive) in {"too_large", "damaged"}
    assert rejection(io.BytesIO(content)) == "too_large"
