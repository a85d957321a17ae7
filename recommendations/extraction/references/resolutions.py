"""References to resolutions and decisions: "its decision 2/2" resolves to "COP decision 2/2".

Matches "Conference resolution 5/8", "General Assembly resolutions 45/116, annex, and 52/88, annex", "resolution 10/4 of
16 October 2020 of the Conference of the Parties", "in its resolution 2014/17", "Security Council resolution 1373
(2001)", "S/RES/2776 (2025)"; not "draft resolution 3". If no organ is named with a resolution, it is attributed to the
nearest named organ that numbers its resolutions in this way. A resolution of an organ outside the vocabulary, such as a
regional commission, is kept unresolved. The words of each language are in :mod:`.grammars.resolutions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import sentence_at
from recommendations.extraction.references.bodies import BodyMemory, NamedBody, find_bodies, nearby_bodies, read_bodies
from recommendations.extraction.references.grammars.resolutions import ResolutionGrammar, resolution_grammar_of
from recommendations.extraction.references.instruments import find_named_keys
from recommendations.extraction.types import Reference, ReferenceKind
from recommendations.extraction.vocabulary import Body, Vocabulary


@dataclass(frozen=True, slots=True)
class Series:
    """A series of resolutions: its name in the portal, and the ``pattern`` of its numbers as printed."""

    name: str
    pattern: re.Pattern[str]


Organ = Body | str
"""An organ that adopts resolutions; a string is the name of one outside the vocabulary."""

_SESSION = r"(?:[1-9]|[12]\d)/\d{1,2}"
SERIES = {
    "cop": Series("COP", re.compile(_SESSION)),
    "cosp": Series("COSP", re.compile(_SESSION)),
    "ccpcj": Series("CCPCJ", re.compile(r"(?:[1-9]|[1-6]\d)/\d{1,2}")),
    "cnd": Series("CND", re.compile(r"[1-9]\d/\d{1,2}|[1-9]\d? \([LXVI]+\)")),
    "ecosoc": Series("ECOSOC", re.compile(r"(?:19|20)\d\d/\d{1,4}|\d{1,4}(?: ?[A-Z])? \([LXVI]+\)")),
    "general-assembly": Series(
        "GA", re.compile(r"(?:3[1-9]|[4-9]\d|E?S-\d{1,2})/\d{1,3}(?: [A-Z])?|\d{1,4}(?: [A-Z])? \((?:E?S-)?[XVI]+\)")
    ),
    "security-council": Series("SC", re.compile(r"\d{1,4} \((?:19|20)\d\d\)")),
    "human-rights-council": Series("HRC", re.compile(r"(?:[1-9]\d?|S-\d{1,2})/\d{1,2}")),
    "commission-on-human-rights": Series("CHR", re.compile(r"(?:19\d\d|200\d)/\d{1,3}")),
}
"""Map from the key of a body to its series. The Assembly has numbered its resolutions by session since the thirty-first
(1976), the Economic and Social Council by year since 1978; conferences and commissions number theirs by session."""

_BY_SYMBOL = re.compile(
    r"(?<![\w/])(?P<organ>A/HRC|[A-Z]{1,4})/(?:CONF\.\d+/)?RES/(?P<number>(?:S-)?\d{1,4}(?:/\d{1,4})?(?:\s?\((?:(?:19|20)\d\d|(?:E?S-)?[XVIL]+)\))?)(?!\w)"
)
_QUOTED = re.compile(r"“[^”]{1,300}”|«[^»]{1,300}»|《[^》]{1,120}》")
_MAX_BEFORE = 200  # characters before a resolution that are searched for its organ
_MAX_LINE = 120  # characters of the line that opens a resolution
_MAX_ARTICLE = 4  # characters before the name in such a line: "The "
_BEFORE_SUBJECT = re.compile(r"[^;]*[,،，]\s*(?:\w{1,3}[’']?\s*)?")
"""Matches the text between a resolution and the subject of the sentence: " of 23 May 2019, the "."""
_TRAILING = re.compile(r"[’']s$|(?:\s+(?:and|on|of|the|for|et|de|du|des|la|le|les|y|del|и|о|по|от))+$")
"""Matches the end of the words after a resolution that are no longer part of an organ's name."""
_ARABIC_SESSION = re.compile(r"د\s?(?P<special>إ\s?)?(?P<emergency>ط\s?)?[-–]\s?(?P<number>\d{1,2})")
"""Matches "د-5", the fifth session, "دإ-6", the sixth special session, and "دإط-10", an emergency special session."""
_SYMBOL_ORGANS = {"A": "general-assembly", "S": "security-council", "E": "ecosoc", "A/HRC": "human-rights-council"}
_LETTERS = {
    **dict(zip(["ألف", "باء", "جيم", "دال", "هاء", "واو"], "ABCDEF", strict=True)),
    **dict(zip("АВСЕНКМОРТХ", "ABCEHKMOPTX", strict=True)),
}
"""Map from the letter of a part as printed (an Arabic name, or a Cyrillic letter of the same shape) to the Latin
letter."""


