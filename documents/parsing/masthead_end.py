"""Where the head of a document ends and its text begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from documents.parsing import masthead_words as words
from documents.parsing.characters import one_line
from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.types import Fragment

_MAX_HEAD_FRAGMENTS = 60  # fragments of the body that may belong to the head: cover pages are long, texts start sooner

_ENACTING = re.compile(r"^(?:The|La|El|Los|Le|Les)\s.{5,200},?$|^(?:Генеральная|Экономический|Конференция).{5,200},$")


def end_of_head(body: Sequence[Fragment], is_field: Callable[[str], bool]) -> int:
    """The index at which the text begins: the first label, contents, front heading, enacting line or prose.

    ``is_field`` tells a line of a masthead by its words. 0 where no text is found.
    """
    for index, fragment in enumerate(body[:_MAX_HEAD_FRAGMENTS]):
        if _is_text(fragment, is_field):
            return _above_bare_heading(body, index, is_field)
        if _on_later_page(body, index, is_field):
            return index
    return 0


def _is_text(fragment: Fragment, is_field: Callable[[str], bool]) -> bool:
    text = one_line(fragment.text)
    if fragment.contents or fragment.cells or words.FRONT_HEADING.match(text):
        return True
    if is_field(text):
        return False
    label = read_label(text)
    if label and not (label.kind is LabelKind.ANNEX and len(text) > 60):
        return True
    return (len(text) > 100 and text.endswith((".", ";", ":", "。"))) or _speaks(text)


def _speaks(text: str) -> bool:
    """The line in which an organ speaks: "The General Assembly,"."""
    return bool(_ENACTING.match(text)) and (text.endswith(",") or bool(words.PRINCIPAL_ORGAN.match(text[4:])))


def _on_later_page(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> bool:
    """After a cover and a title page, which repeats it, the head is over."""
    page, first = body[index].page, body[0].page
    if page is None or first is None or page == first or is_field(one_line(body[index].text)):
        return False
    above = {one_line(fragment.text) for fragment in body[:index] if fragment.page != page}
    here = [one_line(f.text) for f in body[index:_MAX_HEAD_FRAGMENTS] if f.page == page]
    return not any(text in above for text in here if len(text) > 20)


def _above_bare_heading(body: Sequence[Fragment], index: int, is_field: Callable[[str], bool]) -> int:
    """A bare line directly above prose is its heading, unless it is a known line of a head or the title itself."""
    text = one_line(body[index].text)
    if index < 2 or read_label(text) or body[index].contents or words.FRONT_HEADING.match(text) or _speaks(text):
        return index
    above = one_line(body[index - 1].text)
    known = words.SUBTITLE.match(above) or words.BODY.match(above) or is_field(above)
    titled = any(not is_field(one_line(f.text)) for f in body[: index - 1])
    return index - 1 if titled and not known else index
