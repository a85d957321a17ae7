"""Find the passages of a text that are not its main clauses: purposes, examples, circumstances and reservations.

"States should train prosecutors, in accordance with domestic law, in order to speed up extradition" asks for training;
extradition is the purpose, and domestic law is not its subject at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from recommendations.extraction.vocabulary import ENGLISH

MAIN_WEIGHT, ASIDE_WEIGHT, RESERVATION_WEIGHT = 1.0, 0.5, 0.0
"""How much a phrase counts in a main clause, in an aside, and in a reservation."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A passage outside the main clauses, from ``start`` to ``end``, and how much a phrase in it counts."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Markers:
    """The words that begin a purpose, examples, a circumstance or a reservation in one language."""

    purpose: str
    examples: str
    circumstance: str
    reservation: str


_MARKERS = {
    "en": _Markers(
        purpose=r"in order (?:to|that)|so as to|so that|with a view to|with the (?:aim|objective|goal|purpose) of"
        r"|for the purposes? of|aimed at|thereby|thus",
        examples=r"such as|including|inter alia|for (?:example|instance)|e\.g\.|among others",
        circumstance=r"bearing in mind|taking into (?:account|consideration)|considering|recogni[sz]ing|noting"
        r"|recalling|given that|in (?:view|light) of|acknowledging|because",
        reservation=r"in (?:accordance|conformity|compliance|line) with|consistent with|pursuant to|subject to"
        r"|without prejudice to|to the extent (?:permitted|possible)|notwithstanding|within the limits of",
    ),
    "fr": _Markers(
        purpose=r"afin (?:de|d'|que)|en vue (?:de|d')|dans le but (?:de|d')|aux fins (?:de|d')|de manière à|visant à",
        examples=r"tel(?:le)?s? que|y compris|notamment|par exemple|entre autres",
        circumstance=r"compte tenu|en tenant compte|considérant|reconnaissant|notant|rappelant",
        reservation=r"conformément à|conformément aux?|dans le respect|sous réserve|sans préjudice|en application de",
    ),
    "es": _Markers(
        purpose=r"a fin de|con el fin de|con miras a|con objeto de|con el objet(?:o|ivo) de|para que|de modo que",
        examples=r"tales como|incluid[oa]s?|entre otr[oa]s(?: cosas)?|por ejemplo|como por ejemplo",
        circumstance=r"teniendo en cuenta|teniendo presente|considerando|reconociendo|observando|recordando",
        reservation=r"de conformidad con|con arreglo a|con sujeción a|sin perjuicio de|en cumplimiento de",
    ),
    "ru": _Markers(
        purpose=r"с тем чтобы|в целях|с целью|для того чтобы",
        examples=r"такие как|таких как|в том числе|включая|например|в частности",
        circumstance=r"принимая во внимание|учитывая|с уч[её]том|признавая|отмечая|напоминая",
        reservation=r"в соответствии с|согласно|при условии|без ущерба для|в рамках",
    ),
    "ar": _Markers(
        purpose=r"من أجل|بغية|بهدف|بغرض|لكي|تحقيقا",
        examples=r"مثل|بما في ذلك|بما فيها|ومنها|من قبيل|على سبيل المثال",
        circumstance=r"مع مراعاة|آخذة في الاعتبار|إذ",
        reservation=r"وفقا|رهنا|دون المساس|بمقتضى|عملا",
    ),
    "zh": _Markers(
        purpose=r"以便|以期|目的是|旨在",
        examples=r"包括|例如|诸如|特别是",
        circumstance=r"考虑到|铭记|注意到|回顾|认识到",
        reservation=r"根据|依照|按照|在不影响|在不违反",
    ),
}  # fmt: skip

_STOP = re.compile(r"[;:؛；。\n]|[.!?؟](?=\s|$)")
_COMMA = re.compile(r"[,،，]")
_RESUMED = re.compile(
    r"[,،，)]\s*(?=(?:and )?(?:to|by|with a view|in order|so as|which|while)\b|et (?:à|de)\b|y (?:a|de)\b)",
    re.IGNORECASE,
)
"""Matches the end of examples or of a circumstance after which the main clause continues."""


def find_asides(text: str, verb: str, language: str) -> tuple[Aside, ...]:
    """Return the passages of a text outside its main clauses. ``verb`` is its action phrase, or "".

    Apostrophes in the text must be straight.
    """
    return tuple(_asides(text, verb, language))


def weight_at(asides: tuple[Aside, ...], offset: int) -> float:
    """Return how much a phrase at an offset counts."""
    return min((aside.weight for aside in asides if aside.start <= offset < aside.end), default=MAIN_WEIGHT)


def _asides(text: str, verb: str, language: str) -> Iterator[Aside]:
    for match in _pattern(language).finditer(text):
        stop = _STOP.search(text, match.end())
        end = stop.start() if stop else len(text)
        if _begins_sentence(text, match.start()):
            end = _end_before_main_clause(text, match.end(), end, verb)
        elif match.lastgroup in ("examples", "circumstance"):
            end = _first(_RESUMED, text, match.end(), end)
        elif match.lastgroup == "reservation":
            end = _first(_COMMA, text, match.end(), end)
        weight = RESERVATION_WEIGHT if match.lastgroup == "reservation" else ASIDE_WEIGHT
        yield Aside(match.start(), end, weight)


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    markers = _MARKERS.get(language, _MARKERS[ENGLISH])
    groups = "|".join(
        f"(?P<{name}>{getattr(markers, name)})" for name in ("purpose", "examples", "circumstance", "reservation")
    )
    return re.compile(groups if language == "zh" else rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)


def _begins_sentence(text: str, offset: int) -> bool:
    before = text[:offset].rstrip()
    return not before or before[-1] in ".;:!?؛؟；。" or "\n" in text[len(before) : offset]


def _end_before_main_clause(text: str, start: int, stop: int, verb: str) -> int:
    """Return the end of a clause that begins a sentence: the last comma before the action phrase, or the first one."""
    verb_start = text.find(verb, start, stop) if verb else -1
    commas = [match.start() for match in _COMMA.finditer(text, start, stop)]
    before_verb = [comma for comma in commas if comma < verb_start]
    return before_verb[-1] if before_verb else commas[0] if commas else stop


def _first(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int:
    match = pattern.search(text, start, stop)
    return match.start() if match else stop
