"""References to articles are found and resolved to their instrument."""

from __future__ import annotations

import pytest

from recommendations.extraction.references.articles import find_article_references
from recommendations.extraction.types import Reference
from tests.recommendations.extraction.reading import VOCABULARY, as_paragraphs

UNTOC, NO_OWN_INSTRUMENT = "untoc", None


def read(*texts: str, own: str | None = UNTOC, language: str = "en") -> list[Reference]:
    return find_article_references(as_paragraphs(*texts), VOCABULARY, own, language)


def targets(references: list[Reference]) -> list[str]:
    return [str(target) for reference in references for target in reference.articles]


CASES = [
    ("article VI of the Non-Proliferation Treaty", ["npt:6"], "a Roman numeral, as in older treaties"),
    ("article XIV of the NPT", ["npt:14"], "a Roman numeral with subtraction"),
    # forms of a reference
    ("article 16, paragraph 4, of the Organized Crime Convention", ["untoc:16(4)"], "the usual form"),
    ("Article 18 of the Convention requires", ["untoc:18"], "at the start of a sentence"),
    ("art. 13 of the United Nations Convention against Transnational Organized Crime", ["untoc:13"], "abbreviated"),
    ("(arts. 12 and 13)", ["untoc:12", "untoc:13"], "abbreviated plural"),
    ("article 18, paragraphs 4 and 5, of the Convention", ["untoc:18(4)", "untoc:18(5)"], "two paragraphs"),
    ("article 2, paragraph (b), of the Convention", ["untoc:2(b)"], "a lettered paragraph"),
    ("(article 54, paragraph 1 (c), of the Convention against Corruption)", ["uncac:54(1)(c)"], "a subparagraph"),
    ("article 16, paragraph 5(a) of the Convention", ["untoc:16(5)(a)"], "without a space"),
    ("article 5, paragraph 1 (a) (i), of the Convention", ["untoc:5(1)(a)(i)"], "nested subparagraphs"),
    (
        "article 18, paragraph 3 (a)–(c), of the Convention",
        ["untoc:18(3)(a)", "untoc:18(3)(b)", "untoc:18(3)(c)"],
        "a range of subparagraphs",
    ),
    ("article 3, paragraph 2, subparagraph (b), of the Convention", ["untoc:3(2)(b)"], "the word “subparagraph”"),
    ("article 18 (3) of the Convention", ["untoc:18(3)"], "a paragraph in brackets"),
    ("article 18 (para. 3) of the Convention", ["untoc:18(3)"], "the word “para.” in brackets"),
    ("paragraph 4 of article 16 of the Convention", ["untoc:16(4)"], "the paragraph first"),
    ("subparagraph (a) of paragraph 5 of article 16 of the Convention", ["untoc:16(5)(a)"], "the subparagraph first"),
    ("articles 16 to 18 of the Convention", ["untoc:16", "untoc:17", "untoc:18"], "a range of articles"),
    (
        "articles 6, 7 and 17 of the 1988 Convention",
        ["drugs-1988:6", "drugs-1988:7", "drugs-1988:17"],
        "three articles",
    ),
    ("articles 13, paragraph 2, and 14 of the Convention", ["untoc:13(2)", "untoc:14"], "a paragraph in the list"),
    ("article 16, on extradition, of the Convention", ["untoc:16"], "a subject between commas"),
    ("Article 17, paragraph 2, of the Charter of the United Nations", ["charter:17(2)"], "the Charter"),
    ("article 20 (Special investigative techniques) of the Convention", ["untoc:20"], "a title in brackets"),
    ("art. 46 UNCAC", ["uncac:46"], "an acronym directly after the number"),
    # several instruments
    (
        "article 16, paragraph 4, of the Organized Crime Convention and article 44, paragraph 5, of the Convention "
        "against Corruption",
        ["untoc:16(4)", "uncac:44(5)"],
        "two articles, each with its own instrument",
    ),
    (
        "articles 18 and 46 of the Organized Crime Convention and the Convention against Corruption respectively",
        ["untoc:18", "uncac:46"],
        "“respectively” for two instruments",
    ),
    (
        "articles 16 and 18 of the Organized Crime Convention, on extradition and mutual legal assistance respectively",
        ["untoc:16", "untoc:18"],
        "“respectively” of subjects, not of instruments",
    ),
    (
        "article 18 of the Organized Crime Convention and article 46 of the Convention against Corruption, in "
        "paragraph 7 of each of them",
        ["untoc:18", "uncac:46", "untoc:18(7)", "uncac:46(7)"],
        "a paragraph of both",
    ),
    (
        "articles 5 and 6 of the Convention oblige States; paragraphs 1 to 3 of those articles",
        ["untoc:5", "untoc:6", *[f"untoc:{a}({p})" for a in (5, 6) for p in (1, 2, 3)]],
        "each paragraph of each article",
    ),
    (
        "article 16 and article 18 of the Convention against Corruption",
        ["uncac:16", "uncac:18"],
        "an instrument shared by two articles",
    ),
    (
        "the Smuggling of Migrants Protocol (article 8, paragraph 6, of that Protocol)",
        ["som-protocol:8(6)"],
        "“that Protocol”",
    ),
    (
        "the Protocol against the Smuggling of Migrants by Land, Sea and Air, supplementing the United Nations "
        "Convention against Transnational Organized Crime (article 8)",
        ["som-protocol:8"],
        "a supplemented convention does not count as named",
    ),
    (
        "the Firearms Protocol, as well as article 13 of the Convention",
        ["untoc:13"],
        "the Convention is not a protocol",
    ),
    (
        "articles 14, 31 and other relevant provisions of the Convention against Corruption",
        ["uncac:14", "uncac:31"],
        "other provisions between the articles and their instrument",
    ),
    (
        "article 14, and especially its paragraph 2, of the Convention against Corruption",
        ["uncac:14"],
        "an aside between commas",
    ),
    (
        "articles 5, on policies, and 23, on laundering, of the Convention against Corruption",
        ["uncac:5", "uncac:23"],
        "a subject after each number",
    ),
    (
        "articles 6, 9 and, where applicable, 11 of the Trafficking in Persons Protocol",
        ["tip-protocol:6", "tip-protocol:9", "tip-protocol:11"],
        "an aside before the last number",
    ),
    ("article 20 under the Convention against Corruption", ["uncac:20"], "“under”"),
    (
        "articles 23 and 24 of both the Organized Crime Convention and the Convention against Corruption",
        ["untoc:23", "untoc:24", "uncac:23", "uncac:24"],
        "“of both”",
    ),
    (
        "articles 18 and 46, respectively, of the Organized Crime Convention and the Convention against Corruption",
        ["untoc:18", "uncac:46"],
        "“respectively” before the instruments",
    ),
    (
        "Articles 6 (1), 18 (1), (3) and (5) to (7) and 20 to 21 of the Convention",
        ["untoc:6(1)", *[f"untoc:18({p})" for p in (1, 3, 5, 6, 7)], "untoc:20", "untoc:21"],
        "paragraphs and ranges in one list",
    ),
    ("article 18, paragraph 3 (a) or 4, of the Convention", ["untoc:18(3)(a)", "untoc:18(4)"], "a second paragraph"),
    ("art. 13.2 of UNTOC", ["untoc:13(2)"], "a dotted paragraph"),
    ("art. 18 § 13 of the Convention", ["untoc:18(13)"], "a section sign"),
    ("Articles 16 through 18 of the Convention", ["untoc:16", "untoc:17", "untoc:18"], "“through”"),
    (
        "article 18 of the Organized Crime Convention (compare article 46 of the Convention against Corruption). "
        "Paragraph 9 of that article",
        ["untoc:18", "uncac:46", "untoc:18(9)"],
        "“that article” skips the one in brackets",
    ),
    # which instrument is meant
    ("the Convention, especially its article 19", ["untoc:19"], "“its article”"),
    (
        "implementation of article 19 of the Convention and guidelines on article 20",
        ["untoc:19", "untoc:20"],
        "the instrument named last",
    ),
    ("Under article 18, States parties afford one another assistance.", ["untoc:18"], "the document's own convention"),
    (
        "The Convention against Corruption is new. Article 46 of the Convention",
        ["uncac:46"],
        "another convention, the only one named",
    ),
    (
        "The Organized Crime Convention and the Convention against Corruption: article 18 of the Convention",
        ["untoc:18"],
        "the document's own, if it is named too",
    ),
    (
        "The Organized Crime Convention and the Convention against Corruption: article 65 of the Convention",
        ["uncac:65"],
        "the document's own has no article 65",
    ),
    # not references
    ("catalogued according to article of the Organized Crime Convention", [], "an article without a number"),
    ("chapter IV of the Convention against Corruption", [], "a chapter"),
    ("https://sherloc.unodc.org/cld/v3/sherloc/cna/index.jspx#/articles", [], "a web address"),
    ("www.example.org/articles/18 of the Convention", [], "a web address with a number"),
    ("journalists because of their articles on 3 May", [], "newspaper articles"),
    ("according to paragraph 12 of the procedures and rules", [], "a paragraph of something else"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[reason for *_, reason in CASES])
def test_article_references_are_found(text: str, expected: list[str], reason: str) -> None:
    references = read(text)
    assert targets(references) == expected, reason
    assert all(text[reference.start : reference.end] == reference.text for reference in references)


NATIONAL = [
    "article 297 of the Criminal Code",
    "articles 14, 61 and 62 of the Constitution",
    "article 116 of its Constitution",
    "under the Penal Code (article 9)",
    "article 5 of its Statute",
    "article 3 of Law No. 5 of 2010",
]


@pytest.mark.parametrize("text", NATIONAL)
def test_articles_of_national_law_have_no_target(text: str) -> None:
    found = read(text)
    assert targets(found) == []
    assert {reference.reason.split(":")[0] for reference in found} == {"national law"}


UNRESOLVED = [
    ("articles 16-4 and 16-5 CPC", UNTOC, "not in the vocabulary", "the letters of a national code"),
    ("article 16-4 provides for seizure", UNTOC, "not an article number", "a number that only national codes have"),
    (
        "Under article 18, States acceding to the Convention against Corruption",
        UNTOC,
        "named later in the sentence",
        "another instrument in the same sentence",
    ),
    (
        "article 1 F of the 1951 Convention relating to the Status of Refugees",
        UNTOC,
        "not in the vocabulary",
        "a treaty with its year",
    ),
    (
        "article 82 of the Treaty on the Functioning of the European Union",
        UNTOC,
        "not in the vocabulary",
        "another treaty",
    ),
    (
        "the European Convention on Extradition, in its article 6",
        UNTOC,
        "not in the vocabulary",
        "an article of the other treaty, named before",
    ),
    (
        "article 14 of the International Covenant on Civil and Political Rights",
        NO_OWN_INSTRUMENT,
        "not in the vocabulary",
        "a covenant outside the vocabulary",
    ),
    ("article 99 of the Convention", UNTOC, "has no article 99", "a number that the convention does not have"),
    ("amending article 571", NO_OWN_INSTRUMENT, "no suitable instrument", "no instrument named"),
    ("article 5 of the Protocol", UNTOC, "no suitable instrument", "no protocol has been named"),
    (
        "articles 16, 17 and 18 of the Organized Crime Convention and the Convention against Corruption respectively",
        UNTOC,
        "as many articles as instruments",
        "three articles, but two instruments",
    ),
    (
        "the Convention: articles 16 and 18 of both conventions",
        UNTOC,
        "both conventions",
        "two conventions that are not named",
    ),
    ("paragraph 7 of those articles", UNTOC, "no article is named before it", "no article named before"),
    (
        "The Organized Crime Convention and the Convention against Corruption: article 18 of the Convention",
        NO_OWN_INSTRUMENT,
        "Organized Crime Convention, ",
        "two are named, and the document's own is not known",
    ),
    (
        "The Trafficking in Persons Protocol and the Firearms Protocol: article 9 of the Protocol",
        UNTOC,
        "may be any of those named",
        "two protocols are named",
    ),
    (
        "In the Convention, especially its article 18",
        NO_OWN_INSTRUMENT,
        "no suitable instrument",
        "a convention that was never named",
    ),
    (
        "The European Convention on Extradition and the Organized Crime Convention: article 18 of the Convention",
        NO_OWN_INSTRUMENT,
        "European Convention on Extradition",
        "one of the two is not in the vocabulary",
    ),
]


@pytest.mark.parametrize(
    ("text", "own", "expected_reason", "reason"), UNRESOLVED, ids=[reason for *_, reason in UNRESOLVED]
)
def test_unresolved_reference_is_kept_with_reason(
    text: str, own: str | None, expected_reason: str, reason: str
) -> None:
    (reference,) = read(text, own=own)
    assert not reference.is_resolved, reason
    assert expected_reason in reference.reason


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "《联合国打击跨国有组织犯罪公约》第18.3条", ["untoc:18(3)"]),
        ("zh", "《联合国打击跨国有组织犯罪公约》第2(a)条", ["untoc:2(a)"]),
        ("fr", "l’article XVIII de la Convention contre la criminalité organisée", ["untoc:18"]),
        ("es", "el artículo XVIII de la Convención contra la Delincuencia Organizada", ["untoc:18"]),
        ("ru", "статья XVIII Конвенции против организованной преступности", ["untoc:18"]),
        ("ar", "إدراج المادة 25C-NBOMe في الجدول الأول", []),
    ],
)
def test_numbers_are_read_as_other_languages_print_them(language: str, text: str, expected: list[str]) -> None:
    assert targets(read(text, own=NO_OWN_INSTRUMENT, language=language)) == expected


@pytest.mark.parametrize("text", ["第4C条草案", "第7[6]条草案"])
def test_chinese_article_of_a_draft_is_unresolved(text: str) -> None:
    (reference,) = read(text, own=NO_OWN_INSTRUMENT, language="zh")
    assert reference.reason == "no suitable instrument is named"