def find_resolution_references(
    document: Sequence[TextPlace],
    vocabulary: Vocabulary,
    own_bodies: tuple[Body, ...],
    language: str,
    superior: tuple[Body, ...] = (),
    titles: str = "",
) -> list[Reference]:
    """Return the references to resolutions and decisions in a document, in order.

    ``own_bodies`` and ``superior`` come from the :class:`~recommendations.extraction.context.Context`; ``titles`` are
    those of the document and its agenda item.
    """
    grammar = resolution_grammar_of(language)
    memory = BodyMemory(vocabulary, own_bodies, _conferences(document, vocabulary, language), superior)
    for mention in find_bodies(titles, vocabulary, language):
        if mention.key:
            memory.in_titles.add(mention.key)
    references: list[Reference] = []
    speaking: Sequence[Organ] = own_bodies
    section: tuple[int, ...] = ()
    for place in document:
        named_before = [vocabulary.bodies_by_key[key] for key in memory.in_document]
        bodies = [b for b in read_bodies(place.text, vocabulary, memory, language) if b.body.key in SERIES]
        if place.section[: len(section)] != section:
            speaking, section = own_bodies, ()
        if enacting := _enacting_organ(place.text, bodies, grammar):
            speaking, section = [enacting], place.section
        place_references = [*_by_symbol(place)]
        for match in grammar.mention.finditer(place.text):
            if not match["draft"]:
                organs = _organs(
                    place.text, match, grammar, nearby_bodies(bodies, match.start()), named_before, speaking
                )
                place_references += _references(place, match, grammar, organs)
        references += sorted(place_references, key=lambda reference: reference.start)
    return references


def _conferences(document: Sequence[TextPlace], vocabulary: Vocabulary, language: str) -> tuple[Body, ...]:
    """Return the conferences of the parties to the conventions named in a document."""
    named = {key for place in document for key in find_named_keys(place.text, vocabulary, language)}
    return tuple(body for body in vocabulary.bodies if body.parent is None and body.instrument in named)


def _enacting_organ(text: str, bodies: Sequence[NamedBody], grammar: ResolutionGrammar) -> Organ | None:
    """Return the organ of a line that opens a resolution, such as "The General Assembly,", or None."""
    line = text.rstrip(" ,،，*")
    for body in bodies:
        if body.start <= _MAX_ARTICLE and body.end == len(line):
            return body.body
    unknown = grammar.unknown_organ.search(line) if len(line) <= _MAX_LINE else None
    return (
        _trim(unknown.group()) if unknown and unknown.start() <= _MAX_ARTICLE and unknown.end() == len(line) else None
    )


