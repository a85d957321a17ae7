"""The words by which operative texts are read in one language."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.extraction.types import Strength


@dataclass(frozen=True, slots=True)
class OperativeWords:
    """The words of resolutions and decisions in one language, as regular expressions that begin and end at words.

    ``organ`` matches a noun for an organ that enacts ("Assembly"), ``article`` what begins a line that names it.
    ``asks`` are the verbs that ask somebody to act, with their strength, ``states`` those that do not: both with their
    complements ("takes note with appreciation"), in the present of resolutions and the past of decisions.
    ``adverbs`` may be before or after a verb. ``joined`` begins a second verb in a sentence ("and", ",").
    ``past`` matches a verb in the past: a resolution that recalls another tells what that one asked.
    ``noun`` matches what follows if the word is a noun, not a verb: "requests for assistance".
    ``infinitive`` begins what the addressee is asked to do; ``aside`` precedes a body that is not asked itself.
    ``head``, if known, matches what may precede a body that is asked, from the verb on.
    ``annex`` begins the heading of an annex. ``draft`` matches the name of a draft, ``decision`` that of a decision,
    ``adopted`` words for adopted texts.
    """

    organ: str
    article: str
    asks: tuple[tuple[Strength, str], ...]
    states: str
    adverbs: str
    joined: str
    annex: str
    draft: str
    decision: str
    adopted: str
    past: str = r"(?!)"
    noun: str = r"(?!)"
    infinitive: str = r"(?!)"
    aside: str = r"(?!)"
    head: str = ""
    other_verb: str = r"(?!)"
    spaced: bool = True
