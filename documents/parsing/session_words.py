"""Patterns for the names of sessions, in the six official languages."""

from __future__ import annotations

import re

_ENGLISH_ORDINAL = r"""(?:(?:one\s)?hundred\sand\s)?(?:(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)y[\s-])?
    (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth
      |sixteenth|seventeenth|eighteenth|nineteenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth|hundredth)
    | \d{1,3}\s?(?:st|nd|rd|th)"""
_ENGLISH_SESSION_KIND = (
    r"resumed|reconvened|special|emergency|regular|substantive|organi[sz]ational|annual|extraordinary|ordinary"
    r"|intersessional|inaugural|final|concluding|closing|informal|formal|joint|combined|high-level|spring|summer|autumn|winter|mid-year"
    r"|executive"
)
_FRENCH_ORDINAL = (
    r"(?:(?:[\w-]+-)?(?:cents?|mille|quatre|vingts?|trente|quarante|cinquante|soixante|dix|onze)[\s-](?:et\s)?){0,3}"
    r"(?:[\w-]*(?:ième|unième|ieme)|première|premier|seconde|\d{1,3}(?:re|e|ème))"
)
_SPANISH_ORDINAL = (
    r"(?:(?:primer|segund|tercer|cuart|quint|sext|s[ée]ptim|octav|noven|d[ée]cim|und[ée]cim|duod[ée]cim|vig[ée]sim"
    r"|trig[ée]sim|cuadrag[ée]sim|quincuag[ée]sim|sexag[ée]sim|septuag[ée]sim|octog[ée]sim|nonag[ée]sim|cent[ée]sim)"
    r"\w*\s?){1,4}|\d{1,3}(?:[.ºª°]{1,2}|er|[oa]\b)"
)
ORDINAL = re.compile(rf"(?:{_ENGLISH_ORDINAL}|{_FRENCH_ORDINAL}|{_SPANISH_ORDINAL})", re.VERBOSE | re.IGNORECASE)
_PART = r"""(?: (?:First|Second|Third|Fourth)\spart | Part\s(?:I{1,3}|IV|one|two|three|[1-4])
    | (?:Première|Deuxième|Seconde|Troisième)\spartie | (?:Primera|Segunda|Tercera)\sparte
    | (?:Первая|Вторая|Третья)\sчасть | 第[一二三](?:部分|期会议|阶段) | الجزء\s(?:الأول|الثاني|الثالث) )"""
_RESUMED = r"""(?: (?:(?:first|second|third)\s)?(?:resumed|reconvened)(?:\s(?:part|session))?
    | (?:(?:première|deuxième|seconde)\s)?reprise | (?:(?:primera|segunda)\s)?(?:continuación|reanudación)
    | (?:(?:первая|вторая)\s)?возобновл[её]нная(?:\s(?:часть|сессия))? )"""
