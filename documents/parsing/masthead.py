"""Read the head of the first page: lines are recognized by their words, and fields that are not printed stay empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.characters import one_line
from documents.parsing.corrigenda import STATEMENT_PARAGRAPHS, corrected_symbol, languages_concerned
from documents.parsing.dates import names_place_of_meeting, parse_date_line, parse_period
from documents.parsing.languages import language_of_source
from documents.parsing.masthead_continuation import (
    HeadLine,
    begins_long_name,
    continue_margin,
    continues,
    ends_within,
    heed_gaps,
    is_acronym,
    is_long_name,
    join,
    join_wrapped_organ,
    mark_below_items,
    may_continue,
)
from documents.parsing.masthead_cover import read_cover
from documents.parsing.masthead_dates import find_date_in_text
from documents.parsing.masthead_end import (
    cited_reports,
    end_of_head,
    is_note_of_item,
    opens_text,
    without_running_lines,
)
from documents.parsing.masthead_fields import (
    JOB_NUMBER,
    Head,
    is_field,
    precedes_title,
    read_field,
)
from documents.parsing.masthead_flat import unfold
from documents.parsing.masthead_lines import head_lines, without_letterhead
from documents.parsing.masthead_names import (
    find_bodies,
    find_session_and_meeting,
    find_title,
    further_organs,
    names_organ_again,
    read_title_line,
    title_of_resolution,
)
from documents.parsing.masthead_preface import without_preface
from documents.parsing.masthead_records import is_verbatim_record, read_record_line, without_note
from documents.parsing.masthead_unread import unread_field
from documents.parsing.reissue import find_reissue_date, is_note_of_issue
from documents.parsing.sponsors import begins_sponsor_list, lists_names
from documents.parsing.symbol_hints import add_symbol_hints
from documents.parsing.symbols import find_symbols, parse_symbol_line
from documents.parsing.title_words import RECORD_OF_MEETING
from documents.parsing.types import Fragment, Masthead, Source, UnreadLine

_BLANK_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])")
_LETTERS = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")
_NAME = re.compile(r"(?![a-zа-яё])\w.*[^\W\d_]{3}|.*[\u4e00-\u9fff]{3}")


def read_masthead(source: Source) -> tuple[Masthead, tuple[Fragment, ...]]:
    """Return the masthead, and the fragments of the text below it, preceded by lines of the head that cite a report."""
    body, preface = without_preface(source.body)
    unfolded = unfold(body, is_field)
    body, note = without_note(unfolded.body)
    source = replace(source, body=body)
    start = end_of_head(source.body, is_field, has_fields_above=bool(source.margin))
    head, second = Head(), Head()
    margin = [replace(line, in_margin=True) for line in head_lines(source.margin, is_field)]
    text_lines = head_lines(source.body[:start], is_field)
    if margin:
        top = min((line.box.top for line in margin if line.box), default=0.0)
        below = [replace(line, in_text=True) for line in text_lines if not line.box or line.box.top > top]
        text_lines = continue_margin(margin[-1], below)
    lines = [*head_lines(source.masthead, is_field), *margin, *text_lines]
    column = head_lines(source.second_column, is_field)
    if not column and not is_verbatim_record([line.text for line in lines]):  # the number of its meeting is the title
        lines, column = _split_organs(lines)
    _read_lines(head, lines)
    head.unread += [UnreadLine("item_title", title) for title in unfolded.uncertain]
    _read_lines(second, column)
    text, running = without_running_lines(source.body[start:], head.symbols, head.non_paper)
    _read_running(head, (*source.running, *running))
    texts = [line.text for line in lines]
    cited = tuple(cited_reports((*source.margin, *source.body[:start])))
    masthead = read_cover(_build_masthead(head, second, source, text), texts)
    if any(map(corrected_symbol, masthead.symbols)):
        first_lines = [*texts, *(part.text for part in text[:STATEMENT_PARAGRAPHS])]
        masthead = replace(masthead, languages_concerned=languages_concerned(first_lines))
    return masthead, (*cited, *preface, *note, *text)


def _split_organs(lines: list[HeadLine]) -> tuple[list[HeadLine], list[HeadLine]]:
    """Return the lines of the head, and separately the lines of a second organ printed below the first with its
    session."""
    fields = [is_field(line.text) for line in lines]
    is_item = [bool(words.AGENDA_ITEM.match(line.text)) for line in lines]
    for index in range(1, len(lines) - 1):
        above = [i for i in range(index) if session_words.SESSION.match(lines[i].text) or is_item[i]]
        if not above or fields[index] or not fields[index + 1] or not organ_names.BODY.match(lines[index].text):
            continue
        if not session_words.SESSION.match(lines[index + 1].text) and not parse_period(lines[index + 1].text):
            continue
        end = next((i for i in range(index + 1, len(lines)) if not fields[i]), len(lines))
        has_own_title = end + 1 < len(lines) and lines[end].after_gap is False and lines[end + 1].after_gap
        if is_item[end - 1] and (has_own_title or any(is_item[i] and not fields[i + 1] for i in range(index - 1))):
            end = _end_of_item_title(lines, end)
        return [*lines[:index], *lines[end:]], lines[index:end]
    return lines, []


def _end_of_item_title(lines: Sequence[HeadLine], start: int) -> int:
    """Return the index after an agenda item's title; ``start`` if no line would remain for the document's own title."""
    end = min(start + 1, len(lines))
    while end < len(lines) and continues(lines[end - 1], lines[end], adjacent=True):
        end += 1
    return end if end < len(lines) or lines[-1].box else start


def _read_lines(head: Head, lines: Sequence[HeadLine]) -> None:
    """Read fields line by line; other lines are names or titles, joined with their continuation lines."""
    head.has_margin = any(line.in_margin for line in lines)
    lines = join_wrapped_organ(without_letterhead(lines, is_field), is_field)
    consumed: set[int] = set()
    # On a cover, the sessions of the reporting organ, and of the organ whose records these are, are below the title.
    records = next((index for index, line in enumerate(lines) if words.RECORDS.match(line.text)), -1)
    report = next(
        (index for index, line in enumerate(lines[: max(records, 0)]) if words.SUBTITLE.match(line.text)), records
    )
    above = lines[:report] if records >= 0 else lines
    # In brackets, a session may be printed again below the title.
    session = next((i for i, line in enumerate(lines) if session_words.SESSION.match(line.text)), len(lines))
    fields = (i for i, line in enumerate(above) if precedes_title(line.text) and not (line.bracketed and i > session))
    last_field = max(fields, default=-1)
    lines = mark_below_items(heed_gaps(lines, last_field))
    for index, line in enumerate(lines):
        if index in consumed or is_note_of_issue(line.text) or is_note_of_item(line.text):
            continue
        if read_record_line(head, line.text) or read_field(head, line):
            continue
        name = None if organ_names.BODY.match(line.text) else unread_field(line.text)
        is_below_organ = index > 0 and organ_names.BODY.match(lines[index - 1].text) is not None
        if name and (index < last_field or (is_below_organ and name == "meeting")):
            head.unread.append(UnreadLine(name, line.text.strip(" *")))
            continue
        line, last = _join_continuation(lines, index, last_field, consumed)
        if _names_event(line, lines[last + 1 :]):
            _add_body(head, line.text.strip(" *"))
        else:
            texts = [lines[i].text for i in range(last + 1, len(lines)) if i not in consumed]
            if index > last_field:
                texts = [text for text in texts if not words.AUTHOR_LINE.match(text)]
            is_last = all(map(is_field, texts)) and not _has_meeting_below(lines[last + 1 :])
            _read_name_or_title(head, line, lines[last + 1 : last_field + 1], is_last=is_last)
            if head.title_lines[-1:] == [line.text.strip(" *")] and may_continue(line, lines[last + 1 :]):
                head.unread.append(UnreadLine("title", lines[last + 1].text))
    unexplained = [text for text in head.unexplained if text not in head.title_lines and not _is_explained(head, text)]
    if not head.title_lines and not head.agenda_titles:
        head.title_lines, unexplained = unexplained, unexplained[1:]
    head.unread += [UnreadLine("title", text) for text in unexplained]


def _has_meeting_below(below: Sequence[HeadLine]) -> bool:
    """Return whether a line has a session, or a place and dates, directly below it, as the name of an organ has."""
    text = below[0].text if below else ""
    period = parse_period(text) if is_field(text) and not parse_date_line(text) else None
    return bool(session_words.SESSION.match(text) or (period and period.place))


def _is_explained(head: Head, text: str) -> bool:
    """Return whether a line is the series of the document, or the short name of the organ named below it."""
    return any(text in symbol.split("/") for symbol in head.symbols) or (bool(head.bodies) and is_acronym(text))


def _join_continuation(
    lines: Sequence[HeadLine], index: int, last_field: int, consumed: set[int]
) -> tuple[HeadLine, int]:
    """Return a line joined with the lines that continue it, and the index of the last of these. Add them to
    ``consumed``."""
    line, last = lines[index], index
    for later in range(index + 1, len(lines)):
        below = lines[later]
        is_adjacent = later == last + 1
        if RECORD_OF_MEETING.fullmatch(line.text.rstrip(",")):
            break  # the place and day of the meeting follow
        if later in consumed:
            continue
        if is_field(below.text):
            is_part = is_adjacent and (begins_long_name(line, below) or _ends_title(line, below, index, last_field))
        elif later < last_field and unread_field(below.text):
            continue
        elif not lists_names(line.text) and begins_sponsor_list([other.text for other in lines[later:]]):
            break
        else:
            is_part = continues(line, below, adjacent=is_adjacent)
        if is_part:
            line, last = join(line, below), later
            consumed.add(later)
    return line, last


def _ends_title(title: HeadLine, line: HeadLine, position: int, last_field: int) -> bool:
    """Return whether a line of dates ends the title in the line above it: "held in Vienna" above "from 7 to 9 July"."""
    if words.HELD_AT_HOUR.fullmatch(line.text):
        return False
    period = parse_period(line.text)
    if position <= last_field or period is None:
        return False
    is_within = line.text[:1].islower() or words.HELD_ON.match(line.text) or ends_within(title.text)
    return bool(is_within) or (not period.place and names_place_of_meeting(title.text))


def _names_event(line: HeadLine, below: Sequence[HeadLine]) -> bool:
    """Return whether a line names an event: its place and date are directly below it, and a title follows.

    The title is in larger type or, if sizes are unknown, has a subtitle below it.
    """
    if not below or line.in_margin or line.in_text or not parse_period(below[0].text) or not is_field(below[0].text):
        return False
    if any(words.OTHER_HEAD_LINE.match(other.text) for other in (line, below[0])) or parse_date_line(below[0].text):
        return False
    others = [other for other in below if not is_field(other.text)]
    if line.size:
        return any((other.size or 0) > line.size + 1 for other in others)
    has_subtitle = [bool(words.SUBTITLE.match(other.text)) for other in others[:2]]
    return not words.SUBTITLE.match(line.text) and has_subtitle == [False, True]


def _read_name_or_title(head: Head, line: HeadLine, fields_below: Sequence[HeadLine], *, is_last: bool) -> None:
    """Read a name or title: an organ above the agenda item, the title of that item, or the document's own title.

    ``fields_below`` are the lines below it, up to the last field that precedes the title. ``is_last`` means that only
    fields are printed below it: if an organ is named above, the line is then the title, whatever it names.
    """
    text = line.text.strip(" *")
    if words.SEGMENT.match(text) and head.session and _is_above_titles(head) and not line.in_text:
        return
    if words.RESOLUTION_NUMBER.match(text) or line.in_text:
        read_title_line(head, text)
    elif line.in_margin and not organ_names.PRINCIPAL_ORGAN.match(text):
        _read_margin(head, line, text)
    elif organs := organ_names.TWO_PRINCIPAL_ORGANS.match(text):
        _add_body(head, organs["first"])
        _add_body(head, organs["second"])
    elif organ_names.PRINCIPAL_ORGAN.match(text) or (
        _is_above_titles(head)
        and (organ_names.BODY.match(text) or is_long_name(text))
        and not (head.bodies and (is_last or names_organ_again(text)))
    ):
        _add_body(head, text)
    elif words.OTHER_HEAD_LINE.match(text):
        head.agenda_titles_due = 0
        head.symbols = head.symbols or list(find_symbols(text) if words.RECORDS.match(text) else ())
    elif fields_below and _is_above_titles(head):
        _read_unknown_name(head, text, below=fields_below[0].text)
    elif _is_agenda_title(head, line, text, is_last=is_last):
        head.has_own_title = not head.agenda_titles and line.after_gap is True
        head.is_last_title_apart = line.after_gap is True
        head.agenda_titles.append(text)
        head.agenda_titles_due = max(0, head.agenda_titles_due - line.count)
    elif not head.has_margin:  # a line above the margin, such as "For information", is not the title
        read_title_line(head, text)


def _is_agenda_title(head: Head, line: HeadLine, text: str, *, is_last: bool) -> bool:
    """Return whether a line is the title of the agenda item above it, not the author of a draft or a letter's title.

    The title of an item is not set larger than the item.
    """
    if line.size and head.agenda_item_size and line.size > head.agenda_item_size + 1:
        return False
    is_aside = text.startswith("(") and text.endswith(")") and head.agenda_titles  # "(Paragraph 7 of the mandate)"
    is_due = head.agenda_titles_due or is_aside
    if not is_due or head.title_lines or head.has_margin or words.DRAFT_AUTHOR.match(text):
        return False
    return not (is_last and words.SUBTITLE.match(text))


def _read_unknown_name(head: Head, text: str, below: str) -> None:
    """Read a line above a field: the end of an organ's name, an organ that is not known, or none of these."""
    if head.bodies and organ_names.fold_name(f"{head.bodies[-1]} {text}") in organ_names.LONG_NAMES:
        head.bodies[-1] += f" {text}"
    elif _has_place_of_organ(head, text, below):
        _add_body(head, text)
    elif text not in head.unexplained and _LETTERS.search(text):
        head.unexplained.append(text)


