"""The checked draft as a Word file: its text, with the findings as comments in the margin."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import pairwise

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from documents.web.languages import RIGHT_TO_LEFT
from documents.web.phrases import apposition, in_brackets, labelled, semicolon_list
from portal.drafting.checks.types import (
    Agreement,
    CheckedClause,
    CheckedDraft,
    DraftParagraph,
    Finding,
    Source,
    Untouched,
)
from portal.drafting.page import AGREEMENT_LABELS, finding_label
from recommendations.api.addresses import Addresses

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""Characters that XML does not allow."""


def write_word(checked: CheckedDraft, addresses: Addresses) -> bytes:
    """Return the draft as a Word file."""
    file = io.BytesIO()
    writer = _Writer(checked, addresses)
    writer.write()
    writer.new_docx.save(file)
    return file.getvalue()


class _Writer:
    """Writes one checked draft."""

    def __init__(self, checked: CheckedDraft, addresses: Addresses) -> None:
        self.checked = checked
        self.addresses = addresses
        self.new_docx: WordDocument = Document()
        self.author = _("UNTOC Portal")

    def write(self) -> None:
        """Write the paragraphs, then the recommendations that the draft leaves untouched."""
        self.new_docx.core_properties.title = _clean(self.checked.name)[:200]
        self.new_docx.core_properties.author = self.author
        footnotes = False
        for paragraph in self.checked.paragraphs:
            if paragraph.kind == "footnote" and not footnotes:
                footnotes = True
                self.new_docx.add_paragraph("—")
            self._paragraph(paragraph)
        if self.checked.result.untouched:
            self.new_docx.add_heading(_("Adopted recommendations that the draft does not take up"), 1)
            for item in self.checked.result.untouched:
                self._untouched(item)

    def _paragraph(self, paragraph: DraftParagraph) -> None:
        written = self.new_docx.add_paragraph(style="Heading 2" if paragraph.kind == "heading" else None)
        if paragraph.language in RIGHT_TO_LEFT:
            _right_to_left(written)
        prefix = f"{paragraph.label}\t" if paragraph.label else ""
        findings = [f for f in self.checked.result.findings if _same(f, paragraph)]
        marks = sorted({(f.place.start, f.place.end) for f in findings})
        edges = [edge for mark in marks for edge in mark]
        runs = self._runs(written, prefix, _clean_keeping_length(paragraph.text), edges)
        if paragraph.language in RIGHT_TO_LEFT:
            for run in written.runs:
                run.font.rtl = True
        for finding in findings:
            covered = [run for start, end, run in runs if finding.place.start <= start and end <= finding.place.end]
            self._comment(covered or [run for _start, _end, run in runs], self._finding_lines(finding))
        clause = next((c for c in self.checked.result.clauses if c.place.block == paragraph.place.block), None)
        if clause and clause.match and paragraph.kind != "footnote":
            self._comment([run for _start, _end, run in runs], self._clause_lines(clause))

    def _runs(self, written: Paragraph, prefix: str, text: str, edges: Iterable[int]) -> list[tuple[int, int, Run]]:
        """Add the text in runs that begin and end at the edges of the findings. Return the runs with their offsets."""
        if prefix:
            written.add_run(prefix)
        cuts = sorted({0, len(text), *(edge for edge in edges if 0 < edge < len(text))})
        return [(start, end, written.add_run(text[start:end])) for start, end in pairwise(cuts)] or [
            (0, 0, written.add_run(""))
        ]

    def _comment(self, runs: list[Run], lines: list[str]) -> None:
        comment = self.new_docx.add_comment([runs[0], runs[-1]], text="", author=self.author, initials="UP")
        comment.paragraphs[0].add_run(_clean(lines[0]))
        for line in lines[1:]:
            comment.add_paragraph(_clean(line))

    def _finding_lines(self, finding: Finding) -> list[str]:
        label = finding_label(finding)
        first = label if finding.certain else _("%(label)s – please check") % {"label": label}
        return [first, finding.message, *(self._source_line(source) for source in finding.sources)]

    def _clause_lines(self, clause: CheckedClause) -> list[str]:
        assert clause.match
        match = clause.match
        if clause.agreed is Agreement.NEW:
            first = _("New. Nearest text: %(status)s") % {"status": match.status_label}
        else:
            first = str(AGREEMENT_LABELS[clause.agreed])
        return [first[:1].upper() + first[1:], match.text, self._source_line(match.source)]

    def _source_line(self, source: Source) -> str:
        name = apposition(filter(None, (source.document, source.place)))
        return labelled(name, self.addresses.absolute(source.url)) if source.url else name

    def _untouched(self, item: Untouched) -> None:
        self.new_docx.add_paragraph(_clean(item.text), style="List Bullet")
        shared = semicolon_list((*item.articles, *item.topics))
        self.new_docx.add_paragraph(_clean(f"{self._source_line(item.source)}{in_brackets(shared)}"))


def _same(finding: Finding, paragraph: DraftParagraph) -> bool:
    return (finding.place.block, finding.place.footnote) == (paragraph.place.block, paragraph.place.footnote)


def _right_to_left(written: Paragraph) -> None:
    properties = written._p.get_or_add_pPr()
    properties.append(OxmlElement("w:bidi"))
    alignment = OxmlElement("w:jc")
    alignment.set(qn("w:val"), "start")
    properties.append(alignment)


def _clean(text: str) -> str:
    return text.translate(_CONTROL).encode("utf-8", "replace").decode()


def _clean_keeping_length(text: str) -> str:
    """Replace characters that XML does not allow, so that offsets stay the same."""
    return "".join(" " if ord(char) in _CONTROL or 0xD800 <= ord(char) < 0xE000 else char for char in text)
