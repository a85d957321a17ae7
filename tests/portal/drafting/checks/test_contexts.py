"""The words around a reference, and the structure of a draft."""

from __future__ import annotations

import datetime

import pytest

from portal.drafting.checks.contexts import (
    AnnexItem,
    annex_item_near,
    annex_number,
    date_near,
    document_names,
    paragraphs_near,
    period_near,
    subject_near,
    title_before,
    title_near,
)
from portal.drafting.checks.subjects import articles_on, english_titles, words_of_titles
from portal.drafting.checks.wording import qualifier_changes
from portal.reading.document import load_vocabulary

D = datetime.date


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("resolution 5/8 of 22 October 2010, entitled", "resolution 5/8", D(2010, 10, 22)),
        ("résolution 55/25 de l’Assemblée générale, en date du 15 novembre 2000", "résolution 55/25", D(2000, 11, 15)),
        ("su resolución 5/8, de 22 de octubre de 2010", "resolución 5/8", D(2010, 10, 22)),
        ("резолюцию 9/3 от 19 октября 2018 года", "резолюцию 9/3", D(2018, 10, 19)),
        ("القرار 55/25 المؤرخ 15 نوفمبر 2000", "القرار 55/25", D(2000, 11, 15)),
        ("大会2000年11月15日第55/25号决议", "55/25号决议", D(2000, 11, 15)),
        ("大会2000年11月15日第55/25号决议", "2000年11月15日第55/25", D(2000, 11, 15)),
        ("the report of 8 July 2020 (CTOC/COP/2022/L.4)", "CTOC/COP/2022/L.4", D(2020, 7, 8)),
        ("resolution 5/8, at its session held from 10 October 2005", "resolution 5/8", None),
        ("resolution 5/8. On 22 October 2010", "resolution 5/8", None),
        ("resolutions 55/25 and 55/255 of 31 May 2001", "55/25", None),
    ],
)
def test_date_of_a_reference_is_read(text: str, reference: str, expected: D | None) -> None:
    start = text.index(reference)
    assert date_near(text, start, start + len(reference), before=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "treizième réunion, tenue du 23 au 27 mai 2022",
        "13ª reunión, celebrada del 23 al 27 de mayo de 2022",
        "тринадцатое совещание, состоявшееся 23–27 мая 2022 года",
        "thirteenth meeting, held from 23 to 27 May 2022",
    ],
)
def test_dates_of_a_meeting_are_read(text: str) -> None:
    dates = period_near(text, 0, text.index(","))
    assert dates
    assert (dates.start, dates.end) == (D(2022, 5, 23), D(2022, 5, 27))


def test_dates_of_a_meeting_precede_it_in_chinese() -> None:
    text = "缔约方会议在2022年10月17日至21日于维也纳举行的第十一届会议上"
    dates = period_near(text, text.index("十一届"), len(text))
    assert dates
    assert (dates.start, dates.end) == (D(2022, 10, 17), D(2022, 10, 21))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年5月23日至27日举行的国际合作工作组第十三次会议", D(2022, 5, 23)),
        ("2022年10月17日至21日举行的缔约方会议第十一届会议和国际合作工作组第十三次会议", None),
    ],
)
def test_body_may_be_between_the_dates_and_the_meeting_in_chinese(text: str, expected: D | None) -> None:
    dates = period_near(text, text.index("十三次"), len(text))
    assert (dates.start if dates else None) == expected


