"""Patterns for the names of organs and treaties in a masthead, in the six official languages."""

from __future__ import annotations

import re

PRINCIPAL_ORGANS = r"""(?:
             General\sAssembly | Security\sCouncil | Economic\sand\sSocial\sCouncil | Trusteeship\sCouncil
           | Assemblée\sgénérale | Conseil\sde\ssécurité | Conseil\séconomique\set\ssocial
           | Asamblea\sGeneral | Consejo\sde\sSeguridad | Consejo\sEconómico\sy\sSocial
           | Генеральная\sАссамблея | Совет\sБезопасности | Экономический\sи\sСоциальный\sСовет
           | 大\s?[会會] | 安全理事[会會] | [经經][济濟]及社[会會]理事[会會]
           | الجمعية\sالعامة | مجلس\sالأمن | المجلس\sالاقتصادي\sوالاجتماعي )"""
PRINCIPAL_ORGAN = re.compile(f"^{PRINCIPAL_ORGANS}$", re.VERBOSE | re.IGNORECASE)
TWO_PRINCIPAL_ORGANS = re.compile(
    rf"^(?P<first>{PRINCIPAL_ORGANS})\s(?P<second>{PRINCIPAL_ORGANS})$", re.VERBOSE | re.IGNORECASE
)

REGIONAL_COMMISSION = re.compile(
    r"""(?: Economic\sCommission\sfor\s(?:Europe|Africa|Latin\sAmerica\sand\sthe\sCaribbean)
          | Economic\sand\sSocial\sCommission\sfor\s(?:Asia\sand\sthe\sPacific|Western\sAsia)
          | Commission\séconomique\spour\sl['’](?:Europe|Afrique|Amérique\slatine\set\sles\sCaraïbes)
          | Comisión\sEconómica\spara\s(?:Europa|África|América\sLatina\sy\sel\sCaribe)
          | Европейская\sэкономическая\sкомиссия | Экономическая\sкомиссия\sдля\sАфрики )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)

TREATY = re.compile(
    r"^(?:International\s(?:Covenant|Convention)|Framework\sConvention|Convention-cadre|Convención\sMarco"
    r"|Рамочная\sконвенция|Convention|Pacte|Convención|Pacto|Международный\sпакт|(?:Международная\s)?конвенция"
    r"|(?:ال)?اتفاقية|العهد)\s|^[\u4e00-\u9fff《》、\s]{4,40}公约$",
    re.IGNORECASE,
)
"""Matches the name of a treaty, which is printed instead of a parent organ on the documents of its committee."""

LONG_NAMES = tuple(
    name.casefold()
    for name in (
        "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        "Conférence des Parties à la Convention des Nations Unies contre la criminalité transnationale organisée",
        "Conferencia de las Partes en la Convención de las Naciones Unidas contra la Delincuencia Organizada "
        "Transnacional",
        "Конференция участников Конвенции Организации Объединенных Наций против транснациональной организованной "
        "преступности",
        "Conference of the States Parties to the United Nations Convention against Corruption",
        "Conférence des États parties à la Convention des Nations Unies contre la corruption",
        "Conferencia de los Estados Partes en la Convención de las Naciones Unidas contra la Corrupción",
        "Конференция государств-участников Конвенции Организации Объединенных Наций против коррупции",
        "United Nations Congress on Crime Prevention and Criminal Justice",
        "Congrès des Nations Unies pour la prévention du crime et la justice pénale",
        "Congreso de las Naciones Unidas sobre Prevención del Delito y Justicia Penal",
        "Конгресс Организации Объединенных Наций по предупреждению преступности и уголовному правосудию",
        "United Nations Congress on the Prevention of Crime and the Treatment of Offenders",
        "Congrès des Nations Unies pour la prévention du crime et le traitement des délinquants",
        "Congreso de las Naciones Unidas sobre Prevención del Delito y Tratamiento del Delincuente",
        "Конгресс Организации Объединенных Наций по предупреждению преступности и обращению с правонарушителями",
        "Commission on Crime Prevention and Criminal Justice",
        "Commission pour la prévention du crime et la justice pénale",
        "Comisión de Prevención del Delito y Justicia Penal",
        "مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية",
        "مؤتمر الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد",
        "联合国打击跨国有组织犯罪公约缔约方会议",
        "联合国反腐败公约缔约国会议",
        "Комиссия по предупреждению преступности и уголовному правосудию",
        "United Nations Conference on Trade and Development",
        "Conférence des Nations Unies sur le commerce et le développement",
        "Conferencia de las Naciones Unidas sobre Comercio y Desarrollo",
        "Конференция Организации Объединенных Наций по торговле и развитию",
        "联合国贸易和发展会议",
        "United Nations Environment Programme",
        "Programme des Nations Unies pour l'environnement",
        "Programa de las Naciones Unidas para el Medio Ambiente",
        "Программа Организации Объединенных Наций по окружающей среде",
        "United Nations Environment Assembly of the United Nations Environment Programme",
        "联合国环境规划署",
        "United Nations Industrial Development Organization",
        "Organisation des Nations Unies pour le développement industriel",
        "Organización de las Naciones Unidas para el Desarrollo Industrial",
        "Организация Объединенных Наций по промышленному развитию",
        "联合国工业发展组织",
        "United Nations Human Settlements Programme",
        "Programme des Nations Unies pour les établissements humains",
        "Programa de las Naciones Unidas para los Asentamientos Humanos",
        "Программа Организации Объединенных Наций по населенным пунктам",
        "联合国人类住区规划署",
        "Executive Board of the United Nations Development Programme and of the United Nations Population Fund",
        "Executive Board of the United Nations Development Programme, the United Nations Population Fund and the "
        "United Nations Office for Project Services",
        "Conseil d'administration du Programme des Nations Unies pour le développement et du Fonds des Nations Unies "
        "pour la population",
        "Conseil d'administration du Programme des Nations Unies pour le développement, du Fonds des Nations Unies "
        "pour la population et du Bureau des Nations Unies pour les services d'appui aux projets",
        "Junta Ejecutiva del Programa de las Naciones Unidas para el Desarrollo y del Fondo de Población de las "
        "Naciones Unidas",
        "Junta Ejecutiva del Programa de las Naciones Unidas para el Desarrollo, del Fondo de Población de las "
        "Naciones Unidas y de la Oficina de las Naciones Unidas de Servicios para Proyectos",
        "Исполнительный совет Программы развития Организации Объединенных Наций и Фонда Организации Объединенных "
        "Наций в области народонаселения",
        "Исполнительный совет Программы развития Организации Объединенных Наций, Фонда Организации Объединенных Наций "
        "в области народонаселения и Управления Организации Объединенных Наций по обслуживанию проектов",
    )
)
"""Names that a narrow column breaks into several lines, as :func:`fold_name` returns them."""


def fold_name(text: str) -> str:
    """Return the name of an organ in the form in which names are compared."""
    return text.casefold().replace("’", "'").replace(" — ", "-")


_ON_ITS_SESSION = r"""\s(?:on\sits\s.*session | (?:sur|de)\s(?:les\stravaux\sde\s)?sa\s.*session
    | sobre\s(?:los\strabajos\sde\s)?su\s.*sesiones | о\s(?:работе\s)?(?:своей|ее|его)\s.*сессии)"""
ON_ITS_SESSION = re.compile(_ON_ITS_SESSION, re.VERBOSE | re.IGNORECASE)
"""Matches the session behind an organ in the title of its report."""

BODY = re.compile(
    rf"""^(?!(?:Follow-up|Suivi|Seguimiento|Последующая|Organi[sz]ation\sof|Organisation\s(?:de|des)|Organización\sde
            |Организация\sработы|Programme\sof\swork|(?:Annotated\s)?(?:Preliminary\s)?List\sof|List[ae])\b)
        (?!.*(?:\b(?:reports?|note|letters?|draft|resolutions?|statement|submitted|prepared|adopted|convened|entitled|dated|pursuant
          |provisional\sagenda|ordre\sdu\sjour\sprovisoire|orden\sdel\sdía\sprovisional|lettre|carta|informe|rapport|nota|adoptée?s?|aprobad[oa]s?|доклад|déclaration|declaración)\b|[:;：；]
          |{_ON_ITS_SESSION}))
        .{{0,160}}\b(?: Assembly | Council | Conference | Congress | (?:Sub-?)?(?:Commission|Committee)
        | Working\s(?:Group|Party) | Meeting\sof | (?:Intergovernmental|Expert)\sMeeting\s(?:to|on|for)
        | Board | Governing\sBody | Forum | Tribunal | Convention\s(?:to|on|against)
        | Inspection\sUnit | Subsidiary\sBody | Expert\sGroup | Ad\sHoc\sGroup | Review\sGroup
        | Group\sof\s(?:Governmental\s)?Experts
        | Assemblée | Conseil | Conférence | Congrès | (?:Sous-)?Comité | Réunion
        | Groupe\s(?:de\s(?:travail|experts)|d['’]examen)
        | Asamblea | Consejo | Conferencia | Congreso | (?:Sub)?Comisión | (?:Sub)?Comité | Reunión
        | Grupo\sde\s(?:Trabajo|Expertos|Examen)
        | Ассамблея | Совет | Конференция | Конгресс | Комиссия | (?:Под)?комитет | рабочая\sгруппа | Группа\sпо
        | Совещание | [OÓ]rgano\s(?:Subsidiario|Internacional\sde)
        | Organe\s(?:subsidiaire|international\sde) | Вспомогательный\sорган )\b
      | ^(?:Bureau | Mesa | Бюро)$
      | ^(?=.{{2,40}}$).*(?:大[会會]|理事[会會]|[会會][议議]|委[员員][会會]|工作组|审议组|专家组|缔约方
          |附属.{{2,10}}机构)$
      | ^(?!(?:تقرير|مذكرة|رسالة|مشروع|متابعة|بيان|موجز|تنظيم|برنامج)\s).{{0,20}}
        (?:الجمعية\sالعامة|مجلس|مؤتمر|لجنة|اللجنة|الفريق\sالعامل|المؤتمر|المجلس|فريق\s(?:استعراض|ال?خبراء|العمل))
      | ^(?:Security\sCouncil\sCommittee|Comité\sdu\sConseil\sde\ssécurité|Comité\sdel\sConsejo\sde\sSeguridad
          |Комитет\sСовета\sБезопасности|لجنة\sمجلس\sالأمن)[^:;]{{5,120}}$ | ^安全理事会.{{4,40}}委员会$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a line that names an organ: "Economic and Social Council", "Working Group on International Cooperation"."""

SERIES_OF_GROUPS = re.compile(r"/WG\.\d|/IRG/")
"""Matches the symbol of a series that belongs to a working group: "CTOC/COP/WG.3/2022/2", "CAC/COSP/IRG/2031/4"."""

ORGAN_ALONE = re.compile(
    r"(?:Committee|Commission|Council|Conference|Congress|Assembly|Group|Board|Comité|Comisión|Conseil|Consejo)(?:\s\(.*\))?"
)
"""Matches the last line of an organ's name, without the words that identify the organ."""

MAIN_COMMITTEE = re.compile(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth)\sCommittee|(?:Première|Deuxième|Troisième|Quatrième|Cinquième|Sixième)"
    r"\sCommission|(?:Primera|Segunda|Tercera|Cuarta|Quinta|Sexta)\sComisión|(?:Первый|Второй|Третий|Четвертый|Пятый"
    r"|Шестой)\sкомитет|第[一二三四五六]委员会|اللجنة\s(?:الأولى|الثانية|الثالثة|الرابعة|الخامسة|السادسة)",
    re.IGNORECASE,
)
"""Matches the names of the Main Committees of the General Assembly."""
