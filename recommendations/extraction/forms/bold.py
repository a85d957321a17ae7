"""Bold passages of numbered paragraphs, by which advisory committees set recommendations off from their findings.

A bold passage is a candidate if it consists of complete sentences; passages separated only by spaces or punctuation
are joined. A single passage is enough below a heading such as "Conclusions and recommendations", or if it begins with
"The Committee recommends that". Otherwise, a document with only one or two such passages, or with nearly all its
paragraphs in bold, does not use this form. Bold words, run-in titles, headings and chapeaux of lists are ignored, as is
a passage that only reports a finding, that is, neither asks for anything nor expresses a view of its authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.forms.base import Candidate, RecommendationForm
from recommendations.extraction.languages.base import Language

_MIN_ITEMS = 3  # bold passages in a document
_MAX_BOLD_RATIO = 0.8  # of the numbered paragraphs
_MIN_PASSAGE_LENGTH = 40
_MIN_HEADED_LENGTH = 15  # of a passage below a heading of recommendations
_STOPS = (".", ";", "。", "؛")
_SENTENCES = re.compile(r"^[\"“«'‘(]?[^\W\d_a-zà-ÿа-я].*[.;:!?。；：！？؛؟][)\"”»'’]*$", re.DOTALL)
_SENTENCE_ENDS = re.compile(r"(?:^|[.;:!?。；：！？؛؟][)\"”»'’]*)\s*$")

_ASKS = re.compile(
    r"""\bshould\b(?!\s+(?:not\s+)?be\s+(?:construed|interpreted|understood|noted|recalled)\b)
      | \b(?: shall | must | ought\s+to | needs?\s+to | may\s+wish\s+to )\b
      | \b(?: (?:is|are)\s+(?:\w+\s+)?(?:encouraged|urged|invited|requested|called\s+upon|recommended|advised|reminded)
            | (?:encourage|urge|invite|request|recommend|advise)s? | calls?\s+(?:up)?on | calls?\s+for )\b
      | \b(?:it\s+is|is|are|remains?)\s+(?:\w+\s+)?
        (?:essential|important|imperative|crucial|critical|necessary|vital|needed|required|urgent)\b
      | \b(?:Committee|Board|Inspectors?|Rapporteurs?|Experts?|Group|Commission|Council|Assembly|Panel|Unit|Office|OIOS
            |Mission|Mechanism|Chair|Secretary-General|High\sCommissioner)\s
        (?:\w+ly\s|also\s|again\s|further\s|therefore\s)*
        (?!(?:has|had|was|is|are|were|held|received|found|welcom|commend|thank|condemn|congratulat)(?:e?[sd])?\b)\w{3,}s?\s
      | (?:^|\n) (?:Adopt|Amend|Approve|Build|Continue|Create|Decide|Develop|Ensure|Establish|Give|Guarantee|Implement
            |Improve|Increase|Intensify|Introduce|Investigate|Make|Promote|Protect|Provide|Ratify|Reinforce|Review|Revise|Set|Share
            |Strengthen|Support|Take|Train|Undertake)\s""",
    re.VERBOSE,
)
"""Matches words that ask for something or express a view of the authors: "The Committee trusts that"."""


def _find(parsed: ParsedDocument, words: Language) -> Iterator[Candidate]:
    chapeaux = {block.parent for block in parsed.blocks if block.kind is BlockKind.ITEM}
    numbered = [
        block
        for block in parsed.blocks
        if block.kind is BlockKind.PARAGRAPH and block.label and not block.part and block.index not in chapeaux
    ]
    headed = {block.index for block in numbered if _is_below_recommendations(parsed, block, words)}
    candidates = [c for block in numbered if (c := _candidate(block, is_headed=block.index in headed))]
    uses_form = _MIN_ITEMS <= len(candidates) <= _MAX_BOLD_RATIO * len(numbered)
    is_english = parsed.masthead.language in (None, "en")
    for candidate in candidates:
        asks = _ASKS.search(candidate.text or "") if is_english else uses_form
        recommends = words.concludes.match(words.marks.sub("", candidate.text or ""))
        if asks and (uses_form or recommends or candidate.blocks[0] in headed):
            yield candidate


def _is_below_recommendations(parsed: ParsedDocument, block: Block, words: Language) -> bool:
    return any(words.headings.recommendations.match(parsed.blocks[index].text) for index in block.headings)


def _candidate(block: Block, *, is_headed: bool) -> Candidate | None:
    """Return the bold sentences of a paragraph as one candidate, or None."""
    min_length = _MIN_HEADED_LENGTH if is_headed else _MIN_PASSAGE_LENGTH
    runs = [run for run in _runs(block) if _is_sentences(block.text, *run, min_length)]
    if not runs:
        return None
    text = "\n".join(block.text[start:end].strip() for start, end in runs)
    return Candidate((block.index,), text=text, start=runs[0][0])


def _runs(block: Block) -> list[tuple[int, int]]:
    """Return the offsets of the bold runs of a block, joining those separated only by spaces and punctuation. A run
    includes the full stop after it, which may not be bold."""
    runs: list[tuple[int, int]] = []
    for mark in block.marks:
        if mark.style != "bold":
            continue
        if runs and not block.text[runs[-1][1] : mark.start].strip(" .,;\n"):
            runs[-1] = (runs[-1][0], mark.end)
        else:
            runs.append((mark.start, mark.end))
    return [(start, end + _has_stop(block.text, start, end)) for start, end in runs]


def _has_stop(text: str, start: int, end: int) -> bool:
    """Return whether the full stop after a run belongs to it; not after a run-in title: "Goal 8. In 2024, …"."""
    return text[end : end + 1] in _STOPS and (start > 0 or not text[end + 1 :].strip())


def _is_sentences(text: str, start: int, end: int, min_length: int) -> bool:
    passage = text[start:end].strip()
    is_complete = len(passage) >= min_length and bool(_SENTENCES.match(passage))
    return is_complete and bool(_SENTENCE_ENDS.search(text[:start]))


BOLD = RecommendationForm("bold", _find)
