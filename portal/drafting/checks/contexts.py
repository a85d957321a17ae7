"""The words around a reference: its subject, date, title and paragraph. Pure, for the six official languages."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from documents.parsing.dates import DATE, parse_date, parse_period, western_digits
from documents.parsing.numbering import chinese_value, roman_value
from documents.parsing.types import Dates
from recommendations.extraction.languages import language_of

_CHINESE_DATE = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_MAX_GAP = 60  # characters between a reference and its date
_DATE_LINK = re.compile(
    r"(?:^|\s|,|\()(?:of|dated|adopted\s+on|du|en\s+date\s+du|adoptée?\s+le|datée?\s+du|de|de\s+fecha|от"
    r"|(?:ال)?مؤرخة?(?:\s+في)?)\s*$",
    re.IGNORECASE,
)
"""Matches the words between a reference and its date."""
_OTHER_EVENT = re.compile(
    r"held|session|meeting|tenue|réunion|celebrad|sesión|reuni|сесси|совещани|состоявш|دورة|اجتماع|[.;:؛。；]",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\s*[,،]?\s*(?:held|(?:qui\s+s['’]est\s+)?tenue?|(?:que\s+se\s+)?celebr\w+|состоя\w+|проведенн\w+|проходивш\w+"
    r"|(?:ال)?معقودة?|الذي\s+عقد|في\s+الفترة(?=\s+من))(?P<dates>[^.;؛]{5,80}?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_HELD_BEFORE = re.compile(
    r"(?P<dates>(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:至|和)(?:\d{1,2}月)?\d{1,2}日)[^，。；]{0,20}(?:举行|召开)的"
    r"[^，、。；和及与届次]{0,30}第?$"
)
_QUOTED = r"[“\"«„『「《](?P<title>[^“”\"«»„』」》]{4,400})[”\"»“』」》]"
_TITLE = re.compile(
    rf"(?P<gap>[^“”\"«»„『「《]{{0,90}}?)(?P<shared>(?:both|all|toutes?\s+deux|toutes|ambas|todas|обе|все)\s+)?"
    rf"(?:entitled|intitulée?s?|titulad[oa]s?|озаглавленн\w+|المعنون\w*|题为)\s*{_QUOTED}",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(rf"{_QUOTED}\s*[(（](?:see\s+)?$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(（](?:see\s+)?", re.IGNORECASE)
MAX_TITLE = 420  # characters
_NUMBERS = (
    r"(?P<first>\d{1,3})(?:\s*\(\w{1,3}\))?(?:\s*(?:[-–—]|to|and|à|et|a|y|и|إلى|و|至|和)\s*(?P<last>\d{1,3}))?(?![\d/])"
)
_BETWEEN = re.compile(r"(?:号(?:文件|决议|决定))?\s*[)）]?\s*[,，،]?\s*")
"""Matches what is between a document and its paragraph; in Chinese, the end of its name."""
_PARAGRAPH_WORD = (
    r"paragraphs?|paras?\.|paragraphes?|par\.|párrafos?|párrs?\.|пункт(?:а|е|у|ы|ов|ах|ами?)?|пп?\."
    r"|(?:ال)?فقر(?:ة|ات|تان|تين)"
)
_PARAGRAPH_AFTER = re.compile(
    r"(?:(?P<annex>annexe?s?|anexo|приложени[ея]|(?:ال)?مرفق|附件)\b[^,;.]{0,8}[,،]\s*)?"
    rf"(?:(?P<chinese>第)|{_PARAGRAPH_WORD})\s*{_NUMBERS}(?(chinese)\s*段)",
    re.IGNORECASE,
)
_ANNEX_NUMBER = re.compile(
    r"(?:annexe?|anexo|приложени\w+|(?:ال)?مرفق|附件)\s*(?P<number>[IVX]{1,4}(?!\w)|\d{1,2}|[一二三四五六七八九十]{1,3}"
    r"|ال[\u0621-\u064a]{3,6})?",
    re.IGNORECASE,
)
_ITEM_AFTER = re.compile(
    r"\s*[,،，]?\s*(?:(?:(?:sub-?)?para(?:graph)?|par|al(?:inéa)?|sous-al(?:inéa)?|párr(?:afo)?|apartado|apdo|inciso"
    r"|letra|(?:под)?пункт|(?:под)?п|item|point|(?:الفقرة|البند)(?:\s+الفرعية)?|第)\.?\s*)?"
    r"(?:[(（](?P<item>[a-z]{1,2}|[\u0621-\u064a]ـ?)[)）]|(?<!\w)(?P<half>[a-z]{1,2})\))",
    re.IGNORECASE,
)
_CHINESE_DIGITS = "一二三四五六七八九十"
_PARAGRAPH_BEFORE = re.compile(
    rf"(?:{_PARAGRAPH_WORD})\s*{_NUMBERS}\s+(?:(?:of|du|de\s+la|de|del|من)\s+)?(?:(?:the|le|la|el)\s+)?"
    r"(?:(?:draft\s+)?(?:document|report|resolution|rapport|informe|documento|документа|доклада|резолюции)\s+"
    r"|(?:الوثيقة|التقرير|القرار)\s+)?\(?$",
    re.IGNORECASE,
)


def date_near(text: str, start: int, end: int, *, before: bool = False) -> datetime.date | None:
    """Return the date of a resolution or document cited at these offsets: "resolution 5/8 of 22 October 2010".

    If ``before``, a date directly before the reference counts too: "the report of 8 July 2020 (CTOC/COP/…)".
    """
    if own := _CHINESE_DATE.search(text, start, end):
        return parse_date(own.group())
    digits = western_digits(text) if len(western_digits(text)) == len(text) else text
    window = digits[end : end + _MAX_GAP + 40]
    match = DATE.search(window) or _CHINESE_DATE.search(window)
    if match:
        between = window[: match.start()]
        if (
            len(between) <= _MAX_GAP
            and not re.search(r"\d", between)
            and not _OTHER_EVENT.search(between)
            and (_DATE_LINK.search(between) or not between.strip(" ,("))
        ):
            return parse_date(match.group())
    head = digits[max(0, start - 60) : start]
    dates = list(DATE.finditer(head)) + list(_CHINESE_DATE.finditer(head))
    if before and dates and not head[dates[-1].end() :].strip(" ,(") and _DATE_LINK.search(head[: dates[-1].start()]):
        return parse_date(dates[-1].group())
    if dates and "第" in head[dates[-1].end() :] and len(head) - dates[-1].end() <= 2:
        return parse_date(dates[-1].group())
    return None


def title_near(text: str, end: int, others: Sequence[int]) -> str:
    """Return the title in quotation marks that follows a reference, or "".

    ``others`` are the start offsets of all references in the text: a title after another reference is that reference's
    own, unless both share it; and so is a title before another reference in brackets.
    """
    match = _TITLE.match(text, end)
    if match is None:
        return ""
    between = others[bisect_left(others, end) : bisect_left(others, match.start("title"))]
    bracket = _BRACKET.match(text, match.end())
    is_of_next = bracket is not None and bracket.end() in others
    if is_of_next or (between and not match["shared"]):
        return ""
    return " ".join(match["title"].split()).rstrip(",")


def period_near(text: str, start: int, end: int) -> Dates | None:
    """Return the dates on which a meeting was held, if they follow its mention: ", tenue du 23 au 27 mai 2022". In
    Chinese, they precede it."""
    match = _HELD.match(text, end) or _HELD_BEFORE.search(text, 0, start)
    return parse_period(match["dates"]) if match else None


def title_before(text: str, start: int) -> str:
    """Return the title in quotation marks before a symbol in brackets: "entitled “An overview” (CTOC/COP/…)"; or ""."""
    match = _TITLE_BEFORE.search(text, max(0, start - MAX_TITLE), start)
    return " ".join(match["title"].split()).rstrip(",") if match else ""


def paragraphs_near(text: str, start: int, end: int) -> tuple[int, ...]:
    """Return the numbers of the cited paragraphs of a document: "CTOC/COP/2022/L.4, paras. 2–4" cites 2 and 4.

    Return () for paragraphs of an annex.
    """
    between = _BETWEEN.match(text, end)
    match = _PARAGRAPH_AFTER.match(text, between.end() if between else end)
    if match and match["annex"]:
        return ()
    if match is None:
        match = _PARAGRAPH_BEFORE.search(text[max(0, start - 80) : start])
    return tuple(int(match[name]) for name in ("first", "last") if match[name]) if match else ()


@dataclass(frozen=True, slots=True)
class AnnexItem:
    """An item of an annex that a text cites after a document: "annex II, subpara. (k)". ``annex`` is 0 without a
    number; ``end`` is the offset after the item."""

    annex: int
    label: str
    end: int


def annex_item_near(text: str, end: int) -> AnnexItem | None:
    """Return the item of an annex that is cited after a document, or None."""
    between = _BETWEEN.match(text, end)
    annex = _ANNEX_NUMBER.match(text, between.end() if between else end)
    item = _ITEM_AFTER.match(text, annex.end()) if annex else None
    if annex is None or item is None:
        return None
    return AnnexItem(_ordinal(annex["number"] or ""), (item["item"] or item["half"]).lower(), item.end())


def annex_number(part: str) -> int:
    """Return the number of an annex: 2 for "Annex II", "附件二" and "المرفق الثاني"; 0 if it has none."""
    match = _ANNEX_NUMBER.fullmatch(part.strip())
    return _ordinal(match["number"] or "") if match else 0


def _ordinal(number: str) -> int:
    """Return the value of a number in Roman, Chinese or other digits, or of an Arabic ordinal; 0 if there is none."""
    if number.isdecimal():
        return int(number)
    if number[:1] in _CHINESE_DIGITS and number:
        return chinese_value(number)
    if number.startswith("ال"):
        ordinals = language_of("ar").meetings.ordinals
        return ordinals.read(number) if re.fullmatch(ordinals.pattern, number) else 0
    return roman_value(number) or 0


_DOCUMENT_NAME = re.compile(
    r"\b(?:Declaration|Model\s+(?:Law|Treaty|Agreement)|Guide(?:lines)?|Handbook|Manual|Toolkit|Digest|Déclaration"
    r"|Loi\s+type|Manuel|Declaración|Ley\s+Modelo|Guía|Декларац\w+|Типов\w+\s+закон\w*)"
    r"(?:\s+(?:(?:of|on|for|in|to|the|and|against|de|des|du|del|la|las|le|les|los|el|sur|sobre|о|об|и|по)\s+)*"
    r"[A-ZÀ-ÖА-Я][\w’-]+)+"
)


def document_names(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the names of documents between two offsets: "the Declaration of Naples", "the Model Law on Evidence"."""
    return tuple(" ".join(match.group().split()) for match in _DOCUMENT_NAME.finditer(text, start, end))


