"""Underlining, which typewriters used for italics and headings (United Nations Editorial Manual)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.parsing.numbering import read_label
from documents.parsing.readers.docx_layout.flow import Item, Paragraph
from documents.parsing.types import Fragment, Span

_LINK_SIGNS = "/@"


def apply_underlines(items: Sequence[Item]) -> list[Item]:
    """Return the items, with text that is underlined for emphasis set in italics.

    A document without italics uses underlining instead. In others, underlining marks links and changes and is
    ignored, unless a paragraph is underlined from end to end, apart from its label, as headings were until
    the 1990s.
    """
    fragments = [item.fragment for item in items if isinstance(item, Paragraph)]
    is_typescript = not any(span.italic for fragment in fragments for span in _lettered(fragment.spans))
    return [
        replace(item, fragment=_apply_emphasis(item.fragment, is_typescript)) if isinstance(item, Paragraph) else item
        for item in items
    ]


def _apply_emphasis(fragment: Fragment, is_typescript: bool) -> Fragment:
    is_all_underlined = _is_all_underlined(fragment)
    if not is_all_underlined and not is_typescript:
        return fragment
    spans = tuple(
        replace(span, italic=True) if is_all_underlined or (span.underlined and not _is_link(span)) else span
        for span in fragment.spans
    )
    return replace(fragment, spans=spans)


def _is_all_underlined(fragment: Fragment) -> bool:
    """Return whether all the letters after a paragraph's label are underlined, and are more than a link."""
    label = read_label(fragment.text)
    lettered = list(_lettered(_without_start(fragment.spans, label.end if label else 0)))
    return bool(lettered) and all(span.underlined for span in lettered) and not all(map(_is_link, lettered))


def _without_start(spans: Sequence[Span], length: int) -> Iterator[Span]:
    """Yield spans without the first ``length`` characters of their text."""
    for span in spans:
        yield replace(span, text=span.text[max(length, 0) :])
        length -= len(span.text)


def _lettered(spans: Sequence[Span] | Iterator[Span]) -> Iterator[Span]:
    return (span for span in spans if not span.superscript and any(map(str.isalpha, span.text)))


def _is_link(span: Span) -> bool:
    """Return whether an underlined span is only an address or a symbol."""
    return all(any(sign in word for sign in _LINK_SIGNS) for word in span.text.split())
