"""The parts of a DOCX file, one module a concern: package, styles, numbering, text of paragraphs, tables, notes."""
