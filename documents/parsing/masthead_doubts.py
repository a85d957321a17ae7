"""Doubts about a masthead: fields that are missing or implausible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing import masthead_words as words
from documents.parsing import organ_names, session_words
from documents.parsing.dates import parse_date_line, parse_period, period_at
from documents.parsing.kinds import DocumentKind, document_kind
from documents.parsing.masthead_unread import unread_field
from documents.parsing.messages import Message
from documents.parsing.numbering import read_label
from documents.parsing.symbols import parse_symbol_line
from documents.parsing.title_words import PAPER_OF_COMMITTEE, RECORD_OF_MEETING
from documents.parsing.types import Block, Dates, Doubt, Masthead

SEVERAL_MASTHEADS = Doubt(
    "several_mastheads", Message("The file contains more than one masthead. Split it if it contains several documents.")
)
_NEAR = 4  # blocks around a distribution category that are searched for a symbol
_MAX_TITLE = 500  # characters; the longest titles in use have about 400
_MAX_YEARS_APART = 1  # the date of a document, from the year in its symbol
_MAX_DAYS_APART = 2 * 366  # the date of a report, from the first session that it covers
_MAX_DAYS_OF_ERROR = 200  # between two dates of one meeting, of which one is wrong; other meetings are further apart
_MAX_PLACE = 5  # words
_HELD_CHINESE = re.compile("举行|召开")  # "held in Vienna" within a title
_PLACE_AND_DAY = re.compile(r"(?<!\w)[^\W\d_][^\W\d]+,\s(?=\d)")
_WORD = re.compile(r"[^\W\d_]{4,}|[\u4e00-\u9fff]{2,}")
_UNFINISHED = re.compile(
    r"(?:[,(–-]|\b(?:the|of|to|and|on|for|in|against|by|with|du|de|des|la|le|et|del|los|las|y|en|по|и|в|на|о|с))$",
    re.IGNORECASE,
)
_OTHER_LINES = (session_words.SESSION, words.LANGUAGE_LINE, words.AGENDA_ITEM, words.DISTRIBUTION, words.DRAFT_AUTHOR)
_SESSION = re.compile(r"\b(?:session|período de sesiones|сесси[яи]|заседание)\b|届会议?$|^الدورة", re.IGNORECASE)
_ENDS_IN_ORDINAL = re.compile(rf"\s(?:{session_words.ORDINAL.pattern})\s\w+$", session_words.ORDINAL.flags)
_FUND_OR_OFFICE = re.compile(
    r"\b(?:Fund|Programme|Office|Agency|Centre|Institute|Fonds|Agence|Fondo|Programa|Oficina)\b"
)
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])")
_SUBSIDIARY_SERIES = re.compile(rf"{organ_names.SERIES_OF_GROUPS.pattern}|^(?:A|E|S)/(?:C|CN|AC|ICEF|HRC)\b")
"""Matches the symbol of a series that belongs to a subsidiary organ: "CTOC/COP/WG.3/2022/2", "E/CN.15/2026/4"."""
_SERIES_OF_LONG_NAMES = re.compile(r"CTOC/|CAC/|A/CONF\.|E/(?!ICEF/)")  # UNICEF prints only "Executive Board"
_SESSION_SERIES = re.compile(r"^A/(?:(?:C\.\d|RES|DEC|HRC|INF)/)?(?P<number>\d{1,3})/")
"""Matches the symbols that contain the number of a session: "A/81/214", "A/C.3/81/L.15", "A/HRC/65/19"."""
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_RECORD = re.compile(r".*/(?:SR|PV)\.\d")
"""Matches the symbols of records, some of which are issued years after the meeting."""
_SERIES_OF_DAYS = re.compile(rf"S/|{_RECORD.pattern}")
"""Matches symbols of the Security Council and of records, whose meetings last for one day only."""
_COMMUNICATION = re.compile(r"/D/\d{1,5}/(?:19|20)\d\d")
"""Matches the number and year of a communication in the symbol of a decision on it: "CCPR/C/140/D/4711/2030"."""
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_INSTRUMENT = re.compile(r"^(?:United Nations |the )?(?:Convention|Convención|Конвенция|Protocole?)\b", re.IGNORECASE)
_ITEM_TITLE = Message("it may be the title of the agenda item")
_FIELD_NAMES = {
    "date": Message("the date of the document"),
    "meeting": Message("the place and dates of the meeting"),
    "symbol": Message("a symbol"),
    "session": Message("a session"),
    "distribution": Message("the distribution category"),
    "original_languages": Message("the original language"),
}


def masthead_doubts(masthead: Masthead, blocks: tuple[Block, ...]) -> Iterator[Doubt]:
    """Yield a doubt for each field that is missing or implausible, and one if the file contains several mastheads.

    The code of a doubt about a field begins with the name of the field.
    """
    unread = {line.field for line in masthead.unread}
    yield from _unread_line_doubts(masthead)
    if not masthead.symbols and "symbol" not in unread:
        yield Doubt("symbol_missing", Message("No symbol is printed on the document."))
    if masthead.date is None and "date" not in unread and not masthead.is_cover:
        yield Doubt("date_missing", Message("No date was found in the masthead."))
    if not masthead.title:
        yield Doubt("title_missing", Message("No title was found in the masthead."))
        yield from _missing_field_doubts(masthead)
    elif reason := _title_objection(masthead):
        yield _unlikely_title(_shorten(masthead.title), reason)
        yield from _missing_field_doubts(masthead)
    if not masthead.language:
        yield Doubt("language_missing", Message("The language of the document could not be determined."))
    is_resolution = any("/RES/" in symbol for symbol in masthead.symbols)  # they print no original language
    if masthead.distribution and not (masthead.original_languages or is_resolution or "original_languages" in unread):
        yield Doubt("original_languages_missing", Message("No original language was found in the masthead."))
    yield from _body_doubts(masthead)
    yield from _session_doubts(masthead)
    yield from _agenda_doubts(masthead)
    yield from _date_doubts(masthead)
    yield from _meeting_doubts(masthead)
    if _has_further_masthead(blocks):
        yield SEVERAL_MASTHEADS


def _has_further_masthead(blocks: tuple[Block, ...]) -> bool:
    """Return whether a distribution category is printed in the text, on a later page or near a symbol.

    The pages of a DOCX are often not known; its masthead is a table or a few paragraphs.
    """
    for index, block in enumerate(blocks):
        if not any(map(words.DISTRIBUTION.match, _lines(block))):
            continue
        near = blocks[max(0, index - _NEAR) : index + _NEAR + 1]
        if (block.page or 0) > 1 or any(_is_symbol_line(line) for other in near for line in _lines(other)):
            return True
    return False


def _lines(block: Block) -> list[str]:
    return re.split(r"[\n\t]", block.text)


def _is_symbol_line(line: str) -> bool:
    return bool(parse_symbol_line(words.UNITED_NATIONS.sub("", line.strip(), count=1)))


def _unread_line_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield a doubt for each line of the masthead that could not be read."""
    for line in masthead.unread:
        yield _unread_line_doubt(line.field, _shorten(line.text))


