"""English, the language in which the bodies of the Convention draft their recommendations."""

from __future__ import annotations

import re

from recommendations.extraction.languages.base import (
    ENCOURAGED,
    INVITED,
    REQUIRED,
    SHOULD,
    URGED,
    Addressees,
    Adoption,
    Chapeaux,
    Headings,
    Language,
    ShortNames,
    Statement,
    pattern,
    phrases,
    requests,
)
from recommendations.extraction.languages.meetings import MEETING, SESSION, Ordinals, meeting_grammar
from recommendations.extraction.prose import ORDINAL, ordinal_value

_ADVERB = "(?:also|further|particularly|especially|again|therefore|accordingly|likewise|hereby|urgently)"
_ADVERBS = rf"(?:\s+{_ADVERB})*"
_STRONGLY = rf"{_ADVERBS}\s+strongly{_ADVERBS}"
_TO = r"(?:(?P<aside>,[^.;:]{1,250}?,)?\s+to(?!\w))?"
"""Matches the ends of "are encouraged to", "are encouraged, where possible, to" and "are encouraged"."""

PHRASES = phrases(
    (URGED, rf"(?<=\bit\s)is{_STRONGLY}\s+recommended(?!,?\s+to\b)", "active"),
    (ENCOURAGED, rf"(?<=\bit\s)is{_ADVERBS}\s+recommended(?!,?\s+to\b)", "active"),
    (REQUIRED, rf"(?:shall|must){_ADVERBS}|(?:have|has|needs?)\s+to"),
    (REQUIRED, rf"(?:is|are){_ADVERBS}\s+(?:required|mandated){_TO}"),
    (URGED, rf"(?:is|are){_ADVERBS}\s+(?:urged|requested|called\s+upon){_TO}"),
    (URGED, rf"(?:is|are){_STRONGLY}\s+(?:encouraged|invited|recommended|advised|reminded|urged|requested){_TO}"),
    (URGED, r"strongly\s+(?:encourages?|recommends)\s+(?:that(?!\w))?", "needs_addressee"),
    (URGED, r"(?:urges|requests|calls\s+upon)", "needs_addressee"),
    (SHOULD, rf"should{_ADVERBS}|ought\s+to"),
    (ENCOURAGED, rf"(?:is|are){_ADVERBS}\s+(?:encouraged|recommended|advised){_TO}"),
    (ENCOURAGED, r"encourages|recommends", "needs_addressee"),
    (INVITED, rf"(?:is|are){_ADVERBS}\s+(?:invited|reminded|asked){_TO}"),
    (INVITED, rf"(?:may|might){_ADVERBS}\s+wish\s+to", "may_wish"),
    (INVITED, r"invites", "needs_addressee"),
    (URGED, r"(?:urged|requested|called\s+upon)", "needs_addressee"),
    (ENCOURAGED, r"encouraged|recommended\s+that(?=[^.;:]{1,120}:\s*$)", "needs_addressee"),
    (INVITED, r"invited", "needs_addressee"),
)
REQUESTS = requests(
    r"(?:to\s+)?",
    {
        URGED: r"request(?!\s+(?:for|from|by|of|to)\s)|urge|call\s+(?:up)?on|ask",
        ENCOURAGED: r"encourage|recommend(?:\s+that)?",
        INVITED: r"invite",
    },
    before=rf"(?:(?:{_ADVERB}|strongly)\s+)*",
)
_BODY = r"(?:Committee|Commission|Board|Panel|Group|Council|Conference|Forum|Rapporteur|Inspectors?|Meeting)"
_SPEAKS = (
    rf"^(?:[^.;:]{{0,300}},\s+)?the\s+(?:[\w-]+\s+){{0,4}}?{_BODY}(?:,[^.;:]{{1,250}},)?"
    r"\s+(?:(?:therefore|further|also|strongly)\s+){0,2}(?P<verb>"
)

