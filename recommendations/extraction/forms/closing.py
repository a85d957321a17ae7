"""Requests in the running text of a background paper, each the last sentence of a numbered paragraph.

Matches "Seized tokens had been kept by one officer. States parties should ensure that nobody holds all the keys." Such
sentences are recommendations only if the paper has no others, and addresses each to somebody. In the reports of
meetings they are views of speakers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing.types import BlockKind, ParsedDocument
from recommendations.extraction.action_phrases import find_phrases
from recommendations.extraction.forms.base import Candidate, RecommendationForm
from recommendations.extraction.forms.listed import is_under_debate
from recommendations.extraction.forms.numbered import opens_with_request
from recommendations.extraction.languages.base import Language
from recommendations.extraction.prose import sentences

_CHINESE_SENTENCE = re.compile(r"[^。！？]+[。！？][”）]?")
_COMPLETE = re.compile(r"[.。!！][)”\"»）]?$")


def _find(parsed: ParsedDocument, words: Language) -> Iterator[Candidate]:
    titles = (parsed.masthead.subtitle or "", parsed.masthead.title or "")
    if not any(map(words.headings.paper.match, titles)) or any(
        block.kind is BlockKind.OPERATIVE for block in parsed.blocks
    ):
        return
    chapeaux = {block.parent for block in parsed.blocks}
    for block in parsed.blocks:
        if block.kind is not BlockKind.PARAGRAPH or not block.label or block.part or block.index in chapeaux:
            continue
        start = _start_of_last_sentence(block.text, words)
        sentence = words.marks.sub("", block.text[start:])
        is_invitation = any(phrase.may_wish for phrase in find_phrases(sentence, words)[:1])
        if (
            start
            and _COMPLETE.search(sentence)
            and opens_with_request(sentence, words)
            and not is_invitation
            and not is_under_debate(parsed, block, words)
        ):
            yield Candidate((block.index,), text=block.text[start:], start=start, needs_addressee=True)


def _start_of_last_sentence(text: str, words: Language) -> int:
    if words.code == "zh":
        return max((match.start() for match in _CHINESE_SENTENCE.finditer(text)), default=0)
    return max((start for start, _ in sentences(text)), default=0)


CLOSING = RecommendationForm("closing", _find)
