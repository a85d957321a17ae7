"""Which recommendations of two documents are one: by invented texts, so that each rule shows by itself."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.similarity.measures import meaning_similarity, subject_similarity, wording_similarity
from recommendations.similarity.pairs import MIN_SCORE, PairCandidate, pairs, score_pairs
from tests.encoding import WordsEncoder

FORMULA = "states parties are encouraged to"
TRAINING = f"{FORMULA} train judges and prosecutors in the law of evidence"
SHARING = f"{FORMULA} share lessons learned with their neighbours"
FUNDING = f"{FORMULA} fund technical assistance on a sustainable basis"
NETWORKS = f"{FORMULA} join regional networks of central authorities"


def stated(*texts: str, first: int = 0, subjects: dict[int, str] | None = None) -> list[PairCandidate]:
    """Texts as a document's recommendations, keys counted from ``first``."""
    vectors = WordsEncoder().encode(texts)
    return [
        PairCandidate(first + number, text.split(), vector, frozenset((subjects or {}).get(number, "").split()))
        for number, (text, vector) in enumerate(zip(texts, vectors, strict=True))
    ]


def proposed(
    earlier: list[PairCandidate], later: list[PairCandidate], **decided: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    return {(pair.earlier, pair.later) for pair in pairs(earlier, later, **decided)}


class TestLikeness:
    def test_the_same_is_one_and_nothing_shared_is_nought(self) -> None:
        table = wording_similarity([TRAINING.split(), ["quite", "other", "words"]], [TRAINING.split()])
        assert table.round(6).tolist() == [[1.0], [0.0]]

    def test_a_formula_counts_little(self) -> None:
        """Two texts of ten words share five: less than half where every text has these, more where only they have."""
        texts = [text.split() for text in (TRAINING, SHARING, FUNDING, NETWORKS)]
        among_others = [*texts[:2], *(f"chiefs shall {number}".split() for number in range(9))]
        assert wording_similarity(texts, texts)[0, 1] < 0.3 < wording_similarity(among_others, among_others)[0, 1]

    def test_the_order_of_words_counts(self) -> None:
        text = ["seize", "then", "share", "then", "fund"]
        table = wording_similarity([text], [text, text[::-1]])
        assert table[0, 0] > table[0, 1] > 0.3

    def test_rare_subjects_count_most(self) -> None:
        common, rare = frozenset({"common"}), frozenset({"common", "rare"})
        table = subject_similarity([rare, common, common, common], [rare, common])
        assert table[0, 0] == 1.0
        assert table[0, 1] < subject_similarity([rare], [common])[0, 0] < 1.0

    def test_without_vectors_nothing_is_near(self) -> None:
        one = np.array([3.0, 4.0])
        assert meaning_similarity([None, one], [one, None, -one]).tolist() == [[0, 0, 0], [1, 0, 0]]
        assert meaning_similarity([None], [None]).tolist() == [[0]]


class TestPairs:
    def test_each_finds_its_later_state(self) -> None:
        later = stated(NETWORKS, f"{TRAINING} as appropriate", f"{SHARING} and partners", first=10)
        assert proposed(stated(TRAINING, SHARING), later) == {(0, 11), (1, 12)}

    def test_unrelated_documents_share_nothing(self) -> None:
        assert pairs(stated(TRAINING, SHARING), stated(FUNDING, NETWORKS, first=10)) == []

    def test_nothing_with_nothing(self) -> None:
        assert pairs([], stated(TRAINING)) == []
        assert pairs(stated(TRAINING), []) == []

    def test_one_earlier_text_is_proposed_for_one_later_text_alone(self) -> None:
        assert proposed(stated(TRAINING), stated(f"{TRAINING} too", TRAINING, first=10)) == {(0, 11)}

    @pytest.mark.parametrize(("subject", "found"), [("rights", True), ("", False)])
    def test_between_two_anchors_a_reworded_text_is_known_by_its_place_and_a_rare_subject(
        self, subject: str, found: bool
    ) -> None:
        reworded = "police shall respect human dignity", "consideration of human rights is due to those concerned"
        earlier = stated(TRAINING, reworded[0], SHARING, subjects={1: subject})
        later = stated(FUNDING, TRAINING, reworded[1], SHARING, first=10, subjects={2: subject})
        assert ((1, 12) in proposed(earlier, later)) is found

    def test_the_same_subject_in_a_place_that_crosses_is_not_enough(self) -> None:
        earlier = stated("police shall respect human dignity", TRAINING, SHARING, subjects={0: "rights"})
        later = stated(TRAINING, SHARING, "consideration of human rights is due", first=10, subjects={2: "rights"})
        assert proposed(earlier, later) == {(1, 10), (2, 11)}

    def test_parallel_texts_on_two_articles_are_told_apart_by_the_article(self) -> None:
        """One word of many differs; so do the articles cited."""
        text = "the secretariat should develop a matrix of legal issues in the implementation of article {} of it"
        earlier = stated(text.format(20), subjects={0: "article-20"})
        subjects = {0: "article-19", 1: "article-20"}
        later = stated(text.format(19), f"{text.format(20)} at once", first=10, subjects=subjects)
        assert proposed(earlier, later) == {(0, 11)}

    def test_what_was_refused_is_not_proposed_again(self) -> None:
        assert proposed(stated(TRAINING), stated(TRAINING, first=10), refused={(0, 10)}) == set()

    def test_what_was_confirmed_leaves_both_alone(self) -> None:
        later = stated(TRAINING, f"{TRAINING} too", first=10)
        assert proposed(stated(TRAINING, SHARING), later, confirmed={(0, 11)}) == set()

    def test_without_an_anchor_nothing_is_compared(self) -> None:
        assert score_pairs(stated("judges share costs"), stated("police share networks", first=10)) is None


FEW_WORDS = ["judges", "police", "share", "train", "fund", "costs", "networks", "of", "the"]
WORDS = st.lists(st.sampled_from(FEW_WORDS), max_size=8)
DOCUMENTS = st.lists(WORDS.map(" ".join), max_size=6)


@given(DOCUMENTS, DOCUMENTS)
def test_each_is_proposed_once_and_all_numbers_are_shares(earlier: list[str], later: list[str]) -> None:
    found = pairs(stated(*earlier), stated(*later, first=100))
    assert len({pair.earlier for pair in found}) == len({pair.later for pair in found}) == len(found)
    for pair in found:
        assert all(0 <= number <= 1.0001 for number in (pair.wording, pair.meaning, pair.context, pair.score))
        assert pair.score >= MIN_SCORE
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


@given(
    st.lists(WORDS.filter(bool), min_size=1, max_size=6, unique_by=lambda words: frozenset([*words, *pairwise(words)]))
)
def test_a_document_that_is_repeated_is_known_again(texts: list[list[str]]) -> None:
    own = [" ".join(words) for words in texts]
    found = {(pair.earlier, pair.later) for pair in pairs(stated(*own), stated(*own, first=100))}
    assert found == {(number, 100 + number) for number in range(len(own))}
