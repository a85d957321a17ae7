"""Pictures of pages: drawn in another process, stored, and shown to users who may see the file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pytest
from django.test import Client

from documents.models import DocumentFile, LanguageVersion, PagePicture
from documents.parsing.types import UnreadableDocumentError
from documents.queries.source_files import PDF
from documents.services import pictures
from portal.reading.limits import Limits
from portal.reading.pictures import draw_page, size_in_points
from portal.review import pictures as page_pictures
from tests import builders as make
from tests.portal.review.pdfs import pdf

LIMITS = Limits()
ADDRESS = "/documents/A/1/pictures/1/"


# --- drawing, as done in the child process -------------------------------------------------------------


def grey_rows(picture: bytes) -> list[bytes]:
    """Return the rows of an unfiltered four-bit picture, with one byte per pixel."""
    width, height = struct.unpack(">II", picture[16:24])
    start = picture.index(b"IDAT")
    size = int.from_bytes(picture[start - 4 : start], "big")
    rows = zlib.decompress(picture[start + 4 : start + 4 + size])
    step = 1 + (width + 1) // 2
    packed = [rows[row * step + 1 : (row + 1) * step] for row in range(height)]
    return [bytes(nibble for byte in row for nibble in (byte >> 4, byte & 15))[:width] for row in packed]


def test_text_is_drawn_at_its_position_on_the_page() -> None:
    """Dark pixels are inside the box of the words, which starts 72 points from the left and the top."""
    picture = draw_page(pdf("", "Hello"), "2", LIMITS)
    width, height = size_in_points(picture)
    assert (round(width), round(height)) == (613, 792) or (round(width), round(height)) == (612, 792)
    rows = grey_rows(picture)
    scale = len(rows[0]) / 612
    dark = [(x / scale, y / scale) for y, row in enumerate(rows) for x, grey in enumerate(row) if grey < 8]
    assert 70 < min(x for x, _ in dark) < 75
    assert max(x for x, _ in dark) < 72 + 12 * 5
    assert 72 < min(y for _, y in dark) < max(y for _, y in dark) < 90
    assert set(grey_rows(draw_page(pdf("", "Hello"), "1", LIMITS))[0]) == {15}


@pytest.mark.parametrize(
    ("content", "page", "code"),
    [
        (pdf("one"), "2", "no_page"),
        (pdf("one"), "0", "no_page"),
        (b"%PDF-1.4 and nothing", "1", "damaged"),
        (b"", "1", "damaged"),
    ],
)
def test_undrawable_page_is_rejected_with_a_reason(content: bytes, page: str, code: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        draw_page(content, page, LIMITS)
    assert error.value.code == code


@pytest.mark.parametrize("size", [(10, 10000), (10000, 10), (14400, 14400), (1, 1)])
def test_picture_size_is_limited_for_any_page_size(size: tuple[int, int]) -> None:
    width, height = struct.unpack(">II", draw_page(pdf("x", size=size), "1", LIMITS)[16:24])
    assert width <= 901
    assert height <= 4001


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(90), b"\x89PNG\r\n\x1a\n" + bytes(90)])
def test_size_of_any_other_picture_raises_an_error(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        size_in_points(content)


# --- the page's address --------------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def _close_processes() -> Iterator[None]:
    yield
    page_pictures._drawing_processes().close()
    page_pictures._drawing_processes.cache_clear()


@pytest.fixture
def version(db: None) -> LanguageVersion:
    version = make.version(make.document("A/1"), page_count=2)
    make.file(version, pdf("Hello", "again"), media_type=PDF)
    return version


def test_picture_is_drawn_only_once(client: Client, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    response = client.get(ADDRESS)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    monkeypatch.setattr(page_pictures, "_drawing_processes", lambda: pytest.fail("it was drawn again"))
    assert client.get(ADDRESS).content == response.content
    assert client.get(ADDRESS, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_number_of_stored_pictures_is_limited(version: LanguageVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_STORED", 2)
    file = DocumentFile.objects.get()
    for page in (1, 2, 2, 3, 4):
        pictures.store_picture(file, page, 900, b"picture", "image/png")
    assert list(PagePicture.objects.order_by("pk").values_list("page", flat=True)) == [3, 4]


def test_unpublished_file_is_for_staff_only(client: Client, admin_client: Client, version: LanguageVersion) -> None:
    LanguageVersion.objects.update(published_at=None)
    assert client.get(ADDRESS).status_code == 404
    assert admin_client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/documents/A/1/pictures/3/", "no page 3"),
        ("/documents/A/1/pictures/1/?language=fr", "There is no PDF"),
        ("/documents/A/2/pictures/1/", "There is no PDF"),
    ],
)
def test_missing_page_or_file_is_not_found(client: Client, version: LanguageVersion, address: str, words: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert words in response.content.decode()


@pytest.mark.parametrize(("content", "words"), [(b"%PDF-1.4 broken", "damaged"), (b"GIF89a", "not a PDF")])
def test_damaged_file_is_reported(client: Client, db: None, content: bytes, words: str) -> None:
    make.file(make.version(make.document("A/1")), content, media_type=PDF)
    response = client.get(ADDRESS)
    assert response.status_code == 404
    assert words in response.content.decode()
    assert "Source file" in response.content.decode()


def test_slow_page_is_reported(client: Client, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    class SlowProcesses:
        def read(self, content: bytes, name: str) -> bytes:
            raise UnreadableDocumentError("too_slow", "Reading this file took more than 20 seconds.")

    monkeypatch.setattr(page_pictures, "_drawing_processes", SlowProcesses)
    assert "more than 20 seconds" in client.get(ADDRESS).content.decode()
    assert not PagePicture.objects.exists()