def _has_place_of_organ(head: Head, text: str, below: str) -> bool:
    """Return whether a line has the place of an organ, directly above other fields, such as the session."""
    if (
        not _NAME.match(text)
        or is_acronym(text)  # of the treaty or organ that is named below it
        or text.endswith((":", "："))
        or words.SUBTITLE.match(text)
        or not (is_field(below) or unread_field(below))
    ):
        return False
    is_above_session = session_words.SESSION.match(below) or unread_field(below) == "session" or parse_period(below)
    return bool(organ_names.TREATY.match(text) or not head.bodies or is_above_session)


def _is_above_titles(head: Head) -> bool:
    return not head.title_lines and head.agenda_item is None


def _read_margin(head: Head, line: HeadLine, text: str) -> None:
    """Read a name in the left margin: an organ above the session and dates, an agenda item's title below them."""
    if words.OTHER_HEAD_LINE.match(text):
        return
    if words.DRAFT_AUTHOR.match(text):
        read_title_line(head, text)
        return
    is_below_session = head.session or head.meeting
    if not _is_above_titles(head) or head.agenda_titles or (is_below_session and not organ_names.BODY.match(text)):
        head.agenda_titles.append(text)
        return
    above = head.margin_organ
    if above and line.bold is False:
        is_set_smaller = above.bold and (line.size or 0) < (above.size or 0)
        if is_set_smaller or not organ_names.BODY.match(text):
            return  # "Convened under the auspices of …" below a name in bold
    _add_body(head, text)
    head.margin_organ = line


