"""Doubts about a masthead: fields that are missing or implausible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.parsing import masthead_words as words
from documents.parsing.dates import parse_date_line, parse_period
from documents.parsing.symbols import parse_symbol_line
from documents.parsing.types import Block, Doubt, Masthead

_MAX_TITLE = 500  # characters; the longest titles in use have about 400
_MAX_YEARS_APART = 2
_WORD = re.compile(r"[^\W\d_]{4,}|[\u4e00-\u9fff]{2,}")
_UNFINISHED = re.compile(
    r"(?:[,(–-]|\b(?:the|of|to|and|on|for|in|against|by|with|du|de|des|la|le|et|del|los|las|y|en|по|и|в|на|о|с))$",
    re.IGNORECASE,
)
_OTHER_LINES = (words.SESSION, words.LANGUAGE_LINE, words.AGENDA_ITEM, words.DISTRIBUTION, words.DRAFT_AUTHOR)
_SESSION = re.compile(r"\b(?:session|período de sesiones|сесси[яи])\b|届会议?$|^الدورة", re.IGNORECASE)
_WORKING_GROUP = re.compile(r"/WG\.\d")
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_INSTRUMENT = re.compile(
    r"^(?:United Nations |the )?(?:Convention|Convención|Конвенция|Protocole?)\b(?!.*[:;,])", re.IGNORECASE
)


def masthead_doubts(masthead: Masthead, blocks: tuple[Block, ...]) -> Iterator[Doubt]:
    """Yield a doubt for each field that is missing or implausible, and one if the file contains several mastheads.

    The code of a doubt about a field begins with the name of the field.
    """
    if not masthead.symbols:
        yield Doubt("symbol_missing", "No symbol is printed on the document.")
    if masthead.date is None:
        yield Doubt("date_missing", "No date was found in the masthead.")
    if not masthead.title:
        yield Doubt("title_missing", "No title was found in the masthead.")
        yield from _missing_field_doubts(masthead)
    elif reason := _title_objection(masthead):
        yield Doubt("title_unlikely", f"“{_shorten(masthead.title)}” may not be the title: {reason}.")
        yield from _missing_field_doubts(masthead)
    if not masthead.language:
        yield Doubt("language_missing", "The language of the document could not be determined.")
    if not masthead.agenda_item and words.AGENDA_ITEM.match(masthead.agenda_title or masthead.title or ""):
        yield Doubt(
            "agenda_item_missing", "An agenda item is printed in the masthead, but its number could not be read."
        )
    yield from _body_doubts(masthead)
    yield from _date_doubts(masthead)
    if any(words.DISTRIBUTION.match(block.text) and (block.page or 0) > 1 for block in blocks):
        yield Doubt(
            "several_mastheads", "The file contains more than one masthead. Split it if it contains several documents."
        )


def _missing_field_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield a doubt for each field that was not found in a masthead whose title is in doubt. Many documents lack these
    fields, but here their lines may have been missed together with the title."""
    fields = {
        "distribution": (masthead.distribution, "distribution category"),
        "session": (masthead.session, "session"),
        "meeting": (masthead.meeting, "meeting"),
    }
    for code, (value, name) in fields.items():
        if not value:
            yield Doubt(f"{code}_missing", f"No {name} was found. Check the masthead.")
    if not (masthead.agenda_item or masthead.agenda_title):
        yield Doubt("agenda_item_missing", "No agenda item was found. Check the masthead.")


def _title_objection(masthead: Masthead) -> str:
    """Return the reason why the title is implausible, or ""."""
    title = masthead.title or ""
    if not _WORD.search(title) or (len(title.split()) == 1 and words.ORDINAL.fullmatch(title)):
        return "it does not contain enough words"
    if _UNREADABLE in title:
        return "it contains unreadable characters"
    if _may_be_item_title(masthead):
        return "it may be the title of the agenda item"
    if words.AUTHOR_LINE.match(title):
        return "it names only the author"
    if _is_name_or_field(masthead):
        return "it is the name of a body or an instrument, or repeats another field"
    if parse_date_line(title) or parse_symbol_line(title) or any(pattern.match(title) for pattern in _OTHER_LINES):
        return "it is another line of the masthead"
    period = parse_period(title)
    if period and period.place and len(_WORD.findall(title)) < 4:
        return "it is a place and a date"
    if title[0].islower() or _UNFINISHED.search(title) or len(title) > _MAX_TITLE:
        return "it begins or ends in the middle of a sentence, or is too long"
    if masthead.subtitle and words.ORGAN_ALONE.fullmatch(masthead.subtitle):
        return f"it may continue with “{masthead.subtitle}”"
    return ""


