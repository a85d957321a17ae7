"""Find the qualifiers of a request in its text: "where appropriate", "subject to the availability of resources". Pure.

A qualifier limits what is asked, so adding or deleting one changes the agreement. The phrases are those that United
Nations texts use in each language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_LAW_EN = (
    r"(?:(?:the\s+)?(?:fundamental|basic)\s+(?:principles|concepts)\s+of\s+)?"
    r"(?:(?:the|their|its|respective|applicable|relevant|national|domestic|internal|international)\s+)*"
    r"(?:laws?(?:\s+and\s+(?:regulations|procedures|practices?))?|legal\s+(?:frameworks?|systems?)|legislation)"
)

_FIT_EN = r"(?:appropriate|applicable|necessary|needed|feasible|required|relevant|permissible)"

_PHRASES: Mapping[str, Sequence[str]] = {
    "en": (
        rf"(?:where|when|if|wherever|whenever|to\s+the\s+extent)\s+(?:{_FIT_EN}|possible)(?:\s+(?:and|or)\s+(?:{_FIT_EN}|possible))*",
        rf"as\s+(?:{_FIT_EN}|requested)(?:\s+(?:and|or)\s+{_FIT_EN})*",
        r"in\s+appropriate\s+cases",
        r"to\s+the\s+(?:greatest|fullest|maximum|widest)\s+extent\s+(?:feasible|possible)",
        r"(?:upon|on)\s+request",
        r"subject\s+to\s+the\s+availability\s+of\s+(?:[\w-]+\s+){0,3}resources",
        r"within\s+(?:existing|available)\s+resources",
        r"on\s+a\s+(?:voluntary|case-by-case)\s+basis",
        rf"(?:in\s+(?:accordance|line|conformity|compliance)|consistent)\s+with\s+{_LAW_EN}",
        r"(?:subject\s+to|within\s+the\s+limits\s+of)\s+" + _LAW_EN,
        rf"where\s+(?:permitted|authorized|allowed|provided\s+for)\s+(?:by|under|in)\s+{_LAW_EN}",
        r"(?:in|with)\s+full\s+respect\s+(?:for|of)\s+(?:\w+\s+){1,4}?sovereignty(?:\s+of\s+(?:the\s+)?(?:\w+\s+)?States)?",
        r"while\s+respecting\s+(?:national\s+)?sovereignty",
        r"without\s+prejudice\s+to\s+(?:[\w-]+\s+){0,4}?(?:law|laws|rights|obligations|provisions|mandates)",
        r"as\s+a\s+matter\s+of\s+priority",
        r"mutatis\s+mutandis",
    ),
    "fr": (
        r"(?:lorsque|quand|si)\s+(?:cela\s+est\s+|c['’]est\s+|il\s+est\s+)?(?:possible|nécessaire|approprié|utile)",
        r"selon\s+(?:qu['’]il\s+convient|que\s+de\s+besoin|les\s+besoins)",
        r"le\s+cas\s+échéant",
        r"(?:lorsqu|s)['’]il\s+y\s+a\s+lieu",
        r"(?:au|si)\s+(?:besoin|nécessaire|possible)",
        r"dans\s+la\s+mesure\s+du\s+possible",
        r"(?:à\s+leur|à\s+sa|sur)\s+demande",
        r"dans\s+la\s+limite\s+des\s+ressources\s+(?:existantes|disponibles)",
        r"sous\s+réserve\s+de\s+la\s+disponibilité\s+de\s+ressources",
        r"au\s+cas\s+par\s+cas",
        r"(?:conformément|sous\s+réserve)\s+(?:à|de|aux|au)\s+(?:(?:leur|son|ses|leurs|principes\s+fondamentaux\s+de\s+leur)\s+)?"
        r"(?:droit|législations?|lois?|cadres?\s+juridiques?)(?:\s+(?:interne|nationale?|nationaux)s?)?",
    ),
    "es": (
        r"(?:cuando|según|si)\s+(?:sea\s+|fuera\s+)?(?:corresponda|procede|proceda|necesario|posible|apropiado|pertinente|aplicable)",
        r"en\s+su\s+caso",
        r"en\s+la\s+medida\s+de\s+lo\s+posible",
        r"(?:previa\s+solicitud|cuando\s+lo\s+soliciten|previa\s+petición)",
        r"con\s+sujeción\s+a\s+la\s+disponibilidad\s+de\s+recursos",
        r"dentro\s+de\s+los\s+recursos\s+(?:existentes|disponibles)",
        r"caso\s+por\s+caso",
        r"(?:de\s+conformidad|de\s+acuerdo|en\s+consonancia)\s+con\s+(?:(?:su|sus|los\s+principios\s+fundamentales\s+de\s+su)\s+)?"
        r"(?:derecho|legislación|legislaciones|leyes|marcos?\s+jurídicos?)(?:\s+(?:intern[oa]|nacional)(?:es|s)?)?",
    ),
    "ru": (
        r"(?:когда|где|если)\s+(?:это\s+)?(?:уместно|необходимо|возможно|применимо|целесообразно)",
        r"(?:в\s+надлежащих|в\s+соответствующих)\s+случаях",
        r"(?:при|по\s+мере)\s+(?:необходимости|возможности)",
        r"по\s+(?:их\s+)?(?:просьбе|запросу)",
        r"при\s+(?:условии\s+)?наличи[ия]\s+ресурсов",
        r"в\s+пределах\s+имеющихся\s+ресурсов",
        r"в\s+каждом\s+конкретном\s+случае",
        r"в\s+соответствии\s+с\s+(?:(?:их|своим|своими|основополагающими\s+принципами\s+(?:их|своего))\s+)?"
        r"(?:внутренн(?:им|его)|национальн(?:ым|ого))\s+(?:законодательств(?:ом|а)|прав(?:ом|а))",
    ),
    "ar": (
        r"(?:عند|حسب)\s+(?:الاقتضاء|الحاجة|الضرورة|الطلب)",
        r"(?:حيثما|متى|إذا)\s+(?:أمكن|كان\s+ذلك\s+(?:مناسبا|ممكنا|ضروريا)\w*|اقتضى\s+الأمر|انطبق\s+ذلك)",
        r"قدر\s+(?:الإمكان|المستطاع)",
        r"رهنا\s+بتوا?فر\s+الموارد",
        r"(?:وفقا|طبقا)\s+ل(?:لقانون|لقوانين|قوانينها|تشريعاتها|قانونها)(?:\s+(?:الداخلية|الوطنية|الداخلي|الوطني))?",
    ),
    "zh": (
        r"酌情",
        r"在(?:适当|可能|必要|适用|可行)(?:的)?(?:时候?|情况下)",
        r"必要时",
        r"(?:根据|应)请求",
        r"视(?:可用|现有)?资源(?:情况|供应情况)?",
        r"(?:根据|依照|按照)(?:其|各自)?(?:国内|本国)(?:法律?|立法)",
    ),
}


def find_qualifiers(text: str, language: str) -> list[str]:
    """Return the qualifiers in a text as printed, in order, each once; [] in a language without known phrases."""
    found = all_qualifiers(text, language)
    return list({words.casefold(): words for words in reversed(found)}.values())[::-1]


def all_qualifiers(text: str, language: str) -> list[str]:
    """Return the qualifiers in a text as printed, in order, each as often as it occurs."""
    pattern = _pattern(language)
    return [" ".join(match[0].split()) for match in pattern.finditer(text)] if pattern else []


def without_qualifiers(text: str, language: str) -> str:
    """Return a text with a space in place of each qualifier."""
    pattern = _pattern(language)
    return pattern.sub(" ", text) if pattern else text


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str] | None:
    phrases = _PHRASES.get(language)
    if not phrases:
        return None
    edge = "" if language in ("zh", "ar") else r"\b"
    return re.compile(rf"{edge}(?:{'|'.join(phrases)}){edge}", re.IGNORECASE)


def quote_action(text: str, verb: str, action: str) -> str:
    """Return the action phrase of a text as printed: "are encouraged to use".

    Words between the phrase and its main verb are replaced by an ellipsis: "are encouraged … to use". Return "" if the
    text does not contain the phrase.
    """
    line = " ".join(text.split())
    if found := _find(line, action):
        return found[0]
    first = _find(line, verb)
    if first is None:
        return ""
    rest = action[len(verb) :].strip() if action.casefold().startswith(verb.casefold()) else ""
    main_verb = _find(line[first.end() :], rest)
    return f"{first[0]} … {main_verb[0]}" if main_verb else first[0]


def _find(line: str, words: str) -> re.Match[str] | None:
    pattern = r"\s+".join(map(re.escape, words.split()))
    return re.search(rf"(?<!\w){pattern}", line, re.IGNORECASE) if pattern else None