def _unread_line_doubt(field: str, text: str) -> Doubt:
    if field == "second_date":
        message = Message(
            "A second date is printed below the date of the document: “%(text)s”. Check which one is right.", text=text
        )
        return Doubt("date_unlikely", message)
    if field == "running_symbol":
        message = Message(
            "The pages are headed with another symbol than the masthead: “%(text)s”. Check which one is right.",
            text=text,
        )
        return Doubt("symbol_unlikely", message)
    if field == "item_title":
        return _unlikely_title(text, _ITEM_TITLE)
    if field in _FIELD_NAMES:
        message = Message(
            "“%(text)s” looks like %(field)s, but it could not be read.", text=text, field=_FIELD_NAMES[field]
        )
        return Doubt(f"{field}_unread", message)
    message = Message(
        "“%(text)s” was not read as the title or as another field. Check the title and the body.", text=text
    )
    return Doubt("title_unread", message)


def _unlikely_title(text: str, reason: Message) -> Doubt:
    return Doubt("title_unlikely", Message("“%(text)s” may not be the title: %(reason)s.", text=text, reason=reason))


def _missing_field_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield a doubt for each field that was not found in a masthead whose title is in doubt. Many documents lack these
    fields, but here their lines may have been missed together with the title."""
    fields = {
        "distribution": (
            masthead.distribution,
            Message("No distribution category was found. Check the masthead."),
        ),
        "session": (masthead.session, Message("No session was found. Check the masthead.")),
        "meeting": (masthead.meeting, Message("No meeting was found. Check the masthead.")),
    }
    for code, (value, message) in fields.items():
        if not value:
            yield Doubt(f"{code}_missing", message)


def _title_objection(masthead: Masthead) -> Message | None:
    """Return the reason why the title is implausible, or None."""
    title = masthead.title or ""
    if not _WORD.search(title) or (len(title.split()) == 1 and session_words.ORDINAL.fullmatch(title)):
        return Message("it does not contain enough words")
    if _UNREADABLE in title:
        return Message("it contains unreadable characters")
    if _may_be_item_title(masthead):
        return _ITEM_TITLE
    if words.AUTHOR_LINE.match(title) and not _is_note_to_council(masthead):
        return Message("it names only the author")
    if _is_name_or_field(masthead):
        return Message("it is the name of a body or an instrument, or repeats another field")
    if _is_other_line(title):
        return Message("it is another line of the masthead")
    period = parse_period(title)
    if period and period.place and len(_WORD.findall(title)) < 4 and not _HELD_CHINESE.search(title):
        return Message("it is a place and a date")
    if title[0].islower() or _UNFINISHED.search(title) or len(title) > _MAX_TITLE:
        return Message("it begins or ends in the middle of a sentence, or is too long")
    if masthead.subtitle and organ_names.ORGAN_ALONE.fullmatch(masthead.subtitle):
        return Message("it may continue with “%(text)s”", text=masthead.subtitle)
    return None


def _is_note_to_council(masthead: Masthead) -> bool:
    """Return whether a document is one to a principal organ without a session or item; its note has no other title."""
    has_other_lines = masthead.session or masthead.agenda_item or masthead.unread
    return bool(organ_names.PRINCIPAL_ORGAN.match(masthead.body or "")) and not has_other_lines


def _is_other_line(title: str) -> bool:
    """Return whether the title is a field of the masthead, readable or not, or cells of a table that prints fields."""
    if parse_date_line(title) or parse_symbol_line(title) or unread_field(title) or _contains_meeting(title):
        return True
    return any(pattern.match(cell) for cell in re.split(r"\s*\|+\s*", title) for pattern in _OTHER_LINES)


def _contains_meeting(title: str) -> bool:
    """Return whether a title contains a place and days with another line behind them: "Vienna, 7–9 May 2031 Forum"."""
    parts = [title[match.start() :] for match in _PLACE_AND_DAY.finditer(title)]
    return any((end := period_at(part)) and part[end:].lstrip(" *")[:1].isupper() for part in parts)


def _is_name_or_field(masthead: Masthead) -> bool:
    """Return whether the title is the name of a body or an instrument, or repeats another field."""
    title = masthead.title or ""
    if title in (masthead.body, masthead.subsidiary_body, masthead.session, masthead.agenda_item):
        return True
    is_only_name = organ_names.BODY.match(title) and len(title.split()) < 9 and not masthead.body
    is_treaty = (organ_names.TREATY.match(title) or _INSTRUMENT.match(title)) and not re.search("[:;,：；，]", title)
    return bool(is_only_name or organ_names.PRINCIPAL_ORGAN.match(title) or is_treaty)


def _may_be_item_title(masthead: Masthead) -> bool:
    """Return whether the title is also the title of the agenda item, or the line below it reads like a second title.

    A document with a second title names its kind in the first: "Report of the Working Group …" above a State.
    """
    title, subtitle = masthead.title or "", masthead.subtitle or ""
    if title == masthead.agenda_title and not subtitle and not _names_kind(title):
        return True
    first_line = _BETWEEN_CHINESE.split(subtitle)[0]
    is_second_title = subtitle and not _names_kind(first_line) and not read_label(subtitle)
    return bool(is_second_title) and not (masthead.agenda_title or _names_kind(title) or title.isupper())


def _names_kind(text: str) -> bool:
    """Return whether a line names the kind or the author of a document: "Report of …", "Provisional agenda"."""
    kinds = (words.SUBTITLE, words.AUTHOR_LINE, words.DRAFT_AUTHOR, words.RESOLUTION_ALONE, RECORD_OF_MEETING)
    if any(kind.match(text) for kind in (*kinds, PAPER_OF_COMMITTEE)):
        return True
    return document_kind((), text, "") is not DocumentKind.OTHER


def _body_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield doubts about names of bodies: missing, cut off, or not a body's name at all."""
    body, subsidiary = masthead.body, masthead.subsidiary_body
    has_head = masthead.symbols or masthead.unread or masthead.session or masthead.meeting
    if not (body or subsidiary) and (not masthead.title or has_head):
        yield Doubt("body_missing", Message("No body was found in the masthead."))
    elif body and _is_unlikely_body(body, masthead.symbols):
        yield Doubt("body_unlikely", Message("“%(text)s” may not be the full name of the body.", text=_shorten(body)))
    if subsidiary and (_is_unlikely_body(subsidiary, masthead.symbols) or organ_names.TREATY.match(subsidiary)):
        yield Doubt(
            "subsidiary_body_unlikely",
            Message("“%(text)s” may not be the full name of the body.", text=_shorten(subsidiary)),
        )
    elif not subsidiary and _belongs_to_subsidiary_body(masthead):
        yield Doubt("subsidiary_body_missing", Message("The symbol belongs to a subsidiary body, but none was found."))