def _organs(
    text: str,
    match: re.Match[str],
    grammar: ResolutionGrammar,
    bodies: Sequence[NamedBody],
    named_before: Sequence[Body],
    speaking: Sequence[Organ],
) -> list[Organ]:
    """Return the organs that may have adopted the resolution, likeliest first.

    ``bodies`` are the bodies named nearby; ``named_before`` the bodies named in earlier paragraphs, most recent first;
    ``speaking`` the organ of the resolution that contains the text, or the document's organ with its parents.
    """
    organ = _organ_of_phrase(text, match, grammar, bodies)
    if organ is not None:
        return [organ]
    start = match.start()
    first, last = sentence_at(text, start)
    possessive = match.groupdict().get("possessive")
    is_own = bool(possessive or grammar.its.search(text, max(0, start - 40), start))
    before: list[Organ] = [b.body for b in reversed(bodies) if first <= b.start and b.end <= start]
    if unknown := _unknown_organ_before(text, max(first, start - _MAX_BEFORE), start, grammar, bodies):
        before.insert(0, unknown)
    after = _organs_after(text, match, last, grammar, bodies, is_own=is_own and not before)
    earlier = [b.body for b in reversed(bodies) if b.end <= first]
    adopting = [organ for organ in speaking if isinstance(organ, str) or organ.key in SERIES]
    if is_own:
        # If the body of the document is not known, "its" may mean an organ outside the vocabulary.
        organs = [*before, *after, *adopting, *earlier, *(named_before if speaking else ())]
        return [organ for organ in organs if not possessive or _agrees(possessive, organ)]
    return [*before, *after, *earlier, *named_before, *adopting]


def _agrees(possessive: str, organ: Organ) -> bool:
    """Return whether an Arabic possessive fits the gender of an organ's name, which depends on its first word."""
    name = organ if isinstance(organ, str) else organ.names_in("ar")[0]
    return (possessive == "ها") == name.split()[0].endswith("ة")


def _unknown_organ_before(
    text: str, start: int, end: int, grammar: ResolutionGrammar, known: Sequence[NamedBody]
) -> str:
    """Return the last organ named between two offsets if it is not in the vocabulary, or else ""; quoted titles are
    ignored."""
    nearest = max((body.end for body in known if start <= body.end <= end), default=start)
    unquoted = _QUOTED.sub(lambda quoted: "\0" * len(quoted.group()), text[start:end])
    matches = list(grammar.unknown_organ.finditer(unquoted, nearest - start))
    return _trim(matches[-1].group()) if matches else ""


def _organs_after(
    text: str, match: re.Match[str], end: int, grammar: ResolutionGrammar, bodies: Sequence[NamedBody], *, is_own: bool
) -> list[Organ]:
    """Return the organs named between a resolution and the end of its sentence, nearest first.

    An organ named with another resolution is left out. After "its resolution", the first organ may be outside the
    vocabulary: "By its resolution 75/3, the Economic and Social Commission for …".
    """
    known = [body for body in bodies if match.end() <= body.start < end]
    # Without a body to leave out, reading the rest of the sentence for each resolution would take too long.
    further = grammar.mention.finditer(text, match.end(), end) if known else ()
    others = (_body_of_phrase(text, other, grammar, bodies) for other in further)
    named_with_others = {body.start for body in others if body}
    free = [body for body in known if body.start not in named_with_others]
    if not is_own:
        return [body.body for body in free]
    unknown = next(
        (
            found
            for found in grammar.unknown_organ.finditer(text, match.end(), end)
            if not any(found.start() < body.end and body.start < found.end() for body in known)
        ),
        None,
    )
    is_subject = unknown and _BEFORE_SUBJECT.fullmatch(text, match.end(), unknown.start())
    if unknown and is_subject and all(unknown.start() < body.start for body in free):
        return [_trim(unknown.group())]
    return [body.body for body in free]


def _trim(name: str) -> str:
    return _TRAILING.sub("", name.strip())


def _body_of_phrase(
    text: str, match: re.Match[str], grammar: ResolutionGrammar, bodies: Sequence[NamedBody]
) -> NamedBody | None:
    """Return the body named just before, within or after the match, or None."""
    start, inside = match.start(), match.span("inside")
    of = grammar.of.match(text, match.end())
    for body in bodies:
        precedes = body.end <= start and grammar.before.fullmatch(text, body.end, start)
        is_within = inside[0] <= body.start and body.end <= inside[1]
        if precedes or is_within or (of and body.start == of.end()):
            return body
    return None


def _organ_of_phrase(
    text: str, match: re.Match[str], grammar: ResolutionGrammar, bodies: Sequence[NamedBody]
) -> Organ | None:
    """Return the organ named just before, within or after the match, or None."""
    if body := _body_of_phrase(text, match, grammar, bodies):
        return body.body
    if len(match["inside"].split()) > 1:
        return match["inside"].strip()
    if acronym := grammar.acronym.search(text, max(0, match.start() - 20), match.start()):
        return acronym["name"]
    of = grammar.of.match(text, match.end())
    if not of:
        return None
    limit = next((body.start for body in bodies if body.start > of.end()), len(text))
    following = grammar.organ.match(text, of.end(), limit)
    return _trim(following.group()) if following else None


