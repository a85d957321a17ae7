"""The wording of operative paragraphs in English, from resolutions of the Assembly, the Council and other organs."""

from __future__ import annotations

from recommendations.extraction.operative.words import OperativeWords
from recommendations.extraction.types import Strength

_REQUEST_NOUN = r"(?:call|request|invitation|appeal|recommendation|demand|encouragement)s?"
_DEGREE = (
    r"(?:its|the|deep|deepest|profound|sincere|serious|grave|great|strong|strongest|warm|full|continued|particular"
    r"|also)"
)
_FEELING = (
    r"(?:gratitude|appreciation|concerns?|intention|support|satisfaction|readiness|hope|regret|conviction|solidarity"
    r"|thanks|condolences|commitment|alarm|determination|belief|interest|disappointment|sympathy|confidence|view"
    r"|willingness|dismay|outrage|condemnation|desire|wish)"
)
_WITH_FEELING = (
    rf"(?:\s+with(?:\s+{_DEGREE})?(?:\s+and)?\s+(?:appreciation|concern|satisfaction|interest|regret|gratitude|alarm))?"
)

ENGLISH = OperativeWords(
    organ=(
        r"(?:Assembly|Council|Conference|Commission|Committee|Board|Working\s+Group|Congress|Forum|Group|Panel|Assemblies"
        r"|Meeting|Parties|Authority|Bureau|Body|Mechanism)"
    ),
    article=r"The\s",
    requests=(
        (Strength.REQUIRED, r"(?:demand|instruct|direct|mandate|order|task)(?:s|ed)|oblige[sd]"),
        (
            Strength.URGED,
            r"urge[sd]|request(?:s|ed)|exhort(?:s|ed)|implore[sd]|appeal(?:s|ed)|ask(?:s|ed)|entrust(?:s|ed)"
            r"|call(?:s|ed)(?:\s+(?:once|again|further|also|strongly))*\s+(?:up)?on|call(?:s|ed)\s+for"
            rf"|(?:reiterate|renew|reaffirm|repeat)(?:s|ed|d)(?=\s+(?:its|the)\s+(?:\w+\s+){{0,2}}{_REQUEST_NOUN}(?!\w))",
        ),
        (Strength.ENCOURAGED, r"encourage[sd]|recommend(?:s|ed)|advise[sd]"),
        (Strength.INVITED, r"invite[sd]|reminds(?=\s[^.;]{3,80}\sto\s)"),
    ),
    statements=(
        rf"(?:take|took)s?\s+note{_WITH_FEELING}|takes\s+into\s+account|note[sd]{_WITH_FEELING}"
        rf"|express(?:es|ed)(?:\s+{_DEGREE})*\s+{_FEELING}(?:\s+and(?:\s+{_DEGREE})*\s+{_FEELING})?|express(?:es|ed)"
        r"|look(?:s|ed)\s+forward|pa(?:ys|id)(?:\s+\w+)?\s+tribute|bears\s+in\s+mind|draws\s+attention|remain(?:s|ed)"
        r"|(?:reaffirm|affirm|recall|welcome?|commend|condemn|regret|support|confirm|concur|adopt|accept|extend|renew"
        r"|thank|observe?|remind|transmit|reject|regard|maintain|amend|appoint|elect|defer|underline|express|applaud)"
        r"(?:s|ed|d|ted)"
        r"|(?:reiterate|recognize|recognise|acknowledge|approve|endorse|decide|resolve|agree|emphasize|emphasise"
        r"|underscore|congratulate|deplore|appreciate|consider|conclude|declare|proclaim|determine|designate|authorize"
        r"|authorise|share|denounce|continue|realize|salute|undertake|revoke|terminate|replace|repeal|convene|note)[sd]"
        r"|stress(?:es|ed)|highlight(?:s|ed)|establish(?:es|ed)|emphasi[sz]es|chose|chooses"
    ),
    adverbs=(
        r"(?:also|further|furthermore|additionally|again|once\s+again|once\s+more|strongly|particularly|likewise"
        r"|therefore|accordingly|hereby|urgently|equally|in\s+addition|in\s+particular|moreover|firmly|reiteratively"
        r"|unequivocally|solemnly|warmly|unanimously|finally)"
    ),
    joined=(
        r"(?:[,;:.]\s+and|[,;]|\.(?:\s+(?:It|The\s+(?:\w+\s+){0,3}(?:Assembly|Council|Conference|Commission|Committee|Board"
        r"|Group|Meeting|Parties)))?|(?<!\w)and)\s+(?:(?:in\s+(?:this|that)\s+(?:regard|respect|context|connection)"
        r"|to\s+(?:this|that)\s+end|in\s+so\s+doing),?\s+)?"
    ),
    annex=r"(?:annex|appendix|enclosure)",
    draft=r"draft\s+(?:resolution|decision|proposal)s?",
    decision=r"decision(?:s|\s+\S{0,12}\d\S{0,9}|\s+[IVX]+)?",
    adopted=r"(?:resolution|decision)s?",
    past=r"(?:ed|took|chose|paid)(?!\w)",
    noun=r"\s+(?:for|from|by|made|received|in|under|of|are|were|is|to\s+be|and|or|contained|submitted)(?!\w)|\s*[.;]",
    infinitive=(
        r"\s+to\s+(?!(?:the|all|those|its|their|other|relevant|each|any|both|an?|this|that|these|such|which)\s)"
        r"(?=[a-z])"
    ),
    aside=(
        r"(?:by|from|with|between|among|of|within|in|under|through|behalf\s+of|representing|via)\s+"
        r"(?:the\s+|other\s+|all\s+)*"
    ),
    head=(
        r"(?:^|[,;(]|(?<!\w)(?:and|or|as|that|including|particularly|to))\s*"
        r"(?:(?!(?:of|to|with|for|on|in|by|from|between|among|within|under|through|at|against|and|or)\s)[a-z-]+\s+){0,4}"
    ),
    other_verb=r"[A-Z][a-z]{2,15}s",
)