# --- the subject of an article ------------------------------------------------------------------------

_SUBJECT_END = r"(?P<subject>[^,;:()（）،؛，；。.]{2,160})"
_AFTER: dict[str, str] = {
    "en": r"\s*,?\s+(?:(?:which|that)\s+(?:concerns?|relates?\s+to|deals?\s+with|address(?:es)?|covers?|governs?)|on"
    r"|concerning|regarding|relating\s+to|related\s+to|dealing\s+with|pertaining\s+to|entitled|titled)\s+[“\"]?",
    "fr": r"\s*,?\s+(?:sur|concernant|relatifs?\s+(?:à\s+la|à\s+l[’']|à|aux?)|portant\s+sur|intitulés?"
    r"|qui\s+(?:porte|concerne)\w*(?:\s+sur)?)\s*[«\"]?\s*",
    "es": r"\s*,?\s+(?:sobre|relativ[oa]s?\s+(?:a\s+las?|a\s+los|al?)|referentes?\s+al?|titulados?"
    r"|que\s+(?:trata|versa)\s+(?:de|sobre))\s+[“«\"]?",
    "ru": r"\s*,?\s+(?:об?|касающ\w+|относительно|озаглавленн\w+|посвященн\w+|о\s+котор\w+)\s+[«“\"]?",
    "ar": r"\s*،?\s+(?:بشأن|المتعلق(?:ة|تين|ين)?\s+ب|الخاص(?:ة)?\s+ب|المعنونة?|عن|التي\s+تتناول)\s*[“«\"]?",
    "zh": r"\s*[,，]?\s*(?:关于|涉及|题为)[“《]?",
}
"""The words that join the subject to the number of an article."""
_SUBJECT_AFTER = {code: re.compile(words + _SUBJECT_END, re.IGNORECASE) for code, words in _AFTER.items()}
_BRACKETED = re.compile(
    r"\s*[(（][“\"«《]?(?P<subject>[^()（）\d“”\"«»《》]{4,120}|[\u4e00-\u9fff]{2,120})[”\"»》]?[)）]"
)
_SUBJECT_BEFORE = re.compile(r"(?:^|[.;:,،；。，]\s*)(?P<subject>[^.;:,()،；。，（）]{4,90}?)\s*[(（]$")
_CHINESE_BEFORE = re.compile(r"关于(?P<subject>[^，。；关于]{2,40})的$")
_RESPECTIVELY = re.compile(
    r"\s*,?\s*(?:respectively|respectivement|respectivamente|соответственно|على التوالي|分别)", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:,|،|、)?\s+(?:and|et|y|e|и)\s+|\s+و(?=\w)|\s*[和与]\s*", re.IGNORECASE)


