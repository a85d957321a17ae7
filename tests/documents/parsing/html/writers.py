"""Write parsed session documents as web pages: in plain semantic HTML, and as a word processor would.

The masthead is written as printed, the text block by block. The semantic dialect uses lists, so the page does not
contain their labels; the word processor's dialect uses only paragraphs, with labels in the text.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.parsing.masthead import read_masthead
from documents.parsing.numbering import BULLET, read_label
from documents.parsing.parse import parse
from documents.parsing.readers.text import read_text
from documents.parsing.types import Block, BlockKind, Footnote, Fragment, ParsedDocument


@dataclass(frozen=True)
class Original:
    """A document as parsed from its text, with the printed lines of its masthead."""

    head: tuple[Fragment, ...]
    document: ParsedDocument

    @classmethod
    def of(cls, text: bytes) -> Original:
        source = read_text(text)
        _, body = read_masthead(source)
        return cls(source.body[: source.body.index(body[0])], parse(text, "original.txt"))


def _escape(text: str) -> str:
    """Escape text; as an editor might, make some spaces non-breaking and add some soft hyphens."""
    return html.escape(text, quote=False).replace("article ", "article&nbsp;").replace("ization", "iza&shy;tion")


class _Dialect:
    """The common part of both dialects: text with emphasis and note markers."""

    bold, italic = "b", "i"

    def marker(self, marker: str, note: int | None) -> str:
        raise NotImplementedError

    def content(self, block: Block) -> str:
        """Return the text of a block with emphasis and note markers. Bold is omitted in headings, which are bold."""
        marks = [m for m in block.marks if block.kind is not BlockKind.HEADING or m.style != "bold"]
        offsets = {0, len(block.text), *(ref.offset for ref in block.notes)}
        offsets |= {offset for mark in marks for offset in (mark.start, mark.end)}
        pieces: list[str] = []
        for start, end in zip(sorted(offsets), [*sorted(offsets)[1:], len(block.text)], strict=True):
            pieces += [self.marker(ref.marker, ref.note) for ref in block.notes if ref.offset == start]
            styles = {mark.style for mark in marks if mark.start <= start < end <= mark.end}
            piece = _escape(block.text[start:end])
            for style, tag in (("bold", self.bold), ("italic", self.italic)):
                piece = f"<{tag}>{piece}</{tag}>" if style in styles and piece else piece
            pieces.append(piece)
        return "".join(pieces)

    def fragment(self, fragment: Fragment) -> str:
        """Return a line of the masthead. Its markers refer to the first note."""
        pieces = [self.marker(s.text, 0) if s.superscript else _escape(s.text) for s in fragment.spans]
        return "".join(pieces)

    def table(self, block: Block) -> str:
        rows = ("".join(f"<td>{self.paragraph(_escape(cell))}</td>" for cell in row) for row in block.cells)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>\n"

    def paragraph(self, content: str) -> str:
        return f"<p>{content}</p>\n"


def _printed_label(block: Block) -> str:
    """Return a block's label as printed before its text."""
    if block.label is None or block.label == block.text:
        return ""
    return f"{block.label}." if block.label.isalnum() and not block.label[1:].islower() else block.label


# --- semantic HTML --------------------------------------------------------------------------------------


def semantic(text: bytes) -> bytes:
    """Write headings by level, lists, tables, and notes in a list at the end linked both ways, within a site."""
    original, dialect = Original.of(text), _Semantic()
    head = "".join(dialect.paragraph(dialect.fragment(fragment)) for fragment in original.head)
    body = "".join(dialect.blocks(original.document.blocks, 0, len(original.document.blocks)))
    notes = "".join(map(dialect.note, range(len(original.document.footnotes)), original.document.footnotes))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Documents – site</title>
