"""English: "article 16, paragraph 4, of the Convention", "paragraph 4 of article 16"."""

from __future__ import annotations

from recommendations.extraction.references.grammars.base import ACRONYM, ASIDE, DASH, Grammar, pattern

_CAPITALS = (
    r"(?:(?!(?:The|This|That|Its?|Under|In|Each|Of|To)\b)[A-Z][\w’'-]*\s+(?:(?:of|and|on|for)\s+(?:the\s+)?)?){1,7}"
)
_HEADS = r"""(?:Convention|Covenant|Treaty|Protocol|Agreement|Statute|Charter|Declaration|Act|Law|Code|Constitution
    |Rules|Regulations|Decree|Provisions)(?!\w)"""
_YEAR = r"(?:(?:19|20)\d\d\s+)?"
_OF_NO_NAME = r"(?!\s+of\b(?!\s+(?:the\s+[a-z]|(?!the\b)[a-z])))"
"""Does not match before the rest of a treaty's name, which has capitals: "of Belém do Pará", "of 1988". Matches before
"of assistance" in "Article 24 speaks of relocation, and article 25 of the Convention of assistance"."""
_ONE_OF = r"""(?:\s+(?:Convention|Protocol|[Tt]reaty|[Ii]nstrument|text)|\s+of\s+(?:them|(?:these|those|the(?:\s+two)?)
    \s+(?:two\s+)?(?:[Cc]onventions|[Pp]rotocols|[Tt]reaties|[Ii]nstruments|texts))|\s+of\s+(?:these|those)
    |(?=\s*[,;:(]|\s+(?:[^\s.,;:]+\s+){0,6}?(?:in|by|under)\s+(?:its\s+)?art))"""
_LOWER = r"""(?:[Mm]odel\s+(?:law|treaty|legislation|act)|[Tt]erms\s+of\s+reference|[Rr]ules\s+of\s+procedure
    |Regulation\s+\(E[UC]\)\s[\d/]+|Directive\s\d[\d/]+(?:/E[UC])?
    |[Tt]he\s+(?:Act|Law|Statute|Covenant|Rules))(?!\w)(?!\s+[A-Z])"""
_ON = r"""\s+(?:on|against|for|of|to|relating\s+to|concerning)\s+(?:the\s+)?
    [A-Z][\w’'-]*(?:(?:\s+(?:of|and|the|in|on))*\s+[A-Z][\w’'-]*)*"""

