"""Understanding a query: articles and symbols among its words, the part searched by meaning, and its notes."""

from __future__ import annotations

import pytest

from recommendations.search.articles import ArticleReader
from recommendations.search.interpretations import ArticleNote, DocumentNote, UnknownSymbolNote
from recommendations.search.query import SearchQuery
from recommendations.search.resources import article_reader
from recommendations.search.results import search
from recommendations.search.syntax import AllOf, AnyOf, InDocuments, Node, Phrase, Word
from recommendations.search.understanding import Understanding, understand
from tests import builders as make

# --- articles ----------------------------------------------------------------------------------------

U18, U18_13 = ("untoc:18",), ("untoc:18:13",)
ARTICLES = [
    ("article 18", U18, "no instrument is named"),
    ("articles 16 and 18", ("untoc:16", "untoc:18"), "two articles"),
    ("articles 16 to 18", ("untoc:16", "untoc:17", "untoc:18"), "a range"),
    ("articles 16-18", ("untoc:16", "untoc:17", "untoc:18"), "a range with a dash"),
    ("ARTICLE 18", U18, "in capitals"),
    ("art 18", U18, "without the full stop"),
    ("art.18", U18, "without a space"),
    ("art. 18(13) UNTOC", U18_13, "a paragraph in brackets, the name after"),
    ("art 18 para 13", U18_13, "a paragraph, without full stops"),
    ("art 18 (3) (a)", ("untoc:18:3",), "a subparagraph is found under its paragraph"),
    ("paragraph 3 of article 18", ("untoc:18:3",), "the paragraph first"),
    ("Palermo Convention article 18 para 13", U18_13, "the name before"),
    ("article 18 paragraph 3 of the Organized Crime Convention", ("untoc:18:3",), "the name after"),
    ("organised crime convention article 18", U18, "another spelling"),
    ("article 5 of the Trafficking in Persons Protocol", ("tip-protocol:5",), "a protocol"),
    ("article 7 smuggling protocol", ("som-protocol:7",), "a protocol in lower case"),
    ("UNCAC art. 46", ("uncac:46",), "another convention named before"),
    ("article 18, UNCAC", ("uncac:18",), "after a comma"),
    ("article 18 (UNCAC)", ("uncac:18",), "in brackets"),
    ("article 18 of UNTOC and article 46 of UNCAC", ("untoc:18", "uncac:46"), "of two conventions"),
    ("articles 18 and 46 of UNTOC and UNCAC, respectively", ("untoc:18", "uncac:46"), "in the order of the articles"),
    ("untoc:18", U18, "as in addresses"),
    ("UNTOC:18:13", U18_13, "as in addresses with a paragraph, in capitals"),
    ("article 16 OR article 18", ("untoc:16", "untoc:18"), "either article"),
    ("article 18 of the convention", U18, "the Convention of the portal"),
    ("law enforcement article 18", U18, "the word law does not name another law"),
    # as people type them
    ("UNTOC 16(4)", ("untoc:16:4",), "without the word article"),
    ("UNTOC 18", U18, "only the instrument and a number"),
    ("UNCAC, 46", ("uncac:46",), "after a comma"),
    ("art. 18 §13", U18_13, "a section sign"),
    ("art. 18 § 13", U18_13, "a section sign and a space"),
    ("art17", ("untoc:17",), "without a space or full stop"),
    ("Article XVII", ("untoc:17",), "a Roman numeral"),
    ("article xx", ("untoc:20",), "a Roman numeral in lower case"),
    ("Article XLI", ("untoc:41",), "a large Roman numeral"),
    ("article seventeen", ("untoc:17",), "a number in words"),
    ("article twenty-one", ("untoc:21",), "a compound number in words"),
    ("Article 19 TOC Convention", ("untoc:19",), "another abbreviation"),
    ("article 17 Palermo", ("untoc:17",), "the place alone"),
    ("CTOC art 13", ("untoc:13",), "the prefix of symbols"),
    ("art. 17 CTO", ("untoc:17",), "the French abbreviation"),
    ("article dix-sept", ("untoc:17",), "French words"),
    ("artículo diecisiete", ("untoc:17",), "Spanish words"),
    ("статья восемнадцатая", U18, "Russian words"),
    ("المادة الثامنة عشرة", U18, "Arabic words"),
    ("UNTOC 2020", (), "a year after the instrument"),
    ("article mix", (), "not a Roman numeral"),
    # other languages
    ("article 18 de la Convention de Palerme", U18, "French"),
    ("articles 16 et 18 de la convention", ("untoc:16", "untoc:18"), "two articles in French"),
    ("articulo 46 de la convencion contra la corrupcion", ("uncac:46",), "Spanish without its accents"),
    ("artículo 46 UNCAC", ("uncac:46",), "Spanish with an English name"),
    ("párrafo 3 del artículo 18", ("untoc:18:3",), "Spanish, the paragraph first"),
    ("пункт 3 статьи 18 конвенции", ("untoc:18:3",), "Russian"),
    ("пункт 18 статьи 18", ("untoc:18:18",), "Russian without the convention"),
    ("المادة ١٨", U18, "Arabic with its own digits"),
    ("第十八条", U18, "Chinese in words"),
    ("反腐败公约第46条", ("uncac:46",), "Chinese without spaces"),
    ("《公约》第18条", U18, "the Convention, as Chinese documents call it"),
    ("根据公约第十八条第3款", ("untoc:18:3",), "the Convention without title marks, after a preposition"),
    ("儿童权利公约第18条", (), "another convention in Chinese"),
    # not articles of an identifiable treaty
    ("article 60", (), "the Convention has no such article"),
    ("untoc:99", (), "a key without an article"),
    ("article 5 of the Criminal Code", (), "a national law"),
    ("article 5 du code pénal", (), "a national law in French"),
    ("criminal code article 5", (), "a national law named before"),
    ("article 5 of the Protocol", (), "an ambiguous protocol"),
    ("budapest convention article 18", (), "a convention that is not in the vocabulary"),
    ("article 18 of the European Convention on Extradition", (), "another convention, named after"),
    ("article 18, UNCAC and UNTOC", (), "an ambiguous convention"),
    ('"article 18"', (), "in quotation marks it is searched as written"),
    ("-article 18", (), "an excluded article is not a filter"),
    ("extradition OR article 18", (), "a filter cannot be an alternative to words"),
    ("2018 article", (), "no number after the word"),
    ("extradition", (), "no article"),
]


