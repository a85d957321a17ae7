"""Queries parsed into trees: operators, quotation marks of any kind, and characters that are not operators."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recommendations.search.syntax import AllOf, AnyOf, Node, NoneOf, Phrase, Prefix, Word, leaves, parse
from recommendations.text.words import BREAK, tokens


def all_words(*typed: str) -> AllOf:
    return AllOf(tuple(map(Word, typed)))


JOINT, TEAM, COURT = Word("joint"), Word("team"), Word("court")

CASES = [
    ("", None, "nothing"),
    ("joint", JOINT, "one word"),
    ("Joint TEAM", all_words("joint", "team"), "all words are required, ignoring case"),
    ("témoin", Word("temoin"), "accents do not matter"),
    # phrases
    ('"joint team"', Phrase(("joint", "team")), "words in quotation marks"),
    ("“joint team”", Phrase(("joint", "team")), "typographic marks"),
    ("«joint team»", Phrase(("joint", "team")), "French and Russian marks"),
    ("« joint team »", Phrase(("joint", "team")), "French marks with their spaces"),
    ("„joint team“", Phrase(("joint", "team")), "German marks"),
    ("「联合调查」", Phrase(("联", "合", "调", "查")), "Chinese marks"),
    ("‘joint team’", Phrase(("joint", "team")), "single typographic marks"),
    ("‘l’entraide judiciaire’", Phrase(("l", "entraide", "judiciaire")), "an apostrophe does not close a mark"),
    ('"joint"', Phrase(("joint",)), "one word in marks is searched as written"),
    ('"joint team', all_words("joint", "team"), "an unclosed mark is ignored"),
    ('joint" team', all_words("joint", "team"), "an unopened mark is ignored"),
    ('"" joint', JOINT, "empty marks"),
    ('"joint team" court', AllOf((Phrase(("joint", "team")), COURT)), "a phrase and a word"),
    (
        '"See the report. It ends."',
        Phrase(("see", "the", "report", BREAK, "it", "ends")),
        "a phrase spanning two sentences",
    ),
    # OR
    ("joint OR team", AnyOf((JOINT, TEAM)), "either"),
    ("joint | team", AnyOf((JOINT, TEAM)), "a vertical bar means OR"),
    ("joint|team", AnyOf((JOINT, TEAM)), "a vertical bar needs no spaces"),
    ("joint OR team OR court", AnyOf((JOINT, TEAM, COURT)), "any of three"),
    ("court joint OR team", AllOf((COURT, AnyOf((JOINT, TEAM)))), "OR joins only its two neighbours"),
    ('"joint team" OR court', AnyOf((Phrase(("joint", "team")), COURT)), "a phrase may be a neighbour"),
    ("joint or team", all_words("joint", "or", "team"), "or in lower case is a word"),
    ("joint OR", all_words("joint", "or"), "OR with nothing after it is a word"),
    ("OR joint", all_words("or", "joint"), "OR with nothing before it is a word"),
    ("OR", Word("or"), "OR alone is a word"),
    ("joint OR OR team", AnyOf((JOINT, TEAM)), "a repeated OR counts once"),
    ("joint |", JOINT, "a vertical bar with nothing after it"),
    ("joint OR -team", AnyOf((JOINT, NoneOf(TEAM))), "OR before an excluded word"),
    ("joint OR «»", all_words("joint", "or"), "empty marks are not a neighbour"),
    ("FLOOR court", all_words("floor", "court"), "OR inside a word is not an operator"),
    # AND and NOT
    ("joint AND team", all_words("joint", "team"), "AND is ignored"),
    ("joint and team", all_words("joint", "and", "team"), "and in lower case is a word"),
    ("joint NOT team", AllOf((JOINT, NoneOf(TEAM))), "NOT excludes the next word"),
    ("joint AND NOT team", AllOf((JOINT, NoneOf(TEAM))), "AND NOT excludes it too"),
    ('NOT "joint team" court', AllOf((NoneOf(Phrase(("joint", "team"))), COURT)), "NOT before a phrase"),
    ("joint not team", all_words("joint", "not", "team"), "not in lower case is a word"),
    ("joint NOT", all_words("joint", "not"), "NOT with nothing after it is a word"),
    ("joint AND", JOINT, "AND with nothing after it is ignored"),
    ("KNOTS SAND", all_words("knots", "sand"), "NOT and AND inside words"),
    # exclusions
    ("joint -team", AllOf((JOINT, NoneOf(TEAM))), "an excluded word"),
    ('joint -"team court"', AllOf((JOINT, NoneOf(Phrase(("team", "court"))))), "an excluded phrase"),
    ("joint −team", AllOf((JOINT, NoneOf(TEAM))), "excluded with the minus sign"),
    ("joint - team", all_words("joint", "team"), "a dash between spaces is not an operator"),
    ("joint -", JOINT, "a dash alone"),
    ("-team", NoneOf(TEAM), "only an excluded word"),
    ("-OR", NoneOf(Word("or")), "OR as an excluded word"),
    # prefixes
    ("joi*", Prefix("joi"), "any word with this prefix"),
    ("témoi*", Prefix("temoi"), "without its accents"),
    ("l'entraid*", Prefix("entraid"), "after an elided letter"),
    ("law-enforce*", AllOf((Word("law"), Prefix("enforce"))), "an asterisk after a joined word"),
    ("j*", Word("j"), "one letter begins too many words"),
    ("*", None, "an asterisk alone"),
    ("*joint", JOINT, "an asterisk before a word is ignored"),
    # joined words
    ("law-enforcement", Phrase(("law", "enforcement")), "a hyphen joins words"),
    ("and/or", Phrase(("and", "or")), "a slash joins words"),
    ("WG.3/2021/3", Phrase(("wg", "3", "2021", "3")), "the parts of a symbol are joined"),
    ("extradition,confiscation", all_words("extradition", "confiscation"), "a comma separates words"),
    ("1,000", Phrase(("1", "000")), "a comma in a number does not separate words"),
    ("l'entraide", Word("entraide"), "the elided letter is ignored"),
    ("l’entraide", Word("entraide"), "an elided letter before a typographic apostrophe is ignored"),
    ("qu’elle", Word("elle"), "a longer elided word is ignored"),
    ("State's", Word("state"), "an English genitive is ignored"),
    ("aujourd'hui", Phrase(("aujourd", "hui")), "a word with an apostrophe inside"),
    ("l'", Word("l"), "a letter without a word after it is kept"),
    ("(joint)", JOINT, "brackets"),
    # Chinese
    ("司法协助", Phrase(("司", "法", "协", "助")), "a run of characters is a phrase"),
    ("引渡 没收", AllOf((Phrase(("引", "渡")), Phrase(("没", "收")))), "two runs are two phrases"),
    ("引渡、没收", AllOf((Phrase(("引", "渡")), Phrase(("没", "收")))), "Chinese commas separate phrases"),
    (
        "引渡OR没收",
        AllOf((Phrase(("引", "渡")), Word("or"), Phrase(("没", "收")))),
        "OR without spaces is not an operator",
    ),
    ("COVID-19疫情", AllOf((Phrase(("covid", "19")), Phrase(("疫", "情")))), "two scripts are two phrases"),
    ("法", Word("法"), "one character"),
    # no words
    ("?! … — ()", None, "nothing but punctuation"),
    ("\\ & ! : <>", None, "operators of other search engines"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[f"{text} ({reason})" for text, _, reason in CASES])
def test_query_is_parsed(text: str, expected: Node | None, reason: str) -> None:
    assert parse(text) == expected, reason


TYPED = st.lists(
    st.sampled_from(
        ['"', "“", "”", "«", "»", "‘", "’", "OR", "or", "|", "-", "*", "l'", "’s", " ", " ", " ", ",", "，"]
    )
    | st.sampled_from(["joint", "Team", "été", "司法", "18", "WG.3/2021/3", "выдача", "تسليم"])
    | st.text(max_size=3),
    max_size=20,
).map("".join)
OPTIONAL_WORDS = {"or", "s", "c", "d", "j", "l", "m", "n", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"}


@given(TYPED | st.text())
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
