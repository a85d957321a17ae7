"""Build DOCX files part by part, so that a test shows exactly what they contain."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
    f'<w:basedOn w:val="{base}"/>{properties}</w:style>'
    for identifier, name, base, properties in (
        ("Normal", "Normal", "", ""),
        ("SingleTxt", "__Single Txt", "Normal", '<w:pPr><w:ind w:left="1267"/><w:jc w:val="both"/></w:pPr>'),
        ("H1", "_ H_1", "Normal", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/></w:rPr>'),
        ("HCh", "_ H _Ch", "H1", '<w:rPr><w:sz w:val="28"/></w:rPr>'),
        ("H23", "_ H_2/3", "H1", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("H4", "_ H_4", "Normal", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr><w:rPr><w:i/></w:rPr>'),
        ("H56", "_ H_5/6", "Normal", ""),
        ("Session", "Session", "H23", ""),
        ("AgendaItemNormal", "Agenda_Item_Normal", "", ""),
        ("AgendaTitleH2", "Agenda_Title_H2", "H1", ""),
        ("TitleHCH", "Title_H_CH", "HCh", ""),
        ("TitleH1", "Title_H1", "H1", ""),
        ("H1G", "_ H_1_G", "Normal", ""),
        ("HChGR", "_ H _Ch_GR", "Normal", ""),
        ("Heading2", "heading 2", "Normal", ""),
        ("Own", "Our own chapter", "HCh", ""),
        ("TOC1", "toc 1", "Normal", ""),
        ("FootnoteText", "footnote text", "Normal", ""),
        ("Numbered", "Numbered text", "Normal", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        ("Outlined", "Outlined", "Normal", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
    )
) + (
    '<w:style w:type="character" w:styleId="Ref"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Em"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>'
)


def p(content: str = "", style: str = "SingleTxt", properties: str = "") -> str:
    """Return a paragraph; text without markup becomes one run."""
    inner = content if content.startswith("<") else r(content)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def r(text: str, properties: str = "") -> str:
    """Return a run; tabs and line breaks become elements."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    inner = escaped.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    inner = inner.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{inner}</w:t></w:r>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table with a paragraph per cell; a cell that begins with "<" is used as it is, with its properties."""

    def cell(content: str) -> str:
        return f"<w:tc>{content if content.startswith('<') else p(content)}</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """Return a DOCX file. ``parts`` are the inner XML of other parts: styles, numbering, footnotes, endnotes, settings,
    header_first, header_default, footer_first, footer_default; and the whole XML of custom, core and app.
    """
    section = "".join(
        f'<w:{kind}Reference w:type="{page_type}" r:id="{kind}_{page_type}"/>'
        for kind in ("header", "footer")
        for page_type in ("first", "default")
        if f"{kind}_{page_type}" in parts
    )
    title_page = "<w:titlePg/>" if "header_first" in parts else ""
    files = {
        "[Content_Types].xml": HEADER + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"{HEADER}<w:document {NAMESPACES}><w:body>{body}"
        f"<w:sectPr>{section}{title_page}</w:sectPr></w:body></w:document>",
    }
    parts.setdefault("styles", STYLES)
    related: dict[str, tuple[str, str]] = {}
    for name, content in parts.items():
        if name in ("custom", "core", "app"):
            files[f"docProps/{name}.xml"] = content
            continue
        root = {"header": "hdr", "footer": "ftr"}.get(name.split("_")[0], name)
        files[f"word/{name}.xml"] = f"{HEADER}<w:{root} {NAMESPACES}>{content}</w:{root}>"
        related[name] = (name.split("_")[0], f"{name}.xml")
    files["word/_rels/document.xml.rels"] = _relationships(related)
    return zipped(files)


def zipped(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of files by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return stream.getvalue()


def rezipped(content: bytes, **changes: str | bytes | None) -> bytes:
    """Return the archive with files replaced, added or (None) removed; "word__styles" means "word/styles.xml"."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for key, change in changes.items():
        name = key.replace("__", "/") + ".xml"
        files.pop(name, None)
        if change is not None:
            files[name] = change
    return zipped(files)


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identifier, (kind, target) in targets.items()
    )
    return f'{HEADER}<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'
