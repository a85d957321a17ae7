"""Find the short names that a document defines: "… against Corruption (hereinafter “the Convention”)".

A name is defined in brackets or words after an instrument ("is called “the Merida text”"), in words before it ("“the
Convention” means …"), or in a list of abbreviations ("CCC  Convención …"). A definition in brackets counts from its
paragraph on. A statement about the whole document, a list of abbreviations and a note of the masthead count everywhere;
another note counts from the paragraph that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import RUSSIAN_ENDING, sentence_at
from recommendations.extraction.references.grammars.base import Grammar
from recommendations.extraction.references.instruments import (
    OUTSIDE,
    DefinedName,
    InstrumentMention,
    Naming,
    find_instruments,
    kind_by_words,
)
from recommendations.extraction.vocabulary import Vocabulary

_QUOTED = re.compile(r"""["“«„《‘]{1,2}\s*(?P<short>[^"“”«»„《》()（）.;；。]{2,60}?)\s*["”»“》’]{1,2}(?!\w)""")
_CALLED = (
    r"(?:hereinafter|hereafter|called|referred\sto|known\sas|cited\sas|abbreviated"
    r"|ci-après|dénommée?s?|appelée?s?|désignée?s?|abrégée?s?|en\sadelante|en\slo\ssucesivo|denominad[ao]s?|llamad[ao]s?"
    r"|abreviad[ao]|далее|именуе\w+|называе\w+|以下|下称|下文|简称|称为|المشار|يشار|تسمى|يسمى|فيما\s(?:يلي|بعد))"
)
_MEANS = re.compile(
    r"(?<!\w)(?:means?|(?:is|are)\s(?:a\sreference\s)?to(?!\w)|refers?\sto|denotes?|designates?|stands?\sfor|désigne|s['’]entend|entend|renvoie|vise|significa|designa"
    r"|se\srefieren?|se\sentiende|se\sentenderá|entiende|означа\w+|понима\w+|обознача\w+|подразумева\w+"
    r"|[وف]?(?:يُ?قصد|تعني|يعني|يشير|تشير|يدل)(?!\w))|指|意为|表示"
)
_IS = re.compile(r"\s*(?:is|are|est|es|[—–:=-]|это|هي|هو|即|是)?\s*(?:the|la|el|le)?\s*《?")
_GAP = r"》?[\s\d¹²³*,，]*(?:(?:of|de|du|от|adopted\s(?:in|on)|لسنة|لعام)\s)?(?:\d{4}\s?(?:года|г\.|年)?)?\s*"
_IN_BRACKETS = re.compile(rf"{_GAP}[(（](?P<inside>[^()（）]{{2,120}})[)）]")
_LATER_BRACKETS = re.compile(
    rf"》?[^()（）\"“«„.;；。]{{0,60}}[(（](?P<inside>[^()（）]{{0,60}}{_CALLED}[^()（）]{{2,100}})[)）]"
)
_IN_WORDS = re.compile(rf"》?[^()（）\"“«„.;；。]{{0,60}}?(?:{_CALLED})[^\"“«„.;；。]{{0,40}}(?=[\"“«„《])")
_UNQUOTED = re.compile(rf"^.{{0,30}}?{_CALLED}(?:\s(?:as|to\sas|باسم|بـ?))?[\s,،:—–-]*", re.DOTALL)
_ACRONYM = re.compile(r"(?:[^\W\d_a-zа-я]{2,10}|[A-Z][A-Za-z]{0,3}[A-Z]\w{0,4})")
_ENTRY = re.compile(
    r"(?:^\s*(?P<term>[^\W\d_][^\n:—–=.,;]{1,40}?)\s*(?:\s[—–=-]\s|:\s|\t|\s{2,})\s*"
    r"|(?<![\w.])(?P<acronym>[A-ZА-Я]{2,8})\s*(?:[—–:=-]\s*)?)$"
)
_ENTRY_NAME = 25  # characters of the shortest name that an acronym before it abbreviates
_PARTICLES = re.compile(r"^(?:the|la|le|les|l['’]|el|los|las|une?|an?)\s*(?=\w)|^[«\"“'’\s]+", re.IGNORECASE)
_MAY_DEFINE = re.compile(r"[\"“«„《(（]|(?<![\w.])[A-ZА-Я]{2,8}\s|^[^.]{1,40}\s[—–=-]\s|^[^.]{1,40}(?::\s|\t)")
"""Matches any text that may define a name."""
_GENERIC = {
    Naming.CONVENTION: {"convention", "convención", "конвенция", "الاتفاقية", "公约", "本公约"},
    Naming.PROTOCOL: {"protocol", "protocole", "protocolo", "протокол", "البروتوكول", "议定书", "本议定书"},
}
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Definition:
    """A short name with what it means, a key or the words of an instrument outside the vocabulary. It counts from the
    place with the index ``start`` on. ``naming`` is set for "the Convention" and "the Protocol"."""

    words: str
    key: str
    start: int
    naming: Naming | None = None


@dataclass
class DefinedNames:
    """The short names that a document defines."""

    definitions: list[Definition] = field(default_factory=list)

    def short_names(self, index: int) -> dict[str, str]:
        """Return the names other than "the Convention" that count at a place, with their keys."""
        return {d.words: d.key for d in self.definitions if not d.naming and d.start <= index}

    def patterns(self, index: int, language: str) -> tuple[DefinedName, ...]:
        """Return the short names that count at a place, longest first."""
        names = sorted(self.short_names(index).items(), key=lambda item: -len(item[0]))
        return tuple(DefinedName(short_name_pattern(words, language), key) for words, key in names)

    def generic_names(self, index: int) -> dict[Naming, str]:
        """Return what "the Convention" and "the Protocol" mean from a place on, if they are defined there."""
        return {d.naming: d.key for d in self.definitions if d.naming and d.start == index}


