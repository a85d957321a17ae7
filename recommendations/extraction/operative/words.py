"""The type that holds a language's words for operative texts."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.extraction.types import Strength


@dataclass(frozen=True, slots=True)
class OperativeWords:
    """The words of resolutions and decisions in one language, as regular expressions of complete words.

    ``organ`` matches a noun for an organ that enacts ("Assembly"), ``article`` the start of a line that names it.
    ``requests`` lists the verbs that ask somebody to act, with their strength; ``statements`` matches the other verbs.
    Both include complements ("takes note with appreciation"), in the present of resolutions and the past of decisions.
    ``adverbs`` may precede or follow a verb. ``joined`` precedes a further verb in a sentence ("and", ",").
    ``past`` matches a verb in the past tense, used when a resolution recalls the requests of an earlier one.
    ``noun`` matches the text after a noun that looks like a verb: "requests for assistance".
    ``infinitive`` precedes the requested action; ``aside`` precedes a body that is not addressed itself.
    ``head``, if given, matches the text allowed between the verb and an addressed body. ``other_verb`` matches a word
    in the form of a verb. ``annex`` matches the start of an annex's heading. ``draft`` matches the name of a draft,
    ``decision`` the name of a decision, ``adopted`` words for adopted texts.
    """

    organ: str
    article: str
    requests: tuple[tuple[Strength, str], ...]
    statements: str
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
    is_spaced: bool = True
