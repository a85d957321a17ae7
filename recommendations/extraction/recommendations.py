"""The recommendations of a document: found by the forms, then read one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from documents.parsing.types import ParsedDocument
from recommendations.extraction.actions import Asked, continued, read_asked, read_chapeau
from recommendations.extraction.context import Context
from recommendations.extraction.forms import FORMS
from recommendations.extraction.forms.base import Candidate, nearest_heading, whole_text
from recommendations.extraction.references.bodies import BodyMemory, read_bodies
from recommendations.extraction.standing import read_standing
from recommendations.extraction.topics import find_topics
from recommendations.extraction.types import Alternative, DraftRecommendation, Reference, ReferenceKind
from recommendations.extraction.vocabulary import Vocabulary

_ALTERNATIVE = re.compile(r"\[[^\[\]]+\]")
"""A square-bracketed passage: what the drafters have not agreed on (United Nations Editorial Manual, "Brackets")."""
_SPOKEN = re.compile(r"\[(?:sic|\.\.\.|…|continued)\]|\[\d+\]", re.IGNORECASE)


def find_recommendations(
    parsed: ParsedDocument, vocabulary: Vocabulary, references: Sequence[Reference], context: Context
) -> tuple[DraftRecommendation, ...]:
    """Every recommendation of a document, in the document's order. ``references`` are all those of the document."""
    by_block: dict[int, list[int]] = {}
    for index, reference in enumerate(references):
        if reference.block is not None:
            by_block.setdefault(reference.block, []).append(index)
    meetings = {
        block: [references[i] for i in indexes if references[i].kind is ReferenceKind.MEETING]
        for block, indexes in by_block.items()
    }
    return tuple(
        _read(parsed, vocabulary, candidate, form, by_block, meetings, context)
        for candidate, form in sorted(_candidates(parsed), key=lambda pair: pair[0].blocks[0])
    )


def _candidates(parsed: ParsedDocument) -> Iterator[tuple[Candidate, str]]:
    """The candidates of all forms, none on a block that another already has."""
    taken: set[int] = set()
    for form in FORMS:
        for candidate in form.find(parsed):
            if not taken.intersection(candidate.blocks):
                taken.update(candidate.blocks)
                yield candidate, form.name


def _read(
    parsed: ParsedDocument,
    vocabulary: Vocabulary,
    candidate: Candidate,
    form: str,
    by_block: Mapping[int, list[int]],
    meetings: Mapping[int, Sequence[Reference]],
    context: Context,
) -> DraftRecommendation:
    block = parsed.blocks[candidate.blocks[0]]
    text = candidate.text or whole_text(parsed, candidate.blocks)
    heading = nearest_heading(parsed, block)
    asked = _asked(parsed, vocabulary, candidate, text, context)
    standing = read_standing(parsed, candidate, meetings, context)
    return DraftRecommendation(
        label=candidate.label or block.label or "",
        path=candidate.path or block.path,
        anchor=block.anchor,
        text=text,
        blocks=candidate.blocks,
        heading=heading,
        page=block.page,
        addressees=asked.addressees,
        verb=asked.verb,
        action=asked.action,
        strength=asked.strength,
        status=standing.status,
        adopted_by=standing.adopted_by,
        meeting=standing.meeting,
        put_to=standing.put_to,
        references=tuple(index for member in candidate.blocks for index in by_block.get(member, ())),
        heading_references=tuple(by_block.get(block.headings[-1], ())) if block.headings else (),
        topics=find_topics(text, heading, vocabulary),
        alternatives=find_alternatives(text),
        form=form,
    )


def _asked(parsed: ParsedDocument, vocabulary: Vocabulary, candidate: Candidate, text: str, context: Context) -> Asked:
    """What it asks: by its chapeau where that leaves the action to its items, else by its own words."""
    if candidate.chapeau is not None:
        chapeau = parsed.blocks[candidate.chapeau].text
        memory = BodyMemory(vocabulary, context.bodies)
        bodies = [named.body for named in read_bodies(chapeau, vocabulary, memory, context.language)]
        if asked := read_chapeau(chapeau, vocabulary, bodies):
            return continued(asked, text)
    return read_asked(text, vocabulary)


def find_alternatives(text: str) -> tuple[Alternative, ...]:
    """The square-bracketed passages of a draft, brackets included; "[sic]" and "[1]" are none."""
    return tuple(
        Alternative(match.start(), match.end())
        for match in _ALTERNATIVE.finditer(text)
        if not _SPOKEN.fullmatch(match.group())
    )
