"""Read what an operative paragraph asks for."""

from __future__ import annotations

import re

from documents.parsing.types import ParsedDocument
from recommendations.extraction.actions import Action, read_action
from recommendations.extraction.forms.base import Candidate, with_descendants
from recommendations.extraction.operative.addressees import find_addressees
from recommendations.extraction.operative.grammar import Verb, grammar_of, without_marks
from recommendations.extraction.operative.texts import Paragraph
from recommendations.extraction.types import Strength
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary

OPERATIVE_FORM = "operative"

_ADVERBS = r"(?:also\s+|further\s+)*"
_THAT_SHALL = re.compile(rf"{_ADVERBS}(?:decide|reaffirm|affirm|determine)[sd]\s+{_ADVERBS}that\s+", re.IGNORECASE)
_MAIN_VERB = re.compile(
    r"""(?P<before>\w+),?\s+to\s+ (?= (?P<verb>(?:(?:[a-z]+ly|further|also|jointly)\s+)?
        (?:continue\s+to\s+|consider\s+(?=\w+ing))?[a-z]+(?:-[a-z]+)?) )""",
    re.VERBOSE,
)
"""The verb in the infinitive, after "to", with the word before "to"."""
_NOT_VERBS = frozenset({
    "the", "all", "those", "its", "their", "other", "relevant", "each", "any", "both", "a", "an", "this", "that",
    "these", "such", "which", "date", "them", "it",
})  # fmt: skip
_TAKE_NOUNS = frozenset({
    "regard", "relation", "respect", "access", "addition", "related", "pursuant", "according", "due", "appeals",
    "prior", "contribution", "contribute", "contributions", "response", "subject", "thanks", "similar", "attention",
    "call", "calls", "led", "lead", "annex", "reference", "reply", "referred",
})  # fmt: skip
"""Words after which "to" may begin a phrase with a noun: "with regard to", "parties to"."""


def read_operative_action(text: str, paragraph: Paragraph, vocabulary: Vocabulary, language: str) -> Action | None:
    """Return what an operative paragraph asks for, or None if it asks nobody to act.

    "Decides that States shall …" also asks.
    """
    text = without_marks(text)
    grammar = grammar_of(language)
    is_below_chapeau = paragraph.chapeau is not None
    asks = paragraph.verb
    if asks.strength is None or is_below_chapeau:
        further = grammar.asking(text, 0 if is_below_chapeau else asks.end, asks)
        asks = further or asks
    if asks.strength is None:
        return _required(text, paragraph.verb, vocabulary) if language == ENGLISH else None
    addressees = find_addressees(text, asks.end, grammar, vocabulary, language)
    main = _main_verb(text[asks.end : asks.end + 400]) if language == ENGLISH else ""
    action = f"{asks.text} … to {main}" if main else asks.text
    return Action(addressees, asks.text, action, asks.strength)


def _main_verb(after: str) -> str:
    """Return what the addressee is asked to do, or "": "adopt" for "the parties to the Convention to adopt"."""
    for match in _MAIN_VERB.finditer(after):
        is_noun = match["verb"].split()[0] in _NOT_VERBS
        if not is_noun and (match["before"].lower() not in _TAKE_NOUNS):
            return " ".join(match["verb"].split())
    return ""


def operative_candidate(parsed: ParsedDocument, paragraph: Paragraph) -> Candidate:
    """Return the place of an operative paragraph, with its items."""
    path = None if paragraph.block.path else "operative paragraph"
    return Candidate(with_descendants(parsed, paragraph.block), paragraph.chapeau, path=path)


def _required(text: str, verb: Verb, vocabulary: Vocabulary) -> Action | None:
    """Return the action of "Decides that States parties shall …", or None."""
    match = _THAT_SHALL.match(text)
    if match is None:
        return None
    action = read_action(text[match.end() : match.end() + 600], vocabulary)
    if not action.addressees or not action.verb.startswith(("shall", "must", "should")):
        return None
    return Action(action.addressees, verb.text, f"{verb.text} … {action.action}", Strength.REQUIRED)
