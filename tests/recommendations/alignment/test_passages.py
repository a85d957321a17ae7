"""Parts of paragraphs that can be compared across languages: ordinals of labels, figures, paths."""

from __future__ import annotations

import pytest

from recommendations.alignment.passages import Source, label_ordinals, numbers_in, read_passages

LABELS = [
    ("(c)", 3),
    ("c)", 3),
    ("в)", 3),
    ("(ج)", 3),
    ("（三）", 3),
    ("(iii)", 3),
    ("3", 3),
    ("٣", 3),
    ("III", 3),
    ("C", 3),
    ("三", 3),
    ("ثالثا", 3),
    ("جيم", 3),
    ("‘3’", 3),
    ("㈢", 3),
    ("12", 12),
]


@pytest.mark.parametrize(("label", "value"), LABELS)
def test_label_has_its_ordinal_in_every_language(label: str, value: int) -> None:
    assert value in label_ordinals(label)


@pytest.mark.parametrize("label", ["", "•", "Annex", "Figure"])
def test_label_without_a_number_has_no_ordinal(label: str) -> None:
    assert not label_ordinals(label)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("On 12 October 2024, two of 3 experts", {"12", "2024"}),
        ("في ١٢ تشرين الأول/أكتوبر ٢٠٢٤", {"12", "2024"}),
        ("1,200 people, 1\u202f300 personnes, 1\u00a0400 человек", {"1200", "1300", "1400"}),
        ("See CTOC/COP/2022/9 and resolution 10/3.", {"CTOC/COP/2022/9", "10/3"}),
        ("参见CTOC/COP/2022/9和第10/3号决议", {"CTOC/COP/2022/9", "10/3"}),
    ],
)
def test_figures_and_symbols_are_found(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


def test_path_has_the_ordinals_of_headings_and_parents() -> None:
    passages = read_passages(
        [
            Source("heading", "II", ""),
            Source("heading", "", "Untitled", headings=[0]),
            Source("paragraph", "5", "", headings=[0, 1]),
            Source("item", "(b)", "", headings=[0, 1], parent=2),
        ]
    )
    assert [[min(part, default=0) for part in passage.path] for passage in passages] == [[2], [2, 0], [2, 5], [2, 5, 2]]
