"""Queries parsed into trees: operators, quotation marks of any kind, and signs that are not operators."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from recommendations.search.syntax import AllOf, AnyOf, Node, NoneOf, Phrase, Prefix, Word, leaves, parse
from recommendations.text.words import BREAK, tokens


def words(*typed: str) -> AllOf:
    return AllOf(tuple(map(Word, typed)))


JOINT, TEAM, COURT = Word("joint"), Word("team"), Word("court")

CASES = [
    ("", None, "nothing"),
    ("joint", JOINT, "one word"),
    ("Joint TEAM", words("joint", "team"), "all words are required, in any case"),
    ("témoin", Word("temoin"), "accents do not matter"),
    # phrases
    ('"joint team"', Phrase(("joint", "team")), "words in quotation marks"),
    ("“joint team”", Phrase(("joint", "team")), "typographic marks"),
    ("«joint team»", Phrase(("joint", "team")), "French and Russian marks"),
    ("« joint team »", Phrase(("joint", "team")), "French marks with their blanks"),
    ("„joint team“", Phrase(("joint", "team")), "German marks"),
    ("「联合调查」", Phrase(("联", "合", "调", "查")), "Chinese marks"),
    ("‘joint team’", Phrase(("joint", "team")), "single typographic marks"),
    ("‘l’entraide judiciaire’", Phrase(("l", "entraide", "judiciaire")), "an apostrophe does not close a mark"),
    ('"joint"', Phrase(("joint",)), "one word in marks is meant as it is written"),
    ('"joint team', words("joint", "team"), "a mark that is not closed keeps nothing together"),
    ('joint" team', words("joint", "team"), "nor one that is not opened"),
    ('"" joint', JOINT, "marks around nothing"),
    ('"joint team" court', AllOf((Phrase(("joint", "team")), COURT)), "a phrase and a word"),
    (
        '"See the report. It ends."',
        Phrase(("see", "the", "report", BREAK, "it", "ends")),
        "a phrase over two sentences",
    ),
    # OR
    ("joint OR team", AnyOf((JOINT, TEAM)), "either"),
    ("joint | team", AnyOf((JOINT, TEAM)), "either, by a stroke"),
    ("joint|team", AnyOf((JOINT, TEAM)), "a stroke needs no blanks"),
    ("joint OR team OR court", AnyOf((JOINT, TEAM, COURT)), "any of three"),
    ("court joint OR team", AllOf((COURT, AnyOf((JOINT, TEAM)))), "it widens its two neighbours alone"),
    ('"joint team" OR court', AnyOf((Phrase(("joint", "team")), COURT)), "a phrase is a neighbour"),
    ("joint or team", words("joint", "or", "team"), "a word in small letters"),
    ("joint OR", words("joint", "or"), "nothing after it: a word"),
    ("OR joint", words("or", "joint"), "nothing before it: a word"),
    ("OR", Word("or"), "alone: a word"),
    ("joint OR OR team", AnyOf((JOINT, TEAM)), "twice is once"),
    ("joint |", JOINT, "a stroke with nothing after it"),
    ("joint OR -team", AnyOf((JOINT, NoneOf(TEAM))), "with what must not be there"),
    ("joint OR «»", words("joint", "or"), "empty marks are not a neighbour"),
    ("FLOOR court", words("floor", "court"), "inside a word it is not an operator"),
    # without
    ("joint -team", AllOf((JOINT, NoneOf(TEAM))), "without a word"),
    ('joint -"team court"', AllOf((JOINT, NoneOf(Phrase(("team", "court"))))), "without a phrase"),
    ("joint −team", AllOf((JOINT, NoneOf(TEAM))), "with the sign for minus"),
    ("joint - team", words("joint", "team"), "a dash between blanks is not an operator"),
    ("joint -", JOINT, "a dash alone"),
    ("-team", NoneOf(TEAM), "nothing but what must not be there"),
    ("-OR", NoneOf(Word("or")), "without the word itself"),
    # beginnings
    ("joi*", Prefix("joi"), "any word that begins so"),
    ("témoi*", Prefix("temoi"), "without its accents"),
    ("l'entraid*", Prefix("entraid"), "behind an elided letter"),
    ("law-enforce*", AllOf((Word("law"), Prefix("enforce"))), "the last of several"),
    ("j*", Word("j"), "one letter begins too many words"),
    ("*", None, "alone"),
    ("*joint", JOINT, "before a word it is ignored"),
    # words that are joined
    ("law-enforcement", Phrase(("law", "enforcement")), "a hyphen"),
    ("and/or", Phrase(("and", "or")), "a stroke"),
    ("WG.3/2021/3", Phrase(("wg", "3", "2021", "3")), "a symbol"),
    ("extradition,confiscation", words("extradition", "confiscation"), "a comma parts"),
    ("1,000", Phrase(("1", "000")), "not in a number"),
    ("l'entraide", Word("entraide"), "the elided letter is ignored"),
    ("l’entraide", Word("entraide"), "nor before a typographic apostrophe"),
    ("qu’elle", Word("elle"), "nor longer ones"),
    ("State's", Word("state"), "nor an English genitive"),
    ("aujourd'hui", Phrase(("aujourd", "hui")), "a word with an apostrophe inside"),
    ("l'", Word("l"), "a letter alone is what was typed"),
    ("(joint)", JOINT, "brackets"),
    # Chinese
    ("司法协助", Phrase(("司", "法", "协", "助")), "a run of characters is a phrase"),
    ("引渡 没收", AllOf((Phrase(("引", "渡")), Phrase(("没", "收")))), "two runs are two"),
    ("引渡、没收", AllOf((Phrase(("引", "渡")), Phrase(("没", "收")))), "Chinese commas part"),
    ("引渡OR没收", AllOf((Phrase(("引", "渡")), Word("or"), Phrase(("没", "收")))), "not an operator without a blank"),
    ("COVID-19疫情", AllOf((Phrase(("covid", "19")), Phrase(("疫", "情")))), "two scripts are two runs"),
    ("法", Word("法"), "one character"),
    # neither
    ("?! … — ()", None, "nothing but punctuation"),
    ("\\ & ! : <>", None, "operators of other searches"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[f"{text} ({why})" for text, _, why in CASES])
def test_query_is_parsed(text: str, expected: Node | None, why: str) -> None:
    assert parse(text) == expected, why


TYPED = some.lists(
    some.sampled_from(
        ['"', "“", "”", "«", "»", "‘", "’", "OR", "or", "|", "-", "*", "l'", "’s", " ", " ", " ", ",", "，"]
    )
    | some.sampled_from(["joint", "Team", "été", "司法", "18", "WG.3/2021/3", "выдача", "تسليم"])
    | some.text(max_size=3),
    max_size=20,
).map("".join)
OPTIONAL_WORDS = {"or", "s", "c", "d", "j", "l", "m", "n", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"}


@given(TYPED | some.text())
@example("OR OR")
@example('"‘')
@example("l's")
def test_every_word_is_searched(text: str) -> None:
    node = parse(text)
    typed = {token.word for token in tokens(text)}
    searched: set[str] = set()
    for leaf in leaves(node, include_excluded=True) if node else ():
        match leaf:
            case Word(word) | Prefix(word):
                searched.add(word)
            case Phrase(phrase):
                searched.update(phrase)
    assert typed - OPTIONAL_WORDS <= searched
    assert searched - {BREAK} <= typed
