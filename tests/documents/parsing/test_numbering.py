"""Labels of paragraphs, items, headings and annexes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.parsing.items import OpenLists
from documents.parsing.numbering import LabelKind, letter_value, read_label, roman_value, to_roman

LABELS = [
    # text, kind, printed, text after it
    ("12. The Conference", LabelKind.NUMBER, "12", "The Conference"),
    ("1.\tThe Conference", LabelKind.NUMBER, "1", "The Conference"),
    ("II. Recommendations", LabelKind.ROMAN, "II", "Recommendations"),
    ("B. Statements", LabelKind.LETTER, "B", "Statements"),
    ("I. Introduction", LabelKind.ROMAN, "I", "Introduction"),
    ("(a) States parties", LabelKind.ITEM, "(a)", "States parties"),
    ("(aa) States parties", LabelKind.ITEM, "(aa)", "States parties"),
    ("(iv) purposes", LabelKind.ITEM, "(iv)", "purposes"),
    ("b) Los Estados", LabelKind.ITEM, "b)", "Los Estados"),
    ("а) государства", LabelKind.ITEM, "а)", "государства"),
    ("16.47 Resources", LabelKind.DOTTED, "16.47", "Resources"),
    ("31.III.20 The Unit", LabelKind.DOTTED, "31.III.20", "The Unit"),
    ("Annex I", LabelKind.ANNEX, "Annex I", ""),
    ("ANNEX II", LabelKind.ANNEX, "Annex II", ""),
    ("Annex III. List of documents", LabelKind.ANNEX, "Annex III", "List of documents"),
    ("Annexe", LabelKind.ANNEX, "Annexe", ""),
    ("Annexe II", LabelKind.ANNEX, "Annexe II", ""),
    ("Anexo 2", LabelKind.ANNEX, "Anexo 2", ""),
    ("Приложение", LabelKind.ANNEX, "Приложение", ""),
    ("7- يلاحظ الفريق", LabelKind.NUMBER, "7", "يلاحظ الفريق"),
    ("7 - يلاحظ الفريق", LabelKind.NUMBER, "7", "يلاحظ الفريق"),
    ("١٧- يلاحظ الفريق", LabelKind.NUMBER, "17", "يلاحظ الفريق"),
    ("ثالثا- المساعدة", LabelKind.ROMAN, "ثالثا", "المساعدة"),
    ("حادي عشر – المساعدة", LabelKind.ROMAN, "حادي عشر", "المساعدة"),
    ("رابعاً - المساعدة", LabelKind.ROMAN, "رابعاً", "المساعدة"),
    ("جيم- التدريب", LabelKind.LETTER, "جيم", "التدريب"),
    ("(ب) الدول", LabelKind.ITEM, "(ب)", "الدول"),
    ("(هـ) الدول", LabelKind.ITEM, "(هـ)", "الدول"),
    ("（乙） 社区", LabelKind.LETTER, "乙", "社区"),
    ("丙、社区", LabelKind.LETTER, "丙", "社区"),
    ("‘2’ تدريب القضاة", LabelKind.ITEM, "‘2’", "تدريب القضاة"),
    ("㈢ 培训法官", LabelKind.ITEM, "㈢", "培训法官"),
    ("② 培训法官", LabelKind.ITEM, "②", "培训法官"),
    ("c ter) Los Estados", LabelKind.ITEM, "c ter)", "Los Estados"),
    ("(d bis) States", LabelKind.ITEM, "(d bis)", "States"),
    ("• One of them", LabelKind.BULLET, "•", "One of them"),
]
NO_LABELS = [
    ("Annex I to the report lists them.", "a sentence about an annex"),
    ("48/246. Financing", "the number of a resolution"),
    ("2 September 2022", "a date"),
    ("(see CTOC/COP/2022/1)", "a text in brackets"),
    ("U.S. Department", "initials"),
    ("3.14159", "a decimal number"),
    ("15.00 Opening", "a time"),
    ("9.30 a 11.15 horas", "two times of day"),
    ("7-9 أيار/مايو", "days of a month in Arabic"),
    ("كذلك - وهو رأي", "an Arabic word before a dash"),
    ("(كذا) في الأصل", "an Arabic word in brackets"),
    ("(E) 120922", "the language letter of a job number"),
    ("‘2’ as printed", "a quoted number"),
]


@pytest.mark.parametrize(("text", "kind", "printed", "remaining"), LABELS, ids=[case[0] for case in LABELS])
def test_labels_are_read(text: str, kind: LabelKind, printed: str, remaining: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.kind, label.printed, text[label.end :].strip()) == (kind, printed, remaining)


@pytest.mark.parametrize(("text", "reason"), NO_LABELS, ids=[case[1] for case in NO_LABELS])
def test_other_text_has_no_label(text: str, reason: str) -> None:
    assert read_label(text) is None, reason


@given(st.integers(min_value=1, max_value=3999))
def test_roman_numerals_round_trip(value: int) -> None:
    assert roman_value(to_roman(value)) == value


@pytest.mark.parametrize("text", ["iiii", "vx", "abc", "", "ic"])
def test_other_letters_are_not_roman_numerals(text: str) -> None:
    assert roman_value(text) is None


def test_letters_continue_after_z() -> None:
    assert [letter_value(letter) for letter in ("a", "z", "aa", "bb", "б")] == [1, 26, 27, 28, 2]


LISTS = [
    # labels, depths, reason
    ("(h) (i) (j)", [0, 0, 0], "(i) after (h) is a letter"),
    ("(h) (i) (ii) (i)", [0, 1, 1, 0], "(i) before (ii) is a roman numeral, and the next (i) is a letter"),
    ("(a) (i) (ii) (b)", [0, 1, 1, 0], "(i) under (a) is a roman numeral"),
    ("(a) (i) (1) (2) (ii) (b)", [0, 1, 2, 2, 1, 0], "three levels and back"),
    ("(a) (b) (a) (b)", [0, 0, 0, 0], "a list that starts again is a new one"),
    ("(u) (v) (w) (x) (y)", [0, 0, 0, 0, 0], "(v) and (x) after letters are letters"),
]


@pytest.mark.parametrize(("labels", "depths", "reason"), LISTS, ids=[case[2] for case in LISTS])
def test_items_nest_logically(labels: str, depths: list[int], reason: str) -> None:
    parsed_labels = [read_label(f"{label} Text") for label in labels.split()]
    lists = OpenLists()
    actual = []
    for index, label in enumerate(parsed_labels):
        assert label is not None
        following = parsed_labels[index + 1] if index + 1 < len(parsed_labels) else None
        placement = lists.place(label, following, chapeau=None, restart=False)
        lists.levels[placement.depth].item = index
        actual.append(placement.depth)
    assert actual == depths


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("R1. States parties should mark them.", "R1"),
        ("Б2. Секретариату следует обновить перечень.", "Б2"),
        ("甲3. 缔约国应公布登记册并定期更新。", "甲3"),
        ("ب4- ينبغي للأمانة أن تعد قائمة.", "ب4"),
    ],
)
def test_label_of_letter_and_number_is_that_of_an_item(text: str, printed: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.kind, label.printed, label.ordinal) == (LabelKind.ITEM, printed, int(printed[1:]))


@pytest.mark.parametrize("text", ["E45 is the road that the lorries took.", "A4. paper", "H5N1. was found there too"])
def test_other_letters_with_numbers_are_no_labels(text: str) -> None:
    assert read_label(text) is None
