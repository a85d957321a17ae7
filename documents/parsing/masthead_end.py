"""Find where the head of a document ends and its text begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, takewhile

from documents.parsing import masthead_words as words
from documents.parsing import organ_names
from documents.parsing.agendas import is_agenda, names_agenda
from documents.parsing.characters import one_line, without_note_markers
from documents.parsing.contents import COLUMN_HEADS
from documents.parsing.contents import TITLE as CONTENTS_TITLE
from documents.parsing.corrigenda import named_paragraphs
from documents.parsing.enacting import is_enacting_line, opens_resolution
from documents.parsing.masthead_continuation import is_cut
from documents.parsing.masthead_fields import JOB_NUMBER_LINE
from documents.parsing.masthead_lines import split_meeting
from documents.parsing.masthead_names import is_statement_of_organization
from documents.parsing.masthead_unread import unread_field
from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.symbols import parse_symbol_line
from documents.parsing.title_words import AGENDA_TITLE
from documents.parsing.types import Fragment

_MAX_HEAD_FRAGMENTS = 60  # more than the longest cover pages have
_MAX_HEAD_CELLS, _MAX_HEAD_ROWS = 6, 10
_MIN_SENTENCE = 10  # words
_MIN_CLAUSE = 6  # words, or Chinese characters
_MIN_CHINESE_SENTENCE = 10  # characters
_MAX_PARTICULARS, _MIN_LABELS = 8, 3  # lines below a label, and labels in them
_MAX_DATE = 12  # characters of a date at the start of a Chinese sentence
_ENDS_IN_LANGUAGE = re.compile(rf".{{0,30}}(?<!\w)(?:{words.LANGUAGE_NAMES})\s(?:{words.ONLY})$", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHAPTER_HEADING = re.compile(
    r"""^(?: (?:Conclusions\sand\s)?recommendations | Background | (?:Conclusions\set\s)?recommandations
           | (?:Conclusiones\sy\s)?recomendaciones | Antecedentes | (?:Выводы\sи\s)?рекомендации
           | (?:结论和)?建议 | (?:الاستنتاجات\sو)?التوصيات
           | (?:Article|Artículo|Статья|المادة)\s\d{1,2}(?:er)? | 第\s?\d{1,2}\s?条 )$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches headings that open the text below a title; without a title above, they are titles themselves."""

_LIST_TITLE = re.compile(
    r"(?:(?:Provisional|Final|Revised)\s)?List\sof\s(?:participants|delegations)"
    r"|Liste\s(?:(?:provisoire|définitive)\s)?des\s(?:participants|délégations)"
    r"|Lista\s(?:(?:provisional|definitiva)\s)?de\s(?:participantes|delegaciones)"
    r"|(?:Предварительный\s)?список\s(?:участников|делегаций)|(?:临时)?与会(?:者|人员)名单|قائمة\s(?:ب?أسماء\s)?المشاركين",
    re.IGNORECASE,
)
_TABLE_LABEL = re.compile(r"(?!Distr|Original|原件|原文|الأصل)[^\W\d_][^:：]{1,60}\s?[:：]", re.IGNORECASE)
_SUBMITTED_BY = re.compile(
    r"(?:Submitted\sby|Présentée\s(?:par|au\snom\sde)|Presentada\spor|Представлен\w*|来文提交人|مقدم\w*\sمن)\s?[:：]",
    re.IGNORECASE,
)
"""Matches the first label on a communication to a committee, which may be above its value or on the same line."""
_FIRST_ITEM = re.compile(r"(?:(?:Item|Point|Tema|Пункт|البند)\s|议程项目\s?)1(?!\d)", re.IGNORECASE)
_MAX_ROW = 4  # lines of a cell with its label
_SENTENCE_ENDS = (".", ";", "。", "；", "؛")
_NOTE_OF_COVER = re.compile(r"(?:(?:Explanatory\s)?Notes?|Nota|Примечание|说明|注|ملاحظة)\W?", re.IGNORECASE)
"""Matches the heading above "Symbols of United Nations documents are composed of letters combined with figures"."""


def end_of_head(body: Sequence[Fragment], is_field: Callable[[str], bool], *, has_fields_above: bool = False) -> int:
    """Return the index at which the text begins: at a label, a table of contents, a front heading, an enacting line or
    prose, on the first page after the cover, or below the title "Draft report" and the word "Addendum".

    ``is_field`` recognizes a masthead line by its words. If no text is found, the head ends below the title; return 0
    if no title is found either. ``has_fields_above`` means that fields of the masthead are printed above ``body``.
    """
    largest = 0.0
    for index, fragment in enumerate(body[:_MAX_HEAD_FRAGMENTS]):
        if index and _is_addendum_line(body, index, is_field):
            return index + 1
        is_title = _is_title_of_item(body, index)
        if (not is_title and _is_text(fragment, is_field)) or _is_sentence_below_title(fragment, largest, is_field):
            return _include_bare_heading(body, index, is_field)
        if _is_enacting_organ(body, index):
            return index
        if _is_chapter_below_title(body, index, is_field) or _is_below_author(body, index, is_field):
            return index
        if _is_below_corrigendum(body, index, is_field) or _announces_list(body, index, is_field):
            return index
        if _begins_particulars(body, index, is_field) or _is_below_agenda_title(body, index):
            return index
        if _is_label_of_table(body, index, is_field):
            return index
        if _is_past_cover(body, index, is_field) or _is_note_of_cover(body, index) or _is_below_list_title(body, index):
            return index
        largest = max(largest, fragment.size or 0.0)
    return _end_of_title(body, is_field, has_fields_above) if len(body) <= _MAX_HEAD_FRAGMENTS else 0


def opens_text(text: str) -> bool:
    """Return whether a line, judging by its words alone, belongs to the text and not to its head: a label, "Summary",
    or the head of a table of contents."""
    patterns = (words.FRONT_HEADING, CONTENTS_TITLE, COLUMN_HEADS)
    return bool(read_label(text)) or any(pattern.match(text) for pattern in patterns)


def cited_reports(head: Sequence[Fragment]) -> Iterator[Fragment]:
    """Yield the parts of a head that cite the report on which a resolution was adopted, in square brackets: a whole
    fragment, or what follows the line "Resolution adopted by …". Yield also the note on the agenda item."""
    for fragment in head:
        match = words.REPORT_CITATION.search(one_line(fragment.text))
        if match and match.start() and words.OTHER_HEAD_LINE.match(fragment.text):
            yield text_after(fragment, fragment.text.index("["))
        elif (match and match.group() == one_line(fragment.text)) or is_note_of_item(one_line(fragment.text)):
            yield fragment


def is_note_of_item(text: str) -> bool:
    """Return whether a line is the note on an agenda item, which cites the agenda: "A/98/50."."""
    return text.endswith(".") and bool(parse_symbol_line(text[:-1]))


def without_running_lines(
    body: Sequence[Fragment], symbols: Sequence[str], non_paper: str | None
) -> tuple[tuple[Fragment, ...], tuple[str, ...]]:
    """Return the fragments that are not running heads or feet, and the texts of those that are: a job number, or the
    only symbol on a line of its own, of the same series as the document's ``symbols``, that is not below a heading, or
    the line ``non_paper``, which names an unofficial paper on each page."""
    texts = [one_line(fragment.text).strip() for fragment in body]
    alone = [index for index, text in enumerate(texts) if parse_symbol_line(text)]
    series = {symbol.rpartition("/")[0] for symbol in symbols}
    is_running = len({texts[index] for index in alone}) == 1 and all(
        texts[index].rpartition("/")[0] in series and texts[index - 1].endswith(_SENTENCE_ENDS) for index in alone
    )
    heads = {texts[index] for index in alone} if is_running else set[str]()
    heads |= {non_paper} if non_paper else set()
    lines = tuple(text for text in texts if text in heads or JOB_NUMBER_LINE.fullmatch(text))
    return tuple(part for part, text in zip(body, texts, strict=True) if text not in lines), lines


def text_after(fragment: Fragment, start: int) -> Fragment:
    """Return a fragment without its first ``start`` characters."""
    offsets = accumulate((len(span.text) for span in fragment.spans), initial=0)
    parts = (
        replace(span, text=span.text[max(0, start - at) :]) for span, at in zip(fragment.spans, offsets, strict=False)
    )
    return replace(fragment, spans=tuple(part for part in parts if part.text))


def _is_title_of_item(body: Sequence[Fragment], index: int) -> bool:
    """Return whether a fragment is the beginning of the title of the agenda item above it, up to a colon: "Review of
    the implementation of the Convention and the Protocols thereto:" above "firearms"."""
    text = one_line(body[index].text)
    above, below = (one_line(part.text) for part in (body[index - 1], body[min(index + 1, len(body) - 1)]))
    is_below_item = index > 0 and words.AGENDA_ITEM.match(above) is not None
    is_above_text = read_label(text) or opens_text(below) or is_prose(below)
    return is_below_item and text.endswith((":", "：")) and not is_above_text