def _is_name_or_field(masthead: Masthead) -> bool:
    """Return whether the title is the name of a body or an instrument, or repeats another field."""
    title = masthead.title or ""
    if title in (masthead.body, masthead.subsidiary_body, masthead.session, masthead.agenda_item):
        return True
    is_only_name = words.BODY.match(title) and len(title.split()) < 9 and not masthead.body
    return bool(is_only_name or words.PRINCIPAL_ORGAN.match(title) or _INSTRUMENT.match(title))


def _may_be_item_title(masthead: Masthead) -> bool:
    """Return whether the title is also the title of the agenda item, or the line below it reads like a second title."""
    title, subtitle = masthead.title or "", masthead.subtitle or ""
    if title == masthead.agenda_title and not subtitle:
        return True
    is_second_title = subtitle and not words.SUBTITLE.match(subtitle) and not words.DRAFT_AUTHOR.match(subtitle)
    return bool(masthead.agenda_item and not masthead.agenda_title and is_second_title and not title.isupper())


def _body_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield doubts about names of bodies: missing, cut off, or not a body's name at all."""
    body, subsidiary = masthead.body, masthead.subsidiary_body
    if masthead.symbols and not body:
        yield Doubt("body_missing", "No body was found in the masthead.")
    elif body and _is_unlikely_body(body):
        yield Doubt("body_unlikely", f"“{_shorten(body)}” may not be the full name of the body.")
    if subsidiary and _is_unlikely_body(subsidiary):
        yield Doubt("subsidiary_body_unlikely", f"“{_shorten(subsidiary)}” may not be the full name of the body.")
    elif not subsidiary and any(_WORKING_GROUP.search(symbol) for symbol in masthead.symbols):
        yield Doubt("subsidiary_body_missing", "The symbol belongs to a working group, but no working group was found.")


def _is_unlikely_body(name: str) -> bool:
    folded = name.casefold().replace("’", "'")
    is_part = any(folded != long and (long.startswith(folded) or long.endswith(folded)) for long in words.LONG_NAMES)
    is_other_line = words.SUBTITLE.match(name) or _SESSION.search(name) or words.AGENDA_ITEM.match(name)
    return bool(is_part or is_other_line or _UNFINISHED.search(name) or name[0].islower() or _UNREADABLE in name)


def _date_doubts(masthead: Masthead) -> Iterator[Doubt]:
    """Yield doubts about dates that do not match the year in the symbol or each other."""
    years = [int(year) for symbol in masthead.symbols for year in _YEAR.findall(f"{symbol}/")]
    date, meeting = masthead.date, masthead.meeting
    if date and years and all(abs(date.year - year) > _MAX_YEARS_APART for year in years):
        yield Doubt("date_unlikely", f"The date {date.isoformat()} does not match the year in the symbol.")
    start = meeting.start if meeting else None
    if start and date and abs((start - date).days) > 366 * _MAX_YEARS_APART:
        yield Doubt("meeting_unlikely", "The dates of the meeting are years away from the date of the document.")
    if meeting and meeting.place and _names_session(meeting.place):
        yield Doubt(
            "meeting_unlikely", f"“{meeting.place}” was read as the place of the meeting, but seems to name a session."
        )


def _names_session(text: str) -> bool:
    return bool(re.search(r"session|meeting|réunion|sesiones|сесси", text, re.IGNORECASE))


def _shorten(text: str) -> str:
    return text if len(text) <= 120 else text[:119] + "…"
