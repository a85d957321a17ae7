"""Patterns for titles that the rules of the United Nations fix: of records of meetings, agendas, reports of the Main
Committees and papers of treaty bodies. They show where a title begins and ends if other lines are printed next to it.
"""

from __future__ import annotations

import re

from documents.parsing import organ_names

_RECORD_OF_MEETING = r"""(?:
      (?:Provisional\s)?(?:Summary|Verbatim)\srecords?\s(?:\([^()]{3,30}\)\s)?of\sthe\s(?:[^\s.]+\s){0,9}?meeting(?!\w)
    | Compte\srendu\s(?:analytique|sténographique|intégral|in\sextenso)\s(?:provisoire\s)?
      de\sla\s(?:[^\s.]+\s){0,9}?séance(?!\w)
    | Acta\s(?:resumida|taquigráfica|literal)\s(?:provisional\s)?de\sla\s(?:[^\s]+\s){0,9}?sesión(?!\w)
    | (?:Предварительный\s)?(?:Краткий|Стенографический)\sотчет\s(?:\([^()]{3,30}\)\s)?
      о\s(?:[^\s.]+\s){0,9}?заседании(?!\w)
    | 第[\d一二三四五六七八九十百千]{1,8}次(?:全体)?会议\s?(?:\([^()]{1,12}\)\s?)?(?:临时)?(?:简要|逐字)记录
    | محضر\s(?:موجز|حرفي)\s(?:مؤقت\s)?(?:لل|لـ\s?ال|عن\sال|ال)جلسة\s
      (?:\d{1,5}|ال\w+(?:\s(?:عشرة?|وال\w+|بعد|المائة))*) )"""
RECORD_OF_MEETING = re.compile(_RECORD_OF_MEETING, re.VERBOSE | re.IGNORECASE)
"""Matches "Summary record of the 15th meeting", "COMPTE RENDU ANALYTIQUE DE LA DEUXIÈME PARTIE (PUBLIQUE) DE LA 434ème
SÉANCE"; the place and day below it are not part of the title."""

AGENDA_TITLE = re.compile(
    r"""(?-i:(?=[A-ZА-Я]|[\u4e00-\u9fff]|[\u0600-\u06ff]))(?:
      (?:(?:Annotated|Draft|Revised)\s)*Provisional\s(?:annotated\s)?agenda(?:\sand\sannotations)?
    | Annotations\sto\sthe\sprovisional\sagenda
    | (?:Projet\sd['’]\s?)?ordre\sdu\sjour\sprovisoire(?:\sannoté)?(?:\set\sannotations)?
    | Annotations\sà\sl['’]\s?ordre\sdu\sjour\sprovisoire
    | (?:Programa|Temario)\sprovisional(?:\sanotado)?(?:\sy\sanotaciones)?
    | Anotaciones\sal\s(?:programa|temario)\sprovisional
    | (?:Аннотированная\s)?предварительная\s(?:аннотированная\s)?повестка\sдня(?:\sи\sаннотации)?
    | Аннотации\sк\sпредварительной\sповестке\sдня
    | (?:附加说明的)?临时议程(?:说明|和说明|及说明)?
    | جدول\sالأعمال\sالمؤقت(?:\s(?:المشروح|وشروحه))? | شروح\sجدول\sالأعمال\sالمؤقت )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the whole title of an agenda that is not adopted yet, not the title "Adoption of the agenda" of its first
item."""

COMMITTEE_REPORT = re.compile(
    rf"""(?: Report\sof\sthe\s | Rapport\sde\sla\s | Informe\sde\sla\s | تقرير\s )
        (?:{organ_names.MAIN_COMMITTEE.pattern})
      | Доклад\s(?:Первого|Второго|Третьего|Четвертого|Пятого|Шестого)\sкомитета
      | 第[一二三四五六]委员会的?报告""",
    re.IGNORECASE | re.VERBOSE,
)
"""Matches the title under which a Main Committee reports on an agenda item, below the title of that item."""

REPORT_ON_SESSION = re.compile(r"第[^\s:：]{1,8}届会议的?(?:工作)?报告")
"""Matches the beginning of the Chinese title of the report on a session, which may give its days in brackets."""

PAPER_OF_COMMITTEE = re.compile(
    r"List\sof\sissues|Concluding\sobservations|Liste\sde\spoints|Observations\sfinales"
    r"|Lista\sde\s(?:cuestiones|asuntos)|Observaciones\sfinales|Перечень\s(?:тем\sи\s)?вопросов"
    r"|Заключительные\sзамечания|قائمة\s(?:ال)?مسائل|(?:ال)?ملاحظات\s(?:ال)?ختامية|.{0,40}(?:问题清单|结论性意见)"
    r"|(?:Views|Constatations|Dictamen|Соображения|意见|(?:ال)?آراء)$",
    re.IGNORECASE,
)
"""Matches the titles that treaty bodies give to their papers on the report of a State, or on a communication."""

_ON = r"(?:on|concerning|sur|concernant|sobre|об?|по|بشأن|عن)"
NON_PAPER = re.compile(
    rf"""(?!.*\s{_ON}\s|.*关于)(?:
      (?:(?:[\w-]+\s)?[\w-]+['’]s?\s|(?:Presidency|Secretariat|Bureau)\s)?(?:non-?\s?paper|informal\s(?:working\s)?paper)
      (?:\s(?:(?:prepared|submitted|presented|circulated)\s)?(?:by|of|from)\s.{{3,80}})?
    | (?:(?:Document|Texte)\s(?:officieux|informel)|Non-papier)
      (?:\s(?:(?:établi|présenté|soumis|distribué)\spar|du|des?)\s.{{3,80}})?
    | (?:Documento|Texto)\s(?:oficioso|informal)
      (?:\s(?:(?:preparado|presentado|distribuido)\spor|del?)\s.{{3,80}})?
    | Неофициальный\s(?:рабочий\s)?документ(?:,?\s.{{3,80}})?
    | (?:由?[\u4e00-\u9fff]{{2,12}})?(?:非文件|非正式文件)
    | ورقة\s(?:غير\sرسمية|غُ?فْ?ل)(?:\s(?:مقدمة|من|أعدته?ا|قدمته?ا)\s.{{3,80}})?
    | ورقة\s(?:الرئيسة?|الرئاسة)\sغير\sالرسمية )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a line that says no more than that a paper is unofficial and whose it is: "Chair's non-paper"."""