def test_dates_of_a_meeting_are_read_in_arabic() -> None:
    text = "عقد الفريق العامل اجتماعه الثالث عشر في الفترة من 23 إلى 27 أيار/مايو 2022 في فيينا"
    dates = period_near(text, 0, text.index(" في الفترة"))
    assert dates
    assert (dates.start, dates.end) == (D(2022, 5, 23), D(2022, 5, 27))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the Manual on Mutual Legal Assistance and Extradition",
            ("Manual on Mutual Legal Assistance and Extradition",),
        ),
        ("the revised Model Treaty on Extradition was", ("Model Treaty on Extradition",)),
        ("la Declaración de Quito, aprobada en", ("Declaración de Quito",)),
        ("a declaration that the Conference of the Parties made", ()),
        ("the manual of the Secretariat", ()),
    ],
)
def test_names_of_documents_are_read(text: str, expected: tuple[str, ...]) -> None:
    assert document_names(text, 0, len(text)) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("annex I, subpara. (z)", (1, "z")),
        ("annex II (k)", (2, "k")),
        ("annexe I, al. z)", (1, "z")),
        ("annexe II, alinéa k)", (2, "k")),
        ("anexo I, apartado z)", (1, "z")),
        ("anexo I, apdo. z)", (1, "z")),
        ("приложение I, подпункт z)", (1, "z")),
        ("приложение II, подп. k)", (2, "k")),
        ("المرفق الثاني، الفقرة الفرعية (ض)", (2, "ض")),
        ("附件二，(k)分段", (2, "k")),
        ("附件一第(z)段", (1, "z")),
        ("annex, para. (b)", (0, "b")),
        ("annex I, para. 3", None),
        ("annexed to the report", None),
    ],
)
def test_item_of_an_annex_is_read(place: str, expected: tuple[int, str] | None) -> None:
    symbol = "CTOC/COP/2022/L.4"
    text = f"{symbol}, {place}"
    found = annex_item_near(f"{text}; and", len(symbol))
    assert found == (AnnexItem(*expected, len(text.rstrip("分段"))) if expected else None)


@pytest.mark.parametrize(
    ("part", "number"),
    [("Annex I", 1), ("Annexe II", 2), ("Приложение III", 3), ("附件二", 2), ("المرفق الأول", 1), ("Annex", 0)],
)
def test_number_of_an_annex_is_read(part: str, number: int) -> None:
    assert annex_number(part) == number


def test_title_before_the_next_symbol_is_not_that_of_the_symbol_before_it() -> None:
    text = "entitled “An overview” (CTOC/COP/WG.3/2016/2) and the draft entitled “Implementation” (CTOC/COP/2022/L.4)"
    first, second = text.index("CTOC"), text.rindex("CTOC")
    end = first + len("CTOC/COP/WG.3/2016/2")
    assert title_near(text, end, [first, second]) == ""
    assert title_before(text, first) == "An overview"


def test_title_belongs_to_the_reference_before_it_unless_it_is_shared() -> None:
    text = "its decision 4/2 and its resolution 5/8, entitled “Implementation”"
    first, second = text.index("decision"), text.index("resolution")
    assert title_near(text, first + len("decision 4/2"), [first, second]) == ""
    assert title_near(text, second + len("resolution 5/8"), [first, second]) == "Implementation"
    shared = text.replace("entitled", "both entitled")
    assert title_near(shared, first + len("decision 4/2"), [first, second]) == "Implementation"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CTOC/COP/2022/L.4, paras. 2–4", (2, 4)),
        ("CTOC/COP/2022/L.4, paragraph 9", (9,)),
        ("CTOC/COP/2022/L.4), par. 7 a)", (7,)),
        ("CTOC/COP/2022/L.4, párr. 12", (12,)),
        ("CTOC/COP/2022/L.4, пункт 12", (12,)),
        ("CTOC/COP/2022/L.4, в пункте 12", ()),
        ("CTOC/COP/2022/L.4, пункта 12", (12,)),
        ("CTOC/COP/2022/L.4号文件第12段", (12,)),
        ("CTOC/COP/2022/L.4号文件第2至5段", (2, 5)),
        ("CTOC/COP/2022/L.4号文件第12章", ()),
        ("CTOC/COP/2022/L.4，第12段", (12,)),
        ("CTOC/COP/2022/L.4، الفقرة 12", (12,)),
        ("CTOC/COP/2022/L.4, annex I, para. 3", ()),
        ("CTOC/COP/2022/L.4 of 2 May", ()),
    ],
)
def test_cited_paragraphs_are_read(text: str, expected: tuple[int, ...]) -> None:
    assert paragraphs_near(text, 0, len("CTOC/COP/2022/L.4")) == expected


