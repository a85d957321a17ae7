"""Files that are damaged or not documents: each is rejected with a reason, and none crashes the reader."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import UnreadableDocumentError
from tests.documents.parsing.pdf.builders import Sheet, pdf
from tests.lanes import examples

GOOD = pdf(
    Sheet().paragraph(123, 100, ["1. The Conference,", "decided."]),
    Sheet().rule(60, 65, 552).text(123, 120, "2. More."),
)
LOCKED = GOOD.replace(
    b"/Root 1 0 R >>",
    b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32
    + b"> /U <" + b"42" * 32 + b"> >> >>",
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (b"", "empty", "an empty file"),
        (b"GIF89a\x01\x00", "not_a_document", "an image"),
        (GOOD[: len(GOOD) // 2], "damaged", "truncated in the middle"),
        (b"%PDF-1.7\n%%EOF\n", "damaged", "a header and a trailer with nothing between"),
        (re.sub(rb"\d+ \d+ R", b"9 0 R", GOOD), "damaged", "only invalid references"),
        (LOCKED, "encrypted", "protected by a password"),
    ],
)
def test_invalid_file_is_rejected_with_a_reason(content: bytes, code: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        read_pdf(content)
    assert error.value.code == code, reason
    assert error.value.message.endswith("."), "a plain sentence"


def test_form_that_draws_itself_is_read_in_finite_time() -> None:
    looping = GOOD.replace(b"(2. More.) Tj ET", b"(2. More.) Tj ET\n/Loop Do")
    assert read_pdf(looping).pages == 2


def test_missing_pages_raise_a_doubt() -> None:
    source = read_pdf(GOOD.replace(b"/Count 2", b"/Count 5"))
    assert [doubt.code for doubt in source.doubts] == ["pages_missing"]


def test_page_with_too_much_text_is_rejected() -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        read_pdf(pdf(Sheet().raw("BT /roman 1 Tf " + "(xxxxxxxxxx) Tj " * 10_001 + "ET")))
    assert error.value.code == "too_large"


def test_page_with_text_of_size_zero_is_read() -> None:
    source = read_pdf(
        pdf(Sheet().raw("BT /roman 0 Tf 123 700 Td (1) Tj (2) Tj (decided) Tj ET").text(123, 120, "More."))
    )
    assert "More." in "".join(fragment.text for fragment in source.body)


def outcome(content: bytes) -> str:
    """Return "read", or the code of the error."""
    try:
        read_pdf(content)
    except UnreadableDocumentError as error:
        return error.code
    return "read"


@settings(max_examples=examples(150))
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_random_bytes_are_read_or_rejected(seed: int, flips: int) -> None:
    rng = random.Random(seed)
    content = bytearray(GOOD)
    for _ in range(flips):
        content[rng.randrange(len(content))] = rng.randrange(256)
    assert outcome(bytes(content)) in {"read", "not_a_document", "damaged", "encrypted", "too_large"}