def _belongs_to_subsidiary_body(masthead: Masthead) -> bool:
    """Return whether the symbol is of a subsidiary body, and the body that was found is its parent.

    A commission whose symbol it is may be printed alone; a working group is printed below its conference.
    """
    body, symbols = masthead.body or "", masthead.symbols
    series = _SUBSIDIARY_SERIES if organ_names.PRINCIPAL_ORGAN.match(body) else organ_names.SERIES_OF_GROUPS
    is_parent = organ_names.PRINCIPAL_ORGAN.match(body) or organ_names.fold_name(body) in organ_names.LONG_NAMES
    return bool(is_parent and symbols) and all(series.search(symbol) for symbol in symbols)


def _is_unlikely_body(name: str, symbols: tuple[str, ...]) -> bool:
    folded = organ_names.fold_name(name)
    # "Conference of the Parties" is cut off in the series of the long names, and a full name in those of others.
    may_be_cut = not symbols or any(_SERIES_OF_LONG_NAMES.match(symbol) for symbol in symbols)
    longer_names = [long for long in organ_names.LONG_NAMES if folded != long]
    is_part = may_be_cut and any(long.startswith(folded) or long.endswith(folded) for long in longer_names)
    is_other_line = words.SUBTITLE.match(name) or _SESSION.search(name) or words.AGENDA_ITEM.match(name)
    # Names of conferences may have a colon: "… Sustainable Development Goal 14: Conserve and sustainably use …".
    is_known = (
        organ_names.BODY.match(name.partition(":")[0])
        or organ_names.TREATY.match(name)
        or organ_names.PRINCIPAL_ORGAN.match(name)
    )
    is_known = is_known or _FUND_OR_OFFICE.search(name)
    is_long = folded in organ_names.LONG_NAMES
    is_broken = (
        _UNFINISHED.search(name)
        or _BETWEEN_CHINESE.search(name)
        or "|" in name
        or name[0].islower()
        or _UNREADABLE in name
    )
    return bool(is_part or is_other_line or is_broken or _ENDS_IN_ORDINAL.search(name) or not (is_known or is_long))


