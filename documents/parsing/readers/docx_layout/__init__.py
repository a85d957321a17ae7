"""Parts of the DOCX reader: package, styles, numbering, text of paragraphs, tables, notes."""
