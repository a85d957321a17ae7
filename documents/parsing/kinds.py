"""PURE: what a document is, by its symbol and the words of its masthead. What these do not say is not guessed.

Sources: the series symbols of the United Nations (Dag Hammarskjöld Library, "Document symbols"): /RES/ and /DEC/ for
resolutions and decisions, CRP for conference room papers, Corr. for corrigenda; and the wordings that the Editorial
Manual prescribes for titles and subtitles, in the six official languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is; the values stand in addresses."""

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
"""Series that say the kind whatever the title is. "L." says only that the distribution is limited."""

_BY_WORDS: tuple[tuple[DocumentKind, str], ...] = (
    (
        DocumentKind.CORRIGENDUM,
        r"(?:corrigendum|rectificatif|corrección|correcciones|исправление|تصويب|更正)$",
    ),
    (
        DocumentKind.CONFERENCE_ROOM_PAPER,
        r"conference\ room\ paper|document\ de\ séance|documento\ de\ sesión|документ\ зала\ заседаний|会议室文件",
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
          | ورقة\ (?:معلومات\ أساسية|عمل|مناقشة) | 背景文件 | 工作文件 | 讨论文件""",
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
"""In the order in which they are tried: what is a draft is no report. Each is what a line of the masthead begins with,
and a "$" where it is all of it. Takes "Report of the Secretary-General", "Annotated provisional agenda"; refuses
"Follow-up to the report of the Secretary-General", "Review of the agenda"."""

_WORDS = tuple((kind, re.compile(rf"(?:{words})", re.VERBOSE | re.IGNORECASE)) for kind, words in _BY_WORDS)
_LAST_WORD = re.compile(r"\s(?P<word>corrigendum|rectificatif|corrección|исправление|تصويب|更正)\s*$", re.IGNORECASE)


def document_kind(symbols: Iterable[str], title: str, subtitle: str) -> DocumentKind | None:
    """What a document is; ``OTHER`` where its head says none of the kinds, None where it has neither symbol nor words.

    The symbol speaks first; then the subtitle, which says what the document is, then the title, which says what it is
    about ("Report on the eleventh session" is both).
    """
    known = [symbol for symbol in symbols if symbol]
    for kind, series in _BY_SYMBOL:
        if any(series.search(symbol) for symbol in known):
            return kind
    lines = [line.strip() for text in (subtitle, title) for line in text.splitlines() if line.strip()]
    if any(_LAST_WORD.search(line) for line in lines):
        return DocumentKind.CORRIGENDUM
    for line in lines:
        for kind, words in _WORDS:
            if words.match(line):
                return kind
    return DocumentKind.OTHER if known or lines else None