def _references(
    place: TextPlace, match: re.Match[str], grammar: ResolutionGrammar, organs: Sequence[Organ]
) -> Iterator[Reference]:
    words = match.group() + (match.groupdict().get("kind") or "")
    decision = "decision " if grammar.decision.search(words) else ""
    numbers = list(_numbers(place.text, match, grammar))
    for position, (start, end, printed) in enumerate(numbers, start=1):
        value, reason = _identify(organs, printed, decision)
        # In Chinese, the word for "resolution" follows the last number.
        end = match.end() if position == len(numbers) else end
        yield _reference(place, match.start() if position == 1 else start, end, value, reason)


def _identify(organs: Sequence[Organ], printed: str, decision: str) -> tuple[str, str]:
    """Return a resolution as "GA 55/25" and "", or "" and the reason why its organ is not known.

    Only the Security Council numbers its resolutions with a year in brackets, so that another organ in the sentence has
    not adopted one. If the text attributes the resolution to an organ, ``organs`` contains only this organ.
    """
    is_of_council = not decision and bool(SERIES["security-council"].pattern.fullmatch(printed))
    for organ in organs:
        if isinstance(organ, str):
            if not is_of_council or len(organs) == 1:
                return "", f"unknown organ: {organ}"
        elif organ.key in SERIES and SERIES[organ.key].pattern.fullmatch(printed):
            return f"{SERIES[organ.key].name} {decision}{printed}", ""
    return "", "no suitable organ is named"


def _numbers(text: str, match: re.Match[str], grammar: ResolutionGrammar) -> Iterator[tuple[int, int, str]]:
    """Yield the offsets of each number and the number in full: for "B" in "79/252 A and B", "79/252 B"."""
    for number in grammar.number.finditer(text, *match.span("numbers")):
        base = _canonical(number["base"])
        letters = list(grammar.letter.finditer(text, *number.span("letters")))
        if not letters:
            yield number.start(), number.end(), base
            continue
        yield number.start(), letters[0].end(), f"{base} {_letter(letters[0])}"
        for before, letter in pairwise(letters):
            if grammar.to.fullmatch(text, before.end(), letter.start()):
                for code in range(ord(_letter(before)) + 1, ord(_letter(letter))):
                    yield before.end(), letter.start(), f"{base} {chr(code)}"
            yield letter.start(), letter.end(), f"{base} {_letter(letter)}"


def _letter(match: re.Match[str]) -> str:
    return _LETTERS.get(match.group(), match.group())


def _canonical(printed: str) -> str:
    """Return a number with ASCII digits and brackets: "1373 (2001)" for "1373（2001）"."""
    spaced = re.sub(r"\s*[(（]", " (", printed).replace("）", ")")
    spaced = _ARABIC_SESSION.sub(_latin_session, spaced)
    return re.sub(r"\d", lambda digit: str(int(digit.group())), " ".join(spaced.split()))


def _latin_session(session: re.Match[str]) -> str:
    """Return a session in Latin letters: "S-VI" for "دإ-6"."""
    prefix = "ES-" if session["emergency"] else "S-" if session["special"] else ""
    return prefix + _roman(int(session["number"]))


def _roman(number: int) -> str:
    """Return a number in Roman numerals: "L" for 50."""
    parts = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    numeral = ""
    for value, letters in parts:
        numeral += letters * (number // value)
        number %= value
    return numeral


def _by_symbol(place: TextPlace) -> Iterator[Reference]:
    for match in _BY_SYMBOL.finditer(place.text):
        organ = _SYMBOL_ORGANS.get(match["organ"])
        value = f"{SERIES[organ].name} {_canonical(match['number'])}" if organ else ""
        yield _reference(place, match.start(), match.end(), value, "" if value else "unknown organ")


def _reference(place: TextPlace, start: int, end: int, value: str, reason: str) -> Reference:
    return Reference(
        kind=ReferenceKind.RESOLUTION,
        text=place.text[start:end],
        start=start,
        end=end,
        block=place.block,
        footnote=place.footnote,
        value=value,
        reason=reason,
    )
