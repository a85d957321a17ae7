"""References in a footnote belong to the recommendation with its marker, separately from references in the text."""

from __future__ import annotations

import pytest

from documents.parsing.types import Footnote, NoteRef
from recommendations.extraction.extract import extract
from tests.recommendations.extraction.reading import VOCABULARY, document, heading, item, paragraph

CHAPEAU = paragraph("The Working Group adopted the following recommendations:", "1")
NOTE = Footnote("5", "See article 18, paragraph 3, of the Organized Crime Convention.")


def cited(*blocks: dict[str, object]) -> list[tuple[list[str], list[str]]]:
    """Return the targets cited by the text and by the notes of each recommendation."""
    extraction = extract(document(heading("Matters"), *blocks, footnotes=(NOTE,)), VOCABULARY)

    def targets(indexes: tuple[int, ...]) -> list[str]:
        return [str(target) for index in indexes for target in extraction.references[index].articles]

    return [(targets(r.references), targets(r.note_references)) for r in extraction.recommendations]


def test_note_belongs_to_the_item_with_its_marker() -> None:
    calling = item("(a)", "States parties should act under article 16 of the Convention;")
    calling["notes"] = (NoteRef("5", 25, 0),)
    second = item("(b)", "The Secretariat should report.")
    assert cited(CHAPEAU, calling, second) == [(["untoc:16"], ["untoc:18(3)"]), ([], [])]


def test_note_of_sub_item_belongs_to_whole_recommendation() -> None:
    calling = item("(i)", "To act;", level=2)
    calling["notes"] = (NoteRef("5", 6, 0),)
    assert cited(CHAPEAU, item("(a)", "States parties should:"), calling) == [([], ["untoc:18(3)"])]


def test_note_of_chapeau_belongs_to_no_recommendation() -> None:
    chapeau = {**CHAPEAU, "notes": (NoteRef("5", 17, 0),)}
    assert cited(chapeau, item("(a)", "States parties should act.")) == [([], [])]


def test_marker_of_a_missing_note_cites_nothing() -> None:
    calling = item("(a)", "States parties should act.")
    calling["notes"] = (NoteRef("6", 25, None),)
    assert cited(CHAPEAU, calling) == [([], [])]


@pytest.mark.parametrize(
    ("offset", "expected"), [(10, []), (-1, ["untoc:18(3)"])], ids=["before the passage", "at the end of the passage"]
)
def test_bold_passage_has_only_the_notes_marked_in_it(offset: int, expected: list[str]) -> None:
    finding, advice = (
        "The inspectors found that this was slow. ",
        "The executive heads should review the matter by 2026.",
    )
    paragraphs = [
        paragraph(finding + advice, str(number), bold=(len(finding), len(finding + advice)) if number % 2 else None)
        for number in range(1, 9)
    ]
    paragraphs[2]["notes"] = (NoteRef("5", offset % (len(finding + advice) + 1), 0),)
    assert cited(*paragraphs) == [([], []), ([], expected), ([], []), ([], [])]
