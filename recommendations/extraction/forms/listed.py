"""Items of a list that a body adopts or is invited to consider, or that is under a heading "Recommendations".

The items of a list are candidates, with their sub-items, if

- the chapeau introduces recommendations: "…, adopted the following recommendations …:", "… may wish to consider the
  following recommendations:", "The recommendations formulated during the dialogue and listed below ….",
  "Policy recommendations:";
- the chapeau asks a body or States itself: "…, the Conference may wish to:", "It is recommended that Member States:";
- the chapeau is a whole request, outside the account of a debate: "States parties should, where possible:";
- the title of the document announces recommendations, and all items call for action without a chapeau;
- or the list is under a heading of recommendations: directly, or below headings of topics or a chapeau if the
  chapeau or the items themselves call for action ("States parties should give priority to …, on:").

An item that only introduces is itself a chapeau: "(a) States parties are encouraged to take the following steps:".
Other lists are ignored: agenda items, provisions or examples ("…, such as:"), questions and points for discussion,
documents before a meeting, requests repeated from another document, and items of operative paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from documents.parsing.types import Block, BlockKind, ParsedDocument
from recommendations.extraction.action_phrases import ends_in_colon, find_phrases, last_sentence
from recommendations.extraction.forms.base import Candidate, RecommendationForm, items_by_parent, with_descendants
from recommendations.extraction.languages import language_of
from recommendations.extraction.languages.base import Language

_LABEL = re.compile(r"\s*[^\W_]{1,10}(?:\s[^\W_]{1,10})?\s?[-.–．、]\s*")
"""Matches a label printed as part of a heading's text: "IX. ", "ثانيا- "."""
_QUESTION = ("?", "؟", "？")
_MAX_HEADING_LENGTH = 80  # characters of a chapeau that is really a heading
_MAX_SUBJECT = 3  # words of the subject of a request; "They said that States" has more
_MAX_SUBJECT_LENGTH = 40  # characters
_MIN_ACTIONS = 2  # items that must call for action for the item above them to be a chapeau


def _find(parsed: ParsedDocument, words: Language) -> Iterator[Candidate]:
    items_below = items_by_parent(parsed)
    for chapeau, items in _lists(parsed):
        if _is_list_of_recommendations(parsed, chapeau, items, words):
            for item in items:
                yield from _candidates(parsed, item, chapeau.index if chapeau else None, items_below, words)
        elif chapeau and _is_whole_request(chapeau, words) and not is_under_debate(parsed, chapeau, words):
            for item in items:
                for candidate in _candidates(parsed, item, chapeau.index, items_below, words):
                    yield replace(candidate, needs_addressee=True)


def _candidates(
    parsed: ParsedDocument, item: Block, chapeau: int | None, items_below: Mapping[int, list[Block]], words: Language
) -> Iterator[Candidate]:
    """Yield an item or, if it is a chapeau, the items below it."""
    items = items_below.get(item.index, [])
    if items and _is_chapeau(parsed, item, items, words):
        for inner in items:
            yield from _candidates(parsed, inner, item.index, items_below, words)
    else:
        yield Candidate(with_descendants(parsed, item), chapeau)


def _is_chapeau(parsed: ParsedDocument, item: Block, items: list[Block], words: Language) -> bool:
    """Return whether an item only introduces others: "The Secretariat is requested:", "As to training:".

    An item that continues the request of its own chapeau is also one: "Assist States, upon request:".
    """
    sentence = words.marks.sub("", last_sentence(item.text))
    if not ends_in_colon(sentence):
        return False
    phrases = [phrase for phrase in find_phrases(sentence, words) if not phrase.needs_addressee]
    colon = len(sentence.rstrip(" :：—"))
    is_introduction = any(words.chapeaux.lacks_request(sentence, phrase.end, colon) for phrase in phrases)
    if is_introduction or words.chapeaux.asks.search(sentence):
        return True
    if phrases:
        return all(words.chapeaux.infinitive.match(inner.text) for inner in items)
    if not words.chapeaux.incomplete.search(sentence) and _continues_request(parsed, item, words):
        return True
    return len(items) >= _MIN_ACTIONS and all(_calls_for_action(inner.text, words) for inner in items)


def _continues_request(parsed: ParsedDocument, item: Block, words: Language) -> bool:
    """Return whether the chapeau of an item ends with a request, such as "The Secretariat should:"."""
    if item.parent is None:
        return False
    chapeau = parsed.blocks[item.parent]
    if chapeau.kind is BlockKind.ITEM:
        return _continues_request(parsed, chapeau, words)
    sentence = words.marks.sub("", last_sentence(chapeau.text))
    return ends_in_colon(sentence) and (
        _calls_for_action(sentence, words) or bool(words.chapeaux.asks.search(sentence))
    )