@pytest.mark.parametrize(
    ("text", "values", "reason"), ARTICLES, ids=[f"{text} ({reason})" for text, _, reason in ARTICLES]
)
def test_articles_are_recognized_among_the_words(text: str, values: tuple[str, ...], reason: str) -> None:
    assert tuple(value for each in article_reader().read(text) for value in each.values) == values, reason


@pytest.mark.parametrize(
    ("text", "remaining"),
    [
        ("extradition under article 18 (UNTOC) of witnesses", "extradition under of witnesses"),
        ("UNCAC art. 46 evidence", "evidence"),
        ("evidence, Palermo Convention, article 18 para 13", "evidence,"),
        ("article 16 OR article 18 costs", "costs"),
        ("costs UNTOC 18(13) evidence", "costs evidence"),
        ("art. 18 §13 costs", "costs"),
        ("article seventeen Palermo costs", "costs"),
        ("《有组织犯罪公约》第18条 费用", "费用"),
        ("《公约》第18条 费用", "费用"),
        ("UNTOC第18条 费用", "费用"),
        ("اتفاقية الجريمة المنظمة، المادة 18 التكاليف", "التكاليف"),
    ],
)
def test_all_words_of_an_article_are_removed(text: str, remaining: str) -> None:
    reader: ArticleReader = article_reader()
    for each in reversed(reader.read(text)):
        text = text[: each.start] + text[each.end :]
    assert " ".join(text.split()) == remaining


def test_named_instrument_is_recognized() -> None:
    texts = ("article 18", "UNTOC article 18")
    named = {text: each.names_instrument for text in texts for each in article_reader().read(text)}
    assert named == {"article 18": False, "UNTOC article 18": True}


# --- understanding -----------------------------------------------------------------------------------


def interpret(words: str, **options: object) -> Understanding:
    return understand(SearchQuery(words=words, **{"thesaurus": False, **options}))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_named_article_is_added_to_the_selected_ones() -> None:
    result = interpret("costs article 18(13)", article=("uncac:46",))
    assert result.choices["article"] == ("uncac:46", "untoc:18:13")
    assert result.tree == Word("costs")
    assert result.notes == (ArticleNote("article 18(13)", ("untoc:18:13",), names_instrument=False),)


@pytest.mark.django_db
def test_article_as_typed_is_searched_as_words() -> None:
    result = interpret("article 18", as_typed=True)
    assert result.choices["article"] == ()
    assert result.tree == AllOf((Word("article"), Word("18")))
    assert result.notes == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "text", "reason"),
    [
        ("how to share costs", "how to share costs", "words"),
        ("costs article 18", "costs", "the words next to an article"),
        ("article 18", "", "only an article"),
        ('"joint teams" costs', "", "a phrase"),
        ("joint OR teams", "", "an operator"),
        ("joint -teams", "", "an excluded word"),
        ("joint team*", "", "a prefix"),
        ("CTOC/COP/2022/1 costs", "", "a symbol"),
        ("", "", "nothing"),
    ],
)
def test_only_plain_words_are_searched_by_meaning(words: str, text: str, reason: str) -> None:
    make.version(make.document("CTOC/COP/2022/1"))
    assert interpret(words).meaning_text == text, reason
    assert interpret(words, meaning=False).meaning_text == ""


