"""The words by which the lines of a masthead are known, in the six official languages and by hand of many printers."""

from __future__ import annotations

import re

LANGUAGES: dict[str, str] = {
    "english": "en", "anglais": "en", "inglés": "en", "ingles": "en", "английский": "en", "английском": "en", "英文": "en",
    "الإنكليزية": "en", "بالإنكليزية": "en", "انكليزي": "en",
    "french": "fr", "français": "fr", "francés": "fr", "французский": "fr", "法文": "fr", "الفرنسية": "fr", "بالفرنسية": "fr",
    "spanish": "es", "espagnol": "es", "español": "es", "испанский": "es", "西班牙文": "es", "الإسبانية": "es", "بالإسبانية": "es",
    "russian": "ru", "russe": "ru", "ruso": "ru", "русский": "ru", "俄文": "ru", "الروسية": "ru", "بالروسية": "ru",
    "chinese": "zh", "chinois": "zh", "chino": "zh", "китайский": "zh", "中文": "zh", "الصينية": "zh", "بالصينية": "zh",
    "arabic": "ar", "arabe": "ar", "árabe": "ar", "арабский": "ar", "阿拉伯文": "ar", "العربية": "ar", "بالعربية": "ar",
}  # fmt: skip
"""Names of the official languages, in each of them, to ISO 639-1."""

DISTRIBUTIONS: dict[str, str] = {
    "general": "General", "générale": "General", "generale": "General", "общее": "General", "普遍": "General", "عام": "General", "عامة": "General",
    "limited": "Limited", "limitée": "Limited", "limitee": "Limited", "limitada": "Limited", "ограниченное": "Limited", "有限": "Limited", "محدود": "Limited", "محدودة": "Limited",
    "restricted": "Restricted", "restreinte": "Restricted", "reservada": "Restricted", "restringida": "Restricted", "для ограниченного пользования": "Restricted", "限制": "Restricted", "限定": "Restricted", "مقيد": "Restricted",
    "provisional": "Provisional", "provisoire": "Provisional", "предварительный": "Provisional", "临时": "Provisional", "مؤقت": "Provisional",
}  # fmt: skip

UNITED_NATIONS = re.compile(
    r"^(?:United Nations|Nations Unies|Naciones Unidas|Организация Объединенных Наций|Объединенные Нации|联\s?合\s?国|الأمم المتحدة)\b\s*",
    re.IGNORECASE,
)
DISTRIBUTION = re.compile(
    r"^(?:Distr(?:ibution)?\b\s*\.?\s*:?|Distribución\s*:?|Рас(?:пр|сылка)\w*\.?\s*:|Распространение\s*:|分发\s*[:：]?|التوزيع\s*:?)\s*"
    rf"(?P<kind>{'|'.join(sorted(map(re.escape, DISTRIBUTIONS), key=len, reverse=True))})\b[.,]?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^(?:Original(?:es|s|e)?|Язык оригинала|Подлинный текст на|原件|原文|الأصل)\s*[:：]\s*(?P<languages>.+)$",
    re.IGNORECASE,
)
_LANGUAGE = "|".join(sorted(map(re.escape, LANGUAGES), key=len, reverse=True))
LANGUAGE_ONLY = re.compile(
    rf"^\s*(?P<language>{_LANGUAGE})\s*(?P<only>only|seulement|solamente|únicamente|только|仅有)?\s*$"
    rf"|^(?:только на|仅有)\s*(?P<alone>{_LANGUAGE})\w*$",
    re.IGNORECASE,
)
SESSION = re.compile(
    r"""^(?: (?:resumed\s+|reprise\s+de\s+la\s+|reconvened\s+)?
             (?: [\w\-]+(?:[\s\-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))? | \d{1,3}(?:st|nd|rd|th) | (?:19|20)\d\d )
             \s+ (?:(?:special|emergency|resumed|regular|substantive|organizational|extraordinary|annual|first\sregular|special\semergency)\s+){0,3} session
           | (?:19|20)\d\d\ssession | (?:Resumed|Organizational|Substantive)\ssession(?:\s(?:of|for)\s\d{4})?
           | [\w'’\- ]{2,40}\ssession (?:\s(?:extraordinaire|ordinaire|spéciale|de\s\d{4}))? | Session\s(?:de|ordinaire|extraordinaire)\s.{2,30}
           | [\w ]{3,50} \s período\s (?:extraordinario\s)?de\ssesiones (?:\s.{2,30})? | Período\sde\ssesiones\sde\s\d{4}
           | [\w\- ]{3,60} \s сессия (?:\s\d{4}\sгода)? | Сессия\s\d{4}\sгода
           | 第?[一二三四五六七八九十百\d]{1,6}\s?(?:届|次)?\s?(?:特别|续)?(?:会议|届会|年会议)
           | الدورة\s.{2,40}
         ) \s*\*{0,3} $""",
    re.VERBOSE | re.IGNORECASE,
)
"""Takes "Eleventh session", "Sixty-third session", "2025 session", "Cuadragésimo octavo período de sesiones",
"Тридцать четвертая сессия", "第十一届会议", "الدورة الحادية عشرة"."""

