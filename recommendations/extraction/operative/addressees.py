"""Find the addressees of an operative verb: the bodies and groups that its object names.

Names come from the vocabulary or, for groups that it lacks, from the text (in English only): "coastal States".
"""

from __future__ import annotations

import re
from functools import lru_cache

from recommendations.extraction.operative.grammar import Grammar
from recommendations.extraction.prose import names_pattern
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary

_MAX_OBJECT = 300  # characters after the verb
_OBJECT_END = re.compile(r"[:;：；。]|\.\s")
_DETERMINER = (
    r"(?:the|all|other|those|these|its|their|any|each|every|both|such|certain|several|many|more|most|some|further|an?"
    r"|relevant|interested|concerned|also|as|and|or|including|particularly|especially|in|particular)"
)
_NOT_ADJECTIVE = rf"(?:{_DETERMINER}|that|of|to|for|on|with|from|by|at)"
_ADJECTIVES = re.compile(rf"(?:^|\s)(?P<words>(?:(?!{_NOT_ADJECTIVE}\s)[a-z]+(?:-[a-z]+)*\s+){{1,3}})$")
"""Matches words before a name that make it a different name: "coastal " before "States", not "all "."""
_GROUP = (
    r"(?:agenc|authorit|bod|communit|countr|entit|part|secretar)(?:y|ies)|commissions?|committees?|donors|experts"
    r"|groups?|institutions?|leaders|mechanisms?|members|missions?|offices?|operations?|organizations?|partners"
    r"|programmes?|stakeholders|teams?"
)
_PRINTED_NAME = re.compile(
    rf"""\s+(?:{_DETERMINER}\s+)*
    (?P<name> (?:(?!{_NOT_ADJECTIVE}\s)[A-Za-z][\w’'-]*\s+){{0,4}}(?:{_GROUP})(?=\s*$|,|\s+and\s)
            | [A-Z][\w’'-]*(?:\s+(?:(?:of|on|for|and|to)\s+)?(?:the\s+)?[A-Z][\w’'-]*)* )""",
    re.VERBOSE,
)
"""Matches the object directly after a verb: " the Executive Director", " the international community"."""
_RUSSIAN_ENDING = re.compile(r"(?:ами|ями|ого|его|ому|ему|ые|ие|ый|ий|ой|ая|ое|[аеиоуыьюя])$")


def find_addressees(text: str, start: int, grammar: Grammar, vocabulary: Vocabulary, language: str) -> tuple[str, ...]:
    """Return the addressees named after the verb that ends at ``start``, each once, in order.

    "Requests the Secretariat, in cooperation with Member States, to report" addresses the Secretariat alone.
    """
    object_ = text[start : start + _MAX_OBJECT]
    ends = [match.start() for pattern in (_OBJECT_END, grammar.infinitive) if (match := pattern.search(object_, 1))]
    object_ = object_[: min(ends, default=len(object_))]
    pattern, names = _forms(vocabulary, language)
    addressees: dict[str, None] = {}
    previous = 0
    for match in pattern.finditer(object_):
        before = object_[previous : match.start()]
        if grammar.is_asked(before):
            name = names[match.lastgroup or ""]
            adjectives = _ADJECTIVES.search(before) if language == ENGLISH else None
            is_verb = adjectives is not None and grammar.verb.search(adjectives["words"])
            addressees[f"{adjectives['words']}{match.group()}" if adjectives and not is_verb else name] = None
        previous = match.end()
    if not addressees and language == ENGLISH and (printed := _PRINTED_NAME.match(object_)):
        addressees[" ".join(printed["name"].split())] = None
    return tuple(addressees)


@lru_cache(maxsize=16)
def _forms(vocabulary: Vocabulary, language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern with one group for each form, and a map from group to the addressee's name."""
    forms: list[tuple[str, str]] = []
    for addressee in vocabulary.addressees:
        printed = addressee.forms if language == ENGLISH else filter(None, [addressee.names_by_language.get(language)])
        for form in printed:
            if form.startswith("all "):
                continue
            forms.append((form, addressee.name))
            if language == ENGLISH and form != "States":
                forms.append((form[0].lower() + form[1:], addressee.name))
    forms.sort(key=lambda pair: -len(pair[0]))
    names = {f"n{index}": name for index, (_, name) in enumerate(forms)}
    groups = [f"(?P<n{index}>{_form_pattern(form, language)})" for index, (form, _) in enumerate(forms)]
    return re.compile("|".join(groups) or r"(?!)", 0 if language == ENGLISH else re.IGNORECASE), names


def _form_pattern(form: str, language: str) -> str:
    if language == "ru":
        stems = (
            r"[\s-]+".join(re.escape(_RUSSIAN_ENDING.sub("", part)) + r"\w{0,4}" for part in word.split("-"))
            for word in form.split()
        )
        return r"(?<!\w)" + r"\s+".join(stems) + r"(?!\w)"
    if language == "ar":
        stem = r"\s+".join(re.escape(word) for word in form.removeprefix("ال").split())
        prefix = r"(?:[وفبك]?ال|[وف]?لل)" if form.startswith("ال") else r"[وفبلك]{0,2}"
        return rf"(?<!\w){prefix}{stem}(?!\w)"
    return names_pattern([form], language=language)
