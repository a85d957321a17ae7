"""Recognize resolutions and decisions in the words of a search: "resolution 5/8", "COP decision 2/2", "A/RES/55/25".

The organs and their series come from the extraction, which reads the references in texts. If the words name no organ,
they mean the resolutions of all organs with this number; if published texts cite some of these, only these are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.models import DocumentSymbol
from documents.queries.documents import published_documents
from recommendations.extraction.languages import LANGUAGES
from recommendations.extraction.references.grammars.resolutions import resolution_grammar_of
from recommendations.extraction.references.resolutions import SERIES
from recommendations.labels.resolutions import resolution_symbol
from recommendations.models import Citation
from recommendations.search.named_choices import NamedBody
from recommendations.search.resources import choice_reader
from recommendations.search.syntax import AnyOf, Citing, InDocuments, TypedPart, quoted_spans

_NUMBER = r"\d{1,4}/\d{1,4}|\d{1,4}\s?\((?:19|20)\d\d\)"
_HAS_NUMBER = re.compile(_NUMBER)
_AFTER_BODY = re.compile(rf"\s*(?P<number>{_NUMBER})(?![\w/])")
_SYMBOL = re.compile(rf"(?<![\w/])(?P<organ>[ASE])/(?P<kind>RES|DEC)/(?P<number>{_NUMBER})(?![\w/])", re.IGNORECASE)
_SYMBOL_ORGANS = {"A": "general-assembly", "S": "security-council", "E": "ecosoc"}
_DECISION = "decision "
_BETWEEN = re.compile(r"\W*(?:\w{1,3}\W+){0,3}")
"""Matches what may be between an organ and its resolution: "of the"."""


@dataclass(frozen=True, slots=True)
class NamedResolution:
    """Resolutions or decisions named at these offsets of a text, as values of citations: "COP 5/8"."""

    start: int
    end: int
    values: tuple[str, ...]

    @property
    def part(self) -> TypedPart:
        """The part of a search that finds the texts that cite them, and their own documents."""
        documents = documents_of(self.values)
        citing = Citing(self.values)
        node = AnyOf((InDocuments(tuple(documents.values())), citing)) if documents else citing
        return TypedPart(node, "", is_quoted=True)


def read_resolutions(text: str) -> list[NamedResolution]:
    """Return the resolutions and decisions that a text names outside quotation marks, in order."""
    if not _HAS_NUMBER.search(text):
        return []
    masked = text
    for start, end in quoted_spans(text):
        masked = masked[:start] + "\0" * (end - start) + masked[end:]
    found: list[NamedResolution] = []
    for named in sorted(_mentions(masked), key=lambda named: (named.start, -named.end)):
        if not found or named.start >= found[-1].end:
            found.append(named)
    return _known(found)


def documents_of(values: Iterable[str]) -> Mapping[str, int]:
    """Return a map from the symbols of resolutions to the published documents (keys) that have them."""
    symbols = [symbol for value in values if (symbol := resolution_symbol(value))]
    rows = DocumentSymbol.objects.filter(symbol__in=symbols, document__in=published_documents())
    return dict(rows.values_list("symbol", "document"))


def _mentions(text: str) -> Iterator[NamedResolution]:
    """Yield the resolutions that a text names; their offsets may overlap."""
    for symbol in _SYMBOL.finditer(text):
        kind = _DECISION if symbol["kind"].upper() == "DEC" else ""
        series = SERIES[_SYMBOL_ORGANS[symbol["organ"].upper()]]
        yield NamedResolution(*symbol.span(), (f"{series.name} {kind}{_printed(symbol['number'])}",))
    bodies = [body for body in choice_reader().named_bodies(text) if SERIES.keys() & set(body.bodies)]
    for body in bodies:
        if number := _AFTER_BODY.match(text, body.end):
            values = tuple(_values(number["number"], body.bodies, ("", _DECISION)))
            yield NamedResolution(body.start, number.end(), values)
    for language in LANGUAGES:
        grammar = resolution_grammar_of(language)
        for match in grammar.mention.finditer(text):
            if not match["draft"]:
                words = match.group() + (match.groupdict().get("kind") or "")
                kinds = (_DECISION if grammar.decision.search(words) else "",)
                numbers = [
                    " ".join((number["base"], *grammar.letter.findall(number["letters"] or "")[:1]))
                    for number in grammar.number.finditer(text, *match.span("numbers"))
                ]
                organ = _nearest_body(text, match, bodies)
                organs = organ.bodies if organ else tuple(SERIES)
                values = tuple(value for number in numbers for value in _values(number, organs, kinds))
                start = min(match.start(), organ.start if organ else match.start())
                yield NamedResolution(start, max(match.end(), organ.end if organ else 0), values)


def _nearest_body(text: str, match: re.Match[str], bodies: Sequence[NamedBody]) -> NamedBody | None:
    """Return the body named directly before or after a mention, or within it."""
    for body in bodies:
        (_start, end), (start, _end) = sorted(((body.start, body.end), match.span()))
        is_within = match.start() <= body.start and body.end <= match.end()
        if is_within or _BETWEEN.fullmatch(text, end, start):
            return body
    return None


def _values(number: str, organs: Iterable[str], kinds: Iterable[str]) -> Iterator[str]:
    """Yield the resolutions with a number, of those organs (keys of bodies) that number resolutions in this way."""
    printed = _printed(number)
    for key in organs:
        if key in SERIES and SERIES[key].pattern.fullmatch(printed):
            yield from (f"{SERIES[key].name} {kind}{printed}" for kind in kinds)


def _printed(number: str) -> str:
    return " (".join(part.strip() for part in number.split("(")) if "(" in number else number


def _known(named: Sequence[NamedResolution]) -> list[NamedResolution]:
    """Return the named resolutions. Where several may be meant, keep those cited in published texts, if any are."""
    values = {value for item in named for value in item.values}
    if not values:
        return [item for item in named if item.values]
    citations = Citation.objects.filter(
        kind=Citation.Kind.RESOLUTION, value__in=values, version__published_at__isnull=False
    )
    cited = set(citations.order_by().values_list("value", flat=True).distinct())
    return [replace(item, values=_cited_or_all(item.values, cited)) for item in named if item.values]


def _cited_or_all(values: tuple[str, ...], cited: set[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value in cited) or values