<style>nav {{ display: block }} .gone {{ display: none }}</style><script>var a = "<p>no text</p>";</script></head>
<body><nav><a href="/">Home</a> <a href="/documents">All documents</a></nav>
<p class="gone">Loading …</p>
<main><article>{head}{body}<section role="doc-endnotes"><ol>{notes}</ol></section>
<footer><p>{original.document.masthead.job_number or ""}</p></footer></article></main>
<footer>© Site. <a href="/terms">Terms</a></footer></body></html>""".encode()


class _Semantic(_Dialect):
    bold, italic = "strong", "em"

    def marker(self, marker: str, note: int | None) -> str:
        return f'<sup><a id="fnref{note}" href="#fn{note}">{marker}</a></sup>'

    def note(self, index: int, note: Footnote) -> str:
        if note.block is None:
            return f"</ol><p><sup>{note.marker}</sup> {_escape(note.text)}</p><ol>"
        return f'<li id="fn{index}"><p>{_escape(note.text)} <a href="#fnref{index}">↩</a></p></li>\n'

    def blocks(self, blocks: Sequence[Block], start: int, end: int) -> Iterator[str]:
        index = start
        while index < end:
            if blocks[index].kind is BlockKind.ITEM:
                after = next((i for i in range(index, end) if blocks[i].kind is not BlockKind.ITEM), end)
                yield from self.list(blocks[index:after])
                index = after
            else:
                yield self.block(blocks[index])
                index += 1

    def list(self, items: Sequence[Block]) -> Iterator[str]:
        """Yield a list with nested lists. A list that does not begin with its first item has a start number."""
        tag = "ul" if items[0].label == BULLET else "ol"
        yield f"<{tag}{'' if tag == 'ul' else _list_attributes(items[0], items[1:])}>"
        index = 0
        while index < len(items):
            after = index + 1
            while after < len(items) and items[after].level > items[index].level:
                after += 1
            inner = "".join(self.list(items[index + 1 : after])) if after > index + 1 else ""
            yield f"<li>{self.content(items[index])}{inner}</li>\n"
            index = after
        yield f"</{tag}>\n"

    def block(self, block: Block) -> str:
        if block.cells:
            return self.table(block)
        if block.kind is BlockKind.CONTENTS:
            return f'<nav role="doc-toc"><p><a href="#there">{self.content(block)}</a></p></nav>\n'
        if block.kind is BlockKind.HEADING:
            tag = f"h{min(block.level + 1, 6)}"
            return f"<{tag}>{_printed_label(block)} {self.content(block)}</{tag}>\n"
        if block.kind is not BlockKind.CAPTION and block.label and block.label.isdecimal():
            return f'<ol start="{block.label}"><li>{self.content(block)}</li></ol>\n'
        return self.paragraph(f"{_caption(block)}{self.content(block)}")


def _list_attributes(first: Block, following_items: Sequence[Block]) -> str:
    label = read_label(f"{_printed_label(first)} x")
    assert label is not None
    if first.label and first.label.isdecimal():
        return f' start="{label.ordinal}"' if label.ordinal > 1 else ""
    following = next((item.label for item in following_items if item.level == first.level), "(ii)")
    form = "i" if first.label == "(i)" and following == "(ii)" else "a"
    return f' type="{form}"' + (f' start="{label.ordinal}"' if label.ordinal > 1 and form == "a" else "")


def _caption(block: Block) -> str:
    """Return the label of a caption; "Table" or "Figure I" is on a separate line above the title."""
    return f"{block.label}<br>" if block.kind is BlockKind.CAPTION and block.label else f"{_printed_label(block)} "


# --- word processor -------------------------------------------------------------------------------------


def word_processor(text: bytes) -> bytes:
    """Write paragraphs with classes and labels in the text, the masthead in a table, and notes in blocks below a rule,
    with lines broken anywhere, in Windows-1252.
    """
    original, dialect = Original.of(text), _WordProcessor()
    blocks = "".join(map(dialect.block, original.document.blocks))
    notes = "".join(map(dialect.note, range(len(original.document.footnotes)), original.document.footnotes))
    page = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office">

<head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<meta name=Generator content="Microsoft Word 15 (filtered)">
<style>
<!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal
\t{{margin:0cm; line-height:12.0pt; font-size:10.0pt; font-family:"Times New Roman",serif;}}
p.HCh {{font-size:14.0pt; font-weight:bold;}}
p.H1 {{font-size:12.0pt; font-weight:bold;}}
p.MsoFootnoteText {{font-size:8.5pt;}}
span.MsoFootnoteReference {{vertical-align:super;}}
@page WordSection1 {{size:612.0pt 792.0pt;}}
div.WordSection1 {{page:WordSection1;}}
-->
</style>
</head>

<body lang=EN-GB style='word-wrap:break-word'>

<div class=WordSection1>

{dialect.head(original.head)}{blocks}</div>

<div><![if !supportFootnotes]><br clear=all>

<hr align=left size=1 width="33%">

<![endif]>{notes}</div>

<p class=MsoFooter>{original.document.masthead.job_number or "&nbsp;"}</p>

</body>

</html>
"""
    return "\n".join(map(_break_line, page.splitlines())).encode("cp1252", errors="xmlcharrefreplace")


