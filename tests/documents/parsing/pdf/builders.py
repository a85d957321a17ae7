"""Write small PDFs object by object, so that a test shows everything it depends on."""

from __future__ import annotations

from dataclasses import dataclass, field

FONTS = {"roman": "Times-Roman", "bold": "Times-Bold", "italic": "Times-Italic", "typed": "Courier"}
WIDTH, HEIGHT = 612, 792


@dataclass
class Sheet:
    """A page to print. Positions are in points from the top left corner, and text is placed by its baseline."""

    operators: list[str] = field(default_factory=list)
    rotate: int = 0

    def text(self, left: float, baseline: float, words: str, size: float = 10, font: str = "roman") -> Sheet:
        """Print words at a position."""
        return self.raw(f"BT /{font} {size} Tf 1 0 0 1 {left} {HEIGHT - baseline} Tm ({_escape(words)}) Tj ET")

    def paragraph(
        self, left: float, baseline: float, lines: list[str], leading: float = 12, **formatting: str
    ) -> Sheet:
        """Print lines one below another."""
        for number, line in enumerate(lines):
            self.text(left, baseline + number * leading, line, **formatting)  # type: ignore[arg-type]
        return self

    def rule(self, left: float, top: float, right: float) -> Sheet:
        """Draw a horizontal line."""
        return self.raw(f"{left} {HEIGHT - top} m {right} {HEIGHT - top} l S")

    def sideways(self, left: float, baseline: float, words: str, size: float = 10) -> Sheet:
        """Print words running up the page."""
        return self.raw(f"BT /roman {size} Tf 0 1 -1 0 {left} {HEIGHT - baseline} Tm ({_escape(words)}) Tj ET")

    def raw(self, operators: str) -> Sheet:
        """Add operators to the content stream."""
        self.operators.append(operators)
        return self


def pdf(*sheets: Sheet) -> bytes:
    """Return a PDF file with these pages."""
    objects: list[str] = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = ""
    for name, base in FONTS.items():
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>")
        fonts += f"/{name} {len(objects)} 0 R "
    kids = []
    for sheet in sheets:
        stream = "\n".join(sheet.operators)
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {sheet.rotate} "
            f"/Resources << /Font << {fonts}>> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return pdf_of_objects(objects)


def pdf_of_objects(objects: list[str]) -> bytes:
    """Return a PDF file of these objects, numbered from 1, of which the first is the catalog."""
    content = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    content += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return content + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _escape(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
