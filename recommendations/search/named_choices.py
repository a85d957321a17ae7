"""Recognize filters in the words of a search: years, statuses, addressees, meetings and bodies, in six languages.

"recommendations adopted in 2022", "costs addressed to the Secretariat", "MLA twelfth meeting", "COP 11". The words are
data (``fixtures/vocabulary/typed_words.json``); the grammars of the extraction read the ordinals of meetings. Pure
functions, no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from documents.parsing.session_kinds import series_in
from recommendations.extraction.languages import LANGUAGES
from recommendations.extraction.languages.meetings import SITTING
from recommendations.extraction.prose import names_pattern
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.search.articles import fold
from recommendations.search.interpretations import NamedFacet
from recommendations.search.syntax import quoted_spans
from recommendations.text.words import is_han, tokens

_YEAR = r"(?:19(?:4[5-9]|[5-9]\d)|20\d\d)"
_YEARS = re.compile(
    rf"(?<![\w/.:-])(?P<first>{_YEAR})(?:(?:\s?[-–]\s?|\s+(?:to|and|et|à|y|a|и|по)\s+)(?P<last>{_YEAR}))?(?![\w/]|[.-]\d)"
    rf"|(?P<chinese>{_YEAR})(?=年)"
)
_OPERATOR_BEFORE = re.compile(r"(?:(?<!\S)(?:OR|NOT)|\|)\s*$|(?<!\S)[-−–]$")
_OR_AFTER = re.compile(r"\s*(?:\||OR(?!\S))")
_NUMBER = re.compile(r"\s*(?P<number>\d{1,2})(?![\w/.(]|\s*%)")
_SYMBOL = re.compile(r"(?<!\S)\S[^\s/]*/[^\s\d]*\d\S*")  # no two neighbouring parts match the same character
_PUNCTUATION = " \t\n.,;:?!¿¡…؟،；：？！，。、"  # between words and names; quotation marks are meaningful
_CHOICE = "\1"  # replaces each character of the words of other filters
_MAX_YEARS = 50


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """Words at these offsets of a text that name values of a facet."""

    start: int
    end: int
    facet: NamedFacet
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingName:
    """Words that name meetings: by bodies (keys), by ordinals, or by both. ``kind`` is "meeting", "session" or ""."""

    start: int
    end: int
    bodies: tuple[str, ...]
    ordinals: tuple[int, ...] = ()
    kind: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A name at these offsets of a text, and the bodies (keys) that it may mean: "Conference" may mean two."""

    start: int
    end: int
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRange:
    """Years named at these offsets; ``last`` is None for "since 2019", ``first`` for "before 2019"."""

    start: int
    end: int
    first: int | None
    last: int | None

    def values(self, known_years: Iterable[str]) -> tuple[str, ...]:
        """Return the years of the range. If it is open, these are the known years in it, or only the year at its closed
        end if there are none.
        """
        if self.first is not None and self.last is not None:
            return tuple(map(str, range(self.first, min(self.last, self.first + _MAX_YEARS - 1) + 1)))
        first, last = self.first or 0, self.last or 9999
        return tuple(sorted(year for year in known_years if first <= int(year) <= last)) or (str(self.first or last),)


@dataclass(frozen=True, slots=True)
class _Status:
    values: tuple[str, ...]
    is_single_word: bool