AGENDA_ITEM = re.compile(
    r"""^(?: (?:Agenda\s+)?items?\s+(?P<en>.+?) (?:\s+(?:of|on|in)\s+the\s+.*)?
           | Points?\s+(?P<fr>.+?)\s+(?:de\s+l['’]ordre\s+du\s+jour|de\s+la\s+liste).*
           | Temas?\s+(?P<es>.+?)(?:\s+(?:del?\s+(?:programa|la\s+lista)|de\s+la\s+agenda).*)?
           | Пункты?\s+(?P<ru>.+?)(?:\s+(?:предварительной\s+)?повестки\s+дня.*|\s+(?:предварительного|первоначального)\s+перечня.*)?
           | (?:临时)?议程(?:\s?草案|\s?初步一览表)?\s?项目\s?(?P<zh>.+?) | 暂定项目表\s?项目\s?(?P<zh2>.+?)
           | (?:البند|البندان|البنود)\s+(?P<ar>.+?)(?:\s+من\s+(?:جدول|القائمة).*)?
         ) \s*\*{0,3}\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Takes "Item 4 of the provisional agenda*", "Agenda item 3 (b) (iii)", "Items 138 and 139 of the preliminary list**",
"Point 4 de l'ordre du jour provisoire", "Tema 165 del programa", "Пункт 4 предварительной повестки дня", "议程项目4"."""

ITEM_NUMBER = re.compile(
    r"^\d{1,3}(?:\s?\([a-zа-я]{1,4}\)|\s?[a-z]\))*(?:(?:\s?[,;&]|\s+(?:and|to|et|à|y|e|a|и|و|和)|\s?[-–])?\s*(?:\d{1,3}|\([a-zа-я]{1,4}\)|[a-z]\))){0,12}$"
)

BODY = re.compile(
    r"""^(?!.*\b(?:report|note|letter|draft|resolution|provisional\sagenda)\b)
        .{0,160}\b(?: Assembly | Council | Conference | Congress | Commission | Committee | Sub-?Commission | Working\s(?:Group|Party)
        | Meeting\sof | Board | Forum | Tribunal | Convention\s(?:to|on|against) | Inspection\sUnit | Expert\sGroup | Group\sof\s(?:Governmental\s)?Experts
        | Assemblée | Conseil | Conférence | Congrès | Comité | Groupe\sde\s(?:travail|experts) | Réunion
        | Asamblea | Consejo | Conferencia | Congreso | Comisión | Grupo\sde\s(?:Trabajo|Expertos) | Reunión
        | Ассамблея | Совет | Конференция | Конгресс | Комиссия | Комитет | (?:Р|р)абочая\sгруппа | Совещание )\b
      | ^(?=.{2,40}$).*(?:大会|理事会|会议|委员会|工作组|缔约方)$
      | ^.{0,20}(?:الجمعية\sالعامة|مجلس|مؤتمر|لجنة|اللجنة|الفريق\sالعامل|المؤتمر|المجلس)""",
    re.VERBOSE | re.IGNORECASE,
)
"""A line that names an organ: "Economic and Social Council", "Working Group on International Cooperation"."""

SUBTITLE = re.compile(
    r"""^(?: (?:[\w-]+\s){0,3}(?:Report|Note|Letter|Memorandum|Statement|Working\spaper|Background\spaper|Conference\sroom\spaper|Concept\s(?:paper|note)
             |Discussion\sguide|Progress\sreport|Study|Summary)\s(?:of|by|from|prepared|submitted|dated|transmitted)\b
           | (?:Prepared|Submitted|Transmitted|Compiled)\sby\b | Addendum | Corrigendum | Revision | Revised\b.{0,40}
           | Draft\s(?:resolution|decision|report)\b | .{2,200}:\s(?:revised\s)?draft\s(?:resolution|decision|report|amendment)s?$
           | Rapport\s(?:du|de)\b | Note\s(?:du|de)\b | Document\sde\stravail\b | Additif | Rectificatif
           | Informe\s(?:del?|de)\b | Nota\s(?:del?|de)\b | Documento\sde\strabajo\b | Adición | Corrección
           | Доклад\s | Записка\s | Рабочий\sдокумент | Добавление | Исправление | .*(?:的报告|的说明)$ | 增编 | 更正 | تقرير\s | مذكرة\s | إضافة | تصويب )""",
    re.VERBOSE | re.IGNORECASE,
)
DRAFT_BY = re.compile(
    r"^(?:(?:Revised\s)?draft (?:resolution|decision)s?\b.{0,40}\b(?:submitted|proposed|recommended|prepared)\b|.{2,400}:\s(?:revised\s)?draft (?:resolution|decision)s?\*?$)",
    re.IGNORECASE | re.DOTALL,
)
"""A line that says whose draft it is; the title is the next: "Draft resolution submitted by the Chair of …"."""

FRONT_HEADING = re.compile(
    r"^(?:Summary|Abstract|Executive summary|Contents|Introduction|Résumé|Table des matières|Resumen|Índice|Introducción|Резюме|Содержание|Введение|摘要|目录|导言|موجز|المحتويات|مقدمة)\W*$",
    re.IGNORECASE,
)
REISSUED = re.compile(
    r"(?:Reissued|Re-issued|Nouveau tirage|Publicado nuevamente|Nueva tirada|Переиздано|Переиздан|重新印发|重发|أعيد إصدار)",
    re.IGNORECASE,
)
PREVIOUSLY_ISSUED = re.compile(
    r"(?:previously|formerly|originally|initially)\s+(?:issued|published|circulated)|publié\w* (?:antérieurement|précédemment)|publicad\w* (?:anteriormente|previamente)|ранее (?:издан|выпущен)\w*|先前(?:以|印发)",
    re.IGNORECASE,
)
