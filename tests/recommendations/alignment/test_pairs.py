"""Pairing the passages of two versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.alignment.pairs import align
from recommendations.alignment.passages import Passage, Source, read_passages
from recommendations.extraction.extract import extract
from tests.parsed_files import read
from tests.recommendations.extraction.reading import VOCABULARY
from tests.sources import SHARED

Row = tuple[str, str, str]  # kind, label, text

ENGLISH: list[Row] = [
    ("heading", "I", "Introduction"),
    ("paragraph", "1", "On 12 May 2024 the Conference met."),
    ("paragraph", "2", "See CTOC/COP/2022/9."),
    ("paragraph", "", "A table follows."),
    ("table", "", "2019 45"),
    ("heading", "II", "Recommendations"),
    ("paragraph", "3", "States should:"),
    ("item", "(a)", "Apply resolution 10/3;"),
    ("item", "(b)", "Train officials."),
]
ARABIC: list[Row] = [
    ("heading", "أولا", "مقدمة"),
    ("paragraph", "1", "اجتمع المؤتمر في 12 أيار 2024."),
    ("paragraph", "2", "انظر CTOC/COP/2022/9."),
    ("paragraph", "", "يلي ذلك جدول."),
    ("table", "", "2019 45"),
    ("heading", "ثانيا", "التوصيات"),
    ("paragraph", "3", "ينبغي للدول:"),
    ("item", "(أ)", "تطبيق القرار 10/3؛"),
    ("item", "(ب)", "تدريب الموظفين."),
]


def read_rows(rows: Sequence[Row]) -> list[Passage]:
    """Return the passages of rows. Items belong to the last paragraph before them, all rows to the last heading."""
    sources: list[Source] = []
    heading, parent = None, None
    for index, (kind, label, text) in enumerate(rows):
        above = () if heading is None or kind == "heading" else (heading,)
        sources.append(Source(kind, label, text, above, parent if kind == "item" else None))
        heading = index if kind == "heading" else heading
        parent = index if kind == "paragraph" else parent
    return read_passages(sources)


def add_vectors(rows: Sequence[Passage], meanings: Sequence[int]) -> list[Passage]:
    """Return the passages with vectors; passages with the same number have the same meaning."""
    vectors = np.eye(50, dtype=np.float32)
    return [
        Passage(row.kind, row.ordinals, row.path, row.references, row.numbers, vectors[meaning])
        for row, meaning in zip(rows, meanings, strict=True)
    ]


def test_passages_with_labels_in_two_scripts_are_paired() -> None:
    alignment = align(read_rows(ENGLISH), read_rows(ARABIC))
    assert alignment.pairs == tuple((index, index) for index in range(9))
    assert alignment.is_complete


def test_swapped_texts_are_paired_by_meaning_and_reported() -> None:
    swapped = add_vectors(read_rows(ARABIC), [0, 2, 1, 3, 4, 5, 6, 7, 8])
    alignment = align(add_vectors(read_rows(ENGLISH), range(9)), swapped)
    assert alignment.pairs == ((0, 0), (1, 2), (2, 1), *((index, index) for index in range(3, 9)))
    assert {(1, 2), (2, 1)} <= set(alignment.renumbered)


def test_moved_text_is_paired_with_its_translation() -> None:
    rows = [("paragraph", str(number), "Text.") for number in range(1, 8)]
    order = [5, 0, 1, 2, 3, 4, 6]
    alignment = align(add_vectors(read_rows(rows), range(7)), add_vectors(read_rows(rows), order))
    assert set(alignment.pairs) == {(meaning, index) for index, meaning in enumerate(order)}
    assert (5, 0) in alignment.renumbered


@pytest.mark.parametrize("missing", range(9))
def test_passages_are_paired_even_if_one_is_missing(missing: int) -> None:
    kept = [index for index in range(9) if index != missing]
    alignment = align(read_rows(ENGLISH), read_rows([ARABIC[index] for index in kept]))
    assert set(alignment.pairs) <= {(index, place) for place, index in enumerate(kept)}
    assert missing in alignment.only_first
    assert len(alignment.pairs) >= 7


def test_paragraphs_with_shifted_numbers_are_paired_by_their_references() -> None:
    renumbered = [
        ("paragraph", "1", "В мае."),
        ("paragraph", "2", "12 мая 2024 года"),
        ("paragraph", "3", "см. CTOC/COP/2022/9"),
    ]
    alignment = align(read_rows(ENGLISH[1:3]), read_rows(renumbered))
    assert alignment.pairs == ((0, 1), (1, 2))
    assert alignment.renumbered == alignment.pairs
    assert alignment.only_second == (0,)


def test_paragraphs_with_shifted_numbers_are_paired_by_meaning() -> None:
    numbered = [("paragraph", str(number), "text") for number in range(1, 10)]
    first = add_vectors(read_rows(numbered), range(9))
    second = add_vectors(read_rows(numbered[:8]), [0, 1, 2, 4, 5, 6, 7, 8])  # the fourth is missing
    assert align(first, second).pairs == ((0, 0), (1, 1), (2, 2), (4, 3), (5, 4), (6, 5), (7, 6), (8, 7))


def test_vectors_that_do_not_relate_the_languages_are_ignored() -> None:
    first, second = add_vectors(read_rows(ENGLISH), range(9)), add_vectors(read_rows(ARABIC), range(20, 29))
    assert len(align(first, second).pairs) == 9


def test_unnumbered_passages_are_not_paired_by_guessing() -> None:
    first = [("paragraph", "1", "In 2024"), ("paragraph", "", "Text."), ("paragraph", "2", "In 2023")]
    second = [first[0], ("paragraph", "", "Texte."), ("paragraph", "", "Autre."), first[2]]
    assert align(read_rows(first), read_rows(second)).pairs == ((0, 0), (2, 3))


def test_different_references_are_reported() -> None:
    first, second = (
        read_passages([Source("heading", "I", ""), Source("paragraph", "1", "", [0], references=frozenset([article]))])
        for article in ("untoc:6", "untoc:7")
    )
    assert align(first, second).citing_differently == ((1, 1),)


def test_paragraphs_with_a_misread_reference_are_paired_and_reported() -> None:
    def version(article: str) -> list[Passage]:
        texts = [("1", "In 2021", "a"), ("2", f"Article {article}", article), ("3", "In 2022", "b")]
        return read_passages(
            [Source("paragraph", label, text, references=frozenset([cited])) for label, text, cited in texts]
        )

    alignment = align(version("18"), version("19"))
    assert alignment.pairs == ((0, 0), (1, 1), (2, 2))
    assert alignment.citing_differently == ((1, 1),)


def test_empty_versions_have_no_pairs() -> None:
    assert align([], read_rows(ENGLISH)).only_second == tuple(range(9))
    assert align([], []).is_complete


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["heading", "paragraph", "item", "table"]),
        st.sampled_from(["", "1", "2", "3", "(a)", "(b)", "II", "ب"]),
        st.sampled_from(["", "text", "2024", "In 2023, 10/3"]),
    ),
    max_size=12,
)


@given(_ROWS, _ROWS)
def test_pairs_do_not_cross_and_no_passage_is_lost(first: list[Row], second: list[Row]) -> None:
    alignment = align(read_rows(first), read_rows(second))
    rows, columns = [row for row, _column in alignment.pairs], [column for _row, column in alignment.pairs]
    assert rows == sorted(set(rows))
    assert columns == sorted(set(columns))
    assert sorted([*rows, *alignment.only_first]) == list(range(len(first)))
    assert sorted([*columns, *alignment.only_second]) == list(range(len(second)))


@given(_ROWS)
def test_version_aligns_with_itself(rows: list[Row]) -> None:
    alignment = align(read_rows(rows), read_rows(rows))
    assert not alignment.renumbered
    assert all(row == column for row, column in alignment.pairs)


# --- documents in five languages --------------------------------------------------------------------------

SIX = SHARED / "six"


@pytest.mark.skipif(not SIX.is_dir(), reason="the translations are not part of the repository")
@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_recommendations_of_a_draft_report_are_paired(language: str) -> None:
    english, translated = SHARED / "corpus" / "typeset" / "004_A.docx", SIX / f"004_{language}.docx"
    alignment = align(_read_passages(english), _read_passages(translated))
    assert alignment.is_complete
    assert alignment.pairs == tuple((index, index) for index in range(15))


def _read_passages(path: Path) -> list[Passage]:
    parsed = read(path)
    references: dict[int, frozenset[str]] = {}
    for reference in extract(parsed, VOCABULARY).references:
        if reference.block is not None:
            values = map(str, reference.articles) if reference.articles else [reference.value]
            references[reference.block] = references.get(reference.block, frozenset()) | frozenset(values)
    return read_passages(
        [
            Source(
                block.kind.value,
                block.label or "",
                block.text,
                block.headings,
                block.parent,
                references.get(block.index, frozenset()),
            )
            for block in parsed.blocks
        ]
    )