class ChoiceReader:
    """Finds filters by the names of a vocabulary and the words that people type."""

    def __init__(self, vocabulary: Vocabulary, typed: Mapping[str, Any]) -> None:
        self._statuses = {
            _key(form): _Status(tuple(status["values"]), len(form.split()) == 1 and not is_han(form[0]))
            for status in typed["statuses"].values()
            for form in chain.from_iterable(status["words"].values())
        }
        forms = {
            form: addressee.key
            for addressee in vocabulary.addressees
            for form in (addressee.name, *addressee.forms, *addressee.names_by_language.values())
        }
        self._addressees = {_key(form): key for form, key in forms.items()}
        self._bodies = {
            _key(name): body.key
            for body in vocabulary.bodies
            for name in (
                *body.names,
                body.short_name,
                *chain.from_iterable(body.names_by_language.values()),
                *typed["bodies"].get(body.key, ()),
            )
        }
        self._short_names: dict[str, tuple[str, ...]] = {}
        for key, short_names in typed["organs"].items():
            for name in map(_key, short_names):
                self._short_names[name] = (*self._short_names.get(name, ()), key)
        self._short_name = _pattern(self._short_names)
        instruments = (
            name
            for instrument in vocabulary.instruments
            for name in (*instrument.names, *chain.from_iterable(instrument.names_by_language.values()))
            if re.search(_YEAR, name)
        )
        self._instrument = _pattern(instruments)
        self._status = _pattern(self._statuses)
        self._body = _pattern(self._bodies)
        abbreviations = "|".join(name for name in self._bodies if name.isascii() and name.isalpha())
        self._glued_meeting = re.compile(rf"(?<!\w)(?P<body>{abbreviations})(?P<number>\d{{1,2}})(?!\w)")
        self._since, self._before, self._until = (
            _pattern(_all_words(typed[key])) for key in ("since", "before", "until")
        )
        self._month = _pattern(_all_words(typed["months"]))
        self._ignored = _pattern(_all_words(typed["ignored"]))
        self._filler = _pattern(_all_words(typed["ignored"]) + _all_words(typed["fillers"]))
        articles = r"(?:the\s+|la\s+|le\s+|les\s+|l['’]|el\s+|los\s+|las\s+)?"
        addressed = _pattern(_all_words(typed["addressed_to"])).pattern
        self._addressee = re.compile(rf"{addressed}\s*(?:[:：]\s*)?{articles}(?P<name>{_pattern(forms).pattern})")

    # --- reading ---------------------------------------------------------------------------------------

    def mask(self, text: str) -> str:
        """Return the text with quoted parts, symbols, and names of instruments that contain a year blanked out."""
        spans = [
            *quoted_spans(text),
            *(match.span() for match in _SYMBOL.finditer(text)),
            *(match.span() for match in self._instrument.finditer(fold(text))),
        ]
        for start, end in spans:
            text = text[:start] + "\0" * (end - start) + text[end:]
        return text

    def addressees(self, text: str) -> Iterator[NamedChoice]:
        """Yield the addressees named after words such as "addressed to"."""
        for match in self._addressee.finditer(fold(text)):
            yield NamedChoice(*match.span(), "addressee", (self._addressees[_key(match["name"])],))

    def years(self, text: str) -> Iterator[YearRange]:
        """Yield the years of a text, with the month and a word such as "since" or "before" in front of them."""
        for match in _YEARS.finditer(text):
            first = int(match["first"] or match["chinese"])
            end = match.end() + bool(match["chinese"])
            start = _start_before(fold(text), self._month, match.start())
            years = YearRange(start, end, first, int(match["last"] or first))
            opened = (
                YearRange(opened_start, end, opened_first, opened_last)
                for pattern, opened_first, opened_last in (
                    (self._since, first, None),
                    (self._before, None, first - 1),
                    (self._until, None, first),
                )
                if (opened_start := _start_before(fold(text), pattern, start)) < start and not match["last"]
            )
            yield next(opened, years)

    def meetings(self, text: str) -> Iterator[MeetingName]:
        """Yield the meetings and bodies named in a text. An ordinal without a body belongs to the bodies named
        elsewhere in the text.
        """
        names = [
            (match.start(), match.end(), self._bodies[_key(match[0])]) for match in self._body.finditer(fold(text))
        ]
        bodies = tuple(dict.fromkeys(key for _start, _end, key in names))
        mentions = list(_ordinal_meetings(text))
        for match in self._glued_meeting.finditer(fold(text)):  # "COP10"
            mentions.append(MeetingName(*match.span(), (self._bodies[match["body"]],), (int(match["number"]),)))
        for start, end, key in names:
            if number := _NUMBER.match(text, end):
                mentions.append(MeetingName(start, number.end(), (key,), (int(number["number"]),)))
            elif ordinal := _ordinal_before(text, start):
                mentions.append(MeetingName(ordinal[0], end, (key,), (ordinal[1],)))
            else:
                mentions.append(MeetingName(start, end, (key,)))
        has_ordinal = any(mention.ordinals for mention in mentions)
        for mention in mentions:
            if mention.ordinals or not has_ordinal:
                yield (mention if mention.bodies else replace(mention, bodies=bodies))
            else:  # the body of an ordinal elsewhere
                yield MeetingName(mention.start, mention.end, ())

    def named_bodies(self, text: str) -> list[NamedBody]:
        """Return the bodies named in a text, also by a short name such as "Conference"."""
        folded = fold(text)
        names = [NamedBody(*match.span(), (self._bodies[_key(match[0])],)) for match in self._body.finditer(folded)]
        short_names = (NamedBody(*m.span(), self._short_names[_key(m[0])]) for m in self._short_name.finditer(folded))
        return [*names, *(short for short in short_names if not any(n.start <= short.start < n.end for n in names))]

    def statuses(self, text: str, others: Sequence[tuple[int, int]]) -> Iterator[NamedChoice]:
        """Yield the statuses of a text. A single word, such as "adopted", counts only at the end of the text or next to
        one of the ``others``, as in "adopted in 2022"."""
        rest = fold(text)
        for start, end in others:
            rest = rest[:start] + _CHOICE * (end - start) + rest[end:]
        for match in self._status.finditer(rest):
            status = self._statuses[_key(match[0])]
            if not status.is_single_word or self._is_set_apart(rest, match.start(), match.end()):
                yield NamedChoice(*match.span(), "status", status.values)

    def _is_set_apart(self, rest: str, start: int, end: int) -> bool:
        before, after = self._without_fillers(rest[:start]), self._without_fillers(rest[end:])
        if not after or not before.strip(f"{_CHOICE} "):
            return not after or not after.strip(f"{_CHOICE} ")
        return bool(re.match(rf"(?:\w{{1,3}}\s+){{0,2}}{_CHOICE}", after)) or before.endswith(_CHOICE)

    def _without_fillers(self, folded: str) -> str:
        return self._filler.sub(" ", folded).strip(_PUNCTUATION)

    def without_ignored(self, text: str) -> str:
        """Return the text with words such as "recommendations", which occur on every page, blanked out. Return "" if
        only words of questions remain, such as "what was decided on".
        """
        if not self._without_fillers(fold(text)):
            return ""
        for match in self._ignored.finditer(fold(text)):
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
        return text


