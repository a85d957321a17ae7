"""Determine the kind of a document from its symbol and the words of its masthead, without guessing.

Sources: the series symbols of the United Nations (Dag Hammarskjöld Library, "Document symbols"): /RES/ and /DEC/ for
resolutions and decisions, CRP for conference room papers, Corr. for corrigenda; and the wording that the Editorial
Manual prescribes for titles and subtitles, in the six official languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kind of a document; the values are used in URLs."""

    AGENDA = "agenda"
    BACKGROUND_PAPER = "background-paper"
    CONFERENCE_ROOM_PAPER = "conference-room-paper"
    DRAFT_RESOLUTION = "draft-resolution"
    RESOLUTION = "resolution"
    DRAFT_REPORT = "draft-report"
    REPORT = "report"
    LETTER = "letter"
    CORRIGENDUM = "corrigendum"
    OTHER = "other"


_BY_SYMBOL = (
    (DocumentKind.CORRIGENDUM, re.compile(r"/Corr\.\d")),
    (DocumentKind.RESOLUTION, re.compile(r"/(?:RES|DEC)/")),
    (DocumentKind.CONFERENCE_ROOM_PAPER, re.compile(r"/CRP\.\d")),
)
"""Series that determine the kind regardless of the title. "L." only means that the distribution is limited."""

_BY_WORDS: tuple[tuple[DocumentKind, str], ...] = (
    (
        DocumentKind.CORRIGENDUM,
        r"(?:corrigendum|rectificatif|corrección|correcciones|исправление|تصويب|更正)$",
    ),
    (
        DocumentKind.CONFERENCE_ROOM_PAPER,
        r"conference\ room\ paper|document\ de\ séance|documento\ de\ sesión|документ\ зала\ заседаний"
        r"|(?:.{1,30}的)?会议室文件",
    ),
    (
        DocumentKind.AGENDA,
        r"""(?:annotated\ |draft\ |proposed\ )?(?:provisional\ )?(?:annotated\ )?agenda\b
          | ordre\ du\ jour | (?:proyecto\ de\ )?programa\ provisional
          | (?:аннотированная\ )?(?:предварительная\ )?повестка\ дня | جدول\ الأعمال | 临时议程 | 议程""",
    ),
    (
        DocumentKind.DRAFT_REPORT,
        r"""draft\ report\b | projet\ de\ rapport | proyecto\ de\ informe | проект\ доклада
          | مشروع\ (?:ال)?تقرير | 报告草稿""",
    ),
    (
        DocumentKind.DRAFT_RESOLUTION,
        r"""(?:revised\ )?draft\ (?:resolution|decision)s?\b | projet\ de\ (?:résolution|décision)
          | proyecto\ de\ (?:resolución|decisión) | (?:пересмотренный\ )?проект\ (?:резолюции|решения)
          | مشروع\ (?:قرار|مقرر) | 决议草案 | 决定草案""",
    ),
    (
        DocumentKind.LETTER,
        r"""(?:identical\ )?letters?\ dated | note\ verbale\ dated | (?:lettres?|note\ verbale)\ .{0,20}datée?s?\b
          | cartas?\ (?:idénticas\ )?de\ fecha | nota\ verbal\ de\ fecha
          | (?:идентичные\ )?письм[оа]\ .{0,30}\ от\ | письмо\ | вербальная\ нота | رسالة\ مؤرخة | رسالتان\ متطابقتان
          | مذكرة\ شفوية | .{0,20}给.{1,40}的信 | .{0,20}普通照会""",
    ),
    (
        DocumentKind.BACKGROUND_PAPER,
        r"""(?:background|working|discussion|concept|technical|issue)\ (?:paper|note|document|guide)\b
          | document\ d[’'](?:information|orientation)\b | document\ de\ (?:travail|réflexion)\b
          | documento\ de\ (?:antecedentes|trabajo|debate) | (?:справочный|рабочий)\ документ
          | ورقة\ (?:معلومات\ أساسية|عمل|مناقشة) | (?:.{1,30}的)?(?:背景|工作|讨论)文件""",
    ),
    (
        DocumentKind.REPORT,
        r"""(?:(?:abridged|annual|biennial|final|interim|joint|periodic|preliminary|progress|special|summary|technical
            |consolidated|comprehensive|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))\ ){0,2}
            reports?\ (?:of|on|by|prepared|submitted)\b
          | progress\ report\b | report$
          | rapport\b | informe\b | доклад\b | تقرير | .{0,30}报告$""",
    ),
    (
        DocumentKind.RESOLUTION,
        r"(?:resolution|decision|résolution|décision|resolución|decisión)\ \d+(?:/\d+)?(?:\ \(\d{4}\))?$",
    ),
)
"""Patterns in the order in which they are tried: a draft report is not a report. Each matches the start of a masthead
line or, with "$", the whole line. Matches "Report of the Secretary-General", "Annotated provisional agenda"; not
"Follow-up to the report of the Secretary-General", "Review of the agenda"."""

_WORDS = tuple((kind, re.compile(rf"(?:{words})", re.VERBOSE | re.IGNORECASE)) for kind, words in _BY_WORDS)
_BY_SPONSORS = re.compile(
    rf"[:：][\s*,،、]*(?:{dict(_BY_WORDS)[DocumentKind.DRAFT_RESOLUTION]})[\w\s*]{{0,12}}$", re.VERBOSE | re.IGNORECASE
)
"""Matches the end of "Elbonia and Freedonia: draft resolution"."""
_LAST_WORD = re.compile(r"\s(?P<word>corrigendum|rectificatif|corrección|исправление|تصويب|更正)\s*$", re.IGNORECASE)


def document_kind(symbols: Iterable[str], title: str, subtitle: str) -> DocumentKind | None:
    """Return the kind of a document: ``OTHER`` if its head names none of the kinds, None if it has no symbol or title.

    The symbol takes precedence. Next is the subtitle, which usually names the kind, and last the title, which usually
    names the subject ("Report on the eleventh session" names both).
    """
    printed = [symbol for symbol in symbols if symbol]
    for kind, series in _BY_SYMBOL:
        if any(series.search(symbol) for symbol in printed):
            return kind
    lines = [line.strip() for text in (subtitle, title) for line in text.splitlines() if line.strip()]
    if any(_LAST_WORD.search(line) for line in lines):
        return DocumentKind.CORRIGENDUM
    for line in lines:
        for kind, words in _WORDS:
            if words.match(line):
                return kind
    if any(map(_BY_SPONSORS.search, lines)):
        return DocumentKind.DRAFT_RESOLUTION
    return DocumentKind.OTHER if printed or lines else None
