"""ZIP archives of documents: what is taken out of them, under which name, and what is refused before it is unpacked."""

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
from tests.documents.parsing.docx.making import zipped

LARGEST = 4 * 1024 * 1024


def bundle(files: dict[str, str | bytes]) -> io.BytesIO:
    return io.BytesIO(zipped(files))


def names(archive: io.BytesIO) -> list[str]:
    return [member.name for member in open_bundle(archive)]


def read_all(archive: io.BytesIO) -> list[bytes]:
    return [member.read(LARGEST) for member in open_bundle(archive)]


def why(archive: io.BytesIO) -> str:
    """The code with which the whole, or a file in it, is refused."""
    with pytest.raises(UnreadableDocumentError) as refused:
        read_all(archive)
    return refused.value.code


KINDS = [
    ({"a.pdf": "", "b/c.docx": ""}, True, "files"),
    ({"word/a.pdf": "", "xl/b.pdf": ""}, True, "folders that are named as those of office files"),
    ({"[Content_Types].xml": "", "word/document.xml": ""}, False, "a Word file"),
    ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, False, "an Excel file"),
    ({"mimetype": "", "content.xml": ""}, False, "an OpenDocument file"),
    ({"Index/Document.iwa": ""}, False, "a Pages file"),
    ({}, True, "an archive of nothing"),
]


@pytest.mark.parametrize(("files", "expected", "what"), KINDS, ids=[what for *_, what in KINDS])
def test_an_archive_of_files_is_told_from_a_document(files: dict[str, str], expected: bool, what: str) -> None:
    assert is_bundle(bundle(files), "named.docx") is expected, what


def test_what_is_cut_off_is_what_its_name_says() -> None:
    cut = io.BytesIO(zipped({"a.txt": "text " * 100})[:60])
    assert is_bundle(cut, "Session.ZIP")
    assert not is_bundle(cut, "a.docx")
    assert not is_bundle(io.BytesIO(b"%PDF-1.7"), "a.zip")
    assert why(cut) == "damaged"


def test_hidden_files_and_litter_are_left_out_and_folders_are_no_files() -> None:
    litter = ["__MACOSX/._a.txt", ".DS_Store", "2022/.git/config", "2022/Thumbs.db", "2022/"]
    archive = bundle({"2022/COP/L4.txt": "text", **dict.fromkeys(litter, "")})
    assert names(archive) == ["2022/COP/L4.txt"]
    assert open_bundle(archive)[0].read(LARGEST) == b"text"


NAMES = [
    ("../../etc/passwd", "etc/passwd", "a way out of the folder"),
    ("/2022/L.4.pdf", "2022/L.4.pdf", "a name from the root"),
    ("2022\\L.4.pdf", "2022/L.4.pdf", "as Windows writes it"),
    ("a\r\nb\x00\u202e.pdf", "a  b  .pdf", "no line ends, no turning of the direction"),
    ("re\u0301sume\u0301.pdf", "résumé.pdf", "letters apart from their accents, as macOS has them"),
]


@pytest.mark.parametrize(("name", "tidy", "what"), NAMES, ids=[what for *_, what in NAMES])
def test_a_name_is_for_people_alone(name: str, tidy: str, what: str) -> None:
    assert tidy_name(name) == tidy, what


@given(st.text())
def test_a_name_never_leads_anywhere(name: str) -> None:
    tidy = tidy_name(name)
    assert not {"", ".", ".."} & set(tidy.split("/")) or tidy == ""
    assert tidy_name(tidy) == tidy


WRITTEN = [
    ("Доклад о работе в Вене.pdf", "utf-8", "macOS"),
    ("Доклад о работе в Вене.pdf", "cp866", "Windows in Russian"),
    ("第11次会议 报告.pdf", "gb2312", "Windows in Chinese"),
    ("résumé à la créée.pdf", "cp437", "Windows in a western language"),
    ("Übersicht.pdf", "cp437", "the same"),
]


def written(name: str, encoding: str, extra: bytes = b"") -> io.BytesIO:
    """An archive of one file that does not say how its name is written."""
    raw = name.encode(encoding)
    entry = zipfile.ZipInfo("x" * len(raw))
    entry.extra = extra
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, "text")
    return io.BytesIO(stream.getvalue().replace(b"x" * len(raw), raw))


@pytest.mark.parametrize(("name", "encoding", "system"), WRITTEN, ids=[each for *_, each in WRITTEN])
def test_names_are_read_as_the_system_wrote_them(name: str, encoding: str, system: str) -> None:
    assert names(written(name, encoding)) == [name], system


def test_a_name_that_stands_beside_in_unicode_is_believed_where_it_belongs_to_the_other() -> None:
    for checked, expected in ((b"L4.pdf", "Доклад.pdf"), (b"L5.pdf", "L4.pdf")):
        body = struct.pack("<BI", 1, zlib.crc32(checked)) + "Доклад.pdf".encode()
        extra = struct.pack("<HH", 0x7075, len(body)) + body
        assert names(written("L4.pdf", "ascii", extra)) == [expected]


def encrypted() -> io.BytesIO:
    content = bytearray(zipped({"a.txt": "text"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(bytes(content))


def dense() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(3 * 1024 * 1024))
    return stream.getvalue()


REFUSED = [
    (encrypted(), "encrypted", "a password"),
    (bundle({"a.txt": b"x" * (LARGEST + 1)}), "too_large", "larger than one document may be"),
    (io.BytesIO(dense()), "too_large", "nothing but air"),
    (bundle({"inner.zip": zipped({"a.txt": "text"})}), "not_a_document", "an archive in the archive"),
    (bundle({".hidden": "x"}), "empty", "nothing to see"),
]


@pytest.mark.parametrize(("archive", "code", "what"), REFUSED, ids=[what for *_, what in REFUSED])
def test_what_is_refused(archive: io.BytesIO, code: str, what: str) -> None:
    assert why(archive) == code, what


def test_a_damaged_file_is_refused_and_the_others_are_not() -> None:
    content = zipped({"a.txt": "first " * 9, "b.txt": "second"}, zipfile.ZIP_STORED)
    first, second = open_bundle(io.BytesIO(content.replace(b"first first", b"first fjrst", 1)))
    with pytest.raises(UnreadableDocumentError, match="damaged"):
        first.read(LARGEST)
    assert second.read(LARGEST) == b"second"


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_MEMBERS", 2), ("MAX_UNPACKED", 20)], ids=["too many files", "too much of them"]
)
def test_a_bomb_is_refused_before_any_of_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(bundles, limit, value)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    assert why(bundle({f"{number}.txt": "ten bytes." for number in range(3)})) == "too_large"


def test_a_directory_without_measure_is_not_taken_into_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 100)
    content = zipped({f"{number}.txt": "" for number in range(3)})
    for form in (content, content[:-2] + b"\x04\x00more", content[:-10] + b"PK\x05\x06" + content[-6:]):
        archive = io.BytesIO(form)
        assert is_bundle(archive, "a.zip")
        assert why(archive) in {"too_large", "damaged"}
    assert why(io.BytesIO(content)) == "too_large"
