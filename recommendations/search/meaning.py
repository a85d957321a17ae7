"""What is near in meaning to the words that were asked."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.text.sentences import Passage


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an entry is in meaning (cosine, at most 1), and its passage that is nearest."""

    similarity: float
    passage: Passage


def near_in_meaning(scope: str, text: str) -> dict[int, Nearness]:
    """Number of entry -> how near, for the entries nearest to a text."""
    return {}