MAX_WORDS_BEFORE = 8  # of a subject before an article in brackets; more words say something about the subject


@dataclass(frozen=True, slots=True)
class SubjectWording:
    """The words with which a text gives the subject of an article, at their offsets.

    ``parts`` are several subjects given for as many articles, in order, or else the one subject. ``is_before`` is True
    for a subject that precedes the article in brackets.
    """

    text: str
    start: int
    end: int
    parts: tuple[str, ...]
    is_before: bool = False


def subject_near(text: str, start: int, end: int, language: str) -> SubjectWording | None:
    """Return the subject that a text gives to an article cited at these offsets, or None.

    Found in "article 19 of the Convention, on joint investigations", "article 19 (Joint investigations)", "articles 16
    (extradition) and 19 (joint investigations) of the Convention" and "Joint investigations (article 19)"; not in
    "joint investigations under article 19".
    """
    bracketed = [*_BRACKETED.finditer(text, start, end), *filter(None, [_BRACKETED.match(text, end)])]
    if bracketed:
        first, last = bracketed[0].start("subject"), bracketed[-1].end("subject")
        return SubjectWording(text[first:last], first, last, tuple(match["subject"] for match in bracketed))
    if match := _SUBJECT_AFTER.get(language, _SUBJECT_AFTER["en"]).match(text, end):
        subject = match["subject"]
        is_respective = bool(_RESPECTIVELY.search(subject) or _RESPECTIVELY.match(text, match.end()))
        parts = _AND.split(_RESPECTIVELY.sub("", subject)) if is_respective else [subject]
        return SubjectWording(subject, *match.span("subject"), tuple(parts))
    if language == "zh" and (match := _CHINESE_BEFORE.search(text[:start])):
        return SubjectWording(match["subject"], *match.span("subject"), (match["subject"],))
    match = _SUBJECT_BEFORE.search(text[max(0, start - 120) : start])
    if match and len(match["subject"].split()) <= MAX_WORDS_BEFORE:
        first, last = (max(0, start - 120) + offset for offset in match.span("subject"))
        return SubjectWording(match["subject"], first, last, (match["subject"],), is_before=True)
    return None