def find_defined_names(
    places: Sequence[TextPlace], titles: str, vocabulary: Vocabulary, language: str, grammar: Grammar
) -> DefinedNames:
    """Return the short names that the titles and places of a document define."""
    found = DefinedNames()
    anchor = 0
    for index, place in enumerate([TextPlace(titles), *places], start=-1):
        if place.footnote is None:
            anchor = max(index, 0)
        if not _MAY_DEFINE.search(place.text):
            continue
        mentions = find_instruments(place.text, vocabulary, language, grammar)
        for words, mention, is_general in _definitions(place.text, mentions):
            definition = _definition(words, mention, 0 if is_general else anchor)
            if definition:
                found.definitions.append(definition)
    return found


def _definition(words: str, mention: InstrumentMention, start: int) -> Definition | None:
    short = " ".join(_PARTICLES.sub("", words.strip(" \n\t\"“”«»„‘’'《》,،:—–-"), count=1).split())
    if not 1 <= len(short.split()) <= _MAX_WORDS or not any(map(str.isalpha, short)) or short == mention.text:
        return None
    key = mention.key or f"{OUTSIDE}{mention.text}"
    naming = next((naming for naming, words in _GENERIC.items() if short.lower() in words), None)
    return Definition(short, key, start, naming)


def _definitions(text: str, mentions: Sequence[InstrumentMention]) -> Iterator[tuple[str, InstrumentMention, bool]]:
    """Yield each short name defined in a text with the instrument it means, and whether it counts everywhere."""
    named = [m for m in mentions if m.naming in (Naming.NAME, Naming.OUTSIDE)]
    for index, mention in enumerate(named):
        following = named[index + 1].start if index + 1 < len(named) else len(text)
        if words := _defined_after(text, mention, following):
            yield words, mention, False
        elif words := _defined_before(text, mention, named[index - 1].end if index else 0):
            yield words, mention, True
        elif (entry := _ENTRY.search(text[: mention.start])) and (entry["term"] or len(mention.text) >= _ENTRY_NAME):
            yield entry["term"] or entry["acronym"], mention, True


def _defined_after(text: str, mention: InstrumentMention, following: int) -> str | None:
    """Return the short name defined in brackets or words after an instrument, before the next one."""
    if bracket := _IN_BRACKETS.match(text, mention.end):
        if words := _defined_inside(bracket["inside"], is_adjacent=True):
            return words
    elif (bracket := _LATER_BRACKETS.match(text, mention.end)) and bracket.start("inside") < following:
        words = _defined_inside(bracket["inside"], is_adjacent=False)
        if words and kind_by_words(words):
            return words
    in_words = _IN_WORDS.match(text, mention.end)
    quoted = _QUOTED.match(text, in_words.end()) if in_words and in_words.end() <= following else None
    return quoted["short"] if quoted else None


def _defined_inside(inside: str, *, is_adjacent: bool) -> str | None:
    if quoted := _QUOTED.search(inside):
        return quoted["short"]
    if unquoted := _UNQUOTED.match(inside):
        return inside[unquoted.end() :]
    is_name = kind_by_words(inside) and len(inside.split()) <= 4 and not re.search(r"\d", inside)
    return inside if is_adjacent and (_ACRONYM.fullmatch(inside.strip()) or is_name) else None


def _defined_before(text: str, mention: InstrumentMention, previous: int) -> str | None:
    """Return the quoted short name that a sentence says to mean the instrument after it."""
    sentence = sentence_at(text, mention.start)[0]
    start = max(previous, sentence)
    quoted = max(_QUOTED.finditer(text, start, mention.start + 1), key=lambda match: match.start(), default=None)
    if not quoted or mention.start - quoted.end() > 100:
        return None
    between = text[quoted.end() : mention.start]
    is_defined = (
        (_IS.fullmatch(between) and between.strip())
        or _MEANS.search(between)
        or (len(between) <= 20 and _MEANS.search(text, sentence, quoted.start()))
    )
    return quoted["short"] if is_defined or _MEANS.search(text, start, quoted.start()) else None


@lru_cache(maxsize=512)
def short_name_pattern(words: str, language: str) -> re.Pattern[str]:
    """Return a pattern of a defined name in all its forms: "Палермская конвенция" is also «Палермской конвенции»."""
    if language == "zh":
        return re.compile(f"《?{re.escape(words)}》?")
    parts = [_form(word, language) for word in words.split()]
    before = r"(?:(?<!\w)|(?<=(?<!\w)[وفبلك]))" if language == "ar" else r"(?<!\w)"
    not_longer = r"(?!\s+(?:on|of|against|Series|sobre|sur|contre|о|об|против)(?!\w))" if len(parts) == 1 else ""
    return re.compile(before + r"\s+".join(parts) + rf"(?!\w){not_longer}")


def _form(word: str, language: str) -> str:
    if language == "ru" and not word.isupper():
        return f"(?i:{re.escape(RUSSIAN_ENDING.sub('', word))})\\w{{0,4}}"
    if language == "ar" and word.startswith("ال"):
        return f"(?:ال|لل){re.escape(word[2:])}"
    return re.escape(word)