def _session_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield a doubt if the symbol contains the number of a session, but no session was found."""
    numbers = [int(match["number"]) for match in map(_SESSION_SERIES.match, masthead.symbols) if match]
    if not numbers or any(line.field == "session" for line in masthead.unread):
        return
    if not masthead.session:
        yield Doubt(
            "session_missing",
            Message("The symbol belongs to session %(number)s, but no session was found.", number=numbers[0]),
        )


def _agenda_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield doubts about an agenda item whose number is missing, or whose title contains other lines."""
    title = masthead.agenda_title or ""
    is_printed = words.AGENDA_ITEM.match(title or masthead.title or "")
    if not masthead.agenda_item and is_printed:
        yield Doubt(
            "agenda_item_missing",
            Message("An agenda item is printed in the masthead, but its number could not be read."),
        )
    elif not masthead.agenda_item and (not masthead.title or _title_objection(masthead)):
        yield Doubt("agenda_item_missing", Message("No agenda item was found. Check the masthead."))
    if title and (words.DRAFT_AUTHOR.match(title) or parse_period(title)):
        yield Doubt(
            "agenda_title_unlikely",
            Message("“%(text)s” may be more than the title of the agenda item.", text=_shorten(title)),
        )


def _date_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield a doubt about a date that does not match the year in the symbol."""
    date = masthead.date
    first_issues = [symbol for symbol in masthead.symbols if "/Rev." not in symbol]  # a revision may be years later
    printed = [_COMMUNICATION.sub("", symbol) for symbol in first_issues]  # decided years after it was received
    years = [int(year) for symbol in printed for year in _YEAR.findall(f"{symbol}/")]
    if date and years and all(abs(date.year - year) > _MAX_YEARS_APART for year in years):
        yield Doubt(
            "date_unlikely", Message("The date %(date)s does not match the year in the symbol.", date=date.isoformat())
        )


def _meeting_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield doubts about the dates of a meeting that are far from the date of the document, and about its place."""
    date, meeting = masthead.date, masthead.meeting
    if not meeting or not meeting.start:
        return
    is_record = any(map(_RECORD.match, masthead.symbols))
    if date and not is_record and abs((meeting.start - date).days) > _MAX_DAYS_APART:
        yield Doubt(
            "meeting_unlikely", Message("The dates of the meeting are years away from the date of the document.")
        )
    place = meeting.place or ""
    is_series_of_days = any(map(_SERIES_OF_DAYS.match, masthead.symbols))
    if not place and meeting.end == meeting.start and not is_series_of_days:
        yield Doubt(
            "meeting_unlikely",
            Message("A single day, %(date)s, was read as the dates of the meeting.", date=meeting.start.isoformat()),
        )
    if _has_other_dates_in_title(masthead, meeting):
        yield Doubt(
            "meeting_unlikely",
            Message("The title gives other dates of the meeting than the masthead. Check which are right."),
        )
    if _names_session(place) or len(place.split()) > _MAX_PLACE:
        yield Doubt(
            "meeting_unlikely",
            Message("“%(text)s” was read as the place of the meeting, but seems to be more.", text=place),
        )