def expressible_choices(text: str, choices: Iterable[NamedChoice]) -> Iterator[NamedChoice]:
    """Yield the choices that a filter can express: those not next to OR or NOT, and not overlapping an earlier one."""
    end = 0
    for choice in sorted(choices, key=lambda choice: (choice.start, -choice.end)):
        is_operand = _OPERATOR_BEFORE.search(text[: choice.start]) or _OR_AFTER.match(text, choice.end)
        if choice.start >= end and not is_operand:
            end = choice.end
            yield choice


def _ordinal_meetings(text: str) -> Iterator[MeetingName]:
    """Yield "twelfth meeting", "11ª sesión" in any of the languages."""
    for language in LANGUAGES.values():
        grammar = language.meetings
        for match in grammar.mention.finditer(text):
            found = grammar.ordinal.finditer(text, match.start("ordinals"), match.end("ordinals"))
            ordinals = [grammar.ordinals.read(ordinal[0]) for ordinal in found]
            kind = grammar.kind(match)
            if ordinals:
                series = series_in(text, *match.span())
                yield MeetingName(*match.span(), (), tuple(ordinals), "" if kind == SITTING else kind, series)


def _ordinal_before(text: str, position: int) -> tuple[int, int] | None:
    """Return the start and value of an ordinal directly before a position: "13th" before "Congress"."""
    for language in LANGUAGES.values():
        ordinals = language.meetings.ordinals
        for match in re.finditer(rf"(?<!\w){ordinals.pattern}", text[:position], re.IGNORECASE):
            if not text[match.end() : position].strip():
                return match.start(), ordinals.read(match[0])
    return None


def _start_before(text: str, pattern: re.Pattern[str], position: int) -> int:
    """Return the start of the match that ends directly before a position, or the position."""
    starts = (
        match.start() for match in pattern.finditer(text, 0, position) if not text[match.end() : position].strip()
    )
    return next(starts, position)


def _key(form: str) -> str:
    return " ".join(token.word for token in tokens(fold(form)))


def _all_words(by_language: Mapping[str, Iterable[str]]) -> list[str]:
    return [word for words in by_language.values() for word in words]


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of names in a folded text; Chinese ones need no spaces around or in them. A typographic
    apostrophe in a name matches either kind."""
    all_names = [fold(name).replace("'", "’") for name in names]
    chinese = [name.replace(" ", "") for name in all_names if is_han(name[-1])]
    spaced = [name for name in all_names if not is_han(name[-1])]
    return re.compile(f"(?:{names_pattern(spaced)}|{names_pattern(chinese, language='zh')})")