# --- symbols -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "expected_count", "reason"),
    [
        ("CTOC/COP/WG.3/2021/3", 1, "the whole symbol"),
        ("WG.3/2021/3", 1, "the end of a symbol"),
        ("wg.3/2021/3", 1, "in lower case"),
        ("(WG.3/2021/3),", 1, "with punctuation around it"),
        ("CTOC/COP/WG.3", 2, "the beginning of a symbol"),
        ("COP/WG.3/2021", 2, "the middle of a symbol"),
        ("G.3/2021/3", 0, "parts of components are not matched"),
        ("WG.3/2021/33", 0, "another symbol"),
        ("WG.3", 2, "a single component that does not look like a word"),
        ("art.3", 0, "an abbreviation that is in no symbol"),
        ("2021/3", 0, "numbers alone are not a symbol"),
        ("WG.3/2021/9", 0, "the symbol of an unpublished document"),
        ('"WG.3/2021/3"', 0, "in quotation marks it is searched as written"),
    ],
)
def test_documents_are_found_by_symbol(words: str, expected_count: int, reason: str) -> None:
    make.version(make.document("CTOC/COP/WG.3/2021/3"))
    make.version(make.document("CTOC/COP/WG.3/2021/30"))
    make.version(make.document("CTOC/COP/WG.3/2021/9"), published=False)
    result = interpret(words)
    assert [note.documents for note in result.notes if isinstance(note, DocumentNote)] == (
        [expected_count] if expected_count else []
    ), reason
    assert isinstance(result.tree, AnyOf) == bool(expected_count)
    assert not interpret(words, as_typed=True).notes


@pytest.mark.django_db
def test_few_unknown_symbols_of_a_search_are_compared_with_those_of_documents() -> None:
    make.version(make.document("CTOC/COP/WG.3/2021/3"))
    words = [f"CTOC/COP/WG.3/2021/{number}" for number in range(40, 60)]
    notes = interpret(" ".join([*words, "CTOC/COP/WG.3/2021/3"])).notes
    unknown = [note for note in notes if isinstance(note, UnknownSymbolNote)]
    assert len(unknown) == 5
    assert [note.symbols for note in notes if isinstance(note, DocumentNote)] == [("CTOC/COP/WG.3/2021/3",)]


@pytest.mark.django_db
def test_symbol_finds_the_document_and_texts_that_cite_it() -> None:
    document = make.document("CTOC/COP/WG.2/2019/77")
    make.recommendation("States should act.", path="in it", of=make.version(document))
    make.recommendation("Recalling CTOC/COP/WG.2/2019/77, States should act.", path="cites it")
    make.recommendation("States should act.", path="neither")
    node: Node | None = interpret("wg.2/2019/77").tree
    assert node == AnyOf((InDocuments((document.pk,)), Phrase(("wg", "2", "2019", "77"))))
    hits = search(SearchQuery(words="wg.2/2019/77")).hits
    assert sorted(getattr(hit.row, "path", "") for hit in hits) == ["cites it", "in it"]


# --- abbreviations and terms --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("M.L.A.", "mutual legal assistance"),
        ("MLAs", "mutual legal assistance"),
        ("U.N.O.D.C.", "United Nations Office on Drugs and Crime"),
        ("MLAT", "mutual legal assistance treaty"),
        ("TIP", "trafficking in persons"),
        ("SOM", "smuggling of migrants"),
        ("LEAs", "law enforcement agencies"),
        ("ISP", "service provider"),
        ("CNA directory", "directory of competent authorities"),
        ("controlled delivery", "special investigative techniques"),
        ("special investigative techniques", "controlled delivery"),
        ("司法協助", "mutual legal assistance"),
        ("特殊偵查手段", "special investigative techniques"),
    ],
)
@pytest.mark.django_db
def test_equivalent_term_is_searched(words: str, form: str) -> None:
    forms = {form for note in understand(SearchQuery(words)).notes for _code, form in getattr(note, "forms", ())}
    assert form in forms


@pytest.mark.parametrize("words", ["prisoner", "prisoners"])
@pytest.mark.django_db
def test_prisoner_is_not_a_prison(words: str) -> None:
    [note] = understand(SearchQuery(words)).notes
    assert "penitentiary" not in [form for _code, form in note.forms]
    assert "inmates" in note.text or "inmate" in [form for _code, form in note.forms]
