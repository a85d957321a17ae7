"""Read the head of the first page: lines are recognized by their words, and fields that are not printed stay empty."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.parsing import masthead_words as words
from documents.parsing.dates import only_date, parse_date, parse_period
from documents.parsing.languages import language_of
from documents.parsing.masthead_end import end_of_head
from documents.parsing.masthead_lines import HeadLine, continues, head_lines, join
from documents.parsing.numbering import read_label
from documents.parsing.symbol_hints import symbol_hints
from documents.parsing.symbols import only_symbols
from documents.parsing.types import Dates, Fragment, Masthead, Source

_JOB = re.compile(r"(?<![\w/-])(?P<job>(?:[A-Z]{1,3}[.:]\s?)?\d{2}-\d{4,6})(?![\w-])")
_JOB_LINE = re.compile(rf"{_JOB.pattern}\*?(?:\s*\([A-Z]\))?(?:\s+\d{{6}})*")
_BAR_CODE = re.compile(r"^\W?\d{6,9}\W?$")
_ENACTING = re.compile(r"^The (?P<organ>[A-Z].{3,250}),$")


@dataclass(slots=True)
class _Head:
    """The fields of the head read so far."""

    symbols: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    agenda_titles: list[str] = field(default_factory=list)
    agenda_titles_due: int = 0
    originals: tuple[str, ...] = ()
    distribution: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    session: str | None = None
    meeting: Dates | None = None
    agenda_item: str | None = None
    job_number: str | None = None


def read_masthead(source: Source) -> tuple[Masthead, tuple[Fragment, ...]]:
    """Return the masthead, and the fragments of the body that follow it."""
    start = end_of_head(source.body, _is_field)
    head = _Head()
    _read_lines(head, head_lines((*source.masthead, *source.body[:start]), _is_field))
    text, job_lines = _without_job_lines(source.body[start:])
    _read_running(head, (*source.running, *job_lines))
    return _build_masthead(head, source, text), text


def _without_job_lines(body: Sequence[Fragment]) -> tuple[tuple[Fragment, ...], tuple[str, ...]]:
    """Return the text without the lines that contain only a job number, and those lines."""
    lines = tuple(f.text.strip() for f in body if _JOB_LINE.fullmatch(f.text.strip()))
    return tuple(f for f in body if f.text.strip() not in lines), lines


def _read_lines(head: _Head, lines: Sequence[HeadLine]) -> None:
    """Read fields line by line; other lines are names or titles, joined with their continuation lines."""
    consumed: set[int] = set()
    for index, line in enumerate(lines):
        if index in consumed or words.PREVIOUSLY_ISSUED.search(line.text) or _read_field(head, line):
            continue
        last = index
        for later in range(index + 1, len(lines)):
            below = lines[later]
            if (
                later not in consumed
                and continues(line, below, adjacent=later == last + 1)
                and not _is_field(below.text)
            ):
                line, last = join(line, below), later
                consumed.add(later)
        _read_name_or_title(head, line)


def _read_field(head: _Head, line: HeadLine) -> bool:
    text = line.text.strip(" *")
    if text and _read_agenda_item(head, text, line.bracketed):
        return True
    return not text or any(reader(head, text) for reader in _READERS)


def _is_field(text: str) -> bool:
    """Return whether a line is a field of a masthead by its own words, not a name or title."""
    return _read_field(_Head(), HeadLine(text)) or bool(words.ADOPTION.match(text))


def _read_symbol(head: _Head, text: str) -> bool:
    """Read "United Nations CTOC/COP/2022/L.4", or a symbol alone on a line."""
    remaining = words.UNITED_NATIONS.sub("", text, count=1)
    symbols = only_symbols(remaining)
    head.symbols += [symbol for symbol in symbols if symbol not in head.symbols]
    return bool(symbols) or not remaining


def _read_distribution(head: _Head, text: str) -> bool:
    match = words.DISTRIBUTION.match(text)
    if not match:
        return False
    head.distribution = head.distribution or words.DISTRIBUTIONS[match["kind"].lower()]
    remaining = match["rest"].strip()
    if remaining and not _read_original(head, remaining):
        head.date = head.date or parse_date(remaining)
    return True


def _read_date(head: _Head, text: str) -> bool:
    day = only_date(text)
    head.date = head.date or day
    return day is not None


def _read_original(head: _Head, text: str) -> bool:
    match = words.ORIGINAL.match(text)
    if not match:
        return False
    names = re.findall(r"\w+", match["languages"].lower())
    codes = tuple(dict.fromkeys(words.LANGUAGES[name] for name in names if name in words.LANGUAGES))
    head.originals = head.originals or codes
    return bool(codes)


def _read_language(head: _Head, text: str) -> bool:
    match = words.LANGUAGE_ONLY.match(text)
    if not match:
        return False
    code = words.LANGUAGES[(match["language"] or match["alone"]).lower()]
    if match["only"] or match["alone"]:
        head.originals = head.originals or (code,)
    head.language = head.language or code
    return True


def _read_session(head: _Head, text: str) -> bool:
    if not words.SESSION.match(text):
        return False
    head.session = head.session or text
    return True


def _read_meeting(head: _Head, text: str) -> bool:
    """Read a line that is only a place and a period."""
    period = parse_period(text) if len(text) < 120 and not read_label(text) else None
    if period is None:
        return False
    place_words = len((period.place or "").split())
    if len(re.findall(r"[^\W\d_]{3,}", text)) - place_words > 4:
        return False
    head.meeting = head.meeting or period
    return True


def _read_job(head: _Head, text: str) -> bool:
    match = _JOB.match(text) if len(text) < 60 else None
    if match:
        head.job_number = head.job_number or match["job"]
    return bool(match or _BAR_CODE.match(text))


def _read_agenda_item(head: _Head, text: str, bracketed: bool) -> bool:
    match = words.AGENDA_ITEM.match(text)
    number = next((group for group in match.groupdict().values() if group), "").strip(" *：:,") if match else ""
    if not words.ITEM_NUMBER.match(number):
        return False
    if head.agenda_item is None and not bracketed:
        head.agenda_titles_due = 1 + len(re.findall(r"\band\b|,\s?\d", number))
    head.agenda_item = head.agenda_item or number
    return True


_READERS = (
    _read_symbol, _read_distribution, _read_original, _read_language, _read_date, _read_session, _read_job,
    _read_meeting,
)  # fmt: skip


def _read_name_or_title(head: _Head, line: HeadLine) -> None:
    """Read a name or title: an organ above the agenda item, that item's title below it, then the document's own."""
    text = line.text.strip(" *")
    above_titles = not head.texts and head.agenda_item is None
    if words.PRINCIPAL_ORGAN.match(text) or (above_titles and words.BODY.match(text)):
        if text not in head.bodies:
            head.bodies.append(text)
    elif words.ADOPTION.match(text):
        head.agenda_titles_due = 0
    elif head.agenda_titles_due and not head.texts and not words.RESOLUTION_NUMBER.match(text):
        head.agenda_titles.append(text)
        head.agenda_titles_due -= 1
    elif text not in head.texts:
        head.texts.append(text)


def _read_running(head: _Head, running: Sequence[str]) -> None:
    """Read the job number from the running heads and feet, and the symbol if no line of the head is one."""
    numbers = (match["job"] for match in map(_JOB.search, running) if match)
    head.job_number = head.job_number or next(numbers, None)
    if not head.symbols:
        head.symbols = list(dict.fromkeys(symbol for line in running for symbol in only_symbols(line)))


def _find_title(head: _Head) -> tuple[str | None, str | None]:
    """Return title and subtitle. If the first line only names the author of a draft, the title is the next line."""
    texts = list(head.texts)
    if not texts:
        return (head.agenda_titles[0] if head.agenda_titles else None), None
    if words.DRAFT_BY.match(texts[0]) and len(texts) > 1:
        texts = [texts[1], texts[0], *texts[2:]]
    return words.RESOLUTION_NUMBER.sub("", texts[0]), " ".join(texts[1:]) or None


def _find_bodies(head: _Head, subtitle: str | None, body: Sequence[Fragment]) -> tuple[str | None, str | None]:
    """Return the parent and subsidiary organ, by rank, then in printed order. If no line of the head names one, return
    the organ that the report is of, or that speaks in the resolution.
    """
    ranked = sorted(head.bodies, key=lambda name: not words.PRINCIPAL_ORGAN.match(name))
    if ranked:
        return ranked[0], ranked[-1] if len(ranked) > 1 else None
    report = words.REPORT_OF.match(head.texts[1]) if len(head.texts) > 1 else None
    if report and words.BODY.match(report["organ"]):
        return report["organ"], None
    enacting = _ENACTING.match(body[0].text.strip()) if body else None
    return (enacting["organ"] if enacting and words.BODY.match(enacting["organ"]) else None), None


def _build_masthead(head: _Head, source: Source, body: Sequence[Fragment]) -> Masthead:
    title, subtitle = _find_title(head)
    parent, subsidiary = _find_bodies(head, subtitle, body)
    in_title = words.SESSION_IN_TITLE.search(title or "")
    masthead = Masthead(
        symbols=tuple(head.symbols),
        title=title,
        subtitle=subtitle,
        distribution=head.distribution,
        date=head.date or _find_bracketed_date(body),
        language=head.language or language_of(f.text for f in source.body),
        original_languages=head.originals,
        body=parent,
        subsidiary_body=subsidiary,
        session=head.session or (in_title["session"] if in_title else None),
        meeting=head.meeting or (parse_period(title or "") if in_title else None),
        agenda_item=head.agenda_item,
        agenda_title=" ".join(head.agenda_titles) or None,
        job_number=head.job_number,
        reissued=next((parse_date(n.text) for n in source.notes if words.REISSUED.search(n.text)), None),
    )
    return masthead if masthead.symbols else symbol_hints(masthead, source)


def _find_bracketed_date(body: Sequence[Fragment]) -> datetime.date | None:
    """Return the date of a report with a cover, printed above the contents: "[24 March 2025]"."""
    lines = (fragment.text.strip() for fragment in body[:60])
    return next((only_date(line) for line in lines if line.startswith("[") and line.endswith("]")), None)
