"""Words that translate a phrase, found in aligned texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from recommendations.concordance.wordings import Text, likely_wordings, read_text, spans_of
from recommendations.text.words import tokens

STOP_WORDS = frozenset(("de", "d", "des", "les", "la", "aux", "a"))


def text_of(text: str) -> Text:
    return read_text(text, {token.word: token.word for token in tokens(text)}, STOP_WORDS.__contains__)


def encode(texts: Sequence[str]) -> np.ndarray:
    """Return one vector for all texts longer than 12 characters (phrases), and another for the rest (single words)."""
    return np.array([(1.0, 0.0) if len(text) > 12 else (0.6, 0.8) for text in texts])


def test_best_wording_is_common_in_the_translations_and_rare_elsewhere() -> None:
    texts = [
        text_of("Recourir aux techniques d’enquête spéciales."),
        text_of("Les techniques d’enquête spéciales aident."),
        text_of("La formation aux techniques d’enquête spéciales."),
    ]
    others = [text_of("Recourir aux techniques de formation.").sequence]
    best = likely_wordings("special investigative techniques", 3, texts, others, encode)[0]
    assert (best.text, best.together, best.elsewhere) == ("techniques d’enquête spéciales", 3, 0)
    assert best.is_sure
    assert [texts[1].text[slice(*span)] for span in spans_of(best.key, texts[1])] == ["techniques d’enquête spéciales"]


def test_wording_in_few_places_is_uncertain() -> None:
    texts = [text_of("Les techniques spéciales aident."), text_of("Des techniques spéciales.")]
    best = likely_wordings("special techniques", 2, texts, [], encode)[0]
    assert best.text == "techniques spéciales"
    assert not best.is_sure


def test_wordings_with_another_meaning_are_not_proposed() -> None:
    def unrelated(texts: Sequence[str]) -> np.ndarray:
        return np.eye(len(texts))

    assert likely_wordings("special techniques", 2, [text_of("Des techniques spéciales.")], [], unrelated) == []
    assert likely_wordings("special techniques", 2, [], [], unrelated) == []


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("les techniques, spéciales ou autres", ("techniques", "speciales")),
        ("Des techniques. Spéciales aussi.", ("techniques", "speciales")),
        ("在特殊", ("在", "特")),
    ],
)
def test_wordings_neither_cross_punctuation_nor_begin_with_particles(text: str, wording: tuple[str, ...]) -> None:
    found = likely_wordings("special techniques", 2, [text_of(text)], [], lambda texts: np.ones((len(texts), 1)))
    assert wording not in {row.key for row in found}


def test_chinese_words_are_found_without_spaces() -> None:
    texts = [text_of("采用特殊侦查手段的国际合作"), text_of("特殊侦查手段领域"), text_of("监督特殊侦查手段的法官")]
    found = likely_wordings("special investigative techniques", 3, texts, [], lambda texts: np.ones((len(texts), 1)))
    assert found[0].key == tuple("特殊侦查手段")
    assert found[0].is_sure
