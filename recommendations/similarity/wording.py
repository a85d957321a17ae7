"""How similar the wording of recommendations is, as a figure and in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recommendations.index.stems import stems_in
from recommendations.text.words import tokens

MIN_IDENTICAL_WORDING, MIN_SIMILAR_WORDING = 0.85, 0.55
"""Dice similarity (:func:`recommendations.similarity.measures.wording_similarity`)."""


def wording_label(wording: float) -> str | Promise:
    """Return a description of a similarity in wording, from 0 to 1; "" if the wording is different."""
    if wording >= MIN_IDENTICAL_WORDING:
        return _("nearly identical wording")
    return _("similar wording") if wording >= MIN_SIMILAR_WORDING else ""


def stems_of_texts(texts: Mapping[int, tuple[str, str]]) -> dict[int, list[str]]:
    """Return the stems of each text in order, without stop words, given its language and the text by a key. Run at most
    one query."""
    words = {key: [token.word for token in tokens(text)] for key, (_language, text) in texts.items()}
    words_by_language: dict[str, set[str]] = defaultdict(set)
    for key, (language, _text) in texts.items():
        words_by_language[language].update(words[key])
    stems = stems_in(words_by_language)
    return {
        key: [stem for word in words[key] if (stem := stems[language][word])]
        for key, (language, _text) in texts.items()
    }