_BODY_WORDS = (
    "Conference of the States Parties", "Conference of the Parties", "Working Group", "Expert Group",
    "Ad Hoc Committee", "Conference", "Commission", "Congress", "Committee", "Assembly", "Council", "Review Group",
)  # fmt: skip
_BODIES = {word.replace(" ", r"\s+"): word for word in _BODY_WORDS}
_OTHER = r"\s+(?:of|on|to|for)\s+(?:the\s+)?(?!Convention(?!\s+(?:on|against|for)))[A-Z]"
"""Matches what makes a body's name longer: "Conference on Disarmament"; but not "Conference of … to the Convention"."""
_NOT_IN_NAME = (
    r"(?:The|An?|This|That|These|Those|Its?|At|In|On|For|By|During|Under|When|While|If|As|Also|And|To|From|Of|With"
    r"|Since|After|Before|Both|Each|All|\w+ing)\s"
)
"""Matches capitalized words before a body that begin a sentence and are no part of its name."""

LANGUAGE = Language(
    code="en",
    phrases=PHRASES,
    requests=REQUESTS,
    statements=(
        Statement(ENCOURAGED, pattern(rf"{_SPEAKS}recommend(?:s|ed))(?!\w)")),
        Statement(SHOULD, pattern(rf"{_SPEAKS}(?:again\s+)?(?:trusts|(?:emphasizes|stresses|underlines|underscores)\s+"
                                  r"the\s+(?:importance|need)))(?!\w)")),
        Statement(None, pattern(rf"{_SPEAKS}(?:again\s+)?(?:notes(?:\s+with\s+concern)?|considers|"
                                r"is\s+of\s+the\s+view|reiterates(?:\s+its\s+(?:view|gratitude|appreciation))?|"
                                r"expresses\s+its\s+(?:gratitude|appreciation|concern)))(?!\w)")),
    ),
    addressees=Addressees(
        forms={},
        before=re.compile(
            r"(?:^|[,;]\s+(?:and\s+)?(?:in\s+this\s+regard,\s+)?|\b[Tt]hat\s+)"
            r"(?:[Tt]he\s+|[Aa]ll\s+|[Oo]ther\s+|[Rr]elevant\s+)*$"
        ),
        joint=re.compile(
            r"\s*(?:,\s+(?:and|or|as\s+well\s+as)\s+|,\s+|\s+and/or\s+|\s+and\s+|\s+or\s+|\s+as\s+well\s+as\s+)"
            r"(?:the\s+|other\s+|relevant\s+|all\s+)*"
        ),
        after=re.compile(r"\s+(?:that\s+)?(?:the\s+)?"),
        relative=re.compile(
            r",?\s+(?:(?:that|which|who)\s+(?:ha(?:ve|s|d)|do(?:es)?|did|are|is|were|was|can|could|may|might|wish|intend"
            r"|lack|seek|still|already|so|also|\w+ed)|whose|having|not\s+yet)\s"
        ),
    ),
    headings=Headings(
        debate=pattern(r"\W*(?:(?:summary|account)\s+of\s+(?:the\s+)?|general\s+)?(?:discussions?|deliberations?|debates?|statements|views)\b"),
        recommendations=pattern(
            r"""\W* (?:list\s+of\s+)?
            (?:(?:\w+\s+)?(?:conclusions?|observations|findings|proposals)\s*(?:,|and|and/or|&)\s+)?
            (?:(?:the|key|main|draft|agreed|general|specific|strategic|policy|further|proposed|overall
              |summary\s+of)\s+)*
            recommendations?
            (?: \s*$ | \s*\(continued\) | \s*: | \s+and(?:/or)?\s+\w+
              | \s+(?:adopted|for|to|of|on|by|from|emanating|arising)\b )""",
            r"\W*(?:revised\s+)?draft\s+recommendations?\s+(?:submitted|proposed|prepared|presented|put\s+forward)\b",
            r"\W*(?:proposed|suggested|recommended)\s+(?:actions?|measures)\s*$",
        ),
        conclusions=pattern(r"\b(?:conclusions?|observations|findings)\b"),
        decision=pattern(r"(?:draft\s+)?decision\s+(?:[\dIVX]+(?:/\d+)?|[A-Z])(?!\w)"),
        paper=pattern(r"(?:background|working|discussion|conference\s+room)\s+paper\b"),
        recommendation="Recommendation",
    ),
    chapeaux=Chapeaux(
        introduces=pattern(
            r"\bfollowing\s+(?:[\w,-]+\s+){0,5}?recommendations?\b",
            r"\b(?:recommends|recommended|agreed\s+to\s+recommend)\s+(?:that\s+)?(?:the\s+following|as\s+follows)",
        ),
        below=pattern(
            r"^The\s+following\s+(?:\w+\s+)?recommendations\b",
            r"\brecommendations\b[^.;]{0,120}\b(?:listed|set\s+out|presented|given|reproduced"
            r"|contained)\s+(?:here)?below\b",
            r"\brecommendations\b[^.;]{0,120}\b(?:as\s+follows|the\s+following)\b",
            r"\brecommendations\s+below\b",
            r"\b(?:adopted|made|agreed\s+on|put\s+forward|proposed)\s+the\s+following\s+(?:\w+\s+)?recommendations\b",
        ),
        reports=pattern(
            r"\b(?:implementation|follow-up|status|progress)\s+(?:\w+\s+){0,4}?(?:of|to|in|on|with)\s+(?:the"
            r"|its|those|these)\s+"
            r"(?:(?!following)\w+\s+){0,2}recommendations\b",
        ),
        repeats=pattern(
            r"\brequested\s+of\b[^.;]{1,120}\b(?:contained|set\s+out|outlined|listed"
            r"|summarized)\s+in\s+(?:paragraph|section)"
        ),
        asks=pattern(
            r"""(?: \b(?:may|might)\s+wish\s+to(?:\s+consider)?
              | \brecommend(?:s|ed)(?:\s+that(?:\s+[^.;:]{1,120})?)?
              | \bit\s+is\s+recommended\s+that(?:\s+[^.;:]{1,120})?
              | \b(?:is|are)\s+(?:\w+\s+)?(?:encouraged|urged|invited|called\s+upon|requested|recommended)(?:\s+to)? )
            \s*[:—]\s*$"""
        ),
        decides=pattern(
            r"\b(?:decides|decided|agrees|agreed|recommends|requests|invites|urges)(?:\s+to|\s+that)?\s*:\s*$"
        ),
        only=pattern(
            r"""\s*(?:(?:promptly|urgently|immediately|without\s+(?:undue\s+)?delay|as\s+soon\s+as\s+possible
            |(?:where(?:ver)?|whenever|if)\s+(?:possible|appropriate|feasible|necessary))\s*)?
            (?:to\s+)? (?:(?:take|consider|implement|adopt|carry\s+out|undertake|do|make|pursue)\s+)?
            (?:(?:the|these|all)\s+)? (?:(?:following|necessary|appropriate|specific)\b\s*)*
            (?:(?:steps|measures|actions?|activities|recommendations|initiatives)\s*)?
            (?:as\s+follows)? (?:,?\s*(?:inter\s+alia|among\s+others|in\s+particular),?)? \s*"""
        ),
        opens=pattern(r"^(?:to\s+)?(?:recommend|urge|encourage|invite|request|call|reiterate)(?:s|d|ed|ing)?\s"),
        consider=pattern(r"\s*consider(?=\s*[:—–-]\s*$)"),
        infinitive=re.compile(r"^(?:To\s+(?:[a-z]+ly\s+)?[a-z]+|(?:By|In|Through)\s+(?:[a-z]+ly\s+)?[a-z]+ing)\b"),
        incomplete=pattern(
            r"\b(?:such\s+as|namely|for\s+(?:example|instance)|e\.g\.|of|on|in|for|to|against|with|from|between|about|the),?\s*:\s*$"
        ),
    ),
    adoption=Adoption(
        adopted=pattern(
            r"\b(?:adopted|agreed\s+(?:on|upon)|decided)\b [^.;]{0,120}? \b(?:following|below)\b",
            r"^\W*(?:\w+\s+and\s+)?recommendations\s+(?:[\w-]+\s+){0,3}(?:adopted|agreed)\b",
            r"\b(?:following|these)\s+(?:\w+\s+){0,3}recommendations\s+were\s+(?:adopted|agreed)\b",
            r"\brecommendations\b[^.;]{0,80}\b(?:set\s+out|listed|presented"
            r"|given)\s+below\b[^.;]{0,40}\bwere\s+adopted\b",
            r"\b(?:decides|decided)\s*:",
        ),
        endorsed=pattern(
            r"\bendorse[sd]\b[^.;]{0,160}\b(?:following|below)\b",
            r"\brecommendations\b[^.;]{0,160}\bendorsed\s+by\b[^.;]{0,160}(?:follow|below)",
            r"^\W*recommendations\s+endorsed\b",
        ),
        endorses=pattern(r"\bendorses\b"),
        endorses_recommendations=pattern(
            r"\b(?:endorse[sd]|approve[sd]|(?:decide[sd]|agree[sd])\s+to\s+(?:endorse|approve))\s+"
            r"(?:(?:all|the|those|agreed|conclusions|observations|findings|and)\s+){0,4}recommendations\b",
        ),
        denies=pattern(
            r"\b(?:not|neither|nor|never|that|which|whose|who|if|when|whether|once|until|would|should|could|may|might)\b",
            r"\b(?:recall|reaffirm|reiterat)\w*\b|\b(?:had|has|have|having|was|were)(?:\s+\w+)?\s*$",
        ),
        put_forward=pattern(
            r"\bfor\s+(?:\w+\s+(?:and\s+|or\s+)?)?(?:endorsement|consideration|adoption|approval)\s+by\b",
            r"\b(?:submitted|forwarded|transmitted|referred)\s+to\b[^.;]{0,120}\bfor\s+(?:its\s+)?endorsement\b",
            r"\b(?:put|puts)\s+forward\s+(?:to|for)\b|\brecommended\s+to\s+the\s+[\w\s]{3,60}\bfor\b",
        ),
        draft_report=pattern(r"\bdraft\s+report\b"),
        draft_decision=pattern(r"\bdraft\s+(?:resolution|decision)\b"),
        report_of_meeting=pattern(
            r"\b(?:report|outcome)\s+(?:of|on)\b[^.]*\b(?:meeting|session|working\s+group|conference|commission"
            r"|committee)\b"
        ),
        same_meeting=pattern(r"\b(?:at|during)\s+(?:that|the\s+same|the\s+said)\s+(?:meeting|session)\b"),
        of_delegation=pattern(
            r"^(?:[^.;:]{0,120},\s+)?(?:(?:the|one|an?|some|several|many|other|two|three)\s+)*"
            r"(?:representatives?|delegat(?:ions?|es?)|observers?|speakers?|participants?)\b[^.;:]{0,200}\b"
            r"(?:submitted|proposed|put\s+forward|made|suggested|tabled|introduced|presented|circulated)\b"
        ),
        in_annex=pattern(
            r"(?<!draft\s)\brecommendations\b[^.;]{0,160}\b(?:in\s+(?:the\s+|an\s+)?annex|annexed)\b",
            r"\bannex\b[^.;]{0,80}\b(?:contains|sets\s+out|reproduces)\b[^.;]{0,60}(?<!draft\s)\brecommendations\b",
            r"\bannexed\s+recommendations\b",
        ),
        adopts=pattern(
            r"\b(?:adopted|approved|agreed\s+(?:on|upon))\s+(?:them|(?:these|those|the)\s+(?:\w+\s+)?recommendations)\b",
            r"\brecommendations\b(?:(?!resolution|decision|agenda|report)[^.;,]){0,120}\b(?:adopted|approved|agreed)\b",
        ),
        compilation=pattern(r"^compilation\s+of\b[^.]*\brecommendations\b"),
    ),
    bodies=ShortNames(
        re.compile(
            rf"""(?: (?:\b[Tt]he | \b[Ii]ts | \b[Tt]hat | \b\w+(?:st|nd|rd|th)) \s+
              | (?:^ | [(;,]\s? | \b[a-z][a-z-]*\s+) (?=\w+\s+(?:resolution|decision)s?\s+\d) )
            (?P<word>{"|".join(_BODIES)}) (?!\w)
            (?! {_OTHER} )""",
            re.VERBOSE,
        ),
        _BODIES,
        re.compile(
            rf"""(?<!\w) (?P<before>(?:(?!{_NOT_IN_NAME})[A-Z][\w’'-]*\s+(?:(?:and|of|for|on)\s+)?){{1,6}}?)?
              (?P<word>{"|".join(_BODIES)}) (?!\w) (?P<other> (?(before)|(?={_OTHER})) )?""",
            re.VERBOSE,
        ),
    ),
    meetings=meeting_grammar(
        Ordinals(ORDINAL, ordinal_value),
        its=r"its\s+(?:\w+\s+)?",
        joint="and",
        adjectives="reconvened|resumed|regular|emergency|special|extraordinary|intersessional|annual|joint|plenary|formal"
            "|informal",
        kinds={r"sessions?": SESSION, r"meetings?": MEETING},
        of=r"\s+of\s+(?:the\s+)?",
        unknown_body=r"\s+of\s+(?P<body>(?:the\s+)?(?:[\w-]+\s+){0,5}[\w-]+)",
        plenary="plenary",
        gap=r"(?:,[^,;.]{0,90}){0,3},\s+(?:the\s+)?",
        subject=r"(?:,?\s+(?:held\s+)?in\s+(?:[A-Z]\w+\s+)?\d{4})?,\s+(?:the\s+)?(?P<body>(?:[\w-]+\s+){0,2}[\w-]+)?",
        bureau=r"\b(?:[Ee]xtended\s+)?Bureau(?!\w)",
        has_numbered_sittings=True,
    ),
    asks=re.compile(
        r"""^[^.;:]{3,300}? \b(?: should(?!\s+be\s+(?:noted|recalled|stressed|emphasized|mentioned)) | shall | must
            | (?:is|are)\s+(?:\w+\s+)?(?:encouraged|urged|invited|requested|called\s+upon)
            | (?:may|might)\s+(?:\w+\s+)?wish\s+to )\b
          | ^The\s+[\w\s]{3,80}\s(?:recommend|urge|encourage|invite|request|call)(?:s|d|ed)\b""",
        re.VERBOSE,
    ),
    concludes=pattern(
        rf"^The\s+(?:[\w-]+\s+){{0,4}}?{_BODY}\s+(?:(?:therefore|further|also|strongly)\s+)*(?:recommend(?:s|ed)(?:,?\s+(?:also|further|in\s+addition),?)?\s+(?:that"
        r"|the\s+approval)|(?:urge[sd]|encourage[sd]|invite[sd]|request(?:s|ed)|call(?:s|ed)\s+upon)"
        r"\s+[^.;:]{3,150}?\s+to\s+(?!(?:the|which|whom|its)\s))\b"
    ),
    main_verb=re.compile(
        r"""\s*(?:(?:also|further|actively|fully|promptly|jointly)\s+)?(?P<action>
          [a-z]+\s+(?:(?:its|their|the|all)\s+)?(?:work|efforts)(?:\s+to\s+[a-z]+)?
        | (?:continue|consider|begin|start|seek|strive|endeavour)\s+(?:to\s+[a-z]+|[a-z]+ing)
        | be\s+[a-z]+ | (?:not\s+)?[a-z]+(?:-[a-z]+)?)(?!\w)""",
        re.VERBOSE,
    ),
    particle="to",
    aside=frozenset({
        "particularly", "especially", "including", "where", "when", "as", "in", "with", "subject", "given", "and", "or",
        "such", "inter", "upon", "if", "to", "for", "by", "on", "at", "through", "within", "under", "taking", "bearing",
        "consistent", "while", "wherever", "whenever", "unless", "without", "no",
    }),
)  # fmt: skip
