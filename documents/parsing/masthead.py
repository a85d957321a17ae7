"""Read the head of the first page: lines are recognized by their words, and fields that are not printed stay empty."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from documents.parsing import masthead_words as words
from documents.parsing.characters import one_line
from documents.parsing.corrigenda import STATEMENT_PARAGRAPHS, corrected_symbol, languages_concerned
from documents.parsing.dates import parse_date, parse_date_line, parse_period
from documents.parsing.languages import language_of_source
from documents.parsing.masthead_end import end_of_head
from documents.parsing.masthead_lines import HeadLine, continue_margin, continues, head_lines, join
from documents.parsing.numbering import read_label
from documents.parsing.symbol_hints import add_symbol_hints
from documents.parsing.symbols import parse_symbol_line
from documents.parsing.types import Dates, Fragment, Masthead, Organ, Source

_JOB_NUMBER = re.compile(r"(?<![\w/-])(?P<job>(?:[A-Z]{1,3}[.:]\s?)?\d{2}-\d{4,6})(?![\w-])")
_JOB_NUMBER_LINE = re.compile(rf"{_JOB_NUMBER.pattern}\*?(?:\s*\([A-Z]\))?(?:\s+\d{{6}})*")


@dataclass(slots=True)
class _Head:
    """The fields of the head read so far."""

    symbols: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    title_lines: list[str] = field(default_factory=list)
    agenda_titles: list[str] = field(default_factory=list)
    agenda_titles_due: int = 0
    has_margin: bool = False
    margin_organ: HeadLine | None = None
    originals: tuple[str, ...] = ()
    distribution: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    session: str | None = None
    meeting: Dates | None = None
    agenda_item: str | None = None
    job_number: str | None = None


def read_masthead(source: Source) -> tuple[Masthead, tuple[Fragment, ...]]:
    """Return the masthead, and the fragments of the text below it, preceded by lines of the head that cite a report."""
    start = end_of_head(source.body, _is_field)
    head, second = _Head(), _Head()
    margin = [replace(line, in_margin=True) for line in head_lines(source.margin, _is_field)]
    text_lines = head_lines(source.body[:start], _is_field)
    if margin:
        top = min((line.box.top for line in margin if line.box), default=0.0)
        below = [replace(line, in_text=True) for line in text_lines if not line.box or line.box.top > top]
        text_lines = continue_margin(margin[-1], below)
    lines = [*head_lines(source.masthead, _is_field), *margin, *text_lines]
    column = head_lines(source.second_column, _is_field)
    if not column:
        lines, column = _split_organs(lines)
    _read_lines(head, lines)
    _read_lines(second, column)
    text, job_lines = _without_job_number_lines(source.body[start:])
    _read_running(head, (*source.running, *job_lines))
    cited = tuple(f for f in source.body[:start] if words.REPORT_CITATION.fullmatch(one_line(f.text)))
    masthead = _build_masthead(head, second, source, text)
    if any(map(corrected_symbol, masthead.symbols)):
        first_lines = [*(line.text for line in lines), *(part.text for part in text[:STATEMENT_PARAGRAPHS])]
        masthead = replace(masthead, languages_concerned=languages_concerned(first_lines))
    return masthead, (*cited, *text)


def _split_organs(lines: list[HeadLine]) -> tuple[list[HeadLine], list[HeadLine]]:
    """Return the lines of the head, and separately the lines of a second organ printed below the first with its
    session."""
    fields = [_is_field(line.text) for line in lines]
    is_item = [bool(words.AGENDA_ITEM.match(line.text)) for line in lines]
    for index in range(1, len(lines) - 1):
        above = [i for i in range(index) if words.SESSION.match(lines[i].text) or is_item[i]]
        if not above or fields[index] or not fields[index + 1] or not words.BODY.match(lines[index].text):
            continue
        if not words.SESSION.match(lines[index + 1].text) and not parse_period(lines[index + 1].text):
            continue
        end = next((i for i in range(index + 1, len(lines)) if not fields[i]), len(lines))
        if is_item[end - 1] and any(is_item[i] and not fields[i + 1] for i in range(index - 1)):
            end = _end_of_item_title(lines, end)
        return [*lines[:index], *lines[end:]], lines[index:end]
    return lines, []


def _end_of_item_title(lines: Sequence[HeadLine], start: int) -> int:
    """Return the index after an agenda item's title; ``start`` if no line would remain for the document's own title."""
    end = min(start + 1, len(lines))
    while end < len(lines) and lines[end].box and continues(lines[end - 1], lines[end], adjacent=True):
        end += 1
    return end if end < len(lines) or lines[-1].box else start


def _without_job_number_lines(body: Sequence[Fragment]) -> tuple[tuple[Fragment, ...], tuple[str, ...]]:
    """Return the fragments that do not consist of a job number, and the texts of the fragments that do."""
    lines = tuple(f.text.strip() for f in body if _JOB_NUMBER_LINE.fullmatch(f.text.strip()))
    return tuple(f for f in body if f.text.strip() not in lines), lines


def _read_lines(head: _Head, lines: Sequence[HeadLine]) -> None:
    """Read fields line by line; other lines are names or titles, joined with their continuation lines."""
    head.has_margin = any(line.in_margin for line in lines)
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
        if _names_event(line, lines[last + 1 :]):
            _add_body(head, line.text.strip(" *"))
        else:
            _read_name_or_title(head, line)


def _names_event(line: HeadLine, below: Sequence[HeadLine]) -> bool:
    """Return whether a line names an event: its place and date are directly below it, and a title follows.

    The title is in larger type or, if sizes are unknown, has a subtitle below it.
    """
    if not below or line.in_margin or line.in_text or not parse_period(below[0].text) or not _is_field(below[0].text):
        return False
    others = [other for other in below if not _is_field(other.text)]
    if line.size:
        return any((other.size or 0) > line.size + 1 for other in others)
    has_subtitle = [bool(words.SUBTITLE.match(other.text)) for other in others[:2]]
    return not words.SUBTITLE.match(line.text) and has_subtitle == [False, True]


def _read_field(head: _Head, line: HeadLine) -> bool:
    text = line.text.strip(" *")
    if text and _read_agenda_item(head, text, line.bracketed):
        return True
    return not text or any(reader(head, text) for reader in _READERS)


def _is_field(text: str) -> bool:
    """Return whether a line is a field of a masthead, judging by its words alone, and not a name or title."""
    return _read_field(_Head(), HeadLine(text)) or bool(words.OTHER_HEAD_LINE.match(text))


def _read_symbol(head: _Head, text: str) -> bool:
    """Read "United Nations CTOC/COP/2022/L.4", or a symbol alone on a line."""
    remaining = words.UNITED_NATIONS.sub("", text, count=1)
    if (symbol_first := words.SYMBOL_BEFORE_NAME.match(remaining)) is not None:
        remaining = symbol_first["symbol"]
    symbols = parse_symbol_line(remaining.rstrip(" -–—−"))
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
    day = parse_date_line(text)
    head.date = head.date or day
    return day is not None


def _read_original(head: _Head, text: str) -> bool:
    match = words.ORIGINAL.match(text) or words.LANGUAGES_LINE.match(text)
    if not match:
        return False
    codes = tuple(dict.fromkeys(words.LANGUAGES[n] for n in words.EACH_LANGUAGE.findall(match["languages"].lower())))
    head.originals = head.originals or codes
    return bool(codes)


def _read_language(head: _Head, text: str) -> bool:
    match = words.LANGUAGE_LINE.match(text)
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


def _read_parts_of_session(head: _Head, text: str) -> bool:
    """Read the dates of a session in parts. An organizational part is ignored if there is any other."""
    parts = list(words.PART_OF_SESSION.finditer(text))
    if not parts or sum(len(part.group()) for part in parts) != len(text):
        return False
    periods = [parse_period(part["dates"]) for part in parts if part["main"]] or [parse_period(parts[0]["dates"])]
    first, last = periods[0], periods[-1]
    if first and last and head.meeting is None:
        head.meeting = replace(first, end=last.end)
    return True


def _read_meeting(head: _Head, text: str) -> bool:
    """Read a line with hardly anything but a place and a period: of the session or, after a name, of its part."""
    text, is_part = words.PART_NAME.subn("", text, count=1)
    period = parse_period(text) if len(text) < 120 and not read_label(text) else None
    if period is None:
        return False
    place_words = len((period.place or "").split())
    if len(re.findall(r"[^\W\d_]{3,}", text)) - place_words > 4 or len(words.CHINESE_CHARACTER.findall(text)) > 12:
        return False
    if (earlier := head.meeting) is None:
        head.meeting = period
    elif (is_part or text.endswith(")")) and earlier.end and period.end and earlier.end < period.end:
        # A cover lists several sessions: "Eighty-ninth session (…)", "Ninetieth session (3–21 February 2025)".
        head.meeting = replace(earlier, end=period.end)
    return True


def _read_job_number(head: _Head, text: str) -> bool:
    match = _JOB_NUMBER.match(text) if len(text) < 60 else None
    if match:
        head.job_number = head.job_number or match["job"]
    return bool(match or words.BAR_CODE.match(text))


def _read_agenda_item(head: _Head, text: str, bracketed: bool) -> bool:
    match = words.AGENDA_ITEM.match(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
    number = next((group for group in match.groupdict().values() if group), "").strip(" *：:,") if match else ""
    if not words.ITEM_NUMBER.match(number):
        return False
    if head.agenda_item is None and not bracketed:
        head.agenda_titles_due = 1 + len(words.ITEM_SEPARATOR.findall(number))
    head.agenda_item = head.agenda_item or re.sub(r"(?<=[\d)])(?=\()", " ", number)
    return True


_READERS = (
    _read_symbol, _read_distribution, _read_original, _read_language, _read_date, _read_session, _read_job_number,
    _read_parts_of_session, _read_meeting,
)  # fmt: skip


def _read_name_or_title(head: _Head, line: HeadLine) -> None:
    """Read a name or title: an organ above the agenda item, the title of that item, or the document's own title."""
    text = line.text.strip(" *")
    if words.SEGMENT.match(text) and head.session and _is_above_titles(head) and not line.in_text:
        return
    if words.RESOLUTION_NUMBER.match(text) or line.in_text:
        _read_title(head, text)
    elif line.in_margin and not words.PRINCIPAL_ORGAN.match(text):
        _read_margin(head, line, text)
    elif words.PRINCIPAL_ORGAN.match(text) or (_is_above_titles(head) and words.BODY.match(text)):
        _add_body(head, text)
    elif words.OTHER_HEAD_LINE.match(text):
        head.agenda_titles_due = 0
    elif head.agenda_titles_due and not head.title_lines and not head.has_margin:
        head.agenda_titles.append(text)
        head.agenda_titles_due -= 1
    elif not head.has_margin:  # a line above the margin, such as "For information", is not the title
        _read_title(head, text)


