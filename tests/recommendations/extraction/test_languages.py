"""References to articles, resolutions and meetings in the official languages other than English."""

from __future__ import annotations

import re

import pytest

from recommendations.extraction.languages import LANGUAGES
from recommendations.extraction.references.articles import find_article_references
from recommendations.extraction.references.meetings import find_meeting_references
from recommendations.extraction.references.resolutions import find_resolution_references
from tests.recommendations.extraction.reading import VOCABULARY, as_paragraphs, bodies

CASES = [
    ("fr", "l’article 16, paragraphe 4, de la Convention contre la criminalité organisée", ["untoc:16(4)"], "in full"),
    ("fr", "le paragraphe 4 de l’article 16 de la Convention", ["untoc:16(4)"], "the paragraph first"),
    ("fr", "l’alinéa b) de l’article 2 de la Convention", ["untoc:2(b)"], "the subparagraph first"),
    ("fr", "les articles 16 à 18 de la Convention", ["untoc:16", "untoc:17", "untoc:18"], "a range"),
    (
        "fr",
        "l’article 18 de la Convention contre la criminalité organisée et l’article 46 de la "
        "Convention contre la corruption",
        ["untoc:18", "uncac:46"],
        "two articles, each with its own instrument",
    ),
    ("fr", "l’article 8 du Protocole relatif au trafic illicite de migrants", ["som-protocol:8"], "a protocol"),
    ("fr", "l’article 571 du Code pénal", [], "national law"),
    ("es", "artículo 16, párrafo 4, de la Convención contra la Delincuencia Organizada", ["untoc:16(4)"], "in full"),
    ("es", "párrafo 2 del Artículo 17 de la Carta de las Naciones Unidas", ["charter:17(2)"], "the Charter"),
    ("es", "el Artículo 24 de la Carta", ["charter:24"], "the short name of the Charter"),
    ("es", "apartado b) del artículo 2 de la Convención", ["untoc:2(b)"], "the subparagraph first"),
    ("es", "de los artículos 18 y 46 de la Convención contra la Corrupción", ["uncac:18", "uncac:46"], "a list"),
    ("es", "el artículo 297 del Código Penal", [], "national law"),
    ("ru", "пункт 4 статьи 16 Конвенции", ["untoc:16(4)"], "the paragraph first"),
    ("ru", "в пунктах 4 и 5 статьи 18 Конвенции", ["untoc:18(4)", "untoc:18(5)"], "two paragraphs"),
    ("ru", "статья 18 Конвенции против коррупции", ["uncac:18"], "another convention"),
    ("ru", "в статьях 16 и 18 Конвенции", ["untoc:16", "untoc:18"], "a list"),
    ("ru", "статью 571 Уголовного кодекса", [], "national law"),
    ("ar", "الفقرة 4 من المادة 16 من الاتفاقية", ["untoc:16(4)"], "the paragraph first"),
    ("ar", "المادتين 16 و18 من الاتفاقية", ["untoc:16", "untoc:18"], "two articles"),
    ("ar", "المادة ٤٦ من اتفاقية الأمم المتحدة لمكافحة الفساد", ["uncac:46"], "Arabic-Indic digits"),
    (
        "en",
        "articles 3 to 5, 7 (2) and 9, paragraph 1, as well as 11, of the Convention",
        [f"untoc:{n}" for n in ("3", "4", "5", "7(2)", "9(1)", "11")],
        "a list that goes on after its “and”",
    ),
    (
        "fr",
        "l’article premier et le paragraphe 2 de l’article 5 de la Convention",
        ["untoc:1", "untoc:5(2)"],
        "“premier”",
    ),
    (
        "fr",
        "le Protocole relatif à la traite des personnes et le paragraphe 5 de l’article 9 dudit Protocole",
        ["tip-protocol:9(5)"],
        "“dudit”",
    ),
    (
        "es",
        "el Protocolo contra la Trata de Personas y el artículo 9, párrafo 5, del Protocolo",
        ["tip-protocol:9(5)"],
        "a contraction before the Protocol",
    ),
    (
        "es",
        "el Protocolo sobre Armas de Fuego, en su artículo 7, y el artículo 8 del mismo Protocolo",
        ["firearms-protocol:7", "firearms-protocol:8"],
        "“su” and “mismo”",
    ),
    ("ru", "Протокол по огнестрельному оружию и статья 7 того же Протокола", ["firearms-protocol:7"], "“the same”"),
    ("ar", "المواد 6 و7 و10 من الاتفاقية", ["untoc:6", "untoc:7", "untoc:10"], "“and” before each article"),
    ("ar", "الفقرات من 1 إلى 3 من المادة 18 من الاتفاقية", [f"untoc:18({n})" for n in (1, 2, 3)], "“from … to”"),
    ("ar", "وفقا للفقرة (ج) من المادة 2 من الاتفاقية", ["untoc:2(c)"], "a lettered paragraph"),
    ("ar", "الفقرة الفرعية (أ) من الفقرة 1 من المادة 6 من الاتفاقية", ["untoc:6(1)(a)"], "a subparagraph"),
    ("ar", "المادة 44 وكذلك، عند الاقتضاء، المادة 46 من اتفاقية الأمم المتحدة لمكافحة الفساد", ["uncac:44", "uncac:46"],
     "an aside between two articles"),
    ("en", "article 44, as well as, where relevant, article 46, of the Convention against Corruption",
     ["uncac:44", "uncac:46"], "an aside between two articles"),
    ("es", "el artículo 44 y, si procede, el artículo 46 de la Convención de las Naciones Unidas contra la Corrupción",
     ["uncac:44", "uncac:46"], "an aside between two articles"),
    ("ru", "статья 44 и, в надлежащих случаях, статья 46 Конвенции против коррупции", ["uncac:44", "uncac:46"],
     "an aside between two articles"),
    ("ru", "согласно статье 12 Закона о полиции", [], "a national law in capitals"),
    ("ru", "статья 7 уголовного кодекса Элбонии", [], "a national code in lower case"),
    ("ru", "Статья 18 требует принятия закона", ["untoc:18"], "a law that does not own the article"),
    ("zh", "埃尔博尼亚警察法第十八条", [], "a national law without a title mark"),
    ("ar", "مبادئ قانونية وعملية بشأن المادة 20", ["untoc:20"], "an adjective that begins like “law”"),
    ("ar", "بروتوكول الأسلحة النارية والمادة 7 من البروتوكول المذكور", ["firearms-protocol:7"], "“the said”"),
    ("zh", "《公约》第十八条，以及该条第九款", ["untoc:18", "untoc:18(9)"], "“that article”"),
    ("zh", "《联合国反腐败公约》第五十四条第一款第(十一)项", ["uncac:54(1)(k)"], "an item above ten"),
    (
        "zh",
        "《有组织犯罪公约》以《1988年公约》的规定为基础，要求各国没收所得（第十二条）",
        ["untoc:12"],
        "an earlier treaty",
    ),
    (
        "en",
        "The Organized Crime Convention, building on the 1988 Convention, requires confiscation (article 12)",
        ["untoc:12"],
        "an earlier treaty in an aside",
    ),
    ("zh", "《公约》第十六条第四款", ["untoc:16(4)"], "Chinese numerals"),
    ("zh", "《公约》第18条和第20条", ["untoc:18", "untoc:20"], "Arabic numerals"),
    ("zh", "《公约》第16至18条", ["untoc:16", "untoc:17", "untoc:18"], "a range"),
    ("zh", "《联合国反腐败公约》第五十四条第一款第(三)项", ["uncac:54(1)(c)"], "a lettered item"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected", "reason"), CASES, ids=[f"{c[0]}: {c[3]}" for c in CASES])
def test_article_references_are_found(language: str, text: str, expected: list[str], reason: str) -> None:
    references = find_article_references(as_paragraphs(text), VOCABULARY, "untoc", language)
    assert [str(target) for reference in references for target in reference.articles] == expected, reason
    assert all(text[reference.start : reference.end] == reference.text for reference in references)


RESOLUTIONS = [
    ("fr", "la résolution 10/4 de la Conférence", ["COP 10/4"], "the organ after it"),
    ("fr", "Dans sa résolution 5/8, la Conférence a", ["COP 5/8"], "the organ that speaks"),
    ("fr", "la résolution 55/25 de l’Assemblée générale, en date du 15 novembre 2000", ["GA 55/25"],
     "a resolution of the Assembly"),
    ("fr", "les résolutions 55/25 du 15 novembre 2000 et 58/4 de l’Assemblée générale", ["GA 55/25", "GA 58/4"],
     "two numbers"),
    ("fr", "les résolutions 55/25, 55/26 du même jour et 58/4 de l’Assemblée générale",
     ["GA 55/25", "GA 55/26", "GA 58/4"], "the date of the one before"),
    ("es", "las resoluciones 55/25, 55/26, de la misma fecha, y 58/4 de la Asamblea General",
     ["GA 55/25", "GA 55/26", "GA 58/4"], "the date of the one before"),
    ("ru", "в резолюциях 55/25, 55/26 от той же даты и 58/4 Генеральной Ассамблеи",
     ["GA 55/25", "GA 55/26", "GA 58/4"], "the date of the one before"),
    ("zh", "大会2000年11月15日第55/25号、同日第55/26号和第58/4号决议", ["GA 55/25", "GA 55/26", "GA 58/4"],
     "the date of the one before"),
    ("fr", "les résolutions 79/252 A et B de l’Assemblée générale", ["GA 79/252 A", "GA 79/252 B"],
     "two parts of one number"),
    ("fr", "la résolution 2005/14 du Conseil économique et social, annexe", ["ECOSOC 2005/14"],
     "a resolution of the Council"),
    ("fr", "la résolution 1373 (2001) du Conseil de sécurité", ["SC 1373 (2001)"], "with the year"),
    ("fr", "la décision 2/2 de la Conférence des Parties", ["COP decision 2/2"], "a decision"),
    ("fr", "le projet de résolution 3/1 de la Conférence", [], "a draft is not a resolution"),
    ("fr", "la résolution 16/21 du Conseil des droits de l’homme", ["HRC 16/21"], "the Human Rights Council"),
    ("es", "la resolución 16/21 del Consejo de Derechos Humanos", ["HRC 16/21"], "the Human Rights Council"),
    ("ru", "резолюция 16/21 Совета по правам человека", ["HRC 16/21"], "the Human Rights Council"),
    ("ar", "قرار مجلس حقوق الإنسان 16/21", ["HRC 16/21"], "the Human Rights Council"),
    ("zh", "人权理事会第16/21号决议", ["HRC 16/21"], "the Human Rights Council"),
    ("fr", "la résolution 5/14 du Conseil de l’Organisation de l’aviation civile", [""], "an unknown organ"),
    ("es", "la resolución 79/252 de la Asamblea General", ["GA 79/252"], "the organ after it"),
    ("es", "En su resolución 5/8, la Conferencia", ["COP 5/8"], "the organ that speaks"),
    ("es", "la resolución 10/4 de la Conferencia de las Partes", ["COP 10/4"], "the Conference of the Parties"),
    ("es", "las resoluciones 55/25, de 15 de noviembre de 2000, y 58/4 de la Asamblea General", ["GA 55/25", "GA 58/4"],
     "two numbers with a date"),
    ("es", "las resoluciones 79/252 A y B de la Asamblea General", ["GA 79/252 A", "GA 79/252 B"],
     "two parts of one number"),
    ("es", "la resolución 2014/17 del Consejo Económico y Social", ["ECOSOC 2014/17"], "a resolution of the Council"),
    ("es", "las decisiones 4/2 y 5/1 de la Conferencia", ["COP decision 4/2", "COP decision 5/1"], "decisions"),
    ("es", "el proyecto de resolución 3/1", [], "a draft is not a resolution"),
    ("es", "la resolución 5/14 del Consejo de la Organización de Aviación Civil", [""], "an unknown organ"),
    ("ru", "резолюция 55/25 Генеральной Ассамблеи", ["GA 55/25"], "the organ after it, in the genitive"),
    ("ru", "в резолюциях 55/25 и 58/4 Генеральной Ассамблеи", ["GA 55/25", "GA 58/4"], "two numbers"),
    ("ru", "резолюцию 10/4 Конференции участников", ["COP 10/4"], "a resolution of the Conference"),
    ("ru", "В своей резолюции 5/8 Конференция", ["COP 5/8"], "the organ that speaks"),
    ("ru", "резолюция 2005/14 Экономического и Социального Совета", ["ECOSOC 2005/14"], "a resolution of the Council"),
    ("ru", "резолюция 1373 (2001) Совета Безопасности", ["SC 1373 (2001)"], "with the year"),
    ("ru", "резолюции Генеральной Ассамблеи 55/25 от 15 ноября 2000 года", ["GA 55/25"], "the organ before the number"),
    ("ru", "резолюции 79/252 A и B Генеральной Ассамблеи", ["GA 79/252 A", "GA 79/252 B"], "two parts of one number"),
    ("ru", "решение 2/2 Конференции", ["COP decision 2/2"], "a decision"),
    ("ru", "проект резолюции 3/1 Конференции", [], "a draft is not a resolution"),
    ("ru", "резолюция 5/14 Совета управляющих", [""], "an unknown organ"),
    ("ar", "قرار الجمعية العامة 55/25", ["GA 55/25"], "the organ before the number"),
    ("ar", "قراري الجمعية العامة 55/25 و58/4", ["GA 55/25", "GA 58/4"], "two numbers"),
    ("ar", "قرار المجلس الاقتصادي والاجتماعي ٢٠٠٥/١٤", ["ECOSOC 2005/14"], "Arabic-Indic digits"),
    ("ar", "قرار مجلس الأمن 1373 (2001)", ["SC 1373 (2001)"], "with the year"),
    ("ar", "قرار مؤتمر الأطراف 10/4", ["COP 10/4"], "a resolution of the Conference"),
    ("ar", "مقرر المؤتمر 2/2", ["COP decision 2/2"], "a decision"),
    ("ar", "قراري الجمعية العامة 79/252 ألف وباء", ["GA 79/252 A", "GA 79/252 B"], "two parts of one number"),
    ("ar", "مشروع القرار 3/1", [], "a draft is not a resolution"),
    ("ar", "قرار مجلس الإدارة 5/14", [""], "an unknown organ"),
    ("zh", "大会第55/25号决议", ["GA 55/25"], "the organ before it"),
    ("zh", "大会2000年11月15日第55/25号决议", ["GA 55/25"], "with its date"),
    ("zh", "大会第55/25号和第58/4号决议", ["GA 55/25", "GA 58/4"], "two numbers"),
    ("zh", "缔约方会议第10/4号决议", ["COP 10/4"], "a resolution of the Conference"),
    ("zh", "经济及社会理事会第2005/14号决议", ["ECOSOC 2005/14"], "a resolution of the Council"),
    ("zh", "安全理事会第1373（2001）号决议", ["SC 1373 (2001)"], "with the year"),
    ("zh", "缔约方会议第2/2号决定", ["COP decision 2/2"], "a decision"),
    ("zh", "环境理事会第5/14号决议", [""], "an unknown organ"),
    ("zh", "缔约方会议题为“协助各国际组织”的第2/3号决定", ["COP decision 2/3"], "an organ within a quoted title"),
    ("fr", "la Convention contre la corruption et la résolution 9/2 de la Conférence des États parties", ["COSP 9/2"],
     "the conference of a convention that is named"),
    ("zh", "《联合国反腐败公约》和缔约国会议第9/2号决议", ["COSP 9/2"], "the conference of a convention that is named"),
    ("zh", "缔约方会议在维也纳举行的第二届会议上通过了第2/2号决定", ["COP decision 2/2"], "a session is no organ"),
    ("zh", "第3/1号决议草案", [], "a draft is not a resolution"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected", "reason"), RESOLUTIONS, ids=[f"{c[0]}: {c[3]}" for c in RESOLUTIONS]
)
def test_resolution_references_are_found(language: str, text: str, expected: list[str], reason: str) -> None:
    references = find_resolution_references(as_paragraphs(text), VOCABULARY, bodies("cop"), language)
    assert [reference.value for reference in references] == expected, reason
    assert all(text[reference.start : reference.end] == reference.text for reference in references)


WG = "wg-international-cooperation"
MEETINGS = [
    ("fr", "la douzième réunion du Groupe de travail sur la coopération internationale", [(WG, 12)], "in full"),
    ("fr", "la 12e réunion du Groupe de travail", [(WG, 12)], "in figures, with a short name"),
    ("fr", "À sa dixième session, tenue à Vienne, la Conférence a adopté", [("cop", 10)], "the body named later"),
    ("fr", "les onzième et douzième réunions du Groupe de travail", [(WG, 11), (WG, 12)], "two meetings at once"),
    ("fr", "la soixante-dix-neuvième session de l’Assemblée générale", [("general-assembly", 79)], "a large number"),
    ("fr", "quatorzième Congrès des Nations Unies pour la prévention du crime et la justice pénale",
     [("congress", 14)], "a congress"),
    ("fr", "la troisième séance plénière de la Conférence", [None], "a sitting within a session"),
    ("fr", "la dixième session de la Commission du droit international", [None], "an unknown body"),
    ("fr", "À sa 16e réunion, tenue le 12 février 2016, le Bureau élargi de la Conférence a approuvé", [None],
     "a Bureau is not its Conference"),
    ("fr", "À sa 2e réunion, l’Équipe spéciale sur la cybercriminalité a examiné", [None], "another organ"),
    ("fr", "Le Bureau élargi de la Conférence, à sa 16e réunion, a approuvé", [None], "a Bureau before its meeting"),
    ("fr", "À sa 12e réunion, tenue en 2016, le Groupe de travail a adopté", [(WG, 12)], "its own body"),
    ("fr", "À sa douzième réunion, il a examiné", [(WG, 12)], "a pronoun for its own body"),
    ("fr", "Le Bureau a transmis le rapport au Groupe de travail, à sa 12e réunion", [(WG, 12)], "the last organ"),
    ("fr", "deux réunions du Groupe de travail", [], "a cardinal number is not an ordinal"),
    ("es", "la duodécima reunión del Grupo de Trabajo sobre Cooperación Internacional", [(WG, 12)], "in full"),
    ("es", "la 12ª reunión del Grupo de Trabajo", [(WG, 12)], "in figures, with a short name"),
    ("es", "En su décimo período de sesiones, celebrado en Viena, la Conferencia aprobó", [("cop", 10)],
     "the body named later"),
    ("es", "el 11º período de sesiones de la Conferencia de las Partes", [("cop", 11)], "a session"),
    ("es", "el septuagésimo noveno período de sesiones de la Asamblea General", [("general-assembly", 79)],
     "a large number"),
    ("es", "el primer período de sesiones de la Conferencia", [("cop", 1)], "a shortened ordinal"),
    ("es", "la tercera sesión plenaria de la Conferencia", [None], "a sitting within a session"),
    ("es", "En su 16ª reunión, celebrada el 12 de febrero de 2016, la Mesa ampliada de la Conferencia aprobó", [None],
     "a Bureau is not its Conference"),
    ("es", "En su décima reunión, celebrada en Viena, el Grupo de Trabajo aprobó", [(WG, 10)], "its own body"),
    ("es", "el décimo período de sesiones del Comité de Derechos Humanos", [None], "an unknown body"),
    ("ru", "двенадцатое совещание Рабочей группы по международному сотрудничеству", [(WG, 12)], "in full"),
    ("ru", "на двенадцатом совещании Рабочей группы", [(WG, 12)], "in another case, with a short name"),
    ("ru", "На своей десятой сессии Конференция приняла", [("cop", 10)], "the body named later"),
    ("ru", "семьдесят девятой сессии Генеральной Ассамблеи", [("general-assembly", 79)], "a large number"),
    ("ru", "11-я сессия Конференции", [("cop", 11)], "in figures"),
    ("ru", "третье пленарное заседание Конференции", [None], "a sitting within a session"),
    ("ru", "На своем шестнадцатом совещании, состоявшемся 12 февраля 2016 года, расширенное бюро Конференции одобрило",
     [None], "a Bureau is not its Conference"),
    ("ru", "На своем десятом совещании, состоявшемся в Вене, Рабочая группа одобрила", [(WG, 10)], "its own body"),
    ("ru", "десятая сессия Комитета по правам человека", [None], "an unknown body"),
    ("ar", "أيَّد المكتب الموسَّع لمؤتمر الأطراف، في اجتماعه السادس عشر المعقود في 12 شباط/فبراير 2016، الاقتراح", [None],
     "a Bureau is not its Conference"),
    ("ar", "وفي اجتماعه السادس عشر، أقرَّ المكتب الموسَّع للمؤتمر", [None], "a Bureau after its meeting"),
    ("ar", "وفي اجتماعه العاشر، أوصى الفريق العامل", [(WG, 10)], "its own body"),
    ("zh", "缔约方会议扩大主席团在第十六次会议上核准了", [None], "a Bureau is not its Conference"),
    ("zh", "工作组在其第十次会议上通过了", [(WG, 10)], "its own body"),
    ("fr", "les douzième et treizième Congrès des Nations Unies pour la prévention du crime et la justice pénale",
     [("congress", 12), ("congress", 13)], "two congresses"),
    ("fr", "huitième Congrès des Nations Unies pour la prévention du crime et le traitement des délinquants",
     [("congress", 8)], "an earlier name"),
    ("fr", "la cinquième Conférence mondiale sur les femmes", [], "another conference"),
    ("fr", "la Commission du droit international, à sa dixième session, a adopté", [None], "an unknown body before"),
    ("fr", "la dixième session de la Conférence des Parties à la Convention-cadre sur les changements climatiques",
     [None], "another convention"),
    ("es", "el 13º Congreso de las Naciones Unidas sobre Prevención del Delito y Justicia Penal", [("congress", 13)],
     "a congress"),
    ("es", "la Tercera Conferencia Mundial sobre la Reducción del Riesgo de Desastres", [], "another conference"),
    ("es", "la Comisión de Derecho Internacional, en su décimo período de sesiones, aprobó", [None],
     "an unknown body before"),
    ("es", "el décimo período de sesiones de la Conferencia de las Partes en la Convención Marco", [None],
     "another convention"),
    ("ru", "на тринадцатом Конгрессе Организации Объединенных Наций по предупреждению преступности и уголовному "
           "правосудию", [("congress", 13)], "a congress in another case"),
    ("ru", "пятая Всемирная конференция по положению женщин", [], "another conference"),
    ("ru", "Комиссия международного права на своей десятой сессии приняла", [None], "an unknown body before"),
    ("ru", "десятая сессия Конференции участников Рамочной конвенции об изменении климата", [None],
     "another convention"),
    ("ar", "الدورة العاشرة لمؤتمر الأطراف", [("cop", 10)], "a session"),
    ("ar", "مؤتمر الأمم المتحدة الثالث عشر لمنع الجريمة والعدالة الجنائية", [("congress", 13)], "a congress"),
    ("ar", "المؤتمر العالمي الثالث للمرأة", [], "another conference"),
    ("ar", "لجنة القانون الدولي في دورتها العاشرة", [None], "an unknown body before"),
    ("ar", "الدورة العاشرة للجنة القانون الدولي", [None], "an unknown body"),
    ("ar", "الدورة العاشرة لمؤتمر الأطراف في اتفاقية الأمم المتحدة الإطارية بشأن تغير المناخ", [None],
     "another convention"),
    ("zh", "缔约方会议第十届会议", [("cop", 10)], "a session"),
    ("zh", "第十届缔约方会议", [("cop", 10)], "a session, the body after"),
    ("zh", "在委员会第三届会议上", [("cop", 3)], "a short name after a preposition"),
    ("zh", "第十三届联合国预防犯罪和刑事司法大会", [("congress", 13)], "a congress"),
    ("zh", "联合国第十三届预防犯罪和刑事司法大会", [("congress", 13)], "a congress, the ordinal inside"),
    ("zh", "第八届联合国预防犯罪和罪犯待遇大会", [("congress", 8)], "an earlier name"),
    ("zh", "第十二届和第十三届联合国预防犯罪和刑事司法大会", [("congress", 12), ("congress", 13)], "two congresses"),
    ("zh", "第三届世界减少灾害风险大会", [None], "another conference"),
    ("zh", "国际法委员会第十届会议", [None], "an unknown body"),
    ("zh", "《联合国气候变化框架公约》缔约方会议第十届会议", [None], "another convention"),
    ("zh", "《公约》缔约方会议第十届会议", [("cop", 10)], "the Convention itself"),
    ("zh", "《联合国打击跨国有组织犯罪公约》缔约方会议第十届会议", [("cop", 10)], "the Convention in full"),
    ("zh", "《有组织犯罪公约》缔约方会议第十届会议", [("cop", 10)], "the Convention’s short name"),
]  # fmt: skip
ASSEMBLY_DOCUMENT = [
    ("en", "the sixth session of the Conference of the Parties"),
    ("fr", "la Conférence des Parties, à sa sixième session, a décidé"),
    ("fr", "la sixième session de la Conférence des Parties"),
    ("es", "la Conferencia de las Partes, en su sexto período de sesiones, decidió"),
    ("ru", "Конференция Сторон на своей шестой сессии постановила"),
    ("ar", "الدورة السادسة لمؤتمر الأطراف"),
    ("zh", "缔约方会议第六届会议"),
]


@pytest.mark.parametrize(("language", "text"), ASSEMBLY_DOCUMENT)
def test_unnamed_conference_of_parties_is_unknown_in_an_assembly_document(language: str, text: str) -> None:
    own = bodies("general-assembly")
    (reference,) = find_meeting_references(as_paragraphs(text), VOCABULARY, own, language)
    assert reference.meeting is None


@pytest.mark.parametrize(
    ("language", "text", "expected", "reason"), MEETINGS, ids=[f"{c[0]}: {c[3]}" for c in MEETINGS]
)
def test_meeting_references_are_found(
    language: str, text: str, expected: list[tuple[str, int] | None], reason: str
) -> None:
    references = find_meeting_references(as_paragraphs(text), VOCABULARY, bodies(WG, "cop"), language)
    meetings = [(r.meeting.body, r.meeting.ordinal) if r.meeting else None for r in references]
    assert meetings == expected, reason
    assert all(text[reference.start : reference.end] == reference.text for reference in references)


ORDINALS = [
    ("fr", {"première": 1, "cinquième": 5, "neuvième": 9, "vingt et unième": 21, "soixante et onzième": 71,
            "soixante-dix-huitième": 78, "quatre-vingt-unième": 81, "quatre-vingt-dix-neuvième": 99, "1re": 1}),
    ("es", {"primera": 1, "tercer": 3, "undécima": 11, "decimotercer": 13, "vigésimo primer": 21,
            "cuadragésimo octavo": 48, "nonagésima novena": 99, "10.º": 10}),
    ("ru", {"первая": 1, "третьего": 3, "двенадцатой": 12, "сороковая": 40, "тридцать первую": 31,
            "девяносто девятая": 99, "12-е": 12}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words"), ORDINALS, ids=[language for language, _ in ORDINALS])
def test_written_ordinals_are_read(language: str, words: dict[str, int]) -> None:
    ordinals = LANGUAGES[language].meetings.ordinals
    assert all(re.fullmatch(ordinals.pattern, word, re.IGNORECASE) for word in words)
    assert {word: ordinals.read(word) for word in words} == words


@pytest.mark.parametrize(("language", "word"), [("fr", "deux"), ("fr", "dix"), ("es", "doce"), ("ru", "двенадцать")])
def test_cardinal_numbers_are_not_ordinals(language: str, word: str) -> None:
    assert not re.fullmatch(LANGUAGES[language].meetings.ordinals.pattern, word, re.IGNORECASE)