def _lists(parsed: ParsedDocument) -> Iterator[tuple[Block | None, list[Block]]]:
    """Yield the top-level items of each list with their chapeau, if any."""
    lists: dict[tuple[int | None, tuple[int, ...]], list[Block]] = {}
    for block in parsed.blocks:
        parent = parsed.blocks[block.parent] if block.parent is not None else None
        if block.kind is BlockKind.ITEM and not (parent and parent.kind is BlockKind.ITEM):
            key = (block.parent, () if parent else block.headings)
            lists.setdefault(key, []).append(block)
    for (index, _), items in lists.items():
        yield (parsed.blocks[index] if index is not None else None), items


def _is_list_of_recommendations(
    parsed: ParsedDocument, chapeau: Block | None, items: list[Block], words: Language
) -> bool:
    if all(item.text.rstrip().endswith(_QUESTION) for item in items):
        return False
    headings = parsed.heading_texts(items[0])
    is_under_heading = any(is_heading_of_recommendations(heading, words) for heading in headings)
    calls_for_action = any(_calls_for_action(item.text, words) for item in items)
    if chapeau is None:
        if announces_recommendations(parsed, words) and all(_calls_for_action(i.text, words) for i in items):
            return True
        return is_under_heading and (calls_for_action or is_heading_of_recommendations(headings[-1], words))
    text = words.marks.sub("", chapeau.text.rstrip())
    sentence = last_sentence(text)
    if words.chapeaux.repeats.search(text):
        return False
    is_report = bool(words.chapeaux.reports.search(sentence))
    if words.chapeaux.below.search(text) and not is_report:
        return True
    if not ends_in_colon(text):
        are_requests = all(_calls_for_action(item.text, words) for item in items)
        return are_requests and bool(words.chapeaux.introduces.search(sentence)) and not is_report
    if words.chapeaux.introduces.search(sentence) and not is_report:
        return True
    if chapeau.kind is BlockKind.OPERATIVE:
        return False
    if words.chapeaux.asks.search(sentence) or _is_heading_in_text(text, words):
        return True
    return is_under_heading and (
        calls_for_action or _calls_for_action(sentence, words) or bool(words.asks.match(sentence))
    )


def _is_whole_request(chapeau: Block, words: Language) -> bool:
    """Return whether a chapeau outside resolutions has a subject, a request and an aside, and nothing else."""
    sentence = words.marks.sub("", chapeau.text.rstrip())
    if chapeau.kind is BlockKind.OPERATIVE or not ends_in_colon(sentence):
        return False
    colon = len(sentence.rstrip(" :：—"))
    for phrase in find_phrases(sentence, words):
        is_first = phrase.start == 0  # in Arabic, the verb is before the subject
        after = sentence[phrase.end : colon].partition(words.addressees.comma)[0]
        subject = after if is_first else sentence[: phrase.start]
        is_short = len(subject.split()) <= _MAX_SUBJECT and len(subject) <= _MAX_SUBJECT_LENGTH
        is_last = is_first or words.chapeaux.lacks_request(sentence, phrase.end, colon)
        if is_short and is_last and not phrase.needs_addressee and (is_first or not phrase.is_active):
            return True
    return False


def is_under_debate(parsed: ParsedDocument, block: Block, words: Language) -> bool:
    """Return whether a heading above a block announces the account of a debate, where requests are opinions."""
    return any(map(words.headings.debate.match, parsed.heading_texts(block)))


def _is_heading_in_text(text: str, words: Language) -> bool:
    """Return whether a chapeau is really a heading of recommendations: "Policy recommendations:"."""
    title = text.rstrip(" :：—")
    return len(title) <= _MAX_HEADING_LENGTH and bool(words.headings.recommendations.match(title))


def _calls_for_action(text: str, words: Language) -> bool:
    """Return whether an item calls for action."""
    plain = words.marks.sub("", text)
    return bool(words.chapeaux.opens.match(plain)) or any(not p.needs_addressee for p in find_phrases(plain, words))


def announces_recommendations(parsed: ParsedDocument, words: Language) -> bool:
    """Return whether the title of a document announces recommendations, perhaps behind a colon: "Integrity in the sale
    of tickets: draft recommendations"."""
    title = parsed.masthead.title or ""
    return any(is_heading_of_recommendations(part.strip(), words) for part in (title, re.split("[:：]", title)[-1]))


def is_heading_of_recommendations(text: str, words: Language | None = None) -> bool:
    """Return whether a heading announces recommendations. ``words`` default to the English ones."""
    pattern = (words or language_of("en")).headings.recommendations
    label = _LABEL.match(text)
    return bool(pattern.match(text) or (label and pattern.match(text, label.end())))


LISTED = RecommendationForm("listed", _find)