def _is_above_titles(head: _Head) -> bool:
    return not head.title_lines and head.agenda_item is None


def _read_margin(head: _Head, line: HeadLine, text: str) -> None:
    """Read a name in the left margin: an organ above the session and dates, an agenda item's title below them."""
    is_below_session = head.session or head.meeting
    if not _is_above_titles(head) or head.agenda_titles or (is_below_session and not words.BODY.match(text)):
        head.agenda_titles.append(text)
        return
    above = head.margin_organ
    if above and line.bold is False:
        is_set_smaller = above.bold and (line.size or 0) < (above.size or 0)
        if is_set_smaller or not words.BODY.match(text):
            return  # "Convened under the auspices of …" below a name in bold
    _add_body(head, text)
    head.margin_organ = line


def _add_body(head: _Head, text: str) -> None:
    if text not in head.bodies:
        head.bodies.append(text)


def _read_title(head: _Head, text: str) -> None:
    if text not in head.title_lines and not words.OTHER_HEAD_LINE.match(text) and not words.RAPPORTEUR.match(text):
        head.title_lines.append(text)


def _read_running(head: _Head, running: Sequence[str]) -> None:
    """Read the job number and symbols from the running heads and feet, unless the head contains them."""
    numbers = (match["job"] for match in map(_JOB_NUMBER.search, running) if match)
    head.job_number = head.job_number or next(numbers, None)
    if not head.symbols:
        head.symbols = list(dict.fromkeys(symbol for line in running for symbol in parse_symbol_line(line)))


