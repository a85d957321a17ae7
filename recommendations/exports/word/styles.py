"""Paragraph and character styles of compilations and briefs, used both to write the file and to measure it."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.exports.word.layout import TEXT_WIDTH, USABLE_WIDTH_RATIO, count_lines

TIMES, ARIAL = "Times New Roman", "Arial"
_FONT_WIDTHS = {TIMES: 1.0, ARIAL: 1.16}  # width of a font relative to Times
_BOLD_WIDTH = 1.08  # width of bold relative to regular


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; lengths are in points. ``line`` is the exact line height. ``indent`` applies to all lines,
    less ``hanging`` for the first. ``outline`` is the heading level, from 0. ``tab`` is the position of a right tab,
    for a page number that takes up ``number_width``.
    """

    key: str
    name: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    indent: float = 0
    hanging: float = 0
    number_width: float = 0
    bold: bool = False
    italic: bool = False
    keeps_next: bool = False
    outline: int | None = None
    font: str = TIMES
    colour: str = ""
    tab: float = 0
    dots: bool = False

    def height(self, text: str) -> float:
        """Return the height in points of a paragraph with this text; line breaks in it start new lines."""
        width = (TEXT_WIDTH - self.indent - self.number_width) * USABLE_WIDTH_RATIO
        size = self.size * _FONT_WIDTHS[self.font] * (_BOLD_WIDTH if self.bold else 1)
        return (
            self.before
            + self.line * sum(count_lines(line_text, size, width) for line_text in text.split("\n"))
            + self.after
        )

    def xml(self) -> str:
        keep = "<w:keepNext/>" if self.keeps_next else ""
        outline = f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.key}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}<w:widowControl w:val="0"/>{self._tabs()}'
            f'<w:spacing w:before="{_twips(self.before)}" w:after="{_twips(self.after)}" w:line="{_twips(self.line)}"'
            f' w:lineRule="exact"/><w:ind w:left="{_twips(self.indent)}"'
            f' w:hanging="{_twips(self.hanging)}"/>{outline}</w:pPr><w:rPr>{self._run_properties()}</w:rPr></w:style>\n'
        )

    def _tabs(self) -> str:
        if self.tab:
            leader = ' w:leader="dot"' if self.dots else ""
            return f'<w:tabs><w:tab w:val="right"{leader} w:pos="{_twips(self.tab)}"/></w:tabs>'
        return f'<w:tabs><w:tab w:val="left" w:pos="{_twips(self.indent)}"/></w:tabs>' if self.hanging else ""

    def _run_properties(self) -> str:
        fonts = f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:cs="{self.font}" w:eastAsia="SimSun"/>'
        bold = "<w:b/><w:bCs/>" if self.bold else ""
        italic = "<w:i/><w:iCs/>" if self.italic else ""
        colour = f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        return f'{fonts}{bold}{italic}{colour}<w:sz w:val="{2 * self.size:.0f}"/><w:szCs w:val="{2 * self.size:.0f}"/>'


def _twips(points: float) -> int:
    return round(20 * points)


GREY = "4B5957"
TITLE = Style("Title", "Title", 20, 26, after=10, bold=True)
ABOUT = Style("About", "About", 10.5, 13.5, after=3, indent=92, hanging=92)
CONTENTS_HEAD = Style("TOCHeading", "TOC Heading", 13, 18, before=16, after=6, bold=True, keeps_next=True)
CONTENTS_1 = Style("TOC1", "toc 1", 11, 14, before=4, number_width=40, tab=TEXT_WIDTH, dots=True)
CONTENTS_2 = Style("TOC2", "toc 2", 11, 14, indent=30, hanging=14, number_width=40, tab=TEXT_WIDTH, dots=True)
HEADING_1 = Style("Heading1", "heading 1", 15, 19, before=12, after=6, bold=True, keeps_next=True, outline=0)
HEADING_2 = Style("Heading2", "heading 2", 12.5, 16, before=10, after=4, bold=True, keeps_next=True, outline=1)
SUBHEADING = Style("SubHeading", "Sub-heading", 11, 14, before=10, after=2, italic=True, keeps_next=True)
ENTRY = Style("EntryHead", "Entry Head", 8.5, 12, before=8, after=2, keeps_next=True, font=ARIAL, colour=GREY)
TEXT = Style("RecommendationText", "Recommendation Text", 11, 14, after=3, indent=30, hanging=30)
ITEM = Style("RecommendationItem", "Recommendation Item", 11, 14, after=3, indent=60, hanging=30)
FACTS = Style("RecommendationFacts", "Recommendation Facts", 9.5, 12, after=1, indent=30, colour=GREY)
NOTE = Style("FootnoteText", "footnote text", 9, 11, after=2)
QUOTATION = Style("BriefQuotation", "Brief Quotation", 10, 12.5, after=3, indent=26, hanging=26)
QUOTATION_ITEM = Style("BriefQuotationItem", "Brief Quotation Item", 10, 12.5, after=2, indent=50, hanging=24)
LINE = Style("BriefLine", "Brief Line", 10, 12.5, after=3)
HEADER = Style("Header", "header", 8, 10, font=ARIAL, colour=GREY)
FOOTER = Style("Footer", "footer", 8, 10, font=ARIAL, colour=GREY, tab=TEXT_WIDTH)
PARAGRAPHS = (
    TITLE,
    ABOUT,
    CONTENTS_HEAD,
    CONTENTS_1,
    CONTENTS_2,
    HEADING_1,
    HEADING_2,
    SUBHEADING,
    ENTRY,
    TEXT,
    ITEM,
    FACTS,
    NOTE,
    QUOTATION,
    QUOTATION_ITEM,
    LINE,
    HEADER,
    FOOTER,
)

_CHARACTERS = (
    ("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
    ("Hyperlink", "Hyperlink", '<w:color w:val="0C5653"/><w:u w:val="single"/>'),
    ("Label", "About Label", "<w:b/><w:bCs/>"),
    ("Adopted", "Status", '<w:b/><w:bCs/><w:color w:val="15201F"/>'),
    ("NotAdopted", "Status Not Adopted", '<w:b/><w:bCs/><w:caps/><w:color w:val="7C2D12"/>'),
)


def styles_xml() -> str:
    """Return the content of ``word/styles.xml``."""
    characters = "".join(
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/><w:qFormat/><w:rPr>{properties}</w:rPr>'
        "</w:style>\n"
        for key, name, properties in _CHARACTERS
    )
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{TIMES}" w:hAnsi="{TIMES}" w:cs="{TIMES}"'
        ' w:eastAsia="SimSun"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="0" w:after="0" w:line="280" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>\n'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>\n'
        + "".join(style.xml() for style in PARAGRAPHS)
        + characters
    )