_OF_ORGAN = r"(?:\s(?:of\s(?:the\s)?|de\s(?:la\s|l['’])?|del\s|du\s)(?-i:[A-Z]{3,10}))?"
"""Matches the short name of the organ whose session it is: "of ECLAC", "de la CEPAL"."""
PART_NAME = re.compile(
    rf"^(?:{_PART}(?:\sof\sthe\s(?:\w+\s)?session)?|Resumed\ssession)\s*(?:[:：,，–—]|(?=\())\s*",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the name of a part of a session before its place and dates: "First part: " in "First part: Vienna, 7–11 June
2032"."""
NEXT_PART = re.compile(rf"\s*[;；]\s*(?:and\s)?(?={_PART})", re.VERBOSE | re.IGNORECASE)

SESSION = re.compile(
    rf"""^(?-i:(?![a-z]))(?:
             (?:(?:{_ENGLISH_SESSION_KIND}|{_ENGLISH_ORDINAL}|(?:19|20)\d\d)[\s,]+(?:(?:and|of\sthe|part\sof\sthe)\s)?){{1,6}}
              (?:sessions?|meetings?|year)(?:\s(?:of\s|for\s)?(?:19|20)\d\d)?{_OF_ORGAN}
           | (?:(?:(?:Première|Deuxième|Seconde)\s)?reprise\sde\sla\s)?{_FRENCH_ORDINAL}\s(?:session|réunion|année)
              (?:\s(?:extraordinaire|ordinaire|spéciale|annuelle
              |directive|exécutive|d['’]urgence|de\sfond|\((?:extraordinaire|ordinaire|reprise)\)))*
              (?:\s(?:de\s)?(?:19|20)\d\d)?{_OF_ORGAN}
           | Reprise\sde\sla\ssession(?:\sde\s(?:clôture|fond))? | Session\sde\sclôture
           | (?:Continuación|Reanudación)\sdel\speríodo\sde\ssesiones(?:\sde\sclausura)?
           | (?:Première\s|Deuxième\s|Troisième\s)?(?:Session|Réunion)\s
              (?:(?:annuelle|ordinaire|extraordinaire|de\sfond)\s)?(?:de\s)?(?:19|20)\d\d
           | (?:(?:(?:Primera|Segunda)\s)?(?:Continuación|Reanudación)\sdel?\s)?(?:{_SPANISH_ORDINAL})\s?
              (?:período\s(?:(?:extraordinario|ordinario|anual)\s)?de\ssesiones|reunión|año)
              (?:\s(?:extraordinari[oa]|ordinari[oa]
              |ejecutiv[oa]|de\semergencia|de\s(?:19|20)\d\d|\([^()\d]{{2,30}}\)))*{_OF_ORGAN}
           | Período\s(?:anual\s|ordinario\s|extraordinario\s)?de\ssesiones\sde\s\d{{4}}
           | (?:[\w-]+\s){{1,4}}(?:(?:возобновл[её]нная|специальная|очередная|ежегодная|исполнительная)\s)*
             (?:сессия|совещание|заседание|год)
              (?:\s\d{{4}}\sгода)?(?:\s(?-i:[А-Я]{{3,10}}))? | Сессия\s\d{{4}}\sгода
           | (?!\d{{4}}\s?年$)第?[一二三四五六七八九十百\d]{{1,6}}\s?(?:届|次)?\s?(?:特别|续|常|执行)?
              (?:(?:年?会议|届会|年会?)(?:第?[一二三]?次?续会)?|续会)
           | (?:(?:استئناف\s)?الدورة|الاجتماع|السنة)\s.{{2,40}} | دورة\s(?:(?:ال)?عام\s|سنة\s)?\d{{4}}
         ) (?:(?:,?\s|\s?[،，]\s?|(?=\())\(?(?:{_PART}|{_RESUMED})\)?)? \s*\*{{0,3}} $""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Eleventh session", "Sixty-third session", "2025 session", "First regular session 2031", "Eightieth year",
"Twenty-first meeting", "Fifth session, first part", "Ninth session, first resumed", "Quarantième réunion",
"Cuadragésimo octavo período de sesiones", "Тридцать четвертая сессия", "第十一届会议",
"الدورة الحادية عشرة"; not "Report on the twentieth session"."""

_ORGANIZATIONAL = (
    r"Organi[sz]ational\ssession|Session\sd['’]organisation|Período\sde\ssesiones\sde\sorganización"
    r"|Организационная\sсессия"
)
_MAIN_PART = (
    rf"(?:(?:{_ENGLISH_ORDINAL})\s)?(?:{_ENGLISH_SESSION_KIND})\ssession|Session\s(?:de\sfond|ordinaire)"
    r"|Período\sde\ssesiones\s(?:sustantivo|ordinario)|(?:Основная|Очередная)\sсессия"
)
PART_OF_SESSION = re.compile(
    rf"""(?:{_ORGANIZATIONAL}|(?P<main>{_MAIN_PART})),\s
        (?P<dates>.{{4,80}}?(?:19|20)\d\d(?:\sгода)?)(?:\s(?={_ORGANIZATIONAL}|{_MAIN_PART})|$)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Organizational session, 1 April 2025", and "Substantive session, 12 May–13 June 2025" as group ``main``."""

_PART_OF = rf"""(?: [\w-]+\spart\sof\s(?:its|the)\s | {_FRENCH_ORDINAL}\spartie\sde\s(?:la|sa)\s
    | (?:{_SPANISH_ORDINAL})\s?parte\s(?:de\ssu|del)\s | [\w-]+\sчаст\w+\s(?:(?:ее|её|его|своей)\s)?
    | الجزء\sال\w+\sمن\s )"""
SESSION_IN_TITLE = re.compile(
    rf"""(?:\bon\s(?:its|the)|^report\sof\sthe)\s
          (?P<en>{_PART_OF}?(?:resumed\s|reconvened\s)?[\w-]+(?:\s(?:special|resumed|(?:and|to)\s[\w-]+))?\ssessions?)\b
        | \b(?:de\s(?:la|sa)|sur\s(?:la|sa))\s(?P<fr>{_PART_OF}?{_FRENCH_ORDINAL}\ssession)\b
        | \b(?:sobre\s(?:el|la|su)|del|(?:de|en)\s(?:la|su))\s
          (?P<es>{_PART_OF}?(?:{_SPANISH_ORDINAL})\s?período\sde\ssesiones)\b
        | \bо\s(?:работе\sее\s|работе\s)?(?P<ru>{_PART_OF}?[\w-]+(?:\s[\w-]+)?\sсессии)\b
        | (?P<zh>第[^\s:：第]{{1,6}}届会议(?:第[一二三四](?:部分|期会议|阶段)))(?=的?(?:工作)?报告)
        | \sعن\s(?:أعمال\s)?(?P<ar>{_PART_OF}(?:دورته|دورتها|الدورة)\sال\w+(?:\s(?:وال\w+|عشرة?))*)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Report on the fifty-sixth session (4–7 March 2025)", "REPORT OF THE TWENTY-FIFTH SESSION", "Report on the
third part of its first session"; in Chinese and Arabic only the part of a session, which no other line names."""
