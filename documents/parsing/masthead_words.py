"""Patterns for the lines of a masthead, in the six official languages and in many layouts."""

from __future__ import annotations

import re

_LANGUAGE_WORDS = {
    "en": "english anglais inglés ingles английский английском англ 英文 英语 الإنكليزية بالإنكليزية انكليزي إنكليزي",
    "fr": "french français francais francés frances французский французском франц 法文 法语 الفرنسية بالفرنسية فرنسي",
    "es": "spanish espagnol español espanol испанский испанском 西班牙文 西班牙语 الإسبانية بالإسبانية إسباني",
    "ru": "russian russe ruso русский русском 俄文 俄语 الروسية بالروسية روسي",
    "zh": "chinese chinois chino китайский китайском 中文 汉语 الصينية بالصينية صيني",
    "ar": "arabic arabe árabe арабский арабском 阿拉伯文 阿拉伯语 العربية بالعربية عربي",
}
LANGUAGES = {word: code for code, words in _LANGUAGE_WORDS.items() for word in words.split()}
"""A map from the names of the official languages, in each of these languages, to ISO 639-1 codes."""

MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"

_DISTRIBUTION_WORDS = {
    "General": "general générale generale общее общий 普遍 普通 عام عامة",
    "Limited": "limited limitée limitee limitada ограниченное 有限 محدود محدودة",
    "Restricted": "restricted restreinte reservada restringida закрытое 限制 限定 مقيد مقيدة",
    "Provisional": "provisional provisoire предварительный предварительное 临时 مؤقت مؤقتة",
}
DISTRIBUTIONS = {word: kind for kind, words in _DISTRIBUTION_WORDS.items() for word in words.split()}
"""A map from distribution categories, in the six languages, to English names. Source: ST/AI/189/Add.3/Rev.2."""