def _find_title(head: _Head) -> tuple[str | None, str | None]:
    """Return the title and the subtitle. If the first line only names the author of a draft, the title is the next
    line. If it only names the author of another kind of document, the title is the line that was read as the agenda
    item's title."""
    texts = list(head.title_lines)
    report = words.REPORT_OF_ORGAN.match(texts[1]) if len(texts) > 1 and texts[0].isupper() else None
    if report and words.BODY.match(report["organ"]) and head.agenda_item and not head.agenda_titles:
        head.agenda_titles.append(texts.pop(0))  # "UNIVERSAL PERIODIC REVIEW" above "Report of the Working Group on …"
    elif texts and head.agenda_titles and not head.has_margin and words.AUTHOR_LINE.match(texts[0]):
        texts.insert(0, head.agenda_titles.pop())
    if not texts:
        return (head.agenda_titles[0] if head.agenda_titles else None), None
    if words.DRAFT_AUTHOR.match(texts[0]) and len(texts) > 1:
        texts = [texts[1], texts[0], *texts[2:]]
    return words.RESOLUTION_NUMBER.sub("", texts[0]), " ".join(texts[1:]) or None


def _find_bodies(head: _Head, second: _Head, body: Sequence[Fragment]) -> tuple[str | None, str | None]:
    """Return the parent organ and the subsidiary organ, ordered by rank and then as printed. If no line of the head
    names an organ, return the organ that the document is a report of, or that adopts the resolution."""
    names = [name for name in head.bodies if name not in second.bodies]
    ranked = sorted(names, key=lambda name: not words.PRINCIPAL_ORGAN.match(name))
    reports = filter(None, map(words.REPORT_OF_ORGAN.match, head.title_lines[:2]))
    reporting_organ = next((report["organ"] for report in reports if words.BODY.match(report["organ"])), None)
    if ranked:
        has_cover = len(ranked) == 1 and not head.agenda_item and not words.PRINCIPAL_ORGAN.match(reporting_organ or "")
        return ranked[0], ranked[-1] if len(ranked) > 1 else (reporting_organ if has_cover else None)
    if reporting_organ:
        return reporting_organ, None
    enacting = words.ENACTING.match(body[0].text.strip()) if body else None
    organ = (enacting["organ"] or enacting["zh"]) if enacting else ""
    return (organ if organ and words.BODY.match(organ) else None), None


