"""Write the package of a Word file (ECMA-376, part 2): parts, content types and relationships."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from typing import IO
from xml.sax.saxutils import quoteattr

from recommendations.exports.word.styles import styles_xml
from recommendations.exports.word.xml import text

_XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "settings", "fontTable", "footnotes", "header", "footer")

_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{part}+xml"/>' for part in _PARTS)
    + '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_ROOT_RELATIONSHIPS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONSHIPS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(f'<Relationship Id="{part}" Type="{_OFFICE}/{part}" Target="{part}.xml"/>' for part in _PARTS)
    + "</Relationships>"
)
_SETTINGS = (
    f'<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
_FONTS = (
    f"<w:fonts {_NAMESPACES}>"
    '<w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:family w:val="roman"/>'
    '<w:pitch w:val="variable"/></w:font>'
    '<w:font w:name="Arial"><w:altName w:val="Liberation Sans"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
    '</w:font><w:font w:name="SimSun"><w:altName w:val="Noto Serif CJK SC"/><w:family w:val="auto"/>'
    '<w:pitch w:val="variable"/></w:font></w:fonts>'
)


def _separator(key: int, kind: str) -> str:
    """Return the rule above footnotes, or above footnotes continued from the previous page."""
    spacing = '<w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/>'
    line = f"<w:p><w:pPr>{spacing}</w:pPr><w:r><w:{kind}/></w:r></w:p>"
    return f'<w:footnote w:type="{kind}" w:id="{key}">{line}</w:footnote>'


_SEPARATORS = _separator(-1, "separator") + _separator(0, "continuationSeparator")
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/>'
    '<w:footerReference w:type="first" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1600" w:right="1420" w:bottom="1520" w:left="1420" w:header="800" w:footer="720" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
"""A4 portrait; the first page has no header."""


class Package:
    """Writes the parts of a package one by one."""

    def __init__(self, file: IO[bytes]) -> None:
        self.archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._write("[Content_Types].xml", _TYPES)
        self._write("_rels/.rels", _ROOT_RELATIONSHIPS)
        self._write("word/_rels/document.xml.rels", _DOCUMENT_RELATIONSHIPS)
        self._write("word/settings.xml", _SETTINGS)
        self._write("word/fontTable.xml", _FONTS)
        self._write("word/styles.xml", f"<w:styles {_NAMESPACES}>{styles_xml()}</w:styles>")

    def write_header(self, content: str) -> None:
        self._write("word/header.xml", f"<w:hdr {_NAMESPACES}>{content}</w:hdr>")

    def write_footer(self, content: str) -> None:
        self._write("word/footer.xml", f"<w:ftr {_NAMESPACES}>{content}</w:ftr>")

    def write_document(self, front: str, body: IO[bytes]) -> None:
        """Write the main document: the front matter, then the content of ``body``."""
        self._write_around(
            "word/document.xml", f"<w:document {_NAMESPACES}><w:body>{front}", body, f"{SECTION}</w:body></w:document>"
        )

    def write_footnotes(self, notes: IO[bytes], links: Sequence[str]) -> None:
        """Write the footnotes, and the addresses that they link to, in order."""
        self._write_around("word/footnotes.xml", f"<w:footnotes {_NAMESPACES}>{_SEPARATORS}", notes, "</w:footnotes>")
        relationships = "".join(
            f'<Relationship Id="{link_key(number)}" Type="{_OFFICE}/hyperlink" Target={quoteattr(address)}'
            ' TargetMode="External"/>'
            for number, address in enumerate(links)
        )
        self._write(
            "word/_rels/footnotes.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relationships}</Relationships>',
        )

    def write_properties(self, title: str, author: str, made_at: str) -> None:
        """Write the document properties; ``made_at`` is ISO 8601 in UTC."""
        times = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{made_at}</dcterms:{name}>' for name in ("created", "modified")
        )
        self._write(
            "docProps/core.xml",
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{text(title)}</dc:title><dc:creator>{text(author)}</dc:creator>{times}</cp:coreProperties>",
        )

    def close(self) -> None:
        self.archive.close()

    def _write(self, name: str, content: str) -> None:
        self.archive.writestr(name, _XML_DECLARATION + content)

    def _write_around(self, name: str, before: str, file: IO[bytes], after: str) -> None:
        file.seek(0)
        with self.archive.open(name, "w", force_zip64=True) as part:
            part.write((_XML_DECLARATION + before).encode())
            shutil.copyfileobj(file, part)
            part.write(after.encode())


def link_key(number: int) -> str:
    """Return the key of the relationship that holds an address to which a footnote links."""
    return f"link{number}"