def _has_other_dates_in_title(masthead: Masthead, meeting: Dates) -> bool:
    """Return whether the title names the organ of the masthead and a meeting at almost the same time, on other days."""
    title = masthead.title or ""
    named = parse_period(title)
    if not named or not named.start or not meeting.start or (named.start, named.end) == (meeting.start, meeting.end):
        return False
    session = session_words.SESSION_IN_TITLE.search(title)
    in_title = session and (session["en"] or session["fr"] or session["es"])  # in Russian, it has another form
    if in_title and masthead.session and in_title.casefold() != masthead.session.casefold():
        return False  # a report on an earlier session
    is_one_meeting = abs((named.start - meeting.start).days) < _MAX_DAYS_OF_ERROR
    return is_one_meeting and _names_organ(title, masthead.subsidiary_body or masthead.body or "")


def _names_organ(title: str, organ: str) -> bool:
    """Return whether a title names an organ, in any grammatical form: all its long words begin alike in the title."""
    stems = [word[: max(4, len(word) - 3)].casefold() for word in _WORD.findall(organ)]
    return bool(stems) and all(stem in title.casefold() for stem in stems)


def _names_session(text: str) -> bool:
    return bool(re.search(r"session|meeting|réunion|sesiones|сесси", text, re.IGNORECASE))


def _shorten(text: str) -> str:
    return text if len(text) <= 120 else text[:119] + "…"
