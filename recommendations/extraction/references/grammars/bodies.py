"""Short names of bodies in each official language, with the English words used in the vocabulary's names.

"la Conférence", "su Grupo de Trabajo", "Комиссия", "المؤتمر", "缔约方会议": used once the full name has been given.
Capitals, or the Arabic article, distinguish them from the common noun.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from recommendations.extraction.references.grammars.base import pattern


@dataclass(frozen=True)
class ShortNames:
    """``pattern`` matches a short name (group ``word``); ``english`` maps each form to its English word."""

    pattern: re.Pattern[str]
    english: Mapping[str, str]

    def word(self, match: re.Match[str]) -> str:
        """Return the English word for a match."""
        printed = match["word"]
        return next(english for form, english in self.english.items() if re.fullmatch(form, printed))


_EN_WORDS = (
    "Conference of the States Parties", "Conference of the Parties", "Working Group", "Expert Group",
    "Ad Hoc Committee", "Conference", "Commission", "Congress", "Committee", "Assembly", "Council", "Review Group",
)  # fmt: skip
_EN = {word.replace(" ", r"\s+"): word for word in _EN_WORDS}
_FR = {
    r"Conférence\s+des\s+États\s+[Pp]arties": "Conference of the States Parties",
    r"Conférence\s+des\s+Parties": "Conference of the Parties",
    r"Groupe\s+de\s+travail": "Working Group",
    r"Groupe\s+d['’]experts": "Expert Group",
    r"Groupe\s+d['’]examen": "Review Group",
    r"Comité\s+spécial": "Ad Hoc Committee",
    "Conférence": "Conference",
    "Commission": "Commission",
    "Congrès": "Congress",
    "Comité": "Committee",
    "Assemblée": "Assembly",
    "Conseil": "Council",
}
_ES = {
    r"Conferencia\s+de\s+los\s+Estados\s+Partes?": "Conference of the States Parties",
    r"Conferencia\s+de\s+las\s+Partes": "Conference of the Parties",
    r"Grupo\s+de\s+Trabajo": "Working Group",
    r"Grupo\s+de\s+Expertos": "Expert Group",
    r"Grupo\s+de\s+Examen": "Review Group",
    r"Comité\s+Especial": "Ad Hoc Committee",
    "Conferencia": "Conference",
    "Comisión": "Commission",
    "Congreso": "Congress",
    "Comité": "Committee",
    "Asamblea": "Assembly",
    "Consejo": "Council",
}
_RU = {
    r"Конференци\w{1,2}\s+государств(?:\s*[-–—]\s*|\s+)участников": "Conference of the States Parties",
    r"Конференци\w{1,2}\s+участников": "Conference of the Parties",
    r"Рабоч\w{2,3}\s+групп\w{0,2}": "Working Group",
    r"Групп\w{0,2}\s+экспертов": "Expert Group",
    r"Специальн\w{2,3}\s+комитет\w{0,2}": "Ad Hoc Committee",
    r"Конференци\w{1,2}": "Conference",
    r"Комисси\w{1,2}": "Commission",
    r"Конгресс\w{0,2}": "Congress",
    r"Комитет\w{0,2}": "Committee",
    r"Ассамбле\w{1,2}": "Assembly",
    r"Совет\w{0,2}": "Council",
}
_AR = {
    r"مؤتمر\s+الدول\s+الأطراف": "Conference of the States Parties",
    r"مؤتمر\s+الأطراف": "Conference of the Parties",
    r"الفريق\s+العامل": "Working Group",
    "المؤتمر": "Conference",
    "اللجنة": "Commission",
    "المجلس": "Council",
}
_ZH = {"缔约国会议": "Conference of the States Parties", "缔约方会议": "Conference of the Parties"}


def _short_names(words: Mapping[str, str], other: str) -> ShortNames:
    """Return the short names. Words matched by ``other`` after one make it another body's name: "Conférence sur …"."""
    return ShortNames(pattern(rf"(?<!\w)(?P<word>{'|'.join(words)})(?!\w)(?!\s+(?:{other}))"), words)


def short_names_of(language: str | None) -> ShortNames:
    """Return the short names in a language; the English ones if it is not an official language."""
    return SHORT_NAMES.get(language or "en", SHORT_NAMES["en"])


SHORT_NAMES = {
    "en": ShortNames(
        pattern(
            rf"""(?:\b[Tt]he | \b[Ii]ts | \b[Tt]hat | \b\w+(?:st|nd|rd|th)) \s+
            (?P<word>{"|".join(_EN)}) (?!\w)
            (?! \s+(?:of|on|to|for)\s+(?:the\s+)? (?!Convention(?!\s+(?:on|against|for)))[A-Z] )"""
        ),
        _EN,
    ),
    "fr": _short_names(
        _FR,
        r"sur\b|pour\b|des\b|de\b|du\b|d['’]|relative|internationale|économique|général|spécial"
        r"|à\s+la\s+Convention\s+(?:sur|relative|des|contre)\b",
    ),
    "es": _short_names(
        _ES,
        r"sobre\b|para\b|de\b|del\b|relativ|[Ii]nternacional|[Ee]conómic|[Gg]eneral|[Ee]special"
        r"|en\s+la\s+Convención\s+(?:sobre|relativa|de|contra)\b",
    ),
    "ru": _short_names(
        _RU,
        r"по\s|о\s|об\s|Организации|Безопасности|участников|государств|экспертов"
        r"|Конвенции\s+(?:о|об|по|против|Организации)\s",
    ),
    "ar": _short_names(_AR, r"المعني|الوطني|الدولي|العام|الاقتصادي|التحضيري|في\s+اتفاقية"),
    "zh": ShortNames(pattern(rf"(?<![约》])(?P<word>{'|'.join(_ZH)})"), _ZH),
}
