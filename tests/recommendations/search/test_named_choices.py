"""Filters named in the words of a search: years, statuses, addressees, meetings and bodies."""

from __future__ import annotations

import pytest
from django.test import Client

from recommendations.search.query import SearchQuery
from recommendations.search.results import count_hits, search
from recommendations.search.syntax import Word
from recommendations.search.understanding import understand
from tests import builders as make
from tests.processor_time import growth

pytestmark = pytest.mark.django_db

ADOPTED = ("adopted", "for_endorsement", "endorsed")
WORKING_GROUP = "wg-international-cooperation"
CASES = [
    ("2022", {"year": ("2022",)}, "", "a year alone"),
    ("costs 2021", {"year": ("2021",)}, "costs", "a year beside words"),
    ("costs 2020-2022", {"year": ("2020", "2021", "2022")}, "costs", "a range of years"),
    ("costs July 2020", {"year": ("2020",)}, "costs", "a month"),
    ("costs since 2021", {"year": ("2021", "2022")}, "costs", "all known years since"),
    ("costs before 2022", {"year": ("2021",)}, "costs", "all known years before"),
    ("costs until 2022", {"year": ("2021", "2022")}, "costs", "all known years until"),
    ("costes antes de 2022", {"year": ("2021",)}, "costes", "Spanish"),
    ("costs before 2019", {"year": ("2018",)}, "costs", "no known year before: the result is empty, not of 2019"),
    ("coûts depuis 2021", {"year": ("2021", "2022")}, "couts", "French"),
    ("recommendations adopted in 2022", {"status": ADOPTED, "year": ("2022",)}, "", "a status beside a year"),
    ("costs adopted", {"status": ADOPTED}, "costs", "a status at the end"),
    ("draft recommendations", {"status": ("draft",)}, "", "a status as an adjective"),
    ("drafts only", {"status": ("draft",)}, "", "a status with “only”"),
    ("draft recommendations costs", {"status": ("draft",)}, "costs", "and words after it"),
    ("recommandations adoptées", {"status": ADOPTED}, "", "French"),
    ("recomendaciones aprobadas 2022", {"status": ADOPTED, "year": ("2022",)}, "", "Spanish"),
    ("принятые рекомендации 2022", {"status": ADOPTED, "year": ("2022",)}, "", "Russian"),
    ("التوصيات المعتمدة 2022", {"status": ADOPTED, "year": ("2022",)}, "", "Arabic"),
    ("costs addressed to the Secretariat", {"addressee": ("secretariat",)}, "costs", "an addressee"),
    ("adressées au Secrétariat", {"addressee": ("secretariat",)}, "", "an addressee in French"),
    ("адресат: Государства-участники", {"addressee": ("states-parties",)}, "", "an addressee after its label"),
    ("dirigidas a la Secretaría", {"addressee": ("secretariat",)}, "", "an addressee in Spanish"),
    ("costs twelfth meeting", {"meeting": ("wg-12",)}, "costs", "the ordinal of a meeting"),
    ("recommendations of the 12th meeting", {"meeting": ("wg-12",)}, "", "in figures"),
    ("douzième réunion", {"meeting": ("wg-12",)}, "", "French"),
    ("duodécima reunión", {"meeting": ("wg-12",)}, "", "Spanish"),
    ("двенадцатое совещание", {"meeting": ("wg-12",)}, "", "Russian"),
    ("第十二次会议", {"meeting": ("wg-12",)}, "", "Chinese"),
    ("COP 11", {"meeting": ("cop-11",)}, "", "the abbreviation and number of a session"),
    ("COP11", {"meeting": ("cop-11",)}, "", "without a space"),
    ("eleventh session", {"meeting": ("cop-11",)}, "", "the ordinal of a session"),
    ("costs Working Group on International Cooperation", {"meeting": (WORKING_GROUP,)}, "costs", "a body"),
    # questions
    ("what was adopted on article 17", {"status": ADOPTED, "article": ("untoc:17",)}, "", "a question"),
    ("what became of the 2020 draft recommendations", {"status": ("draft",), "year": ("2020",)}, "", "drafts"),
    ("decisions on article 17", {"article": ("untoc:17",)}, "", "another word for recommendations"),
    ("outcome article 17", {"article": ("untoc:17",)}, "", "without a preposition"),
    ("qu'est-ce qui a été adopté sur l'article 17", {"status": ADOPTED, "article": ("untoc:17",)}, "", "French"),
    ("¿qué se aprobó sobre el artículo 17?", {"status": ADOPTED, "article": ("untoc:17",)}, "", "Spanish"),
    ("что было принято по статье 17", {"status": ADOPTED, "article": ("untoc:17",)}, "", "Russian"),
    ("ما الذي اعتمد بشأن المادة 17", {"status": ADOPTED, "article": ("untoc:17",)}, "", "Arabic"),
    ("关于第十七条通过了什么", {"status": ADOPTED, "article": ("untoc:17",)}, "", "Chinese"),
    ('"decisions" article 17', {"article": ("untoc:17",)}, None, "quoted words are searched"),
    ("decisions", {}, "decisions", "nothing recognized"),
    # words
    ("legislation adopted by States", {}, None, "a status between words"),
    ("draft legislation", {}, None, "a draft of something else"),
    ("Secretariat", {}, None, "an addressee without the words before it"),
    ("CCPCJ", {}, None, "a body without any recommendation here"),
    ("thirteenth meeting", {}, None, "a meeting that does not exist"),
    ("1988 Convention", {}, None, "a year in the name of a treaty"),
    ("CTOC/COP/2022/9", {}, None, "a year in a symbol"),
    ('"adopted in 2022"', {}, None, "in quotation marks"),
    ("costs OR 2022", {}, None, "beside OR"),
    ("costs NOT 2022", {}, None, "after NOT"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def meetings() -> None:
    make.recommendation("Costs.", meeting=make.meeting(ordinal=12, slug="wg-12"))
    session = make.meeting(make.conference(), 11, slug="cop-11", start=make.DAY.replace(year=2022))
    make.recommendation("Costs.", meeting=session)


@pytest.mark.parametrize(
    ("words", "choices", "rest", "reason"), CASES, ids=[f"{case[0]} ({case[3]})" for case in CASES]
)
def test_filters_are_recognized(words: str, choices: dict[str, tuple[str, ...]], rest: str | None, reason: str) -> None:
    understood = understand(SearchQuery(words, thesaurus=False, meaning=False))
    assert {facet: values for facet, values in understood.choices.items() if values} == choices, reason
    if rest is not None:
        assert understood.tree == (Word(rest) if rest else None), reason


def test_filters_can_be_searched_as_words() -> None:
    understood = understand(SearchQuery("costs 2022", as_typed=True))
    assert not any(understood.choices.values())


def test_tabs_apply_the_filters_that_they_have() -> None:
    query = SearchQuery("costs adopted in 2022", meaning=False)
    paragraphs = query.in_scope("paragraphs")
    assert count_hits(paragraphs) == search(paragraphs).total
    assert count_hits(query) == search(query).total


def test_recognized_filter_can_be_removed(client: Client) -> None:
    page = client.get("/recommendations/?q=costs+2022&meaning=off").content.decode()
    assert "For “2022”, showing Year: 2022." in page
    assert 'class="chip" href="/en/recommendations/?q=costs&amp;meaning=off"' in page


def test_a_long_text_with_many_slashes_is_read_in_linear_time() -> None:
    def read(size: int) -> None:
        assert not any(understand(SearchQuery(words="/".join("a" * size))).choices.values())

    assert growth(read, 800) < 8
