"""Unknown words, and the nearest words of the corpus."""

from __future__ import annotations

import pytest

from recommendations.search.resources import concepts
from recommendations.search.spelling import correct
from tests import builders as make
from tests.processor_time import growth

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts() -> None:
    make.recommendation("States should strengthen extradition, cooperation and témoins in cases of confiscation.")
    make.recommendation("States should strengthen cooperation and conspiracy laws by videoconference.")
    russian = make.version(language="ru")
    make.recommendation("Государствам следует развивать сотрудничество.", of=russian)


@pytest.mark.parametrize(
    ("typed", "expected", "reason"),
    [
        ("extraditon", "extradition", "a letter left out"),
        ("extrradition", "extradition", "a letter added"),
        ("extrodition", "extradition", "a wrong letter"),
        ("etxradition", "extradition", "two letters swapped"),
        ("axtradition", "extradition", "a wrong first letter"),
        ("confscaton", "confiscation", "two letters wrong"),
        ("vidioconferance", "videoconference", "two other letters wrong"),
        ("Extraditon of States", "extradition of States", "the other words are kept as typed"),
        ('"extraditon cooperatoin"', '"extradition cooperation"', "in quotation marks"),
        ("сотруднечество", "сотрудничество", "Russian"),
        ("extraditing", None, "another form of a word in the corpus"),
        ("extradition", None, "a word in the corpus"),
        ("-extraditon", None, "an excluded word"),
        ("extraditon*", None, "a prefix"),
        ("the with", None, "stop words"),
        ("xyzzyplugh", None, "no word is near"),
        ("18(13)", None, "numbers"),
        ("", None, "nothing"),
    ],
)
def test_unknown_words_are_corrected(typed: str, expected: str | None, reason: str) -> None:
    correction = correct(typed)
    assert (correction.words if correction else None) == expected, reason


def test_more_frequent_word_is_preferred() -> None:
    with make.indexed_together():
        for _ in range(20):
            make.recommendation("Cooperation between courts.")
    make.recommendation("Cooperatiom is not a word, but appears here.")
    correction = correct("cooperatiox")
    assert correction is not None
    assert correction.words == "cooperation"


def test_number_of_queries_is_small(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        correct("extraditon of witnesses")


def test_terms_of_the_thesaurus_are_never_corrected() -> None:
    forms = {form for concept in concepts() for group in concept.forms.values() for form in group}
    assert {form: found.words for form in forms if (found := correct(form))} == {}


@pytest.mark.parametrize(
    "words",
    [
        "witness protection", "bank secrecy", "cultural property", "policy", "privacy", "hearing", "joint NEAR",
        "organisation internationale", "artículo 18", "data protection", "going home", "utilise", "WACAP", "CTOC",
        "CTOC/COP/2022/L.4", "untoc:18", "conspiration de sociétés", "судебный приговор", "حماية البيانات",
        "garantías de derechos humanos", "evitar daños",
        "condiciones de reclusión", "labor solicitada a la Secretaría", "обмен передовым опытом",
    ],
)  # fmt: skip
def test_words_of_word_lists_and_abbreviations_are_never_corrected(words: str) -> None:
    assert correct(words) is None


def test_nearest_word_is_preferred_to_the_most_frequent() -> None:
    with make.indexed_together():
        for _ in range(20):
            make.recommendation("Laws conform to treaties.")
    make.recommendation("States confirm.")
    correction = correct("confrim")
    assert correction is not None
    assert correction.words == "confirm"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("entraide judicaire", "entraide judiciaire"),
        ("cooperacion internacoinal", "cooperacion internacional"),
        ("asistencia judical", "asistencia judicial"),
        ("mutual legal asistance", "mutual legal assistance"),
    ],
)
def test_words_are_corrected_in_the_language_of_the_query(typed: str, expected: str) -> None:
    correction = correct(typed)
    assert correction is not None
    assert correction.words == expected


def test_correction_is_certain_if_no_other_word_is_as_near() -> None:
    make.recommendation("The testing of courts, and the resting of judges.")
    certain, uncertain = correct("extraditon"), correct("westing")
    assert certain is not None
    assert certain.is_certain
    assert uncertain is None or not uncertain.is_certain


def test_a_long_text_with_many_slashes_is_read_in_linear_time() -> None:
    def read(size: int) -> None:
        assert correct("/".join("a" * size)) is None

    assert growth(read, 800) < 8


def test_symbols_are_not_corrected() -> None:
    correction = correct("extraditon CTOC/COP/extraditon/2022/1 1:extraditon")
    assert correction is not None
    assert correction.words == "extradition CTOC/COP/extraditon/2022/1 1:extraditon"
