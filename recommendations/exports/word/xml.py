"""Build WordprocessingML (ECMA-376, part 1) as strings: runs, paragraphs, fields. All text is escaped here."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import get_language_bidi

from documents.web.languages import RIGHT_TO_LEFT, interface_language
from recommendations.exports.cells import printable_text

_LANGUAGES = {
    "en": 'w:val="en-GB"',
    "fr": 'w:val="fr-FR"',
    "es": 'w:val="es-ES"',
    "ru": 'w:val="ru-RU"',
    "ar": 'w:val="en-GB" w:bidi="ar-SA"',
    "zh": 'w:val="en-GB" w:eastAsia="zh-CN"',
}


def text(value: str) -> str:
    """Return text escaped for XML, with U+FFFD in place of characters that XML does not allow."""
    return escape(printable_text(value))


def run(value: str, language: str = "", style: str = "") -> str:
    """Return a run in a language, by default the reader's; tabs and line breaks become Word elements."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces = []
    for number, line in enumerate(lines):
        if number:
            pieces.append("<w:br/>")
        for index, segment in enumerate(line.split("\t")):
            if index:
                pieces.append("<w:tab/>")
            if segment:
                pieces.append(f'<w:t xml:space="preserve">{text(segment)}</w:t>')
    return f"<w:r>{_properties(language or interface_language(), style)}{''.join(pieces)}</w:r>"


def _properties(language: str, style: str = "") -> str:
    parts = [f'<w:rStyle w:val="{style}"/>'] if style else []
    if language == "zh":
        parts.append('<w:rFonts w:hint="eastAsia"/>')
    if language in RIGHT_TO_LEFT:
        parts.append("<w:rtl/>")
    language_values = _LANGUAGES.get(language) or f"w:val={quoteattr(language)}"
    return f"<w:rPr>{''.join(parts)}<w:lang {language_values}/></w:rPr>"


def paragraph(style: str, content: str, *, rtl: bool | None = None, new_page: bool = False, bar: bool = False) -> str:
    """Return a paragraph, by default in the direction of the reader's language; ``new_page`` inserts a page break
    before it, ``bar`` a dashed line along its leading edge."""
    rtl = get_language_bidi() if rtl is None else rtl
    properties = [f'<w:pStyle w:val="{style}"/>']
    if new_page:
        properties.append("<w:pageBreakBefore/>")
    if bar:
        side = "right" if rtl else "left"
        properties.append(f'<w:pBdr><w:{side} w:val="dashed" w:sz="8" w:space="6" w:color="7C2D12"/></w:pBdr>')
    if rtl:
        properties.append("<w:bidi/>")
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{content}</w:p>\n"


def field(instruction: str, current_text: str) -> str:
    """Return a field, with the text shown until the field is updated."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {text(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(current_text)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def link_field(address: str, content: str) -> str:
    """Return a link to an address as a field, which needs no relationship."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{text(address)}" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{content}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, number: int, content: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def link_within(anchor: str, content: str) -> str:
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{content}</w:hyperlink>'


def link_out(relationship: str, content: str) -> str:
    return f'<w:hyperlink r:id="{relationship}" w:history="1">{content}</w:hyperlink>'


def note_call(number: int) -> str:
    """Return the footnote marker for the text."""
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


NOTE_MARKER = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
"""The marker before the text of a note."""
