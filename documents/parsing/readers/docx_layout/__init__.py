"""Parts of a DOCX file, one module each: package, styles, numbering, text of paragraphs, tables, notes."""
