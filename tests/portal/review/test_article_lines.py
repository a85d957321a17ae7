"""Articles as people type them."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from portal.review.articles import ArticlesError, read_articles
from recommendations.labels.wording import value_formatter
from recommendations.models import Provision, TreatyText
from tests import builders as make
from tests.row_cache import vocabularies


@pytest.mark.parametrize(
    ("typed", "articles"),
    [
        ("untoc:18", ["untoc:18"]),
        ("UNTOC: 18 (3) (g)", ["untoc:18(3)(g)"]),
        ("untoc:18:13", ["untoc:18(13)"]),
        ("untoc:18(13)", ["untoc:18(13)"]),
        ("untoc:2(a)", ["untoc:2(a)"]),
        ("article 18 (13) UNTOC", ["untoc:18(13)"]),
        ("art 18 para 3", ["untoc:18(3)"]),
        ("articles 16 and 18", ["untoc:16", "untoc:18"]),
        ("article 46 of the Convention against Corruption", ["uncac:46"]),
        ("UNCAC art. 46", ["uncac:46"]),
        ("untoc:18\r\n\r\n untoc:19 ; untoc:18", ["untoc:18", "untoc:19"]),
        ("untoc:18, untoc:19", ["untoc:18", "untoc:19"]),
        ("18", ["untoc:18"]),
        ("18(3)", ["untoc:18(3)"]),
        ("18, 19 UNCAC", ["uncac:18", "uncac:19"]),
        ("article 18, 19", ["untoc:18", "untoc:19"]),
        ("article 18 and 19", ["untoc:18", "untoc:19"]),
        ("art. 18 (3) (a), 19", ["untoc:18(3)(a)", "untoc:19"]),
        ("18 (3) (a) and (b), 19 (1)", ["untoc:18(3)(a)", "untoc:18(3)(b)", "untoc:19(1)"]),
        ("article 18, paragraphs 3 and 4", ["untoc:18(3)", "untoc:18(4)"]),
        ("articles 16–18", ["untoc:16", "untoc:17", "untoc:18"]),
        ("UNTOC 18, UNCAC 46", ["untoc:18", "uncac:46"]),
        ("article 18 UNTOC and article 46 UNCAC", ["untoc:18", "uncac:46"]),
        ("article 18 of the Convention", ["untoc:18"]),
        ("статья 18", ["untoc:18"]),
        ("article premier", ["untoc:1"]),
        ("article 1er", ["untoc:1"]),
        ("article premier de la Convention contre la criminalité organisée", ["untoc:1"]),
        ("第十八条", ["untoc:18"]),
        ("", []),
    ],
)
def test_articles_are_parsed_as_people_type_them(typed: str, articles: list[str]) -> None:
    assert read_articles(typed) == articles


@pytest.mark.parametrize("typed", ["untoc:99", "nowhere:1", "extradition", "untoc:", "article 99", "untoc:18\nzebra"])
def test_line_without_an_article_is_reported(typed: str) -> None:
    with pytest.raises(ArticlesError) as error:
        read_articles(typed)
    assert str(error.value) == typed.splitlines()[-1]


@pytest.mark.django_db
def test_paragraph_that_the_article_does_not_have_is_refused() -> None:
    typed = "Organized Crime Convention, article 18, paragraph 99\nuntoc:18(30)\nzebra\nuntoc:19(2)"
    with pytest.raises(ArticlesError) as error:
        read_articles(typed)
    wrong = [(line.line, list(line.missing)) for line in error.value.lines]
    assert wrong == [
        ("Organized Crime Convention, article 18, paragraph 99", ["untoc:18(99)"]),
        ("zebra", []),
        ("untoc:19(2)", ["untoc:19(2)"]),
    ]
    assert read_articles("untoc:18(99)", stored={"untoc:18(99)": ""}) == ["untoc:18(99)"]
    assert read_articles("untoc:18(30)\nuntoc:19(1)") == ["untoc:18(30)", "untoc:19(1)"]


@pytest.mark.django_db
def test_paragraphs_of_an_article_that_are_not_recorded_are_those_of_the_loaded_text() -> None:
    vocabularies()
    assert read_articles("drugs-1961:36(9)") == ["drugs-1961:36(9)"]
    article = make.article("drugs-1961:36")
    text = TreatyText.objects.create(instrument=article.instrument, loaded_at=timezone.now())
    Provision.objects.create(treaty_text=text, position=0, kind=Provision.Kind.TEXT, article=article, paragraph="1")
    with pytest.raises(ArticlesError):
        read_articles("drugs-1961:36(9)")


@pytest.mark.parametrize(
    ("typed", "understood", "rest"),
    [
        ("article 18 UNTOC and article 99 UNTOC", ["untoc:18"], "99"),
        ("article 18 (3) and bogus", ["untoc:18(3)"], "bogus"),
        ("not article 18", [], "not article 18"),
        ("article 18, paragraph 3, 4", ["untoc:18(3)"], "4"),
        ("18, UNCAC 46", ["untoc:18"], "UNCAC 46"),
        ("18 19", ["untoc:18"], "19"),
        ("18,", ["untoc:18"], ","),
        ("untoc:18(", ["untoc:18"], "("),
        ("article 18 bis", [], "18 bis"),
    ],
)
def test_line_that_is_not_wholly_understood_is_rejected(typed: str, understood: list[str], rest: str) -> None:
    with pytest.raises(ArticlesError) as error:
        read_articles(typed)
    (wrong,) = error.value.lines
    assert (wrong.understood, wrong.rest) == (understood, rest)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh-hans"])
def test_articles_in_words_of_the_portal_are_read_back(language: str) -> None:
    vocabularies()
    targets = [
        "untoc:18",
        "untoc:18(13)",
        "untoc:18(13)(a)",
        "untoc:2(a)",
        "tip-protocol:5",
        "untoc:1",
        "tip-protocol:1(2)",
    ]
    with translation.override(language):
        formatter = value_formatter()
        lines = [formatter.as_text("articles", [target]) for target in targets]
        assert not any("untoc" in line for line in lines)
        assert [read_articles(line) for line in lines] == [[target] for target in targets], lines
        nested = formatter.as_text("articles", ["untoc:18(3)(a)(i)"])
        assert read_articles(nested, {"untoc:18(3)(a)(i)": nested}) == ["untoc:18(3)(a)(i)"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", "Convention contre la criminalité organisée, article premier"),
        ("es", "Convención contra la Delincuencia Organizada, artículo 1"),
    ],
)
def test_french_calls_the_first_article_premier(language: str, shown: str) -> None:
    vocabularies()
    with translation.override(language):
        assert value_formatter().as_text("articles", ["untoc:1"]) == shown
        assert value_formatter().as_text("articles", ["untoc:11"]).endswith(" 11")


def test_english_article_with_two_levels_of_letters_is_read_back() -> None:
    assert read_articles("Organized Crime Convention, article 18, paragraph 3 (a) (i)") == ["untoc:18(3)(a)(i)"]


@pytest.mark.django_db
def test_chinese_puts_the_word_for_a_paragraph_before_its_letters() -> None:
    vocabularies()
    with translation.override("zh-hans"):
        assert value_formatter().as_text("articles", ["untoc:18(3)(g)"]) == "《有组织犯罪公约》第18条第3款(g)项"
