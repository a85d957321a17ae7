"""Read the requests that operative paragraphs make."""

from __future__ import annotations

import re

from documents.parsing.types import ParsedDocument
from recommendations.extraction.action_phrases import find_request
from recommendations.extraction.actions import Action, read_action
from recommendations.extraction.forms.base import Candidate, with_descendants
from recommendations.extraction.languages import LANGUAGES, language_of
from recommendations.extraction.operative.addressees import find_addressees
from recommendations.extraction.operative.grammar import Verb, grammar_of, without_marks
from recommendations.extraction.operative.texts import Paragraph
from recommendations.extraction.types import Strength
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary

OPERATIVE_FORM = "operative"

_ADVERBS = r"(?:also\s+|further\s+)*"
_DECIDES_THAT = re.compile(rf"{_ADVERBS}(?:decide|reaffirm|affirm|determine)[sd]\s+{_ADVERBS}that\s+", re.IGNORECASE)
_MAIN_VERB = re.compile(
    r"""(?P<before>\w+),?\s+to\s+ (?= (?P<verb>(?:(?:[a-z]+ly|further|also|jointly)\s+)?
        (?:continue\s+to\s+|consider\s+(?=\w+ing))?[a-z]+(?:-[a-z]+)?) )""",
    re.VERBOSE,
)
"""Matches an infinitive after "to", with the word before "to"."""
_NOT_VERBS = frozenset({
    "the", "all", "those", "its", "their", "other", "relevant", "each", "any", "both", "a", "an", "this", "that",
    "these", "such", "which", "date", "them", "it",
})  # fmt: skip
_WORDS_BEFORE_NOUNS = frozenset({
    "regard", "relation", "respect", "access", "addition", "related", "pursuant", "according", "due", "appeals",
    "prior", "contribution", "contribute", "contributions", "response", "subject", "thanks", "similar", "attention",
    "call", "calls", "led", "lead", "annex", "reference", "reply", "referred",
})  # fmt: skip
"""Words after which "to" is followed by a noun: "with regard to", "pursuant to"."""


def read_operative_action(text: str, paragraph: Paragraph, vocabulary: Vocabulary, language: str) -> Action | None:
    """Return the action that an operative paragraph requests, or None if it asks nobody to act.

    "Decides that States shall …" is a request too.
    """
    text = without_marks(text)
    grammar = grammar_of(language)
    verb = paragraph.verb
    if paragraph.is_item:
        verb = _verb_of_item(text, language) or grammar.asking_verb(text, 0, verb) or verb
    elif verb.strength is None:
        verb = grammar.asking_verb(text, verb.end, verb) or verb
    if verb.strength is None:
        return _required_action(text, paragraph.verb, vocabulary) if language == ENGLISH else None
    addressees = find_addressees(text, verb.end, grammar, vocabulary, language)
    main_verb = _main_verb(text[verb.end : verb.end + 400]) if language == ENGLISH else ""
    action = f"{verb.text} … to {main_verb}" if main_verb else verb.text
    return Action(addressees, verb.text, action, verb.strength)


def _verb_of_item(text: str, language: str) -> Verb | None:
    """Return the verb with which an item asks somebody to act ("To request", "Requests"), or None."""
    if language in LANGUAGES and (request := find_request(text, language_of(language))):
        return Verb(request.verb, request.start, request.end, request.strength)
    leading = grammar_of(language).leading_verb(text)
    return leading if leading and leading.strength else None


def _main_verb(after: str) -> str:
    """Return the verb of the requested action, or "": "adopt" for "the parties to the Convention to adopt"."""
    for match in _MAIN_VERB.finditer(after):
        is_noun = match["verb"].split()[0] in _NOT_VERBS
        if not is_noun and (match["before"].lower() not in _WORDS_BEFORE_NOUNS):
            return " ".join(match["verb"].split())
    return ""


def operative_candidate(parsed: ParsedDocument, paragraph: Paragraph) -> Candidate:
    """Return an operative paragraph, with its items, as a candidate."""
    path = None if paragraph.block.path else "operative paragraph"
    return Candidate(with_descendants(parsed, paragraph.block), paragraph.chapeau, path=path)


def _required_action(text: str, verb: Verb, vocabulary: Vocabulary) -> Action | None:
    """Return the action of "Decides that States parties shall …", or None."""
    match = _DECIDES_THAT.match(text)
    if match is None:
        return None
    action = read_action(text[match.end() : match.end() + 600], vocabulary)
    if not action.addressees or not action.verb.startswith(("shall", "must", "should")):
        return None
    return Action(action.addressees, verb.text, f"{verb.text} … {action.action}", Strength.REQUIRED)