def _add_body(head: Head, text: str) -> None:
    parts = _BLANK_IN_CHINESE.split(text)
    if not any(map(organ_names.BODY.match, parts[:-1])):  # "大 会", not two organs
        text = "".join(parts)
    if organ_names.fold_name(text) not in map(organ_names.fold_name, head.bodies):
        head.bodies.append(text)


def _read_running(head: Head, running: Sequence[str]) -> None:
    """Read the job number and symbols from the running heads and feet, unless the head contains them.

    If the symbols in the head differ from those on every page, one of the two is wrong.
    """
    numbers = (match["job"] for match in map(JOB_NUMBER.search, running) if match)
    head.job_number = head.job_number or next(numbers, None)
    symbols = list(dict.fromkeys(symbol for line in running for symbol in parse_symbol_line(line)))
    if not head.symbols:
        head.symbols = symbols
    elif symbols and not any(_are_of_one_series(*pair) for pair in product(head.symbols, symbols)):
        head.unread.append(UnreadLine("running_symbol", symbols[0]))


def _are_of_one_series(first: str, second: str) -> bool:
    """Return whether one of two symbols is the other's, or of an addendum, corrigendum or revision of it."""
    shorter, longer = sorted((first, second), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :][:1] in ("", "/")


def _build_masthead(head: Head, second: Head, source: Source, body: Sequence[Fragment]) -> Masthead:
    first = one_line(body[0].text) if body else ""
    # Unless text follows, a single title may be that of the agenda item, with the title of the document further down.
    head.has_own_title = head.has_own_title and (opens_text(first) or first.endswith((".", ":", ",", "。", "，", "،")))
    title, subtitle = find_title(head)
    if title in (None, *head.agenda_titles[:1]):  # that of the agenda item, if any
        title = title_of_resolution(body) or title
    parent, subsidiary = find_bodies(head, second, body)
    session, meeting = find_session_and_meeting(head, title or "")
    is_record = is_verbatim_record(head.symbols)
    masthead = Masthead(
        symbols=tuple(head.symbols),
        title=title,
        subtitle=subtitle,
        distribution=head.distribution,
        date=head.date or find_date_in_text(body) or (meeting.start if meeting and is_record else None),
        language=head.language or language_of_source(source),
        original_languages=head.originals,
        body=parent,
        subsidiary_body=subsidiary,
        session=session,
        meeting=meeting,
        agenda_item=head.agenda_item,
        agenda_title=" ".join(head.agenda_titles) or None,
        job_number=head.job_number,
        further_organs=further_organs(second, parent, subsidiary),
        unread=tuple(head.unread),
        reissued=find_reissue_date(source),
    )
    return masthead if masthead.symbols else add_symbol_hints(masthead, source)
