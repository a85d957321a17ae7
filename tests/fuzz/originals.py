"""The intact documents to damage: two generated here, and the documents in the corpus, if present."""

from __future__ import annotations

from tests.documents.parsing.docx.builders import docx, p, table
from tests.documents.parsing.pdf.builders import Sheet, pdf
from tests.sources import SHARED

CORPUS = SHARED / "corpus" / "typeset"


def load_originals() -> dict[str, bytes]:
    """Return a map from file names to bytes, in a fixed order."""
    documents = {"made.pdf": make_pdf(), "made.docx": make_docx()}
    files = sorted(file for file in CORPUS.glob("*") if file.suffix in (".pdf", ".docx"))
    return documents | {file.name: file.read_bytes() for file in files}


def make_pdf() -> bytes:
    """Return three pages with a masthead, heading, numbered and lettered paragraphs, a note, a table, sideways text."""
    first = (
        Sheet()
        .text(60, 50, "United Nations", size=14)
        .text(400, 50, "CTOC/COP/WG.3/2021/3", size=12)
        .text(400, 80, "Distr.: General")
        .text(400, 92, "26 March 2021")
        .rule(60, 65, 552)
        .text(123, 150, "I. Recommendations", size=12, font="bold")
        .paragraph(123, 180, ["1. The Working Group adopted the", "following recommenda-", "tions:"])
        .paragraph(147, 230, ["(a) States parties are encouraged to make use of article 18", "of the Convention;"])
        .text(300, 226, "1", size=6)
        .rule(123, 700, 200)
        .text(123, 712, "1 See CTOC/COP/2020/10.", size=8)
    )
    second = Sheet().text(60, 40, "CTOC/COP/WG.3/2021/3")
    for row in range(4):
        second.rule(100, 100 + 20 * row, 500)
        for column in range(3):
            second.text(110 + 130 * column, 113 + 20 * row, f"Cell {row} {column}")
    return pdf(first, second.text(60, 770, "V.21-02345"), Sheet(rotate=90).sideways(200, 400, "Turned"))


def make_docx() -> bytes:
    """Return a document with a masthead in the first page's header, automatic numbers, a note, a table."""
    numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
    numbering += "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
    numbering += "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    note = "<w:footnote w:id='1'><w:p><w:r><w:footnoteRef/><w:t> See CTOC/COP/2020/10.</w:t></w:r></w:p></w:footnote>"
    call = "<w:r><w:t>States parties are encouraged to</w:t><w:footnoteReference w:id='1'/></w:r>"
    body = p("Recommendations", style="HCh") + p("The Group adopted:", style="Numbered") + p(call)
    body += p("(a)\tStates parties should cooperate;") + table(("a", "b", "c"), ("d", "e", "f"))
    header = table(("United Nations", "CTOC/COP/WG.3/2021/3"), ("Distr.: General", "26 March 2021"))
    return docx(body, header_first=header, numbering=numbering, footnotes=note)