def _is_below_list_title(body: Sequence[Fragment], index: int) -> bool:
    """Return whether a fragment is below the title "List of participants": it is the first heading of the list."""
    return index > 0 and _LIST_TITLE.fullmatch(one_line(body[index - 1].text)) is not None


def _is_below_agenda_title(body: Sequence[Fragment], index: int) -> bool:
    """Return whether a fragment is the heading "Provisional agenda" or the first item, below the title of an agenda."""
    text, above = without_note_markers(body[index].text), without_note_markers(body[index - 1].text)
    opens_agenda = is_agenda(text) or _FIRST_ITEM.match(text) or text.endswith((":", "："))
    return index > 0 and bool(opens_agenda) and AGENDA_TITLE.fullmatch(above) is not None


def _is_label_of_table(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is the first label of a table below the title, as in the views of a committee:
    "Submitted by:", with another label a few lines below."""
    texts = [one_line(fragment.text) for fragment in body[: index + _MAX_ROW + 1]]
    labels = [_TABLE_LABEL.match(text) if not is_field(text) else None for text in texts[index:]]
    is_first = labels[0] and (labels[0].group() == texts[index] or _SUBMITTED_BY.match(texts[index]))
    if not is_first or not any(labels[1:]):
        return False
    organ = next((at for at, text in enumerate(texts[:index]) if organ_names.BODY.match(text)), index)
    return any(_may_be_title(text, is_field) for text in texts[organ + 1 : index])


def _is_note_of_cover(body: Sequence[Fragment], index: int) -> bool:
    """Return whether a fragment is the heading "Note" of the page behind a cover, below the name of the series."""
    is_note = _NOTE_OF_COVER.fullmatch(one_line(body[index].text))
    return bool(is_note) and any(words.RECORDS.match(one_line(fragment.text)) for fragment in body[:index])


def _may_be_title(text: str, is_field: Callable[[str], bool]) -> bool:
    """Return whether a line may be a title: it is not a field, an organ, a kind or an author, which are printed with
    titles."""
    names = (organ_names.BODY, organ_names.PRINCIPAL_ORGAN, organ_names.TREATY)
    others = (*names, words.SUBTITLE, words.DRAFT_AUTHOR, words.RESOLUTION_ALONE)
    return not (
        is_field(text)
        or unread_field(text) == "symbol"
        or "Distr." in text
        or split_meeting(text)
        or any(line.match(text) for line in others)
    )


def _is_below_corrigendum(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is the first line of the correction, below the title and the word "Corrigendum"."""
    texts = [one_line(fragment.text) for fragment in body[: index + 1]]
    if not index or not words.CORRIGENDUM.fullmatch(texts[-2]) or texts[-1].startswith(("(", "*")):
        return False
    # "Пункт 14" is an agenda item or, in a correction, a paragraph.
    is_paragraph = bool(named_paragraphs(texts[-1])) and any(map(words.AGENDA_ITEM.match, texts[:-2]))
    has_title = any(_may_be_title(text, is_field) for text in texts[:-2])
    return has_title and (is_paragraph or _may_be_title(texts[-1], is_field))


def _is_enacting_organ(body: Sequence[Fragment], index: int) -> bool:
    """Return whether a fragment repeats the name of the organ in the masthead, directly above the first paragraph: it
    enacts the text even if the comma is missing."""
    text = organ_names.fold_name(one_line(body[index].text))
    label = read_label(body[index + 1].text) if index + 1 < len(body) else None
    if label is None or label.ordinal != 1 or not organ_names.BODY.match(text):
        return False
    return any(organ_names.fold_name(one_line(fragment.text)) == text for fragment in body[: index - 1])


def _announces_list(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is a clause that ends in a colon, directly above the first item of its list."""
    text = one_line(body[index].text)
    if not text.endswith((":", "：")) or index + 1 >= len(body) or is_field(text):
        return False
    label = read_label(body[index + 1].text)
    is_clause = len(text.split()) >= _MIN_CLAUSE or (len(text) >= _MIN_CLAUSE and _CHINESE.match(text) is not None)
    return is_clause and label is not None and label.kind is not LabelKind.ANNEX and label.ordinal == 1


def _begins_particulars(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is the first of several labels below a title, each above its value: "Submitted by:",
    "Date of communication:"."""
    texts = [one_line(fragment.text).strip(" *") for fragment in body[: index + _MAX_PARTICULARS]]
    labels = [text for text in texts[index:] if text.endswith((":", "："))]
    if len(labels) < _MIN_LABELS or labels[0] != texts[index] or any(map(is_field, labels)):
        return False
    return any(_may_be_title(text, is_field) for text in texts[:index])


def _is_chapter_below_title(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is the heading of a chapter, such as "Recommendations", directly below a title."""
    is_heading = index > 0 and _CHAPTER_HEADING.match(one_line(body[index].text))
    return bool(is_heading) and not is_field(one_line(body[index - 1].text))


def _is_below_author(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is below the line that names the author of a document, itself below the title."""
    if index < 2:
        return False
    title, author, text = (one_line(body[at].text) for at in (index - 2, index - 1, index))
    other_lines = (words.SUBTITLE, words.AUTHOR_LINE, words.OFFICER, words.OTHER_HEAD_LINE)
    if not words.AUTHOR_LINE.match(author) or is_field(title) or organ_names.BODY.match(title):
        return False
    is_other_line = is_field(text) or text.startswith(("(", "*")) or any(line.match(text) for line in other_lines)
    return not is_other_line and (body[index].size or 0.0) <= (body[index - 2].size or 0.0)


def _end_of_title(body: Sequence[Fragment], is_field: Callable[[str], bool], has_fields_above: bool) -> int:
    """Return the index after the title and its subtitle in a document without prose, such as a list.

    The title is the line in the largest type, the first in bold if any, below the last field. Return 0 if the document
    has no field, or nothing below the last one.
    """
    texts = [one_line(fragment.text) for fragment in body]
    last_field = max((index for index, text in enumerate(texts) if is_field(text)), default=-1)
    below = [index for index in range(last_field + 1, len(body)) if not words.SUBTITLE.match(texts[index])]
    below = [index for index in below if not organ_names.MAIN_COMMITTEE.fullmatch(texts[index])] or below
    if (last_field < 0 and not has_fields_above) or not below:
        return 0
    is_bold = [any(span.bold for span in fragment.spans) for fragment in body]
    end = max(below, key=lambda index: (body[index].size or 0.0, is_bold[index], -index)) + 1
    while end < len(body) and words.SUBTITLE.match(texts[end]):
        end += 1
    return end


def _is_addendum_line(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a line is the word "Addendum" below the title "Draft report".

    Return False if a field, such as the agenda item, is printed below it: the head then continues.
    """
    if not words.ISSUE.fullmatch(one_line(body[index].text)):
        return False
    title = next((t for f in body[index - 1 :: -1] if not words.OFFICER.match(t := one_line(f.text))), "")
    below = takewhile(lambda fragment: not _is_text(fragment, is_field), body[index + 1 : _MAX_HEAD_FRAGMENTS])
    return bool(words.DRAFT_REPORT.fullmatch(title)) and not any(is_field(one_line(f.text)) for f in below)


def _is_sentence_below_title(fragment: Fragment, largest: float, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is a short sentence in smaller, lighter type than the title above it."""
    text = one_line(fragment.text)
    is_smaller = (fragment.size or largest) < largest - 1 and not any(span.bold for span in fragment.spans)
    if not is_smaller or is_field(text):
        return False
    return (len(text.split()) > 3 and text.endswith(".")) or (len(text) > 8 and text.endswith("。"))


def _is_text(fragment: Fragment, is_field: Callable[[str], bool]) -> bool:
    text = one_line(fragment.text)
    opens = words.FRONT_HEADING.match(text) or COLUMN_HEADS.match(text) or words.PART_HEADING.match(text)
    if fragment.is_contents or (fragment.cells and not _is_head_table(fragment)) or opens:
        return True
    if is_field(text):
        return False
    label = read_label(text)
    if label and label.kind is LabelKind.ANNEX:
        # "Добавление" means both "appendix" and "addendum"; in the head of a document, it means "addendum".
        return len(text) <= 60 and not words.SUBTITLE.match(text)
    if label:
        return True
    return is_prose(text) or is_enacting_line(text) or opens_resolution(text)


def _is_head_table(fragment: Fragment) -> bool:
    """Return whether a table is part of a masthead or cover: an organ next to "Distr." or "Official Records"."""
    cells = [one_line(cell) for row in fragment.cells for cell in row if cell.strip()]
    if any(map(words.DISTRIBUTION.match, cells)) and len(fragment.cells) <= _MAX_HEAD_ROWS:
        return True
    return len(cells) <= _MAX_HEAD_CELLS and any(
        pattern.match(cell)
        for cell in cells
        for pattern in (
            organ_names.PRINCIPAL_ORGAN,
            words.OTHER_HEAD_LINE,
            words.DISTRIBUTION,
            words.UNITED_NATIONS,
            _ENDS_IN_LANGUAGE,
        )
    )


def is_prose(text: str) -> bool:
    """Return whether a text is a sentence or a clause, and so not a line of a head."""
    if _CHINESE.search(text[:_MAX_DATE]):
        is_sentence = len(text) >= _MIN_CHINESE_SENTENCE and text.endswith("。")
        return is_sentence or (len(text) > 40 and text.endswith(("；", "：", "，")))
    is_sentence = len(text.split()) >= _MIN_SENTENCE and text.endswith(".")
    return is_sentence or (len(text) > 100 and text.endswith((".", ";", ":")))


def _is_past_cover(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """Return whether a fragment is on a page after the cover, and after any title page that repeats the cover."""
    page, first = body[index].page, body[0].page
    if page is None or first is None or page == first or is_field(one_line(body[index].text)):
        return False
    texts_above = {one_line(fragment.text) for fragment in body[:index] if fragment.page != page}
    texts_here = [one_line(f.text) for f in body[index:_MAX_HEAD_FRAGMENTS] if f.page == page]
    return not any(text in texts_above for text in texts_here if len(text) > 20)


def _include_bare_heading(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> int:
    """Return the index, moved up by one if the line above is a bare heading of the text.

    A line of the head, or the title itself, is not such a heading.
    """
    text = one_line(body[index].text)
    if (
        index < 2
        or read_label(text)
        or body[index].is_contents
        or words.FRONT_HEADING.match(text)
        or words.PART_HEADING.match(text)
        or is_enacting_line(text)
    ):
        return index
    *lines, above = (without_note_markers(fragment.text) for fragment in body[:index])
    is_head_line = words.SUBTITLE.match(above) or organ_names.BODY.match(above) or is_field(above)
    is_place = re.fullmatch(words.SEATS, above) is not None  # of the meeting, in a verbatim record
    is_head_line = (
        is_head_line
        or is_place
        or names_agenda(above)
        or is_statement_of_organization(above)
        or is_cut(lines[-1], above)
    )
    is_title = words.DRAFT_AUTHOR.match(lines[-1]) or not any(_may_be_title(line, is_field) for line in lines)
    is_title = is_title or any(map(words.LETTER.match, lines))  # the title of a letter may have several lines
    is_title = is_title or (bool(body[index].cells) and _are_in_capitals(body[index - 2 : index]))
    return index if is_head_line or is_title else index - 1


def _are_in_capitals(fragments: Sequence[Fragment]) -> bool:
    """Return whether fragments are set alike in capitals, as the lines of a title are."""
    settings = {(part.alignment, part.size, any(span.bold for span in part.spans)) for part in fragments}
    return len(settings) == 1 and all(one_line(part.text).isupper() for part in fragments)
