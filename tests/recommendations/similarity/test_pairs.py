"""Pairing recommendations of two documents. Invented texts show each rule separately."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.similarity.measures import meaning_similarity, weighted_dice, wording_similarity
from recommendations.similarity.pairs import MIN_SCORE, PairCandidate, pairs, score_pairs
from tests.encoding import WordsEncoder

FORMULA = "states parties are encouraged to"
TRAINING = f"{FORMULA} train judges and prosecutors in the law of evidence"
SHARING = f"{FORMULA} share lessons learned with their neighbours"
FUNDING = f"{FORMULA} fund technical assistance on a sustainable basis"
NETWORKS = f"{FORMULA} join regional networks of central authorities"


def create_candidates(*texts: str, first: int = 0, subjects: dict[int, str] | None = None) -> list[PairCandidate]:
    """Return texts as recommendations of a document, with consecutive keys from ``first``."""
    vectors = WordsEncoder().encode(texts)
    return [
        PairCandidate(first + number, text.split(), vector, frozenset((subjects or {}).get(number, "").split()))
        for number, (text, vector) in enumerate(zip(texts, vectors, strict=True))
    ]


def proposed_pairs(
    earlier: list[PairCandidate], later: list[PairCandidate], **decided: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    return {(pair.earlier, pair.later) for pair in pairs(earlier, later, **decided)}


class TestSimilarity:
    def test_identical_texts_score_one_and_unrelated_ones_zero(self) -> None:
        table = wording_similarity([TRAINING.split(), ["quite", "other", "words"]], [TRAINING.split()])
        assert table.round(6).tolist() == [[1.0], [0.0]]

    def test_common_phrase_has_little_weight(self) -> None:
        """Two texts of ten words share five: they are less similar if every text has these words."""
        texts = [text.split() for text in (TRAINING, SHARING, FUNDING, NETWORKS)]
        among_others = [*texts[:2], *(f"chiefs shall {number}".split() for number in range(9))]
        assert wording_similarity(texts, texts)[0, 1] < 0.3 < wording_similarity(among_others, among_others)[0, 1]

    def test_word_order_affects_the_similarity(self) -> None:
        text = ["seize", "then", "share", "then", "fund"]
        table = wording_similarity([text], [text, text[::-1]])
        assert table[0, 0] > table[0, 1] > 0.3

    def test_rare_subjects_have_most_weight(self) -> None:
        common, rare = frozenset({"common"}), frozenset({"common", "rare"})
        table = weighted_dice([rare, common, common, common], [rare, common])
        assert table[0, 0] == 1.0
        assert table[0, 1] < weighted_dice([rare], [common])[0, 0] < 1.0

    def test_missing_vectors_have_no_similarity(self) -> None:
        vector = np.array([3.0, 4.0])
        assert meaning_similarity([None, vector], [vector, None, -vector]).tolist() == [[0, 0, 0], [1, 0, 0]]
        assert meaning_similarity([None], [None]).tolist() == [[0]]


class TestPairs:
    def test_each_text_is_paired_with_its_later_version(self) -> None:
        later = create_candidates(NETWORKS, f"{TRAINING} as appropriate", f"{SHARING} and partners", first=10)
        assert proposed_pairs(create_candidates(TRAINING, SHARING), later) == {(0, 11), (1, 12)}

    def test_unrelated_documents_have_no_pairs(self) -> None:
        assert pairs(create_candidates(TRAINING, SHARING), create_candidates(FUNDING, NETWORKS, first=10)) == []

    def test_empty_documents_have_no_pairs(self) -> None:
        assert pairs([], create_candidates(TRAINING)) == []
        assert pairs(create_candidates(TRAINING), []) == []

    def test_earlier_text_is_paired_with_only_one_later_text(self) -> None:
        assert proposed_pairs(
            create_candidates(TRAINING), create_candidates(f"{TRAINING} too", TRAINING, first=10)
        ) == {(0, 11)}

    @pytest.mark.parametrize(("subject", "is_paired"), [("rights", True), ("", False)])
    def test_reworded_text_is_paired_by_place_and_rare_subject(self, subject: str, is_paired: bool) -> None:
        reworded = "police shall respect human dignity", "consideration of human rights is due to those concerned"
        earlier = create_candidates(TRAINING, reworded[0], SHARING, subjects={1: subject})
        later = create_candidates(FUNDING, TRAINING, reworded[1], SHARING, first=10, subjects={2: subject})
        assert ((1, 12) in proposed_pairs(earlier, later)) is is_paired

    def test_same_subject_is_not_enough_if_the_pair_crosses_others(self) -> None:
        earlier = create_candidates("police shall respect human dignity", TRAINING, SHARING, subjects={0: "rights"})
        later = create_candidates(
            TRAINING, SHARING, "consideration of human rights is due", first=10, subjects={2: "rights"}
        )
        assert proposed_pairs(earlier, later) == {(1, 10), (2, 11)}

    def test_almost_identical_texts_are_paired_by_their_articles(self) -> None:
        """The texts differ in only one word, and in the article they cite."""
        text = "the secretariat should develop a matrix of legal issues in the implementation of article {} of it"
        earlier = create_candidates(text.format(20), subjects={0: "article-20"})
        subjects = {0: "article-19", 1: "article-20"}
        later = create_candidates(text.format(19), f"{text.format(20)} at once", first=10, subjects=subjects)
        assert proposed_pairs(earlier, later) == {(0, 11)}

    def test_rejected_pair_is_not_proposed_again(self) -> None:
        assert (
            proposed_pairs(create_candidates(TRAINING), create_candidates(TRAINING, first=10), rejected={(0, 10)})
            == set()
        )

    def test_texts_of_a_confirmed_pair_are_not_paired_again(self) -> None:
        later = create_candidates(TRAINING, f"{TRAINING} too", first=10)
        assert proposed_pairs(create_candidates(TRAINING, SHARING), later, confirmed={(0, 11)}) == set()

    def test_documents_without_an_anchor_are_not_compared(self) -> None:
        assert (
            score_pairs(create_candidates("judges share costs"), create_candidates("police share networks", first=10))
            is None
        )


FEW_WORDS = ["judges", "police", "share", "train", "fund", "costs", "networks", "of", "the"]
WORDS = st.lists(st.sampled_from(FEW_WORDS), max_size=8)
DOCUMENTS = st.lists(WORDS.map(" ".join), max_size=6)


@given(DOCUMENTS, DOCUMENTS)
def test_texts_are_paired_once_with_scores_from_zero_to_one(earlier: list[str], later: list[str]) -> None:
    result = pairs(create_candidates(*earlier), create_candidates(*later, first=100))
    assert len({pair.earlier for pair in result}) == len({pair.later for pair in result}) == len(result)
    for pair in result:
        assert all(0 <= number <= 1.0001 for number in (pair.wording, pair.meaning, pair.context, pair.score))
        assert pair.score >= MIN_SCORE
    assert [pair.score for pair in result] == sorted((pair.score for pair in result), reverse=True)


@given(
    st.lists(WORDS.filter(bool), min_size=1, max_size=6, unique_by=lambda words: frozenset([*words, *pairwise(words)]))
)
def test_document_is_paired_completely_with_its_copy(texts: list[list[str]]) -> None:
    joined_texts = [" ".join(words) for words in texts]
    result = {
        (pair.earlier, pair.later)
        for pair in pairs(create_candidates(*joined_texts), create_candidates(*joined_texts, first=100))
    }
    assert result == {(number, 100 + number) for number in range(len(joined_texts))}