ENGLISH = Grammar(
    article=pattern(r"(?<![\w/#.-])(?:[Aa]rticle|[Aa]rt\.)\s*(?=[\dIVX])"),
    articles=pattern(r"(?<![\w/#.-])(?:[Aa]rticles|[Aa]rts\.)\s*(?=[\dIVX])"),
    paragraph=pattern(r"(?<!\w)(?:[Pp]aragraph|[Pp]ara\.|§)\s*(?=[\d(])"),
    paragraphs=pattern(r"(?<!\w)(?:[Pp]aragraphs|[Pp]aras\.|§§)\s*(?=[\d(])"),
    subparagraph=pattern(r"(?<!\w)(?:[Ss]ub-?(?:paragraphs?|paras?\.))\s*(?=[\d(])"),
    conjunction=pattern(rf"\s*,?\s+(?:and|or|and/or|as\s+well\s+as){ASIDE}\s+"),
    to=pattern(rf"\s+(?:to|through)\s+|{DASH}"),
    determiner=pattern(r"(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]hat|[Tt]his|an?)\s+"),
    joint=pattern(rf"\s*,?\s*(?:(?:and|or|and/or|as\s+well\s+as){ASIDE})?\s*(?:the\s+)?"),
    charter=pattern(r"[Tt]he\s+Charter(?!\s+(?:of|on|for)\b)(?!\w)"),
    owner=pattern(
        r"""(?=(?:the|its|their|his|her|that|this|an?|both|these|those|each|all)\s+\w|[A-Z])
        (?:(?:the|its|their|his|her|that|this|an?)\s+)?(?:[\w’'.-]+\s+){0,6}[\w’'-]+"""
    ),
    of=pattern(r"\s*,?\s+of\s+|\s+(?=thereof(?!\w))"),
    convention=pattern(
        r"(?:[Tt]he|[Tt]hat|[Tt]his|[Tt]he\s+(?:said|same|parent))\s+[“\x22]?(?:Convention|Treaty)(?!\s+(?:against|on|for|relating|concerning)\b)"
        rf"{_OF_NO_NAME}(?!\w)"
    ),
    protocol=pattern(
        rf"(?:[Tt]he|[Tt]hat|[Tt]his|[Tt]he\s+(?:said|same))\s+[“\x22]?Protocol(?!\s+(?:against|on|for|relating|to)\b){_OF_NO_NAME}(?!\w)"
    ),
    refers_back=pattern(r"[Tt]hat|[Tt]his|[Tt]he\s+(?:said|same)"),
    articles_back_reference=pattern(
        r"""(?:each\s+of\s+)?(?:them|(?P<noun>(?:[Tt]h[eo]se|[Bb]oth|[Tt]he\s+two)\s+articles
            |(?:[Tt]hat|[Tt]his|[Tt]he\s+(?:same|said))\s+article(?!\w)))|thereof"""
    ),
    respectively=pattern(r"\s*,?\s+respectively(?!\w)"),
    link=pattern(
        r"""\s*,?\s+(?:(?:both|all|each)\s+)?(?:of|under|in|from|(?:contained|set\s+(?:out|forth)|enshrined)\s+in)\s+
        (?P<both>(?:both|each\s+of)\s+)?"""
    ),
    filler=pattern(
        r"""\s*,?\s+(?:(?:and|or|and/or|as\s+well\s+as|including|together\s+with|along\s+with)\s+)?
        (?: (?:the|its|any|all|their)?\s*
            (?:(?:other|further|related|relevant|corresponding|applicable|pertinent|similar|associated|following
               |subsequent|additional|remaining|certain|several|various|connected|respective|relating)\s+(?:and\s+)?){1,3}
            (?:provisions?|articles|paragraphs|clauses|sections|obligations|requirements|measures)
          | (?:the\s+)?(?:provisions|articles)\s+(?:that\s+follow|thereafter)
          | inter\s+alia | among\s+other(?:s|\s+things|\s+provisions) | in\s+particular | et\s+seq\. | ff\.? )(?!\w)"""
    ),
    latter=pattern(
        rf"[Tt]he\s+(?:latter|second|last)(?:[-\s](?:named|mentioned))?(?:{_ONE_OF}|(?<=latter)|(?P<bare>))(?!\w)"
    ),
    former=pattern(
        rf"[Tt]he\s+(?:former|first)(?:[-\s](?:named|mentioned))?(?:{_ONE_OF}|(?<=former)|(?P<bare>))(?!\w)"
    ),
    either=pattern(
        r"""(?:(?:either|any|each|both|all|one(?:\s+or\s+(?:the\s+other|both|more))?)\s+of\s+
          (?:them|(?:the(?:se)?|those)\s+(?:\w+\s+)?(?:[Cc]onventions|[Pp]rotocols|[Tt]reaties|[Ii]nstruments|texts))
        | one\s+or\s+(?:the\s+)?other(?:\s+(?:[Cc]onvention|[Pp]rotocol|[Tt]reaty|[Ii]nstrument))?
        | (?:either|each)(?:\s+(?:one|[Cc]onvention|[Pp]rotocol|[Tt]reaty|[Ii]nstrument))?(?!\s+of)
        | (?:both|all(?:\s+\w+)?|(?:the|these|those)\s+(?:two|three|four))\s+
          (?:[Cc]onventions|[Pp]rotocols|[Tt]reaties|[Ii]nstruments)
        | both(?!\s+(?:the|of|these|those|its|their|[A-Z])) | them)(?!\w)"""
    ),
    instrument=pattern(r"(?:[Tt]hat|[Tt]his|[Tt]he\s+(?:said|same))\s+(?:[Ii]nstrument|treaty|text)(?!\w)"),
    longer_name=pattern(
        r"(?<!\w)(?:Inter-American|Arab|African(?:\s+Union)?|European(?:\s+Union)?|Council\s+of\s+Europe|ASEAN|OECD|OAS|AU|EU"
        r"|League\s+of\s+Arab\s+States|Organization\s+of\s+American\s+States|West\s+African\s+States|Commonwealth"
        r"|SAARC|Asian|Caribbean|American|Eurasian)\s+$"
    ),
    law=pattern(
        r"(?<!\w)(?:[Aa]n?|[Tt]he|[Tt]h(?:is|at)|[Ii]ts|[Tt]heir|new|bilateral|model)\s+(?:[\w-]+\s+){0,3}?(?:[Aa]ct|law(?!\s+enf)"
        r"|code|treaty|agreement|statute|decree|ordinance|regulations?|directive|bill|charter|guide)(?!\w)"
    ),
    possessive=pattern(r"(?<!\w)(?:[Ii]ts|[Tt]heir|[Ww]hose)\s+(?=(?:[Aa]rt|[Pp]ara|[Ss]ub-?para))"),
    thereof=pattern(r"\s*,?\s+(?:thereof|of\s+(?:it|which))(?!\w)"),
    acronym=ACRONYM,
    further=pattern(r"\s*,?\s+as\s+well\s+as\s+"),
    unspecified=pattern(
        r"""(?<!\w)(?:without|not|nor|never|unclear|failed\s+to)(?!\w)[^.;]{0,30}?(?<!\w)
        (?:say|stat|specify|indicat|nam|mention|identify|clear|unclear)\w*\s[^.;]{0,20}?
        (?:which|what)(?!\w)[^.;]{0,25}?(?<!\w)(?:two|treat|instrument|convention|protocol|text)"""
    ),
    background=pattern(
        r"(?<!\w)(?:(?:building|based|drawing|modelled|relying)\s+(?:up)?on|inspired\s+by|following\s+the\s+(?:example|model|precedent))\s[^;.]{1,150}?,"
    ),
    together=pattern(
        r"""[\s,]*(?:(?:which|and|is|are|must|should|shall|may|can|to|be|being|read|considered|interpreted|applied|taken|seen)\s+){0,6}
        (?:together|in\s+conjunction|in\s+combination|jointly|along)\s+with\s+"""
    ),
    supplementing=pattern(r"supplementing\s+(?:the\s+)?$"),
    outside=pattern(
        rf"""(?<!\w)(?:{_YEAR}{_CAPITALS}{_HEADS}(?:{_ON})? | {_YEAR}{_HEADS}{_ON}
        | {_LOWER} | (?:Constitution|Code)(?!\w))"""
    ),
    national=pattern(
        r"(?<!\w)(?:Code|Constitution|Act|Acts|Law|Laws|law|Statute|Decree|Ordinance|Bill|constitution|code|decree)(?!\w)"
    ),
    treaty=pattern(r"(?:Convention|Covenant|Treaty|Protocol|Agreement|Charter|Rome\s+Statute|International)(?!\w)"),
)