@pytest.mark.parametrize(
    "words", ["paragraph 9 of document", "пункт 9 документа", "в пункте 9 доклада", "الفقرة 9 من الوثيقة"]
)
def test_paragraph_before_a_symbol_is_read(words: str) -> None:
    text = f"{words} CTOC/COP/2022/L.4"
    assert paragraphs_near(text, text.index("CTOC"), len(text)) == (9,)


@pytest.mark.parametrize(
    ("language", "text", "reference", "expected"),
    [
        ("en", "article 19 of the Convention, on techniques, has", "article 19 of the Convention", "techniques"),
        ("en", "article 19 (Joint investigations)", "article 19", "Joint investigations"),
        ("en", "Joint investigations (article 19)", "article 19", "Joint investigations"),
        ("en", "article 19 (joint teams) of the Act", "article 19 (joint teams) of the Act", "joint teams"),
        ("en", "article 18, paragraph 3 (a), of the Act", "article 18, paragraph 3 (a), of the Act", None),
        ("zh", "《公约》第十六条（引渡）", "第十六条", "引渡"),
        ("fr", "l’article 16, relatif à l’extradition, et", "article 16", "extradition"),
        ("es", "el artículo 20, relativo a las técnicas especiales", "artículo 20", "técnicas especiales"),
        ("ru", "статью 16 Конвенции о выдаче", "статью 16 Конвенции", "выдаче"),
        ("ar", "المادة 16 المتعلقة بتسليم المجرمين", "المادة 16", "تسليم المجرمين"),
        ("zh", "《公约》关于引渡的第十六条", "第十六条", "引渡"),
        ("en", "joint investigations under article 19 of the Convention", "article 19 of the Convention", None),
    ],
)  # fmt: skip
def test_subject_of_an_article_is_read(language: str, text: str, reference: str, expected: str | None) -> None:
    start = text.index(reference)
    found = subject_near(text, start, start + len(reference), language)
    assert (found.text if found else None) == expected


def test_each_article_has_the_subject_in_brackets_after_it() -> None:
    text = "articles 16 (extradition) and 19 (joint investigations) of the Convention"
    found = subject_near(text, 0, len(text), "en")
    assert found
    assert found.parts == ("extradition", "joint investigations")


def test_subject_leads_to_articles_of_all_conventions() -> None:
    vocabulary = load_vocabulary()
    titles = words_of_titles(english_titles(vocabulary), vocabulary, "en")
    found = articles_on("special investigative techniques", vocabulary, titles)
    assert found.is_clear
    assert ("untoc", "20") in found.articles
    assert ("uncac", "50") in found.articles
    assert not articles_on("a reciprocal basis", vocabulary, titles).articles
    assert not articles_on("international cooperation", vocabulary, titles).is_clear
    assert not articles_on(
        "the extradition of whales and other animals that were found at sea", vocabulary, titles
    ).is_clear


def test_qualifiers_are_compared_in_the_language_of_the_text() -> None:
    changes = qualifier_changes("States should, where appropriate, act", "States should act, upon request", "en")
    assert (changes.dropped, changes.added) == (("where appropriate",), ("upon request",))
    assert qualifier_changes("Les États devraient, le cas échéant, agir", "Les États devraient agir", "fr").dropped
    assert not qualifier_changes("States should act", "States must act", "en")


def test_qualifiers_that_the_agreed_text_repeats_are_counted() -> None:
    agreed = "States should, where appropriate, inform others and, where appropriate, assist them"
    changes = qualifier_changes(agreed, "States should, where appropriate, inform others and assist them", "en")
    assert changes.dropped == ("where appropriate",)