def _alternatives(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


DISTRIBUTION_KINDS = _alternatives(DISTRIBUTIONS)
LANGUAGE_NAMES = _alternatives(LANGUAGES)
EACH_LANGUAGE = re.compile(rf"(?<![a-zа-яё])(?:{LANGUAGE_NAMES})", re.IGNORECASE)

SEATS = (
    r"(?:New\sYork|Nueva\sYork|Нью-Йорк|Vienna|Vienne|Viena|Вена|Geneva|Genève|Ginebra|Женева"
    r"|Nairobi|Найроби|Bangkok|Addis\sAbaba|Beirut|Santiago|The\sHague|Bonn|Rome|Paris|Montreal"
    r"|فيينا|نيويورك|جنيف|نيروبي)"
)
ORGANIZATION_NAMES = (
    r"(?:United\sNations|Nations\sUnies|Naciones\sUnidas|Организация\sОбъединенных\sНаций|Объединенные\sНации|联\s*合\s*国"
    r"|الأمـ*م\sالمتحـ*دة)"
)
ORGANIZATION_WITHOUT_SPACES = re.compile(re.sub(r"\\s[?*]?", "", ORGANIZATION_NAMES), re.IGNORECASE)
"""Matches the name of the Organization without its spaces: a program may put some between the letters."""
UNITED_NATIONS = re.compile(
    rf"""^(?: {ORGANIZATION_NAMES}(?:\s+[AEST]$)? | (?:UNITED|(?:NATIONS|UNIES|UNIDAS)(?:\s[AEST])?|NACIONES)$ | [AEST]$
        | (?:Организация(?:\sОбъединенных)?|Объединенных(?:\sНаций)?|Наций)$ )
        (?:\s*(?=[A-Z]{{1,8}}/) | \s*$)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "United Nations", "United Nations CTOC/COP/2022/L.4", "UNITED" and "NATIONS" on two lines, "A" alone."""

SYMBOL_BEFORE_NAME = re.compile(rf"^(?P<symbol>\S+/\S+)\s+{ORGANIZATION_NAMES}$")
"""Matches a symbol printed before the name of the organization."""
DISTRIBUTION = re.compile(
    rf"""^(?:Distr(?:ibution|ibución)?\b\s*\.?\s*:? | Рас(?:пр|сылка)\w*\.?\s*: | 分发\s*[:：]? | (?:ال)?توزيع\s*:?)\s*
        (?P<kind>{DISTRIBUTION_KINDS})(?!\w)[.,]?\s*(?P<rest>.*)$
      | ^(?P<kind_first>{DISTRIBUTION_KINDS})\s?(?:distribution|分发)$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Distr.: General", "Distr.: Limited 8 September 2022", "Distr. GENERAL", "Distr. générale", "分发：普遍",
"Limited distribution"."""

ORIGINAL = re.compile(
    r"^\[?(?:(?:Original(?:es|s|e)?|Язык оригинала|原件|原文|الأصل)\s*[:：]|Подлинный текст на\s?:?)"
    r"\s*(?P<languages>.+)$",
    re.IGNORECASE,
)
ORIGINAL_ALONE = re.compile(r"(?:Original(?:es|s|e)?|Язык оригинала|原件|原文|الأصل)\s*[:：]", re.IGNORECASE)
"""Matches the word above the language: "ORIGINAL:" above "ENGLISH"."""
LANGUAGE_LINK = r"(?:\s?[,/、和]\s?|,?\s(?:and|et|[ye]|и)\s|،?\sو)"
_LANGUAGE_LIST = rf"(?:{LANGUAGE_NAMES})(?:{LANGUAGE_LINK}(?:{LANGUAGE_NAMES})){{1,5}}"
ONLY = r"only|seulement|uniquement|exclusivement|solamente|únicamente|exclusivamente|только|فقط"
UNFINISHED_LANGUAGE_LIST = re.compile(
    rf"^(?:Original\w*\s?[:：]\s*)?(?:{LANGUAGE_NAMES})(?:{LANGUAGE_LINK}(?:{LANGUAGE_NAMES}))*\s?(?:,|/|\sand|\set|\s[ye]|\sи|و|、|和)$",
    re.IGNORECASE,
)
"""Matches the first line of a list of languages: "English, French, Russian and", "Original: Arabic/English/"."""
LANGUAGES_LINE = re.compile(
    rf"^(?:(?:только\sна|仅有|只有)\s*)?(?P<languages>{_LANGUAGE_LIST})\s*(?:языках|{ONLY})?$", re.IGNORECASE
)
LANGUAGE_LINE = re.compile(
    rf"""^\s*(?P<language>{LANGUAGE_NAMES})\s*(?P<only>{ONLY})?\s*$
        | ^(?:только\sна|仅有|只有)\s*(?P<alone>{LANGUAGE_NAMES})\w*(?:\sязыке)?$""",
    re.VERBOSE | re.IGNORECASE,
)

AGENDA_ITEM = re.compile(
    r"""^(?: (?:(?:Agenda\s+)?items?|Points?(?=\s+\S+(?:\s\(\w+\))?\s+of\s))\s+
             (?P<en>.+?) (?:(?:\s+|(?<=\d))(?:of|on|in)\s+the\s+.*)?
           | (?P<ordinal>[\w-]+(?:\s[\w-]+)?)\s+(?:item\son\sthe\sagenda|question\sà\sl['’]ordre\sdu\sjour
               |punto\sdel\sorden\sdel\sdía)
           | Points?\s+(?P<fr>.+?)\s+(?:de\s+l['’\s]\s?ordre\s+du\s+jour|de\s+la\s+liste).*
           | Temas?\s+(?P<es>.+?)(?:\s+(?:del?\s+(?:programa|la\s+lista)|de\s+la\s+agenda).*)?
           | Пункты?\s+(?P<ru>.+?)(?:\s+(?:предварительн|первоначальн|повестки).*)?
           | (?:临时)?议程\*{0,3}(?:\s?草案|\s?初步一览表)?\*{0,3}\s?项目\s?(?P<zh>.+?)
           | 暂定项目表\s?项目\s?(?P<zh2>.+?)
           | (?:البند|البندان|البنود)\s+(?P<ar>.+?)(?:\s*من\s+(?:جدول|القائمة).*)?
         ) \s*\*{0,3}\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Item 4 of the provisional agenda*", "Agenda item 3 (b) (iii)", "Items 138 and 139 of the preliminary
list**", "Point 4 de l'ordre du jour provisoire", "Tema 165 del programa", "Пункт 4 предварительной повестки дня"."""

_ITEM_LETTER = r"(?:\s?\([a-zа-яء-ي]{1,4}\)|\s[a-zа-я]\))"
_ITEM_NUMBER = rf"\d{{1,3}}{_ITEM_LETTER}*"
_ITEM_NUMBERS = rf"{_ITEM_NUMBER}(?:(?:,\s|\s(?:and|et|y|и)\s|\sو\s?|[、和]|\s?[–-]\s?)(?:{_ITEM_NUMBER}|\([a-z]\)))*"
ITEM_WITHIN = re.compile(
    rf"""(?: (?:Agenda\s)?items?\s{_ITEM_NUMBERS}(?:\s?of\sthe\s(?:[\w-]+\s)?(?:agenda|list))?
           | Points?\s{_ITEM_NUMBERS}\sde\s(?:l['’\s]\s?ordre\sdu\sjour|la\sliste)(?:\s(?:provisoire|préliminaire))?
           | Temas?\s{_ITEM_NUMBERS}\s(?:del?\s(?:programa|la\slista)|de\sla\sagenda)(?:\s(?:provisional|preliminar))?
           | Пункты?\s{_ITEM_NUMBERS}\s(?:предварительн\w+\s|первоначальн\w+\s)?(?:повестки\sдня|перечня)
           | (?:(?:临时)?议程\*{{0,3}}(?:\s?草案)?|暂定项目表)\*{{0,3}}\s?项目\s?{_ITEM_NUMBERS}
           | (?:البند|البندان|البنود)\s{_ITEM_NUMBERS}\sمن\s(?:جدول\sالأعمال|القائمة)(?:\s(?:المؤقتة?|الأولية))? )
        (?![\w.])(?:\s?\[?\*\]?)*""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches an agenda item within a line, up to its title."""

WHOLE_AGENDA_ITEM = re.compile(
    r"(?:Agenda\s)?items?\s\d{1,3}(?:[\s,()\d]|\b(?:[a-z]|and)\b){0,30}(?:\sof\sthe\s(?:[\w-]+\s)?agenda)?\W{0,3}$",
    re.IGNORECASE,
)
"""Matches a line with a whole agenda item, which the next line does not continue: "Agenda items 3, 4 and 7"."""

ITEM_SEPARATOR = re.compile(r"\s(?:and|et|y|e|и)\s|[和و]|,\s?\d")
_SUBITEM = r"\([a-zа-яء-ي]{1,4}\)|[a-zа-я]\)"
ITEM_NUMBER = re.compile(
    rf"""^\d{{1,3}} (?:\.\d{{1,2}}(?!\d))? (?:\s?(?:{_SUBITEM}))*
        (?: (?:\s?[,;&–、和及-]|\s+(?:and|to|et|à|y|e|a|и|و))? \s* (?:\d{{1,3}}|{_SUBITEM}) ){{0,12}}$""",
    re.VERBOSE,
)
"""Matches "4", "1.4", "5 (b)", "3 (b) (iii)", "89 and 18", "110 a)"."""

_CHINESE_DATE = r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
_LETTERS = rf"""(?: (?:Identical\s)?(?:Letters?|Notes?\sverbales?)\s(?:dated|from)\b
    | (?:Lettres?|Notes?\sverbales?)\s(?:identiques\s)?(?:,\s)?(?:datées?|en\sdate|adressées?)\b
    | (?:Cartas?|Notas?\sverbal(?:es)?)\s(?:idénticas\s)?(?:,\s)?(?:de\sfecha|fechadas?|dirigidas?)\b
    | (?:Идентичные\s)?(?:письм[оа]|вербальн(?:ая|ые)\sнот[аы])\s
    | (?:رسالة|رسالتان|رسائل|مذكرة\sشفوية|مذكرتان\sشفويتان)\s(?:متطابق\w+\s)?(?:مؤرخ|موجه) | {_CHINESE_DATE}.{{0,60}}
      (?:代表|代办|大使|使团|秘书长|主席|部长|总干事|执行主任|[给致].{{0,60}}(?:信|函|照会)) )"""
LETTER = re.compile(rf"^{_LETTERS}", re.VERBOSE | re.IGNORECASE)
"""Matches the beginning of the title of a letter or note verbale: "Identical letters dated 5 July 2033 from …"."""
ADDRESSEE = re.compile(
    r"\b(?:addressed\sto|adressée?s?\s(?:à|aux?)|dirigidas?\s(?:al?|a)|на\sимя|в\sадрес)\s|موجه\w*\sإلى|[信函]\W*$|照会\W*$",
    re.IGNORECASE,
)
"""Matches the words of the title of a letter before its addressee; in Chinese, those after it."""

SUBTITLE = re.compile(
    rf"""^(?: {_LETTERS} | (?:[\w-]+\s){{0,3}}(?:Report|Note|Letter|Memorandum|Statement|Study|Summary
             | (?:Working|Background|Discussion|Concept|Conference\sroom)\spaper | Concept\snote | Discussion\sguide )
             (?:\s(?:of|by|from|prepared|submitted|dated|transmitted)\b|$)
           | Progress\sreport | Compilation\s(?:of|prepared)\b
           | (?:Prepared|Submitted|Transmitted|Compiled)\sby\b | Rapporteur
           | Held\s(?:at|in)\s | Tenue\s(?:au|à)\s | Celebrada\sen\s
           | Addendum | Corrigendum | Revision | Revised\b.{{0,40}} | Draft\s(?:resolution|decision|report)\b
           | .{{2,200}}:\s(?:revised\s)?draft\s(?:resolution|decision|report|amendment)s?$
           | (?:[\w-]+\s)?Rapport\s(?:du|de)\b | (?:Note|Mémoire)\s(?:du|de|verbale)\b
           | Document\sde\s(?:travail|séance)\b
           | Guide\s(?:de\sdiscussion|pour\sles\sdébats) | Additif | Rectificatif
           | (?:[\w-]+\s)?Informe\s(?:del?|de)\b | (?:Nota|Memorando)\s(?:del?|de|verbal)\b
           | Documento\sde\s(?:trabajo|sesión)\b
           | Guía\spara\s(?:las\sdeliberaciones|el\sdebate) | Adición | Corrección
           | (?:[\w-]+\s)?Доклад\s | Записка\s | Рабочий\sдокумент | Документ\sзала
           | Руководство\sдля\s(?:дискуссии|обсуждения) | Добавление | Исправление
           | .*(?:的报告|的说明|的信|的普通照会|的会议室文件|讨论指南)$ | 增编 | 更正
           | تقرير\s | مذكرة\s | ورقة\s | دليل\sال?مناقشة | إضافة | تصويب )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a line below the title that names the kind of document: "Report of the Secretariat", "Addendum"."""

_CORRIGENDA = r"Corrigendum|Corrigenda|Rectificatif|Corrección|Correcciones|Исправлени[ея]|更正|تصويب(?:ات)?"
CORRIGENDUM = re.compile(rf"(?:{_CORRIGENDA})(?:\s?\d{{1,2}})?\W{{0,3}}", re.IGNORECASE)
"""Matches a line that is the word "Corrigendum", which is printed below the title of the document corrected."""
ISSUE = re.compile(
    rf"""(?: Addendum | Revision | Additif | Révision | Adición | Revisión | {_CORRIGENDA}
          | Добавление | Пересмотренный\sвариант | 增编 | إضافة )
        (?:\s?\d{{1,2}})?\W{{0,3}}""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a whole line that only gives the relation of the document to an earlier one: "Addendum", "Corrigendum 2"."""

HELD_AT_HOUR = re.compile(
    r"""(?:(?:To\sbe\s)?held\s(?:at|in|on)|Tenue\s(?:au|à)|Celebrada\sen|Состоявш\w+\sво?|المعقودة\sفي
          |Qui\sse\stiendra|Que\sse\scelebrará|Которое\sсостоится|المقرر\sعقدها)
        \s\D{4,120}\d.{0,40}?(?:19|20)\d\d
        (?:\sгода|\sг\.)?,?\s(?:at|à|a\slas?|в|الساعة)\s\d{1,2}(?:[.:/]\d\d)?
        (?:\s?(?:[ap]\.?m\.?|heures(?:\s\d\d)?|h(?:\s\d\d)?(?!\w)|horas
            |час(?:ов|\.)?(?:\s\d\d\sмин\.)?|ч\.(?:\s\d\d\sм\.)?))?""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the place, the day and the hour below the title of a summary record, or of the agenda of one meeting."""

HELD_ON = re.compile(r"(?:ال(?:معقود|منعقد)ة?|يوم(?:ي|ين)?|من|في\sالفترة|خلال\sالفترة)\s")
"""Matches the beginning of an Arabic line that ends a title with the days of a meeting; Arabic has no capitals."""

DRAFT_REPORT = re.compile(
    r"(?:Draft\sreport|Projet\sde\srapport|Proyecto\sde\sinforme|Проект\sдоклада|报告草稿|مشروع\sالتقرير)\W{0,3}",
    re.IGNORECASE,
)
"""Matches the title under which the report of a session is issued in parts during the session."""

OFFICER = re.compile(
    r"""^(?: (?:Later|Puis|Luego|Затем|随后|ثم)\s?[:：]\s?\S
        | (?:(?:Acting|Temporary|Vice-|Co-)\s?)?(?:[\w-]+(?:\s(?:and|et|y|и)\s|-))?
        (?:Rapporteu(?:r|se)|Relatora?|Докладчик|报告员|(?:ال)?مقررة?|Chair(?:man|person|woman)?
        |President[ea]?|Présidente?|Председатель|主席|(?:ال)?رئيسة?)\s?[:：]\s?\S)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a line below the title that names a person, not a subtitle: "Chair: Ms. Jane Doe (Ruritania)", or "Later: Mr.
Roe" in a record of a meeting."""

AUTHOR_LINE = re.compile(
    r"""^(?!.{0,60}\b(?:Secretariat|Secretary-General|Executive\s(?:Director|Secretary))\son\s)
        (?: (?:Prepared|Submitted|Compiled|Drawn\sup)\sby\sthe\s(?:Secretariat|Secretary-General|[\w-]+\sSecretary)
           | (?:Établi|Présenté|Soumis)e?s?\spar\sle\s(?:Secrétariat|Secrétaire\s(?:général|exécutif))
           | (?:Preparad|Presentad|Elaborad)[oa]s?\spor\s(?:la\sSecretaría|el\sSecretario\s(?:General|Ejecutivo))
           | (?:Подготовлен|Представлен)(?:о|а|ы|н\w+)?\s(?:Секретариатом|Генеральным\sсекретарем)
           | (?:由)?(?:秘书处|秘书长)(?:编写|提交)
           | (?:من\sإعداد|أعدته?ا?|مقدمة?\sمن)\s(?:الأمانة(?:\sالعامة)?|الأمينة?\sالعامة?)
           | (?:[\w-]+\s){0,2}
             (?:Report|Note|Memorandum|Study|(?:non-)?paper)\s
             (?: (?:(?:prepared|submitted|compiled)\s)?by\s.+
               | (?:of|by)\sthe\s(?:[\w-]+\s){0,3}
                 (?:Secretariat|Secretary-General|Director(?:-General)?|Executive\sSecretary|Commissioner|Chair|President
                   |Rapporteur|Expert|Bureau|Administrator|Registrar)(?:\sfor\s(?:Human\sRights|Refugees))? )
           | (?:Proposal|Communication|Contribution)\s(?:submitted\s)?(?:by|from)\s.{3,60}
           | (?:Proposition|Propuesta|Communication|Comunicación)\s(?:du|des?|del|(?:pré|pre)sent\w+\spo?a?r)\s.{3,60}
           | (?:Rapport|Note|Étude|Mémoire|Document\s(?:de\stravail|de\sséance|d['’]information))\s
             (?: (?:établie?|présentée?|soumise?)\spar\s.+
               | (?:du|de\sla|de\sl['’])\s?(?:[\w-]+\s){0,2}
                 (?:Secrétariat|Secrétaire\s(?:générale?|exécuti(?:f|ve))|Direct(?:eur|rice)|Haute?-Commissaire|Présidente?|Présidence
                   |Rapporteu(?:r|se)|Bureau)
                 (?:\s(?:exécuti(?:f|ve)|spéciale?)|\saux\sdroits\sde\sl['’]homme|\spour\sles\sréfugiés)? )
           | (?:Informe|Nota|Estudio|Memorando|Documento\sde\s(?:trabajo|sesión|antecedentes|información))\s
             (?: (?:preparad|presentad|elaborad)[oa]\spor\s.+
               | (?:del|de\sla)\s(?:[\w-]+\s){0,2}
                 (?:Secretaría|Secretari[oa]\s(?:General|Ejecutiv[oa])|Directora?\s\w+|Alt[oa]\sComisionad[oa]|President[ea]|Presidencia
                   |Relatora?|Mesa)
                 (?:\sEspecial|\spara\slos\s(?:Derechos\sHumanos|Refugiados))? )
           | (?:Доклад|Записка|Исследование|(?:Рабочий|Справочный|Информационный)\sдокумент
               |Документ\sзала\sзаседаний)
             (?: ,?\s(?:подготовленн|представленн)\w+\s.+
               | \s(?:\w+\s){0,2}
                 (?:Секретариата|Секретаря|Директора(?:-исполнителя)?|комиссара|Председателя|докладчика)
                 (?:\sпо\s(?:правам\sчеловека|делам\sбеженцев))? )
           | (?!.{0,12}问题).{0,12}(?:秘书处|秘书长|主任|高级专员|主席|报告员)(?:编写|提交)?的?
             (?:说明|报告|(?:背景|工作|资料|会议室)?文件)
           | (?!.*(?:根据|依照|按照|关于)).{2,20}(?:编写|提交)的(?:背景|工作|资料|会议室)文件
           | (?:تقرير|مذكرة|دراسة|ورقة\s(?:معلومات|عمل|مناقشة|غرفة\s(?:ال)?اجتماعات?)(?:\sأساسية)?)\s
             (?: (?:من\sإعداد|أعدته?ا?|مقدمة?\sمن|قدمتها)\s.+
               | (?:من\s)?
                 (?:الأمانة(?:\sالعامة)?|الأمينة?\sالعامة?|المديرة?\sالتنفيذية?|المفوضة?\sالسامية?|الرئيسة?
                   |المقررة?(?:\sالخاصة?)?)(?:\sل(?:حقوق\sالإنسان|شؤون\sاللاجئين))? )
         )\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a line that names only the kind of a document and its author and so is not a title: "Note by the Chair"; not
"Note by the Secretariat on fees", but "Report by the Special Rapporteur on slavery"."""

_SPONSORS = r""".{2,1500}\s?[:：]\s?(?:(?:revised\s)?draft\s(?:resolution|decision)s?
               | projets?\s(?:révisés?\s)?de\s(?:résolution|décision)s?(?:\srévisée?s?)?
               | proyectos?\s(?:revisados?\s)?de\s(?:resoluci[óo]n|decisi[óo]n)(?:es)?(?:\srevisad[oa]s?)?
               | (?:пересмотренный\s)?проекты?\s(?:резолюци|решени)\w+ | (?:订正)?决议草案 | (?:订正)?决定草案
               | مشروع\s(?:قرار|مقرر).{0,20})\*?$"""
SPONSORS = re.compile(_SPONSORS, re.VERBOSE | re.IGNORECASE)
"""Matches the States that submit a draft, above its title: "Bolivaria and Elbonia: draft resolution"."""

_DRAFT_BY = r"""(?: (?:Revised\s)?draft\s(?:resolution|decision)s?\b.{0,40}
             \b(?:submitted|proposed|recommended|prepared)\b
           | Projet\sde\s(?:résolution|décision)\s(?:présenté|proposé|soumis|déposé)
           | Proyecto\sde\s(?:resolución|decisión)\s(?:presentado|propuesto)
           | Проект\s(?:резолюции|решения),?\s(?:представленн|внесенн|предложенн)
           | مشروع\s(?:قرار|مقرر)\s(?:منقح\s)?(?:مقدم|مقترح) )"""
DRAFT_BY = re.compile(_DRAFT_BY, re.VERBOSE | re.IGNORECASE)
DRAFT_AUTHOR = re.compile(
    rf"^(?: {_DRAFT_BY} | {_SPONSORS} | .{{2,40}}提[交出]的(?:订正)?(?:决议|决定)草案$ )", re.VERBOSE | re.IGNORECASE
)
"""Matches a line above the title that names the author of a draft: "Draft resolution submitted by the Chair of …"."""

SEGMENT = re.compile(
    r"""^(?: (?:(?:Resumed|High-level|Ministerial|General|Special|Technical|Thematic)\s)?
             (?:[A-Z][\w-]*(?:\s(?:and\s)?[a-z-]+){0,4}\s)?segment
           | (?:[A-Z][\w-]*,?\s(?:and\s)?){1,4}Section(?:\s+[A-Z]{2,5})?
           | (?:Reprise\sdu\s)?débat\s(?:de\shaut\sniveau|consacré\saux\s.{3,60}) | Serie\sde\ssesiones\s.{3,60}
           | Этап\s.{3,60} | [\u4e00-\u9fff]{2,12}部分 | الجزء\s.{3,60} )$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the name of a part of a session: "High-level segment", "Resumed management segment"."""

OTHER_HEAD_LINE = re.compile(
    rf"""^(?: (?:Resolution|Decision|Résolution|Décision|Resolución|Resolucion|Decisión|Резолюция|Решение)s?,?\s
             (?:adopted|adoptée|aprobada|adoptada|принят)\w*\b
           | .{{0,30}}(?:大会|会议|理事会|委员会)(?:决议|决定)$
           | .{{0,20}}日.{{0,30}}第\d{{1,5}}次(?:全体)?[会會][议議]通[过過]$
           | (?:قرار|مقرر)\s(?:اتخذ|اعتمد)ت?ه\s | \W*(?:\[.*\])?\W*بناء\sعلى\sتقرير
           | \d{{1,5}}(?:st|nd|rd|th)\splenary\smeeting$ | \d{{1,5}}e\sséance\splénière$ | \d{{1,5}}ª\ssesión\splenaria$
           | \d{{1,5}}-е\sпленарное\sзаседание$ | 第\d{{1,5}}次全体会议$
           | Adopted\sby\b | \[.*\]$
           | Official\sRecords\b | Documents\sofficiels\b | Documentos\sOficiales\b
           | Официальные\sотчеты | 正式记录 | Supplement\sNo\. | Supplément\sn | Suplemento\sn[úu]m
           | Дополнение\s№ | 补编第 | الوثائق\sالرسمية | الملحق\sرقم
           | (?:New\sYork|Nueva\sYork|Geneva|Genève|Ginebra|Vienna|Vienne|Viena|Нью-Йорк)[,，]?\s(?:19|20)\d\d$
           | (?:Reference|Référence|Referencia)\s?:.* | For\s(?:decision|information|action|discussion)$
           | \(?(?:(?:Advance|Draft)\s)?(?:unedited|unofficial|preliminary)\s(?:version|copy|draft)\)?
           | Advance\s(?:version|copy)$
           | Version\s(?:préliminaire|avancée)\b | Versión\s(?:preliminar|avanzada)\b
           | Предварительн\w+\s.{{0,30}}вариант
           | (?:Department|Département|Departamento|Департамент)\s(?:of|for|de|des|по)\s.{{3,60}}$
           | \(?(?:{MONTH_NAMES})(?:\s(?:19|20)\d\d)?\s?(?:-|–|—|to)\s?(?:{MONTH_NAMES})\s(?:19|20)\d\d\)?$
           | {ORGANIZATION_NAMES}\s?[•·–-].{{0,40}}(?:19|20)\d\d.{{0,10}} )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches lines of a head that are neither title nor subtitle: "Resolution adopted by …", "[on the report of …]",
"Advance unedited version", "Department of Economic and Social Affairs", "(July–September 2031)"."""

CONTACT = re.compile(
    r".{0,200}\b(?:Tel|Tél|Fax|Telephone|Téléphone|Teléfono|Тел|Факс)\b\.?\s?:?\s?[+(]?\d", re.IGNORECASE
)
"""Matches the last line of a letterhead, with a telephone number."""

RECORDS = re.compile(
    r"""^(?:Official\sRecords | Documents\sofficiels | Documentos\sOficiales | Официальные\sотчеты | 正式记录
        | الوثائق\sالرسمية | Supplement\sNo\. | Supplément\sn | Suplemento\sn[úu]m | Дополнение\s№ | 补编第
        | الملحق\sرقم)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the lines of a cover that name the series of official records."""

REPORT_CITATION = re.compile(r"\[.*[(（][A-Z]+/[\w/.]+.*[)）].*\]")
"""Matches the line of a head that cites the report or draft adopted: "[on the report of … (A/50/629)]"."""

RESOLUTION_NUMBER = re.compile(r"^(?:\d{1,3}|\d{4})/\d{1,4}\.?\s+(?=\S)")
"""Matches the "48/246. " before the title of a resolution."""

RESOLUTION_ALONE = re.compile(
    r"""(?: (?:Resolution|Decision|Résolution|Décision|Resolución|Decisión|Резолюция|Решение|القرار|المقرر|قرار|مقرر)\s
            (?:№\s?)?(?:[A-ZА-Я]{1,6}[\s-])?\d{1,4}/\d{1,4} | 第?\d{1,4}/\d{1,4}\s?号?(?:决议|决定)
          | (?:\d{1,3}|\d{4})/\d{1,4}(?=\.) )\W{0,3}$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a line with only the number of a resolution or decision, above its title: "Decision 77/9", "77/9."."""

REPORT_OF_ORGAN = re.compile(
    r"""^(?: Report\s(?:of|on\sthe\s(?:\w+\s)?meetings?\sof)\sthe\s
             (?P<en>[A-Z](?:(?!\son\s(?:its|the\s(?:work|[\w-]+\spart\sof))\b|\sheld\b)[^,:]){4,120})(?:\s(?:held|on\sits|on\sthe)\s.+)?
           | Rapport\s(?:sur\sl(?:a\sréunion|es\sréunions)\s)?(?:du|de\sla|de\sl['’])\s?
             (?P<fr>[A-Z](?:(?!\ssur\s(?:sa|ses|les\stravaux|la\s[\w-]+\spartie)\b|\stenue?\b)[^,:]){4,120})
             (?:\s(?:sur\s(?:sa|ses|les|la)|tenue?)\s.+)?
           | Informe\s(?:sobre\sla(?:\sreunión|s\sreuniones)\s)?(?:del|de\sla)\s
             (?P<es>[A-Z](?:(?!\ssobre\s(?:sus?|los\strabajos|la\s(?:labor|\w+\sparte))\b|\scelebrad[oa]\b)[^,:]){4,120})
             (?:\s(?:sobre\s(?:sus?|los|la)|celebrad[oa])\s.+)?
           | (?P<zh>[\u4e00-\u9fff]{2,30}?(?:委员会|理事会|工作组))(?:关于.{2,40}|.{0,40}会议)?的?报告
           | تقرير\s(?P<ar>(?:لجنة|اللجنة|مجلس|المجلس|الفريق\sالعامل)(?:(?!\sعن\s)[^،:]){2,120})(?:\sعن\s.+)?
           | تقرير\sعن\sاجتماع(?:ات)?\s(?P<ar_meeting>(?:لجنة|اللجنة|الفريق\sالعامل)[^،:]{2,120}?)\sالم(?:ن)?عقودة?\s.+
         )$""",
    re.VERBOSE,
)
"""Matches the title of the report of an organ or on its meeting; the organ is in one of the groups. In Russian, the
organ is in the genitive, which does not show its name."""

REPORT_ON_MEETING = re.compile(
    r"Report\son\sthe\s(?:\w+\s)?meetings?\s|Rapport\ssur\sl(?:a\sréunion|es\sréunions)\s"
    r"|Informe\ssobre\sla(?:\sreunión|s\sreuniones)\s|Доклад\sо\s(?:работе\s)?совещани|تقرير\sعن\s(?:أعمال\s)?اجتماع"
    r"|تقرير\s.{2,80}\sعن\s(?:أعمال\s)?دورته"
    r"|.{2,60}会议的?(?:工作)?报告$",
    re.IGNORECASE,
)
"""Matches the title of the report on a meeting, which gives its place and dates."""

FRONT_HEADING = re.compile(
    r"""^(?: Summary | Abstract | Executive\ssummary | (?:Table\sof\s)?contents | Introduction
           | Résumé | Table\sdes\smati[èe]res | Resumen | [ÍI]ndice | Introducción
           | Резюме | Содержание | Введение | 摘要 | 目录 | 导言 | موجز | المحتويات | مقدمة )\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the headings that open the text of a document."""

PART_HEADING = re.compile(
    r"""^(?: Part\s(?:One|I) | Première\spartie | Primera\sparte | Часть\sпервая | 第一部分 | الجزء\sالأول )$
      | ^(?: (?:Chapter|Chapitre|Capítulo|Глава)\s(?:[IVXLC]{1,6}|\d{1,2}(?:er)?|one|two|three|premier|primero|первая)
           | 第[一二三四五六七八九十\d]{1,3}章 | الفصل\s(?:\d{1,2}|ال[\u0621-\u064a]{3,6}(?:\sعشر)?) )
        (?: \s?[.:：،—–-] | \s(?-i:[A-ZÀ-ÞА-Я]) | (?<=章)\s?\S | $ )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the heading of the first part of a report, or of a chapter, below its cover: "Chapter I. Introduction"."""

BAR_CODE = re.compile(r"^\W?\d{6,9}\W?$")
CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff](?<![年月日至])")  # in a title; the characters of a date are excluded