def _build_masthead(head: _Head, second: _Head, source: Source, body: Sequence[Fragment]) -> Masthead:
    title, subtitle = _find_title(head)
    parent, subsidiary = _find_bodies(head, second, body)
    # A cover gives the session and dates only in the title.
    in_title = None if head.session or head.meeting else words.SESSION_IN_TITLE.search(title or "")
    in_brackets = re.search(r"\(([^()]*\d{4}[^()]*)\)$", title or "")
    masthead = Masthead(
        symbols=tuple(head.symbols),
        title=title,
        subtitle=subtitle,
        distribution=head.distribution,
        date=head.date or _find_bracketed_date(body),
        language=head.language or language_of_source(source),
        original_languages=head.originals,
        body=parent,
        subsidiary_body=subsidiary,
        session=head.session or (next(filter(None, in_title.groups())) if in_title else None),
        meeting=head.meeting or (parse_period(in_brackets[1] if in_brackets else title or "") if in_title else None),
        agenda_item=head.agenda_item,
        agenda_title=" ".join(head.agenda_titles) or None,
        job_number=head.job_number,
        further_organs=_further_organs(second, parent, subsidiary),
        reissued=next((parse_date(n.text) for n in source.notes if words.REISSUED.search(n.text)), None),
    )
    return masthead if masthead.symbols else add_symbol_hints(masthead, source)


def _further_organs(second: _Head, parent: str | None, subsidiary: str | None) -> tuple[Organ, ...]:
    """Return the organ of the second column, if any. A subsidiary organ has the parent of the first column's organ."""
    if not second.bodies:
        return ()
    name = second.bodies[0]
    is_principal = subsidiary is None or words.PRINCIPAL_ORGAN.match(name)
    return (
        Organ(
            body=name if is_principal else parent,
            subsidiary_body=None if is_principal else name,
            session=second.session,
            meeting=second.meeting,
            agenda_item=second.agenda_item,
            agenda_title=" ".join((*second.agenda_titles, *second.title_lines)) or None,
        ),
    )


def _find_bracketed_date(body: Sequence[Fragment]) -> datetime.date | None:
    """Return the date that a report with a cover prints above its contents ("[24 March 2025]"), or None."""
    lines = (fragment.text.strip() for fragment in body[:60])
    return next((parse_date_line(line) for line in lines if line.startswith("[") and line.endswith("]")), None)
