"""Helpers for tests of compilations: making them, and writing them as files."""

from __future__ import annotations

import io

from documents.models import LanguageVersion
from recommendations.exports.compilation import CompilationContent, compile_search
from recommendations.exports.excel import write_excel
from recommendations.exports.pdf.document import write_pdf
from recommendations.exports.word.document import write_word
from recommendations.search.query import SearchQuery
from tests import builders as make

ROOT = "https://portal.example.org"


def compile_results(grouping: str = "none", **choices: object) -> CompilationContent:
    return compile_search(SearchQuery(**choices), grouping, ROOT)  # type: ignore[arg-type]


def word_file(content: CompilationContent) -> io.BytesIO:
    file = io.BytesIO()
    write_word(content, file)
    return file


def pdf_file(content: CompilationContent) -> io.BytesIO:
    file = io.BytesIO()
    write_pdf(content, file)
    return file


def excel_file(content: CompilationContent) -> io.BytesIO:
    file = io.BytesIO()
    write_excel(content, file)
    return file


def create_report(symbol: str = "CTOC/COP/WG.3/2021/3", language: str = "en", **fields: object) -> LanguageVersion:
    return make.version(make.document(symbol, **fields), language)


def unpublish_version(version: LanguageVersion) -> None:
    """Hide a version from the public."""
    LanguageVersion.objects.filter(pk=version.pk).update(published_at=None)
    make.index_documents([version.document_id])