def _break_line(line: str) -> str:
    return "\n".join(textwrap.wrap(line, 76, break_long_words=False, break_on_hyphens=False)) or line


class _WordProcessor(_Dialect):
    def marker(self, marker: str, note: int | None) -> str:
        printed = f"[{marker}]" if marker.isdecimal() else marker
        return (
            f'<a href="#_ftn{note}" name="_ftnref{note}" title=""><span class=MsoFootnoteReference>'
            f"<span lang=EN-GB>{printed}</span></span></a>"
        )

    def note(self, index: int, note: Footnote) -> str:
        if note.block is None:
            printed = f"<span class=MsoFootnoteReference>{note.marker}</span>"
            return f"<p class=MsoFootnoteText>{printed} {_escape(note.text)}</p>"
        printed = f"[{note.marker}]" if note.marker.isdecimal() else note.marker
        return (
            f'<div id=ftn{index}>\n\n<p class=MsoFootnoteText><a href="#_ftnref{index}" name="_ftn{index}" title="">'
            f"<span class=MsoFootnoteReference>{printed}</span></a>"
            f"<span lang=EN-GB> {_escape(note.text)}</span></p>\n\n"
            "</div>\n\n"
        )

    def head(self, head: Sequence[Fragment]) -> str:
        """Return the masthead's fields in a table of two columns, and the lines below as paragraphs."""
        fields = [f for f in head if re.match(r"Distr|Original|United Nations [A-Z]|\d+ \w+ \d{4}$", f.text)]
        below = [f for f in head if f not in fields]
        cells = "".join(self.paragraph(self.fragment(field).replace("\n", "<br>\n")) for field in fields)
        table = f"<table class=MsoTableGrid border=0><tr><td width=10>\n{self.paragraph('<o:p>&nbsp;</o:p>')}</td>"
        return f"{table}<td width=400>{cells}</td></tr></table>\n" + "".join(
            map(self.paragraph, map(self.fragment, below))
        )

    def paragraph(self, content: str) -> str:
        return f"<p class=MsoNormal style='text-align:justify'><span lang=EN-GB>{content}</span></p>\n\n"

    def block(self, block: Block) -> str:
        if block.cells:
            return self.table(block)
        if block.kind is BlockKind.HEADING:
            return self.heading(block)
        if block.kind is BlockKind.CONTENTS:
            return f'<p class=MsoToc1><a href="#_Toc1">{self.content(block)}</a></p>\n\n'
        if block.label == BULLET:
            tab = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;</span>"
            return self.paragraph(f"<span style='font-family:Symbol'>·{tab}</span>{self.content(block)}")
        if block.kind is BlockKind.CAPTION:
            return self.paragraph(f"{_caption(block)}{self.content(block)}")
        label = _printed_label(block)
        tab = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>" if label else ""
        return self.paragraph(f"{label}{tab}{self.content(block)}")

    def heading(self, block: Block) -> str:
        content = (
            f"{_printed_label(block)}&nbsp;&nbsp; {self.content(block)}"
            if _printed_label(block)
            else self.content(block)
        )
        if block.level == 1:
            return f"<p class=HCh>{content}</p>\n\n"
        if block.level == 2:
            return f"<p class=H1>{content}</p>\n\n"
        return f"<p class=MsoNormal><b>{content}</b></p>\n\n"
